#!/bin/bash
# Shards as a Slurm array, then one merge. Submit it again after a failure: what is finished is not run again.
#   docs/examples/slurm.sh SCENARIO REPLICATIONS SHARDS OUT [TASKS]
# TASKS are those to submit (default: all, 1-SHARDS), as `sbatch --array` takes them. PANJ names the program (default: panj).
# The merge begins when all tasks have ended, however they did: if one failed it says which shards are missing, and ends.
set -euo pipefail
export PANJ=${PANJ:-panj} SCENARIO=$1 REPLICATIONS=$2 SHARDS=$3 OUT=$4
mkdir -p "$OUT"
here=$(dirname "$0")
array=$(sbatch --parsable --array="${5:-1-$SHARDS}" --output="$OUT/task-%a.log" "$here/shards.sbatch")
merge=$(sbatch --parsable --dependency="afterany:$array" --job-name=panj-merge --cpus-per-task=1 --output="$OUT/merge.log" \
  --wrap 'exec "$PANJ" merge "$OUT"/part-* --out "$OUT/whole" --quiet')
echo "array $array, merge $merge: see $OUT/merge.log; panj status $OUT/part-*"

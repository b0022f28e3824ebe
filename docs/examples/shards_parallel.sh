#!/bin/bash
# Shards with GNU parallel, then one merge. Run it again after a failure: what is finished is not run again.
#   docs/examples/shards_parallel.sh SCENARIO REPLICATIONS SHARDS OUT
# PANJ names the program (default: panj).
set -euo pipefail
export PANJ=${PANJ:-panj} SCENARIO=$1 REPLICATIONS=$2 SHARDS=$3 OUT=$4
mkdir -p "$OUT"
parallel --will-cite --halt soon,fail=1 --jobs 100% \
  '"$PANJ" run "$SCENARIO" -n "$REPLICATIONS" --shard {}/"$SHARDS" --threads 1 --out "$OUT/part-{}" --quiet' ::: $(seq "$SHARDS")
"$PANJ" merge "$OUT"/part-* --out "$OUT/whole"

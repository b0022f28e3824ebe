#!/usr/bin/env bash
# A Slurm of one machine for tests, below one folder, without systemd and without touching /etc:
#   export SLURM_CONF=$(tests/slurm.sh FOLDER)      starts it
#   tests/slurm.sh FOLDER stop
# Needs munge and slurm-wlm.
set -euo pipefail
D=$1
stop() { for name in slurmd slurmctld munged; do if [ -s "$D/$name.pid" ]; then kill "$(cat "$D/$name.pid")" 2>/dev/null || true; fi; done; }
if [ "${2:-start}" = stop ]; then stop; exit 0; fi
mkdir -p "$D"/{state,spool,munge}
user=$(id -un) host=$(hostname -s) port=$((20000 + $$ % 20000))
# Above munge's socket nothing may be writable for others, and its files must be those of the user.
chmod 0755 "$D" "$D/munge"
head -c 1024 /dev/urandom >"$D/munge.key"
chmod 0400 "$D/munge.key"
munged --force --key-file="$D/munge.key" --socket="$D/munge/socket" --pid-file="$D/munged.pid" --log-file="$D/munged.log" \
  --seed-file="$D/munged.seed" --num-threads=2 >"$D/munged.out" 2>&1
cat >"$D/slurm.conf" <<CONF
ClusterName=panj
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$D/munge/socket
CredType=cred/munge
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool
SlurmctldPidFile=$D/slurmctld.pid
SlurmdPidFile=$D/slurmd.pid
SlurmctldLogFile=$D/slurmctld.log
SlurmdLogFile=$D/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=1
ReturnToService=2
MinJobAge=300
KillWait=2
InactiveLimit=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(awk '/MemTotal/{print int($2/1024*0.9)}' /proc/meminfo) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$D/slurm.conf"
slurmctld -c >"$D/slurmctld.out" 2>&1
slurmd -c >"$D/slurmd.out" 2>&1
for _ in $(seq 300); do
  if sinfo -h -o %T 2>/dev/null | grep -qx idle; then echo "$SLURM_CONF"; exit 0; fi
  sleep 0.1
done
echo "Slurm did not come up" >&2
tail -20 "$D"/*.log "$D"/*.out >&2
exit 1

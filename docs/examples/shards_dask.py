"""Shards under Dask, then one merge: python docs/examples/shards_dask.py SCENARIO REPLICATIONS SHARDS OUT

Needs `pip install distributed` and panj on the path (or $PANJ). Give Client(...) your cluster's address instead of the
local cluster; workers must see the same folders.
"""

import os
import pathlib
import subprocess
import sys

from distributed import Client, LocalCluster

PANJ = os.environ.get("PANJ", "panj")


def shard(k: int, of: int, scenario: str, replications: str, out: str) -> str:
    folder = f"{out}/part-{k}"
    # When this worker dies panj ends with it, and another worker, to which Dask gives the shard, waits for that and goes on.
    how = ["--threads", "1", "--end-with-parent", "--wait", "60", "--quiet"]
    subprocess.run([PANJ, "run", scenario, "-n", replications, "--shard", f"{k}/{of}", "--out", folder, *how], check=True)
    return folder


def main() -> None:
    scenario, replications, shards, out = sys.argv[1:5]
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    with LocalCluster(threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        jobs = [client.submit(shard, k, int(shards), scenario, replications, out) for k in range(1, int(shards) + 1)]
        folders = client.gather(jobs)
    subprocess.run([PANJ, "merge", *folders, "--out", f"{out}/whole"], check=True)


if __name__ == "__main__":  # worker processes import this file
    main()

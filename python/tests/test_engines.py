"""Long work: signals, progress, and other people's engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from conftest import needed

import panj


def same(a: Any, b: Any) -> None:
    assert a.outcomes.columns == b.outcomes.columns
    for name in a.outcomes.columns:
        x, y = a[name], b[name]
        assert x.tolist() == y.tolist() or x.tobytes() == y.tobytes() or np.array_equal(x, y, equal_nan=True), name


@pytest.mark.parametrize(
    "work",
    [
        "panj.run('scenarios/tutorial', n=50_000_000, threads=1)",
        # What is varied beside the run has counters of its own.
        "panj.audit('scenarios/tutorial', ['too_late'], n=2_000, worlds=2_000, threads=1).found",
    ],
)
def test_ctrl_c_stops_within_a_second(work: str) -> None:
    script = (
        "import panj, time\n"
        "print('begun', flush=True)\n"
        "try:\n"
        f"    {work}\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    time.sleep(1.5)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "stopped\n"
    took = time.monotonic() - sent
    process.wait(20)
    assert took < 1.0


def test_others_run_while_worlds_are_simulated(tutorial: panj.Scenario) -> None:
    ticks, done = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            time.sleep(0.001)
            ticks += 1

    ticker = threading.Thread(target=tick)
    ticker.start()
    before = time.monotonic()
    panj.run(tutorial, n=1_000, threads=1)
    took = time.monotonic() - before
    done.set()
    ticker.join()
    # A hundredth of what it could be; with the lock held it were none.
    assert ticks > took * 10


def test_progress_is_told_to_its_end_and_may_stop(tutorial: panj.Scenario) -> None:
    told: list[tuple[int, int]] = []
    panj.run(tutorial, n=3_000, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (3_000, 3_000) and [done for done, _ in told] == sorted(done for done, _ in told)

    class Enough(Exception):
        pass

    def enough(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        panj.run(tutorial, n=50_000_000, progress=enough)


class Backwards(Executor):
    """Does tasks when they are asked for, and counts them."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self.tasks += 1
        future: Future[Any] = Future()
        future.set_result(function(*arguments, **named))
        return future


@pytest.mark.parametrize("n", [3, 700])
def test_tasks_give_the_bytes_of_one_process(tutorial: panj.Scenario, n: int, tmp_path: Any) -> None:
    here, engine = panj.run(tutorial, n=n, series=True), Backwards()
    there = panj.run(tutorial, n=n, series=True, executor=engine)
    assert engine.tasks == -(-n // 512)
    same(here, there)
    here.save(tmp_path / "here")
    there.save(tmp_path / "there")
    for name in ["outcomes.parquet", "series.parquet", "districts.csv", "summary.csv", "plan.toml"]:
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name


def test_a_scenario_that_ships_is_found_by_workers() -> None:
    same(panj.run("tutorial", n=3), panj.run("tutorial", n=3, executor=Backwards()))


def test_every_experiment_takes_an_executor(tutorial: panj.Scenario) -> None:
    with ThreadPoolExecutor(2) as engine:
        policies = ["baseline", "standing-force"]
        same(panj.compare(tutorial, policies, n=300), panj.compare(tutorial, policies, n=300, executor=engine))
        design = {"campaign.contagion": np.linspace(0, 9, 20)}
        same(panj.sample(tutorial, design, n=9), panj.sample(tutorial, design, n=9, executor=engine))
        factors: dict[str, Any] = {"campaign.contagion": (0, 9), "campaign.base_hazard_per_day": (0.01, 0.05)}
        here = panj.sensitivity(tutorial, factors, points=8, n=5)
        there = panj.sensitivity(tutorial, factors, points=8, n=5, executor=engine)
        same(here, there)
        assert here.found == there.found
        drawn: dict[str, Any] = {"n": 600, "draws": "uncertain"}
        uncertain = "scenarios/tajik-afghan-2021"
        same(panj.run(uncertain, **drawn | {"n": 30}), panj.run(uncertain, executor=engine, **drawn | {"n": 30}))
        goal: dict[str, Any] = {"n": 5_000, "until": "held_at_end:halfwidth=0.3"}
        here, there = panj.run(tutorial, **goal), panj.run(tutorial, executor=engine, **goal)
        assert here.n == there.n < 5_000
        same(here, there)
        assert here.manifest["until"] == there.manifest["until"]
        best: dict[str, Any] = {"n": 5_000, "until": "response_gap:indifference=100"}
        here, there = panj.compare(tutorial, policies, **best), panj.compare(tutorial, policies, executor=engine, **best)
        assert here.n == there.n < 5_000
        same(here, there)


def pool(workers: int = 2) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def test_a_killed_worker_of_a_pool_costs_only_its_task(tutorial: panj.Scenario) -> None:
    made: list[ProcessPoolExecutor] = []
    killed: list[int] = []

    def make() -> ProcessPoolExecutor:
        made.append(pool())
        return made[-1]

    def kill(done: int, of: int) -> None:
        if done >= of // 2 and not killed:
            killed.append(next(iter(made[0]._processes)))
            os.kill(killed[0], signal.SIGKILL)

    n = 6_000
    there = panj.run(tutorial, n=n, executor=make, progress=kill)
    assert len(killed) == 1 and len(made) == 2
    same(panj.run(tutorial, n=n), there)


def test_a_pool_that_nobody_can_make_again_is_told(tutorial: panj.Scenario) -> None:
    with pool(1) as engine:
        engine.submit(os.getpid).result()
        os.kill(next(iter(engine._processes)), signal.SIGKILL)
        with pytest.raises(panj.WorkersLost, match="executor="):
            panj.run(tutorial, n=2_000, executor=engine)


def test_a_killed_worker_of_dask_costs_only_its_task(tutorial: panj.Scenario) -> None:
    needed("distributed")
    from distributed import Client, LocalCluster

    n, killed = 8_000, []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):

        def kill(done: int, of: int) -> None:
            if done >= of // 4 and not killed:
                killed.append(list(cluster.workers.values())[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        there = panj.run(tutorial, n=n, executor=client.get_executor(), progress=kill)
    assert len(killed) == 1
    same(panj.run(tutorial, n=n), there)

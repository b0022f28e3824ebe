#!/usr/bin/env python3
"""The reference model in SimPy: a process for each district, each soldier and the alliance.

Prints one JSON line; benches/peers/README.md holds the model's definition and explains the line."""
import argparse
import csv
import json
import math
import platform
import random
import time
from pathlib import Path

import simpy

FALLEN_AT_START = 73
BASE_HAZARD, NEIGHBOUR_HAZARD, RECAPTURE_HAZARD = 0.001, 0.01, 0.005  # per day
SOLDIERS_MEAN, SERVERS, SERVICE_MEAN = 5.0, 2, 0.05  # persons, servers, days
CROSSINGS_TO_START, STAGES, STAGE_SHAPE, STAGE_SCALE = 10, 6, 2.0, 1.5  # days
HORIZON = 107.0  # days


def read_map(folder):
    """Neighbours of each district (numbers, by sorted id), and whether it lies on the state border."""
    def rows(name):
        with open(folder / name, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    number = {district: i for i, district in enumerate(sorted(row["id"] for row in rows("districts.csv")))}
    neighbours = [[] for _ in number]
    for edge in rows("edges.csv"):
        a, b = number[edge["a"]], number[edge["b"]]
        neighbours[a].append(b)
        neighbours[b].append(a)
    on_border = [False] * len(number)
    for edge in rows("border_edges.csv"):
        on_border[number[edge["district"]]] = True
    return neighbours, on_border


def poisson(rng, mean):
    """Poisson count by inversion: the standard library has none."""
    u, count = rng.random(), 0
    below = mass = math.exp(-mean)
    while u > below and count < 100:
        count += 1
        mass *= mean / count
        below += mass
    return count


class World:
    def __init__(self, neighbours, on_border, rng):
        self.neighbours, self.on_border, self.rng = neighbours, on_border, rng
        self.env = simpy.Environment()
        self.fallen = [i < FALLEN_AT_START for i in range(len(neighbours))]
        self.fallen_neighbours = [sum(self.fallen[j] for j in around) for around in neighbours]
        self.post = simpy.Resource(self.env, capacity=SERVERS)
        self.enough_crossed = self.env.event()
        self.falls = self.recaptures = self.crossed = self.started = 0
        self.waited = 0.0
        self.decision = None
        self.districts = [self.env.process(self.district(i)) for i in range(len(neighbours))]
        self.env.process(self.alliance())

    def district(self, i):
        while True:
            if self.fallen[i]:
                hazard = RECAPTURE_HAZARD
            else:
                hazard = BASE_HAZARD + NEIGHBOUR_HAZARD * self.fallen_neighbours[i]
            try:
                yield self.env.timeout(self.rng.expovariate(hazard))
            except simpy.Interrupt:  # the hazard changed: draw again, the exponential has no memory
                continue
            self.change_hands(i)

    def change_hands(self, i):
        self.fallen[i] = not self.fallen[i]
        if self.fallen[i]:
            self.falls += 1
            if self.on_border[i]:
                for _ in range(poisson(self.rng, SOLDIERS_MEAN)):
                    self.env.process(self.soldier())
        else:
            self.recaptures += 1
        change = 1 if self.fallen[i] else -1
        for j in self.neighbours[i]:
            self.fallen_neighbours[j] += change
            if not self.fallen[j]:
                self.districts[j].interrupt()

    def soldier(self):
        arrived = self.env.now
        with self.post.request() as turn:
            yield turn
            self.started += 1
            self.waited += self.env.now - arrived
            yield self.env.timeout(self.rng.expovariate(1 / SERVICE_MEAN))
        self.crossed += 1
        if self.crossed == CROSSINGS_TO_START:
            self.enough_crossed.succeed()

    def alliance(self):
        yield self.enough_crossed
        for _ in range(STAGES):
            yield self.env.timeout(self.rng.gammavariate(STAGE_SHAPE, STAGE_SCALE))
        self.decision = self.env.now

    def run(self):
        self.env.run(until=HORIZON)
        return {
            "fallen_end": sum(self.fallen),
            "falls": self.falls,
            "recaptures": self.recaptures,
            "crossed": self.crossed,
            "mean_wait": self.waited / self.started if self.started else None,
            "decision_time": self.decision,
            "p_decision": float(self.decision is not None),
        }


def summary(values):
    values = [v for v in values if v is not None]
    n = len(values)
    if n < 2:
        return {"n": n}
    mean = math.fsum(values) / n
    variance = math.fsum((v - mean) ** 2 for v in values) / (n - 1)
    return {"n": n, "mean": mean, "se": math.sqrt(variance / n)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", type=Path, default=Path("scenarios/tajik-afghan-2021"))
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    neighbours, on_border = read_map(arguments.scenario)
    start = time.process_time()
    outcomes = []
    for replication in range(arguments.replications):
        rng = random.Random(arguments.seed << 32 | replication)
        outcomes.append(World(neighbours, on_border, rng).run())
    seconds = time.process_time() - start

    line = {
        "engine": "SimPy",
        "version": f"{simpy.__version__}, {platform.python_implementation()} {platform.python_version()}",
        "replications": len(outcomes),
        "seconds": seconds,
    }
    line.update({name: summary([o[name] for o in outcomes]) for name in outcomes[0]})
    print(json.dumps(line))


if __name__ == "__main__":
    main()

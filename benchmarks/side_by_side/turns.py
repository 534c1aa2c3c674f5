"""Contenders as processes that wait for a line and work in turn, A B A B, so that a drifting machine meets all alike."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack

from benchmarks.measuring import REPOSITORY


class Contender:
    """A process that is ready; `turn()` lets it work once. `missing` names the package that it lacks."""

    def __init__(self, place: str) -> None:
        quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.side_by_side.contender", place],
            cwd=REPOSITORY,
            env=quiet,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.missing = self._said()["missing"]

    def turn(self) -> float:
        """The number that comes of working once."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return self._said()["number"]

    def _said(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"A contender ended with {self.process.wait()}: {' '.join(self.process.args)}")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def alternating(row) -> dict[str, list[float] | str]:
    """Of each contender what came of its rounds; of one that is not installed, the package that lacks."""
    with ExitStack() as stack:
        all_of_them = {name: stack.enter_context(Contender(place)) for name, place in row.contenders.items()}
        there = {name: one for name, one in all_of_them.items() if not one.missing}
        measured = {name: [] for name in there}
        for number in range(row.rounds + 1):
            for name, one in there.items():
                found = one.turn()
                measured[name] += [found] if number or row.rounds == 1 else []  # the first round warms up
            if row.rounds == 1:
                break
        return measured | {name: one.missing for name, one in all_of_them.items() if one.missing}

"""main(names): measures rows and prints them as the lines of a table: medians, lowest and highest, the ratio of each to ours."""

import argparse
import os
import statistics
from dataclasses import replace

from benchmarks.side_by_side.rows import ROWS
from benchmarks.side_by_side.turns import alternating

HEAD = "| row | what | who | median | lowest .. highest | ours is better by |\n|---|---|---|---|---|---|"


def main(arguments: list[str]) -> int:
    """The rows that were asked for; all but the long ones otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *(row.name for row in ROWS)], metavar="NAME")
    parser.add_argument("--long", action="store_true", help="the long ones only")
    parser.add_argument("--rounds", type=int, help="of each row, in place of its own number")
    options = parser.parse_args(arguments)
    chosen = [row for row in ROWS if (row.name in options.names if options.names else row.is_long == options.long)]
    print(HEAD, flush=True)
    for row in chosen:
        row = replace(row, rounds=options.rounds or row.rounds)
        for line in lines_of(row, alternating(row)):
            print(line, flush=True)
    print(
        f"\n{os.cpu_count()} cores, load {' '.join(f'{load:.1f}' for load in os.getloadavg())} at the end; all seeds 0."
    )
    return 0


def lines_of(row, measured) -> list[str]:
    """A line a contender, the first of them ours."""
    ours = statistics.median(measured[next(iter(row.contenders))])
    return [_line(row, who, measured[who], ours) for who in row.contenders]


def _line(row, who, numbers, ours):
    named = f"| {row.name} | {row.what} | {who} "
    if isinstance(numbers, str):
        return f"{named}| {numbers} is not installed | | |"
    median = statistics.median(numbers)
    better = ours / median if row.more_is_better else median / ours
    return f"{named}| {median:,.4g} {row.unit} | {min(numbers):,.4g} .. {max(numbers):,.4g} | {better:.2f}x |"

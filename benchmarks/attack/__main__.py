"""python -m benchmarks.attack [--parts corpus,kills] [--seed N] [--kills N] [--few]: tried, held, broken; exit 1 where anything broke."""

import argparse
import importlib.util
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.attack import Asked, Try

PARTS = ("corpus", "brought", "damage", "kills", "races", "isolation", "load", "soak", "ray")


def main(arguments: list[str] | None = None) -> int:
    """Try the parts that were asked for, one after the other; 1 where anything broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description="Under fire: see SECURITY.md.")
    parser.add_argument("--parts", default=",".join(PARTS), help="some of " + ",".join(PARTS))
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--few", action="store_true", help="a few of each, to see that it works")
    parser.add_argument("--kills", type=int, default=50, help="trainings that are killed")
    options = parser.parse_args(arguments)
    asked = Asked(options.seed, options.few, options.kills)
    parts = options.parts.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    print(f"seed {asked.seed}{', few' if asked.few else ''}, load {os.getloadavg()[0]:.1f}", flush=True)
    broken = sum([attack(part, asked) for part in parts])
    print(f"broken in all: {broken}")
    return int(broken > 0)


def attack(part: str, asked: Asked) -> int:
    """Try one part in a folder of its own and tell what came of it; gives how much broke."""
    if part == "ray" and not importlib.util.find_spec("ray"):
        print("ray        skipped: pip install -r requirements-ray.txt", flush=True)
        return 0
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"attack-{part}-") as folder:
        with thread_errors() as fallen:
            done = [*told(importlib.import_module(f"benchmarks.attack.{part}").tries(asked, Path(folder)))]
        done += told(fallen)
        tempfile.tempdir = None  # a part may have put it into its folder
    broken = sum(bool(one.wrong) for one in done)
    held = len(done) - broken
    print(
        f"{part:<10} tried {len(done):>4}  held {held:>4}  broken {broken:>3}  {time.monotonic() - since:>6.0f} s",
        flush=True,
    )
    return broken or not done  # a part that tried nothing has shown nothing


@contextmanager
def thread_errors() -> Iterator[list[Try]]:
    """What meanwhile ends a thread of ours is broken, too: a runner no longer follows its training, and nobody hears of it."""
    fallen, before = list[Try](), threading.excepthook

    def note(given: threading.ExceptHookArgs) -> None:
        fallen.append(
            Try(f"thread {given.thread and given.thread.name}", f"{given.exc_type.__name__}: {given.exc_value}")
        )

    threading.excepthook = note
    try:
        yield fallen
    finally:
        threading.excepthook = before


def told(tries: Iterable[Try]) -> Iterable[Try]:
    """The same, with a line for each that broke; a part that breaks off itself is broken, too."""
    try:
        for one in tries:
            if one.wrong:
                print(f"BROKEN     {one.what}: {one.wrong}", flush=True)
            yield one
    except Exception as error:
        traceback.print_exc()
        yield Try("the part itself", str(error) or type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())

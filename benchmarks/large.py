"""What large data costs, from the file to the end of a training: 1,000,000 labelled rows, 200 MB of text. A JSON line each.

    python benchmarks/large.py [rows] [text] [--steps 60] [--rows 1000000] [--megabytes 200] [--runs FOLDER]

The data is made here and means nothing: words of a language that nobody speaks, drawn as often as words are. Of three processes it
tells the most memory (VmHWM, and PSS as looked at four times a second), seconds and seconds of processor: the page that hands
the file over and writes the run, the child that reads it, the training. A few steps are learned, so that it ends.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import measuring  # noqa: F401 - the way to the library
import numpy as np

from nlp_models import tasks
from nlp_models.runners import local
from nlp_models.runs.store import RunStore

TASKS = {"rows": ("sentiment", "rows.csv"), "text": ("next-word", "text.txt")}
WORDS, AT_ONCE, ZIPF = (
    150_000,
    50_000,
    1.05,
)  # words of the language, rows that are made together, how fast words get rare
LOOKS = 0.25  # seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="rows text")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=200, help="of 10**6 bytes")
    parser.add_argument("--runs", type=Path, help="keep the files and runs there")
    parser.add_argument("--page", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.page:
        return page(*asked.page, asked.steps)
    with tempfile.TemporaryDirectory() as aside:
        os.environ["UNROLLED_RUNS"] = str((asked.runs or Path(aside)) / "runs")
        for part in asked.parts or TASKS:
            task, name = TASKS[part]
            file = (asked.runs or Path(aside)) / name
            if not file.exists():
                made(part, file, asked)
            print(json.dumps({"part": part, "MB": file.stat().st_size // 10**6, **measured(task, file, asked.steps)}))


def made(part, file, asked):
    """Write the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(0)
    words = language(generator, 0xAC00, 9_000, 2.6) if part == "rows" else language(generator, ord("a"), 26, 5.5)
    with file.open("w", encoding="utf-8") as out:
        if part == "rows":
            out.write("text,label\n")
            for start in range(0, asked.rows, AT_ONCE):
                drawn = sentences(generator, words, min(AT_ONCE, asked.rows - start))
                out.writelines(f"{text},{int(mark > 0)}\n" for text, mark in drawn)
        else:
            while out.tell() < asked.megabytes * 10**6 - 10**7:
                out.writelines(f"{text.capitalize()}.\n" for text, _ in sentences(generator, words, AT_ONCE, 15, 24))


def language(generator, first, letters, mean):
    """Different words of these letters, the commonest letters first among them."""
    weights = 1 / np.arange(1, letters + 1) ** 0.8
    lengths = 1 + generator.poisson(mean - 1, 3 * WORDS)
    drawn = generator.choice(letters, lengths.sum(), p=weights / weights.sum()) + first
    whole = "".join(map(chr, drawn))
    ends = np.cumsum(lengths)
    found = dict.fromkeys(whole[end - length : end] for end, length in zip(ends, lengths, strict=True))
    return np.asarray(list(found)[:WORDS], dtype=object)


def sentences(generator, words, rows, shortest=10, longest=15):
    """`(text, a number that its words decide)` of some rows, by Zipf's law."""
    weights = np.cumsum(1 / np.arange(1, len(words) + 1) ** ZIPF)
    lengths = generator.integers(shortest, longest + 1, rows)
    places = np.searchsorted(weights, generator.random(lengths.sum()) * weights[-1])
    marks = np.add.reduceat(np.sin(places.astype(float) * 7), np.cumsum(lengths) - lengths)
    drawn, ends = words[np.minimum(places, len(words) - 1)].tolist(), np.cumsum(lengths).tolist()
    for start, end, mark in zip([0, *ends], ends, marks.tolist(), strict=False):
        yield " ".join(drawn[start:end]), mark


def measured(task, file, steps):
    """What page, reading child and training cost."""
    command = [sys.executable, __file__, "--steps", str(steps), "--page", task, str(file)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with Watched(child.pid) as watched:
        told = child.communicate()[0]
    if child.returncode:
        sys.exit("the page broke")
    told = json.loads(told)
    found = {"page": watched.told(child.pid) | told, "reading": watched.told_of_children(), "load": os.getloadavg()[0]}
    run = RunStore.default().get(told["run"], "local")
    since, stages = time.monotonic(), {}
    training = local.start(run)
    with Watched(training.pid) as watched:
        while training.poll() is None:
            status = run.status
            stage = f"{status.message.text if status.message else status.state} {min(status.step, 1)}"
            stages[stage] = [round(time.monotonic() - since, 1), watched.now(training.pid)]
            time.sleep(LOOKS)
    if run.status.state != "done":
        sys.exit(run.log_tail())
    seconds = round(time.monotonic() - since, 1)
    return found | {"training": watched.told(training.pid) | {"seconds": seconds, "stages": stages}}


def page(task, file, steps):
    """What a page does with a file: it has a child read it, looks at the rows, and writes the run."""
    from nlp_models.reading import large, read_limited
    from nlp_models.reading.wanted import Wanted

    task, since, seconds = tasks.load(task), time.monotonic(), {}
    table = read_limited(task.name, Path(file), names={})
    seconds["read"] = time.monotonic() - since
    wanted = Wanted(task.name, table.guessed, {})
    rows = large.mapped(table, wanted)
    task.kind.check(rows)
    seconds["mapped"] = time.monotonic() - since
    findings = [one.kind for one in large.examined(table, wanted)]
    seconds["examined"] = time.monotonic() - since
    run = RunStore.default().create(task.name, task.recipe.changed(steps=steps), rows, owner="local")
    seconds["written"] = time.monotonic() - since
    seconds = {name: round(value, 1) for name, value in seconds.items()}
    print(json.dumps({"run": run.id, "rows": len(rows), "findings": findings, "seconds until": seconds}))


class Watched(threading.Thread):
    """Looks at a process and its children: the most memory, in MB, and the seconds of processor of each."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.found, self._over = pid, {}, threading.Event()

    def run(self):
        while not self._over.wait(LOOKS):
            for pid in (self.pid, *self.children()):
                with suppress(OSError, IndexError, StopIteration):
                    self.look(pid)

    def look(self, pid):
        known = self.found.setdefault(pid, {"VmHWM": 0, "PSS": 0, "anonymous": 0, "processor": 0.0})
        known["VmHWM"] = max(known["VmHWM"], kilobytes(pid, "status", "VmHWM") // 1024)
        known["anonymous"] = max(known["anonymous"], kilobytes(pid, "status", "RssAnon") // 1024)
        known["PSS"] = max(known["PSS"], kilobytes(pid, "smaps_rollup", "Pss") // 1024)
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        known["processor"] = round((int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK"), 1)

    def children(self):
        with suppress(OSError):
            return [
                int(n) for file in Path(f"/proc/{self.pid}/task").glob("*/children") for n in file.read_text().split()
            ]
        return []

    def now(self, pid):
        """The most memory until now."""
        return self.found.get(pid, {}).get("VmHWM", 0)

    def told(self, pid):
        return self.found.get(pid, {})

    def told_of_children(self):
        """Of the largest child."""
        return max(
            (one for pid, one in self.found.items() if pid != self.pid), key=lambda one: one["VmHWM"], default={}
        )

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()


def kilobytes(pid, file, what):
    """A line of the kernel's account of a process."""
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))


if __name__ == "__main__":
    main()

"""Where the seconds between the click on *Start training* and the button *Try it* go, and whose processor they take.

    python benchmarks/timeline.py                       # 5,000 rows of Sentiment at *short*, the page open
    python benchmarks/timeline.py --kinds nsmc,sst2 --rounds 3                    # 5,000 rows of the public sets
    python benchmarks/timeline.py --kinds sentiment,next-word,tagging --looks open,closed --rounds 3

Nothing in the product is changed for it: a real server and a real browser; what happens in the training is read off the files
that it leaves (their time, and the lines of metrics.jsonl), the processor's seconds off /proc, twice a second. `open` leaves the
page where the training is watched, `closed` leaves it as soon as it has begun. Each training prints a table of moments since the click.
"""

import argparse
import csv
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from server import running_server, wait_until_up  # noqa: E402

from benchmarks.measuring import SHARED, read  # noqa: E402
from benchmarks.reviews import write_reviews  # noqa: E402
from nlp_models.runs.run import ACTIVE  # noqa: E402
from nlp_models.runs.store import RunStore  # noqa: E402

SAMPLES = REPOSITORY / "data" / "samples"
WORDS = 25_000  # of a book
REVIEWS = 5_000
PATIENCE = 300  # seconds
TICKS = os.sysconf("SC_CLK_TCK")
OPENED_PAGE = (
    2_500  # milliseconds that somebody looks at the form at least, where the process that waits is to be ready
)
PAGES = {
    "sentiment": "sentiment",
    "nsmc": "sentiment",
    "sst2": "sentiment",
    "next-word": "next_word",
    "tagging": "tagging",
}
# the file of a run whose time tells that something is over, in the order of a training
MOMENTS = {
    "the click is received": "about.json",
    "the child has the run": "pid",
    "rows read": "vocabulary.json",  # and the vocabulary built
    "network built": "schedule.json",
    "scored": "weights.safetensors",
    "baselines": "answers.json",
    "report": "report.json",
}


def book(file):
    """25,000 words: the lines of our sample, each as often as is needed, two of them at a time."""
    lines = [line for line in (SAMPLES / "next_word.en.txt").read_text("utf-8").splitlines() if line.strip()]
    found, words = [], 0
    while words < WORDS:
        n = len(found)
        found.append(f"{lines[n % len(lines)]} {lines[(n * 7 + n // len(lines)) % len(lines)]}")
        words += len(found[-1].split())
    file.write_text("\n".join(found) + "\n", "utf-8")


def tagged(file):
    """Our sample of tagged sentences as it is."""
    file.write_text((SAMPLES / "tagging.en.conll").read_text("utf-8"), "utf-8")


def drawn_from(path):
    """A writer of 5,000 labelled rows of a public set's training file, drawn with seed 0."""

    def write(file):
        columns = read(SHARED / path).columns
        chosen = random.Random(0).sample(range(len(columns["text"])), REVIEWS)
        with open(file, "w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(("text", "label"))
            rows.writerows((columns["text"][n], columns["label"][n]) for n in chosen)

    return write


FILES = {
    "sentiment": ("reviews.csv", write_reviews),
    "nsmc": ("ratings.csv", drawn_from("sentiment-ko-nsmc/ratings_train.txt")),
    "sst2": ("sst2.csv", drawn_from("sentiment-en-sst2/train.tsv")),
    "next-word": ("book.txt", book),
    "tagging": ("tagged.conll", tagged),
}


class Watched:
    """The processor's seconds of a server, its trainings, its readers and of a browser, sampled while `with` lasts."""

    def __init__(self, server):
        self.server, self.seconds, self.over = server, {}, threading.Event()

    def __enter__(self):
        self.sampler = threading.Thread(target=self._sample, daemon=True)
        self.sampler.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.sampler.join()

    def _sample(self):
        while not self.over.wait(0.5):
            self.look()

    def look(self):
        for pid, who, seconds in processes(self.server):
            self.seconds[pid] = (who, seconds)

    def taken(self):
        """Seconds so far by who took them."""
        self.look()
        found = dict.fromkeys(("training", "web", "readers", "browser"), 0.0)
        for who, seconds in list(self.seconds.values()):
            found[who] += seconds
        return found


def processes(server):
    """`(number, who, seconds of the processor)` of all that descend from us."""
    parents, told = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            told[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except (OSError, IndexError):
            continue
        parents[int(folder.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS)
    for pid, (_, seconds) in parents.items():
        above = ancestors(pid, parents)
        if server in above or pid == server:
            yield pid, "web" if pid == server else who_is(told[pid]), seconds
        elif os.getpid() in above and "chrom" in told[pid]:
            yield pid, "browser", seconds


def ancestors(pid, parents):
    found = []
    while pid in parents and pid > 1:
        pid = parents[pid][0]
        found.append(pid)
    return found


def who_is(command):
    return "training" if "nlp_models.training" in command or "nlp_models train" in command else "readers"


@contextmanager
def browser():
    """A Chromium's context."""
    from playwright.sync_api import sync_playwright
    from test_browser import CHROMIUM

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(1000 * PATIENCE)
        yield context
        chromium.close()


def measured(kind, look, wait, folder):
    """One training from a fresh server: `(moments since the click, processor seconds from the click on by who took them)`."""
    name, write = FILES[kind]
    write(folder / name)
    environment = os.environ | {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_RUNNER": "local"}
    with browser() as context, running_server(folder / "server.log", environment) as server:
        site, store = wait_until_up(server, folder / "server.log"), RunStore(folder / "runs")
        with Watched(server.pid) as watched:
            tab = context.new_page()
            tab.goto(f"{site}/{PAGES[kind]}")
            tab.get_by_role("radio", name="Data").click()
            tab.get_by_role("radio", name="File").click()
            tab.locator("input[type=file]").set_input_files(folder / name)
            tab.get_by_role("button", name="Train on this data").click()
            start = tab.get_by_role("button", name="Start training")
            start.wait_for()
            if wait:
                wait_until_ready(watched, tab)
            clicked, before = time.time(), watched.taken()
            start.click()
            moments = followed(tab, store, look)
            after = watched.taken()
    told = {what: moment - clicked for what, moment in moments.items()}
    return told, {who: after[who] - before[who] for who in after}


def wait_until_ready(watched, tab):
    """Until the process that waits has taken some processor, and for three seconds none: it has what it needs."""
    quiet, until = 0, time.monotonic() + PATIENCE
    while quiet < 3 and time.monotonic() < until:
        before = watched.taken()["training"]
        tab.wait_for_timeout(1000)
        quiet = quiet + 1 if before > 1 and watched.taken()["training"] - before < 0.05 else 0


def followed(tab, store, look):
    """The moments of the one run of a store, by the clock; the last is when the page says so."""
    run = begun(tab, store)
    if look == "closed":
        tab.wait_for_timeout(500)
        tab.goto("about:blank")
    lines, seen, first_step = run.folder / "metrics.jsonl", [], None
    while run.status.state in ACTIVE:
        if first_step is None and run.status.step:
            first_step = time.time()
        if lines.exists() and lines.stat().st_size and lines.stat().st_mtime not in seen:
            seen.append(lines.stat().st_mtime)
        tab.wait_for_timeout(50)
    moments = {
        what: (run.folder / file).stat().st_mtime for what, file in MOMENTS.items() if (run.folder / file).exists()
    }
    moments |= {"first step": first_step} | {f"epoch {n}": moment for n, moment in enumerate(seen, 1)}
    moments["done"] = run.status.updated
    if look == "open":
        tab.get_by_role("button", name="Try it").wait_for()
        moments["the page says so"] = time.time()
    print(f"  {run.status.state}, {run.report['steps']} steps, epoch {run.report['best_epoch']} kept", flush=True)
    return dict(sorted(moments.items(), key=lambda pair: pair[1]))


def begun(tab, store):
    """The run, as soon as there is one."""
    since = time.monotonic()
    while time.monotonic() - since < PATIENCE:
        for about in store.root.glob("[!.]*/about.json"):
            return store.open(about.parent.name)
        tab.wait_for_timeout(10)
    raise TimeoutError("no training has begun")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", default="sentiment")
    parser.add_argument("--looks", default="open", help="open, closed, or both with a comma between")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--at-once", action="store_true", help="click before the process that waits has imported anything"
    )
    asked = parser.parse_args()
    for kind in asked.kinds.split(","):
        for look in asked.looks.split(","):
            found = []
            for _ in range(asked.rounds):
                with tempfile.TemporaryDirectory() as folder:
                    found.append(measured(kind, look, not asked.at_once, Path(folder)))
            print_table(f"{kind}, page {look}", found)


def print_table(title, found):
    """The medians of some trainings: moments, and what each took since the one before; then the processor's seconds."""
    print(f"\n{title}: {len(found)} trainings, medians\n| since the click | s | took |\n|---|---|---|")
    before = 0.0
    for what in found[0][0]:
        moment = statistics.median(moments[what] for moments, _ in found if what in moments)
        print(f"| {what} | {moment:.2f} | {moment - before:.2f} |")
        before = moment
    taken = {who: statistics.median(seconds[who] for _, seconds in found) for who in found[0][1]}
    print("processor: " + ", ".join(f"{who} {seconds:.1f} s" for who, seconds in taken.items()), flush=True)


if __name__ == "__main__":
    main()

"""What a host needs, measured on this machine: start, answer, memory, one training. Prints JSON.

python benchmarks/host.py [--core 0]      # --core: server and training on that core alone, the browser elsewhere
python benchmarks/host.py start latency   # some of: start latency beside pages inside training upload journey
python benchmarks/host.py journey --core 0 --python /tmp/only/bin/python   # a server with requirements.txt alone
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from contextlib import nullcontext as nothing
from pathlib import Path

from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from journey import measure_journey  # noqa: E402
from server import running_server  # noqa: E402
from server_time import Visitor  # noqa: E402

from nlp_models import runners, tasks  # noqa: E402
from nlp_models.answering.ready import ready_models  # noqa: E402
from nlp_models.datasets.dataset import Dataset  # noqa: E402
from nlp_models.runners import local  # noqa: E402
from nlp_models.runs.limits import Limits  # noqa: E402
from nlp_models.runs.store import RunStore  # noqa: E402
from pages.ui.story.use_case import STEPS  # noqa: E402

PARTS = ("start", "latency", "beside", "pages", "inside", "training", "upload", "journey")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SENTENCES = (
    "Great actors, dull story",
    "A warm and lovely evening",
    "I would not go there again",
    "The best soup in town",
)
MEGABYTE = 2**20
SETTLED = 1_200  # milliseconds in which a page answers and draws
UPLOAD = 49 * 10**6  # bytes; the page takes 50 million


def main():
    """Measure the parts that were asked for, on one server."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help=" ".join(PARTS))
    parser.add_argument("--core", type=int, help="pin server and training to this core")
    parser.add_argument("--python", default=sys.executable, help="of the server, and of trainings that a page starts")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(unknown)}")
    parts = options.parts or PARTS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        os.environ |= {"UNROLLED_RUNS": f"{folder}/runs", "UNROLLED_VISITORS": "one"}
        network = answering_network()
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with served(options.core, options.python) as server:
            tab = browser.new_page(locale="en-US", viewport={"width": 1280, "height": 800})
            found = {"core": options.core, "start": measure_start(server, tab, network)}
            if "latency" in parts:
                found["latency"] = measure_latency(tab)
            if "beside" in parts:
                found["beside"] = measure_beside(server, network, options.core)
            found["memory"] = {"web after answering": megabytes(server.pid, "VmRSS")}
            if "pages" in parts:
                found["pages"] = measure_pages(server, tab)
            if "inside" in parts:
                found["inside"] = measure_inside(server, tab)
            if "training" in parts:
                found["training"] = measure_training(options.core, server.pid)
            if "upload" in parts:
                found["memory"] |= measure_upload(server, tab, Path(folder))
            if "journey" in parts:
                found["journey"] = measure_journey(server, tab, Path(folder))
        browser.close()
    print(json.dumps(found, indent=1))


def answering_network():
    """The id of a ready model, or of a short training of our own."""
    ready = ready_models("sentiment")
    if ready:
        return ready[0].id
    run = example_run(minutes=0.2)
    runners.chosen("inline").submit(run)
    return run.id


def measure_pages(server, tab):
    """The web process after every step of every page with every ready model, each in both languages."""
    visited, broken = 0, []
    for name in tasks.names():
        for model in ready_models(name):
            for step in STEPS:
                for lang in ("ko", "en"):
                    where = f"{name.replace('-', '_')}?lang={lang}&step={step}&run={model.id}"
                    tab.goto(f"{server.address}/{where}")
                    tab.get_by_test_id("stSegmentedControl").or_(tab.get_by_test_id("stButtonGroup")).first.wait_for()
                    tab.wait_for_timeout(SETTLED)
                    visited += 1
                    broken += [where] * bool(tab.get_by_test_id("stException").count())
    grown = {"web after every page": megabytes(server.pid, "VmRSS"), "peak": megabytes(server.pid, "VmHWM")}
    return {"visits": visited, "broken": broken} | grown


def measure_inside(server, tab):
    """The web process after Inside the cell with every ready model, each folded part of it opened once: resident, and its own share (PSS)."""
    broken, opened = [], "!document.querySelector('[data-testid=stProgress], [data-testid=stSkeleton]')"
    for model in ready_models():
        tab.goto(f"{server.address}/inside_the_cell?lang=en&run={model.id}")
        tab.get_by_test_id("stExpander").last.wait_for()
        for number in range(tab.get_by_test_id("stExpander").count()):
            part = tab.get_by_test_id("stExpander").nth(number).locator("summary").first
            if part.is_visible():
                part.click()
                tab.wait_for_timeout(SETTLED)
                tab.wait_for_function(opened, timeout=60_000)
        broken += [model.id] * bool(tab.get_by_test_id("stException").count())
    own = {"resident": megabytes(server.pid, "VmRSS"), "peak": megabytes(server.pid, "VmHWM")}
    return own | {"PSS": megabytes(server.pid, "Pss", "smaps_rollup"), "broken": broken}


@contextmanager
def pinned(core):
    """What is started here runs on one core; this process and the browser do not."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def served(core, python=sys.executable):
    """A fresh server on that core."""
    with ExitStack() as stack:
        with pinned(core):
            server = stack.enter_context(running_server(python=python))
        yield server


def measure_start(server, tab, run):
    """Seconds from the command to an open port, to the first words of the page, to the first answer."""
    address, seconds = server.address, {}
    while not answers(f"{address}/_stcore/health"):
        time.sleep(0.02)
    seconds["port open"] = since(server)
    tab.goto(f"{address}/sentiment?lang=en&run={run}")
    tab.locator("h1").first.wait_for(timeout=120_000)
    seconds["first paint"] = since(server)
    tab.get_by_test_id("stMetricValue").first.wait_for(timeout=120_000)
    seconds["first answer"] = since(server)
    again = time.monotonic()
    tab.reload()
    tab.get_by_test_id("stMetricValue").first.wait_for(timeout=120_000)
    return seconds | {"answer for the next visitor": round(time.monotonic() - again, 2)}


def measure_latency(tab, times=20):
    """Milliseconds from a changed text to a changed verdict; the first 100 wait for the next key."""
    box, taken = tab.get_by_label("Type a sentence"), []
    box.fill("warm up")
    tab.wait_for_timeout(3000)
    for turn in range(times):
        before = verdict(tab)
        began = time.monotonic()
        box.fill(f"{SENTENCES[turn % len(SENTENCES)]} {'indeed ' * (turn // len(SENTENCES))}")
        tab.wait_for_function(f"{VERDICT} !== {before!r}", timeout=30_000)
        taken.append(1000 * (time.monotonic() - began))
        tab.wait_for_timeout(500)
    return {"median ms": round(statistics.median(taken)), "slowest ms": round(max(taken)), "times": times}


# the curve's words change with every sentence, also where two sentences share a percentage
VERDICT = """[...document.querySelectorAll('[data-testid=stMetric], [data-testid=stVegaLiteChart] text')]
    .map((e) => e.textContent).join('|')"""


def verdict(tab):
    return tab.evaluate(VERDICT)


def measure_beside(server, network, core, turns=4):
    """Median milliseconds of the server for a changed text and a change of step: idle and beside a training, in turn."""
    taken = {(what, when): [] for what in ("typed", "step") for when in ("idle", "beside")}
    with Visitor(server.address, f"lang=en&step=try&run={network}") as visitor:
        ask(visitor, {"typed": [], "step": []}, "warm")
        for turn in range(turns):
            for when in ("idle", "beside"):
                with beside_training(core) if when == "beside" else nothing():
                    ask(visitor, {what: taken[what, when] for what in ("typed", "step")}, f"{turn} {when}")
    medians = {f"{what} {when} ms": round(statistics.median(times)) for (what, when), times in taken.items()}
    ratios = {
        f"{what}: beside to idle": round(medians[f"{what} beside ms"] / medians[f"{what} idle ms"], 2)
        for what in ("typed", "step")
    }
    return medians | ratios | {"times each": len(taken["typed", "idle"]), "nice": Limits().nice}


def ask(visitor, taken, mark):
    """Some texts typed on Try, then every step once; back on Try."""
    for number, sentence in enumerate(SENTENCES):
        taken["typed"].append(visitor.typed("Type a sentence", f"{sentence} {mark} {number}"))
    for step in (1, 2, 3, 4, 5, 0):
        taken["step"].append(visitor.stepped(step))


@contextmanager
def beside_training(core):
    """A training of our default size, past its start, that is cancelled afterwards; longer than anything measured beside it."""
    run = example_run(times=20, steps=50_000, minutes=30, patience=100)
    with pinned(core):
        child = local.start(run)
    try:
        while run.status.step < 30 and child.poll() is None:
            time.sleep(0.2)
        yield
    finally:
        run.request_cancel()
        child.wait()


def measure_upload(server, tab, folder):
    """Memory of the web process with a file of nearly 50 MB open, and the most it and the reading child took on the way."""
    file = large_file(folder / "large.csv")
    tab.goto(f"{server.address}/sentiment?lang=en&step=data&source=file")
    tab.locator("input[type=file]").first.wait_for(state="attached", timeout=120_000)
    tab.wait_for_timeout(3000)
    before, used = megabytes(server.pid, "VmRSS"), processor(server.pid)
    with Children(server.pid) as children:
        began = time.monotonic()
        tab.locator("input[type=file]").set_input_files(file)
        tab.get_by_text("Read as a table").first.wait_for(timeout=300_000)
        preview = round(time.monotonic() - began, 1)
        tab.get_by_text("Data doctor").first.wait_for(timeout=300_000)
        rows = round(time.monotonic() - began, 1)
        tab.get_by_text("rows · 2 labels").first.wait_for(timeout=300_000)
        seconds = round(time.monotonic() - began, 1)
    tab.wait_for_timeout(3000)
    return {
        "web before the upload": before,
        "web with 50 MB uploaded": megabytes(server.pid, "VmRSS"),
        "web at most": megabytes(server.pid, "VmHWM"),
        "reading child at most": children.most,
        "seconds to the preview": preview,
        "seconds until its rows can be mended": rows,
        "seconds until the file is read": seconds,
        "web, seconds of processor": round(processor(server.pid) - used, 1),
        "child, seconds of processor": round(children.seconds, 1),
        "load": os.getloadavg()[0],
    }


def large_file(file):
    """A table of nearly 50 MB."""
    line = "a lovely film about number {} and a long evening in the town,{}\n"
    with file.open("w") as rows:
        rows.write("text,label\n")
        number = 0
        while rows.tell() < UPLOAD:
            rows.writelines(line.format(n, n % 2) for n in range(number, number + 10_000))
            number += 10_000
    return file


class Children(threading.Thread):
    """Looks at the children that a process has meanwhile: the most memory of one, the seconds of processor of all."""

    def __init__(self, parent):
        super().__init__(daemon=True)
        self.parent, self.most, self._used, self._over = parent, 0, {}, threading.Event()

    @property
    def seconds(self):
        return sum(self._used.values())

    def run(self):
        while not self._over.wait(0.05):
            for tasks_children in Path(f"/proc/{self.parent}/task").glob("*/children"):
                with suppress(OSError):
                    for child in tasks_children.read_text().split():
                        self.most = max(self.most, megabytes(child, "VmHWM"))
                        self._used[child] = max(self._used.get(child, 0), processor(child))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()


def processor(pid):
    """Seconds of computing of a process so far; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_training(core, web):
    """Seconds, score and memory of the English example at our defaults, while the web process is open beside it."""
    run, most, together, began = example_run(length="short"), 0, 0, time.monotonic()
    with pinned(core):
        child = local.start(run)
    while child.poll() is None:
        now = megabytes(child.pid, "VmRSS")
        most, together = max(most, now), max(together, now + megabytes(web, "VmRSS"))
        time.sleep(0.1)
    seconds = round(time.monotonic() - began, 1)
    if run.status.state != "done":
        sys.exit(run.log_tail())
    return {
        "seconds": seconds,
        "accuracy": round(run.report["test"]["accuracy"], 3),
        "epochs": run.status.epoch,
        "training at most": most,
        "web and training at most": together,
    }


def example_run(times=1, **choices):
    """A queued run on the English example of Sentiment, its rows so many times."""
    task = tasks.load("sentiment")
    rows = {name: list(values) * times for name, values in task.sample("en").columns.items()}
    dataset = Dataset(rows, task.sample("en").names)
    return RunStore.default().create(task.name, task.recipe.changed(**choices), dataset, owner="local")


def megabytes(pid, what, file="status"):
    """Memory of a process by the kernel's account: VmRSS now, VmHWM at most; of smaps_rollup Pss. 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return next((round(int(line.split()[1]) * 1024 / MEGABYTE) for line in lines if line.startswith(what)), 0)


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=1):
            return True
    except OSError:
        return False


def since(server):
    return round(time.monotonic() - server.since, 2)


if __name__ == "__main__":
    main()

"""A visitor's whole way in a browser on a small host: upload, doctor, train, judge, inside, take home; seconds and memory.

`python benchmarks/host.py journey --core 0`: web server, reader, warm child and training on that core, the browser on the others.
Memory is the share (PSS) of the web server and of everything that it has started, all together, ten times a second.
"""

import csv
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from nlp_models import tasks

DOUBLED, TOLERATED = 20, 300_000  # rows that stand twice, for the doctor; milliseconds until a step has to be there
EVERY = 0.1  # seconds
KILOBYTES = 1024  # of a megabyte


def measure_journey(server, tab, folder):
    """`{"seconds": of each step, "megabytes together": {...}, "largest processes": {...}}`."""
    file = write_rows(folder / "films.csv")
    tab.set_default_timeout(TOLERATED)
    with memory_watched(server.pid) as most:
        seconds = {name: took for name, took in walked(tab, f"{server.address}/sentiment?lang=en", file)}
    return {"seconds": seconds, "all": round(sum(seconds.values()), 1), **most}


def write_rows(file):
    """Our sample, some rows of it twice."""
    rows = tasks.load("sentiment").sample("en").columns
    lines = [*zip(rows["text"], rows["label"], strict=True)]
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("text", "label"), *lines, *lines[:DOUBLED]])
    return file


def walked(tab, address, file):
    """`(step, seconds)` from the click to what it shows, one after the other."""
    for name, act in {
        "open": lambda: opened(tab, address),
        "upload": lambda: uploaded(tab, file),
        "doctor": lambda: mended(tab),
        "train": lambda: trained(tab),
        "judge": lambda: stepped(tab, "Judge", tab.get_by_test_id("stMetricValue")),
        "inside": lambda: stepped(tab, "Look inside", tab.get_by_test_id("stVegaLiteChart")),
        "take home": lambda: taken(tab),
    }.items():
        since = time.monotonic()
        act()
        yield name, round(time.monotonic() - since, 1)


def opened(tab, address):
    tab.goto(address)
    tab.get_by_test_id("stMetricValue").first.wait_for()


def uploaded(tab, file):
    stepped(tab, "Data", tab.get_by_role("radio", name="File"))
    tab.get_by_role("radio", name="File").click()
    tab.locator("input[type=file]").set_input_files(file)
    tab.get_by_text("rows · 2 labels").first.wait_for()
    tab.get_by_role("heading", name="Data doctor").wait_for()


def mended(tab):
    """The rows that stand twice are removed on the doctor's advice."""
    tab.locator("[class*=-duplicates] button").first.click()
    tab.get_by_role("button", name="Undo").first.wait_for()


def trained(tab):
    tab.get_by_role("button", name="Train on this data").click()
    tab.get_by_role("radio", name="Short").click()
    tab.get_by_role("button", name="Start training").click()
    tab.get_by_role("button", name="Try it").click()
    tab.get_by_text("films, LSTM").first.wait_for()


def stepped(tab, step, shown):
    tab.get_by_role("radio", name=step).click()
    shown.first.wait_for()


def taken(tab):
    """The bundle arrives."""
    button = tab.get_by_test_id("stDownloadButton").get_by_role("button").first
    stepped(tab, "Take home", button)
    with tab.expect_download() as coming:
        button.click()
    assert Path(coming.value.path()).stat().st_size > KILOBYTES


@contextmanager
def memory_watched(pid):
    """A dict that holds, afterwards, the most that the process and all its descendants took together, and each at that time."""
    most, over = {"megabytes at most, together": 0.0, "of these": {}}, threading.Event()

    def watch():
        while not over.wait(EVERY):
            now = {one: share(one) for one in family(pid)}
            if sum(now.values()) > most["megabytes at most, together"]:
                named = {f"{one} {program(one)}": round(taken) for one, taken in now.items()}
                most.update({"megabytes at most, together": round(sum(now.values())), "of these": named})

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def family(pid):
    """Ids of a process and of all that it has started."""
    tasks_of = [*Path(f"/proc/{pid}/task").glob("*/children")]
    children = {int(child) for one in tasks_of for child in read(one).split()}
    return [pid, *(one for child in children for one in family(child))]


def share(pid):
    """Megabytes of a process, what it shares with others counted in parts; 0 when it is gone."""
    lines = read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) / KILOBYTES for line in lines if line.startswith("Pss:")), 0.0)


def program(pid):
    """What it runs, in brief."""
    words = read(Path(f"/proc/{pid}/cmdline")).split("\0")
    return " ".join(words[1:4])[:60]


def read(file):
    try:
        return file.read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""

"""A visitor's whole way on a use case with a file of theirs, in a browser: Home, Data, Train, Try, Judge, Look inside, Take home, Runs.

    python benchmarks/journeys.py OUT spam=sms.tsv tagging=names.conll    # one short training each; pictures of every step in OUT/spam
    python benchmarks/journeys.py OUT spam tagging                        # the same steps of the networks trained before, kept in OUT/runs
    python benchmarks/journeys.py OUT spam --steps judge,runs --looks ko.dark.390

Between two pictures of a step the page changes its language, theme and width: whatever was brought, chosen or typed has to be there
still. What is not, what screenshots.js finds wrong and what took longer than two seconds is printed, a JSON line a picture.
"""

import argparse
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import TimeoutError, sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from screenshots import IDLE, JUDGES  # noqa: E402
from server import running_server, wait_until_up  # noqa: E402
from test_browser import CHROMIUM  # noqa: E402

from nlp_models import tasks  # noqa: E402
from nlp_models.messages import said  # noqa: E402
from nlp_models.runs.store import RunStore  # noqa: E402
from pages.ui.story.use_case import STEPS  # noqa: E402

PAIRS = (  # each the opposite of the other: a step of a use case is seen in one pair, the next step in the next
    ("en.light.1280", "ko.dark.390"),
    ("ko.light.1280", "en.dark.390"),
    ("en.dark.1280", "ko.light.390"),
    ("ko.dark.1280", "en.light.390"),
)
SENTENCES = {
    "next-word": "오늘 밤 우리는",
    "sentiment": "The soup was cold and nobody came to help us",
    "spam": "Hi, are we still meeting at the station at six?",
    "tagging": "지난 금요일 김영희는 서울에서 부산으로 갔다.",
    "chatbot": "what did you do last night?",
    "translation": "We are very happy.",
}
HEIGHTS = {1280: 800, 390: 844}
TALLEST, SLOW, TOLERATED = 7_000, 2.0, 540_000  # pixels; seconds without a picture; milliseconds until a training ends
CHOSEN = """() => ({
    typed: [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(input[type=text], input[type=number], textarea)')].map(one => one.value),
    chosen: [...document.querySelectorAll('[data-testid=stMainBlockContainer] [role=radio]')].map(one => one.getAttribute('aria-checked') === 'true'),
    run: new URLSearchParams(location.search).get('run'), step: new URLSearchParams(location.search).get('step') })"""


class Visit:
    """One visitor's tab, and how it looks now."""

    def __init__(self, browser, site, out, task):
        self.tab = browser.new_context(locale="en-US", accept_downloads=True).new_page()
        self.tab.set_default_timeout(180_000)
        self.site, self.out, self.task, self.lang = site, out, tasks.load(task), "en"
        self.out.mkdir(parents=True, exist_ok=True)
        self.looks, self.turn = (), tasks.names().index(task)

    def says(self, text, **values):
        """One of our sentences in the language of the moment."""
        return said(text, values, self.lang)

    def press(self, text):
        self.tab.get_by_role("button", name=self.says(text), exact=False).first.click()

    def go(self, step):
        """By the row of steps."""
        self.tab.locator("[class*=st-key-step] [role=radio]").nth([*STEPS].index(step)).click()
        self.settled()

    def menu(self, title):
        """By the side."""
        self.side().get_by_role("link", name=self.says(title), exact=True).click()
        self.settled()

    def side(self):
        """What stands at the side, opened: it stays shut after a visit to a phone."""
        self.widened(1280)
        self.tab.wait_for_timeout(300)
        opener = self.tab.get_by_test_id("stExpandSidebarButton")
        if opener.count() and opener.is_visible():
            opener.click()
        return self.tab.get_by_test_id("stSidebar")

    def widened(self, width):
        self.tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def settled(self):
        """Seconds until nothing moves any more."""
        since = time.monotonic()
        self.tab.wait_for_timeout(150)
        self.tab.wait_for_function(IDLE)
        return time.monotonic() - since

    def look(self, look):
        """The page in another language, theme and width; seconds that the language took."""
        lang, theme, width = look.split(".")
        self.tab.emulate_media(color_scheme=theme)
        took = 0.0
        if lang != self.lang:
            self.side().locator("[role=radio]").nth(["ko", "en"].index(lang)).click()
            self.tab.wait_for_function(f"document.documentElement.lang === {lang!r}")
            took, self.lang = self.settled(), lang
        self.widened(int(width))
        self.settled()
        return took

    def pictures(self, step):
        """A picture of where one is in each look, with what is amiss in it."""
        before, self.turn = None, self.turn + 1
        for look in self.looks or PAIRS[self.turn % len(PAIRS)]:
            took = self.look(look)
            amiss = self.photographed(f"{step}.{look}", look)
            now = self.tab.evaluate(CHOSEN)
            if before and now != before:
                amiss.append(f"changed: {differences(before, now)}")
            before = now
            tell(self.task.name, f"{step}.{look}", took, amiss)

    def photographed(self, name, look):
        _, theme, width = look.split(".")
        scrolls = "[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]"
        self.tab.wait_for_timeout(700)
        height = self.tab.evaluate(f"document.querySelector('{scrolls}').scrollHeight")
        self.tab.set_viewport_size({"width": int(width), "height": max(HEIGHTS[int(width)], min(height, TALLEST))})
        self.tab.wait_for_timeout(600)
        self.tab.screenshot(path=self.out / f"{name}.png")
        amiss = self.tab.evaluate(f"({JUDGES})({theme!r})")
        amiss += [f"error: {text[:120]}" for text in self.tab.get_by_test_id("stException").all_inner_texts()]
        self.widened(int(width))
        return amiss


def differences(before, now):
    return {name: (before[name], now[name]) for name in now if before[name] != now[name]}


def tell(task, picture, took, amiss):
    """A line of what was seen."""
    line = {"task": task, "picture": picture, "seconds": round(took, 1)} | ({"slow": True} if took > SLOW else {})
    print(json.dumps(line | ({"amiss": amiss} if amiss else {}), ensure_ascii=False), flush=True)


def bring(visit, file):
    """Home, the page, its Data, a file."""
    visit.tab.goto(f"{visit.site}/?lang=en")
    visit.settled()
    visit.menu(visit.task.title)
    visit.go("data")
    visit.tab.locator("[class*=st-key-source] [role=radio]").nth(1).click()
    visit.tab.locator("input[type=file]").set_input_files(file)
    since = time.monotonic()
    visit.tab.get_by_role("button", name=visit.says("Train on this data")).wait_for()
    visit.settled()
    tell(visit.task.name, "brought", time.monotonic() - since, [])
    visit.pictures("data")


def train(visit, stem, patience):
    """A short training; what its page shows before, meanwhile and after."""
    visit.press("Train on this data")
    visit.tab.get_by_role("button", name=visit.says("Start training")).wait_for()
    visit.tab.get_by_role("radio", name=visit.says("Short")).click()
    visit.settled()
    called = visit.tab.get_by_label(visit.says("Name of the network")).input_value()
    tell(visit.task.name, "name", 0, [] if called.startswith(stem) else [f"the name is {called!r}"])
    visit.pictures("train")
    visit.press("Start training")
    since = time.monotonic()
    visit.tab.get_by_test_id("stProgress").first.wait_for(timeout=TOLERATED)
    tell(visit.task.name, "first step", time.monotonic() - since, [])
    visit.tab.wait_for_timeout(6_000)
    if visit.tab.get_by_test_id("stProgress").count():
        visit.pictures("running")
    stopped(visit, patience)
    visit.tab.locator("[class*=st-key-again]").wait_for(timeout=TOLERATED)
    tell(visit.task.name, "done", time.monotonic() - since, [])
    visit.pictures("done")


def stopped(visit, patience):
    """A training that takes longer than so many seconds is stopped, and the best so far kept."""
    again = visit.tab.locator("[class*=st-key-again]")
    with suppress(TimeoutError):
        return again.wait_for(timeout=1000 * patience)
    visit.tab.locator("[class*=st-key-stop] button").click()
    tell(visit.task.name, "stopped", patience, [])


def opened(visit, store):
    """The network that was trained before, on Try."""
    run = next(run for run in store.list("local", visit.task.name) if run.status.state == "done")
    visit.tab.goto(f"{visit.site}/{page_of(visit.task)}?lang=en&run={run.id}&step=try")
    visit.settled()


def shown(visit, steps):
    """What the network's steps show, and the list of runs."""
    for step in (step for step in ("try", "judge", "inside", "home") if step in steps):
        visit.go(step)
        if step == "try":
            ask(visit)
        visit.pictures(step)
    if "home" in steps:
        taken(visit)
    if "own" in steps:
        visit.look("en.light.1280")
        tell(visit.task.name, "own", 0, own_network(visit))
    if "runs" in steps:
        visit.menu("Runs")
        visit.pictures("runs")


def own_network(visit):
    """What is wrong with whose network a page shows: in a fresh tab, in the list, and where the ready one was chosen instead."""
    amiss, tab, run = [], visit.tab, network(visit.tab)
    fresh = tab.context.new_page()
    fresh.goto(f"{visit.site}/{page_of(visit.task)}?lang=en")
    fresh.wait_for_function(IDLE)
    amiss += [f"a fresh tab opens on {network(fresh)}"] * (network(fresh) != run)
    fresh.close()
    visit.go("judge")
    amiss += ["told that another network is shown"] * bool(tab.locator("[class*=st-key-other-network]").count())
    tab.locator("[class*=st-key-picker] button").first.click()
    groups = [tab.get_by_text(group, exact=True).first for group in ("Yours", "Ready")]
    for group in groups:
        group.wait_for()
    tab.locator("[class*=st-key-pick-] button").last.click()  # the ready ones stand below one's own
    visit.settled()
    bar = tab.locator("[class*=st-key-show-mine] button")
    bar.wait_for()
    bar.click()
    visit.settled()
    return amiss + [f"the bar leads to {network(tab)}"] * (network(tab) != run)


def network(tab):
    """The id of the page's network, as the address has it."""
    return tab.evaluate("new URLSearchParams(location.search).get('run')")


def page_of(task):
    return task.name.replace("-", "_")


def ask(visit):
    """A sentence of one's own."""
    sentence = SENTENCES.get(visit.task.name)
    box = visit.tab.get_by_test_id("stChatInputTextArea")
    if not box.count():
        box = visit.tab.get_by_test_id("stMainBlockContainer").locator("input[type=text], textarea").first
    if not sentence or not box.count():
        return
    box.fill(sentence)
    box.press("Enter")
    since = time.monotonic()
    visit.settled()
    tell(visit.task.name, "asked", time.monotonic() - since, [])


def taken(visit):
    """The bundle arrives."""
    button = visit.tab.get_by_test_id("stDownloadButton").get_by_role("button").first
    since = time.monotonic()
    with visit.tab.expect_download() as coming:
        button.click()
    size = Path(coming.value.path()).stat().st_size
    tell(visit.task.name, f"taken home, {size:,} bytes", time.monotonic() - since, [])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("journeys", nargs="+", metavar="TASK[=FILE]", help=" ".join(tasks.names()))
    parser.add_argument("--steps", default="try,judge,inside,home,own,runs")
    parser.add_argument("--looks", help="such as en.light.1280,ko.dark.390; two a step without it")
    parser.add_argument(
        "--patience", type=int, default=60, help="seconds that a training is waited for before it is stopped"
    )
    options = parser.parse_args()
    runs = options.out.resolve() / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    settings = {"UNROLLED_RUNS": str(runs), "UNROLLED_VISITORS": "one"}
    log = options.out / "server.log"
    with running_server(log, os.environ | settings) as server, sync_playwright() as play:
        site = wait_until_up(server, log)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, _, file in (journey.partition("=") for journey in options.journeys):
            visit = Visit(browser, site, options.out / name, name)
            if options.looks:
                visit.looks = options.looks.split(",")
            if file:
                bring(visit, file)
                train(visit, Path(file).stem, options.patience)
            else:
                opened(visit, RunStore(runs))
            shown(visit, options.steps.split(","))
            visit.tab.context.close()
        browser.close()
    if "Traceback" in (told := log.read_text("utf-8", "replace")):
        print(told[-4000:])


if __name__ == "__main__":
    main()

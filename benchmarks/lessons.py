"""The lessons walked to their end in a real browser, by their data files alone: every step is first left undone, then done.

    python benchmarks/lessons.py [LESSON ...] [--lang ko] [--width 390] [--theme dark] [--busy] [--pictures FOLDER]

A prediction is asked for before it is made; what is to be done is checked before and after; of a question every wrong choice is
tried, then the right one. A line a step, with the seconds from the click to what the card says. `--busy`: beside a training.
Exit status 1 where the card said something else.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import measuring
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(measuring.REPOSITORY / "tests"))

from server import running_server, wait_until_up
from test_browser import CHROMIUM

from nlp_models import tasks
from nlp_models.messages import Message, render, said
from nlp_models.numpy_layers.trace import LONG_NAMES
from pages.ui.frame import inside_state, state
from pages.ui.inside.steps import GATES
from pages.ui.lessons.figures import right_choice, shown
from pages.ui.lessons.lesson import AnyStep, Asked, Held, Knob, Lesson, every
from pages.ui.memory.knobs import KNOBS

HEIGHTS = {1280: 800, 390: 844}
PHONE = 768  # pixels; narrower, the card stands folded above the page
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
SENTENCES = {
    "en": "on a cold evening the old man opened the",
    "ko": "추운 겨울 저녁에 할아버지는 혼자 낡은 문을 천천히",
}  # typed where a sentence of one's own is asked for


class Walk:
    """A visitor with a lesson open, at one width of the screen."""

    def __init__(self, tab: Page, lesson: Lesson, code: str, pictures: Path | None, name: str):
        self.tab, self.lesson, self.code = tab, lesson, code
        self.pictures, self.name, self.wrong = pictures, name, 0
        self.narrow = tab.viewport_size["width"] < PHONE
        self.at = "lesson-narrow" if self.narrow else "lesson-wide"

    @property
    def card(self):
        """What the visitor sees of the lesson; on a phone it is opened first, wherever it is folded."""
        card = self.tab.locator(f".st-key-{self.at}")
        if self.narrow and not card.locator("details").first.evaluate("one => one.open"):
            card.locator("summary").first.click()
        return card

    def press(self, button: str) -> float:
        """A button of the card; gives the seconds until the page stands still."""
        since = time.monotonic()
        self.card.locator(f".st-key-{self.at}-{button} button").click()
        self.settle()
        return time.monotonic() - since

    def settle(self) -> None:
        self.tab.wait_for_timeout(250)
        self.tab.wait_for_function(IDLE)

    def expect(self, text: str, step: int, what: str, seconds: float) -> None:
        """The card says so: told on a line."""
        seen = " ".join(self.card.inner_text().split())
        wanted = " ".join(text.replace("*", "").split())
        fits = wanted in seen
        self.wrong += not fits
        line = {"lesson": self.lesson.id, "look": self.name, "step": step, "what": what, "fits": fits}
        line |= {"seconds": round(seconds, 1), "load": round(os.getloadavg()[0], 1)}
        print(json.dumps(line | ({} if fits else {"seen": seen, "wanted": wanted}), ensure_ascii=False), flush=True)
        self.photograph(f"{step}-{what}")

    def photograph(self, what: str) -> None:
        if self.pictures:
            self.tab.screenshot(path=self.pictures / f"{self.lesson.id}-{self.name}-{what}.png")

    def go(self) -> None:
        """Every step, then the end; and that it is kept where the page is opened anew."""
        for number, step in enumerate(self.lesson.step, 1):
            self.follow(step)
            getattr(self, step.kind)(number, step)
            self.press("next")
        self.expect(told("You have done all {count} steps.", self.code, count=len(self.lesson.step)), number, "end", 0)

    def follow(self, step: AnyStep) -> None:
        """The link to the page where it happens."""
        if step.go:
            self.card.get_by_test_id("stPageLink-NavLink").first.click()
            self.settle()
            self.tab.wait_for_timeout(1500)
            self.settle()

    def predict(self, number: int, step) -> None:
        seconds = self.press("next")
        self.expect(
            told("Choose one first. There is no wrong prediction.", self.code), number, "not predicted", seconds
        )
        self.choose(next(iter(step.choices)), step)

    def see(self, number: int, step) -> None:
        self.expect(step.says.of(self.code), number, "see", 0)

    def check(self, number: int, step) -> None:
        right = right_choice(step, self.code)
        for choice in [one for one in step.choices if one != right]:
            self.choose(choice, step)
            again = told("Not so. Look at the page once more, then choose again.", self.code)
            self.expect(again, number, f"wrong {choice}", self.press("check"))
        self.choose(right, step)
        seconds = self.press("check")
        self.expect(self.after(step), number, f"right {right}", seconds)

    def do(self, number: int, step) -> None:
        self.expect(step.hint.of(self.code), number, "undone", self.press("check"))
        {Held: self.hold, Knob: self.turn, Asked: self.type}[type(step.done)](step.done)
        self.settle()
        self.expect(self.after(step), number, "done", self.press("check"))

    def choose(self, choice: str, step) -> None:
        self.card.get_by_text(step.choices[choice].of(self.code), exact=True).last.click()
        self.settle()

    def after(self, step) -> str:
        """What the card says then, with the true numbers and the first choice as one's guess."""
        guess = self.lesson.step[step.guess - 1].choices if step.guess else {}
        first = next(iter(guess.values())).of(self.code) if guess else ""
        return said(step.after.of(self.code), shown(step, self.code) | {"guess": first}, self.code)

    def hold(self, done: Held) -> None:
        """A gate of all units, at 0 or 1."""
        letters = list(GATES["lstm"])
        gate = next(place for place, letter in enumerate(letters) if LONG_NAMES[letter] == done.gate)
        for key, place in ((inside_state.GATE, gate), (inside_state.VALUE, int(done.value))):
            self.tab.locator(f".st-key-{key}").get_by_role("radio").nth(place).click()
            self.settle()
        self.tab.locator(".st-key-hold button").click()

    def turn(self, done: Knob) -> None:
        """A slider, by the keyboard, until it stands within the limits."""
        slider = self.tab.locator(f".st-key-{KNOBS[done.lab][done.knob].key}").get_by_role("slider")
        for _ in range(20):
            value = float(slider.get_attribute("aria-valuetext") or slider.get_attribute("aria-valuenow"))
            if done.least <= value <= done.most:
                return
            slider.press("ArrowRight" if value < done.least else "ArrowLeft")
            self.settle()

    def type(self, done: Asked) -> None:
        box = self.tab.locator(f".st-key-{state.sentence(tasks.load(done.task))} input")
        box.fill(SENTENCES[self.code])
        box.press("Enter")
        self.tab.wait_for_timeout(1000)


def told(text: str, code: str, **values: object) -> str:
    """One of the card's own sentences."""
    return render(Message(text, values), code)


@contextlib.contextmanager
def busy(runs: Path):
    """A training of somebody else's, from first to last."""
    command = ["train", "sentiment", "--data", str(tasks.load("sentiment").samples["en"]), "--length", "long"]
    child = subprocess.Popen(
        [sys.executable, "-m", "nlp_models", *command],
        cwd=measuring.REPOSITORY,
        env=os.environ | {"UNROLLED_RUNS": str(runs)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(15)  # until it learns
    try:
        yield
    finally:
        child.terminate()
        child.wait(60)


def walked(browser, address: str, lesson: Lesson, code: str, asked: argparse.Namespace) -> int:
    """Sentences that were not as they should be, of a new visitor who goes through a lesson."""
    view = {"width": asked.width, "height": HEIGHTS[asked.width]}
    context = browser.new_context(viewport=view, color_scheme=asked.theme)
    tab = context.new_page()
    tab.set_default_timeout(40_000)
    walk = Walk(tab, lesson, code, asked.pictures, f"{code}-{asked.width}-{asked.theme}")
    tab.goto(f"{address}/lessons?lesson={lesson.id}&lang={code}")
    tab.get_by_role("heading", level=1).wait_for()
    walk.settle()
    try:
        walk.go()
    except PlaywrightError as lost:
        walk.photograph("lost")
        walk.wrong += 1
        print(json.dumps({"lesson": lesson.id, "look": walk.name, "lost": str(lost)[:600]}), flush=True)
    tab.goto(f"{address}/lessons?lang={code}")  # another session of the same visitor
    tab.get_by_role("heading", level=1).wait_for()
    walk.settle()
    kept = told("done", code) in tab.locator(f".st-key-lesson-{lesson.id}").inner_text()
    print(json.dumps({"lesson": lesson.id, "look": walk.name, "kept": kept}), flush=True)
    walk.photograph("kept")
    context.close()
    return walk.wrong + (not kept)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("lessons", nargs="*", default=list(every()))
    parser.add_argument("--lang", action="append", choices=["ko", "en"])
    parser.add_argument("--width", type=int, choices=list(HEIGHTS), default=1280)
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--pictures", type=Path)
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        runs, log = Path(folder) / "runs", Path(folder) / "server.log"
        with running_server(log, os.environ | {"UNROLLED_RUNS": str(runs)}) as server:
            address = wait_until_up(server, log)
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            with busy(runs) if asked.busy else contextlib.nullcontext():
                looks = product(asked.lessons, asked.lang or ["en", "ko"])
                wrong = sum(walked(browser, address, every()[name], code, asked) for name, code in looks)
            browser.close()
    print(json.dumps({"wrong": wrong}))
    return min(1, wrong)


if __name__ == "__main__":
    sys.exit(main())

"""The important journey in a real browser: bring a file, train, close the tab, come back, ask.

Needs Chromium; without one it is skipped, unless UNROLLED_BROWSER=required (CI sets it).
"""

import os
import re
import shutil

import pytest
from conftest import THREADS, tiny_rows
from server import running_server, wait_until_up

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 180_000  # milliseconds: the training process loads TensorFlow first


@pytest.fixture(scope="module")
def chromium():
    """A running Chromium, or a reason to skip."""
    playwright = (
        pytest.importorskip("playwright.sync_api") if not required() else __import__("playwright.sync_api").sync_api
    )
    if CHROMIUM is None and not required():
        pytest.skip("no Chromium here: apt-get install chromium, or UNROLLED_BROWSER=required to insist")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def required():
    return os.environ.get("UNROLLED_BROWSER") == "required"


@pytest.fixture
def site(tmp_path):
    """The address of a real server with a store of its own; many visitors, as in public."""
    settings = {"UNROLLED_RUNS": str(tmp_path / "runs"), "UNROLLED_RUNNER": "local"}
    left = ("UNROLLED_VISITORS", *THREADS)  # trained as a user's own network is, on every core
    environment = {key: value for key, value in os.environ.items() if key not in left} | settings
    with running_server(tmp_path / "server.log", environment) as server:
        yield wait_until_up(server, tmp_path / "server.log")


@pytest.fixture
def person(chromium):
    """One person's browser: tabs share its cookies."""
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_a_file_becomes_a_network_that_answers_though_the_tab_was_closed(site, person, tmp_path):
    file = tmp_path / "films.csv"
    file.write_text("text,label\n" + "".join(f"{text},{label}\n" for text, label in zip(*tiny_rows(600), strict=True)))

    tab = person.new_page()
    tab.goto(site)
    tab.get_by_test_id("stMetricValue").wait_for()  # a ready model has answered the example
    bring(tab, file, 600)
    tab.get_by_role("button", name="Train on this data").click()
    tab.get_by_text("Data: films.csv, 600 rows").wait_for()
    tab.get_by_role("radio", name="1 min").click()
    tab.get_by_role("button", name="Start training").click()
    tab.get_by_text("You can close this tab; training goes on").first.wait_for()
    tab.close()

    tab = person.new_page()
    tab.goto(f"{site}/?step=train")
    tab.get_by_role("button", name="Try it").click(timeout=PATIENCE)  # the page learns by itself that it is done
    tab.get_by_text("films.csv · LSTM").first.wait_for()
    tab.get_by_label("Type a sentence").fill("a lovely film")
    tab.get_by_text("Probability of Positive").first.wait_for()
    verdict = tab.get_by_test_id("stMetricValue").inner_text()
    assert int(re.match(r"\d+", verdict)[0]) >= 50
    assert_nobody_else_sees_it(site, person.browser)


def bring(tab, file, rows):
    """Go to Data and upload a file."""
    tab.get_by_role("radio", name="Data").click()
    tab.get_by_role("radio", name="File").click()
    tab.locator("input[type=file]").set_input_files(file)
    tab.get_by_text(f"{rows:,} rows · 2 labels").first.wait_for()


def assert_nobody_else_sees_it(site, browser):
    other = browser.new_context(locale="ko-KR")
    tab = other.new_page()
    tab.goto(site)
    tab.get_by_test_id("stMetricValue").wait_for()
    assert tab.get_by_text("films.csv").count() == 0
    tab.wait_for_function("document.documentElement.lang === 'ko'")
    other.close()

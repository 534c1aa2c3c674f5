"""Every step for every hand and eye: axe-core on a page of each, and what it does not look for. Needs Chromium, as test_browser.py."""

import pytest
from test_browser import chromium, served  # noqa: F401  a fixture

from pages.ui.story.use_case import STEPS

NAMES = ("Try", "Data", "Train", "Judge", "Look inside", "Take home")
# Streamlit's own markup, by rule and test id: docs/accessibility.md says what each is
OF_STREAMLIT = {"presentation-role-conflict": "stFileUploaderDropzone"}
IDLE = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[role=radiogroup]') && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')"""
OFF_SCREEN = """() => [...document.querySelectorAll('[data-testid=stSidebar] :is(a, button)')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().right <= 0).length"""
CHARTS = "charts => charts.map(one => [one.getAttribute('role'), one.getAttribute('aria-label')])"


@pytest.fixture(scope="module")
def phone(chromium, tmp_path_factory):  # noqa: F811
    """A tab on a small screen, and the address of a server."""
    with served(tmp_path_factory.mktemp("server")) as address:
        tab = chromium.new_context(locale="en-US", viewport={"width": 390, "height": 844}).new_page()
        tab.set_default_timeout(60_000)
        yield tab, f"{address}/sentiment?lang=en"
        tab.context.close()


def test_axe_finds_nothing_in_our_markup_on_any_step(phone):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab, address = phone
    found = {}
    opened(tab, address)
    for step, name in zip(STEPS, NAMES, strict=True):
        tab.get_by_role("radio", name=name).click()
        drawn(tab, step)
        for violation in axe.run(tab).response["violations"]:
            ours = [one["html"] for one in violation["nodes"] if not of_streamlit(violation["id"], one["html"])]
            found |= {(step, violation["id"]): ours} if ours else {}
    assert not found


def of_streamlit(rule, markup):
    return rule in OF_STREAMLIT and OF_STREAMLIT[rule] in markup


def test_a_closed_drawer_has_no_tab_stops_and_a_chart_is_one_named_picture_without_a_toolbar(phone):
    tab, address = phone
    opened(tab, f"{address}&step=try")
    chart = "[data-testid=stVegaLiteChart]"
    tab.wait_for_selector(f"{chart}[role=img]")
    assert tab.evaluate(OFF_SCREEN) == 0
    assert tab.eval_on_selector_all(chart, CHARTS) == [["img", "After the last word: Positive 2\u00a0%"]]
    assert not tab.locator("[data-testid=stElementToolbar]").first.is_visible()
    assert tab.get_by_role("group", name="Examples").get_by_role("button").count() >= 2


def opened(tab, address):
    tab.goto(address)
    drawn(tab, "try")


def drawn(tab, step):
    tab.wait_for_function(f"new URLSearchParams(location.search).get('step') === {step!r}")
    tab.wait_for_function(IDLE)
    tab.wait_for_timeout(300)  # until the charts are drawn

"""Every step for every hand and eye: what axe-core finds on it, and what it does not look for
(targets under 44 px, words that are hard to read); asked by test_browser.py."""

from pathlib import Path

from pages.ui.story.use_case import STEPS

NAMES = dict(zip(STEPS, ("Try", "Data", "Train", "Judge", "Look inside", "Take home"), strict=True))
# Streamlit's own markup, by rule and test id: docs/accessibility.md says what each is
OF_STREAMLIT = {"presentation-role-conflict": "stFileUploaderDropzone"}
IDLE = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[role=radiogroup]') && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')"""
OFF_SCREEN = """() => [...document.querySelectorAll('[data-testid=stSidebar] :is(a, button)')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().right <= 0).length"""
TARGETS = (Path(__file__).parent / "targets.js").read_text("utf-8")
JUDGES = (Path(__file__).parent / "screenshots.js").read_text("utf-8")
STOPS = 16  # of the Tab key from the top: past the steps into what the step shows
STOP = """() => {
    let one = document.activeElement
    if (one === document.body) return null
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
    const box = one.getBoundingClientRect()
    return { what: one.outerHTML.slice(0, 120), ringed: getComputedStyle(one).outlineStyle !== "none",
        seen: box.width > 1 && box.right > 0 && box.left < innerWidth && one.checkVisibility({ visibilityProperty: true }) }
}"""
CHARTS = "charts => charts.map(one => [one.getAttribute('role'), one.getAttribute('aria-label')])"


def violations(axe, tab, step):
    """`{(step, rule of axe, or "targets", "contrast"): markup of ours}` of the page as it stands."""
    small, judged = tab.evaluate(TARGETS), tab.evaluate(f"({JUDGES})('light')")
    faint = [told for told in judged if told.startswith("hard to read")]
    found = {(step, what): told for what, told in (("targets", small), ("contrast", faint)) if told}
    for violation in axe.run(tab).response["violations"]:
        ours = [one["html"] for one in violation["nodes"] if not of_streamlit(violation["id"], one["html"])]
        found |= {(step, violation["id"]): ours} if ours else {}
    return found


def unseen_stops(tab):
    """The first stops of the Tab key that are not on the screen or have no ring; behind the last one it is on the page itself."""
    stops = [tab.keyboard.press("Tab") or tab.evaluate(STOP) for _ in range(STOPS)]
    return [stop for stop in stops if stop and not (stop["seen"] and stop["ringed"])]


def of_streamlit(rule, markup):
    """Whether axe finds fault with markup that is not ours."""
    return rule in OF_STREAMLIT and OF_STREAMLIT[rule] in markup


def drawn(tab, step):
    """Wait until a step stands there."""
    tab.wait_for_function(f"new URLSearchParams(location.search).get('step') === {step!r}")
    tab.wait_for_function(IDLE)
    tab.wait_for_timeout(300)  # until the charts are drawn

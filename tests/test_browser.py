"""The important journeys in a real browser: bring a file, train, close the tab, come back, ask; and, on every page, a training
that ends makes its network the one that every step shows; every step for every hand and eye (accessible.py).

Needs Chromium; without one it is skipped, unless UNROLLED_BROWSER=required (CI sets it).
"""

import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle

import pytest
from accessible import CHARTS, NAMES, OFF_SCREEN, drawn, unseen_stops, violations
from conftest import THREADS, tiny_rows
from made_runs import hostile_run
from server import running_server, wait_until_up

from nlp_models import tasks
from nlp_models.answering.ready import ready_models
from nlp_models.runs import bundles
from nlp_models.runs.store import RunStore, hash_owner

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


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a real server with a store of its own; many visitors, as in public."""
    with served(tmp_path_factory.mktemp("site", numbered=False)) as address:
        yield address


@pytest.fixture
def store(site, tmp_path_factory):
    """The RunStore of that server."""
    return RunStore(tmp_path_factory.getbasetemp() / "site" / "runs")


@contextmanager
def served(folder, **more):
    settings = {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_RUNNER": "local"} | more
    left = ("UNROLLED_VISITORS", *THREADS)  # trained as a user's own network is, on every core
    environment = {key: value for key, value in os.environ.items() if key not in left} | settings
    with running_server(folder / "server.log", environment) as server:
        yield wait_until_up(server, folder / "server.log")


@pytest.fixture(scope="module")
def browser_of_all(chromium):
    """What Streamlit sends to every browser is fetched and compiled once."""
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def person(browser_of_all):
    """One person's browser: tabs share its cookies; the next person has none of them."""
    yield browser_of_all
    for tab in browser_of_all.pages:
        tab.close()
    browser_of_all.clear_cookies()


@pytest.fixture
def visitor(person, site):
    """Under what this person's runs are kept."""
    number = secrets.token_hex(16)
    person.add_cookies([{"name": "unrolled_visitor", "value": number, "url": site}])
    return number


def test_a_file_becomes_a_network_that_answers_though_the_tab_was_closed(site, person, tmp_path):
    file = tmp_path / "films.csv"
    file.write_text("text,label\n" + "".join(f"{text},{label}\n" for text, label in zip(*tiny_rows(120), strict=True)))

    tab = person.new_page()
    tab.goto(site)
    tab.get_by_role("button", name="Try one").click()
    tab.get_by_test_id("stMetricValue").wait_for()  # a ready model has answered the example
    bring(tab, file, 120)
    tab.get_by_role("button", name="Train on this data").click()
    tab.get_by_text("Data: films.csv, 120 rows").wait_for()
    tab.get_by_role("radio", name="Short").click()
    tab.get_by_role("button", name="Start training").click()
    tab.get_by_text("You can close this tab; training goes on").first.wait_for()
    tab.close()

    tab = person.new_page()
    tab.goto(f"{site}/sentiment?step=train")
    tab.get_by_role("button", name="Try it").click(timeout=PATIENCE)  # the page learns by itself that it is done
    tab.get_by_text("films, LSTM").first.wait_for()
    tab.get_by_label("Type a sentence").fill("a lovely film")
    tab.wait_for_function("parseInt(document.querySelector('[data-testid=stMetricValue]')?.innerText) >= 50")
    assert_nobody_else_sees_it(site, person.browser)


def test_a_dotted_word_opens_by_the_keyboard_says_what_it_means_and_closes_again(site, person):
    tab = person.new_page()
    tab.goto(f"{site}/?step=train&lang=en")
    word, card = tab.get_by_role("link", name="LSTM", exact=True), tab.get_by_role("dialog")
    tab.locator(".card[data-ready]").wait_for(state="attached")
    word.focus()
    tab.keyboard.press("Enter")
    card.get_by_text("A cell with two memories").wait_for()
    assert card.locator("svg").count() == 1 and len(person.pages) == 1  # over the page, not beside it
    card.get_by_role("button", name="cell state").click()
    card.get_by_text("The long memory of an LSTM").wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] >= 0 and box["y"] + box["height"] <= 800
    tab.keyboard.press("Escape")
    card.wait_for(state="hidden")
    tab.wait_for_function("document.activeElement?.href?.includes('word=lstm')")  # back where one was


def bring(tab, file, rows):
    """Go to Data and upload a file."""
    tab.get_by_role("radio", name="Data").click()
    tab.get_by_role("radio", name="File").click()
    tab.locator("input[type=file]").set_input_files(file)
    tab.get_by_text(f"{rows:,} rows · 2 labels").first.wait_for()


def assert_nobody_else_sees_it(site, browser):
    other = browser.new_context(locale="ko-KR")
    tab = other.new_page()
    tab.goto(f"{site}/sentiment")
    tab.get_by_test_id("stMetricValue").wait_for()
    assert tab.get_by_text("films").count() == 0
    tab.wait_for_function("document.documentElement.lang === 'ko'")
    other.close()


def test_old_links_arrive_and_the_tab_says_where_one_is(site, person):
    tab = person.new_page()
    tab.goto(f"{site}/?run=sentiment-ko&step=judge&lang=ko")
    tab.wait_for_url(f"{site}/sentiment?*")
    assert_titled(tab, "감성 분류 · 평가 – Unrolled")
    assert all(part in tab.url for part in ("run=sentiment-ko", "step=judge", "lang=ko"))
    tab.get_by_role("radio", name="학습").click()
    assert_titled(tab, "감성 분류 · 학습 – Unrolled")
    tab.get_by_role("link", name="홈").click()
    assert_titled(tab, "Unrolled")
    tab.locator(".unrolled .cell").nth(7).wait_for()  # a cell for every word of the example
    tab.get_by_role("button", name="한 단어씩 다시 읽기").click()
    assert tab.locator(".unrolled .ahead").count() > 0
    tab.wait_for_function("![...document.querySelectorAll('*')].some(e => e.shadowRoot?.querySelector('.ahead'))")
    tab.get_by_test_id("stMain").get_by_role("link", name="스팸 거르기").last.click()
    assert_titled(tab, "스팸 거르기 · 학습 – Unrolled")  # the step stays, as it does from page to page


def assert_titled(tab, title):
    tab.wait_for_function(f"document.title === {title!r}")


STEPS = ("Data", "Train", "Try", "Judge", "Look inside", "Take home")
ENGLISH = {model.about.task: model for model in ready_models() if model.language == "en"}  # one a page


def test_on_every_page_a_training_that_ends_is_the_network_of_every_step(person, site, store, visitor):
    tab = person.new_page()
    tab.goto(site)
    for (task, model), step, other in zip(ENGLISH.items(), cycle(STEPS), cycle(STEPS[3:] + STEPS[:3])):
        run = kept_as_run(store, model, visitor, f"own {task}")
        with run.hold_lock():  # it trains
            title = tasks.load(task).title
            tab.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
            tab.get_by_role("heading", name=title, level=1).wait_for()
            tab.get_by_role("radio", name=step).click()
            shown(tab).and_(tab.get_by_role("button", name="Ready")).wait_for()
            tab.get_by_role("button", name="Getting ready").wait_for()
        run.update_status(state="done")
        shown(tab).and_(tab.get_by_role("button", name=f"own {task}")).wait_for()  # the page learns it by itself
        tab.get_by_role("radio", name=other).click()
        tab.wait_for_function(f"new URLSearchParams(location.search).get('run') === {run.id!r}")
        shown(tab).and_(tab.get_by_role("button", name=f"own {task}")).wait_for()
        assert tab.get_by_text("You are looking at").count() == 0


def kept_as_run(store, model, visitor, name):
    """A ready model as one's own run, which begins to train."""
    files = {file: (model.folder / file).read_bytes() for file in bundles.LIMITS}
    run = store.import_bundle(model.about.task, model.recipe, files, owner=visitor, name=name)
    run.update_status(state="running")
    return run


def shown(tab):
    """The list of networks in the title, which names the one that answers."""
    return tab.locator("[class*=st-key-picker] button")


def test_the_cell_is_stepped_through_by_the_keyboard_and_a_gate_is_held(site, person):
    tab, sent = person.new_page(), []
    tab.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    tab.goto(f"{site}/inside_the_cell?lang=en&run=sentiment-en&text=a+slow+start+but+a+great+end")
    steps = tab.locator(".strip button")
    steps.nth(6).wait_for()
    tab.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    tab.wait_for_timeout(500)
    before = len(sent)
    steps.first.focus()
    tab.keyboard.press("Enter")
    for place in range(1, 4):
        tab.keyboard.press("ArrowRight")
        assert tab.locator(".player output").inner_text() == f"{place + 1} / 7"
    line = tab.locator(".formulas .row", has_text="f = σ(").locator("b").inner_text()
    assert line == tab.locator("svg [data-gate=f] .number").text_content()
    assert steps.nth(3).get_attribute("aria-pressed") == "true" and len(sent) == before  # nobody was asked

    level = tab.locator("svg [data-gate=f] .level")
    level.evaluate("level => level.dataset.same = 1")
    lasting = "level => parseFloat(getComputedStyle(level).transitionDuration)"
    assert level.evaluate(lasting) == 0.25
    tab.emulate_media(reduced_motion="reduce")
    assert level.evaluate(lasting) == 0
    tab.locator("svg [data-gate=i]").focus()
    tab.keyboard.press("ArrowLeft")
    assert level.get_attribute("data-same")  # it moves to its new height, rather than being drawn anew
    assert tab.locator("svg [data-gate=i]").evaluate("gate => gate.matches(':focus')")  # drawn anew, still focused
    tab.keyboard.press("Tab")
    assert tab.locator("svg [data-gate=g]").evaluate("gate => gate.matches(':focus')")  # and it lets go of the Tab key
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    in_hand = tab.get_by_role("radiogroup", name="Gate", exact=True).get_by_role("radio", name="input i")
    in_hand.and_(tab.locator("[aria-checked=true]")).wait_for()
    tab.get_by_role("button", name="Hold it").press("Enter")
    tab.locator(".effect", has_text="input i of all units held at 1").wait_for()
    assert tab.locator("svg [data-gate=i] .number").text_content() == "1.00"
    tab.get_by_role("button", name="Let go").press("Enter")
    tab.locator(".effect", has_not_text="held").wait_for(state="attached")


def test_whatever_people_wrote_no_request_leaves_and_a_download_that_fails_says_why(person, site, store, visitor):
    run = hostile_run(store, "classification")
    run.write_json("about.json", vars(replace(run.about, owner=hash_owner(visitor))))
    tab, asked = person.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{site}/sentiment?lang=en&run={run.id}&step=try")
    for step, name in (
        ("try", "Try"),
        ("judge", "Judge"),
        ("inside", "Look inside"),
        ("data", "Data"),
        ("train", "Train"),
    ):
        step_of(tab, step, name)
        tab.get_by_text("evil.example").first.wait_for(state="attached")
        tab.wait_for_timeout(500)
    step_of(tab, "home", "Take home")
    button = tab.get_by_test_id("stDownloadButton").first
    button.wait_for()
    (run.folder / "weights.safetensors").write_bytes(b"half")
    button.click()
    tab.get_by_test_id("stAlertContentError").first.wait_for()
    assert asked and [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


def step_of(tab, step, name):
    """Go to a step of the page, and wait until it is drawn."""
    tab.get_by_role("radio", name=name).click()
    drawn = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    tab.wait_for_function(f"new URLSearchParams(location.search).get('step') === {step!r} && {drawn}")


@pytest.fixture
def phone(person, site):
    """A tab on a small screen, on Sentiment."""
    tab = person.new_page()
    tab.set_default_timeout(60_000)
    tab.set_viewport_size({"width": 390, "height": 3000})  # high enough for a whole step
    tab.goto(f"{site}/sentiment?lang=en&step=try")
    drawn(tab, "try")
    return tab


def test_axe_finds_nothing_in_our_markup_on_any_step_and_every_target_is_44_px(phone):
    axe, found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe(), {}
    for step, name in NAMES.items():
        phone.get_by_role("radio", name=name).click()
        drawn(phone, step)
        found |= violations(axe, phone, step)
    assert not found


def test_a_closed_drawer_has_no_tab_stops_and_a_chart_is_one_named_picture_without_a_toolbar(phone):
    assert unseen_stops(phone) == []
    chart = "[data-testid=stVegaLiteChart]"
    phone.wait_for_selector(f"{chart}[role=img]")
    assert phone.evaluate(OFF_SCREEN) == 0
    assert phone.eval_on_selector_all(chart, CHARTS) == [["img", "After the last word: Positive 2\u00a0%"]]
    assert not phone.locator("[data-testid=stElementToolbar]").first.is_visible()
    assert phone.get_by_role("group", name="Examples").get_by_role("button").count() >= 2

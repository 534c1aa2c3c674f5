"""Every page and step in a real browser: ko and en, light and dark, 1280 and 390 px. Run: make screenshots

python tests/screenshots.py [--page sentiment] [--step try] [--lang ko] [--theme dark] [--width 390]

The pictures go to docs/screenshots/.work, the few that git keeps to docs/screenshots. What a machine can judge of a page
(errors, sideways scrolling, small text, contrast, cut words, small targets on a phone, what axe-core says of our markup) is
listed at the end; exit status 1 if there is any. What axe says of Streamlit's own markup (docs/accessibility.md) is told by
rule, and is no fault. The network of a learner that some pages show is trained once and kept in .work/learner.
"""

import argparse
import ast
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from itertools import chain, product
from pathlib import Path
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from accessible import JUDGES, TARGETS, of_streamlit  # noqa: E402
from server import running_server, wait_until_up  # noqa: E402
from test_browser import CHROMIUM  # noqa: E402

from nlp_models import tasks  # noqa: E402
from nlp_models.answering.ready import ready_models  # noqa: E402
from nlp_models.runs.store import RunStore  # noqa: E402

PICTURES = REPOSITORY / "docs" / "screenshots"
SHOWN = ("home", "translation-try", "inside_the_cell", "sentiment-data", "sentiment-train", "sentiment-judge",
         "captions-try", "sentiment-try", "sentiment-inside")  # fmt: skip
KEPT = tuple(f"{page}.{lang}.light.1280" for page in SHOWN for lang in ("en", "ko"))  # README.md and README.ko.md
OWN, OWN_STEPS = "own", ("train", "judge")  # Sentiment with a network of one's own
OF_A_LEARNER = (OWN, "runs")  # pages of somebody who has trained a network; the others are a newcomer's
EXAMPLE = "Film reviews"
HEIGHTS = {1280: 800, 390: 844}
PATIENCE = 180_000  # milliseconds, on a busy computer
NARROW = 640  # pixels: everyone.css makes targets of 44 px under it
LARGEST = 150_000  # bytes of a picture in git
STREAMLIT = "of Streamlit's own: "  # so begins what axe says of markup that is not ours
IDLE = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid=stMainBlockContainer] h1')
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')"""


# resolves when nothing in the page has changed for so many milliseconds, at the latest after four seconds
QUIET = """() => new Promise(done => {
    const watch = new MutationObserver(() => { clearTimeout(wait); wait = setTimeout(end, 400) })
    const end = () => { watch.disconnect(); clearTimeout(late); done() }
    let wait = setTimeout(end, 400), late = setTimeout(end, 4000)
    watch.observe(document.body, { childList: true, subtree: true, attributes: true })
})"""


def main():
    """Take the pictures that were asked for, then tell what is wrong with them."""
    options = arguments()
    pages, strays = pages_of_the_app()
    problems = {f"pages/{name}.py is not in app.py": ["the menu"] for name in strays}
    with ExitStack() as stack:
        play = stack.enter_context(sync_playwright())
        newcomer, learner, trained = people(stack, options)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for lang, theme, width in product(options.lang, options.theme, options.width):
            context = browser.new_context(
                locale={"ko": "ko-KR", "en": "en-US"}[lang],
                color_scheme=theme,
                viewport={"width": width, "height": HEIGHTS[width]},
            )
            for name, path in pages.items():
                if not options.page or name in options.page:
                    site, run = learner if name in OF_A_LEARNER else newcomer, network(name, lang, trained)
                    for picture, found in visit(context, site + path, run, wanted(name, (lang, theme, width), options)):
                        print(picture, *found, sep="\n  ", flush=True)
                        for problem in found:
                            problems.setdefault(problem, []).append(picture)
            context.close()
        browser.close()
    return tell(problems)


def people(stack, options):
    """`(a newcomer's address, that of a learner, the id of the learner's network)`; nothing is trained where nobody asks for it."""
    newcomer = stack.enter_context(served(PICTURES / ".work" / "newcomer"))
    if options.page and not {*options.page} & {*OF_A_LEARNER}:
        return newcomer, None, None
    learner = stack.enter_context(served(PICTURES / ".work" / "learner"))
    return newcomer, learner, train_example(PICTURES / ".work" / "learner" / "runs")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--page", action="append", help="by file name, as in pages/; all without it")
    parser.add_argument("--step", action="append", choices=steps_of_a_page())
    parser.add_argument("--missing", action="store_true", help="only those that are not in .work yet")
    parser.add_argument("--lang", action="append", choices=["ko", "en"])
    parser.add_argument("--theme", action="append", choices=["light", "dark"])
    parser.add_argument("--width", action="append", type=int, choices=list(HEIGHTS))
    options = parser.parse_args()
    options.lang, options.theme = options.lang or ["ko", "en"], options.theme or ["light", "dark"]
    options.width = options.width or list(HEIGHTS)
    return options


def pages_of_the_app():
    """`({file name: path in the address}, files of pages/ that app.py does not name)`."""
    found = {}
    for node in ast.walk(ast.parse((REPOSITORY / "app.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "Page":
            name = Path(node.args[0].value).stem
            keywords = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
            found[name] = "/" if keywords.get("default") else f"/{keywords.get('url_path') or name}"
    found[OWN] = found["sentiment"]
    files = {file.stem for file in (REPOSITORY / "pages").glob("*.py")} - {"__init__"}
    return found, sorted(files - set(found))


def steps_of_a_page():
    """The steps of every use-case page, as pages/ui/story/use_case.py names them; read, not imported, so that it stays quiet."""
    for node in ast.parse((REPOSITORY / "pages/ui/story/use_case.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "STEPS":
            return list(ast.literal_eval(node.value))
    raise SystemExit("pages/ui/story/use_case.py has no STEPS")


@contextmanager
def served(folder):
    """The address of a server of our own with a store of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_VISITORS": "one"}
    with running_server(folder / "server.log", os.environ | settings) as server:
        yield wait_until_up(server, folder / "server.log")
        told = (folder / "server.log").read_text("utf-8")
        if "Traceback" in told:
            print(f"\nThe server's log:\n{told[-4000:]}")


def train_example(runs):
    """The id of a run on the English example of Sentiment, so that lists and curves have something to show; trained once."""
    if kept := finished(runs):
        return kept
    task = tasks.load("sentiment")
    values = {"--data": task.samples["en"], "--name": EXAMPLE, "--ask": task.examples["en"][0], "--length": "short"}
    command = [sys.executable, "-m", "nlp_models", "train", "sentiment", *chain.from_iterable(values.items())]
    subprocess.run(command, cwd=REPOSITORY, check=True, env=os.environ | {"UNROLLED_RUNS": str(runs)})
    return finished(runs)


def finished(runs):
    """The id of the example's run in this folder that has its end, or None."""
    known = RunStore(runs).list("local") if runs.exists() else []
    return next((run.id for run in known if run.about.name == EXAMPLE and run.report), None)


def network(page, lang, trained):
    """The id of the network that answers on this page: ready in its language; the one just trained on the page of one's own."""
    if page == OWN:
        return trained
    ready = [model.id for model in ready_models(page.replace("_", "-")) if model.language == lang]
    return ready[0] if ready else None


def wanted(name, look, options):
    """The pictures of a page that were asked for: `{name of the picture: (place of the step, step)}`, a step of None if it has none."""
    all_steps = steps_of_a_page() if name == OWN or name.replace("_", "-") in tasks.names() else [None]
    asked = options.step or (OWN_STEPS if name == OWN else all_steps)
    steps = {step: place for place, step in enumerate(all_steps) if step is None or step in asked}
    found = {
        ".".join(map(str, (f"{name}-{step}" if step else name, *look))): (place, step) for step, place in steps.items()
    }
    there = {file.stem for file in (PICTURES / ".work").glob("*.png")} if options.missing else set()
    return {picture: at for picture, at in found.items() if picture not in there}


def visit(context, address, run, pictures):
    """`(picture, problems)` of each of these pictures of a page."""
    if not pictures:
        return
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    broken = []
    tab.on("pageerror", lambda error: broken.append(f"script error: {error}"))
    for number, (picture, (place, step)) in enumerate(pictures.items()):
        look = picture.split(".")[-3:]
        if not number:
            tab.goto(f"{address}?{urlencode({'lang': look[0]} | ({'run': run} if run else {}))}")
            settle(tab)
        if step:
            go_to_step(tab, step, place)
        yield picture, photograph(tab, picture, (*look[:2], int(look[2]))) + broken
        broken.clear()
    tab.close()


def go_to_step(tab, step, place):
    """Press the step as a person does: a page that is opened anew for each takes three times as long."""
    tab.get_by_test_id("stMainBlockContainer").get_by_role("radiogroup").first.get_by_role("radio").nth(place).click()
    tab.wait_for_function(f"new URLSearchParams(location.search).get('step') === {step!r}")
    settle(tab)


def settle(tab):
    """Wait until nothing moves any more."""
    tab.wait_for_function(IDLE)
    tab.evaluate(QUIET)  # a chart comes after its data
    tab.wait_for_function(IDLE)
    tab.evaluate("document.fonts.ready")


def photograph(tab, picture, look):
    """A picture of the whole page; gives what a machine finds wrong with it."""
    _, theme, width = look
    # the page scrolls inside, so the window is made as high as the page; under a chat box what scrolls has another name
    scrolls = "[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]"
    height = tab.evaluate(f"document.querySelector('{scrolls}').scrollHeight")
    tab.set_viewport_size({"width": width, "height": max(HEIGHTS[width], min(height, 6000))})
    tab.evaluate(QUIET)
    save(tab.screenshot(), picture)
    errors = tab.get_by_test_id("stException").all_inner_texts()
    problems = tab.evaluate(f"({JUDGES})({theme!r})") + [f"error on the page: {text[:120]}" for text in errors]
    problems += [f"a small target: {one}" for one in tab.evaluate(TARGETS)] if width < NARROW else []
    problems += broken_rules(tab)
    tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return problems


def broken_rules(tab):
    """What axe-core finds on the page: of our markup each place, of Streamlit's the rule."""
    found = []
    for violation in violations(tab):
        for node in violation["nodes"]:
            theirs = of_streamlit(violation["id"], node["html"])
            found.append(
                f"{STREAMLIT}axe {violation['id']}" if theirs else f"axe {violation['id']}: {node['html'][:160]}"
            )
    return list(dict.fromkeys(found))


def violations(tab):
    """What axe-core finds; it is sent once a page, not once a step."""
    if not tab.evaluate("Boolean(window.axe)"):
        return Axe().run(tab).response["violations"]
    return tab.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")


def save(png, picture):
    """All pictures for now, a few for git: those cut to the first screen and a half, and under 150 kB."""
    (PICTURES / ".work").mkdir(parents=True, exist_ok=True)
    whole = PICTURES / ".work" / f"{picture}.png"
    whole.write_bytes(png)
    if picture in KEPT:
        with Image.open(whole) as image:
            top = image.convert("RGB").crop((0, 0, image.width, min(image.height, 1200)))
            top.save(PICTURES / whole.name, optimize=True)
            if (PICTURES / whole.name).stat().st_size > LARGEST:
                top.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3).save(PICTURES / whole.name, optimize=True)


def tell(problems):
    """Every problem once, with where it is seen; 1 if there is any of ours."""
    ours = [problem for problem in problems if not problem.startswith(STREAMLIT)]
    print(f"\n{len(ours)} problems" if ours else "\nNothing of ours a machine could find.")
    for problem, pictures in sorted(problems.items()):
        print(f"- {problem}\n    {len(pictures)} x: {', '.join(pictures[:3])}{' ...' if len(pictures) > 3 else ''}")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())

"""Every page and step in a real browser: ko and en, light and dark, 1280 and 390 px. Run: make screenshots

python tests/screenshots.py [--page sentiment] [--step try] [--lang ko] [--theme dark] [--width 390]

The pictures go to docs/screenshots/.work, the few that git keeps to docs/screenshots. What a machine can judge of a page
(errors, sideways scrolling, small text, contrast, cut words, what axe-core says of our markup) is listed at the end; exit
status 1 if there is any. What axe says of Streamlit's own markup (docs/accessibility.md) is told by rule, and is no fault.
"""

import argparse
import ast
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from accessible import of_streamlit  # noqa: E402
from server import running_server, wait_until_up  # noqa: E402
from test_browser import CHROMIUM  # noqa: E402

from nlp_models import tasks  # noqa: E402
from nlp_models.answering.ready import ready_models  # noqa: E402

PICTURES = REPOSITORY / "docs" / "screenshots"
KEPT = ("home.en.light.1280", "home.ko.light.1280", "inside_the_cell.en.light.1280", "translation-try.en.light.1280",
        "captions-try.en.light.1280", "sentiment-try.en.light.1280", "sentiment-inside.en.light.1280",
        "sentiment-judge.ko.dark.1280", "sentiment-try.ko.dark.390", "chatbot-try.ko.light.1280")  # fmt: skip
HEIGHTS = {1280: 800, 390: 844}
LARGEST = 150_000  # bytes of a picture in git
STREAMLIT = "of Streamlit's own: "  # so begins what axe says of markup that is not ours
JUDGES = (Path(__file__).parent / "screenshots.js").read_text("utf-8")
IDLE = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid=stMainBlockContainer] h1')
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')"""


def main():
    """Take the pictures that were asked for, then tell what is wrong with them."""
    options = arguments()
    pages, strays = pages_of_the_app()
    problems = {f"pages/{name}.py is not in app.py": ["the menu"] for name in strays}
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site, sync_playwright() as play:
        trained = train_example(Path(folder) / "runs")
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for lang, theme, width in product(options.lang, options.theme, options.width):
            context = browser.new_context(
                locale={"ko": "ko-KR", "en": "en-US"}[lang],
                color_scheme=theme,
                viewport={"width": width, "height": HEIGHTS[width]},
            )
            for name, path in pages.items():
                if not options.page or name in options.page:
                    run = network(name, lang, trained)
                    for picture, found in visit(context, site + path, name, run, (lang, theme, width), options.step):
                        print(picture, *found, sep="\n  ", flush=True)
                        for problem in found:
                            problems.setdefault(problem, []).append(picture)
            context.close()
        browser.close()
    return tell(problems)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--page", action="append", help="by file name, as in pages/; all without it")
    parser.add_argument("--step", action="append", choices=steps_of_a_page())
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
    settings = {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_VISITORS": "one"}
    with running_server(folder / "server.log", os.environ | settings) as server:
        yield wait_until_up(server, folder / "server.log")
        told = (folder / "server.log").read_text("utf-8")
        if "Traceback" in told:
            print(f"\nThe server's log:\n{told[-4000:]}")


def train_example(runs):
    """The id of a run on the English example of Sentiment, so that lists and curves have something to show."""
    sample = tasks.load("sentiment").samples["en"]
    command = [sys.executable, "-m", "nlp_models", "train", "sentiment", "--data", sample, "--minutes", "0.6"]
    subprocess.run(
        [*command, "--name", "Film reviews"], cwd=REPOSITORY, check=True, env=os.environ | {"UNROLLED_RUNS": str(runs)}
    )
    return next(folder.name for folder in runs.iterdir() if len(folder.name) == 26)


def network(page, lang, trained):
    """The id of the network that answers on this page: ready in its language, else the one just trained."""
    ready = [model.id for model in ready_models(page.replace("_", "-")) if model.language == lang]
    return ready[0] if ready else trained if page == "sentiment" else None


def visit(context, address, name, run, look, only):
    """`(picture, problems)` of every step of a page, or of the page if it has none."""
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    broken = []
    tab.on("pageerror", lambda error: broken.append(f"script error: {error}"))
    query = {"lang": look[0]} | ({"run": run} if run else {})
    settle(tab, f"{address}?{urlencode(query)}")
    has_steps = "step" in parse_qs(urlsplit(tab.url).query)
    for step in steps_of_a_page() if has_steps else [None]:
        if step and only and step not in only:
            continue
        if step:
            settle(tab, f"{address}?{urlencode(query | {'step': step})}")
        picture = ".".join(map(str, (f"{name}-{step}" if step else name, *look)))
        yield picture, photograph(tab, picture, look) + broken
        broken.clear()
    tab.close()


def settle(tab, address):
    """Open an address and wait until nothing moves any more."""
    tab.goto(address)
    tab.wait_for_function(IDLE)
    tab.wait_for_timeout(1000)  # a chart comes after its data
    tab.wait_for_function(IDLE)
    tab.evaluate("document.fonts.ready")


def photograph(tab, picture, look):
    """A picture of the whole page; gives what a machine finds wrong with it."""
    _, theme, width = look
    # the page scrolls inside, so the window is made as high as the page; under a chat box what scrolls has another name
    scrolls = "[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]"
    height = tab.evaluate(f"document.querySelector('{scrolls}').scrollHeight")
    tab.set_viewport_size({"width": width, "height": max(HEIGHTS[width], min(height, 6000))})
    tab.wait_for_timeout(600)
    save(tab.screenshot(), picture)
    errors = tab.get_by_test_id("stException").all_inner_texts()
    problems = tab.evaluate(f"({JUDGES})({theme!r})") + [f"error on the page: {text[:120]}" for text in errors]
    problems += broken_rules(tab)
    tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return problems


def broken_rules(tab):
    """What axe-core finds on the page: of our markup each place, of Streamlit's the rule."""
    found = []
    for violation in Axe().run(tab).response["violations"]:
        for node in violation["nodes"]:
            theirs = of_streamlit(violation["id"], node["html"])
            found.append(
                f"{STREAMLIT}axe {violation['id']}" if theirs else f"axe {violation['id']}: {node['html'][:160]}"
            )
    return list(dict.fromkeys(found))


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

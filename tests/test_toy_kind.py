"""A kind of problem is added without a changed line of the library: a toy one, from file to answer and page.

What it adds lies in tests/toy_kind, as the tree lies: copy it over ours, add the page to the menu, and it works.
"""

import json
import random
import shutil
import subprocess
import sys

import pytest
from conftest import REPOSITORY

TOY = REPOSITORY / "tests" / "toy_kind"
MENU = '            st.Page("pages/toy_count.py", title="Toy count"),\n'
QUICK = ("--epochs", "30", "--set", "batch_size=16", "--set", "patience=30")
OPEN = """
import sys
from streamlit.testing.v1 import AppTest

for step in ("try", "data", "train", "judge", "inside", "home"):
    test = AppTest.from_file("app.py", default_timeout=60)
    test.switch_page("pages/toy_count.py")
    test.query_params.update({"lang": "en", "step": step, "run": sys.argv[1]})
    test.run()
    assert not test.exception, (step, test.exception)
    assert test.title[0].value == "Toy count"
    told = [*test.metric, *test.markdown, *test.caption, *test.number_input]
    print(step, *(getattr(part, "label", "") + " " + str(part.value) for part in told))
assert not {"keras", "tensorflow", "sklearn", "optuna"} & set(sys.modules)
"""


def rows(count=400):
    draw = random.Random(0)
    texts = [" ".join(draw.choices(("red", "blue", "green", "grey"), k=draw.randint(2, 7))) for _ in range(count)]
    return "\n".join(["text,number", *(f"{text},{text.split().count('red')}" for text in texts)])


@pytest.fixture
def tree(tmp_path):
    """Our tree beside the toy's files, with a sample of theirs; no file of ours is changed but the menu."""
    home = tmp_path / "unrolled"
    for part in ("nlp_models", "pages"):
        shutil.copytree(REPOSITORY / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    ours = {file.relative_to(home) for file in home.rglob("*.py")}
    assert not ours & {file.relative_to(TOY) for file in TOY.rglob("*.py")}
    shutil.copytree(TOY, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    menu = (REPOSITORY / "app.py").read_text("utf-8")
    first = '            st.Page("pages/spam.py"'
    assert first in menu
    (home / "app.py").write_text(menu.replace(first, MENU + first), "utf-8")
    (home / "data" / "samples").mkdir(parents=True, exist_ok=True)
    for language in ("en", "ko"):
        (home / "data" / "samples" / f"toy_count.{language}.csv").write_text(rows(), "utf-8")
    return home


def test_a_toy_kind_goes_from_file_to_answer_and_page(tree, store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.delenv("PYTHONPATH", raising=False)

    def python(*arguments):
        done = subprocess.run([sys.executable, *arguments], cwd=tree, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, "".join([done.stderr, *(log.read_text() for log in store.root.glob("*/log.txt"))])
        return done.stdout

    def command(*arguments):
        return json.loads(python("-m", "nlp_models", *arguments, "--json"))

    trained = command("train", "toy-count", "--data", "data/samples/toy_count.en.csv", *QUICK, "--set", "largest=8")
    report, run = trained["report"], trained["run"]
    assert report["numpy_difference"] < 1e-4 and report["recipe"]["largest"] == 8
    assert report["test"]["mean_error"] < report["baselines"]["mean"]["mean_error"] / 2
    assert 3 < command("predict", run, "--text", "red red red red")["number"] < 5
    shown = dict(line.split(" ", 1) for line in python("-c", OPEN, run).splitlines() if " " in line)
    assert "Counted" in shown["try"] and "400 rows to count in" in shown["data"]
    assert "Bundle" in shown["home"] and "Keras model" not in shown["home"]  # the toy brings no keras_export.py
    assert "Mean error" in shown["judge"] and "the mean, gets" in shown["judge"]

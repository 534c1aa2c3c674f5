"""What the tests share: a tiny world of ten words, a store in a temporary folder, and where the real data stands."""

import functools
import gc
import os
import re
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["shared_runs"]

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
for threads in THREADS:
    os.environ.setdefault(threads, "1")  # tests run beside each other; networks this small are slower with more
os.environ.setdefault("UNROLLED_WARM", "0")  # no process that waits for a training: tests/runners/test_warm.py has them
os.environ.setdefault("UNROLLED_TRAININGS_AT_ONCE", "1")  # whatever machine tests
os.environ.setdefault("UNROLLED_NICE", "0")  # a training does not wait for the other tests

# the same examples every time; make search tries others, and more of them
settings.register_profile("suite", derandomize=True, max_examples=30)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
SEARCHING = os.environ.get("HYPOTHESIS_PROFILE", "suite") != "suite"

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "datasets"

LONGEST = (
    "test_cluster.py", "test_contract.py", "test_training.py", "test_exports.py", "test_captioning.py", "test_browser.py",
    "test_language_model.py", "test_archive.py", "test_chatbot_page.py", "test_spam_page.py", "test_toy_task.py",
    "test_lengths.py", "test_toy_kind.py", "test_killed.py", "test_bad_input.py", "test_warm.py",
)  # fmt: skip

GOOD = ("good", "warm", "lovely", "bright")
BAD = ("bad", "cold", "awful", "dull")


@pytest.fixture(autouse=True)
def _little_to_collect():
    """Streamlit collects garbage after every rerun: 0.3 s through what stays anyway, once TensorFlow is loaded."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _components_looked_for_once():
    """Each AppTest reads the metadata of every installed package for components, half a second of work: they stay the same."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True, scope="session")
def _scripts_compiled_once():
    """Each run of an AppTest compiles the scripts that it goes through: they stay the same."""
    from streamlit.runtime.scriptrunner.script_cache import ScriptCache
    from streamlit.testing.v1 import app_test, local_script_runner

    with pytest.MonkeyPatch.context() as patch:
        compiled = ScriptCache()
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture(autouse=True, scope="session")
def _readers_forked():
    """A file is read, and a bundle checked, by a child of a process that is there already (forked.py)."""
    import forked

    from nlp_models.reading import limited

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limited, "_started", forked.started)
        yield


@pytest.fixture(autouse=True, scope="module")
def _collected_after_all():
    yield
    gc.unfreeze()


def tiny_rows(rows=60):
    """`(texts, labels)` that a network of two units can learn."""
    texts, labels = [], []
    for n in range(rows):
        words = GOOD if n % 2 else BAD
        texts.append(" ".join(["a", words[n % 4], "film", words[n // 2 % 4]][: 2 + n % 3]))
        labels.append("positive" if n % 2 else "negative")
    return texts, labels


def as_read(markdown):
    """What a page says, without the links of its terms."""
    return re.sub(r"\[([^\]]*)\]\(words\?word=[\w-]+\)", r"\1", markdown)


def opened_page(page, **query):
    """An AppTest of a page within its frame, in English unless the query says otherwise; it has raised nothing."""
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page(f"pages/{page}.py")
    test.query_params.update({"lang": "en"} | query)
    test.run()
    assert not test.exception
    return test


def examples(most):
    """The settings of a property test that tries so many examples in `make search`, and a quarter of them in the suite."""
    return settings(max_examples=most if SEARCHING else most // 4, deadline=None)


def as_typed(words):
    """A text, or the words a page shows of it, without spaces and the signs of pieces."""
    return "".join("".join(words).split()).translate({ord("·"): "", ord("␣"): ""})


def pytest_configure(config):
    """What children are forked from is started once, by who starts the workers (forkservers.py)."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        from forkservers import WITH_KERAS, WITH_LIBRARY

        WITH_KERAS.share()
        WITH_LIBRARY.share()


def pytest_collection_modifyitems(items):
    """The files that take longest begin, so that no worker is left with one at the end (`--no-loadscope-reorder`)."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@contextmanager
def counted_calls():
    """A Counter of the Python functions called within, by name, in this thread and those that begin: work, whatever the clock."""
    calls = Counter()

    def count(frame, event, _argument):
        if event == "call":
            calls[frame.f_code.co_name] += 1

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


@pytest.fixture
def tiny_dataset():
    from nlp_models.datasets.dataset import Dataset

    texts, labels = tiny_rows()
    return Dataset({"text": texts, "label": labels}, {})


@pytest.fixture
def tiny_recipe():
    return recipe_of_two()


def recipe_of_two():
    """Two units, two epochs, one direction: a step of two directions takes TensorFlow twice as long to trace."""
    from nlp_models.recipe import Recipe

    return Recipe.make(
        units=2,
        embedding_size=4,
        bidirectional=False,
        tokenizer="word",
        vocabulary_size=50,
        epochs=2,
        batch_size=8,
        minutes=5,
        spelling="no",
    )


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The RunStore that children find too."""
    from nlp_models.runs.store import RunStore

    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path / "runs"))
    return RunStore.default()


@pytest.fixture
def tiny_run(tiny_folder, store):
    """A copy of it in the test's own store, to do with as one likes."""
    from shared_runs import copied

    return copied(tiny_folder, store)


@pytest.fixture
def keras_ready(monkeypatch):
    """Runners start their trainings, of a few steps, forked from a process that has Keras already."""
    from children import training

    from nlp_models.runners import local

    monkeypatch.setattr(local, "start", lambda run: training(run, untraced=True))


@pytest.fixture
def trained_here(monkeypatch):
    """Runners train in this process, which has TensorFlow at work already, and come back when it is over."""
    from shared_runs import Ended

    from nlp_models.runners import local

    monkeypatch.setattr(local, "start", Ended)

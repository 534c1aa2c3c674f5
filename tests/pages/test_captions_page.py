"""The page of captions: every step in both languages; a click on a word, a picture of one's own, captions corrected."""

import shutil

import numpy as np
import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest
from test_pictures import kaggle, picture

from nlp_models import tasks
from nlp_models.problems.captioning.drawn import scenes
from nlp_models.problems.captioning.pictures import as_text
from nlp_models.runs.store import RunStore
from nlp_models.training.worker import run_worker
from pages.ui.story.use_case import STEPS
from pages.ui.views.captioning.pictures import RING, place_words, spotlight


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    task, store = tasks.load("captions"), RunStore(tmp_path_factory.mktemp("runs"))
    dataset = task.dataset(task.kind.read_table(b'{"scenes": "en", "pictures": 80}'))
    recipe = task.recipe.changed(units=16, embedding_size=16, epochs=2, learning_rate=0.01)
    run = store.create("captions", recipe, dataset, owner="local", name="tiny")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run.folder


@pytest.fixture
def finished(trained, store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    shutil.copytree(trained, store.root / trained.name)
    return store.get(trained.name, "local")


def page(step, lang="en", run=None, **state):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page("pages/captions.py")
    for key, value in {"lang": lang, "step": step, **({"run": run.id} if run else {})}.items():
        test.query_params[key] = value
    for key, value in state.items():
        test.session_state[key] = value
    return test.run()


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(("lang", "title"), [("ko", "그림 설명"), ("en", "Captions")])
def test_every_step_opens_in_both_languages(finished, lang, title, step):
    test = page(step, lang, finished)
    assert not test.exception and not test.error
    assert test.title[0].value == title


@pytest.mark.parametrize("step", list(STEPS))
def test_every_step_opens_without_a_network(store, monkeypatch, step):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr("pages.ui.story.network.ready_models", lambda task: [])
    test = page(step)
    assert not test.exception and not test.error


def test_an_example_and_a_new_scene_are_told(finished):
    test = page("try", run=finished)
    test.button(key=f"picture-captions-{finished.id}-1").click().run()
    first = test.session_state["sentence-captions"]
    test.button(key="scene-captions").click().run()
    assert not test.exception and not test.error
    drawn = test.session_state["sentence-captions"]
    assert drawn != first and scenes.part_of(scenes.read(drawn)) == "test"
    assert any(one.value.startswith("#### ") for one in test.markdown)
    assert any("With nothing to see it guesses" in one.value for one in test.caption)


def test_a_picture_of_ones_own_stays_on_the_other_steps(finished):
    own = as_text(picture((10, 20, 200)), "mine.jpg")
    for step in ("try", "inside"):
        test = page(step, run=finished, **{"sentence-captions": own})
        assert not test.exception and not test.error
        assert test.session_state["sentence-captions"] == own


def test_a_clicked_word_rings_the_place_that_was_looked_at():
    look = np.full((8, 8), 0.1 / 63)
    look[7, 0] = 0.9
    shown = spotlight("scene:1: big red circle bottom-left", look)
    assert shown.shape == (384, 384, 3) and (shown[336, 10] == RING).all() and not (shown[10, 10] == RING).all()
    assert abs(shown[10, 300].astype(int) - (236, 239, 241)).max() < 12  # paled: nobody looked there
    assert place_words(look) == "at the bottom left"


def test_a_brought_zip_is_shown_mended_and_learned_from(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = page("data", source="file", **{"captions-file": ("mine.zip", kaggle(12))})
    assert not test.exception and not test.error
    assert any("12 pictures · 24 captions" in one.value for one in test.markdown)
    test = page("train", source="file", **{"captions-file": ("mine.zip", kaggle(12))})
    assert any("12 pictures" in one.value for one in test.markdown)


def test_a_bad_zip_is_told_where_it_was_given(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = page("data", "ko", source="file", **{"captions-file": ("mine.zip", b"PK\x03\x04 nothing")})
    assert not test.exception and "망가" in test.error[0].value

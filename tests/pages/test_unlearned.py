"""Train and Judge say what a network has not learned, why, and hold the one button that helps; a sound one is left alone."""

import pytest
from conftest import REPOSITORY
from made_runs import answered_with
from streamlit.testing.v1 import AppTest

from pages.ui.charts.attention_map import is_telling

HARDLY = "It is hardly sure of anything: nearly all its answers have 50 to 51\u00a0%"
LIVE = {"epoch": 2, "step": 60, "loss": 0.3, "accuracy": 0.9, "validation_loss": 0.3, "validation_accuracy": 0.9,
        "learning_rate": 0.001, "seconds": 1.0, "tokens_per_second": 9.0, "kept": True}  # fmt: skip


@pytest.fixture
def made(tiny_run):
    """`made(first, **report)`: the tiny run as if its answers had had these probabilities of the first label."""

    def made(first, **report):
        answered_with(tiny_run, first, **report)
        (tiny_run.folder / "metrics.jsonl").unlink()
        for loss in (0.4, 0.3):
            tiny_run.append_metrics(LIVE | {"epoch": 1 if loss == 0.4 else 2, "loss": loss, "validation_loss": 0.3})
        return tiny_run

    return made


@pytest.fixture
def opened(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    def opened(run, step, lang="en"):
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.query_params.update({"lang": lang, "step": step, "run": run.id})
        test.session_state["watched-sentiment"] = run.id
        test.run()
        assert not test.exception
        return test

    return opened


def said(test):
    return " | ".join(part.value for part in (*test.markdown, *test.caption)).replace("\\", "")


def button(test):
    return next((one for one in test.button if one.key == "help"), None)


@pytest.mark.parametrize("step", ["train", "judge"])
def test_what_it_has_not_learned_stands_with_its_cause_and_one_button(made, opened, step):
    test = opened(made([0.49, 0.5], steps=96), step)
    assert HARDLY in said(test) and "It took only 96 steps." in said(test)
    assert button(test).label.startswith("Train for ")


@pytest.mark.parametrize("step", ["train", "judge"])
def test_a_sound_network_is_left_alone(made, opened, step):
    test = opened(made([0.95, 0.02], steps=96), step)
    assert "hardly sure" not in said(test) and "It took only" not in said(test) and button(test) is None


def test_the_button_on_judge_trains_longer_and_leads_to_train(made, opened, monkeypatch):
    from nlp_models import runners

    submitted = []
    monkeypatch.setattr(runners, "chosen", lambda *_: type("Runner", (), {"submit": staticmethod(submitted.append)}))
    run = made([0.49, 0.5], steps=96)
    test = button(opened(run, "judge")).click().run()
    assert not test.exception
    [again] = submitted
    assert again.recipe != run.recipe and again.dataset == run.dataset
    assert test.session_state["step"] == "train"


def test_a_map_of_nothing_is_folded():
    looks = [[0.9, 0.1], [0.2, 0.8]]
    assert is_telling(["le", "chat"], looks)
    assert not is_telling(["le", "chat"], [[0.2, 0.2], [0.1, 0.1]])  # it looked at nothing in particular
    assert not is_telling(["the"] * 12, looks * 6)
    assert not is_telling([f"word{n}" for n in range(60)], looks * 30)

"""findings(run): what a finished run has not learned stands before what its curves say; the example's rows fit, or not."""

import json
import zipfile

import pytest
from conftest import REPOSITORY
from made_runs import answered_with

from nlp_models import tasks
from nlp_models.answering.learning import findings, fits, in_words, with_example_rows
from nlp_models.answering.ready import ready_models
from nlp_models.datasets.dataset import Dataset
from nlp_models.messages import render
from nlp_models.runs.run import Run
from nlp_models.scoring.learned import UNLEARNED, unbeaten

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"


def test_a_sound_network_has_learned(tiny_run):
    run = answered_with(tiny_run, [0.9, 0.05], steps=800)
    assert not {finding.kind for finding in findings(run)} & {*UNLEARNED}


def test_answers_in_a_narrow_band_after_few_steps_ask_for_more_time(tiny_run):
    run = answered_with(tiny_run, [0.49, 0.5], steps=96)
    first = findings(run)[0]
    assert first.kind == "alike" and first.causes[0].values == {"steps": 96}
    assert first.change == {"minutes": 4 * run.recipe.minutes} or "epochs" in first.change
    told = in_words(first)
    assert told.startswith(
        "It is hardly sure of anything: nearly all its answers have 50 to 51\u00a0%. It took only 96 steps."
    )
    assert "--set " in told and "\n" not in told


def test_a_label_is_called_as_people_call_it(tiny_run):
    run = answered_with(tiny_run, [0.9, 0.6], steps=96)
    told = next(one for one in findings(run) if "label" in one.message.values)
    assert "“Negative”" in in_words(told) and "“부정”" in render(told.message, "ko")
    config = json.loads((run.folder / "config.json").read_text("utf-8"))
    run.write_json("config.json", config | {"names": {"negative": "dull"}})
    assert "“dull”" in in_words(next(one for one in findings(run) if "label" in one.message.values))


def test_unknown_words_ask_for_pieces(tiny_run):
    first = findings(answered_with(tiny_run, [0.49, 0.5], steps=900, unknown=0.4))[0]
    assert first.change == {"tokenizer": "subword"} and first.causes[-1].values == {"percent": "40"}


def test_few_rows_are_joined_by_the_example_in_the_parts_they_were_in(tiny_run):
    run = answered_with(tiny_run, [0.49, 0.5], steps=900)
    first = findings(run)[0]
    assert first.adds_rows and not first.change
    before, after = run.dataset, with_example_rows(run)
    example = tasks.load("sentiment").sample("en")
    added = dict(zip(example.columns["text"], example.columns["label"], strict=True))
    assert len(after) == len(before) + len(added)
    assert after.columns["text"][: len(before)] == before.columns["text"]
    assert set(after.columns["part"][len(before) :]) == {"train"}
    assert after.columns["part"][: len(before)].count("test") == run.report["rows"]["test"]


def test_the_example_fits_what_has_its_labels_and_its_language():
    task = tasks.load("sentiment")
    rows = Dataset({"text": ["A good film", "A bad story"] * 4, "label": ["positive", "negative"] * 4})
    assert fits(rows, task.sample("en")) and not fits(rows, task.sample("ko"))
    assert not fits(task.sample("en"), task.sample("en"))  # it learned from it
    assert not fits(Dataset({"text": rows.columns["text"], "label": ["1", "0"] * 4}), task.sample("en"))
    german = Dataset({"text": ["Ein guter Film", "Eine schlechte Geschichte"] * 4, "label": rows.columns["label"]})
    assert not fits(german, task.sample("en"))
    assert fits(Dataset({"text": ["Alice was beginning to get very tired."]}), tasks.load("next-word").sample("en"))


def test_pairs_fit_in_the_direction_in_which_they_are_read():
    ours, theirs = ["I read the book.", "Where is the key?"], ["나는 책을 읽어요.", "열쇠가 어디에 있어요?"]
    german = ["Ich lese das Buch.", "Wo ist der Schlüssel?"]
    task = tasks.load("translation")
    english, korean = (task.sample("ko", reads=read) for read in ("en", "ko"))
    there, back = Dataset({"text": ours, "label": theirs}), Dataset({"text": theirs, "label": ours})
    assert [fits(rows, example) for rows in (there, back) for example in (english, korean)] == [
        True,
        False,
        False,
        True,
    ]
    assert not fits(Dataset({"text": ours, "label": german}), task.sample("en"))


@pytest.mark.parametrize("model", ready_models(), ids=lambda model: model.id)
def test_no_ready_model_is_told_to_have_learned_nothing(model):
    kind = tasks.load(model.about.task).kind
    assert unbeaten(kind, model.report) is None and kind.symptoms(model.report["test"], {}, "") == []
    assert findings(model) == []


@pytest.mark.parametrize("kind", sorted(file.name.partition(".")[0] for file in MADE.glob("*.folder.zip")))
def test_a_run_made_before_is_read_with_what_it_kept(kind, tmp_path):
    """24 steps on 150 rows: none of them has learned, and each says a sentence with its causes."""
    zipfile.ZipFile(MADE / f"{kind}.folder.zip").extractall(tmp_path)
    run = Run(tmp_path)
    first = findings(run)[0]
    assert first.kind in UNLEARNED and first.causes and in_words(first)

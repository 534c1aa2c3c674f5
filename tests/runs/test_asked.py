"""The text of one's own that a training answers after each epoch."""

import json

import pytest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.errors import DataError, RunError
from nlp_models.runs import asked
from nlp_models.runs.run import Run
from nlp_models.sharing import archive
from nlp_models.training import loop, snapshots
from nlp_models.training.worker import run_worker

TEXT = "a lovely film"


def trained(store, dataset, recipe, text):
    run = store.create("sentiment", recipe, dataset, owner="local", ask=text)
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


def test_every_epoch_answers_as_the_finished_network_does_and_nothing_else_changes(
    store, tiny_dataset, tiny_recipe, monkeypatch, traced_before
):
    recipe = tiny_recipe.changed(epochs=3, patience=3, token_dropout=0.1, dropout=0.2, length="short")
    run = trained(store, tiny_dataset, recipe, TEXT)
    monkeypatch.setattr(snapshots, "room", lambda size: 0)  # neither answers nor epochs are kept,
    monkeypatch.setattr(
        loop.Training, "keep_part", lambda self, epoch: None
    )  # and nothing is looked at within an epoch
    silent = trained(store, tiny_dataset, recipe, "")
    told = asked.answers(run)
    assert [(answered.epoch, answered.text) for answered in told] == [(1, TEXT), (2, TEXT), (3, TEXT)]
    finished = Predictor.load(run.folder).read(TEXT).probabilities
    best = told[run.report["best_epoch"] - 1].said
    assert dict(best.choices) == pytest.approx(finished, abs=1e-3)  # what is shipped is rounded to float16
    assert asked.answers(silent) == []
    times = ("seconds", "tokens_per_second")
    one, other = ([{k: v for k, v in row.items() if k not in times} for row in one.metrics()] for one in (run, silent))
    assert one == other
    weights = [(one.folder / "weights.safetensors").read_bytes() for one in (run, silent)]
    assert weights[0] == weights[1]
    assert [len(list(one.folder.glob("snapshots/*"))) for one in (run, silent)] == [10, 0]


def test_another_text_is_answered_from_the_next_epoch_on(store, tiny_run):
    predictor = Predictor.load(tiny_run.folder)
    for epoch, text in enumerate((TEXT, TEXT, "an awful film", "", "an awful film"), 1):
        asked.keep(tiny_run, text)
        asked.answer(tiny_run, epoch, predictor)
    told = asked.answers(tiny_run)
    assert [(one.epoch, one.text) for one in told] == [
        (1, TEXT), (2, TEXT), (3, "an awful film"), (5, "an awful film")
    ]  # fmt: skip
    assert told[0].said == told[1].said != told[2].said
    assert sum("text" in json.loads(line) for line in (tiny_run.folder / asked.ANSWERS).read_text().splitlines()) == 2
    asked.cut(tiny_run, 2)
    assert [one.epoch for one in asked.answers(tiny_run)] == [1, 2]


def test_an_older_run_has_none(tiny_run):
    assert asked.text_of(tiny_run) == "" and asked.answers(tiny_run) == []


def test_damaged_files_stop_nothing(tiny_run):
    asked.keep(tiny_run, TEXT)
    predictor = Predictor.load(tiny_run.folder)
    asked.answer(tiny_run, 1, predictor)
    with (tiny_run.folder / asked.ANSWERS).open("ab") as file:
        file.write(b'{"epoch": 2, "said": 7}\n{"epo')
    asked.answer(tiny_run, 3, predictor)
    assert [one.epoch for one in asked.answers(tiny_run)] == [1, 3]
    for garbled in (b"{", b"[]", b'{"text": 3}', b"\xff"):
        (tiny_run.folder / asked.TEXT).write_bytes(garbled)
        assert asked.text_of(tiny_run) == ""


def test_what_is_kept_is_bounded(tiny_run, monkeypatch):
    asked.keep(tiny_run, 2_000 * "film ")
    assert len(asked.text_of(tiny_run)) == 499  # and no space at its end
    predictor = Predictor.load(tiny_run.folder)
    monkeypatch.setattr(asked, "MOST_BYTES", 1_000)
    for epoch in range(1, 60):
        asked.answer(tiny_run, epoch, predictor)
    assert 3 < len(asked.answers(tiny_run)) < 20


def test_only_the_owner_asks(tiny_run):
    with pytest.raises(RunError):
        asked.keep(Run(tiny_run.folder, tiny_run.store, mine=False), TEXT)


def test_it_travels_with_the_whole_run_only_and_is_checked(store, tiny_run):
    asked.keep(tiny_run, TEXT)
    asked.answer(tiny_run, 1, Predictor.load(tiny_run.folder))
    kept = archive.read(archive.pack(tiny_run))
    brought = store.import_run(kept.task, kept.recipe, kept.files, kept.status, owner="local")
    assert asked.answers(brought) == asked.answers(tiny_run) and asked.text_of(brought) == TEXT
    line = json.loads((tiny_run.folder / asked.ANSWERS).read_text())
    for wrong in ({"said": {"choices": [["positive", 7.0]]}}, {"text": " spaces "}, {"epoch": 0}, {"more": 1}):
        (tiny_run.folder / asked.ANSWERS).write_text(json.dumps(line | wrong) + "\n")
        with pytest.raises(archive.BundleError, match="asked"):
            archive.pack(tiny_run)


STRANGE = ("", "?", "\udcff broken", "😀", 300 * "영화 ", "a\nb", "scene:7: 1 orange ring left, 2 blue cross right")


@pytest.mark.parametrize("name", tasks.names())
def test_every_kind_answers_on_a_line_what_ever_can_be_asked(name):
    model = ready_models(name)[0]
    predictor, task = Predictor.load(model.folder), tasks.load(name)
    for text in (*task.examples[model.language], *STRANGE):
        try:
            text = task.kind.askable(text)
        except DataError:
            assert name == "captions" and not text.startswith("scene:")
            continue
        assert text == task.kind.askable(text)
        if text:
            said = predictor.problem.in_brief(text, predictor)
            assert said.line and said == predictor.problem.in_brief(text, predictor)
            assert type(said).model_validate_json(said.model_dump_json()) == said

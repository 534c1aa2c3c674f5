"""The command line: the same road as the pages, one clear line for what a user can get wrong."""

import csv
import json

import numpy as np
import pytest
from conftest import tiny_rows

from nlp_models.command_line import main

SMALL = ["--set", "units=4", "--set", "embedding_size=4", "--set", "tokens=word", "--epochs", "2", "--seed", "3"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "reviews.csv"
    with path.open("w", newline="", encoding="utf-8") as written:
        csv.writer(written).writerows([["review", "stars"], *zip(*tiny_rows(), strict=True)])
    return path


def test_train_evaluate_predict_export_import_probe_delete(store, file, tmp_path, capsys, trained_here):
    def command(*arguments):
        status = main([*map(str, arguments), "--json"])
        told = capsys.readouterr()
        assert status == 0, told.err
        return json.loads(told.out) if told.out else None

    ask = ("--ask", "a lovely film")
    assert main([*map(str, ("train", "sentiment", "--data", file, "--label", "stars", *ask, *SMALL, "--json"))]) == 0
    told = capsys.readouterr()
    trained, epochs = json.loads(told.out), [line for line in told.err.splitlines() if line.startswith("epoch ")]
    assert [line.split()[:2] for line in epochs] == [["epoch", "1:"], ["epoch", "2:"]] and "positive 0." in epochs[0]
    test, run = trained["report"]["test"], trained["run"]
    assert set(test) >= {"rows", "accuracy", "macro_f1", "per_class"} and trained["report"]["seed"] == 3
    scores = command("evaluate", run, "--data", file, "--label", "stars")
    assert set(scores) == set(test) | {"baselines", "unknown_labels"} and scores["rows"] == 60
    assert set(scores["baselines"]["naive_bayes"]) == set(test)
    assert command("predict", run, "--text", "a lovely film")["label"] in ("positive", "negative")
    assert command("predict", run, "--file", file, "--out", tmp_path / "out.csv") == {"rows": 60, "column": "review"}
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8-sig")))
    added = ["answer", "probability", "probability of negative", "probability of positive"]
    assert list(rows[0]) == ["review", "stars", *added] and len(rows) == 60
    assert [r["run"] for r in command("runs")] == [run]
    assert main(["export", run, "--to", str(tmp_path / "b.zip")]) == 0
    copy = command("import", tmp_path / "b.zip")["run"]
    assert command("predict", copy, "--text", "a dull film") == command("predict", run, "--text", "a dull film")
    probed = command("probe", copy, "--text", "a dull film")
    assert len(probed["curve"]) == len(probed["tokens"]) == 3
    reader = probed["readers"]["forward_1"]
    gates = {"input_gate", "forget_gate", "output_gate", "candidate", "cell_state", "hidden_state"}
    assert gates <= set(reader) and np.shape(reader["forget_gate"]) == (3, reader["units"])
    assert reader["parameters"]["total"] == sum(map(np.prod, reader["shapes"].values()))
    turned = command("probe", copy, "--text", "a dull film", "--flip")
    assert turned["answer"] == command("predict", copy, "--text", "a dull film")["label"] and turned["tried"] > 1
    assert all(flip["answer"] != turned["answer"] for flip in turned["flips"])
    assert main(["delete", run]) == 0 and [r["run"] for r in command("runs")] == [copy]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train", "sentimnet", "--data", "{file}"], "There is no task named 'sentimnet'. Known tasks: "),
        (["train", "sentiment"], "train needs a task and --data FILE."),
        (["train", "sentiment", "--data", "nowhere.csv"], "The file nowhere.csv cannot be opened."),
        (
            ["train", "sentiment", "--data", "{file}", "--label", "label"],
            "There is no column named 'label'. The file has: review, stars.",
        ),
        (["train", "sentiment", "--data", "{file}", "--set", "units=0"], "units must be between 1 and 1024, got 0."),
        (["train", "sentiment", "--data", "{file}", "--set", "units"], "--set needs key=value, got units."),
        (["evaluate", "../../etc", "--data", "{file}"], "There is no such run"),
        (["resume", "0123456789abcdefghjkmnpqrs"], "There is no such run"),
        (["import", "{file}"], "This is neither a run file nor a bundle made by Unrolled."),
        (["predict", "nothing", "--text", "x"], "There is no such run"),
        (["export", "--to", "x.zip"], "export needs a run."),
        (["export", "nothing", "--to", "x.zip", "--format", "keras"], "There is no such run"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_2(store, file, capsys, arguments, sentence):
    assert main([argument.format(file=file) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert sentence in told.err and told.err.count("\n") == 1 and "Traceback" not in told.err


def test_a_ready_model_answers_and_is_exported_by_its_name(store, tmp_path, monkeypatch, capsys):
    from test_exports import network_folder

    monkeypatch.setattr("nlp_models.answering.ready.MODELS", tmp_path)
    network_folder(tmp_path / "sentiment-en")
    assert main(["predict", "sentiment-en", "--text", "a lovely film"]) == 0
    assert main(["export", "sentiment-en", "--to", str(tmp_path / "b.zip")]) == 0
    assert main(["import", str(tmp_path / "b.zip")]) == 0
    assert capsys.readouterr().out.split()[0] in ("good", "bad")
    assert main(["export", "sentiment-en", "--to", str(tmp_path / "s.zip"), "--format", "script"]) == 2


def test_an_unfinished_run_is_not_exported(store, tiny_dataset, tiny_recipe, tmp_path, capsys):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    for kind in ("bundle", "keras", "script"):
        assert main(["export", run.id, "--to", str(tmp_path / "x.zip"), "--format", kind]) == 2
        assert capsys.readouterr().err == "This run has no finished network yet.\n"
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize("command", ["cancel", "stop"])
def test_what_has_ended_is_neither_cancelled_nor_stopped(tiny_run, command, capsys):
    assert main([command, tiny_run.id]) == 2
    assert capsys.readouterr().err == "This training has ended; there is nothing left to stop or cancel.\n"
    tiny_run.store.delete(tiny_run)
    assert main([command, tiny_run.id]) == 2
    assert "There is no such run" in capsys.readouterr().err


def test_a_cancelled_run_answers_nothing(tiny_run, capsys):
    tiny_run.update_status(state="cancelled")  # whatever a crash has left in its folder
    assert main(["predict", tiny_run.id, "--text", "a lovely film"]) == 2
    assert capsys.readouterr().err == "This run has no finished network yet.\n"

"""What is taken home works where we are not: bundle, Keras model, the script that trains again."""

import io
import json
import os
import re
import runpy
import signal
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from children import python, training
from conftest import REPOSITORY, tiny_rows

from nlp_models.answering.predictor import Config, Predictor
from nlp_models.errors import BundleError, RunError
from nlp_models.recipe import Recipe
from nlp_models.runs import bundles
from nlp_models.runs.run import Run
from nlp_models.sharing import exports
from nlp_models.text.vocabulary import Vocabulary
from nlp_models.training.worker import run_worker

TEXTS = ["a lovely film", "재미없지 않았어요, 정말", "", "Awful. Dull! cold " * 30, "never-seen \x00 wörds"]
SCORES = {
    "rows": 9,
    "accuracy": 0.8,
    "accuracy_low": 0.4,
    "accuracy_high": 0.9,
    "macro_f1": 0.7,
    "per_class": {label: {"rows": 3, "precision": 1, "recall": 0.5, "f1": 0.6} for label in ("bad", "good")},
}


def network_folder(folder, labels=("bad", "good"), **choices):
    """A network that nobody trained: the six files of a bundle with random weights."""
    from safetensors.numpy import save_file

    from nlp_models.problems.classification.forward import shapes

    recipe = Recipe.make(
        **{"units": 3, "embedding_size": 4, "tokens": "word", "max_tokens": 12, "dropout": 0} | choices
    )
    texts = [*tiny_rows()[0], "재미있는 영화였어요", "배우는 좋은데 이야기가 지루해요"] * 3
    vocabulary = Vocabulary.build(texts, recipe.tokenizer, 60, recipe.lower_case)
    generator = np.random.default_rng(1)
    wanted = shapes(recipe.model_dump(), len(vocabulary), len(labels))
    config = Config(task="sentiment", recipe=recipe, labels=labels, names={"bad": "나쁨"})
    report = {
        "test": SCORES,
        "baselines": {"majority": SCORES},
        "rows": {"train": 1, "validation": 1, "test": 9},
        "best_epoch": 1,
        "epochs": 1,
        "steps": 1,
        "seconds": {"training": 1, "all": 2},
        "device": "CPU",
        "versions": {},
        "seed": 0,
        "data_sha256": "0" * 64,
        "recipe": recipe.model_dump(),
    }
    folder.mkdir()
    save_file(
        {name: generator.normal(size=shape).astype(np.float32) for name, shape in wanted.items()},
        folder / "weights.safetensors",
    )
    manifest = bundles.Manifest(task="sentiment", created="2026-11-25T00:00:00Z", name="made up")
    written = {
        "manifest.json": manifest.model_dump_json(),
        "config.json": config.model_dump_json(),
        "card.md": "# A",
        "vocabulary.json": vocabulary.to_json(),
        "report.json": json.dumps(report),
    }
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def unzipped(data, folder):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def away(*command, cwd):
    """Run Python where our package cannot be found."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-I", *map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True
    )


def away_with_keras(*command, cwd):
    """The same in a process that has Keras already; it makes sure itself that our package is not there."""
    printed = cwd / "printed.txt"
    status = python(*command, cwd=cwd, printed=printed, isolated=True).wait()
    return SimpleNamespace(returncode=status, stdout=printed.read_text("utf-8"), stderr="")


@pytest.mark.parametrize(
    "choices",
    [
        {"cell": "lstm", "pooling": "max", "tokens": "word", "lower_case": False},
        {"cell": "gru", "pooling": "attention", "tokens": "subword", "layers": 2},
        {"cell": "rnn", "pooling": "last", "tokens": "jamo", "bidirectional": False},
        {"cell": "gru", "pooling": "mean", "tokens": "character", "layers": 2},
        {"cell": "lstm", "pooling": "max", "tokens": "subword", "spelling": "yes"},
    ],
)
def test_the_keras_model_answers_as_we_do_where_our_package_is_not(tmp_path, choices):
    from nlp_models.sharing.keras_export import write_keras

    folder = network_folder(tmp_path / "run", **choices)
    write_keras(folder, tmp_path / "k.zip")
    home = unzipped((tmp_path / "k.zip").read_bytes(), tmp_path / "home")
    assert away("-c", "import nlp_models", cwd=tmp_path).returncode == 1
    texts = [text.replace("\x00", "") for text in TEXTS]
    run = away if "spelling" in choices else away_with_keras  # once from nothing
    done = run(home / "load.py", *texts, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.findall(r"^  (\d\.\d+)  나쁨$", done.stdout, re.MULTILINE)
    assert len(found) == len(texts)
    assert np.allclose([float(share) for share in found], Predictor.load(folder)(texts)[:, 0], atol=1e-4)


def test_a_keras_model_that_answered_otherwise_is_not_written(tmp_path, monkeypatch):
    from nlp_models.problems.classification import keras_export
    from nlp_models.sharing.keras_export import write_keras

    folder = network_folder(tmp_path / "run")
    other = Predictor.load(network_folder(tmp_path / "other", bidirectional=False))
    build = keras_export.build
    monkeypatch.setattr(keras_export, "build", lambda _predictor: build(other))
    with pytest.raises(RunError, match="answers differently"):
        write_keras(folder, tmp_path / "k.zip")
    assert not (tmp_path / "k.zip").exists()


def test_the_page_s_child_makes_the_same_zip_and_says_how_long_it_takes(tmp_path):
    folder, told = network_folder(tmp_path / "run"), []
    home = unzipped(exports.make_keras(folder, told.append), tmp_path / "home")
    assert {file.name for file in home.iterdir()} == {
        "model.keras", "layers.py", "load.py", "vocabulary.json", "requirements.txt", "README.txt",
    }  # fmt: skip
    assert told == sorted(told) and len(told) > 3


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    child, asked = subprocess.Popen(["sleep", "60"]), []
    monkeypatch.setattr(exports, "_start", lambda *_: child)
    monkeypatch.setattr(exports, "KERAS_PATIENCE", 0.3)
    with pytest.raises(RunError, match=r"longer than 0\.3 seconds"):
        exports.make_keras(tmp_path, asked.append)
    assert child.returncode == -signal.SIGKILL and 0 < len(asked) <= 2  # looked at every 0.2 seconds


def test_a_child_that_fails_is_told(tmp_path, monkeypatch):
    def forked(command, env, stdout, **_):
        return python(*command[1:], environment=env, printed=stdout.name)

    folder = network_folder(tmp_path / "run")
    (folder / "weights.safetensors").write_bytes(b"")
    monkeypatch.setattr(exports.subprocess, "Popen", forked)
    with pytest.raises(RunError, match="could not be made"):
        exports.make_keras(folder)


def test_a_bundle_is_read_back_and_answers_alike(tmp_path):
    folder = network_folder(tmp_path / "run")
    taken = exports.validate_bundle(exports.make_bundle(folder))
    assert taken.config.names == {"bad": "나쁨"} and taken.manifest.name == "made up"
    assert np.array_equal(Predictor.from_files(taken.files)(TEXTS), Predictor.load(folder)(TEXTS))


def test_a_bundle_comes_back_as_a_finished_run(tmp_path, store):
    data = exports.make_bundle(network_folder(tmp_path / "run"))
    run = exports.import_bundle(exports.validate_bundle(data), store, owner="local")
    assert run.status.state == "done" and run.about.name == "made up" and exports.make_bundle(run.folder) == data
    with pytest.raises(RunError, match="cannot be trained again"):
        exports.make_reproduction(run)


@pytest.mark.parametrize(
    ("file", "changes", "error"),
    [
        ("report.json", {"test": {"accuracy": "high"}}, "The report of this bundle is not valid"),
        ("report.json", {"test": SCORES | {"accuracy": float("nan")}}, r"not valid \(test\.accuracy\)"),
        ("report.json", {"test": SCORES | {"per_class": {}}}, r"not valid \(per_class\)"),
        ("report.json", {"baselines": {"<b>": SCORES}}, "The report of this bundle is not valid"),
        ("manifest.json", {"task": "spam"}, "The manifest of this bundle is wrong at task"),
    ],
)
def test_a_bundle_with_a_made_up_report_is_refused(tmp_path, file, changes, error):
    folder = network_folder(tmp_path / "run")
    data = json.loads((folder / file).read_text("utf-8"))
    (folder / file).write_text(json.dumps(data | changes), "utf-8")
    bundles.export(folder, tmp_path / "b.zip")
    with pytest.raises(BundleError, match=error):
        exports.validate_bundle(tmp_path / "b.zip")


def repeat(run, folder):
    """Unzip the reproduction of a run and do what its first lines say."""
    home = unzipped(exports.make_reproduction(run), folder)
    done = subprocess.run(
        [sys.executable, home / "reproduce.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )
    return done, next(iter((home / "runs").glob("[0-9]*")), None)


def repeat_here(run, folder, capsys):
    """The same in this process, for what `trained_here` starts."""
    home = unzipped(exports.make_reproduction(run), folder)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(home / "reproduce.py"), run_name="__main__")
    done = SimpleNamespace(returncode=ended.value.code, stdout=capsys.readouterr().out, stderr="")
    return done, next(iter((home / "runs").glob("[0-9]*")), None)


def history(run):
    return [{key: value for key, value in row.items() if "second" not in key} for row in run.metrics()]


def test_the_script_trains_again_to_the_same_score_although_the_minutes_cut_the_schedule_short(
    store, tiny_dataset, tiny_recipe, tmp_path, monkeypatch
):
    # the time is over at once: 57 steps are planned of 176, and the first 56 were taken without knowing it
    monkeypatch.setattr("nlp_models.training.loop.time_to_learn", lambda _minutes, _end: 0)
    recipe = tiny_recipe.changed(epochs=4, units=8, token_dropout=0.1, batch_size=1)
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")
    assert run_worker(store, run.id) == 0 and run.report["steps"] == 57
    done, again = repeat(run, tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The same." in done.stdout and f"expected {run.report['test']['accuracy']:.6f}" in done.stdout
    assert history(Run(again)) == history(run)
    assert (again / "weights.safetensors").read_bytes() == (run.folder / "weights.safetensors").read_bytes()


def test_a_run_stopped_early_is_repeated_to_its_very_step(
    store, tiny_dataset, tiny_recipe, tmp_path, trained_here, capsys
):
    from shared_runs import wait_until

    recipe = tiny_recipe.changed(epochs=500, patience=100, minutes=10, units=8, batch_size=2)
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")
    child = training(run)
    wait_until(lambda: len(run.metrics()) >= 3)
    run.request_stop()
    assert child.wait() == 0 and run.report["steps"] < 500 * 20
    assert exports.repeated(run).stop_after == run.report["steps"]
    done, again = repeat_here(run, tmp_path / "home", capsys)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Run(again).report["steps"] == run.report["steps"]
    assert (again / "weights.safetensors").read_bytes() == (run.folder / "weights.safetensors").read_bytes()


def test_the_script_says_so_when_the_score_or_the_rows_are_others(tiny_run, tmp_path, trained_here, capsys):
    run, report = tiny_run, tiny_run.report
    report["test"]["accuracy"] = 0.123456
    run.write_json("report.json", report)
    done, _ = repeat_here(run, tmp_path / "home", capsys)
    assert done.returncode == 1 and "expected 0.123456" in done.stdout and "Not the same." in done.stdout
    run.dataset_path.write_bytes(run.dataset_path.read_bytes().replace(b"lovely", b"lonely"))
    done, _ = repeat_here(run, tmp_path / "other", capsys)
    assert done.returncode == 1 and "not the file" in done.stdout


def test_steps_and_stop_after_are_obeyed_and_nothing_is_timed(store, tiny_dataset, tiny_recipe, traced_before):
    whole = store.create("sentiment", tiny_recipe.changed(steps=40, epochs=2), tiny_dataset, owner="local")
    assert run_worker(store, whole.id) == 0
    assert whole.report["steps"] == 40 and not (whole.folder / "schedule.json").exists()
    assert whole.metrics()[-1]["learning_rate"] < 1e-9  # the cosine ends with the schedule
    short = store.create("sentiment", tiny_recipe.changed(steps=40, stop_after=9), tiny_dataset, owner="local")
    assert run_worker(store, short.id) == 0 and short.report["steps"] == 9


def test_somebody_elses_rows_are_not_given_away(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="somebody else")
    with pytest.raises(RunError, match="Only the person who started this run"):
        exports.make_reproduction(Run(run.folder, store, mine=False))

"""sweep on the command line: what is told of one, of bad input, and of a sweep where a run could stand."""

import json
import sys

import pytest
from fake_trials import FakeRunner, begun, driven

from nlp_models.command_line import main, sweeping
from nlp_models.sweeps import starting
from nlp_models.sweeps import sweep as sweeps


@pytest.fixture
def asked(capsys):
    def asked(*arguments):
        status = main([*map(str, arguments)])
        return status, *capsys.readouterr()

    return asked


def test_a_sweep_that_ended_is_told_in_words_and_as_json(asked, store, tiny_dataset, tiny_folder, monkeypatch):
    sweep = driven(begun(store, tiny_dataset, trials=16), FakeRunner(tiny_folder, failing=2), monkeypatch)
    status, out, _ = asked("sweep", "--group", sweep.id)
    assert status == 0 and "done, 16 of 16 trials" in out and "given up after epoch" in out
    assert "best: cell=gru units=" in out and "what tells the better trials" in out and "failed. The loss" in out
    _, out, _ = asked("sweep", "--group", sweep.id, "--json")
    told = json.loads(out)
    assert told["run"] == sweep.winner.id and told["trials"][told["best"] - 1]["settings"]["cell"] == "gru"
    assert told["report"]["test"] and sum(told["importance"].values()) == pytest.approx(1, abs=0.01)
    assert "nothing to resume" in asked("resume", sweep.id)[2] and asked("delete", sweep.id)[0] == 0
    assert asked("sweep", "--group", sweep.id)[0] == 2 and not store.folders()


def test_a_file_is_tried_with_what_is_asked_for_stopped_and_cancelled(asked, store, tmp_path, monkeypatch):
    file = tmp_path / "rows.csv"
    file.write_text("text,label\n" + "".join(f"a {w} film {n},{n % 2}\n" for n in range(40) for w in ("good", "bad")))
    started = []
    monkeypatch.setattr(sweeping, "start", lambda own: started.append(own) or own.file("started").touch())
    monkeypatch.setattr(sweeping, "follow_sweep", lambda own, _options: print(own.id))
    arguments = ("--try", "cell=rnn,gru", "--try", "units=2..4", "--trials", 50, "--minutes", 2, "--set", "steps=7")
    status, out, _ = asked("sweep", "sentiment", "--data", file, *arguments)
    sweep = sweeps.get(store, out.strip(), "local")
    plan, run = sweep.study.plan, sweep.group.runs[0]
    assert status == 0 and (plan.trials, plan.minutes, run.recipe.steps, run.about.name) == (6, 2, 7, "rows #1, RNN")
    assert starting.command(sweep) == [sys.executable, "-m", "nlp_models", "sweep", "--drive", sweep.id]
    assert "Cancel this sweep" in asked("delete", sweep.id)[2]
    assert asked("stop", sweep.id)[0] == 0 and sweep.stop_requested
    sweep.file("started").unlink()
    assert asked("cancel", sweep.id)[0] == 0 and sweeps.get(store, sweep.id, "local").state == "cancelled"
    assert asked("resume", sweep.id)[0] == 0 and started[-1].id == sweep.id and not sweep.stop_requested


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "sweep needs a task"),
        (("--group", "nothing"), "no such group"),
        (("sentimnet", "--data", "x.csv"), "no task named"),
        (("sentiment", "--data", "rows.csv"), "nothing to try"),
        (("sentiment", "--data", "rows.csv", "--try", "unit=3..9"), "Did you mean units?"),
        (("sentiment", "--data", "rows.csv", "--try", "units=9..3"), "upside down"),
        (("sentiment", "--data", "rows.csv", "--try", "units=3..9", "--trials", "0"), "between 2 and 100"),
        (("sentiment", "--data", "rows.csv", "--try", "units=3..9", "--trials", "1000"), "between 2 and 100"),
        (("sentiment", "--data", "rows.csv", "--try", "units=3..9", "--minutes", "0"), "some minutes"),
        (("sentiment", "--data", "rows.csv", "--try", "units=3..9", "--trials", "many"), "invalid int"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_left(asked, store, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("text,label\n" + "".join(f"a film {n},{n % 2}\n" for n in range(40)))
    status, _, err = asked("sweep", *arguments)
    assert status == 2 and said in err and "Traceback" not in err and not store.folders()


@pytest.mark.parametrize("arguments", [("train", "--set", "steps=7"), ("race",), ("sweep", "--try", "cell=rnn,gru")])
def test_runner_that_there_is_none_of_is_told_before_anything_is_kept(asked, store, tmp_path, monkeypatch, arguments):
    (tmp_path / "rows.csv").write_text("text,label\n" + "".join(f"a film {n},{n % 2}\n" for n in range(40)))
    monkeypatch.setenv("UNROLLED_RUNNER", "rai")
    command, *rest = arguments
    status, _, err = asked(command, "sentiment", "--data", tmp_path / "rows.csv", *rest)
    assert status == 2 and 'no runner named "rai"' in err and not store.folders()

"""race on the command line: what is told of one that ended, of bad input, and of a race where a run could stand."""

import json

import pytest
from races import ended_race, race

from nlp_models.command_line import main, racing
from nlp_models.runs import groups


@pytest.fixture
def asked(capsys):
    def asked(*arguments):
        status = main([*map(str, arguments)])
        return status, *capsys.readouterr()

    return asked


def test_a_race_that_ended_is_told_in_words_and_as_json(asked, store, tiny_dataset, tiny_folder):
    group = ended_race(store, tiny_dataset, tiny_folder, wrong=(9, 0, 1))
    status, out, _ = asked("race", "--group", group.id)
    assert status == 0 and "LSTM" not in out
    assert "lstm is better than rnn, by" in out and "logistic_regression" in out and "only" not in out.splitlines()[0]
    status, out, _ = asked("race", "--group", group.id, "--json")
    told = json.loads(out)
    assert [one["name"] for one in told["contestants"]] == ["rnn", "lstm", "gru"] and told["equal"] == "steps"
    assert told["pairs"][0]["sure"] is True and told["pairs"][0]["p_value"] < 0.05 and len(told["pairs"]) == 3


def test_what_failed_or_is_gone_is_told_beside_the_rest(asked, store, tiny_dataset, tiny_folder):
    group = ended_race(store, tiny_dataset, tiny_folder)
    store.delete(group.runs[0])
    group.runs[1].update_status(state="failed")
    status, out, err = asked("race", "--group", group.id)
    assert status == 2 and "Fewer than two" in out
    assert "rnn (seed 0) was deleted" in err and "lstm (seed 0): failed" in err


def test_a_file_is_raced_with_what_is_asked_for(asked, store, tmp_path, monkeypatch):
    file = tmp_path / "rows.csv"
    file.write_text("text,label\n" + "".join(f"a {w} film {n},{n % 2}\n" for n in range(40) for w in ("good", "bad")))
    monkeypatch.setattr(racing, "follow_group", lambda group, _options: print(group.id))
    arguments = ("--try", "cell=rnn,gru", "--steps", 7, "--seeds", 3, "--set", "units=3", "--ask", "fine")
    status, out, _ = asked("race", "sentiment", "--data", file, *arguments)
    group = groups.get(store, out.strip(), "local")
    assert status == 0 and [(seat.changes, seat.seed) for seat in group.seats] == [
        ({"cell": cell}, seed) for seed in range(3) for cell in ("rnn", "gru")
    ]
    assert {(run.recipe.steps, run.recipe.units, run.about.name[:5]) for run in group.runs} == {(7, 3, "rows,")}
    _, out, _ = asked("race", "sentiment", "--data", file, "--seconds", 20)
    timed = groups.get(store, out.strip(), "local")
    assert timed.equal == "seconds" and timed.runs[0].recipe.steps > timed.runs[1].recipe.steps > 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "race needs a task"),
        (("--group", "nothing"), "no such group"),
        (("sentimnet", "--data", "x.csv"), "no task named"),
        (("sentiment", "--data", "rows.csv", "--try", "cell"), "key=value"),
        (("sentiment", "--data", "rows.csv", "--try", "cell=rnn,mamba"), "cell must be"),
        (("sentiment", "--data", "rows.csv", "--try", "cell=rnn"), "two contestants"),
        (("sentiment", "--data", "rows.csv", "--steps", "5", "--seconds", "5"), "not allowed with"),
    ],
)
def test_bad_input_is_a_sentence(asked, store, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("text,label\n" + "".join(f"a film {n},{n % 2}\n" for n in range(40)))
    status, _, err = asked("race", *arguments)
    assert status == 2 and said in err and "Traceback" not in err


def test_a_race_can_be_cancelled_stopped_and_deleted_by_its_id(asked, store, tiny_dataset):
    group = race(store, tiny_dataset)
    assert asked("stop", group.id)[0] == 0 and all(run.stop_requested for run in group.runs)
    assert asked("cancel", group.id)[0] == 0 and all(run.cancel_requested for run in group.runs)
    assert "Cancel these" in asked("delete", group.id)[2]
    for run in group.runs:
        run.update_status(state="cancelled")
    assert asked("delete", group.id)[0] == 0 and not store.list("local")
    assert "no such run" in asked("cancel", group.id)[2]

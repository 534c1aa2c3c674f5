"""The page Race: its form, a race that trains, what came of one, and its one line on Runs."""

import pytest
from conftest import REPOSITORY, as_read, opened_page
from races import end, ended_race, race
from streamlit.testing.v1 import AppTest

from nlp_models import runners, tasks
from nlp_models.messages import Message
from nlp_models.runs import groups
from nlp_models.training.ended import UNLEARNED
from pages.ui.race.curves import Point, told_so_far
from pages.ui.train.length import about_time

ROW = {
    "loss": 0.6,
    "accuracy": 0.6,
    "validation_loss": 0.6,
    "learning_rate": 0.001,
    "tokens_per_second": 9.0,
    "kept": True,
}


@pytest.fixture(autouse=True)
def _one_visitor(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


def words(test):
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.warning, *test.error, *test.button]
    return as_read(" ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts)).replace(
        "\\", ""
    )


def labels(test):
    return {button.label for button in test.button}


def opened_runs(*chosen):
    test = AppTest.from_file(str(REPOSITORY / "pages" / "runs.py"), default_timeout=60)
    test.session_state["lang"], test.session_state["framed"] = "en", True
    test.session_state["chosen-runs"] = [unit.id for unit in chosen]
    return test.run()


def test_the_form_makes_a_race_of_the_chosen_rows_and_looks_at_it(store, monkeypatch):
    submitted = []
    monkeypatch.setattr(runners.Local, "submit", lambda _self, run: submitted.append(run))
    test = opened_page("race", task="sentiment")
    assert "Who takes part: RNN, LSTM, GRU" in words(test) and "steps each, about" in words(test)
    next(group for group in test.button_group if group.label == "The same for all").set_value("seconds").run()
    assert "As many steps as fit into the same time: RNN" in words(test)
    next(button for button in test.button if button.label == "Start the race").click().run()
    assert not test.exception and len(submitted) == 1
    group = groups.get(store, submitted[0].group, "local")
    assert group.equal == "seconds" and [run.recipe.cell for run in group.runs] == ["rnn", "lstm", "gru"]
    assert group.name == "Example sentences – The cells" and group.runs[2].about.name == "Example sentences, GRU"
    assert test.query_params["group"] in (group.id, [group.id]) and "task" not in test.query_params
    assert "the same time for all" in words(test) and "Getting ready" in [status.label[:13] for status in test.status]


def test_a_race_that_trains_shows_who_is_ahead_and_what_became_of_the_others(store, tiny_dataset):
    group = race(store, tiny_dataset, ask="a lovely film")
    for run, scores in zip(group.runs, ((0.5, 0.6), (0.5, 0.8), ()), strict=True):
        for epoch, score in enumerate(scores, 1):
            run.append_metrics(ROW | {"epoch": epoch, "step": 5 * epoch, "validation_accuracy": score, "seconds": 2.0})
        run.update_status(state="running", step=10, steps=20, epoch=2)
    group.runs[2].update_status(state="failed")
    test = opened_page("race", group=group.id)
    assert "After epoch 2, LSTM is ahead with 80.0\u00a0% on rows set aside." in words(test)
    assert "GRU failed: The training failed. The others go on." in words(test)
    assert "1 of 3 are finished" in next(iter(test.get("progress"))).text
    next(button for button in test.button if button.label == "Stop and keep the best so far").click().run()
    assert [run.stop_requested for run in group.runs] == [True, True, False]


def test_a_race_that_ended_says_what_it_comes_to_and_one_without_a_member_too(store, tiny_dataset, tiny_folder):
    group = ended_race(store, tiny_dataset, tiny_folder, wrong=(9, 0, 1), first=(0, 0, 11))
    test = opened_page("race", group=group.id)
    told = words(test)
    assert "LSTM is better than RNN, by 75.0 points at least" in told and "Two by two" in told
    assert "Only 12 rows are held back" in told and "12 rows that none of them has seen" in told
    scores = test.table[0].value
    assert list(scores.index[:3]) == ["■ LSTM", "● GRU", "▲ RNN"] and "– naive Bayes" in list(scores.index)
    assert {"Another race", "Delete"} <= labels(test)
    store.delete(group.runs[0])
    for run in group.runs[1:]:
        run.write_json("report.json", run.report | {"baselines": {}})
    test.run()
    assert "There is no simple method to hold them against" in words(test)
    assert "RNN is not there any more" in words(test) and "LSTM comes first" in words(test)
    group.runs[2].update_status(state="interrupted")
    assert "Resume" in labels(test.run())
    next(button for button in test.button if button.key == f"delete-yes-{group.id}").click().run()
    assert not store.list("local") and "Start the race" in labels(test) and not test.error


def test_a_race_that_is_deleted_in_another_tab_is_told(store, tiny_dataset):
    group = race(store, tiny_dataset)
    for run, why in zip(group.runs, (Message(UNLEARNED), Message(UNLEARNED), None), strict=True):
        run.update_status(state="cancelled", message=why)
    test = opened_page("race", group=group.id)
    assert "RNN, LSTM were stopped before they had learned anything" in words(test) and "GRU was cancelled" in words(
        test
    )
    group.delete()
    test.run()
    assert "no such group of runs" in words(test) and "Start the race" in labels(test) and not test.exception


def test_the_chart_of_three_seeds_that_differ_by_luck_says_so():
    def points(lead):
        return [
            Point(name, seed, 1, 5, 2.0, 0.7 + 0.05 * ((seed + place) % 3) + lead * (name == "GRU"))
            for place, name in enumerate(("RNN", "LSTM", "GRU"))
            for seed in range(3)
        ]

    kind = tasks.load("sentiment").kind
    assert told_so_far(kind, "accuracy", points(0.01), active=True) == (
        "After epoch 1, GRU comes first with 76.0\u00a0% on rows set aside, but there is no difference that 3 seeds could show."
    )
    assert told_so_far(kind, "accuracy", points(0.3), active=True).startswith("After epoch 1, GRU is ahead with")
    alone = [point for point in points(0.3) if point.name == "GRU"]
    assert "on their way" in told_so_far(kind, "accuracy", alone, active=True)
    assert "have no score" in told_so_far(kind, "accuracy", alone, active=False)


def test_the_lengths_of_a_small_file_are_told_apart():
    assert [about_time(seconds) for seconds in (70, 97, 149, 290)] == ["70 s", "1½ min", "2½ min", "5 min"]


def test_a_link_to_a_race_that_is_not_there_is_told_and_the_form_stands_below(store):
    test = opened_page("race", group="0" * 26)
    assert "no such group of runs" in words(test) and "Start the race" in labels(test)


def test_a_race_is_one_line_on_runs_that_opens(store, tiny_dataset, tiny_folder):
    group = ended_race(store, tiny_dataset, tiny_folder)
    alone = store.create("sentiment", group.runs[0].recipe, tiny_dataset, owner="local", name="alone")
    end(alone, tiny_folder)
    test = opened_runs()
    table = test.dataframe[0].value
    assert list(table["name"]) == ["alone", "tiny – The cells (3 networks)"] and table["cell"][1] == "RNN LSTM GRU"
    assert "2 runs" in words(test)
    test = opened_runs(group)
    assert "the same number of steps for all" in words(test) and {"Open", "Delete"} <= labels(test)

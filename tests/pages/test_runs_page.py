"""The Runs page: what is there, what can be done about it, and what a training that ended offers next."""

import re
from itertools import pairwise

import pytest
from conftest import REPOSITORY, as_read
from races import end
from streamlit.testing.v1 import AppTest

from nlp_models.answering.judging import judge
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive


@pytest.fixture(autouse=True)
def _one_visitor(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


@pytest.fixture
def finished(tiny_run):
    return tiny_run


@pytest.fixture
def make(store, tiny_dataset, tiny_recipe):
    def make(state, name="", **recipe):
        run = store.create("sentiment", tiny_recipe.changed(**recipe), tiny_dataset, owner="local", name=name or state)
        run.update_status(state=state, epoch=2)
        return run

    return make


ROW = {"step": 7, "loss": 0.6, "accuracy": 0.6, "validation_loss": 0.6, "validation_accuracy": 0.6,
       "learning_rate": 0.001, "seconds": 1.0, "tokens_per_second": 9.0}  # fmt: skip


def train_on(run, losses):
    for epoch, loss in enumerate(losses, 1):
        run.append_metrics(
            ROW | {"epoch": epoch, "loss": loss, "validation_loss": loss, "validation_accuracy": 1 - loss}
        )


def open_page(*chosen, lang="en"):
    test = AppTest.from_file(str(REPOSITORY / "pages" / "runs.py"), default_timeout=60)
    test.session_state["lang"], test.session_state["framed"] = lang, True
    test.session_state["chosen-runs"] = [run.id for run in chosen]
    return test.run()


def words(test):
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.error, *test.button, *test.code]
    return " ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts).replace("\\", "")


def labels(test):
    return {button.label for button in test.button}


def test_an_empty_page_says_so_and_leads_to_sentiment(store):
    test = open_page()
    assert not test.exception and "Nothing here yet" in words(test)
    assert "Start with sentiment" in labels(test)


def test_all_runs_of_the_visitor_stand_in_the_table_the_newest_first(store, finished, make, tiny_recipe, tiny_dataset):
    make("failed"), make("cancelled")
    store.create("sentiment", tiny_recipe, tiny_dataset, owner="somebody else", name="not mine")
    test = open_page()
    assert not test.exception
    table = test.dataframe[0].value
    assert list(table["name"]) == ["cancelled", "failed", "tiny"]
    assert list(table["state"]) == ["× Cancelled", "! Failed", "✓ Done"]  # a sign and a word each
    score = f"accuracy {100 * finished.report['test']['accuracy']:.1f}\u00a0%"
    assert list(table["score"]) == [
        "× Cancelled",
        "! Failed",
        score,
    ]  # on a phone only this column stands beside the name
    assert len(table["loss"].iloc[2]) == 2 and table["size"].iloc[2] > 0
    assert "3 runs" in words(test) and "30 days after it ended" in words(test)


def test_the_page_opens_in_korean(finished):
    assert not open_page(finished, lang="ko").exception


@pytest.mark.parametrize(
    ("state", "there", "not_there"),
    [
        ("interrupted", {"Resume", "Open"}, {"Cancel it"}),
        ("failed", {"Go on from the last epoch", "Open"}, {"Resume"}),
        ("running", {"Stop and keep the best so far", "Cancel it"}, {"Delete", "Resume"}),
    ],
)
def test_buttons_follow_the_state(make, state, there, not_there):
    run = make(state)
    train_on(run, [0.6, 0.5])
    found = labels(open_page(run))
    assert there <= found and not not_there & found


def test_delete_asks_by_name_and_then_the_run_is_gone(store, make):
    run = make("failed", name="Film *reviews*")
    test = open_page(run)
    assert 'Delete "Film *reviews*"? It cannot be undone' in words(test)
    test.button(key=f"delete-no-{run.id}").click().run()
    assert store.list("local")
    test.button(key=f"delete-yes-{run.id}").click().run()
    assert not test.exception and not store.list("local") and "Nothing here yet" in words(test)


def test_rename_and_share(store, finished):
    test = open_page(finished)
    test.text_input(key=f"name-{finished.id}").set_value("a better name").run()
    assert finished.about.name == "a better name" and "a better name" in words(test)
    assert not test.exception and finished.id not in words(test)
    test.toggle(key=f"share-{finished.id}").set_value(True).run()
    assert finished.about.shared and f"?run={finished.id}&step=try" in words(test)
    theirs = store.get(finished.id, "anybody")
    assert theirs.mine is False and not theirs.has_rows and theirs.seen_as != finished.seen_as and judge(theirs) is None
    test.checkbox(key=f"share-rows-{finished.id}").check().run()
    assert store.get(finished.id, "anybody").has_rows and judge(store.get(finished.id, "anybody"))
    test.checkbox(key=f"share-rows-{finished.id}").uncheck().run()
    assert finished.about.shared and not store.get(finished.id, "anybody").has_rows
    test.toggle(key=f"share-{finished.id}").set_value(False).run()
    assert not finished.about.shared


def test_two_runs_are_compared_by_score_and_by_the_settings_that_differ(store, finished, tiny_dataset, tiny_recipe):
    other = store.create("sentiment", tiny_recipe.changed(cell="gru"), tiny_dataset, owner="local", name="tiny")
    end(other, finished.folder)
    test = open_page(finished, other)
    assert not test.exception and "2 runs compared" in words(test)
    table = test.table[0].value
    assert list(table.columns) == ["tiny · GRU", "tiny · LSTM"]
    assert list(table.index) == ["Score", "Time", "Cell"]  # nothing that is the same
    assert re.fullmatch(r"\d+\.\d\u00a0% \(\d+\.\d to \d+\.\d\u00a0%\)", table.loc["Score"].iloc[0])
    assert "scores best" in words(test)


def test_runs_of_two_kinds_are_never_on_one_axis(store, finished, make, tiny_dataset, tiny_recipe):
    from nlp_models.datasets.dataset import Dataset

    text = store.create(
        "next-word",
        tiny_recipe,
        Dataset({"text": ["a film"] * 20}, {}),
        owner="local",
        name="a book of my own, with a long name",
    )
    train_on(text, [6.0, 5.0])
    test = open_page(finished, text)
    charts = test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")
    assert not test.exception and len(charts) == 2 and "Fewer than two of these are finished" in words(test)
    headings = [as_read(part.value).strip("*").split(" · Loss on held-out sentences")[0] for part in test.markdown]
    assert {"Next word", "Sentiment"} <= set(headings)
    assert list(test.table[0].value.columns) == ["a book of my own, with a long name · LSTM", "tiny · LSTM"]


def test_the_list_can_be_of_one_use_case(store, finished, make, tiny_dataset, tiny_recipe):
    assert not open_page().pills  # nothing to choose between
    store.create("spam", tiny_recipe, tiny_dataset, owner="local", name="letters")
    test = open_page()
    assert test.pills[0].options == ["All", "Sentiment", "Spam filter"] and len(test.dataframe[0].value) == 2
    test.pills[0].set_value("spam").run()
    assert list(test.dataframe[0].value["name"]) == ["letters"] and test.query_params["use-case"] in ("spam", ["spam"])


def test_names_at_the_ends_of_lines_never_cover_each_other():
    from pages.ui.runs.compare import APART, line_ends

    rows = [
        {"run": name, "epoch": 1, "loss": loss} for name, loss in [("a", 0.5), ("b", 0.501), ("c", 0.499), ("d", 1)]
    ]
    heights = sorted(end["at"] for end in line_ends(rows, ["a", "b", "c", "d"]))
    apart = [high - low for low, high in pairwise(heights)]
    assert min(apart) >= APART * 0.501 - 1e-9


def test_a_downloaded_run_comes_back_and_a_bad_file_gets_a_sentence(store, finished):
    data = archive.pack(finished)
    store.delete(finished)
    test = open_page()
    test.file_uploader[0].upload("run.zip", b"no zip at all").run()
    assert "This is neither a run file nor a bundle made by Unrolled." in words(test) and not store.list("local")
    test.file_uploader[0].upload("run.zip", data).run()
    assert not test.exception and not test.error
    [back] = store.list("local")
    assert back.status.state == "done" and back.about.name == "tiny"


def test_the_page_polls_only_while_something_runs(finished, make, monkeypatch):
    asked = []
    monkeypatch.setattr("streamlit.fragment", lambda **more: asked.append(more) or (lambda draw: draw))
    open_page(finished)
    assert asked == []
    make("running")
    open_page(finished)
    assert asked == [{"run_every": "2s"}]


# the watched run


def watched(run):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.switch_page("pages/sentiment.py")
    test.query_params["lang"], test.query_params["step"] = "en", "train"
    test.session_state["watched-sentiment"] = run.id
    return test.run()


def test_after_the_end_one_button_trains_with_what_the_curves_ask_for(store, finished, monkeypatch):
    submitted = []
    monkeypatch.setattr("nlp_models.runners.local.Local.submit", lambda self, run: submitted.append(run))
    finished.cut_metrics(0)
    train_on(finished, [0.69, 0.6, 0.5, 0.4])
    (finished.folder / "answers.json").unlink()  # two units after two epochs: what they answer is another finding
    report = finished.report
    finished.write_json("report.json", report | {"test": report["test"] | {"accuracy": 0.9}})
    test = watched(finished)
    assert not test.exception and "Still improving; more time may help" in words(test)
    test.button(key="help").click().run()
    [new] = submitted
    assert new.recipe == finished.recipe.changed(epochs=8) and new.about.name == "tiny 2"
    assert new.dataset.digest() == finished.dataset.digest()


def test_an_interrupted_run_offers_to_resume_and_to_delete_even_when_it_was_being_cancelled(store, make):
    run = make("interrupted")
    (run.folder / "cancel").touch()  # it was asked for while it trained
    test = watched(run)
    assert not test.exception and {"Resume", "Delete", "Keep"} <= labels(test) and "Cancel it" not in labels(test)
    test.button(key=f"delete-yes-{run.id}").click().run()
    assert not test.exception and RunStore.default().list("local") == []


def test_a_training_that_does_not_hear_can_be_ended_by_force(make, monkeypatch):
    run = make("running")
    run.update_status(step=3, steps=9, epochs=3)
    run.request_cancel()
    assert "End it by force" not in labels(watched(run))
    monkeypatch.setattr("nlp_models.runners.local.hangs", lambda run: True)
    test = watched(run)
    assert "End it by force" in labels(test)
    test.button(key="force").click().run()
    assert "There is no training of this run on this computer to end." in words(test)


def test_a_loss_that_is_no_number_offers_a_lower_learning_rate(make):
    from nlp_models.messages import Message
    from nlp_models.scoring.curves import NO_NUMBER

    run = make("failed", learning_rate=0.3)
    run.update_status(message=Message("The loss is no longer a number; a lower learning rate helps.", code=NO_NUMBER))
    assert "Train with learning rate 0.1" in labels(watched(run))

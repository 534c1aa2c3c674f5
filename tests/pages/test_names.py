"""What a network is called: asked for at Start training, proposed from data and cell, told once wherever it is named."""

import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from pages.ui.train.starting import ROOM, free_name, proposed_name


@pytest.fixture(autouse=True)
def _one_visitor(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


@pytest.fixture
def train(store, monkeypatch):
    """`train(name, cell)`: Train of a new tab, filled in and started; gives the run."""
    monkeypatch.setattr("nlp_models.runners.local.Local.submit", lambda self, run: None)

    def train(name=None, cell=None):
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/spam.py")
        test.query_params.update({"lang": "en", "step": "train"})
        test.session_state["watched-spam"] = None
        test.run()
        [asked] = [field for field in test.text_input if field.label == "Name of the network"]
        assert asked.value == "Example sentences, LSTM"
        if name is not None:
            asked.set_value(name)
        if cell:
            test.segmented_control(key="set-spam-cell").set_value(cell)
        next(button for button in test.button if button.label == "Start training").click().run()
        assert not test.exception and not test.error
        [run] = [run for run in store.list("local") if run.is_active]
        run.update_status(state="failed")
        return run

    return train


def test_the_proposal_follows_the_cell_and_a_second_one_gets_a_number(train):
    assert train(cell="gru").about.name == "Example sentences, GRU"
    assert train().about.name == "Example sentences, LSTM"
    assert train().about.name == "Example sentences, LSTM 2"


def test_what_was_typed_stands(train):
    assert train("  Mina's   letters ", "gru").about.name == "Mina's letters"


def test_an_empty_name_is_the_proposal(train):
    assert train("").about.name == "Example sentences, LSTM"


@pytest.mark.parametrize(
    ("data", "proposed"),
    [
        ("11-0.txt", "11-0, RNN"),
        ("smilestyle_dataset.tsv", "smilestyle_dataset, RNN"),
        ("Example sentences", "Example sentences, RNN"),
        ("x" * 90 + ".csv", "x" * (ROOM - 5) + ", RNN"),
    ],
)
def test_the_proposal_is_the_name_of_the_data_without_its_ending(data, proposed):
    assert proposed_name(data, "rnn") == proposed


def test_a_name_that_is_taken_gets_the_next_number(store, tiny_recipe, tiny_dataset):
    for name, owner in (("a", "local"), ("a 2", "local"), ("b", "somebody else")):
        store.create("sentiment", tiny_recipe, tiny_dataset, owner=owner, name=name)
    assert (free_name("a"), free_name("b"), free_name("")) == ("a 3", "b", "")


def test_a_done_card_leads_to_judge_of_this_network(tiny_run):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.query_params.update({"lang": "en", "step": "train", "run": "sentiment-en"})
    test.session_state["watched-sentiment"] = tiny_run.id
    test.run()
    labels = [button.label for button in test.button]
    assert labels.index("See how good it is") < labels.index("Try it")
    assert any(part.value == "tiny · LSTM · words" for part in test.caption)
    next(button for button in test.button if button.label == "See how good it is").click().run()
    assert not test.exception and test.session_state["step"] == "judge"
    assert test.session_state["run-sentiment"] == tiny_run.id

"""Inside the cell: what is drawn is what the network computed, a hold changes what it should, and nothing bad in a link breaks it."""

import json
import zipfile
from functools import partial

import numpy as np
import pytest
import streamlit as st
from conftest import REPOSITORY, opened_page
from streamlit.testing.v1 import AppTest

from nlp_models.answering import units
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS, ready_models
from nlp_models.answering.unrolled import Hold, unroll
from nlp_models.messages import translator
from pages.ui.inside.drawn import cell_data
from pages.ui.inside.formulas import shapes
from pages.ui.inside.searches.places import around
from pages.ui.inside.steps import GATES, SIGNED, joined, shown_tokens, steps_of, summands_of

CELLS = {"lstm": "sentiment-en", "gru": "translation-en-fr"}
ONE_OF_EACH = [
    "sentiment-en",
    "spam-ko",
    "tagging-pos-en",
    "next-word-ko",
    "chatbot-en",
    "translation-en-ko",
    "captions-ko",
]


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    return partial(opened_page, "inside_the_cell")


def words(test):
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.error]
    return " | ".join(part.value for part in parts).replace("\\", "")


def cell_is_drawn(test):
    return any(part.key == "cell" for part in test.get("bidi_component"))


def press(test, label):
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception


@pytest.fixture(scope="module")
def reader_of():
    def read(cell, **how):
        predictor = Predictor.load(MODELS / CELLS[cell])
        return unroll(predictor, "It starts slow but the end is great", **how).readers["forward_1"]

    return read


def drawn(reader, unit=3, window=None, holds=()):
    return cell_data(("run", "folder", "text"), reader, unit, window or (0, len(reader.tokens)), holds, "", "")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("model", ONE_OF_EACH)
def test_it_opens_on_a_model_of_every_kind_in_both_languages(app, model, lang):
    test = app(run=model, lang=lang)
    assert not test.error and test.session_state["inside-network"] == model
    assert test.button(key="hold").label == translator(lang)("Hold it") and cell_is_drawn(test)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("unit", [0, 5])
def test_the_numbers_of_a_unit_fulfil_the_formulas_beside_them(reader_of, cell, unit):
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    for step in drawn(reader_of(cell), unit)["levels"]["unit"]["steps"]:
        for gate in GATES[cell]:
            squash = np.tanh if gate in SIGNED else sigmoid
            assert step[gate] == pytest.approx(squash(sum(step["sums"][gate])), abs=3e-4)
        if cell == "lstm":
            assert step["c"] == pytest.approx(step["f"] * step["c_prev"] + step["i"] * step["g"], abs=3e-4)
            assert step["h"] == pytest.approx(step["o"] * np.tanh(step["c"]), abs=3e-4)
        else:
            assert step["h"] == pytest.approx(step["z"] * step["h_prev"] + (1 - step["z"]) * step["g"], abs=3e-4)
        ends = {"lstm": "c", "gru": "h"}[cell]
        assert step[ends] == pytest.approx(step["kept"] + step["written"], abs=3e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_the_whole_cell_shows_the_means_of_all_units(reader_of, cell):
    reader = reader_of(cell)
    steps = drawn(reader)["levels"]["cell"]["steps"]
    assert [step["h"] for step in steps] == pytest.approx(reader.gates["hidden_state"].mean(axis=1), abs=1e-4)


def test_a_backward_reader_is_stepped_through_from_the_end():
    text = "It starts slow but the end is great"
    reader = unroll(Predictor.load(MODELS / "sentiment-en"), text).readers["backward_1"]
    data = drawn(reader)
    assert data["order"] == list(range(len(data["words"])))[::-1]
    by_place = data["levels"]["unit"]["steps"]
    assert by_place[-1]["h_prev"] == 0 and by_place[0]["h_prev"] == by_place[1]["h"]


def test_a_window_goes_on_from_the_step_before_it(reader_of):
    reader = reader_of("lstm")
    whole, part = steps_of(reader, (0, 8), lambda values: values[:, 1]), drawn(reader, 1, (3, 6))
    assert part["levels"]["unit"]["steps"] == whole[3:6] and len(part["words"]) == 3
    assert sorted(part["order"]) == [0, 1, 2]


@pytest.mark.parametrize("cell", CELLS)
def test_the_shapes_count_as_keras_does(reader_of, cell):
    reader = reader_of(cell)
    counts = [int(told.split()[0].replace(",", "")) for _, _, told in shapes(reader) if told[0].isdigit()]
    assert sum(counts) == reader.parameters["total"]


def test_a_bias_of_a_gru_is_told_inside_the_reset(reader_of):
    reader = reader_of("gru")
    word, state, bias = summands_of(reader, "g")
    assert np.allclose(np.tanh(word + state + bias), reader.gates["candidate"], atol=1e-5)


def test_what_is_held_is_marked_on_the_unit_and_on_the_whole_cell(reader_of):
    reader = reader_of("lstm")
    of_all, of_one = Hold("forward_1", "forget_gate", 1.0), Hold("forward_1", "input_gate", 0.0, units=(3,))
    levels = drawn(reader, 3, holds=(of_all, of_one))["levels"]
    assert levels["cell"]["held"] == ["f"] and levels["unit"]["held"] == ["f", "i"]
    assert drawn(reader, 4, holds=(of_one, Hold("backward_1", "forget_gate", 0.0)))["levels"]["unit"]["held"] == []


def test_holding_and_letting_go_changes_the_answer_and_back(app):
    test = app(run="next-word-en", text="The old fisherman went to the")
    before = words(test)
    press(test, "Hold it")
    press(test, "Hold it")  # the same again is one hold
    assert test.session_state["holds-next-word-en"] == (Hold("forward_1", "forget_gate", 1.0),)
    assert "forget f of all units held at 1" in words(test) and "Probability of every word" in words(test)
    test.segmented_control(key="inside-gate").set_value("i").run()
    assert "gate:i" in test.query_params["set"]
    press(test, "Hold it")
    press(test, "Let go of all")
    assert test.session_state["holds-next-word-en"] == () and "all units held" not in words(test)
    test.segmented_control(key="inside-gate").set_value("f").run()
    assert words(test) == before


def test_look_inside_leads_to_the_cell_with_run_and_sentence(app):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.switch_page("pages/sentiment.py")
    test.query_params.update({"lang": "en", "step": "inside", "run": "sentiment-en"})
    test.session_state["sentence-sentiment"] = "a dull film"
    test.run()
    press(test, "Step through the cell")
    assert test.title[0].value == "Inside the cell" and test.text_input[0].value == "a dull film"
    assert test.session_state["inside-network"] == "sentiment-en"


def test_a_link_brings_its_sentence_once_and_typing_writes_it_into_the_address(app):
    test = app(run="sentiment-en", text="a dull film")
    assert test.text_input[0].value == "a dull film"
    test.text_input[0].set_value("a lovely film").run()
    assert test.query_params["text"] in ("a lovely film", ["a lovely film"])
    test.run()
    assert test.text_input[0].value == "a lovely film" and not test.exception


@pytest.mark.parametrize("run", ["01h00000000000000000000000", "../../etc/passwd"])
def test_an_unknown_network_is_told_and_another_is_opened(app, run):
    test = app(run=run)
    assert "There is no such run" in words(test) and "Another network is opened instead" in words(test)
    assert cell_is_drawn(test)


def test_an_unfinished_training_is_told_with_the_way_to_it(app, tiny_run):
    tiny_run.update_status(state="running")
    test = app(run=tiny_run.id)
    assert "has not finished its training" in words(test) and cell_is_drawn(test)
    assert [link.proto.label for link in test.get("page_link")] == ["Go to its training"]


def test_a_run_of_somebody_else_is_opened_by_its_link_when_it_is_shared_only(app, tiny_run, store):
    about = json.loads((tiny_run.folder / "about.json").read_text())
    tiny_run.write_json("about.json", about | {"owner": "f" * 64})
    assert "There is no such run" in words(app(run=tiny_run.id))
    tiny_run.write_json("about.json", about | {"owner": "f" * 64, "shared": True})
    test = app(run=tiny_run.id)
    assert not test.error and test.session_state["inside-network"] == tiny_run.id


def test_a_run_whose_weights_are_damaged_is_told(app, tiny_run):
    (tiny_run.folder / "weights.safetensors").write_bytes(b"none")
    test = app(run=tiny_run.id)
    assert test.error and not test.exception


@pytest.mark.parametrize("model", ["sentiment-en", "next-word-en", "tagging-ner-en"])
def test_what_each_word_did_is_told_by_three_measures_once_it_is_opened(app, model):
    test = app(run=model)
    assert not any(str(part.key).startswith("measure-") for part in test.get("bidi_component"))
    test.session_state["cell-words"] = True
    test.run()
    drawn = [part.key for part in test.get("bidi_component") if str(part.key).startswith("measure-")]
    assert drawn == ["measure-occlusion", "measure-gradient", "measure-integrated"] and not test.exception
    assert "Its numbers add up to" in words(test)


def test_a_link_brings_the_boxes_and_the_numbers_of_the_drawing_are_a_table_too(app):
    test = app(run="sentiment-en", text="a dull film", set="gate:i,of:some,units:7.2,at:any,value:0.3,shown:c")
    boxes = [test.segmented_control(key=f"inside-{name}").value for name in ("gate", "scope", "value", "shown")]
    assert boxes == ["i", "some", "any", "c"] and test.multiselect(key="inside-some").value == [2, 7]
    assert test.number_input(key="inside-any-value-False").value == 0.3
    test.session_state["cell-numbers"] = True
    table = test.run().dataframe[0].value
    assert table.shape == (3, 2 + 6) and table.iloc[:, 1].tolist() == ["a", "dull", "film"]


@pytest.mark.parametrize(
    "text", ["   ", "\u0000", "😀", "a" * 30_000, "film " * 5_000, "<script>alert(1)</script>", "good"]
)
def test_no_text_breaks_it(app, text):
    test = app(run="sentiment-en", text=text)
    assert not test.error


def test_a_long_text_comes_in_windows_and_says_so(app):
    test = app(run="sentiment-en", text="a good film and " * 60)
    assert any(slider.label.startswith("First word shown") for slider in test.slider)


def test_a_picture_that_is_none_is_told(app):
    test = app(run="captions-en", text="hello")
    assert "is not a picture" in words(test) and cell_is_drawn(test)  # of another one


def test_without_any_network_there_is_a_way_on(app, monkeypatch, tmp_path):
    monkeypatch.setattr("nlp_models.answering.ready.MODELS", tmp_path)
    assert not ready_models()
    test = app()
    assert "Train one, then come back" in words(test) and test.get("page_link")


FOLDED = ("cell-places", "cell-followers", "cell-words", "cell-flips", "cell-map")


@pytest.mark.parametrize("model", ["tagging-ner-en", "next-word-en", "captions-en"])
def test_every_folded_part_opens_on_a_model_of_every_kind(app, model, monkeypatch):
    monkeypatch.setattr(units, "MOST_ROWS", 200)
    test = app(run=model)
    for key in FOLDED:
        test.session_state[key] = True
    test.run()
    assert not test.exception
    told = words(test)
    assert "principal components" in told and "The two directions" in told
    assert not test.error and "Its 10 strongest places" in told
    if model == "captions-en":
        assert (
            "given the right answer" in told
            and "Click the words that it is to follow" in told
            and "owes most to" in told
        )
    else:
        assert "50 is chance" in told


def test_a_strongest_place_is_read_in_place_of_the_sentence(app):
    test = app(run="sentiment-en", text="a dull film")
    test.session_state["cell-places"] = True
    test.run()
    lines = [button for button in test.button if str(button.key).startswith("place-")]
    assert len(lines) == 10 and lines[0].label[0] in "+−"
    sizes = [abs(float(line.label.split()[0].replace("−", "-"))) for line in lines]
    assert sizes == sorted(sizes, reverse=True)
    lines[0].click().run()
    assert not test.exception and test.text_input[0].value != "a dull film"
    bold = lines[0].label.split("**")[1]
    assert bold.casefold() in test.text_input[0].value.casefold()


def test_units_that_follow_words_clicked_are_found_and_can_be_held_together(app):
    test = app(run="sentiment-en", text="a dull film")
    test.session_state["cell-followers"] = True
    test.session_state["inside-followed"] = "words"
    test.run()
    assert "Click the words that it is to follow" in words(test)
    next(pills for pills in test.button_group if pills.key == "inside-marked").set_value(["film"]).run()
    assert "the words “film”" in words(test) and not test.exception
    found = [
        int(button.key.removeprefix("follower-")) for button in test.button if str(button.key).startswith("follower-")
    ]
    test.button(key="followers-held").click().run()
    assert test.multiselect(key="inside-some").value == found
    press(test, "Hold it")
    assert test.session_state["holds-sentiment-en"] == (Hold("forward_1", "forget_gate", 1.0, tuple(sorted(found))),)
    assert "of the units" in words(test)
    test.multiselect(key="inside-some").set_value([]).run()
    assert test.button(key="hold").disabled


def test_what_turns_the_answer_is_a_sentence_that_a_click_reads(app):
    test = app(run="sentiment-en", text="a dull film")
    test.session_state["cell-flips"] = True
    test.run()
    before = words(test)
    assert "turns it: “Negative” " in before and " → “Positive” " in before
    line = next(button for button in test.button if button.key == "flip-0")
    word = line.label.split("**")[1]
    line.click().run()
    assert word in test.text_input[0].value and "turns it: “Positive” " in words(test)


def test_what_turns_a_written_word_follows_the_word_that_is_chosen(app):
    test = app(run="translation-en-fr", text="The dog sleeps.")
    test.session_state["cell-flips"] = True
    test.run()
    box = next(box for box in test.selectbox if box.label == "Word that should change")
    for place in (box.value, 0):
        box.set_value(place).run()
        chosen = box.options[place].partition(". ")[2]
        assert not test.exception and (f"turns it: “{chosen}” " in words(test) or f"stays at “{chosen}”" in words(test))
        assert "The words that it wrote before stay as they are" in words(test)


def test_the_popover_of_a_phone_and_the_boxes_of_a_wide_screen_choose_the_same(app):
    test = app(run="sentiment-en", text="a dull film")
    assert not [box for box in test.number_input if box.key == "unit-sentiment-narrow"]

    test.session_state["inside-folded"] = True
    test.run()
    test.segmented_control(key="reader-narrow").set_value("backward_1").run()
    assert test.session_state["reader"] == "backward_1"
    test.number_input(key="unit-sentiment-narrow").set_value(7).run()
    assert test.number_input(key="unit-sentiment").value == 7 and not test.exception
    test.selectbox(key="inside-network-narrow").set_value("spam-en").run()
    assert test.session_state["inside-network"] == "spam-en" and cell_is_drawn(test)
    assert test.text_input[0].value != "a dull film" and not test.exception


def test_with_everything_open_no_text_breaks_it(app):
    test = app(run="spam-en", text="good")
    for text in ("good", "   ", "😀 \u0000", "a good film and " * 1250):
        for key in FOLDED:
            test.session_state[key] = True
        test.text_input[0].set_value(text).run()
        assert not test.exception and not test.error, text[:20]
    told = words(test)
    assert (
        "Out of a hundred pairs" in told
        and (" turns it" in told or " to turn it" in told)
        and "texts of at most 60 words" in told
    )


def test_a_run_of_an_older_version_opens_with_the_searches_in_its_own_rows(app, store):
    old = store.root / "01h00000000000000000000000"
    with zipfile.ZipFile(REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0" / "classification.folder.zip") as kept:
        kept.extractall(old)
    test = app(run=old.name)
    test.session_state["cell-places"] = True
    test.run()
    assert test.session_state["inside-network"] == old.name and "rows of this training" in words(test)
    (old / "dataset.jsonl").unlink()
    st.cache_resource.clear()
    test.run()
    assert "since its own are not here" in words(test) and not test.error


def test_a_network_without_cells_says_so(app, monkeypatch):
    monkeypatch.setattr("pages.ui.inside.opened.has_cells", lambda predictor: False)
    test = app(run="sentiment-en")
    assert "no recurrent cells to look into" in words(test) and not cell_is_drawn(test)


@pytest.mark.parametrize("tokens, at, line", [
    (["▁", "체", "육", "▁시간", "에"], 2, "체**육** 시간에"),
    (["près", "de", "␣", "·gare", "·."], 3, "près de **gare** ."),
    (["we", "'", "re"], 1, "we **'** re"),
    (["▁don", "'", "t"], 1, "don **'**t"),
])  # fmt: skip
def test_pieces_of_a_word_stand_together_where_a_unit_fires(tokens, at, line):
    assert around(shown_tokens(tokens), at, joined(tokens)) == line

"""The Data step: rows are looked over, mended, undone; Train gets what is left."""

import pytest
from conftest import REPOSITORY, as_read, counted_calls
from streamlit.testing.v1 import AppTest

from nlp_models.datasets.dataset import Dataset
from pages.ui.data.edits import corrections
from pages.ui.data.preview import matching

HEALTHY = "".join(f"good film {n}\tgood\nbad film {n}\tbad\n" for n in range(10))


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    def open_page(**query):
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/sentiment.py")
        for key, value in ({"lang": "en", "step": "data"} | query).items():
            test.query_params[key] = value
        return test.run()

    return open_page


@pytest.fixture
def pasted(app):
    def give(text):
        test = app(source="paste")
        test.text_area(key="sentiment-pasted").set_value(text).run()
        assert not test.exception
        return test

    return give


def told(test):
    parts = [*test.markdown, *test.caption, *test.error, *test.subheader]
    return as_read(" ".join(str(part.value) for part in parts)).replace("\\", "").replace("\xa0", " ")


def press(test, label):
    """Press the button of that name; there must be exactly one."""
    [button] = [button for button in test.button if button.label == label]
    button.click().run()
    assert not test.exception
    return test


def labels_of(test):
    return [button.label for button in test.button]


def to_train(test):
    return told(press(test, "Train on this data"))


def test_the_doctor_sums_up_the_example_once(app):
    test = app()
    assert told(test).count("1,000") == 1 and "1,000 rows · 2 labels · Negative: 50 %, Positive: 50 %" in told(test)


def test_duplicates_are_removed_told_and_undone(pasted):
    test = pasted(HEALTHY + "good film 1\tgood\nGood  film 2\tgood\n")
    assert "2 duplicate rows" in told(test) and "22 rows" in told(test)
    press(test, "Keep one of each")
    assert "2 rows removed" in told(test) and "20 rows" in told(test) and "duplicate rows" not in told(test)
    press(test, "Undo")
    assert "2 duplicate rows" in told(test) and "Undo" not in labels_of(test)


def test_several_remedies_are_undone_one_by_one(pasted):
    test = pasted(HEALTHY + "good film 1\tgood\n" + " \tgood\n" + "odd\trare\n")
    press(test, "Keep one of each")
    leave = [button for button in test.button if button.label == "Leave out"]
    leave[0].click().run()  # the empty text
    assert "Row 22 removed (2 changes so far)" in told(test)
    press(test, "Undo")
    assert "Row 21 removed" in told(test) and "One row has no text" in told(test)
    press(test, "Undo")
    assert "One duplicate row" in told(test)


def test_train_gets_what_is_left(pasted):
    test = pasted(HEALTHY + "good film 1\tgood\n")
    press(test, "Keep one of each")
    assert "Data: Pasted text, 20 rows" in to_train(test)


def test_edits_belong_to_their_data(pasted):
    test = pasted(HEALTHY + "good film 1\tgood\n")
    press(test, "Keep one of each")
    first = test.text_area(key="sentiment-pasted").value
    test.text_area(key="sentiment-pasted").set_value(HEALTHY + "bad film 1\tbad\n").run()
    assert "One duplicate row" in told(test) and "Undo" not in labels_of(test)
    test.text_area(key="sentiment-pasted").set_value(first).run()
    assert "Row 21 removed" in told(test)  # the same data again: nothing was lost


def test_rows_without_a_label_can_be_left_out_beside_the_error(pasted):
    test = pasted(HEALTHY + "a film\t\nanother\t\n")
    assert "Rows 21 and 22 have no label." in told(test) and "2 rows have no label" in told(test)
    assert "Train on this data" not in labels_of(test)
    press(test, "Leave these 2 rows out")
    assert not test.error and "Data: Pasted text, 20 rows" in to_train(test)


def test_rows_without_a_label_do_not_reach_a_network(pasted):
    test = pasted(HEALTHY + "a film\t\n")
    test.session_state["step"] = "train"
    test.query_params["step"] = "train"
    test.run()
    assert "Row 21 has no label." in told(test) and "Look at the data" in labels_of(test)


def test_an_imbalance_sets_the_weights_of_train_and_lets_go_of_them(pasted):
    test = pasted(HEALTHY + "".join(f"more {n}\tgood\n" for n in range(30)))
    press(test, "Let the rare labels count more")
    assert "Rare labels will count more in training" in told(test)
    press(test, "Train on this data")
    assert test.toggle(key="set-sentiment-class_weights").value and not test.warning
    test.session_state["step"] = "data"
    test.query_params["step"] = "data"
    press(test.run(), "Undo")
    assert '"good" has 4 times as many rows as "bad"' in told(test)


def test_two_numbers_get_the_names_of_the_page_on_a_click(pasted):
    test = pasted("".join(f"film {n}\t{n % 2}\n" for n in range(20)))
    assert "The labels are numbers (0, 1)" in told(test)
    press(test, "1 = Positive, 0 = Negative")
    assert "The labels are numbers" not in told(test) and "Negative: 50 %, Positive: 50 %" in told(test)
    assert test.session_state["sentiment-names"] == {"1": "Positive", "0": "Negative"}


def test_contradictions_are_settled_by_the_commonest_label(pasted):
    test = pasted(HEALTHY + "so so\tgood\nso so\tgood\nSo so\tbad\n")
    press(test, "Review")
    assert "Choose another label, or tick what to leave out." in told(test)
    press(test, "Let the commonest label win")
    assert "Label of row 23 changed" in told(test) and "carries different labels" not in told(test)


def test_after_an_edit_that_takes_too_much_the_way_back_is_there(pasted):
    test = pasted("".join(f"film\t{n % 2}\n" for n in range(10)))
    press(test, "Review")
    press(test, "Let the commonest label win")  # a tie: all rows go
    assert "This file has no rows." in told(test) and "Train on this data" not in labels_of(test)
    press(test, "Undo")
    assert "One text carries different labels" in told(test)


def test_a_file_given_up_by_a_busy_computer_is_read_again_on_a_click(pasted, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("nlp_models.reading.limited.PATIENCE", 0)
        test = pasted(HEALTHY)
        assert "too busy now" in told(test)
    assert "Train on this data" in labels_of(press(test, "Read it again"))


def test_what_is_typed_into_a_table_becomes_rows_to_remove_and_labels():
    rows = [(2, "a"), (5, ""), (9, "b")]
    changes = {0: {"label": "b"}, 1: {"out": True, "label": "a"}, 2: {"label": "b", "out": False}}
    assert corrections(changes, rows) == ({5}, {2: "b", 5: "a"})
    assert corrections({1: {"label": None}}, rows) == (set(), {})


def test_rows_are_searched_for_all_words_in_any_order():
    dataset = Dataset({"text": ["A good film", "good", "film, so good"], "label": ["1", "1", "0"]}, {"0": "Sad"})
    assert matching(dataset, "FILM good") == [0, 2] and matching(dataset, "sad") == [2] and matching(dataset, "x") == []


def test_signs_in_labels_and_texts_are_shown_as_they_are(pasted):
    rows = "".join(f"**text** {{x}} {n}\t{{label}}\n:red[text] {n}\t$b$\n" for n in range(10))
    test = pasted(rows)
    assert "{label}: 50 %" in told(test) and "$b$: 50 %" in told(test)


def test_a_click_reads_and_examines_nothing_again_and_goes_through_the_rows_once(app):
    test = app(source="file")
    rows = "".join(f"text number {n}\t{n % 2}\n" for n in range(50_000))
    with counted_calls() as calls:
        test.file_uploader[0].upload("large.tsv", f"document\tlabel\n{rows}".encode()).run()
    assert "50,000 rows" in told(test) and calls["read_limited"] and calls["examine"] == 1
    with counted_calls() as calls:
        test.run()
    assert not test.exception and not calls["read_limited"] and not calls["examine"]
    assert sum(calls.values()) < 1.9 * 50_000, calls.most_common(5)


def test_a_pasted_text_of_49_megabytes_is_told(pasted):
    """A browser's field takes less; somebody may send it all the same."""
    test = pasted("a" * 49_000_000)
    assert not test.exception
    assert [error.value for error in test.error] == [
        "A pasted text may have 1,000,000 letters, this one has more. Save it as a file and choose that."
    ]


def test_a_file_that_does_not_fit_has_its_nearest_remedy_as_a_button(app):
    test = app(source="file")
    rows = "".join(f"{n},{'good' if n % 2 else 'bad'},a film number {n}\n" if n != 7 else "7,good\n" for n in range(20))
    test.file_uploader[0].upload("mine.csv", f"id,label,extra\n{rows}".encode()).run()
    assert "Row 9 has 2 columns where the header has 3" in told(test)
    assert "It looks like a table with separators (CSV). What this page needs: A file with a text and a label" in told(
        test
    )
    press(test, "Leave out the 1 rows that do not fit")
    assert "19 rows" in told(test) and "1 left out (rows 9)" in told(test)
    test.file_uploader[0].upload("words.txt", "".join("the O\nriver B-LOC\n\n" for _ in range(9)).encode()).run()
    assert "19 rows" not in told(test) and "It looks like CoNLL, a word a line." in told(test)
    assert next(button for button in labels_of(test) if button.startswith("Open it in")) == "Open it in Tagging"
    press(test, "Choose another file")
    assert "words.txt" not in told(test) and "Open it in Tagging" not in labels_of(test)


def test_one_of_several_labels_is_chosen_and_a_column_of_parts_is_used(pasted):
    lines = (
        f"a film number {n}\t{('joy', 'joy, fear', 'hope')[n % 3]}\t{('Train', 'Test')[n % 5 == 0]}\n"
        for n in range(30)
    )
    test = pasted("text\tlabel\tusage\n" + "".join(lines))
    assert "10 rows have several labels in their cell (joy, fear)" in told(test)
    [choice] = [box for box in test.selectbox if set(box.options) == {"joy", "fear", "hope"}]
    choice.select("hope").run()
    press(test, "Ask only for this one")
    assert "30 rows · 2 labels · not hope: 67 %, hope: 33 %" in told(test)
    press(test, "Use it")
    assert "The rows are parted as 'usage' says (2 changes so far)" in told(test)


def test_texts_without_labels_go_to_the_network(app):
    test = app(source="file")
    rows = "".join(f"{n},The tweet number {n} is long enough,somebody {n} wrote it\n" for n in range(12))
    test.file_uploader[0].upload("tweets.csv", f"id,tweet,author\n{rows}".encode()).run()
    assert "Open it in Chatbot" not in labels_of(test)
    press(test, "Let the network answer these texts")
    assert "Kept from before: tweets.csv" in told(test) and "Answer 12 rows" in labels_of(test)

"""The words of the field: in both languages, true to their file, found where they stand; and nothing goes without one."""

import ast
import re
from xml.etree import ElementTree

import pytest
from conftest import REPOSITORY, opened_page
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.messages import translator
from nlp_models.recipe import Recipe
from nlp_models.settings import GROUPS, shown
from pages.ui.terms import every, linked, of
from pages.ui.terms.page import found
from pages.ui.terms.pictures import drawn

KINDS = {name: tasks.load(name).kind for name in tasks.names()}
COLUMNS = {"precision", "recall", "f1"}  # of reports, a label each
SCORED = [*(REPOSITORY / "pages" / "ui" / "views").rglob("judge*.py"),
          REPOSITORY / "pages" / "ui" / "views" / "classification" / "cost.py"]  # fmt: skip
COLUMN_CALLS = ("metric", "NumberColumn", "ProgressColumn", "LineChartColumn", "number", "bar")
PLAIN = {"Sentences", "Times", "Sure", "How sure", "Different answers", "What seeing is worth"}  # or their help says it


@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_term_says_two_sentences_in_both_languages(code):
    assert len(every()) >= 40
    for term in every().values():
        assert term.name[code] and term.forms[code]
        assert len(re.findall(r"[.?](?=\s|$)", term.says[code])) == 2, (term.id, term.says[code])
        hangul = any("가" <= letter <= "힣" for letter in term.says[code])
        assert hangul == (code == "ko" or term.id in ("syllable", "jamo")), term.id
        assert "!" not in term.says[code]


def test_what_a_term_leads_to_is_there():
    for term in every().values():
        assert set(term.see) <= set(every()) - {term.id}, term.id
    assert {"rnn", "lstm", "gru"} <= {name for term in every().values() for name in term.see}


@pytest.mark.parametrize("code", ["en", "ko"])
def test_pictures_are_drawings_whose_words_are_large_enough_and_of_one_language(code):
    pictures = {term.picture for term in every().values()} - {""}
    assert len(pictures) >= 7
    for name in pictures:
        svg = ElementTree.fromstring(drawn(name, code))
        width, height = float(svg.get("width")), float(svg.get("height"))
        words = [part for part in svg.iter("text")]
        assert all(0 <= float(part.get("x")) <= width and 0 < float(part.get("y")) <= height for part in words), name
        hangul = [part.text for part in words if any("가" <= letter <= "힣" for letter in part.text)]
        assert code == "ko" or not hangul, (name, hangul)


def test_no_setting_is_shown_without_a_name_a_group_a_sentence_and_a_term():
    for name, field in Recipe.model_fields.items():
        assert field.title and field.description.endswith("."), name
        assert shown(field).group in GROUPS, name
        assert of(name), f"terms.toml explains no setting {name}"
    titles = [field.title for field in Recipe.model_fields.values()]
    assert len(set(titles)) == len(titles)


def test_no_score_or_baseline_is_shown_without_a_term():
    told = {name for kind in KINDS.values() for name in (*kind.MEASURES, *kind.BASELINES)} | COLUMNS
    assert not [name for name in told if not of(name)]
    explained = [name for term in every().values() for name in term.explains]
    assert len(set(explained)) == len(explained)
    spoken = told | set(Recipe.model_fields) | {f"kneser_ney_{n}" for n in range(2, 6)}
    assert set(explained) <= spoken, "explains what is not there"


def test_no_heading_of_a_score_is_without_a_term():
    titles = {title for file in SCORED for title in headings(file)}
    assert {"Perplexity", "Macro F1", "Precision", "Recall", "BLEU-4"} <= titles
    assert not [title for title in titles - PLAIN if linked(title, list(every()), "en") == title]


def headings(file):
    """The titles of metrics and of columns of numbers, in English, as far as they are written out."""
    for call in calls(ast.parse(file.read_text("utf-8")), COLUMN_CALLS):
        words = next(calls(call.args[0], ("t",)), call) if call.args else call
        if words.args and isinstance(words.args[0], ast.Constant):
            yield words.args[0].value
        elif call.args and isinstance(words.args[0], ast.Call):  # explained("BLEU-4", ...)
            yield from (part.value for part in words.args[0].args[:1] if isinstance(part, ast.Constant))


def calls(tree, names):
    """The calls of functions of these names."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return (node for node in found if getattr(node.func, "attr", getattr(node.func, "id", "")) in names)


@pytest.mark.parametrize(
    ("text", "names", "code", "said"),
    [
        (
            "Loss after every epoch",
            ["loss", "epoch"],
            "en",
            "[Loss](words?word=loss) after every [epoch](words?word=epoch)",
        ),
        (
            "에포크마다의 손실이에요",
            ["epoch", "loss"],
            "ko",
            "[에포크](words?word=epoch)마다의 [손실](words?word=loss)이에요",
        ),
        ("Units of a community", ["unit"], "en", "[Units](words?word=unit) of a community"),
        ("a community", ["unit"], "en", "a community"),
        ("셀과 셀", ["cell"], "ko", "[셀](words?word=cell)과 셀"),
        (
            "the cell state of a cell",
            ["cell-state", "cell"],
            "en",
            "the [cell state](words?word=cell-state) of a [cell](words?word=cell)",
        ),
        ("LSTM은 셋", ["lstm"], "ko", "[LSTM](words?word=lstm)은 셋"),
        (
            "**GRU**는 둘",
            ["gru"],
            "ko",
            "[**GRU**](words?word=gru)는 둘",
        ),  # Markdown ends bold before Hangul only within
        ("**GRU** has two", ["gru"], "en", "[**GRU**](words?word=gru) has two"),
        ("macro F1 and F1", ["f1", "macro-f1"], "en", "macro [F1](words?word=f1) and F1"),
    ],
)
def test_a_term_is_linked_where_it_stands_first(text, names, code, said):
    assert linked(text, names, code) == said


def test_what_is_underlined_stands_in_the_sentence_in_both_languages():
    korean, places = translator("ko"), 0
    for file in (REPOSITORY / "pages").rglob("*.py"):
        for call in calls(ast.parse(file.read_text("utf-8")), ("explained",)):
            sentence = next(calls(call.args[0], ("t",)), None)
            names = [part.value for part in call.args[1:] if isinstance(part, ast.Constant)]
            if sentence is call.args[0] and names and isinstance(sentence.args[0], ast.Constant):
                said = sentence.args[0].value
                told = {"en": said, "ko": korean(said)} if korean(said) != said else {"en": said}
                places += 1
                assert not [
                    (name, code) for code, text in told.items() for name in names if linked(text, [name], code) == text
                ], said
    assert places > 20


def test_only_the_first_use_on_a_page_is_underlined_and_it_stays_when_a_part_draws_itself_anew():
    def page():
        import streamlit as st

        from pages.ui.frame import state
        from pages.ui.terms import explained

        if not st.session_state.get("again"):
            state.EXPLAINED.set({})  # as app.py does at the beginning of a page
        st.markdown(explained("the loss falls", "loss"))
        st.markdown(explained("the loss of an epoch", "loss", "epoch"))

    test = AppTest.from_function(page).run()
    said = ["the [loss](words?word=loss) falls", "the loss of an [epoch](words?word=epoch)"]
    assert [part.value for part in test.markdown] == said
    test.session_state["again"] = True
    assert [part.value for part in test.run().markdown] == said


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


def opened(lang, **query):
    test = opened_page("words", lang=lang, **query)
    assert not test.error
    return test


@pytest.mark.parametrize(
    ("lang", "title", "first"), [("ko", "용어 풀이", "BLEU"), ("en", "Words explained", "accuracy")]
)
def test_words_opens_in_both_languages_in_alphabetical_order(store, lang, title, first):
    test = opened(lang)
    assert test.title[0].value in (title, "Words explained")  # until its Korean is in the catalogue
    names = [part.value for part in test.subheader]
    assert names[0] == first and len(names) == len(every())
    assert {part.anchor for part in test.subheader} == set(every())


def test_words_opens_on_the_word_of_the_address_and_finds_others(store):
    test = opened("en", word="lstm")
    assert test.subheader[0].value == "LSTM (long short-term memory)"
    test.text_input(key="word").set_value("forget").run()
    assert test.subheader[0].value == "forget gate" and len(test.subheader) < 12
    test.text_input(key="word").set_value("xyzzy").run()
    assert not test.subheader and not test.exception
    assert opened("en", word="xyzzy").subheader[0].value == "accuracy"  # an old link leads to all of them


def test_a_search_looks_at_names_of_both_languages_first():
    assert found("망각", "en")[0].id == "forget-gate"
    assert found("LSTM", "ko")[0].id == "lstm"
    assert {term.id for term in found("", "en")} == set(every())


def test_train_names_what_it_folds_away_and_says_what_each_cell_is(store):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.switch_page("pages/next_word.py")
    test.query_params["lang"], test.query_params["step"] = "en", "train"
    test.run()
    fold = next(part for part in test.expander if part.label.startswith("More settings: "))
    widgets = [*fold.number_input, *fold.toggle, *fold.selectbox]
    labels = {widget.label for widget in widgets}
    promised = re.fullmatch(r"More settings: (.*) and (\d+) more", fold.label)
    named = promised[1].split(", ")
    assert {"Dropout", "Learning rate"} <= set(named)
    assert all(any(label.startswith(name) for label in labels) for name in named)
    assert len(named) + int(promised[2]) == len(widgets)
    assert all(widget.help for widget in widgets)
    assert [part.value for part in fold.markdown] == [f"**{title}**" for title in GROUPS.values()]
    text = " ".join(part.value for part in test.markdown)
    assert all(f"[**{cell}**](words?word={cell.lower()})" in text for cell in ("RNN", "LSTM", "GRU"))

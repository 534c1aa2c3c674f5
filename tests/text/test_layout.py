"""Indentation and empty lines of a poem or a program: read as tokens, written as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import BundleError
from nlp_models.portable import load
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.writing import appended, context, laid_out, text_of, tokens_of
from nlp_models.recipe import Recipe
from nlp_models.text.layout import MOST_LEVELS, PLAIN, Layout
from nlp_models.text.vocabulary import END, Vocabulary

CODE = ["def f(x):", "    if x:", "        return 1", "    return 2", "", "print(f(2))"] * 4
POEM = ["the sea is wide", "   and I am small", "the sea is old", "   and I am tall", "", ""] * 4
KINDS = ("word", "spaced", "character", "jamo", "subword")

bodies = st.sampled_from(["a", "zb.", "가나 다", "a b. 나", "b a z", "(x)", "=="])


@st.composite
def programs(draw):
    """`(indent, lines)`: levels of one indent, empty lines one at a time between others."""
    indent = draw(st.sampled_from(["  ", "    ", "\t"]))
    lines = draw(st.lists(st.tuples(st.integers(0, MOST_LEVELS), bodies, st.booleans()), min_size=1, max_size=8))
    return indent, [
        part for n, body, empty in lines for part in ([indent * n + body, ""] if empty else [indent * n + body])
    ]


@given(programs())
def test_lines_come_back_as_they_were(program):
    indent, lines = program
    layout = Layout(indent, True)
    assert [layout.written(line) for line in layout.lines(lines)] == lines
    assert layout.lines(layout.lines(lines)) == layout.lines(lines)


@given(programs(), st.sampled_from(["spaced", "character", "jamo"]))
def test_any_program_goes_through_the_tokens_and_back(program, kind):
    indent, lines = program
    text = "\n".join(lines).rstrip()
    vocabulary = Vocabulary.build(lines, kind, 5_000, ends=True, layout=Layout(indent, True), lower_case=False)
    assert text_of(vocabulary, context(vocabulary, text)) == text


@pytest.mark.parametrize(
    ("texts", "layout"),
    [
        (CODE, Layout("    ", True)),
        (POEM, Layout("   ", True)),
        (["for x in y:", "\tprint(x)", "\tprint(y)"] * 5, Layout("\t", False)),
        (["a line", "another line", "", "and a third"] * 5, Layout("", True)),
        (["a line", " another line", "and a third"] * 5, PLAIN),  # one space is a slip
        (["   a line", "   another line"] * 5, PLAIN),  # all stand alike
        (["a line"] * 60 + [""], PLAIN),
    ],
)
def test_what_a_text_says_by_its_layout(texts, layout):
    assert Layout.of(texts) == layout


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_is_one_stream_with_its_layout(kind):
    recipe = Recipe.make(tokens=kind, vocabulary_size=60, lower_case=False)
    problem = LanguageModel.build(Dataset({"text": CODE * 5}), recipe)
    ids = problem.encoded(Dataset({"text": CODE})).ids.tolist()
    assert ids.count(END) == len(CODE)
    again = Vocabulary.from_json(problem.vocabulary.to_json())
    written = text_of(again, ids)
    assert [len(line) - len(line.lstrip()) for line in written.split("\n")] == [
        len(line) - len(line.lstrip()) for line in "\n".join(CODE).rstrip("\n").split("\n")
    ]
    if kind != "word":  # where signs stand is a rule of thumb among words
        assert written == "\n".join(CODE).rstrip("\n")
    assert context(again, "\n".join(CODE))[: len(ids) - 1] == ids[:-1]


@pytest.mark.parametrize("text", ["\n".join(CODE), "if x: ⏎ ⇥⇥ return ⏎ ⏎ ", "\n\n    a\n\n\n\tb\n", " a", ""])
def test_what_is_taken_home_reads_it_alike(text, monkeypatch):
    vocabulary = Vocabulary.build(CODE, "word", 50, ends=True, layout=Layout.of(CODE))
    known = json.loads(vocabulary.to_json()) | {"start": [END], "max_tokens": 400}
    monkeypatch.setattr(load, "settings", lambda: known)
    load.numbers.cache_clear()
    assert load.what_is_read(text) == [END, *context(vocabulary, text)]
    load.numbers.cache_clear()


def test_a_text_without_layout_is_read_as_ever():
    lines = ["a lovely film", "a dull film", "a film"] * 10
    problem = LanguageModel.build(Dataset({"text": lines}), Recipe.make(tokens="word", vocabulary_size=60))
    assert problem.vocabulary.layout == PLAIN and "layout" not in problem.vocabulary.to_json()
    assert problem.encoded(Dataset({"text": ["a film", "", "  a dull film"]})).lines == 3
    assert problem.words_in("a film\n\n   a film") == ["a", "film", "⏎", "a", "film"]


def test_signs_may_be_typed_and_stand_in_their_places():
    vocabulary = Vocabulary.build(CODE, "word", 50, ends=True, layout=Layout.of(CODE))
    typed, read = tokens_of(vocabulary, "if x: ⏎ ⇥⇥ return ⏎ ⏎ "), tokens_of(vocabulary, "if x:\n        return\n\n")
    assert [token for token, *_ in typed] == ["if", "x", ":", "⏎", "⇥⇥", "return", "⏎", "⏎"]
    assert [place for *_, place in typed] == [0, 1, 1, 2, 3, 4, 5, 6]
    assert [token for token, *_ in read] == ["if", "x", ":", "⏎", "⇥⇥", "return"]  # a text's own end is not a line's
    text = "if x:"
    for _, number, _ in [*typed[3:], typed[0]]:
        text = appended(vocabulary, text, number)
    assert text == "if x:\n⇥⇥ return\n\nif" and laid_out(vocabulary, text) == "if x:\n        return\n\nif"


@pytest.mark.parametrize("layout", ["", 3, {"indent": "ab"}, {"indent": 4}, {"indent": " " * 90}, []])
def test_a_strangers_layout_is_refused(layout):
    with pytest.raises(BundleError):
        Layout.from_json(layout)

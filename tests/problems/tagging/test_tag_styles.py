"""Tags of entities as files write them, and lines of the CoNLL family that are not as they should be."""

from collections import Counter

import pytest
from test_word_rows import ENGLISH, KOREAN, expected, notes, pairs, read

from nlp_models.messages import render
from nlp_models.problems.tagging.checks import lengths, one_word, sentences
from nlp_models.problems.tagging.reading.tag_styles import are_of_entities, restyled

STYLES = {
    "PER_B PER_I - -": "B-PER I-PER O O",  # Naver's contest
    "PER-B PER-I O LOC-B": "B-PER I-PER O B-LOC",
    "b-per i-per o o": "B-per I-per O O",
    "B_PER I_PER O O": "B-PER I-PER O O",
    "PER PER O LOC": "B-PER I-PER O B-LOC",
    "O O O PER": "O O O B-PER",
    "B-PER I-PER _ _": "B-PER I-PER O O",
    "B-PER I-PER 0 0": "B-PER I-PER O O",
    "B-PER M-PER E-PER O": "B-PER I-PER E-PER O",
    "NNP NNP VBD .": "NNP NNP VBD .",
    "N N O V": "N N O V",  # of tweets: O is a pronoun
    "B-PER I-PER O O": "B-PER I-PER O O",
}


@pytest.mark.parametrize(("tags", "wanted"), STYLES.items())
def test_every_style_becomes_prefixes(tags, wanted):
    outside = (
        [tags.split()[-1]] * 5 if tags.split()[-1] in ["o", "O", "0", "-", "_"] else ["O"] * 5 * (" O " in f" {tags} ")
    )
    found, _ = restyled([tags.split(), outside])
    assert found[0] == wanted.split()


def test_what_was_rewritten_is_told():
    assert [render(note) for note in restyled([["PER_B", "PER_I", "-"]])[1]] == [
        "Tags written like PER_B are read as B-PER", "Words tagged - count as O, outside of any entity",
    ]  # fmt: skip
    assert [render(note) for note in restyled([["B-X", "E-X", "S-Y"]])[1]] == [
        "The tags are of the kind BIOES; they are read as B-, I- and O"
    ]
    assert "BILOU" in render(restyled([["B-X", "L-X", "U-Y", "O"]])[1][0])
    assert restyled([["B-X", "I-X", "O"]])[1] == []
    assert not are_of_entities(Counter(["NOUN", "VERB", "ADP"]))


def lines(sentences, cells, end="\n", between="\n"):
    return between.join(
        "".join(cells(n, *row) + end for n, row in enumerate(zip(*(c.split() for c in sentence), strict=True), 1))
        for sentence in sentences
    )


def test_naver_s_lines_with_numbers_and_suffixes():
    text = lines(KOREAN, lambda n, word, pos, tag: f"{n}\t{word}\t{tag[2:] + '_' + tag[0] if tag != 'O' else '-'}")
    table, dataset, columns = read(text.encode(), "train_data")
    assert pairs(dataset) == expected(KOREAN) and columns == {"text": "word", "label": "entity"}
    assert len(notes(table)) == 2
    unparted = text.replace("\n\n", "\n")
    assert pairs(read(unparted.encode())[1]) == expected(KOREAN)


def test_types_alone_become_entities():
    text = lines(ENGLISH, lambda n, word, pos, tag: f"{word} {tag[2:] or tag}")
    table, dataset, _ = read(text.encode(), "a.txt")
    assert pairs(dataset) == expected(ENGLISH) and "no B- or I-" in notes(table)[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [" ", "\t"])
def test_a_header_line_is_no_word(end, separator):
    header = separator.join(["Word", "POS", "Tag"]) + end
    text = header + lines(ENGLISH, lambda n, *cells: separator.join(cells), end, end)
    table, dataset, columns = read(text.encode(), "a.conll")
    assert pairs(dataset) == expected(ENGLISH) and columns == {"text": "word", "label": "tag"}
    assert table.header_row == 1 and dataset.row_numbers[0] == 2


def test_lines_without_any_end_are_cut_at_marks():
    text = lines(ENGLISH, lambda n, word, pos, tag: f"{word} {tag}", between="")
    for name in ("a.conll", "a.txt"):
        table, dataset, _ = read(text.encode(), name)
        assert pairs(dataset) == expected(ENGLISH) and "cut after" in notes(table)[0]


def test_a_word_with_a_space_keeps_it_where_the_tag_shows_it():
    text = lines(ENGLISH, lambda n, word, pos, tag: f"{'New York' if word == 'York' else word} {pos} {tag}")
    table, dataset, _ = read(text.encode(), "a.conll")
    assert "New▁York" in pairs(dataset)[1][0] and notes(table)[0].startswith("Lines whose word holds a space: 4")


def test_names_of_numbered_tags_make_them_entities():
    from nlp_models import tasks

    kind = tasks.load("tagging").kind
    text = lines(KOREAN, lambda n, word, pos, tag: f"{word} {['O', 'B-PS', 'B-LC'].index(tag)}")
    table = kind.read_table(text.encode(), "a.conll")
    named = kind.dataset(table, {"text": "word", "label": "tags"}, {"0": "O", "1": "B-PS", "2": "B-LC"})
    assert pairs(named) == expected(KOREAN) and named.names == {}


def test_sentences_of_one_word_are_a_finding():
    from types import SimpleNamespace

    from nlp_models.datasets.dataset import Dataset

    def patient(texts):
        return SimpleNamespace(dataset=Dataset({"text": texts}), texts=texts, numbers=list(range(1, len(texts) + 1)))

    (finding,) = one_word(patient(["a"] * 19 + ["a b"]))
    assert (finding.kind, finding.level, finding.rows) == ("one_word", "look", list(range(1, 20)))
    assert render(finding.message).startswith("95\u00a0% of the sentences have one word")
    assert render(next(one_word(patient(["a"]))).message).startswith("Every sentence has one word")
    assert not list(one_word(patient(["a"] * 9 + ["a b"])))


def test_where_letters_are_tagged_letters_are_counted():
    from types import SimpleNamespace

    from nlp_models.datasets.dataset import Dataset

    def told(texts):
        patient = SimpleNamespace(dataset=Dataset({"text": texts}), texts=texts, labels=["O B-PS"])
        return [render(finding.message) for check in (sentences, lengths) for finding in check(patient)]

    assert told(["김 은 ▁ 가 다", "나 ▁ 다"]) == [
        "2 sentences · 6 letters · 2 tags",
        "Sentences have 2 to 4 letters; half have 2 or fewer",
    ]
    assert told(["He went", "I"])[0] == "2 sentences · 3 words · 2 tags"

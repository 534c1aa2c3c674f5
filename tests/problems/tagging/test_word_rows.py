"""Tables with a word on every row, as Kaggle, spreadsheets, pandas and simple scripts write them."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from nlp_models import tasks
from nlp_models.datasets.columns import guess_columns
from nlp_models.errors import DataError
from nlp_models.messages import render

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
ENGLISH = [
    ("Anna flew to Busan .", "NNP VBD TO NNP .", "B-PER O O B-LOC O"),
    ('Dmitri Orlov left New York , sadly .', "NNP NNP VBD NNP NNP , RB .", "B-PER I-PER O B-LOC I-LOC O O O"),
    ('" Yes " said Clara !', "`` UH '' VBD NNP .", "O O O O B-PER O"),
] * 4  # fmt: skip
KOREAN = [
    ("김민수 는 서울 에 갔다 .", "NNP JX NNP JKB VV SF", "B-PS O B-LC O O O"),
    ("이영희 가 부산 에서 왔다 .", "NNP JKS NNP JKB VV SF", "B-PS O B-LC O O O"),
] * 5


def words_of(sentences):
    """`[(number of the sentence, word, part of speech, tag)]` and whether it is the first of its sentence."""
    for number, sentence in enumerate(sentences, 1):
        for place, cells in enumerate(zip(*(column.split() for column in sentence), strict=True)):
            yield place == 0, (number, *cells)


def written(rows, separator=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def read(data, name=None, **how):
    kind = tasks.load("tagging").kind
    table = kind.read_table(data, name, **how)
    columns = guess_columns(table, kind.FIELDS)
    return table, kind.dataset(table, columns), columns


def pairs(dataset):
    return list(zip(dataset.columns["text"], dataset.columns["label"], strict=True))


def notes(table):
    return [render(note) for note in table.notes]


def expected(sentences):
    return [(words, tags) for words, _, tags in sentences]


def test_kaggle_s_table_is_grouped_by_its_sentence_number():
    table, dataset, columns = read(CASES / "08_ner_dataset.csv")
    assert table.shape == "word_rows" and table.columns == ("Word", "POS", "Tag")
    assert columns == {"text": "Word", "label": "Tag"} and len(dataset) == 80
    assert pairs(dataset)[0] == ("Anna flew to Busan .", "B-per O O B-loc O")
    assert dataset.row_numbers[:3] == [2, 7, 11]
    assert "Sentence #" in render(table.because)


def numbered(name, sentences, first_only):
    header = [name, "Word", "POS", "Tag"]
    return [
        header,
        *([number if first or not first_only else "", *cells] for first, (number, *cells) in words_of(sentences)),
    ]


@pytest.mark.parametrize("first_only", [True, False])
@pytest.mark.parametrize("name", ["Sentence #", "sentence_id", "Sent", "문장 번호", "doc_id"])
def test_a_sentence_number_groups_filled_down_or_not(name, first_only):
    data = written(numbered(name, KOREAN, first_only)).encode("utf-8-sig")
    table, dataset, columns = read(data, "words.csv")
    assert pairs(dataset) == expected(KOREAN) and columns["label"] == "Tag" and name not in table.columns


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_order_and_encoding(separator):
    rows = [["tag", "pos", "word", "sent"], *([tag, pos, word, n] for _, (n, word, pos, tag) in words_of(KOREAN))]
    data = written(rows, separator, "\n").rstrip("\n").encode("cp949")
    assert pairs(read(data, "words.csv")[1]) == expected(KOREAN)
    assert pairs(read(data, "words.csv", separator=separator)[1]) == expected(KOREAN)


def test_the_row_numbers_of_pandas_and_floats_as_sentence_numbers():
    rows = [
        ["", "sentence_idx", "word", "pos", "tag"],
        *([row, f"{n}.0", *cells] for row, (_, (n, *cells)) in enumerate(words_of(ENGLISH))),
    ]
    table, dataset, _ = read(written(rows).encode(), "ner.csv")
    assert pairs(dataset) == expected(ENGLISH) and table.columns == ("word", "pos", "tag")


def test_a_number_that_counts_up_is_found_without_a_name():
    rows = [[n, word, tag] for _, (n, word, _, tag) in words_of(ENGLISH)]
    assert pairs(read(written(rows).encode(), "ner.csv")[1]) == expected(ENGLISH)


def test_documents_and_sentences_that_begin_anew_in_each():
    rows = [["doc", "sent_id", "token", "ner"]]
    rows += [[f"d{(n - 1) // 2}", (n - 1) % 2, word, tag] for _, (n, word, _, tag) in words_of(KOREAN)]
    assert pairs(read(written(rows).encode())[1]) == expected(KOREAN)


def test_a_person_says_which_column_numbers_the_sentences_or_none():
    rows = [["a", "batch", "word", "tag"], *([f"x{n}", 1, word, tag] for _, (n, word, _, tag) in words_of(ENGLISH))]
    data = written(rows).encode()
    assert pairs(read(data, sentence="a")[1]) == expected(ENGLISH)
    kaggle = (CASES / "08_ner_dataset.csv").read_bytes()
    table, dataset, _ = read(kaggle, sentence="")
    assert len(dataset) == 80 and "cut after . ? and !" in notes(table)[0]
    with pytest.raises(DataError, match="no column named 'b'"):
        read(data, sentence="b")


def conll(sentences, separator, quote):
    lines = []
    for words, pos, tags in sentences:
        for cells in zip(words.split(), pos.split(), tags.split(), strict=True):
            lines.append(written([cells], separator, "") if quote else separator.join(cells))
        lines.append("")
    return "\r\n".join(lines)


@pytest.mark.parametrize("quote", [True, False])
@pytest.mark.parametrize("name", ["a.conll", "a.csv", "a.txt", None])
def test_conll_with_commas_also_where_a_comma_is_a_word(quote, name):
    data = ("-DOCSTART-,-X-,O\r\n\r\n" + conll(ENGLISH, ",", quote)).encode()
    _, dataset, columns = read(data, name)
    assert pairs(dataset) == expected(ENGLISH) and columns == {"text": "word", "label": "entity"}


def test_rows_of_separators_alone_part_sentences():
    rows = [["Word", "Tag"]]
    for first, (_, word, _, tag) in words_of(KOREAN):
        rows += [["", ""]] * first + [[word, tag]]
    assert pairs(read(written(rows).encode())[1]) == expected(KOREAN)


@pytest.mark.parametrize("header", [True, False])
def test_without_any_end_sentences_are_cut_at_marks_and_it_is_told(header):
    rows = [["word", "tag"]] * header + [[word, tag] for _, (_, word, _, tag) in words_of(ENGLISH)]
    table, dataset, _ = read(written(rows).encode(), "ner.csv")
    assert pairs(dataset) == expected(ENGLISH)
    assert notes(table) == ["The file does not say where sentences end; they were cut after . ? and !"]


def test_parts_of_speech_under_a_header_without_ends():
    rows = [["단어", "품사"], *([word, pos] for _, (_, word, pos, _) in words_of(KOREAN))]
    assert pairs(read(written(rows).encode())[1]) == [(words, pos) for words, pos, _ in KOREAN]


def test_a_word_s_own_number_begins_sentences():
    rows, count = [["id", "word", "tag"]], 0
    for first, (_, word, _, tag) in words_of(KOREAN):
        count = 1 if first else count + 1
        rows.append([count, word.strip("."), tag] if word != "." else [count, "끝", tag])
    table, dataset, _ = read(written(rows).encode())
    assert len(dataset) == len(KOREAN) and notes(table) == ["Sentences begin where the number of the word begins anew"]


def test_marks_at_the_word_and_shortened_words():
    words = ["Dr.", "Kim", "went", "home.", "He", "slept", ",", "then", "left!", "U.S.", "papers", "said", "so."]
    data = "word,tag\n" + "".join(f'"{word}",{"B-PER" if word == "Kim" else "O"}\n' for word in words)
    assert [text for text, _ in pairs(read(data.encode())[1])] == [
        "Dr. Kim went home.", "He slept , then left!", "U.S. papers said so.",
    ]  # fmt: skip


def test_rows_that_do_not_fit_are_told_or_left_out():
    data = "word,pos,tag\n" + conll(ENGLISH, ",", True).replace("\r\n\r\n", "\n\n") + "a,b,c,d,e\nx\n"
    with pytest.raises(DataError, match=r"do not have 3 columns, as the others do: 89, 90\."):
        read(data.encode(), "a.csv")
    table, dataset, _ = read(data.encode(), "a.csv", skip_bad_rows=True)
    assert pairs(dataset) == expected(ENGLISH) and table.skipped[0].rows == (89, 90)


def test_the_file_s_own_parts_are_kept():
    rows = [["split", "sent", "word", "tag"]]
    rows += [["Test" if n == 1 else "Train", n, word, tag] for _, (n, word, _, tag) in words_of(KOREAN)]
    assert read(written(rows).encode())[1].columns["part"] == ["test"] + ["train"] * 9


def workbook(*sheets, merged=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merged:
            starts = [n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value] + [sheet.max_row + 1]
            for start, end in pairwise(starts):
                sheet.merge_cells(start_row=start, end_row=end - 1, start_column=1, end_column=1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_merged_numbers_a_title_or_empty_rows():
    filled = numbered("Sentence #", ENGLISH, True)
    assert pairs(read(workbook(("S", filled), merged=True), "ner.xlsx")[1]) == expected(ENGLISH)
    titled = [["My corpus"], [], ["sent_id", "token", "ner"], *([n, w, t] for _, (n, w, _, t) in words_of(KOREAN))]
    table, dataset, _ = read(workbook(("S", titled)), "ner.xlsx")
    assert pairs(dataset) == expected(KOREAN) and table.header_row == 3 and dataset.row_numbers[0] == 4
    two = workbook(("About", [["This is my corpus"], ["of 2024"]]), ("Data", titled[2:]))
    table, dataset, _ = read(two, "ner.xlsx")
    assert pairs(dataset) == expected(KOREAN) and table.sheet == "Data" and table.sheets == ("About", "Data")
    split_dataset = [["Word", "Tag"]]
    for first, (_, word, _, tag) in words_of(KOREAN):
        split_dataset += [[]] * first + [[word, tag]]
    assert pairs(read(workbook(("S", split_dataset)), "ner.xlsx")[1]) == expected(KOREAN)


def test_a_table_of_sentences_is_none_of_words():
    rows = [["text", "tags"], *([words, tags] for words, _, tags in ENGLISH)]
    table, dataset, _ = read(written(rows).encode(), "a.csv")
    assert table.shape == "delimited" and pairs(dataset) == expected(ENGLISH)

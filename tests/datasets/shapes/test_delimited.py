"""Delimited files as spreadsheets, databases and people write them."""

import csv
import io
from pathlib import Path

import pandas
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.fields import Label, Text
from nlp_models.datasets.readers import FIELDS, read_table
from nlp_models.datasets.recognition import every_shape, read
from nlp_models.datasets.table import How
from nlp_models.errors import DataError

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
REVIEWS = [(f"the film number {n} was rather {'good' if n % 2 else 'bad'}, honestly", str(n % 2)) for n in range(20)]
리뷰 = [
    (f"{n}번째 영화는 꽤 {'좋았어요' if n % 2 else '별로였어요'}, 정말로", "긍정" if n % 2 else "부정")
    for n in range(20)
]


def written(rows, separator=",", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def table_of(text, encoding="utf-8", name="a.csv", **how):
    return read(text.encode(encoding), every_shape(), FIELDS, How(**how), name)


def refusal(text, **how):
    with pytest.raises(DataError) as caught:
        table_of(text, **how)
    return str(caught.value)


def test_a_first_line_names_the_separator():
    for start in ("sep=;\n", '"sep=;"\r\n', "SEP=;\r\n"):
        table = table_of(start + written([("text", "label"), *REVIEWS], ";"))
        assert table.rows == REVIEWS and table.separator == ";" and table.line_numbers[0] == 3 and table.header_row == 2


@pytest.mark.parametrize(
    "rows, names, encoding", [(REVIEWS, ("text", "label"), "utf-8"), (리뷰, ("리뷰", "감성"), "cp949")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_titles_above_and_sums_below_are_left_out_and_told(rows, names, encoding, end):
    title, total = ("Customer reviews, spring term", "Total") if encoding == "utf-8" else ("고객 리뷰, 봄 학기", "합계")
    text = written([(title, ""), ("", ""), names, *rows, (total, "4711")], end=end)
    table = table_of(text, encoding)
    assert (table.columns, table.rows, table.header_row) == (names, rows, 3)
    assert [skipped.rows for skipped in table.skipped] == [(1,), (24,)]


def test_a_remark_below_and_a_title_without_a_separator_are_left_out():
    text = (
        "Exported from the survey tool\n\n"
        + written([("id", "text", "label"), *[(n, *row) for n, row in enumerate(REVIEWS)]])
        + "* all reviews are invented\n"
    )
    table = table_of(text)
    assert len(table.rows) == 20 and table.header_row == 3 and table.line_numbers[0] == 4
    assert [skipped.rows for skipped in table.skipped] == [(1,), (24,)]


def test_a_last_row_without_a_label_or_about_the_average_is_no_footer():
    assert len(table_of(written([("text", "label"), *REVIEWS, ("rather late, so to say", "")])).rows) == 21
    stars = [(text, str(1 + n % 5)) for n, (text, _) in enumerate(REVIEWS)]
    assert table_of(written([("text", "stars"), *stars, ("average", "3")])).rows[-1] == ("average", "3")


def test_the_header_may_be_named_by_its_row_or_by_what_it_must_hold():
    rows = [("made by", "hand"), ("my words", "my mark"), *REVIEWS]
    assert table_of(written(rows), header=2).columns == ("my words", "my mark")
    assert table_of(written(rows), wanted=("my words",)).rows == REVIEWS
    assert refusal(written(rows), header=99) == "There is no row 99 that could name the columns."


@pytest.mark.parametrize("names", [("image", "caption"), ("파일", "설명")])
def test_what_is_too_much_belongs_to_the_last_column_if_only_that_is_free_text(names):
    lines = [f"{n}.jpg,a dog{', a cat' * (n % 3 == 1)} and a horse number {n} are running" for n in range(30)]
    table = table_of("\n".join([",".join(names), *lines]), name="captions.txt")
    assert table.columns == names and table.rows[1] == ("1.jpg", "a dog, a cat and a horse number 1 are running")
    assert "In 10 rows" in str(table.notes[0].text.format(**table.notes[0].values))


def test_texts_with_commas_before_a_label_and_beside_an_id():
    lines = [
        f"{n},The room was {'warm, quiet and ' * (n % 4 == 0)}clean on day {n},{'good' if n % 2 else 'bad'}"
        for n in range(40)
    ]
    table = table_of("\n".join(["id,review,verdict", *lines]))
    assert table.rows[4] == ("4", "The room was warm, quiet and clean on day 4", "bad") and len(table.notes) == 1


def test_other_uneven_rows_are_named_or_left_out():
    rows = [("text", "label", "place"), *[(text, label, "a long remark on it, too") for text, label in REVIEWS]]
    text = written(rows) + 'one,"two",three,four\nfive,six\n'
    assert refusal(text) == "Rows 22 and 23 have 2–4 columns where the header has 3."
    table = table_of(text, skip_bad_rows=True)
    assert len(table.rows) == 20 and table.skipped[0].rows == (22, 23)


@pytest.mark.parametrize(
    "header, row",
    [
        ("formal\tinformal", "{n}번째로 드리는 말씀입니다.\t{n}번째로 하는 말이야"),
        ("tweet,author", "this is what I said on day {n},Anna the {n}th of them"),
        ("nr;remark", "{n};the {n}th remark of ours"),
        ("말,글", "what people say on day {n},what they write on day {n}"),
    ],
)
def test_a_first_row_unlike_the_rest_is_the_header(header, row):
    table = table_of("\n".join([header, *[row.format(n=n) for n in range(20)]]), name="a.txt")
    assert table.header and len(table.rows) == 20


@pytest.mark.parametrize("row", ["{n}번째 인사입니다\t{n}번째 대답", "Who is number {n}?\tIt is me, number {n}"])
def test_a_first_row_like_the_rest_is_none(row):
    table = table_of("\n".join(row.format(n=n) for n in range(20)), name="a.txt")
    assert not table.header and len(table.rows) == 20
    assert not table_of("hi\thello\n" + "\n".join(row.format(n=n) for n in range(20)), name="a.txt").header


def test_the_header_of_a_file_without_labels_is_found():
    table = read_table(CASES / "18b_predict_no_label.csv")
    assert table.columns == ("id", "tweet", "author") and guess_columns(table, FIELDS) == {"text": "tweet"}


def test_letters_without_a_width_are_gone_and_those_that_join_stay():
    table = table_of("\ufefftext,label\n\u200bgo\u200dod\ufeff,po\u2060s\u200b\n👩\u200d🔬 می\u200cخواهم,neg\n")
    assert table.rows == [("good", "pos"), ("👩\u200d🔬 می\u200cخواهم", "neg")]


def test_a_csv_of_one_column_is_a_csv():
    assert table_of("text\nwell, yes\nno\n").rows == [("well, yes",), ("no",)]
    assert table_of('"well, yes"\n"no, ""never"""\nso\n').rows == [("well, yes",), ('no, "never"',), ("so",)]
    assert table_of('text\n"well,\nyes"\nno\n').rows == [("well,\nyes",), ("no",)]


def test_no_column_that_counts_or_is_empty_is_guessed():
    rows = [("", "reads", "says", "class"), *[(n, text, label, "") for n, (text, label) in enumerate(REVIEWS)]]
    assert guess_columns(table_of(written(rows)), FIELDS) == {"text": "reads", "label": "says"}
    few = [(str(n), "same words") for n in range(4)]
    assert guess_columns(table_of(written([("words", "no"), *[(text, n) for n, text in few]])), (Text(), Label())) == {
        "text": "words"
    }


@pytest.mark.parametrize("names", [("Train", "VAL", "Eval"), ("training", "dev", "test"), ("학습", "검증", "평가")])
def test_parts_are_known_by_any_of_their_names(names):
    rows = [("text", "label", "Partition"), *[(*row, names[n % 3]) for n, row in enumerate(REVIEWS)]]
    assert guess_columns(table_of(written(rows)), FIELDS)["part"] == "Partition"


CELLS = st.text(st.sampled_from("ab cd,;\t|\"'가나다.!\n"), max_size=16).map(str.strip)


@examples(150)
@given(
    st.lists(st.tuples(CELLS.filter(bool), CELLS, st.sampled_from(["pos", "neg"])), min_size=1, max_size=25),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"]),
    st.booleans(),
)
def test_what_pandas_or_csv_writes_is_read_back(rows, separator, encoding, by_pandas):
    if (
        separator == "\t"
    ):  # lines within quotes are told from quotes that are letters only where tabs do not say otherwise
        rows = [tuple(cell.replace("\n", " ") for cell in row) for row in rows]
    names = ["text", "remark", "label"]
    out = io.StringIO()
    if by_pandas:
        pandas.DataFrame(rows, columns=names).to_csv(out, sep=separator, index=False)
    else:
        csv.writer(out, delimiter=separator).writerows([names, *rows])
    data = out.getvalue().encode(encoding)
    for how in ({}, {"separator": separator, "header": True}):
        table = read(data, every_shape(), FIELDS, How(encoding=encoding, **how), "a.csv")
        assert (list(table.columns), table.rows) == (names, rows)


def test_bars_part_a_text_of_many_short_lines_within_quotes():
    assert table_of('text|remark|label\n";\n;\n;"||pos\n').rows == [(";\n;\n;", "", "pos")]


def test_rows_of_separators_only_are_none_and_a_verdict_is_the_label_before_a_score():
    text = (
        "고객 의견,,\n번호,내용,감정\n"
        + "".join(f"{n},{text.replace(',', '')},{label}\n" for n, (text, label) in enumerate(리뷰))
        + ",,\n출처: 우리 반,,\n"
    )
    table = table_of(text, "cp949")
    assert len(table.rows) == 20 and [skipped.rows for skipped in table.skipped] == [(1,), (24,)]
    rows = [("Comment", "Score", "Verdict"), *[(text, n % 5, label) for n, (text, label) in enumerate(REVIEWS)]]
    assert guess_columns(table_of(written(rows)), FIELDS) == {"text": "Comment", "label": "Verdict"}

"""What all talk shares: tables of messages, bounds, random bytes, and what the doctor says of names and rephrasing."""

import time

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from talking import left_out, read

from nlp_models import tasks
from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.errors import DataError
from nlp_models.messages import render
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence
from nlp_models.problems.sequence_to_sequence.reading.stamps import ordinals
from nlp_models.problems.sequence_to_sequence.reading.talk import silence

OURS = ("kakaotalk", "whatsapp", "speakers", "screenplay", "movie_lines", "eou", "chat_json", "intents", "instructions", "talk_csv", "talk_in_yaml")  # fmt: skip

MESSAGES = """\
Date,User,Message
2031-03-01 13:10:22,"가람","밥 먹자"
2031-03-01 13:11:22,"나루","그래, 뭐?"
2031-03-01 13:12:22,"나루","여러
줄"
2031-03-01 13:13:22,"가람","사진"
2031-03-01 13:14:00,"가람","이거"
2031-03-01 15:14:00,"가람","가람님이 나갔습니다."
2031-03-01 15:20:00,"나루","어디?"
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_a_table_of_messages_is_a_talk(encoding):
    table = read(MESSAGES.encode(encoding), "chat.csv")
    assert (table.shape, table.line_numbers) == ("talk_csv", [3, 7])
    assert table.rows == [("밥 먹자", "그래, 뭐? 여러 줄"), ("그래, 뭐? 여러 줄", "이거")]
    assert left_out(table)["A picture, a file or a call: no words"] == (6,)


def test_a_table_of_strangers_texts_is_no_talk():
    tweets = "date,user,text\n" + "".join(f"2031-03-01,user{n},a text\n" for n in range(40))
    assert read(tweets, "tweets.csv").shape == "delimited"


def test_a_clock_that_goes_back_is_another_days():
    assert [silence(*pair) for pair in ((None, 5), (5, 9), (9, 7), (1_430, 10), (800, 700))] == [0, 4, 0, 20, 1_340]


def test_days_that_do_not_exist_are_not_known():
    assert ordinals([(2031, 2, 30), None]) == [None, None]
    assert len(set(ordinals([(31, 12, 23), (12, 31, 23)]))) == 2  # both cannot be read in one order


@examples(300)
@given(st.binary(max_size=400), st.sampled_from(OURS), st.sampled_from(["a.txt", "a.json", "a.yml", "a.csv", "a.zip"]))
def test_random_bytes_are_read_or_refused_in_a_sentence(data, shape, name):
    for how in ({}, {"shape": shape}):
        try:
            table = read(data, name, **how)
        except DataError as error:
            assert str(error)
        else:
            assert all(len(row) == len(table.columns) for row in table.rows)


PIECES = st.sampled_from(
    [
        "[",
        "]",
        "가람",
        "오후 1:10",
        "[오후 1:10] ",
        "2031년 3월 1일",
        "12/31/23, 9:41 PM - ",
        ": ",
        " : ",
        "Tom",
        "\n",
        "L1 ",
        "+++$+++",
        "__eou__",
        "- ",
        "\u200e",
        " ",
        "\ttext",
        "MIRA",
        "(",
        ")",
    ]
)


@examples(300)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(OURS))
def test_pieces_of_chats_in_any_order_are_read_or_refused_in_a_sentence(text, shape):
    try:
        table = read(text, shape=shape)
    except DataError:
        return
    assert all(map(all, table.rows)) and len(set(table.line_numbers)) == len(table.rows)


HOSTILE = {
    "lines that go on": "A: a\nB: b\n" * 200 + "x y\n" * 300_000,
    "one long line": "A: a\nB: b\n" * 200 + "a:b " * 2_000_000,
    "dates": "[2031. 1. 1" * 500_000,
    "brackets": "[" * 1_000_000 + "] [오후 1:10] a\n[a] [오후 1:10] b\n[b] [오후 1:10] c\n",
    "spaces": ("A" + " " * 3_000 + "\n") * 300,
    "roles": '{"messages":[' + '{"role":' * 300_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_made_to_take_long_does_not(kind):
    began = time.process_time()
    try:
        read(HOSTILE[kind])
    except DataError as error:
        assert str(error)
    assert time.process_time() - began < 20


def findings(table):
    task = tasks.load("chatbot")
    dataset = task.dataset(table, guess_columns(table, task.fields))
    return dataset, checked(dataset)


def checked(dataset):
    task = tasks.load("chatbot")
    found = examine(dataset, task.recipe, task.kind.CHECKS, task.kind.HEALTHY)
    return {finding.kind: finding for finding in found if finding.level == "look"}


def test_names_in_texts_are_told_and_written_over_by_a_button_only():
    text = (
        "[김가람] [오후 1:10] 나루야 안녕\n[정나루] [오후 1:10] 그래\n[김가람] [오후 1:10] 하늘이 파래\n"
        "[정나루] [오후 1:11] 응\n[김가람] [오후 1:12] 왜?\n[정나루] [오후 1:12] 가람이는 모르지\n"
    )
    dataset, found = findings(read(text))
    assert render(found["names"].message) == "2 pairs hold the names of people who speak here (나루, 가람)"
    assert found["names"].rows == [2, 6] and dataset.columns["text"][0] == "나루야 안녕"
    edit = fixed(dataset, found["names"])
    mended = dataset.edited([edit])
    assert mended.columns["text"][0] == "○○야 안녕" and mended.columns["label"][-1] == "○○이는 모르지"
    assert (
        render(edit.message) == "2 rows changed" and mended.speakers == dataset.speakers and len(mended) == len(dataset)
    )
    assert dataset.edited([]) == dataset and "names" not in checked(mended)


def test_latin_names_are_whole_words_and_roles_are_no_names():
    talk = "Mira Kim: Hi Tom\nTom: admiral, tomorrow\nMira Kim: ok mira\nTom: Yes, Mira!\n"
    assert findings(read(talk))[1]["names"].rows == [2, 4]  # mira may be a word
    assert "names" not in findings(read("손님: 점원 계세요?\n점원: 네, 손님\n손님: 커피요\n점원: 네\n"))[1]


def test_rephrasing_is_told_and_made_a_talk_at_a_click():
    rows = [
        ("안녕하세요. 저는 고양이 {}마리 키워요.", "안녕. 나는 고양이 {}마리 키워."),
        ("고양이를 {}마리나요? 안 힘드세요?", "고양이를 {}마리나? 안 힘들어?"),
    ]
    pairs = [(a.format(n), b.format(n)) for n in range(20) for a, b in rows]
    dataset, found = findings(read("\n".join(map("\t".join, pairs)), "style.tsv"))
    finding = found["same_sides"]
    assert render(finding.message).startswith("Both sides say nearly the same in 100\u00a0% of the pairs")
    mended = dataset.edited([fixed(dataset, finding)])
    assert (len(dataset), len(mended)) == (40, 39)
    assert (mended.columns["text"][0], mended.columns["label"][0]) == (pairs[0][0], pairs[1][0])


def test_questions_and_answers_with_words_in_common_are_no_rephrasing():
    pairs = [(f"Do you like the soup in {n}?", f"I like the soup in {n}.") for n in range(30)]
    assert "same_sides" not in findings(read("\n".join(map("\t".join, pairs)), "talk.tsv"))[1]


def test_speakers_are_not_saved_and_make_no_difference(tmp_path):
    dataset = Dataset({"text": ["a"], "label": ["b"]}, speakers=("Mira",))
    dataset.save(tmp_path / "data.jsonl")
    assert "Mira" not in (tmp_path / "data.jsonl").read_text() and dataset == Dataset.load(tmp_path / "data.jsonl")


def test_the_page_takes_json_and_yaml():
    assert {"json", "yml", "yaml", "txt", "zip"} <= set(SequenceToSequence.SOURCES.types)

"""The word filter finds listed words as people hide them, leaves words that only look so, and is the host's to change."""

import unicodedata

import pytest

from nlp_models.errors import RunError
from nlp_models.safety.word_filter import LISTS, MASK, VARIABLE, WordFilter, word_filter

FOUND = (
    "what the fuck", "FUCKING hell", "ｆｕｃｋ", "f u c k", "f.u.c.k", "fuuuuck", "sh1t", "f**k", "he killed himself",
    "시발", "시발은", "시.발", "씨발놈아", "아 씨발", "ㅅㅂ", "병신아", "이 새끼들은", "자살은 여기의 바뀌어", "자살", "자해했다",
    "putain", "enculé", "씨\u200b발", unicodedata.normalize("NFD", "병신"), "go kill yourself", "마약",
)  # fmt: skip
LEFT = (
    "assess the class", "Scunthorpe", "shiitake", "push it", "Essex and Sussex", "sexism", "rapeseed", "grape", "therapist",
    "cockatoo", "a title", "Dickens", "homo sapiens", "pique-nique", "député", "시발점", "김철수 씨 발이 아파요", "세 시 발 기차",
    "여자살림", "혼자 살기", "자살골", "마약김밥", "새끼 고양이", "병신년에 태어났다", "자위대", "다시 발을 씻어요", "보지 마세요", "오전 10시 발표",
    "59.455 of 455", "치약을 사요", "약속을 해 보세요", "", "…", "He died in 1990.",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_listed_words_are_masked(text):
    assert MASK in word_filter().masked(text)
    assert not word_filter().allows(text)


@pytest.mark.parametrize("text", LEFT)
def test_words_that_only_look_so_are_left(text):
    assert word_filter().masked(text) == text


def test_only_the_word_is_masked():
    assert word_filter().masked("a motherfucking thing") == f"a {MASK} thing"
    assert word_filter().masked("이 병신아, go and fuck off") == f"이 {MASK}아, go and {MASK} off"


def test_as_many_words_as_there_were():
    """Attention and probabilities belong to words by their places, also where a listed word is made of several."""
    assert word_filter().masked_words(["he", "killed", "himself", "today"]) == ["he", MASK, MASK, "today"]
    assert word_filter().masked_words(["자", "살이"]) == ["자", "살이"]


@pytest.fixture
def host_file(tmp_path, monkeypatch):
    def write(text):
        path = tmp_path / "words.txt"
        path.write_text(text, "utf-8")
        monkeypatch.setenv(VARIABLE, str(path))
        return path

    return write


def test_a_host_adds_words_and_takes_ours_away(host_file):
    host_file("# names of this school\nkumquat\n/gr[ae]y goo/\n바보*\n!sex\n!FUCK\n")
    words = word_filter()
    assert words.masked("kumquats, grey goo, 바보야") == f"{MASK}, {MASK}, {MASK}야"
    assert words.masked("a sex, fuck it") == "a sex, fuck it"
    assert words.masked("the assessment of an ass") == f"the assessment of an {MASK}", "the others stay"


def test_an_exception_is_left_inside_a_listed_word_too(host_file):
    host_file("!헤로인김밥\n")
    assert word_filter().masked("헤로인김밥과 헤로인") == f"헤로인김밥과 {MASK}"


def test_a_changed_file_is_read_again(host_file):
    import os

    path = host_file("kumquat\n")
    assert not word_filter().allows("kumquat")
    path.write_text("pomelo\n", "utf-8")
    os.utime(path, (1, 1))
    assert word_filter().allows("kumquat") and not word_filter().allows("pomelo")


def test_off_for_a_lab(monkeypatch):
    monkeypatch.setenv(VARIABLE, "off")
    assert word_filter().masked("what the fuck") == "what the fuck"


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_let_through(host_file, monkeypatch):
    host_file("/(/\n")
    with pytest.raises(RunError, match="no regular expression"):
        word_filter()
    monkeypatch.setenv(VARIABLE, "/nowhere/words.txt")
    with pytest.raises(RunError, match="cannot be read"):
        word_filter()


def test_every_entry_of_ours_finds_itself():
    """A typing mistake in a list would be a word that is never found."""
    plain = [
        entry.strip("*")
        for path in LISTS
        for entry in path.read_text("utf-8").splitlines()
        if entry and entry[0] not in "#/"
    ]
    assert len(plain) > 100
    assert [word for word in plain if word_filter().allows(word)] == []


def test_no_list_no_mask():
    assert WordFilter([]).masked("fuck") == "fuck"

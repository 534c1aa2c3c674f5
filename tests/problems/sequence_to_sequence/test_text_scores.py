"""BLEU and chrF of pairs, held to sacrebleu's own command, to arithmetic by hand, and to what must not change them."""

import subprocess
import sys

import pytest

from nlp_models.problems.sequence_to_sequence.repetition import (
    commonest,
    distinct,
    diversity,
    repeated_words,
    untranslated_words,
)
from nlp_models.problems.sequence_to_sequence.scores import scores_by_length, sentence_chrf, text_scores
from nlp_models.scoring.likeness import chrf

ANSWERS = ["the cat sat on the mat .", "a dog runs in the park", "she reads a long book", "we went home early today"]
RIGHT = [
    ["the cat sat on the mat .", "a cat was sitting on the mat ."],
    ["the dog is running in the park"],
    ["she is reading a long book", "she reads a thick book", "she reads a long book"],
    ["we came home late yesterday"],
]


def test_bleu_and_chrf_are_what_sacrebleus_own_command_says(tmp_path):
    one = [right[0] for right in RIGHT]
    (tmp_path / "answers").write_text("\n".join(ANSWERS) + "\n")
    (tmp_path / "right").write_text("\n".join(one) + "\n")
    command = [sys.executable, "-m", "sacrebleu", tmp_path / "right", "-i", tmp_path / "answers"]
    said = [
        subprocess.run([*command, "-m", name, "-b", "-w", "2"], capture_output=True, text=True, check=True).stdout
        for name in ("bleu", "chrf")
    ]
    found = text_scores(ANSWERS, [[text] for text in one])
    assert [found["bleu"], found["chrf"]] == [float(text) for text in said]
    assert found["bleu_signature"].startswith("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:")


def test_any_of_several_references_will_do():
    alone = text_scores(["she reads a long book"] * 2, [["she is reading a long book"]] * 2)
    several = text_scores(["she reads a long book"] * 2, [RIGHT[2]] * 2)
    assert several["bleu"] == several["chrf"] == 100.0 > alone["bleu"]


def test_rows_may_have_differently_many_references():
    found = text_scores(ANSWERS, RIGHT)
    assert found["bleu_signature"].startswith("nrefs:var|")
    single = text_scores(ANSWERS[1:2], RIGHT[1:2])
    doubled = text_scores(ANSWERS[1:2], [[*RIGHT[1], *RIGHT[1]]])
    assert single["bleu"] == doubled["bleu"] and 0 < single["bleu"] < 100


def test_the_interval_holds_the_score_and_narrows_with_more_rows():
    few, many = text_scores(ANSWERS, RIGHT), text_scores(ANSWERS * 30, RIGHT * 30)
    for name in ("bleu", "chrf"):
        low, high = many[f"{name}_interval"]
        assert low < many[name] < high
        assert high - low < few[f"{name}_interval"][1] - few[f"{name}_interval"][0]
    assert few == text_scores(ANSWERS, RIGHT)  # drawn the same every time


def test_scores_come_by_the_length_of_the_sentence():
    sources = ["two words"] * 20 + ["this one has five words"] * 20 + ["one more with four"] * 3
    answers = ["deux mots"] * 20 + ["celui-ci en a trop"] * 20 + ["encore une avec quatre"] * 3
    right = [["deux mots"]] * 20 + [["celui-ci a cinq mots"]] * 20 + [["encore une avec quatre"]] * 3
    short, long = scores_by_length(answers, right, sources)
    assert [(group["least"], group["most"], group["rows"]) for group in (short, long)] == [(1, 3, 20), (5, 5, 20)]
    assert short["chrf"] == 100.0 > long["chrf"]
    assert text_scores(answers, right, sources)["by_length"] == [short, long]


def test_one_sentence_has_its_chrf():
    best, worst = sentence_chrf(["Va !", "Non"], [["Cours !", "Va !"], ["Oui, merci"]])
    assert best == 100.0 and worst < 20


def test_nothing_to_score_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError):
        text_scores([], [])


def test_distinct_runs_are_counted_by_hand():
    answers = ["I do not know.", "I do not care.", "I do not know."]
    assert distinct(answers, 1) == 5 / 12  # i do not know care, of 12 words
    assert distinct(answers, 2) == 4 / 9  # i-do do-not not-know not-care, of 9 pairs
    assert commonest(answers) == ("I do not know.", 2)
    assert diversity(answers) == {"distinct_1": 0.4167, "distinct_2": 0.4444, "commonest_share": 0.6667}
    assert diversity(["", ""]) == {"distinct_1": 0.0, "distinct_2": 0.0, "commonest_share": 1.0}


def test_stutters_are_found_but_not_those_that_are_right():
    assert repeated_words("je je suis suis là") == ["je", "suis"]
    assert repeated_words("il est là il est là bas") == ["il est là"]
    assert repeated_words("nous nous levons tôt", ["Nous nous levons à sept heures."]) == []
    assert repeated_words("oui ! !") == []  # signs do not stutter


def test_words_left_as_they_were_are_found_but_not_names():
    assert untranslated_words("Tom likes baseball.", "Tom aime baseball.", ["Tom aime le base-ball."]) == ["baseball"]
    assert untranslated_words("It is 3 o'clock", "Il est 3 heures", ["Il est trois heures"]) == []


@pytest.mark.parametrize("said", [*ANSWERS, "", "x", "the the the", "안녕하세요 오늘 날씨가 좋아요"])
def test_likeness_of_one_sentence_is_sacrebleus(said):
    for right in [*RIGHT, ["안녕하세요, 오늘은 날씨가 참 좋네요"], ["ab"]]:
        assert chrf(said, right) == pytest.approx(sentence_chrf([said], [right])[0], abs=0.006)


def test_answers_of_which_hardly_any_is_right_have_an_interval_too():
    answers, references = ["가"] * 12 + ["좋은 하루 보내세요."], [["나는 몰라요 정말"]] * 12 + [["좋은 하루 되세요."]]
    low, high = text_scores(answers, references)["chrf_interval"]  # a resample without the last row scores 0
    assert 0 <= low < high

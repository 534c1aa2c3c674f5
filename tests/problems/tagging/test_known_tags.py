"""Tags of a stranger's file that a network does not know are told with their number, and never counted as wrong."""

import json

import pytest

from nlp_models.command_line import main
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.messages import render
from nlp_models.problems.tagging.entities import tagging_scores
from nlp_models.problems.tagging.known_tags import NOT_SCORED, known_to, scored_only

LABELS = ["B-LOC", "B-PER", "I-LOC", "O"]
FILE = Dataset(
    {"text": ["Anna saw Titan", "Busan is near", "so it is"], "label": ["B-PER O B-SHIP", "B-LOC O O", "O O O"]},
    {},
    [1, 5, 9],
)


def test_words_with_unknown_tags_are_left_out_and_told():
    known = known_to(FILE, LABELS)
    assert known.dataset.columns["label"] == [f"B-PER O {NOT_SCORED}", "B-LOC O O", "O O O"]
    assert known.unknown == {"SHIP": 1}
    assert render(known.message) == "1 words are left out of the score: the network does not know their tags (SHIP)."


def test_for_a_training_whole_sentences_are():
    known = known_to(FILE, LABELS, whole=True)
    assert known.dataset.columns["text"] == ["Busan is near", "so it is"] and known.dataset.numbers == [5, 9]
    assert render(known.message).startswith("1 sentences are left out")


def test_none_known_names_both_sides_and_saying_which_is_which_helps():
    with pytest.raises(DataError, match=r"The file has: ORT. The network knows: LOC, PER. .*--labels ORT=LOC"):
        known_to(Dataset({"text": ["in Busan"], "label": ["O B-ORT"]}), LABELS)
    file = Dataset({"text": ["in New Busan", "by anna"], "label": ["O B-ORT I-ORT", "O B-person"]})
    known = known_to(file, LABELS, names={"PER": "person"}, said={"ORT": "LOC"})
    assert known.dataset.columns["label"] == ["O B-LOC I-LOC", "O B-PER"] and known.message is None


def test_the_score_is_that_of_the_other_words():
    gold, guessed, new = (
        [["B-PER", NOT_SCORED, "O"], ["O", "B-LOC"]],
        [["B-PER", "B-LOC", "O"], ["O", "O"]],
        [[False] * 3, [False] * 2],
    )
    scores = tagging_scores(*scored_only(gold, guessed, new))
    assert scores["tokens"] == 4 and scores["accuracy"] == 3 / 4
    assert (scores["entity_precision"], scores["entity_recall"]) == (1, 1 / 2)


def test_on_the_command_line(tmp_path, capsys):
    (tmp_path / "some.conll").write_text("Anna B-person\nsaw O\nTitan B-ship\n\nBusan B-location\nis O\nnear O\n" * 5)
    assert main(["evaluate", "tagging-ner-en", "--data", str(tmp_path / "some.conll"), "--json"]) == 0
    told = capsys.readouterr()
    scores = json.loads(told.out)
    assert scores["unknown_labels"] == {"ship": 5} and scores["tokens"] == 25
    assert "5 words are left out of the score" in told.err
    (tmp_path / "none.conll").write_text("Anna B-wer\nsaw O\n\nBusan B-wo\nis O\n\n" * 5)
    assert main(["evaluate", "tagging-ner-en", "--data", str(tmp_path / "none.conll")]) == 2
    assert "The file has: wer, wo. The network knows: " in capsys.readouterr().err

"""What a network writes with the true words before every place and with its own: by hand, and against other roads to it."""

import json

import numpy as np
import pytest
from test_attribution import MADE, made  # noqa: F401

from nlp_models.answering import forcing
from nlp_models.answering.forcing import Course, by_parting, error_growth, parts_in_between, theatre
from nlp_models.answering.ready import ready_models
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.numpy_layers.forcing import both_ways
from nlp_models.problems.sequence_to_sequence.generation import score_targets, write_all
from nlp_models.text.shown import BREAK
from nlp_models.text.vocabulary import END, UNKNOWN

FOLLOWS = {3: 4, 4: 3, 5: END, END: 5}  # what this network foretells after each token


def follow(ids, state):
    return np.eye(6)[[FOLLOWS.get(int(number), 3) for number in ids]], state


def course(parting, length, given=0, wrong=()):
    true = [f"w{n}" for n in range(length)]
    own = [word if parting is None or n < parting else "x" for n, word in enumerate(true)]
    free = [word != other for word, other in zip(true, own, strict=True)]
    return Course("s", true, true, own, given, parting, [n in wrong for n in range(given, length)], free[given:])


def test_by_hand():
    targets = [[3, 4, 5, END], [4, 3, END]]
    forced, free = both_ways(targets, [0, 1], np.eye(6)[[3, 5]], [(np.zeros((2, 1)),)], follow, END)
    assert forced[0].tolist() == [3, 4, 3, END]  # after the true 5 it ends well
    assert free[0].tolist() == [3, 4, 3, 4]  # after its own 3 it goes round
    assert forced[1, :3].tolist() == [5, 3, 4]
    assert free[1, :3].tolist() == [4, 3, 4]  # the first is given, whatever it would have said


def test_where_it_has_ended_it_says_no_more():
    forced, free = both_ways([[5, 3, 4, 3]], [0], np.eye(6)[[5]], [(np.zeros((1, 1)),)], follow, END)
    assert free[0].tolist() == [5, END, END, END] and forced[0].tolist() == [5, END, 4, 3]


def held(kind, predictor):
    """Rows like those that the fixtures were trained on."""
    texts = json.loads((MADE / f"{kind}.answers.json").read_text("utf-8"))["texts"]
    if kind == "language_model":
        return Dataset({"text": ["the old man went to the sea and the boat was there .", "a dog and a cat ran ."]})
    if kind == "captioning":
        return Dataset({"text": texts, "label": ["a red circle on the left\nthe circle is red"] * len(texts)})
    return Dataset(
        {
            "text": ["where is the key", "where is the key", "i am here now"],
            "label": ["the key is here .", "it is on the table .", "i am here now ."],
        }
    )


@pytest.mark.parametrize("kind", ["sequence_to_sequence", "captioning", "language_model"])
def test_every_kind_that_writes_can_be_forced(kind, made, monkeypatch):  # noqa: F811
    monkeypatch.setattr(forcing, "UNKNOWN", -1)  # the fixtures know few words
    predictor = made(kind)
    played = theatre(predictor, held(kind, predictor))
    for one in [*played.courses, *played.examples]:
        assert len(one.true) == len(one.guessed) > one.given and len(one.forced_wrong) == len(one.free_wrong)
        assert one.true[: one.parting] == one.own[: len(one.true[: one.parting])]
        assert one.forced_wrong[0] == one.free_wrong[0]  # nothing of its own stands before the first
        assert (one.parting is None) == (not any(one.free_wrong))
    assert bool(played.courses[0].source) == (kind != "language_model")
    assert all(course.given >= 3 for course in played.examples) == (kind == "language_model")


def test_of_pairs_it_foretells_and_writes_as_everywhere_else(made, monkeypatch):  # noqa: F811
    monkeypatch.setattr(forcing, "UNKNOWN", -1)
    predictor = made("sequence_to_sequence")
    problem, dataset = predictor.problem, held("sequence_to_sequence", predictor)
    for one in theatre(predictor, dataset).courses:
        source = problem.encode([one.source])
        targets = [
            ids
            for text, ids in zip(dataset.columns["text"], problem.encode_targets(dataset.columns["label"]), strict=True)
            if text == one.source
        ]
        ids = next(ids for ids in targets if len(ids) == len(one.forced_wrong))
        known = score_targets(predictor.network, np.asarray(source), [ids])[0, :, 1] == 1
        known[ids == UNKNOWN] = False  # never written
        assert [not wrong for wrong in one.forced_wrong[1:]] == known[1:].tolist()
        (reply,) = write_all(predictor.network, source, len(ids), Decoding(temperature=0))
        shared = [own != true for own, true in zip(reply.ids, ids, strict=False)]
        assert one.free_wrong[: len(shared)] == shared


def test_the_example_parts_in_the_middle_and_what_parts_at_once_comes_last():
    courses = [course(0, 6), course(None, 6), course(1, 9), course(4, 9), course(2, 9, given=2)]
    assert [one.parting for one in by_parting(courses)] == [4, 1, None, 2, 0]  # of equals the longer
    assert [parts_in_between(one) for one in courses] == [False, False, True, True, False]


def test_the_error_grows_as_counted_by_hand():
    courses = [course(2, 4, wrong=[0]), course(3, 4), *[course(None, 3)] * 8]
    growth = error_growth(courses)
    assert [(place.number, place.texts) for place in growth] == [
        (1, 10),
        (2, 10),
        (3, 10),
    ]  # of two texts a share says little
    assert [place.forced.mean for place in growth] == [0.1, 0, 0]
    assert [place.free.mean for place in growth] == [0, 0, 0.1]
    assert growth[2].free.low == pytest.approx(0.0179, abs=1e-4) and growth[2].free.high == pytest.approx(
        0.4042, abs=1e-4
    )
    assert len(error_growth(courses[:2])) == 4  # of few texts as far as all go


def test_a_text_with_an_end_shows_it_and_a_long_one_is_cut(monkeypatch):
    run = next(model for model in ready_models("translation") if model.id.endswith("fr"))
    from nlp_models.answering.predictor import Predictor

    predictor, rows = Predictor.load(run.folder), forcing.held_back(run)
    monkeypatch.setattr(forcing, "MOST_TEXTS", 12)
    few = theatre(predictor, rows)
    assert 6 <= len(few.courses) <= 12 and few.courses[0].true[-1] == BREAK
    assert parts_in_between(few.examples[0])
    monkeypatch.setattr(forcing, "MOST_TOKENS", 5)
    assert {len(one.forced_wrong) for one in theatre(predictor, rows).courses} <= {4, 5}


def test_what_does_not_write_or_has_nothing_to_write_is_told(made):  # noqa: F811
    with pytest.raises(DataError, match="does not write"):
        theatre(made("classification"), Dataset({"text": ["a"]}))
    with pytest.raises(DataError, match="No text held back is long enough"):
        theatre(made("language_model"), Dataset({"text": ["a dog"]}))

"""Recall on one's own text: its sentences fill every distance it is long enough for, and what does not fit is told."""

import numpy as np
import pytest

from nlp_models.errors import DataError
from nlp_models.labs.recall import lab
from nlp_models.labs.recall.own import from_json, own_sentences, proposed_keys, sentences_of
from nlp_models.runs.store import RunStore

TEXT = "The old dog slept. A bird sang in the tall tree, and nobody heard it! Rain fell.\nWho opened the door of the house?"
FRAME = "Remember *: ... It was ___, I think."


@pytest.fixture(scope="module")
def own():
    return own_sentences(TEXT, ["dog", "bird", "rain"], FRAME)


def test_the_key_stands_as_far_from_the_blank_as_was_asked(own):
    assert own.distances == (2, 4, 8, 16)  # 23 words and two of the frame
    for distance in own.distances:
        drawn = own.drawn(distance, 40, np.random.default_rng(distance))
        for ids, answer in zip(drawn.ids, drawn.answers, strict=True):
            words = own.read(ids)
            assert words[:2] == ["Remember", f"{own.keys[answer]}:"] and words[-2:] == ["It", "was"]
            assert len(words) - own.key_place - 1 == distance
    assert own.ending == ", I think."


def test_whole_sentences_stand_between_and_of_the_first_one_perhaps_the_end(own):
    drawn = own.drawn(16, 60, np.random.default_rng(1))
    ends = {sentence[-1] for sentence in own.sentences}
    whole = {" ".join(sentence) for sentence in own.sentences}
    for ids in drawn.ids:
        between = sentences_of(" ".join(own.read(ids)[own.key_place + 1 : -2]))
        assert all(sentence[-1] in ends for sentence in between)
        assert all(" ".join(sentence) in whole for sentence in between[1:])


def test_lists_of_other_key_words_stand_before_every_sentence_and_before_the_right_key():
    own = own_sentences(TEXT, ["dog", "bird", "rain"], FRAME, "Forget: *.")
    for distance in own.distances:
        drawn = own.drawn(distance, 40, np.random.default_rng(distance))
        for ids, answer in zip(drawn.ids, drawn.answers, strict=True):
            words, written = own.read(ids), own.written(ids)
            assert words[own.key_place] == own.keys[answer] and written[own.key_place] == f"{own.keys[answer]}:"
            assert len(words) - own.key_place - 1 == distance and len(written) == len(words)
            assert (
                words[0] == "Forget:"
                and set(words[1:5]) <= set(own.keys)
                and written[1:5] == [f"{word}{mark}" for word, mark in zip(words[1:5], ",,,.", strict=True)]
            )
    assert from_json(own.as_json()) == own and "dog" in own.words[:3]
    with pytest.raises(DataError, match="one \\*"):
        own_sentences(TEXT, ["dog", "bird"], FRAME, "Forget these.")


@pytest.mark.parametrize(
    "frame, missing",
    [
        ("Remember * ... It was", "blank"),
        ("Remember ... It was ___", "place for the key word"),
        ("Remember * It was ___", "place for your sentences"),
        ("___ was it. Remember * ...", "comes first"),
    ],
)
def test_a_frame_that_lacks_something_is_told(frame, missing):
    with pytest.raises(DataError, match=missing):
        own_sentences(TEXT, ["dog", "bird"], frame)


def test_keys_and_texts_that_do_not_fit_are_told():
    with pytest.raises(DataError, match="New York"):
        own_sentences(TEXT, ["dog", "New York"], FRAME)
    with pytest.raises(DataError, match="2 to 50 different"):
        own_sentences(TEXT, ["dog", "dog "], FRAME)
    with pytest.raises(DataError, match="too short"):
        own_sentences("A", ["dog", "bird"], FRAME)
    with pytest.raises(DataError, match="too short"):
        own_sentences(" \n ", ["dog", "bird"], FRAME)


def test_the_commonest_words_that_say_something_are_proposed():
    text = "The dog saw the House. The dog slept; the house and that house."
    assert proposed_keys(text, 3) == ["house", "slept", "The"]
    assert proposed_keys("고양이가 잤어요. 고양이가 놀았어요. 나", 2) == ["고양이가", "놀았어요"]


def test_a_run_keeps_its_text_and_draws_the_same_sentences(tmp_path, own):
    run = lab.create(RunStore(tmp_path), "me", own)
    kept = lab.sentences(run.folder)
    assert lab.language_of(run.folder) == lab.OWN and kept == own == from_json(own.as_json())
    ids = [one.drawn(8, 5, np.random.default_rng(3)).ids for one in (own, kept)]
    assert (ids[0] == ids[1]).all()

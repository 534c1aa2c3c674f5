"""Entities among tags, for any tags: held to a plain reference, and from spans to tags and back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp_models.problems.tagging.entities import OUTSIDE, as_bio, chunks, may_follow, scheme, tagging_scores

TAGS = st.lists(st.sampled_from(["O", *(f"{first}-{kind}" for first in "BIES" for kind in "XY")]), max_size=12)


def slow_chunks(tags):
    """Tag by tag, by the rules of conlleval's startOfChunk and endOfChunk as seqeval has them for BIOES (Nakayama 2018)."""
    pairs = [("O", ""), *(tuple(tag.split("-")) if "-" in tag else ("O", "") for tag in tags), ("O", "")]
    found, begun = [], None
    for place, ((before, kind), (here, own)) in enumerate(pairwise(pairs)):
        if ends(before, kind, here, own):
            found.append((kind, begun, place))
        if starts(before, kind, here, own):
            begun = place
    return found


def ends(before, kind, here, own):
    return before in ("E", "S") or (before in ("B", "I") and (here in ("B", "S", "O") or kind != own))


def starts(before, kind, here, own):
    fresh = before in ("E", "S", "O") and here in ("E", "I")
    return here in ("B", "S") or fresh or (here != "O" and kind != own)


@given(TAGS)
def test_entities_are_those_of_the_plain_reference(tags):
    assert chunks(tags) == slow_chunks(tags)


@given(TAGS)
def test_written_as_bio_they_are_the_same_entities_and_well_formed(tags):
    written = as_bio(tags)
    assert len(written) == len(tags) and chunks(written) == chunks(tags) and as_bio(written) == written
    assert all(may_follow(tag, before) for before, tag in zip([None, *written], written, strict=False))
    assert scheme([written]) == "BIO"


@st.composite
def spans(draw):
    """`(length, entities)`: entities one after the other, some with a gap before."""
    found, at = [], 0
    for _ in range(draw(st.integers(0, 5))):
        at += draw(st.integers(0, 2))
        end = at + draw(st.integers(1, 3))
        found.append((draw(st.sampled_from("XYZ")), at, end))
        at = end
    return at + draw(st.integers(0, 2)), found


@given(spans())
def test_spans_become_tags_and_the_same_spans_again(given_spans):
    length, entities = given_spans
    tags = [OUTSIDE] * length
    for kind, start, end in entities:
        for place in range(start, end):
            tags[place] = f"{'B' if place == start else 'I'}-{kind}"
    assert chunks(tags) == entities and as_bio(tags) == tags


@given(st.lists(TAGS.filter(lambda tags: "B-X" in tags), min_size=1, max_size=4))
def test_who_answers_the_truth_is_right_everywhere(sentences):
    sentences = [*sentences, [OUTSIDE]]  # with it, even a single kind of tag is one of entities
    scores = tagging_scores(sentences, sentences, [[False] * len(tags) for tags in sentences])
    assert scores["accuracy"] == scores["entity_f1"] == 1
    assert scores["entities"] == sum(len(slow_chunks(tags)) for tags in sentences)

"""Tags: which may follow which, what they are about, and whether every word of a Dataset has one."""

import numpy as np

from nlp_models.errors import DataError
from nlp_models.messages import mark
from nlp_models.problems.tagging.entities import OUTSIDE, are_entities, kind_of, may_follow
from nlp_models.problems.tagging.reading.sentences import EMPTY, listed

BARRED = -1e4  # stands for minus infinity: no sum of scores comes near, and float32 adds to it exactly enough
MAX_TAGS = 300  # more is a column of words


def forbidden(labels):
    """`(transitions (C, C), beginnings (C,))`: BARRED where one tag may not follow the other, or begin a sentence."""
    if not are_entities(labels):
        return np.zeros((len(labels), len(labels)), np.float32), np.zeros(len(labels), np.float32)
    between = [[0.0 if may_follow(tag, before) else BARRED for tag in labels] for before in labels]
    first = [0.0 if may_follow(tag, None) else BARRED for tag in labels]
    return np.asarray(between, np.float32), np.asarray(first, np.float32)


def types_of(labels):
    """What the tags are about: entity types, or the tags themselves; in order of the alphabet."""
    return sorted({kind_of(label) for label in labels if label != OUTSIDE or not are_entities(labels)})


def check_sentences(dataset, word_lines=None):
    """DataError unless every word has a tag and every tag is one; the lines are told together."""
    rows = list(zip(dataset.row_numbers, dataset.columns["text"], dataset.columns["label"], strict=True))
    if uneven := [n for n, text, tags in rows if len(text.split(" ")) != len(tags.split(" "))]:
        raise DataError("These rows do not have as many tags as words: {rows}.", rows=listed(uneven))
    every = {tag for _, _, tags in rows for tag in tags.split(" ")}
    if len(every) > MAX_TAGS:
        raise DataError("The column of tags has {count} different values; does it hold the tags?", count=len(every))
    lines = word_lines or [[number] * (text.count(" ") + 1) for number, text, _ in rows]
    for bad, sentence in (
        ({EMPTY, ""}, mark("These lines lack a word or a tag: {lines}.")),
        (_no_entities(every), mark("In these lines a tag is neither O nor of the kind B-X or I-X: {lines}.")),
    ):
        looked_at = (0, 1) if "" in bad else (1,)
        faulty = [
            line
            for (_, *cells), places in zip(rows, lines, strict=True)
            if any(bad & set(cells[n].split(" ")) for n in looked_at)
            for line, *pair in zip(places, *(cell.split(" ") for cell in cells), strict=True)
            if any(pair[n] in bad for n in looked_at)
        ]
        if faulty:
            raise DataError(sentence, lines=listed(list(dict.fromkeys(faulty))))


def _no_entities(tags):
    """The tags that are none, in a column of entities."""
    if not are_entities(tags):
        return set()
    return {tag for tag in tags if tag != OUTSIDE and kind_of(tag) == tag}

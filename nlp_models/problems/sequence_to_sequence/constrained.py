"""One word of an answer changed by hand: which words could stand there, and what is written after each.

>>> others = other_words(predictor, "where is the key", answer, word=2)
>>> predictor.problem.read("where is the key", predictor, forced=others[1].forced).said_words
['Où', 'est', 'le', 'clé.']
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.problems.sequence_to_sequence.generation import alternatives
from nlp_models.safety import word_filter
from nlp_models.text.shown import words_of
from nlp_models.text.vocabulary import END, SPACE

SPLIT = ("subword", "character", "jamo")  # vocabularies whose words are made of several tokens
LOOKED_AT = 24  # first tokens; some of them lead to the same word


@dataclass(frozen=True)
class Other:
    """A word that could stand at a place: its probability there, the tokens up to its end, the whole text after it."""

    word: str  # "" where the text could end
    chance: float
    forced: list[int]
    said: str


def other_words(predictor, text, answer, word, count=6):
    """The likeliest words at number `word` of an Answer, the likeliest first; the one that stands there may be among them."""
    problem = predictor.problem
    vocabulary, source = problem.target_vocabulary, problem.encode([text])[0]
    before = answer.ids[: answer.places[word][0]]
    others, words = {}, word_filter()
    for reply in alternatives(predictor.network, source, before, LOOKED_AT, problem.max_tokens):
        first = reply.ids[len(before)]
        if before and not _begins_a_word(vocabulary, first):
            continue  # it would lengthen the word before
        end, shown = _word_from(vocabulary, reply.ids, len(before))
        if not words.allows(shown):
            continue
        chance = float(np.exp(sum(reply.logs[len(before) : end])))
        if shown not in others or others[shown].chance < chance:
            others[shown] = Other(shown, chance, reply.ids[:end], words.masked(problem.text(reply.ids)))
    return sorted(others.values(), key=lambda other: -other.chance)[:count]


def _begins_a_word(vocabulary, number):
    return number == END or vocabulary.kind not in SPLIT or vocabulary.tokens[number].startswith(SPACE)


def _word_from(vocabulary, ids, start):
    """`(where the word that begins at a place ends, the word)`; at the end of the text the word is empty."""
    if ids[start] == END:
        return start + 1, ""
    rest = words_of(vocabulary, ids[start:])
    if not rest:
        return start + 1, ""
    word, places = rest[0]
    return start + places[-1] + 1, word

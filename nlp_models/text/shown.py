"""How a token is shown to people."""

import numpy as np

from nlp_models.safety import word_filter
from nlp_models.text.vocabulary import END, SPACE

BLANK = "␣"  # a space that is a token of its own
BREAK = "⏎"  # the end of a line, where a text has to stand on one
COMMON = 25  # tokens that stand first in a vocabulary: mostly "the", "of" and the like


def shown(vocabulary, number, token=None):
    """A token as a page shows it: a piece within a word has a dot before it, the end of a line and a space are signs.

    `token` is what was typed, where the vocabulary may not know it.
    """
    if number == END:
        return BREAK
    token = vocabulary.tokens[number] if token is None else token
    if vocabulary.kind == "subword" and not token.startswith(SPACE):
        return f"·{token}"
    return token.replace(SPACE, " ").strip() or BLANK


def shown_all(vocabulary, numbers):
    """Tokens as a page shows them, words that the host does not let through as dots."""
    return word_filter().masked_words([shown(vocabulary, number) for number in map(int, numbers)])


def shown_likeliest(vocabulary, logs, most):
    """The so many likeliest tokens by log probabilities `(V,)`, as shown, with their probabilities; two shown alike add up."""
    numbers = np.argsort(-logs, kind="stable")[:most] if most * 20 > len(logs) else _first(logs, most)
    likeliest = {}
    for name, number in zip(shown_all(vocabulary, numbers), numbers, strict=True):
        likeliest[name] = likeliest.get(name, 0.0) + float(np.exp(logs[number]))
    return likeliest


def _first(logs, most):
    numbers = np.argpartition(-logs, most)[:most]
    return numbers[np.argsort(-logs[numbers], kind="stable")]


def words_of(vocabulary, ids):
    """`[(word, its places among the ids)]` of what these tokens say up to END; pieces and letters are put together."""
    words, split = [], vocabulary.kind in ("subword", "character", "jamo")
    for place, number in enumerate(ids):
        if number == END:
            break
        if not words or not split or vocabulary.tokens[number].startswith(SPACE):
            words.append([])
        words[-1].append(place)
    named = [(vocabulary.text([ids[place] for place in places]).strip(), places) for places in words]
    return [(word, places) for word, places in named if word]


def content_place(vocabulary, tokens_of_words):
    """The place of the first word of content: none of the commonest tokens; 0 where all are.

    Args:
        tokens_of_words: the numbers of the tokens of each.
    """
    common = END + 1 + min(COMMON, len(vocabulary.tokens) // 10)

    def has_content(own):
        return max(own) >= common and any(map(str.isalnum, vocabulary.text(own)))

    return next((place for place, own in enumerate(tokens_of_words) if own and has_content(own)), 0)

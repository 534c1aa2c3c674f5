"""Whether a network can read a text at all: do its words stand among what it learned, or pieces of them that tell?

>>> words = Vocabulary.build(["a good film", "a dull film"], kind="word", size=100)
>>> [is_read(words, words.tokenize(text)) for text in ("a bad film", "지루한 영화", "10/10")]
[True, False, False]
"""

from collections.abc import Iterable
from itertools import groupby

from nlp_models.text.vocabulary import SPACE, UNKNOWN, Vocabulary, script_of

FOREIGN_WORDS = 0.5  # of a text's words, met whole in a script that was hardly learned: then it is read all the same


def is_read(vocabulary: Vocabulary, tokens: Iterable[tuple[str, int, int]]) -> bool:
    """Whether any word of a text is known.

    Args:
        tokens: `(token, its number, place of its word)` of the whole text, as `tokenize` gives them.

    A piece of a word counts in the scripts that the vocabulary is written in. In another one it does not: Korean
    reviews leave a network with most letters of the alphabet, and every English text could be spelled with them.
    There a word counts where it is a token of its own, and an "ok" among many strange ones is not enough.
    """
    words = [[(token, number) for token, number, _ in word] for _, word in groupby(tokens, key=lambda token: token[2])]
    lettered = [word for word in words if any(script_of(token) for token, _ in word)]
    if not lettered:
        return not words or any(number != UNKNOWN and token.strip(SPACE) for word in words for token, number in word)
    if any(number != UNKNOWN and script_of(token) in vocabulary.scripts for word in lettered for token, number in word):
        return True
    whole = sum(len(word) == 1 and word[0][1] != UNKNOWN for word in lettered)
    return whole >= FOREIGN_WORDS * len(lettered)

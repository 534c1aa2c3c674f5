"""Words of a sentence as taggers know them: cut from a text, and joined to be read.

>>> split_words("I don't know (yet).")
['I', 'do', "n't", 'know', '(', 'yet', ')', '.']
"""

import re

SPACE = "▁"  # stands for a space where letters are the tokens, as in vocabulary.py; this file also travels alone
OPENING, CLOSING = "([{<«“‘„", ")]}>»”’,.;:!?%…"
PIECE = re.compile(
    r"(?:\w\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|St)\."  # U.S.
    r"|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b"  # do n't, I 'm: as treebanks have it
    r"|[@#]?\w+(?:(?!['’](?:s|re|ve|ll|d|m)\b)[-./:@'’+&]+\w+)*"  # all-rounder, 3.5, e-gima.com, but Anna 's
    r"|([^\w\s])\1*",  # ...
    re.IGNORECASE,
)
FEW_LONGER = 0.005  # of the tokens: where fewer have two letters, letters are the tokens


def split_words(text, letters=False):
    """The words of a text, marks apart; or its letters, a space being a token, too."""
    if letters:
        return [SPACE if letter == " " else letter for letter in " ".join(text.split())]
    return [match[0] for match in PIECE.finditer(text)]


def join_words(words):
    """Words as one would write them: no space before a mark that closes; letters without any."""
    if is_of_letters([" ".join(words)]):
        return "".join(words).replace(SPACE, " ")
    written = ""
    for word in words:
        glued = not written or written[-1] in OPENING or word[0] in CLOSING or word.lower() == "n't" or word[:1] == "'"
        written += word if glued else f" {word}"
    return written.replace(SPACE, " ")


def is_of_letters(texts):
    """Whether the tokens of these sentences are letters and spaces."""
    words = [word for text in texts[:500] for word in text.split(" ")]
    return SPACE in words and sum(len(word) > 1 for word in words) <= FEW_LONGER * len(words)

"""Which of many texts are most like one: TF-IDF of pieces of words, cosine (Salton & Buckley 1988). NumPy alone.

>>> Nearest(["how are you", "what time is it"]).find("what's the time", most=1)
[(1, 0.57...)]
"""

from collections import Counter

import numpy as np

PIECES = (2, 3)  # letters of a piece; words are taken with a space before and behind


class Nearest:
    """The texts, as an index from pieces to the rows that have them."""

    def __init__(self, texts):
        counted = [Counter(pieces(text)) for text in texts]
        found = Counter(piece for counts in counted for piece in counts)
        self.numbers = {piece: number for number, piece in enumerate(found)}
        held = np.fromiter(found.values(), np.float64, len(found))
        self.idf = np.log((1 + len(texts)) / (1 + held)) + 1  # smoothed, as if one more text had every piece
        rows = np.repeat(np.arange(len(texts)), [len(counts) for counts in counted])
        columns = np.asarray([self.numbers[piece] for counts in counted for piece in counts], np.int64)
        weights = np.asarray([count for counts in counted for count in counts.values()]) * self.idf[columns]
        norms = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
        order = np.argsort(columns, kind="stable")
        self.rows, self.weights = rows[order], (weights / np.maximum(norms[rows], 1e-12))[order]
        self.starts = np.concatenate([[0], np.bincount(columns, minlength=len(found)).cumsum()])
        self.size = len(texts)

    def likeness(self, text):
        """The cosine of a text with every text of the index: `(N,)`, from 0 to 1."""
        counts = Counter(piece for piece in pieces(text))
        known = [(self.numbers[piece], count) for piece, count in counts.items() if piece in self.numbers]
        found = np.zeros(self.size)
        if not known:
            return found
        unknown = sum(count**2 for piece, count in counts.items() if piece not in self.numbers) * self.idf.max() ** 2
        norm = np.sqrt(sum((count * self.idf[number]) ** 2 for number, count in known) + unknown)
        for number, count in known:
            span = slice(self.starts[number], self.starts[number + 1])
            found[self.rows[span]] += self.weights[span] * (count * self.idf[number] / norm)
        return found

    def find(self, text, most=3):
        """`[(row, cosine)]` of the most alike, the nearest first; none that has nothing in common."""
        likeness = self.likeness(text)
        order = np.argsort(-likeness, kind="stable")[:most]
        return [(row, float(likeness[row])) for row in order.tolist() if likeness[row] > 0]


def pieces(text):
    """Pieces of two and three letters of every word, its borders as spaces."""
    found = []
    for word in text.lower().split():
        padded = f" {word} "
        for length in PIECES:
            found += [padded[at : at + length] for at in range(max(1, len(padded) - length + 1))]
    return found

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
        counted = [Counter(ngrams(text)) for text in texts]
        rows_with = Counter(ngram for counts in counted for ngram in counts)
        self.numbers = {ngram: number for number, ngram in enumerate(rows_with)}
        held = np.fromiter(rows_with.values(), np.float64, len(rows_with))
        self.idf = np.log((1 + len(texts)) / (1 + held)) + 1  # smoothed, as if one more text had every piece
        rows = np.repeat(np.arange(len(texts)), [len(counts) for counts in counted])
        columns = np.asarray([self.numbers[ngram] for counts in counted for ngram in counts], np.int64)
        weights = np.asarray([count for counts in counted for count in counts.values()]) * self.idf[columns]
        norms = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
        order = np.argsort(columns, kind="stable")
        self.rows, self.weights = rows[order], (weights / np.maximum(norms[rows], 1e-12))[order]
        self.starts = np.concatenate([[0], np.bincount(columns, minlength=len(rows_with)).cumsum()])
        self.size = len(texts)

    def likeness(self, text):
        """The cosine of a text with every text of the index: `(N,)`, from 0 to 1."""
        counts = Counter(ngram for ngram in ngrams(text))
        known = [(self.numbers[ngram], count) for ngram, count in counts.items() if ngram in self.numbers]
        likeness_of = np.zeros(self.size)
        if not known:
            return likeness_of
        unknown = sum(count**2 for ngram, count in counts.items() if ngram not in self.numbers) * self.idf.max() ** 2
        norm = np.sqrt(sum((count * self.idf[number]) ** 2 for number, count in known) + unknown)
        for number, count in known:
            span = slice(self.starts[number], self.starts[number + 1])
            likeness_of[self.rows[span]] += self.weights[span] * (count * self.idf[number] / norm)
        return likeness_of

    def find(self, text, most=3):
        """`[(row, cosine)]` of the most alike, the nearest first; none that has nothing in common."""
        likeness = self.likeness(text)
        order = np.argsort(-likeness, kind="stable")[:most]
        return [(row, float(likeness[row])) for row in order.tolist() if likeness[row] > 0]


def ngrams(text):
    """Pieces of two and three letters of every word, its borders as spaces."""
    ngrams_of = []
    for word in text.lower().split():
        padded = f" {word} "
        for length in PIECES:
            ngrams_of += [padded[at : at + length] for at in range(max(1, len(padded) - length + 1))]
    return ngrams_of

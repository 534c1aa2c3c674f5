"""Cut the same words differently in every epoch, so that the network meets their parts (Kudo 2018).

SentencePiece can sample too, but not repeatably from process to process; a resumed run has to draw the same cuts. So the
likeliest cuts of each word are listed once, and our own generator chooses among them.
"""

from array import array
from itertools import chain

import numpy as np

from nlp_models.text.ragged import Numbers, Writer

SEGMENTATIONS = 4  # cuts kept for one word; the rest hardly ever come up
DRAWN_AT_ONCE = 1_000_000  # words: some 40 MB while they are drawn


class SubwordSampler:
    """`sampler(generator)` gives all texts, freshly cut: a Ragged.

    Args:
        vocabulary: one of subwords.
        amount: cuts are drawn with probability ~ p ** (1 - amount); 1 makes all alike.
    """

    def __init__(self, vocabulary, texts, amount, max_tokens):
        self.max_tokens, self.size = max_tokens, len(vocabulary)
        numbers, occurrences, lengths = Numbers(), array("i"), array("i")
        for text in texts:
            words = vocabulary.words(text) or [""]
            occurrences.extend(map(numbers.__getitem__, words))
            lengths.append(len(words))
        self.occurrences = np.frombuffer(occurrences, np.int32)
        self.words_before = np.cumsum([0, *lengths])
        self.list_segmentations(vocabulary, [*numbers], 1 - amount)

    def list_segmentations(self, vocabulary, words, sharpness):
        """Lay all cuts of all words one after another in one array."""
        tokens, lengths, counts = array("i"), array("i"), array("i")
        for segmentations in vocabulary.alternatives(words, SEGMENTATIONS):
            counts.append(len(segmentations))
            lengths.extend(map(len, segmentations))
            tokens.extend(chain.from_iterable(segmentations))
        self.tokens, self.segmentation_lengths, counts = (np.frombuffer(a, np.int32) for a in (tokens, lengths, counts))
        self.segmentation_starts = np.cumsum(self.segmentation_lengths) - self.segmentation_lengths
        self.first_segmentation = np.cumsum(counts) - counts
        scores = np.add.reduceat(vocabulary.scores[self.tokens], self.segmentation_starts)
        self.up_to = _cumulative(scores, counts, self.first_segmentation, sharpness)

    def __call__(self, generator):
        written = Writer(self.size)
        first, words = 0, self.words_before
        while first < len(words) - 1:
            last = max(first + 1, int(np.searchsorted(words, words[first] + DRAWN_AT_ONCE, side="right")) - 1)
            written.add(*self._drawn(words[first : last + 1], generator))
            first = last
        return written.ragged()

    def _drawn(self, borders, generator):
        """The ids of the texts between these borders, which count words, and how many each has."""
        occurrences = self.occurrences[borders[0] : borders[-1]]
        drawn = generator.random(len(occurrences), dtype=np.float32)
        chosen = (drawn[:, None] > self.up_to[occurrences]).sum(axis=1)
        segmentations = self.first_segmentation[occurrences] + chosen
        lengths = self.segmentation_lengths[segmentations]
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        tokens = self.tokens[np.repeat(self.segmentation_starts[segmentations], lengths) + within]
        lengths = np.diff(np.concatenate([[0], ends])[borders - borders[0]])
        return _first_of_each(tokens, lengths, self.max_tokens)


def sampler_of(part, texts, vocabulary, recipe, made):
    """The SubwordSampler of a part, made once and kept in `made`; None where its recipe cuts texts one way only."""
    if not recipe.subword_sampling or recipe.tokenizer != "subword":
        return None
    if id(part) not in made:
        made[id(part)] = SubwordSampler(vocabulary, texts, recipe.subword_sampling, recipe.max_tokens)
    return made[id(part)]


def _first_of_each(tokens, lengths, most):
    """Texts laid one after another, `(tokens, their lengths)`, each cut at so many tokens."""
    if lengths.max(initial=0) <= most:
        return tokens, lengths
    within = np.arange(len(tokens)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return tokens[within < most], np.minimum(lengths, most)


def _cumulative(scores, counts, first, sharpness):
    """Cumulative probability of the cuts of each word `(words, SEGMENTATIONS)`, the last of them 1."""
    rows = np.repeat(np.arange(len(counts)), counts)
    raised = np.exp(sharpness * (scores - scores[first][rows]))
    shares = np.zeros((len(counts), SEGMENTATIONS))
    shares[rows, np.arange(len(rows)) - first[rows]] = raised / np.add.reduceat(raised, first)[rows]
    last = np.arange(SEGMENTATIONS) >= counts[:, None] - 1
    return np.where(last, 1, np.cumsum(shares, axis=1)).astype(np.float32)

"""Cut the same words differently in every epoch, so that the network meets their parts (Kudo 2018).

SentencePiece can sample too, but not repeatably from process to process; a resumed run has to draw the same cuts. So the
likeliest cuts of each word are listed once, and our own generator chooses among them.
"""

from itertools import pairwise

import numpy as np

SEGMENTATIONS = 4  # cuts kept for one word; the rest hardly ever come up


class SubwordSampler:
    """`sampler(generator)` gives all texts, freshly cut: a list of N int32 arrays.

    Args:
        vocabulary: one of subwords.
        amount: cuts are drawn with probability ~ p ** (1 - amount); 1 makes all alike.
    """

    def __init__(self, vocabulary, texts, amount, max_tokens):
        self.max_tokens = max_tokens
        split = [vocabulary.words(text) or [""] for text in texts]
        words = sorted({word for text in split for word in text})
        number = {word: n for n, word in enumerate(words)}
        self.occurrences = np.asarray([number[word] for text in split for word in text], np.int32)
        self.words_before = np.cumsum([0, *map(len, split)])
        self.list_segmentations(list(vocabulary.alternatives(words, SEGMENTATIONS)), 1 - amount)

    def list_segmentations(self, alternatives, sharpness):
        """Lay all cuts of all words one after another in one array."""
        segmentations = [ids for word in alternatives for ids, _ in word]
        self.tokens = np.asarray([token for ids in segmentations for token in ids], np.int32)
        self.segmentation_lengths = np.asarray([len(ids) for ids in segmentations], np.int32)
        self.segmentation_starts = np.cumsum(self.segmentation_lengths) - self.segmentation_lengths
        counts = np.asarray([len(word) for word in alternatives])
        self.first_segmentation = np.cumsum(counts) - counts
        self.up_to = np.ones(
            (len(alternatives), SEGMENTATIONS), np.float32
        )  # cumulative probability of the ways of each word
        for row, word in zip(self.up_to, alternatives, strict=True):
            raised = np.exp(sharpness * (np.asarray([score for _, score in word]) - word[0][1]))
            row[: len(word)] = np.cumsum(raised / raised.sum())
            row[len(word) - 1 :] = 1

    def __call__(self, generator):
        drawn = generator.random(len(self.occurrences), dtype=np.float32)
        chosen = (drawn[:, None] > self.up_to[self.occurrences]).sum(axis=1)
        segmentations = self.first_segmentation[self.occurrences] + chosen
        lengths = self.segmentation_lengths[segmentations]
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        tokens = self.tokens[np.repeat(self.segmentation_starts[segmentations], lengths) + within]
        borders = np.concatenate([[0], ends])[self.words_before]
        limit = self.max_tokens
        return [tokens[start : min(end, start + limit)] for start, end in pairwise(borders)]


def sampler_of(part, texts, vocabulary, recipe, made):
    """The SubwordSampler of a part, made once and kept in `made`; None where its recipe cuts texts one way only."""
    if not recipe.subword_sampling or recipe.tokenizer != "subword":
        return None
    if id(part) not in made:
        made[id(part)] = SubwordSampler(vocabulary, texts, recipe.subword_sampling, recipe.max_tokens)
    return made[id(part)]

"""What a network that writes answers learns from and gives: rows as ids, one answer; scores of what it foretold."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.sequence_to_sequence.generation import Answers, after_start

SCORED_AT_ONCE = 64  # rows
BLOCKS = 100  # of rows, whose spread gives the interval of the perplexity


@dataclass(frozen=True)
class Part:
    """Rows as ids; the targets end with END. `how` an answer is written: Decoding, and at most so many tokens."""

    sources: list[np.ndarray]
    targets: list[np.ndarray]
    texts: list[str]
    golds: list[str]
    how: tuple[Decoding, int]

    def __len__(self):
        return len(self.sources)

    def head(self, rows):
        """The first rows."""
        return Part(self.sources[:rows], self.targets[:rows], self.texts[:rows], self.golds[:rows], self.how)

    @property
    def lengths(self):
        """Rows of like length stand next to each other: by target, which takes longest, then by source."""
        return np.asarray([1000 * len(target) + len(source) for source, target in zip(self.sources, self.targets, strict=True)])  # fmt: skip

    @property
    def questions(self):
        """`{distinct source: (its first row, all its right answers)}`, in order."""
        found = {}
        for row, (text, gold) in enumerate(zip(self.texts, self.golds, strict=True)):
            found.setdefault(text, (row, []))[1].append(gold)
        return found

    def inputs(self, chosen, multiple=1):
        """What the network reads of these rows to tell how likely their targets are."""
        targets = pad([self.targets[n] for n in chosen], multiple)
        source = pad([self.sources[n] for n in chosen], multiple)
        return {"source": source, "ids": after_start(targets), "targets": targets}


@dataclass(frozen=True)
class Answer:
    """One text and what was written for it, word by word, with what each written word looked at."""

    words: list[str]  # that were read
    said: str
    said_words: list[str]
    ids: list[int]  # of its tokens, END the last
    places: list[list[int]]  # of each written word among them
    chances: list[float]  # of each written word
    looks: list[list[float]] | None  # of each written word on each that was read; None without attention
    sureness: float  # the geometric mean of the probabilities of its tokens
    sure: bool
    unknown: list[str]
    truncated_at: int | None


def answers_of(split, foretell, network):
    """The Answers to a part, foretold by a Keras network or by its NumPy twin.

    Args:
        foretell: index array of n rows -> `(n, T, 2)`, of every token of their padded targets.
        network: the NumPy network; it writes an answer to every distinct source, once.
    """

    def one_batch(chosen):
        return [own[: len(split.targets[n])] for n, own in zip(chosen, foretell(chosen), strict=True)]

    foretold = in_batches(split.lengths, SCORED_AT_ONCE, one_batch)
    how, most = split.how
    sources = [split.sources[row] for row, _ in split.questions.values()]
    return Answers(foretold, network, sources, most, how)


def foretold_scores(foretold):
    """Scores of what was foretold of the true tokens, with the interval of the perplexity."""
    every = np.concatenate(foretold).astype(np.float64)
    loss, tokens = float(-every[:, 0].mean()), len(every)
    blocks = [rows for rows in np.array_split(np.arange(len(foretold)), BLOCKS) if len(rows)]
    means = np.asarray([np.concatenate([foretold[n][:, 0] for n in rows]).mean() for rows in blocks], np.float64)
    spread = 1.96 * float(means.std(ddof=1) / np.sqrt(len(means))) if len(means) > 1 else 0.0
    return {
        "tokens": tokens, "perplexity": float(np.exp(loss)), "perplexity_low": float(np.exp(loss - spread)),
        "perplexity_high": float(np.exp(loss + spread)), "loss": loss, "accuracy": float(every[:, 1].mean()),
    }  # fmt: skip


def by_word(looks, places, count):
    """Shares of tokens, added up over the words that they make."""
    return np.bincount(places, looks, minlength=count)[:count].tolist()

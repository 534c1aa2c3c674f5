"""What a network that writes answers learns from and gives: rows as ids, one answer; scores of what it foretold."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.sequence_to_sequence.generation import Answers, shifted_right

SCORED_AT_ONCE = 64  # rows
BLOCKS = 100  # of rows, whose spread gives the interval of the perplexity


@dataclass(frozen=True)
class Split:
    """Rows as ids; the targets end with END. `how` an answer is written: Decoding, and at most so many tokens."""

    sources: list[np.ndarray]
    targets: list[np.ndarray]
    texts: list[str]
    references: list[str]
    how: tuple[Decoding, int]

    def __len__(self):
        return len(self.sources)

    def head(self, rows):
        """The first rows."""
        return Split(self.sources[:rows], self.targets[:rows], self.texts[:rows], self.references[:rows], self.how)

    @property
    def lengths(self):
        """Rows of like length stand next to each other: by target, which takes longest, then by source."""
        return np.asarray(
            [1000 * len(target) + len(source) for source, target in zip(self.sources, self.targets, strict=True)]
        )

    @property
    def questions(self):
        """`{distinct source: (its first row, all its right answers)}`, in order."""
        by_source = {}
        for row, (text, gold) in enumerate(zip(self.texts, self.references, strict=True)):
            by_source.setdefault(text, (row, []))[1].append(gold)
        return by_source

    def inputs(self, chosen, multiple=1):
        """What the network reads of these rows to tell how likely their targets are."""
        targets = pad([self.targets[n] for n in chosen], multiple)
        source = pad([self.sources[n] for n in chosen], multiple)
        return {"source": source, "ids": shifted_right(targets), "targets": targets}


@dataclass(frozen=True)
class Answer:
    """One text and what was written for it, word by word, with what each written word looked at."""

    words: list[str]  # that were read
    said: str
    said_words: list[str]
    ids: list[int]  # of its tokens, END the last
    places: list[list[int]]  # of each written word among them
    word_probabilities: list[float]  # of each written word
    attention_weights: list[list[float]] | None  # of each written word on each that was read; None without attention
    confidence: float  # the geometric mean of the probabilities of its tokens
    sure: bool
    unknown: list[str]
    truncated_at: int | None


def answers_of(split, score_targets, network):
    """The Answers to a part, foretold by a Keras network or by its NumPy twin.

    Args:
        foretell: index array of n rows -> `(n, T, 2)`, of every token of their padded targets.
        network: the NumPy network; it writes an answer to every distinct source, once.
    """

    def one_batch(chosen):
        return [own[: len(split.targets[n])] for n, own in zip(chosen, score_targets(chosen), strict=True)]

    token_scores = in_batches(split.lengths, SCORED_AT_ONCE, one_batch)
    how, most = split.how
    sources = [split.sources[row] for row, _ in split.questions.values()]
    return Answers(token_scores, network, sources, most, how)


def perplexity_scores(token_scores):
    """Scores of what was foretold of the true tokens, with the interval of the perplexity."""
    every = np.concatenate(token_scores).astype(np.float64)
    loss, tokens = float(-every[:, 0].mean()), len(every)
    blocks = [rows for rows in np.array_split(np.arange(len(token_scores)), BLOCKS) if len(rows)]
    means = np.asarray([np.concatenate([token_scores[n][:, 0] for n in rows]).mean() for rows in blocks], np.float64)
    spread = 1.96 * float(means.std(ddof=1) / np.sqrt(len(means))) if len(means) > 1 else 0.0
    return {
        "tokens": tokens,
        "perplexity": float(np.exp(loss)),
        "perplexity_low": float(np.exp(loss - spread)),
        "perplexity_high": float(np.exp(loss + spread)),
        "loss": loss,
        "accuracy": float(every[:, 1].mean()),
    }


def by_word(attention_weights, places, count):
    """Shares of tokens, added up over the words that they make."""
    return np.bincount(places, attention_weights, minlength=count)[:count].tolist()

"""Tagged sentences as arrays: what a tagger learns from (Split), what it answers (Tagged), and one text read (Answer)."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.batching import in_batches
from nlp_models.text.vocabulary import UNKNOWN

ANSWERED_AT_ONCE = 64  # sentences
MOST_CHARACTERS = 24  # of a word; of a longer one its beginning and its end


@dataclass(frozen=True)
class Split:
    """N sentences: their words, as ids and as spellings, and their tags as numbers (-1: never trained)."""

    words: list[list[str]]
    ids: list[np.ndarray]
    places: list[np.ndarray]  # of each word's spelling in `spellings`
    spellings: list[np.ndarray]  # ids of characters
    gold_tags: list[list[str]]
    targets: list[np.ndarray]
    is_spelled: bool  # whether the network reads characters

    def __len__(self):
        return len(self.ids)

    def head(self, rows):
        """The first rows."""
        return Split(
            self.words[:rows],
            self.ids[:rows],
            self.places[:rows],
            self.spellings,
            self.gold_tags[:rows],
            self.targets[:rows],
            self.is_spelled,
        )

    @property
    def lengths(self):
        return np.asarray([len(ids) for ids in self.ids])

    def inputs(self, chosen, multiple=1):
        """What a network reads of the chosen sentences: `words (N, T)`, and their U spellings, each once: `characters`, short and
        long ones apart, `(S, K)` and `(U - S, L)`, with `places (N, T)` among them all; 0 is padding, on the right."""
        words = padded([self.ids[n] for n in chosen], multiple)
        if not self.is_spelled:
            return {"words": words}
        used, places = np.unique(padded([self.places[n] + 1 for n in chosen], multiple), return_inverse=True)
        spelled = [self.spellings[n - 1] if n else np.asarray([UNKNOWN], np.int32) for n in used.tolist()]
        order, characters = short_and_long(spelled)
        places_now = np.empty_like(order)
        places_now[order] = np.arange(len(order))
        return {
            "words": words,
            "characters": characters,
            "places": places_now[places].reshape(words.shape).astype(np.int32),
        }


def short_and_long(sequences):
    """`(order, [padded short ones, padded long ones])`, parted where the least padding is left; padded alike, three of five
    letters of English words are padding. A single one stands in both."""
    lengths = np.asarray([len(sequence) for sequence in sequences])
    order = np.argsort(lengths, kind="stable")
    own, short = lengths[order], np.arange(1, max(2, len(order)))
    cost = short * own[short - 1] + (len(own) - short) * own[-1]
    part = short[cost.argmin()]
    rows = [sequences[n] for n in order.tolist()]
    return order, [padded(rows[:part]), padded(rows[part:] or rows)]


@dataclass(frozen=True)
class Tagged:
    """What was answered to one sentence: class numbers `(T,)` and the probability of each tag `(T, C)`."""

    numbers: np.ndarray
    tag_probabilities: np.ndarray


@dataclass(frozen=True)
class Answer:
    """One text, its words tagged. `tag_probabilities` are the probabilities of each tag, for every word."""

    words: list[str]
    tags: list[str]
    tag_probabilities: list[dict[str, float]]
    unknown: list[str]  # words never seen in training
    truncated_at: int | None  # number of words read, when the text was longer
    letters: bool  # whether the words are letters and spaces

    @property
    def confidence(self):
        """The probability of each tag that was given."""
        return [share[tag] for share, tag in zip(self.tag_probabilities, self.tags, strict=True)]

    @property
    def label(self):
        """All tags on one line."""
        return " ".join(self.tags)


def tagged(split, decide, multiple=1):
    """A Tagged for every sentence of a part, by a Keras network or by its NumPy twin.

    Args:
        decide: what `Split.inputs` gives of some sentences -> `(tags (n, T), probabilities (n, T, C))`.
        multiple: of which T is one.
    """

    def one_batch(chosen):
        tags, tag_probabilities = decide(split.inputs(chosen, multiple))
        return [
            Tagged(tags[row, :end], tag_probabilities[row, :end])
            for row, end in enumerate(split.lengths[chosen].tolist())
        ]

    return in_batches(split.lengths, ANSWERED_AT_ONCE, one_batch)


def padded(sequences, multiple=1):
    """Ragged numbers -> int32 `(N, T)`, 0 on the right; two places at least, which a CRF's steps need."""
    longest = max(2, -(-max(map(len, sequences)) // multiple) * multiple)
    rows = np.zeros((len(sequences), longest), np.int32)
    for row, numbers in zip(rows, sequences, strict=True):
        row[: len(numbers)] = numbers
    return rows

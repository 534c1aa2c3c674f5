"""Pairs of texts (question and answer, sentence and translation): made plain, parted by source, gathered as references."""

import re

import numpy as np

from nlp_models.datasets.dataset import MAX_TEST, MAX_VALIDATION, Dataset
from nlp_models.errors import DataError

SPACES = re.compile(r"\s+")  # of Unicode: U+00A0 and U+202F, which French sets before ! and ?, are among them
SHOWN_ROWS = 5


def plain_spaces(text):
    """A text whose spaces of every kind are single plain ones."""
    return SPACES.sub(" ", text).strip()


def plain_pairs(dataset):
    """The Dataset with plain spaces on both sides."""
    plain = {name: [plain_spaces(text) for text in dataset.columns[name]] for name in ("text", "label")}
    return Dataset(dataset.columns | plain, dataset.names, dataset.numbers)


def check_pairs(dataset):
    """DataError unless both sides of every pair say something; all rows that do not are told together."""
    pairs = zip(dataset.row_numbers, dataset.columns["text"], dataset.columns["label"], strict=True)
    bad = [number for number, source, target in pairs if not source.strip() or not target.strip()]
    if len(bad) == 1:
        raise DataError("Row {row} has an empty side. Every pair needs both texts.", row=bad[0])
    if bad:
        rows, more = ", ".join(map(str, bad[:SHOWN_ROWS])), len(bad) - SHOWN_ROWS
        if more <= 0:
            raise DataError("Rows {rows} have an empty side. Every pair needs both texts.", rows=rows)
        raise DataError(
            "Rows {rows} and {more} more have an empty side. Every pair needs both texts.", rows=rows, more=more
        )


def split_by_source(dataset, seed, validation_share=0.1, test_share=0.1):
    """Every row gets a part: a share of the *distinct* sources is held back, each with all its targets.

    Marks of the file are kept, but a source held back in one row is held back in all.
    """
    sources = dataset.columns["text"]
    given = _marked(sources, dataset.columns.get("part") or ["train"] * len(dataset))
    marked, generator = set(given.values()), np.random.default_rng(seed)
    for name, share, most in (("test", test_share, MAX_TEST), ("validation", validation_share, MAX_VALIDATION)):
        if name not in marked:
            for source in _share_of(given, share, most, generator):
                given[source] = name
    if "train" not in given.values():
        raise DataError("No row is left to learn from: all are marked as validation or test.")
    return Dataset(dataset.columns | {"part": [given[source] for source in sources]}, dataset.names)


def referenced(dataset):
    """`(sources, references)`: every distinct source once, in order, with all its distinct targets."""
    by_source = {}
    for source, target in zip(dataset.columns["text"], dataset.columns["label"], strict=True):
        by_source.setdefault(source, {})[target] = None
    return list(by_source), [list(targets) for targets in by_source.values()]


def _marked(sources, parts):
    """The part of every distinct source: of several the one farthest from training."""
    rank = {"train": 0, "validation": 1, "test": 2}
    by_source = {}
    for source, part in zip(sources, parts, strict=True):
        by_source[source] = max(part, by_source.get(source, part), key=rank.get)
    return by_source


def _share_of(given, share, most, generator):
    """Sources of training that are held back, one at least; one at least stays to learn from."""
    learned = [source for source, part in given.items() if part == "train"]
    count = min(most, max(1, round(share * len(given))))  # of all sources: the second share is as large as the first
    if len(learned) < 2:
        raise DataError("Too few different texts: some must be held back for the score.")
    return [learned[n] for n in generator.permutation(len(learned))[: min(count, len(learned) - 1)]]

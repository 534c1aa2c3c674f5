"""parted(dataset, recipe): which lines of a text are learned from, and which are held back; lines in a row hang together."""

from bisect import bisect_left
from collections.abc import Sequence

from nlp_models.datasets.dataset import MAX_TEST, MAX_VALIDATION, Dataset
from nlp_models.errors import DataError
from nlp_models.recipe import Recipe

PIECES = 5  # that are held back for either part, from as many fifths of the text
LEAST_LINES = 20  # of a piece; of a short text there are fewer
WITHIN = 0.4  # of its fifth stands before a piece: the beginning and the end of a book are not the book


def parted(dataset: Dataset, recipe: Recipe) -> Dataset:
    """The Dataset with a part for every row: the file's own, or lines from its end, or from all over it.

    Raises:
        DataError: no row is left to learn from.
    """
    parts = list(dataset.columns.get("part") or ["train"] * len(dataset))
    said = bytes(bool(text.strip()) for text in dataset.columns["text"])  # whether anything is, line by line
    for name, share, most in (
        ("test", recipe.test_share, MAX_TEST),
        ("validation", recipe.validation_share, MAX_VALIDATION),
    ):
        rows = [row for row, part in enumerate(parts) if part == "train"]
        filled = [row for row in rows if said[row]]
        if name not in parts and filled:
            wanted = min(most, max(1, round(share * len(filled))), len(filled))
            for row in _last(rows, filled, wanted) if recipe.held_back == "end" else _spread(rows, filled, wanted):
                parts[row] = name
    if "train" not in parts:
        raise DataError("No row is left to learn from: all are marked as validation or test.")
    return Dataset(dataset.columns | {"part": parts}, dataset.names)


def _last(rows: Sequence[int], filled: Sequence[int], wanted: int) -> Sequence[int]:
    """The last rows, so many of them filled."""
    return rows[bisect_left(rows, filled[-wanted]) :]


def _spread(rows: Sequence[int], filled: Sequence[int], wanted: int) -> list[int]:
    """Pieces of lines in a row, one of each fifth of the text, so many filled ones together."""
    pieces = max(1, min(PIECES, wanted // LEAST_LINES))
    chosen: list[int] = []
    for number in range(pieces):
        first, end = number * len(filled) // pieces, (number + 1) * len(filled) // pieces
        long = (number + 1) * wanted // pieces - number * wanted // pieces
        begin = first + min(int(WITHIN * (end - first)), end - first - long)
        chosen += rows[bisect_left(rows, filled[begin]) : bisect_left(rows, filled[begin + long - 1]) + 1]
    return chosen

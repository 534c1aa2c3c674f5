"""What the units of a reader follow: where one fires most, and which follow marked tokens, over many rows.

>>> strongest_places(predictor, ["a good film", "not a good film at all"], "forward_1", unit=17)[0].row
1
>>> MARKS["digits"](["in", "1999"])
[False, True]

A reader of the text is searched in texts. A decoder's is searched in what is right to write for them (`rows_of`), read by teacher
forcing: the true token before every place, as in training. So all rows are read side by side, and no row depends on what is written.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.unrolled import check_holds, kind_of
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.batching import pad
from nlp_models.numpy_layers.forcing import ToWrite
from nlp_models.numpy_layers.trace import LETTERS, Hold, Trace
from nlp_models.text.shown import shown
from nlp_models.text.vocabulary import END

MOST_ROWS = 2_000
MOST_TOKENS = 60_000  # of all rows together: what is read in three seconds
MOST_NUMBERS = 8_000_000  # tokens times units: what is kept of them while units are compared
AT_ONCE, TOKENS_AT_ONCE = 64, 2_000  # rows, and tokens of them together
AROUND = 4  # tokens shown before and after a place

BEGIN = ""  # in the place of the sign that a decoder begins with

Floats = NDArray[np.floating[Any]]
Row = str | ToWrite  # of a decoder's reader the latter
Marks = Callable[[list[str]], Sequence[bool]]
Progress = Callable[[float], None]

NEGATION = {
    "not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "cannot", "without", "hardly", "n't", "안", "못",
    "않", "없", "아니",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a unit fires strongly: a token of a row, among those around it."""

    row: int
    step: int  # the place of the token among those that are read of the row
    value: float
    tokens: list[str]  # it and those around it
    at: int  # its own place among these


@dataclass(frozen=True)
class Places:
    """The strongest places of every unit, by its number, and how many rows were read for them."""

    of_units: list[list[Place]]
    rows: int


@dataclass(frozen=True)
class UnitScore:
    """How well a unit tells marked tokens from others, on rows that it was not chosen by.

    `score` is the chance that it stands higher (direction 1) or lower (-1) at a marked token than at another (the area
    under the ROC curve): 0.5 says nothing, 1 tells all. `control` is the same of the unit that is best where the marks
    were shifted to other tokens: what is found where there is nothing.
    """

    unit: int
    direction: int
    score: float
    control: float
    chosen_by: int  # marked tokens in the half that it was chosen by
    scored_on: int  # and in the other
    rows: int  # that were read


def is_writer(reader: str) -> bool:
    """Whether this reader is one of a decoder."""
    return reader.startswith("decoder/")


def rows_of(predictor: Predictor, dataset: Dataset, reader: str) -> Sequence[Row]:
    """What a reader is searched in: texts; of a decoder's reader what is right to write for each text. Of a network that writes,
    a text that several answers are right for stands there once."""
    if not is_writer(reader):
        texts = dataset.columns["text"]
        return list(dict.fromkeys(texts)) if hasattr(kind_of(predictor), "read_targets") else texts
    texts, labels = dataset.columns["text"], dataset.columns["label"]
    kept = set(list(dict.fromkeys(texts))[:MOST_ROWS])
    some = [(text, label) for text, label in zip(texts, labels, strict=True) if text in kept]
    chosen = Dataset({"text": [text for text, _ in some], "label": [label for _, label in some]})
    return kind_of(predictor).to_write(chosen, predictor.problem)


def text_of(row: Row) -> str:
    """What is read for it."""
    return row if isinstance(row, str) else row.source


def strongest_places(
    predictor: Predictor,
    rows: Sequence[Row],
    reader: str,
    unit: int,
    gate: str = "hidden_state",
    most: int = 10,
    progress: Progress | None = None,
) -> list[Place]:
    """The places in the first 2,000 rows where a unit stands furthest from 0, one a row, the strongest first."""
    check_holds(predictor, [Hold(reader, gate, 0.0, (unit,))])
    return places_of_each(predictor, rows, reader, gate, most, progress).of_units[unit]


def places_of_each(
    predictor: Predictor,
    rows: Sequence[Row],
    reader: str,
    gate: str = "hidden_state",
    most: int = 10,
    progress: Progress | None = None,
) -> Places:
    """The same of every unit of a reader, by its number: all of them take as long as one."""
    check_holds(predictor, [Hold(reader, gate, 0.0)])
    texts: dict[int, list[str]] = {}
    strongest: dict[int, tuple[NDArray[np.integer[Any]], Floats]] = {}
    for row, tokens, values in _values(predictor, rows, reader, gate, progress):
        steps = np.abs(values).argmax(axis=0)
        texts[row], strongest[row] = tokens, (steps, values[steps, np.arange(len(steps))])
    numbers = sorted(texts)
    if not numbers:
        return Places([[] for _ in range(predictor.config.recipe.units)], 0)
    steps, values = (np.stack([strongest[row][part] for row in numbers]) for part in (0, 1))  # (rows, units)
    order = np.argsort(-np.abs(values), axis=0, kind="stable")[:most].T
    found = [
        [_place(numbers[n], texts[numbers[n]], int(steps[n, unit]), float(values[n, unit])) for n in own]
        for unit, own in enumerate(order.tolist())
    ]
    return Places(found, len(numbers))


def _place(row: int, tokens: list[str], step: int, value: float) -> Place:
    first = max(0, step - AROUND)
    return Place(row, step, value, tokens[first : step + AROUND + 1], step - first)


def units_like(
    predictor: Predictor,
    rows: Sequence[Row],
    marked: Marks,
    reader: str,
    gate: str = "hidden_state",
    most: int = 5,
    progress: Progress | None = None,
) -> list[UnitScore]:
    """The units of a reader that follow what `marked` marks among a row's tokens, the best first.

    Chosen by one half of the first 2,000 rows, scored on the other. DataError where a half has no marked token, or
    nothing else.
    """
    check_holds(predictor, [Hold(reader, gate, 0.0)])
    read = sorted(_values(predictor, rows, reader, gate, progress), key=lambda one: one[0])
    halves = []
    for half in (read[::2], read[1::2]):
        marks = np.concatenate([np.zeros(0, bool), *(np.asarray(marked(tokens), bool) for _, tokens, _ in half)])
        if marks.all() or not marks.any():
            raise DataError("In these rows there are too few marked tokens to find a unit that follows them.")
        halves.append((np.concatenate([values for *_, values in half]), marks))
    (values, marks), (other, held) = halves
    chosen = _correlations(values, marks)
    best = np.argsort(-np.abs(chosen), kind="stable")[:most]
    control, counts = _control(halves), (int(marks.sum()), int(held.sum()))
    scores = [
        UnitScore(
            int(unit),
            int(np.sign(chosen[unit]) or 1),
            _area(other[:, unit], held, float(chosen[unit])),
            control,
            *counts,
            len(read),
        )
        for unit in best
    ]
    return sorted(scores, key=lambda one: -one.score)


def _control(halves: list[tuple[Floats, NDArray[np.bool_]]]) -> float:
    """The score of the best unit where the marks of each half were shifted by a random number of tokens: five times, the mean."""
    draw, ((values, marks), (other, held)) = np.random.default_rng(0), halves
    scores = []
    for _ in range(5):
        moved = np.roll(marks, draw.integers(1, len(marks)) if len(marks) > 1 else 0)
        chosen = _correlations(values, moved)
        unit = int(np.abs(chosen).argmax())
        shifted = np.roll(held, draw.integers(1, len(held)) if len(held) > 1 else 0)
        scores.append(_area(other[:, unit], shifted, float(chosen[unit])))
    return float(np.mean(scores))


def _correlations(values: Floats, marks: NDArray[np.bool_]) -> Floats:
    centred = values - values.mean(axis=0)
    aimed = marks - marks.mean()
    size = np.sqrt((centred**2).sum(axis=0) * (aimed**2).sum())
    return aimed @ centred / np.maximum(size, 1e-12)


def _area(values: Floats, marks: NDArray[np.bool_], direction: float) -> float:
    """The area under the ROC curve, of equals a half (Mann & Whitney 1947)."""
    signed = values if direction >= 0 else -values
    _, place, counts = np.unique(signed, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    of_marked = int(marks.sum())
    return float((ranks[marks].sum() - of_marked * (of_marked + 1) / 2) / (of_marked * (len(marks) - of_marked)))


@dataclass(frozen=True)
class _Read:
    """A row as one reader reads it."""

    row: str  # the text, or what is read for what is written
    tokens: list[str]
    ids: NDArray[np.int32]


def _values(
    predictor: Predictor, rows: Sequence[Row], reader: str, gate: str, progress: Progress | None
) -> Iterator[tuple[int, list[str], Floats]]:
    """`(number of the row, tokens, values (T, units))` of a gate or state, of the first rows, the shortest first."""
    readable, done = _some(predictor, rows), 0
    for chosen in _batches([len(one.ids) for one in readable]):
        own = [readable[n] for n in chosen]
        values, before = (_written if is_writer(reader) else _traced)(predictor, own, reader, gate)
        for n, one, value in zip(chosen, own, values, strict=True):
            yield n, one.tokens, value[before : before + len(one.tokens)]
        done += len(own)
        if progress:
            progress(done / len(readable))


def _some(predictor: Predictor, rows: Sequence[Row]) -> list[_Read]:
    """The first rows, as many as are read in three seconds; none of them empty."""
    readable, left = [], min(MOST_TOKENS, MOST_NUMBERS // predictor.config.recipe.units)
    a_source = getattr(kind_of(predictor), "TOKENS_OF_A_SOURCE", 0)
    for row in rows[:MOST_ROWS]:
        one = _of_text(predictor, row) if isinstance(row, str) else _of_target(predictor, row)
        left -= (
            len(one.ids) if isinstance(row, str) else 2 * len(one.ids) + a_source
        )  # it reads for what it writes, too
        if left < 0:
            break
        readable.append(one if len(one.ids) else _Read("", [""], np.ones(1, np.int32)))
    return readable


def _of_text(predictor: Predictor, row: str) -> _Read:
    if hasattr(predictor.network, "embed"):  # a tagger reads words as they stand between spaces
        tokens = predictor.problem.split(row)[: predictor.config.recipe.max_tokens]
        return _Read(row, tokens, np.ones(len(tokens), np.int32))
    tokens, ids, _ = predictor.tokens_read(row)
    return _Read(row, tokens, ids)


def _of_target(predictor: Predictor, row: ToWrite) -> _Read:
    """The first of the right answers, each token one place later: what a decoder reads while it learns to write it."""
    vocabulary = getattr(predictor.problem, "target_vocabulary", predictor.problem.vocabulary)
    before = row.targets[0][:-1]
    return _Read(
        row.source, [BEGIN, *(shown(vocabulary, number) for number in before)], np.asarray([END, *before], np.int32)
    )


def _batches(lengths: list[int]) -> list[list[int]]:
    """Numbers of rows of like length, as many together as a processor's cache has room for."""
    batches: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and len(batches[-1]) < AT_ONCE and (len(batches[-1]) + 1) * lengths[n] <= TOKENS_AT_ONCE:
            batches[-1].append(n)
        else:
            batches.append([n])
    return batches


def _traced(predictor: Predictor, read: Sequence[_Read], reader: str, gate: str) -> tuple[Floats, int]:
    """`(values of a gate (N, before + T, units), before)`; a language model reads so many signs before each text."""
    network, trace = predictor.network, Trace()
    first, embedded = list(getattr(kind_of(predictor), "READ_FIRST", ())), None
    if hasattr(network, "embed"):  # what is read of a word is more than its embedding
        inputs = predictor.problem.encode([predictor.problem.split(one.row) or ["?"] for one in read]).inputs(
            range(len(read))
        )
        padded, embedded = inputs["words"], network.embed(inputs)
    else:
        padded = pad([np.asarray([*first, *one.ids], np.int32) for one in read])
    settings = {**network.settings, "bidirectional": "backward_1/kernel" in network.weights}
    run_backbone(settings, network.weights, padded, trace, embedded, network.holds)
    return trace.readers[reader].gates[LETTERS[gate]], len(first)


def _written(predictor: Predictor, read: Sequence[_Read], reader: str, gate: str) -> tuple[Floats, int]:
    """The same of a decoder that reads what is right to write."""
    trace = Trace()
    kind_of(predictor).read_targets([one.row for one in read], pad([one.ids for one in read]), predictor, trace)
    return trace.readers[reader].gates[LETTERS[gate]], 0


def _bare(token: str) -> str:
    return token.strip("▁·␣ ").casefold()


def _in_quotes(tokens: list[str]) -> list[bool]:
    inside, found = False, []
    for token in tokens:
        quotes = len(re.findall(r"[\"“”«»]", token))
        found.append(inside or quotes > 0)
        inside ^= quotes % 2 == 1
    return found


MARKS: dict[str, Marks] = {
    "digits": lambda tokens: [any(map(str.isdigit, token)) for token in tokens],
    "negation": lambda tokens: [_bare(token) in NEGATION or _bare(token).endswith("n't") for token in tokens],
    "quotes": _in_quotes,
    "sentence end": lambda tokens: [_bare(token).endswith((".", "!", "?", "…", "⏎")) for token in tokens],
}


def marks_of_words(words: Collection[str]) -> Marks:
    """Marks every token that is one of these words, however they are written."""
    wanted = {_bare(word) for word in words}
    return lambda tokens: [_bare(token) in wanted for token in tokens]

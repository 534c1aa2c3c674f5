"""What the units of a reader follow: where one fires most, and which follow marked tokens, over many rows.

>>> strongest_places(predictor, ["a good film", "not a good film at all"], "forward_1", unit=17)[0].row
1
>>> MARKS["digits"](["in", "1999"])
[False, True]
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.unrolled import check_holds, kind_of
from nlp_models.errors import DataError
from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.numpy_layers.trace import LETTERS, Hold, Trace

MOST_ROWS = 2_000
MOST_TOKENS = 60_000  # of all rows together: what is read in three seconds
AT_ONCE = 64  # rows
AROUND = 4  # tokens shown before and after a place

Floats = NDArray[np.floating[Any]]
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


def strongest_places(
    predictor: Predictor, rows: Sequence[str], reader: str, unit: int, gate: str = "hidden_state", most: int = 10,
    progress: Progress | None = None,
) -> list[Place]:  # fmt: skip
    """The places in the first 2,000 rows where a unit stands furthest from 0, one a row, the strongest first."""
    check_holds(predictor, [Hold(reader, gate, 0.0, (unit,))])
    places = []
    for row, (tokens, values) in enumerate(_values(predictor, rows, reader, gate, progress)):
        own = values[:, unit]
        step = int(np.abs(own).argmax())
        first = max(0, step - AROUND)
        places.append(Place(row, step, float(own[step]), tokens[first : step + AROUND + 1], step - first))
    return sorted(places, key=lambda place: -abs(place.value))[:most]


def units_like(
    predictor: Predictor, rows: Sequence[str], marked: Marks, reader: str, gate: str = "hidden_state", most: int = 5,
    progress: Progress | None = None,
) -> list[UnitScore]:  # fmt: skip
    """The units of a reader that follow what `marked` marks among a row's tokens, the best first.

    Chosen by one half of the first 2,000 rows, scored on the other. DataError where a half has no marked token, or
    nothing else.
    """
    check_holds(predictor, [Hold(reader, gate, 0.0)])
    read = _values(predictor, rows, reader, gate, progress)
    halves = []
    for half in (read[::2], read[1::2]):
        marks = np.concatenate([np.zeros(0, bool), *(np.asarray(marked(tokens), bool) for tokens, _ in half)])
        if marks.all() or not marks.any():
            raise DataError("In these rows there are too few marked tokens to find a unit that follows them.")
        halves.append((np.concatenate([values for _, values in half]), marks))
    (values, marks), (other, held) = halves
    chosen = _correlations(values, marks)
    best = np.argsort(-np.abs(chosen), kind="stable")[:most]
    control = _control(halves)
    scores = [UnitScore(int(unit), int(np.sign(chosen[unit]) or 1), _area(other[:, unit], held, float(chosen[unit])), control) for unit in best]  # fmt: skip
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


def _values(
    predictor: Predictor, rows: Sequence[str], reader: str, gate: str, progress: Progress | None
) -> list[tuple[list[str], Floats]]:
    """`(tokens, values (T, units))` of a gate or state for each of the first rows, none of them empty."""
    if reader.startswith("decoder/"):
        raise DataError("What a decoder's units follow depends on what it writes; choose a reader of the text.")
    texts, total = [], 0
    for row in rows[:MOST_ROWS]:
        tokens, ids, _ = predictor.tokens_read(row)
        total += len(ids)
        if total > MOST_TOKENS:
            break
        texts.append((tokens, ids, row) if len(ids) else ([""], np.ones(1, np.int32), ""))
    done = 0

    def one_batch(chosen: NDArray[np.integer[Any]]) -> list[tuple[list[str], Floats]]:
        nonlocal done
        own = [texts[n] for n in chosen]
        values, before = _traced(predictor, [ids for _, ids, _ in own], [row for *_, row in own], reader, gate)
        done += len(own)
        if progress:
            progress(done / len(texts))
        return [(tokens, value[before : before + len(tokens)]) for (tokens, *_), value in zip(own, values, strict=True)]

    return list(in_batches([len(ids) for _, ids, _ in texts], AT_ONCE, one_batch))  # type: ignore[arg-type]


def _traced(
    predictor: Predictor, ids: list[NDArray[np.int32]], rows: list[str], reader: str, gate: str
) -> tuple[Floats, int]:
    """`(values of a gate (N, before + T, units), before)`; a language model reads so many signs before each text."""
    network, trace = predictor.network, Trace()
    first, embedded = list(getattr(kind_of(predictor), "READ_FIRST", ())), None
    if hasattr(network, "embed"):  # what is read of a word is more than its embedding
        inputs = predictor.problem.encode([predictor.problem.split(row) or ["?"] for row in rows]).inputs(
            range(len(rows))
        )
        padded, embedded = inputs["words"], network.embed(inputs)
    else:
        padded = pad([np.asarray([*first, *own], np.int32) for own in ids])
    settings = {**network.settings, "bidirectional": "backward_1/kernel" in network.weights}
    run_backbone(settings, network.weights, padded, trace, embedded, network.holds)
    return trace.readers[reader].gates[LETTERS[gate]], len(first)


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

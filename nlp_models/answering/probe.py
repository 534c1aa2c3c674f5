"""Looks inside an answer by reading the forward pass's trace; never computes a cell itself.

>>> states = gates(predictor, "a lovely film")["forward_1"]["h"]   # (T, units)
>>> neighbours(predictor, "awful")[0]
('horrible', 0.83...)
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.embeddings import chance, nearest, tables
from nlp_models.answering.predictor import Predictor
from nlp_models.numpy_layers.trace import Trace

# what `probe --json` has called these from the start, so that scripts go on reading it
PRINTED_AS: dict[str, str] = {
    "word_probabilities": "chances", "blind_probabilities": "blind_chances", "tag_probabilities": "shares",
    "attention_weights": "looks", "confidence": "sureness",
}  # fmt: skip

Floats = NDArray[np.floating]
Places = NDArray[np.integer]


def gates(predictor: Predictor, text: str) -> dict[str, Any]:
    """Every gate and state while reading one text.

    Returns:
        `{"tokens": [T tokens], "forward_1": {"h": (T, units), "f": ...}, ...}`, attention `(T,)` where there is one.
    """
    trace = Trace()
    predictor([text], trace=trace)
    read = {name: {gate: value[0] for gate, value in one.gates.items()} for name, one in trace.readers.items()}
    beside = {name: value[0] for name, value in trace.beside.items()}
    return {"tokens": predictor.tokens_read(text)[0]} | read | beside


def gates_by_word(predictor: Predictor, text: str) -> dict[str, Any]:
    """The same for whole words, each as if it were one step: `{"words": [W], "forward_1": {"h": (W, units)}, ...}`.

    A state and the output gate are those at which the reader leaves the word. What a word keeps of the old memory
    is the product of what its tokens keep (f of an LSTM, z of a GRU). Of the other gates the mean.
    """
    _, _, places = predictor.tokens_read(text)
    traced = gates(predictor, text)
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    ends = np.append(starts[1:], len(places)) - 1 if len(starts) else starts
    readers = {name: part for name, part in traced.items() if isinstance(part, dict)}
    return {"words": predictor.words_read(text, places)} | {
        name: {
            gate: _join(gate, value[: len(places)], starts, ends, name.startswith("backward"))
            for gate, value in part.items()
        }
        for name, part in readers.items()
    }


def most_varying(states: Floats, most: int) -> Places:
    """The units of `states (T, units)` that change most over the text, the liveliest first."""
    return np.argsort(-states.std(axis=0), kind="stable")[:most]


def changed_most(states: Floats, most: int) -> Places:
    """Units of `states (T, units)`: for one step after the other the one that it changes most, then the liveliest."""
    changes = np.abs(np.diff(states, axis=0, prepend=0))
    units = dict.fromkeys([*changes.argmax(axis=1).tolist(), *most_varying(states, states.shape[1]).tolist()])
    return np.array(list(units)[:most])


def by_first_strong(states: Floats) -> Places:
    """All units of `states (T, units)`, in the order in which they first reach half of their own largest size."""
    size = np.abs(states)
    return np.argsort((size >= size.max(axis=0) / 2).argmax(axis=0), kind="stable")


def neighbours(predictor: Predictor, word: str, most: int = 8) -> list[tuple[str, float]]:
    """The tokens whose embeddings point the same way as a word's: see embeddings.nearest."""
    return nearest(tables(predictor)["read"], word, most)


def chance_cosine(predictor: Predictor) -> float:
    """The cosine of the nearest of as many random directions: a neighbour that is no nearer means nothing."""
    return chance(tables(predictor)["read"])


def _join(gate: str, value: Floats, starts: Places, ends: Places, backward: bool) -> Floats:
    if gate in "fz":
        return np.multiply.reduceat(value, starts, axis=0)
    if gate in "hco":
        return value[starts if backward else ends]
    return np.add.reduceat(value, starts, axis=0) / (ends - starts + 1)[:, None]


def printed(answer: Any) -> dict[str, Any]:
    """An Answer as `probe --json` prints it."""
    return {str(PRINTED_AS.get(name, name)): _plain(value) for name, value in vars(answer).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.tolist() if isinstance(value, np.ndarray) else value

"""A decoder that writes a text twice: with the true tokens before every place (teacher forcing), and with its own.

true, own = both_ways(targets, given, logits, state, step)   # each (N, T): the likeliest token at every place
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.numpy_layers.batching import pad
from nlp_models.numpy_layers.decoding import taken

Ids = NDArray[np.integer[Any]]
State = list[tuple[NDArray[Any], ...]]  # arrays (N, ...)
Step = Callable[[Ids, State], tuple[NDArray[Any], State]]  # (ids (N,), state) -> (logits (N, V), state)


@dataclass(frozen=True)
class ToWrite:
    """A text that is known: what is read for it, and the numbers of all that would be right, END last in each.

    `given` of its first tokens are true in both ways: a text that nothing is read for has to begin somehow.
    """

    source: str
    targets: list[list[int]]
    given: int = 0


def both_ways(
    targets: Sequence[Sequence[int]], given: Sequence[int], logits: NDArray[Any], state: State, step: Step, end: int
) -> tuple[Ids, Ids]:
    """`(after the true tokens, after its own)`, the likeliest token at every place of N texts, each `(N, T)`.

    Args:
        targets: the true tokens of every text; what stands behind its last one means nothing.
        logits, state: before the first token `(N, V)`.
        end: where it writes this itself it has ended, and goes on writing it.
    """
    true, first = pad(targets), np.asarray(given)
    count, length = true.shape
    twice = np.tile(np.arange(count), 2)  # both ways side by side, as if they were 2 N texts
    logits, state = logits[twice], taken(state, twice)
    said, over = np.empty((2, count, length), np.int64), np.zeros(count, bool)
    for place in range(length):
        said[:, :, place] = logits.argmax(axis=1).reshape(2, count)
        own = np.where(place < first, true[:, place], np.where(over, end, said[1, :, place]))
        said[1, :, place], over = own, own == end
        if place + 1 < length:
            logits, state = step(np.concatenate([true[:, place], own]), state)
    return said[0], said[1]

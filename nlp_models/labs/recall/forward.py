"""A network of the recall lab in NumPy: it reads a sentence and says which key word belongs into the blank."""

from dataclasses import dataclass, replace

import numpy as np

from nlp_models.numpy_layers.cells import run_cell
from nlp_models.numpy_layers.functions import softmax

CELL_PARTS = ("kernel", "recurrent_kernel", "bias")


@dataclass(frozen=True, eq=False)
class Network:
    """One cell with its weights by name: embedding, the cell's three, answer/kernel, answer/bias."""

    cell: str  # "rnn", "lstm", "gru"
    weights: dict[str, np.ndarray]

    def answers(self, ids):
        """Ids `(N, T)` -> the probability of every key word in the blank `(N, keys)`."""
        return softmax(self.logits(self._read(ids)[:, -1]))

    def traced(self, ids):
        """`(probabilities (N, keys), CellTrace)` of the same."""
        kept = []
        states = self._read(ids, kept.append)
        return softmax(self.logits(states[:, -1])), kept[0]

    def slope(self, probabilities, answers):
        """How fast the loss of the right answers rises with the last state `(N, units)`, summed over nothing."""
        wrong = probabilities.copy()
        wrong[np.arange(len(answers)), answers] -= 1
        return wrong @ self.weights["answer/kernel"].T

    def logits(self, states):
        return states @ self.weights["answer/kernel"] + self.weights["answer/bias"]

    def scaled(self, times):
        """The same with its recurrent weights so many times as large."""
        return replace(self, weights=self.weights | {"recurrent_kernel": times * self.weights["recurrent_kernel"]})

    def _read(self, ids, note=None):
        own = {part: self.weights[part] for part in CELL_PARTS}
        return run_cell(self.cell, self.weights["embedding"][ids], own, note)


def shapes(cell, words, keys, units, embedding):
    """The shape of every weight, by name."""
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units
    return {
        "embedding": (words + 1, embedding),
        "kernel": (embedding, gates),
        "recurrent_kernel": (units, gates),
        "bias": (2, gates) if cell == "gru" else (gates,),
        "answer/kernel": (units, keys),
        "answer/bias": (keys,),
    }

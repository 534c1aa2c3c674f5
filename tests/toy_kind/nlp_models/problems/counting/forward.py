"""The counting network in NumPy: the twin of `network.py`."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.backbone import shapes as backbone_shapes
from nlp_models.numpy_layers.batching import pad


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the size that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int

    def answers(self, split):
        """The number answered to every text of a part `(N,)`."""
        states, mask = run_backbone(self.settings, self.weights, pad(split.ids))
        summed = (states * mask[:, :, None]).sum(axis=1)
        numbers = summed @ self.weights["answer/kernel"] + self.weights["answer/bias"]
        return np.minimum(numbers, self.settings["largest"])[:, 0]


def shapes(config, vocabulary_size):
    """The shape of every weight, by name: what a bundle must hold."""
    backbone, width = backbone_shapes(config, vocabulary_size)
    return backbone | {"answer/kernel": (width, 1), "answer/bias": (1,)}

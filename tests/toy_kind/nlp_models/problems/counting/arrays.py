"""What a Split of counted texts holds."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Split:
    """N texts as ids, and their numbers `(N,)`."""

    ids: list
    numbers: np.ndarray

    def __len__(self):
        return len(self.ids)

    def head(self, rows):
        """The first rows."""
        return Split(self.ids[:rows], self.numbers[:rows])

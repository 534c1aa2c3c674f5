"""How far back a gradient reaches: the norm of d loss_t / d h_(t-k) for every k, from the exact backward pass.

    reach = gradient_reach(network, ids, answers)
    reach.state[k]        # mean over the sentences of |d loss / d h_(T-k)|
    reach.weights         # the gradient of all the cell's weights, as long as it is: what clipping shortens

The loss is that of the blank, at the end of every sentence.
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.labs.recall.forward import Network
from nlp_models.numpy_layers.backward import through_time
from nlp_models.numpy_layers.trace import CellTrace

SHOWN_FACTORS = 8


@dataclass(frozen=True)
class Reach:
    """Of one cell, for sentences of T words."""

    state: np.ndarray  # (T,) by k: the norm of the gradient of the state k steps before the last, mean over sentences
    memory: np.ndarray | None  # the same of an LSTM's cell state c
    weights: float  # the norm of the gradient of kernel, recurrent_kernel and bias together, of the mean loss

    def clipped(self, norm: float) -> "Reach":
        """The same when the gradient is shortened to a norm, as a training does it: every step by the same factor."""
        times = min(1.0, norm / self.weights) if self.weights > 0 else 1.0
        memory = None if self.memory is None else self.memory * times
        return Reach(self.state * times, memory, self.weights * times)


def gradient_reach(network: Network, ids: np.ndarray, answers: np.ndarray) -> Reach:
    """The Reach of a network on sentences `ids (N, T)` whose blanks are `answers (N,)`."""
    state, memory, trace = slopes_by_step(_precise(network), ids, answers)
    return Reach(
        np.linalg.norm(state, axis=-1).mean(axis=0)[::-1],
        None if memory is None else np.linalg.norm(memory, axis=-1).mean(axis=0)[::-1],
        trace,
    )


def slopes_by_step(network: Network, ids: np.ndarray, answers: np.ndarray):
    """`(d loss / d h, d loss / d c or None, the norm of the gradient of the cell's weights)`, the first two (N, T, units)."""
    probabilities, trace = network.traced(ids)
    gradient = np.zeros_like(trace.gates["h"])
    gradient[:, -1] = network.slope(probabilities, answers)
    state, memory = np.empty_like(gradient), np.empty_like(gradient) if trace.cell == "lstm" else None

    def note(t, slope):
        state[:, t] = slope[0]
        if memory is not None:  # through h of the same step, too
            memory[:, t] = slope[1] + slope[0] * trace.gates["o"][:, t] * (1 - np.tanh(trace.gates["c"][:, t]) ** 2)

    weights = through_time(trace, gradient, note=note).weights
    norm = np.sqrt(sum(float((part**2).sum()) for part in weights.values())) / len(ids)  # of the mean loss
    return state, memory, norm


def _precise(network: Network) -> Network:
    """In float64: what vanishes is to be a number as long as it can be one."""
    return Network(network.cell, {name: weight.astype(np.float64) for name, weight in network.weights.items()})


@dataclass(frozen=True)
class Factor:
    """One step of one unit's own way back: what its gradient is multiplied by, and what that factor is made of."""

    back: int  # how many steps before the last
    parts: tuple[float, ...]  # a simple RNN: 1 - h^2 and u; an LSTM: f; a GRU: z
    value: float  # their product
    product: float  # of this and all factors nearer to the end


def own_way(trace: CellTrace, unit: int, most: int = SHOWN_FACTORS) -> list[Factor]:
    """A unit's way back through itself alone, of the first sentence: the straight path among the many of the sum.

    d h_t / d h_(t-1) of a simple RNN is (1 - h_t^2) u, with u the unit's own recurrent weight (Elman 1990; Bengio et al. 1994); of an
    LSTM's memory d c_t / d c_(t-1) is f_t (Gers et al. 2000); of a GRU d h_t / d h_(t-1) begins with z_t, in Keras's form.
    """
    factors, product = [], 1.0
    for back in range(min(most, trace.gates["h"].shape[1] - 1)):
        parts = _parts(trace, unit, trace.gates["h"].shape[1] - 1 - back)
        product *= float(np.prod(parts))
        factors.append(Factor(back + 1, parts, float(np.prod(parts)), product))
    return factors


def _parts(trace: CellTrace, unit: int, t: int) -> tuple[float, ...]:
    if trace.cell == "rnn":
        h = float(trace.gates["h"][0, t, unit])
        return 1 - h**2, float(trace.weights["recurrent_kernel"][unit, unit])
    return (float(trace.gates["f" if trace.cell == "lstm" else "z"][0, t, unit]),)

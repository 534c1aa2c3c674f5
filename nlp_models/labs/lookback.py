"""How far back does a language model look? The loss when words farther than k back are shuffled, dropped or replaced.

    back = look_back(predictor.network, ids)
    back.losses["shuffled"][back.distances.index(8)]     # nats a token where the last 8 tokens are as they were

Khandelwal et al. 2018 (Sharp Nearby, Fuzzy Far Away), in NumPy and on few tokens. Before every token stands a far part of FAR
tokens, then k tokens as they are; the far part is read once for all k.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from nlp_models.numpy_layers.cells import STEPS
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.text.vocabulary import END

DISTANCES = (1, 2, 4, 8, 16, 32)
TOKENS = 2_000  # whose loss is taken
FAR = 32  # tokens of the far part; what stands before it is dropped
ROWS = 256  # read beside each other
SAME = 0.01  # of the perplexity: what changes it by less is not used
DAMAGES = ("shuffled", "dropped", "replaced")
READY = Path(__file__).parents[2] / "data" / "labs"


@dataclass(frozen=True)
class LookBack:
    """Mean losses in nats a token, all of the same tokens."""

    tokens: int
    distances: tuple[int, ...]
    whole: float  # with everything before it as it is
    losses: dict[str, list[float]]  # by damage, for each distance

    def horizon(self, damage):
        """From how many tokens on the damage makes the perplexity less than a hundredth worse; None where none is enough."""
        enough = [np.exp(loss - self.whole) < 1 + SAME for loss in self.losses[damage]]
        return next((k for place, k in enumerate(self.distances) if all(enough[place:])), None)


def look_back(network, ids, seed=0, tokens=TOKENS, told=None):
    """The LookBack of a network (problems/language_model/forward.Network) on a stream of token numbers.

    Of a short stream fewer tokens are taken, the last ones; ValueError where it is too short for the shortest distance.

    Args:
        told: is told which share is done, between 0 and 1.
    """
    ids = np.asarray(ids, np.int32)[-(FAR + DISTANCES[-1] + tokens) :]
    distances = tuple(k for k in DISTANCES if 2 * k <= len(ids))
    if not distances:
        raise ValueError("too short to look back")
    near = distances[-1]
    targets = np.arange(max(near, len(ids) - tokens), len(ids))
    starts = np.arange(targets[0] - near, targets[-1])  # where the tokens begin that are as they were
    reader = Reader(network)
    generator, blocks, losses = np.random.default_rng(seed), -(-len(starts) // ROWS), {}
    for place, damage in enumerate(DAMAGES):
        sums = np.zeros(len(distances))
        for number, rows in enumerate(np.array_split(starts, blocks)):
            sums += _sums(reader, ids, rows, distances, targets, _far(damage, ids, rows, generator))
            if told:
                told((place * blocks + number + 1) / (len(DAMAGES) * blocks))
        losses[damage] = (sums / len(targets)).tolist()
    return LookBack(len(targets), distances, _whole(network, ids, targets), losses)


def _far(damage, ids, rows, generator):
    """What is read before the tokens that begin at these places: `(rows, FAR)`, or one END where it is dropped."""
    if damage == "dropped":
        return np.full((len(rows), 1), END)
    before = np.concatenate([np.full(FAR, END), ids])[rows[:, None] + np.arange(FAR)]  # ids from FAR places earlier
    if damage == "replaced":
        return generator.choice(ids, before.shape)
    return generator.permuted(before, axis=1)


class Reader:
    """A network that reads many places beside each other: what its first layer takes from a token is worked out once a token."""

    def __init__(self, network):
        self.network, weights = network, network.weights
        if network.window:
            return
        bias = weights["forward_1/bias"]
        self.projected = weights["embedding"] @ weights["forward_1/kernel"] + (bias if bias.ndim == 1 else bias[0])

    def read(self, ids, state):
        """Ids `(N, T)` -> states of the last layer, step by step `(T, N, units)`, and the state after the last."""
        if self.network.window:
            states, state = self.network.read(ids, state)
            return np.moveaxis(states, 1, 0), state
        cell, states = self.network.settings["cell"], []
        for t in range(ids.shape[1]):
            first, _ = STEPS[cell][0](self.projected[ids[:, t]], state[0], self._weights(1))
            state, upper = [first], state[1:]
            for depth, before in enumerate(upper, 2):
                own = self._weights(depth)
                bias = own["bias"] if own["bias"].ndim == 1 else own["bias"][0]
                state.append(STEPS[cell][0](state[-1][0] @ own["kernel"] + bias, before, own)[0])
            states.append(state[-1][0])
        return states, state

    def _weights(self, depth):
        return {
            part: self.network.weights[f"forward_{depth}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")
        }


def _sums(reader, ids, rows, distances, targets, far):
    """The summed losses by distance, of those targets that stand so far behind these places."""
    network = reader.network
    _, state = reader.read(far, network.begin(len(rows)))
    near = np.minimum(rows[:, None] + np.arange(distances[-1]), len(ids) - 1)  # past the end nothing is asked
    states, _ = reader.read(ids[near], state)
    sums = []
    for k in distances:
        asked = (rows + k >= targets[0]) & (rows + k <= targets[-1])
        logs = log_softmax(network.logits(states[k - 1][asked]))
        sums.append(-float(logs[np.arange(asked.sum()), ids[rows[asked] + k]].sum()))
    return np.asarray(sums)


def _whole(network, ids, targets):
    """The mean loss of the targets with all that stands before them."""
    read = np.concatenate([[END], ids[:-1]]).astype(np.int32)
    scores, _ = network.scored(read[None, :], ids[None, :], network.begin())
    return -float(scores[0, targets, 0].mean())


def ready(folder):
    """What was measured of a ready model beforehand (benchmarks/memory.py), or None: also where it was trained anew since."""
    path = READY / f"look-back-{folder.name}.json"
    if not path.exists():
        return None
    kept = json.loads(path.read_bytes())
    if kept.pop("weights") != _digest(folder):
        return None
    return LookBack(**kept | {"distances": tuple(kept["distances"])})


def keep_ready(folder, found):
    """Keep what was measured of a ready model."""
    text = json.dumps(asdict(found) | {"weights": _digest(folder)}, indent=1)
    (READY / f"look-back-{folder.name}.json").write_text(text + "\n", "utf-8")


def _digest(folder):
    return hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()

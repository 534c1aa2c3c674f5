"""What a language model needs of long streams: scored in lanes, negatives drawn, a score made of log probabilities."""

import numpy as np

from nlp_models.numpy_layers.functions import NEVER
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

STREAM_TOKENS = 10_000  # tokens that are scored one after the other; longer streams are read in several places at once
WARM_UP = 256  # tokens before its place that such a lane reads first, so that its state is as if it had read all
WINDOW = 256  # tokens read at once when scoring
COUNTED = 2**20  # tokens at once
BLOCK = 100  # tokens whose mean counts as one draw, for the interval


def segments(ids, begin, read, at_once):
    """Every token of a stream scored, with the state carried through it: `(tokens, 2)` of what `read` gives.

    A long stream is read in lanes of LANE tokens side by side; each but the first starts WARM_UP tokens early.

    Args:
        begin: `rows -> state`, a list of lists of arrays `(rows, units)`.
        read: `(ids (rows, T), targets (rows, T), state) -> ((rows, T, 2), state)`.
        at_once: tokens that may be read at once.
    """
    streams = -(-len(ids) // STREAM_TOKENS)
    length, size = -(-len(ids) // streams), max(1, min(WINDOW, len(ids), at_once // streams))
    early = -(-WARM_UP // size) * size if streams > 1 else 0
    missing = np.full(streams * length + size, END)
    inputs = np.concatenate([np.full(early + 1, END), ids, missing]).astype(np.int32)
    targets = np.concatenate([np.full(early, END), ids, missing]).astype(np.int32)
    first, state = np.arange(streams)[:, None] * length, begin(streams)
    scores = np.empty((streams, -(-length // size) * size, 2), np.float32)
    for at in range(0, early + length, size):
        if at == early:  # here the first lane begins
            state = [[np.asarray(part) * (first > 0) for part in layer] for layer in state]
        places = first + np.arange(at, at + size)
        answered, state = read(inputs[places], targets[places], [list(map(_float32, layer)) for layer in state])
        if at >= early:
            scores[:, at - early : at - early + size] = answered
    return scores[:, :length].reshape(-1, 2)[: len(ids)]


def _float32(array):
    return np.asarray(array, np.float32)


def draw_negatives(size, wanted, generator):
    """`(wanted different ids, how many draws it took)`, P(k) = log((k + 1) / k) / log(size) for k from 1 to size - 1."""
    drawn = np.empty(0, np.int64)
    while True:
        more = np.exp(generator.random(4 * wanted) * np.log(size)).astype(np.int64)
        drawn = np.concatenate([drawn, np.clip(more, 1, size - 1)])
        ids, places = np.unique(drawn, return_index=True)
        if len(ids) >= wanted:
            first = np.sort(places)[:wanted]
            return drawn[first].astype(np.int32), int(first[-1]) + 1


def counts_of(ids, size):
    """How often each id occurs, `(size,)`; counted piece by piece, since a piece takes four times its own memory."""
    pieces = (ids[start : start + COUNTED] for start in range(0, max(1, len(ids)), COUNTED))
    return sum(np.bincount(piece, minlength=size) for piece in pieces)


def start_of_bias(ids, size):
    """log of each token's share of a stream, one added to every count, float32 `(size,)`; padding is never an answer."""
    counts = counts_of(ids, size) + 1.0
    logs = np.log(counts / counts[1:].sum()).astype(np.float32)
    logs[PADDING] = NEVER
    return logs


def stream_scores(part, logs, right=None):
    """The scores of a stream from the log probability of every token; `right`: whether each was foretold."""
    loss, tokens = float(-np.mean(logs, dtype=np.float64)), len(logs)
    blocks = np.array([block.mean() for block in np.array_split(logs, max(1, tokens // BLOCK))], np.float64)
    spread = 1.96 * float(blocks.std(ddof=1) / np.sqrt(len(blocks))) if len(blocks) > 1 else 0.0
    scores = {
        "rows": part.lines,
        "tokens": tokens,
        "perplexity": float(np.exp(loss)),
        "perplexity_low": float(np.exp(loss - spread)),
        "perplexity_high": float(np.exp(loss + spread)),
        "loss": loss,
        "bits_per_character": loss * tokens / np.log(2) / max(1, part.letters),
        "unknown": float((part.ids == UNKNOWN).mean()),
    }
    return scores if right is None else scores | {"accuracy": float(np.mean(right))}

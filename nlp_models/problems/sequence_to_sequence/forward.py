"""The encoder-decoder in NumPy: the twin of `network.py`. Writing on: see generation.py.

>>> state, memory = network.encode(ids)
>>> logits, state, looks = network.step(np.array([END]), state, memory)
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers import decoder
from nlp_models.numpy_layers.backbone import last_states, run_backbone
from nlp_models.numpy_layers.backbone import shapes as backbone_shapes
from nlp_models.numpy_layers.batching import pad
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.numpy_layers.forcing import ToWrite
from nlp_models.numpy_layers.trace import Hold, Told
from nlp_models.problems.sequence_to_sequence.arrays import answers_of
from nlp_models.problems.sequence_to_sequence.generation import first_step, one_thread, score_targets, shifted_right
from nlp_models.problems.sequence_to_sequence.wording import MAX_LETTERS
from nlp_models.text.shown import shown_all, shown_likeliest
from nlp_models.text.vocabulary import UNKNOWN

MOST_SHOWN = 5  # tokens to come, after every token


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the sizes that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int
    targets: int
    holds: tuple[Hold, ...] = ()  # gates held at a value

    @one_thread
    def answers(self, split):
        """The Answers to a part; what is written to it follows when asked for."""

        def token_scores(chosen):
            return score_targets(self, pad([split.sources[n] for n in chosen]), [split.targets[n] for n in chosen])

        return answers_of(split, token_scores, self)

    def encode(self, ids, trace=None):
        """Source ids `(N, S)` -> `(what the decoder starts from, its Memory)`; `trace` receives the encoder's gates."""
        states, mask = run_backbone(self.settings, self.weights, ids, trace, holds=self.holds)
        memory = decoder.remember(self.settings, self.weights, states, mask)
        return decoder.begin(self.settings, self.weights, last_states(self.settings, states, mask)), memory

    def step(self, ids, state, memory, place=0):
        """One token of each row, `ids (N,)` -> `(logits of the next (N, V), state, attention_weights (N, S))`; the place of this token is for holds."""
        return decoder.step(self.settings, self.weights, ids, state, memory, self.holds, place)

    def read(self, ids, state, memory, trace=None):
        """Token ids `(N, T)` -> `(features (N, T, embedding), the state after the last, attention_weights)`; see decoder.read."""
        return decoder.read(self.settings, self.weights, ids, state, memory, trace, self.holds)

    def logits(self, features):
        """Features `(..., embedding)` -> logits of the next token `(..., V)`."""
        return decoder.logits(self.weights, features)


def told(text, predictor, trace):
    """A text answered as Told: the likeliest token at every step of the answer, as words that may be shown."""
    problem, answer = predictor.problem, predictor.read(text)
    tokens, ids, places = predictor.tokens_read(text[:MAX_LETTERS])
    source = ids if len(ids) else np.asarray([UNKNOWN], np.int32)
    inputs = shifted_right(np.asarray([answer.ids], np.int32))
    (state, memory), own = predictor.network.encode(source[None], trace), problem.target_vocabulary
    features, _, attention = predictor.network.read(inputs, state, memory, trace)
    logs = log_softmax(predictor.network.logits(features[0]))
    after = [shown_likeliest(own, row, MOST_SHOWN) for row in logs]
    return Told(
        answer,
        answer.words,
        tokens or [""],
        places.tolist() or [0],
        after,
        shown_all(own, inputs[0]),
        None if attention is None else attention[0],
    )


def to_write(dataset, problem):
    """A ToWrite for every distinct source of a part, with all its right answers."""
    by_source = {}
    for source, target in zip(dataset.columns["text"], dataset.columns["label"], strict=True):
        by_source.setdefault(source, []).append(target)
    return [ToWrite(source, list(map(list, problem.encode_targets(own)))) for source, own in by_source.items()]


def begin_writing(sources, predictor):
    """`(logits (N, V), state, step)` before the first token of what is written for N texts; see generation.first_step."""
    return first_step(predictor.network, pad(predictor.problem.encode([text[:MAX_LETTERS] for text in sources])))


def read_targets(sources, ids, predictor, trace):
    """The decoder's cells read padded tokens `(N, T)` for N texts; `trace` receives them. What it would write is not reckoned."""
    network = predictor.network
    state, _ = network.encode(pad(predictor.problem.encode([text[:MAX_LETTERS] for text in sources])))
    decoder.read_cells(network.settings, network.weights, ids, state, trace, network.holds)


def shapes(config, vocabulary_size, targets):
    """The shape of every weight, by name: what a bundle must hold."""
    by_name, width = backbone_shapes(config, vocabulary_size)
    return by_name | decoder.shapes(config, targets, width, width)

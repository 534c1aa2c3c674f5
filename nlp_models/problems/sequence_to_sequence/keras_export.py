"""write(predictor, aside): the files of an encoder-decoder that anybody with Keras can open; see sharing/keras_export.py."""

import json

import keras
from keras import layers

from nlp_models.keras_layers.decoder import PARTS
from nlp_models.keras_layers.export import CELLS, copy_files, recurrent
from nlp_models.portable.layers import LookBack, MaskedPooling

READ_ME = """A recurrent network ({cell}) that reads a text and writes another for it, made with Unrolled.

    pip install -r requirements.txt
    python load.py "a text to answer"

model.keras        the network: a text and what was written so far, as ids -> a probability for every next token
layers.py          Keras layers of ours that model.keras needs: import it before loading
load.py            asks the network token by token, prints what it writes;  texts.py cuts a text as in training
vocabulary.json    the tokens of both sides, how many are read and written
requirements.txt   the versions it was made and checked with; newer ones should do too
"""


def write(predictor, aside):
    """model.keras, vocabulary.json, layers.py, load.py, texts.py, README.txt."""
    build(predictor).save(aside / "model.keras")
    (aside / "README.txt").write_text(READ_ME.format(cell=predictor.config.recipe.cell.upper()), "utf-8")
    sides = json.loads(predictor.problem.vocabulary_json())
    target = sides["target"] | {"tokens": predictor.problem.target_vocabulary.tokens}
    known = sides["source"] | {
        "target": target,
        "max_tokens": predictor.config.recipe.max_tokens,
        "stutters": predictor.config.recipe.allow_repeats,
    }
    (aside / "vocabulary.json").write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    copy_files(aside, layers="portable/layers.py", load="portable/load_pairs.py", texts="portable/load.py")


def build(predictor):
    """Ids that are read `(N, S)`, ids that were written, END first, `(N, T)` -> probabilities `(N, T, V)` of the next."""
    recipe, weights = predictor.config.recipe, predictor.network.weights
    source, ids = (keras.Input((None,), dtype="int32", name=name) for name in ("source", "ids"))
    states = recurrent(recipe, layers.Embedding(*weights["embedding"].shape, name="embedding")(source), source)
    summary = MaskedPooling("last", recipe.units if recipe.bidirectional else 0, name="summary")(states, source)
    answer = _written(recipe, weights, ids, summary, (states, source))
    network = keras.Model([source, ids], answer, name="sequence_to_sequence")
    for layer in network.layers:
        if layer.weights:
            layer.set_weights(_weights_of(layer.name, weights, recipe.units))
    return network


def _written(recipe, weights, ids, summary, memory):
    """The decoder, see keras_layers/decoder.py."""
    states = layers.Embedding(*weights["decoder/embedding"].shape, name="decoder-embedding")(ids)
    parts = PARTS[recipe.cell]
    for depth in range(recipe.num_layers):
        initial_state = [
            layers.Dense(recipe.units, "tanh", name=f"decoder-bridge-{depth * parts + n}")(summary)
            for n in range(parts)
        ]
        cell = CELLS[recipe.cell](recipe.units, return_sequences=True, name=f"decoder-forward_{depth + 1}")
        states = cell(states, initial_state=initial_state)
    if recipe.attention:
        read, source = memory
        keys = layers.Dense(recipe.units, use_bias=False, name="decoder-attention")(read)
        context = LookBack(name="looked")(states, read, keys, source)
        states = layers.Concatenate(name="both")([context, states])
    states = layers.Dense(recipe.embedding_size, "tanh", name="decoder-combine")(states)
    return layers.Dense(len(weights["decoder/embedding"]), "softmax", name="answer")(states)


def _weights_of(layer, weights, units):
    """The arrays of one layer in Keras's order."""
    name = layer.replace("-", "/")
    if layer == "answer":
        return [weights["decoder/embedding"].T, weights["decoder/answer_bias"]]
    if layer in ("embedding", "decoder-embedding"):
        return [weights[name]]
    if layer.startswith("decoder-bridge"):
        first = units * int(layer.rpartition("-")[2])
        return [weights[f"decoder/bridge/{part}"][..., first : first + units] for part in ("kernel", "bias")]
    parts = ("kernel", "recurrent_kernel", "bias")
    return [weights[f"{name}/{part}"] for part in parts if f"{name}/{part}" in weights]

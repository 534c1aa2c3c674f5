"""write(predictor, aside): the files of a network that tells pictures, for anybody with Keras; see sharing/keras_export.py."""

import json

import keras
import numpy as np
from keras import layers

from nlp_models.keras_layers import export
from nlp_models.keras_layers.decoder import PARTS
from nlp_models.portable.layers import AddPlaces, Evened
from nlp_models.problems.captioning.arrays import MOST_TOKENS
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE
from nlp_models.problems.captioning.forward import CELLS, EPSILON, FILTERS, LEAST_SPREAD, STRIDES, WIDTH
from nlp_models.text.vocabulary import END

READ_ME = """A recurrent network ({cell}) that tells pictures in words, made with Unrolled.

    pip install -r requirements.txt
    python load.py picture.jpg

model.keras        the network: a picture (64 x 64, 0 to 255) and the words so far -> a probability for every next word
layers.py          Keras layers of ours that model.keras needs: import it before loading
load.py            shrinks a picture as in training, asks the network word by word, prints the caption
vocabulary.json    the words
requirements.txt   the versions it was made and checked with; newer ones should do too
"""


def write(predictor, aside):
    """model.keras, vocabulary.json, layers.py, load.py, README.txt."""
    build(predictor).save(aside / "model.keras")
    (aside / "README.txt").write_text(READ_ME.format(cell=predictor.config.recipe.cell.upper()), "utf-8")
    facts = {"end": END, "most": MOST_TOKENS, "side": SIDE}
    known = json.loads(predictor.problem.vocabulary_json()) | {"tokens": predictor.problem.vocabulary.tokens}
    (aside / "vocabulary.json").write_text(json.dumps(facts | known, ensure_ascii=False), "utf-8")
    export.copy_files(aside, layers="portable/layers.py", load="portable/load_captioning.py")


def build(predictor):
    """Pictures `(N, 64, 64, 3)`, ids `(N, T)` that begin with END -> probabilities `(N, T, V)` of what follows each."""
    recipe, weights = predictor.config.recipe, predictor.network.weights
    pictures, ids = keras.Input((SIDE, SIDE, 3), name="picture"), keras.Input((None,), dtype="int32", name="ids")
    states = Evened(LEAST_SPREAD, name="evened")(pictures)
    for number, (filters, stride) in enumerate(zip(FILTERS, STRIDES, strict=True), 1):
        name = f"encoder-convolution_{number}"
        states = layers.Conv2D(filters, WIDTH, stride, padding="same", use_bias=False, name=name)(states)
        states = layers.GroupNormalization(1, epsilon=EPSILON, name=f"{name}-evened")(states)
        states = layers.ReLU(name=f"{name}-relu")(states)
    grids = AddPlaces(name="encoder-places")(layers.Reshape((CELLS, FILTERS[-1]), name="grid")(states))
    summary = layers.GlobalMaxPooling1D(name="largest")(grids)
    states = layers.Embedding(*weights["decoder/embedding"].shape, name="decoder-embedding")(ids)
    parts = PARTS[recipe.cell]
    for depth in range(recipe.num_layers):
        initial_state = [
            layers.Dense(recipe.units, "tanh", name=f"decoder-bridge-{depth * parts + n}")(summary)
            for n in range(parts)
        ]
        cell = export.CELLS[recipe.cell](recipe.units, return_sequences=True, name=f"decoder-forward_{depth + 1}")
        states = cell(states, initial_state=initial_state)
    if recipe.attention:
        keys = layers.Dense(recipe.units, use_bias=False, name="decoder-attention")(grids)
        states = layers.Concatenate(name="both")([layers.Attention(name="looks")([states, grids, keys]), states])
    states = layers.Dense(recipe.embedding_size, "tanh", name="decoder-combine")(states)
    visual_bias = layers.Reshape((1, recipe.embedding_size), name="once")(
        layers.Dense(recipe.embedding_size, use_bias=False, name="votes")(summary)
    )
    states = layers.Add(name="told")([states, visual_bias])
    answer = layers.Dense(len(weights["decoder/embedding"]), "softmax", name="answer")(states)
    network = keras.Model([pictures, ids], answer, name="captioning")
    for layer in network.layers:
        if layer.weights:
            layer.set_weights(_weights_of(layer.name, weights, recipe.units))
    return network


def _weights_of(layer, weights, units):
    """The arrays of one layer in Keras's order."""
    name = layer.replace("-", "/")
    if layer == "answer":
        return [weights["decoder/embedding"].T, weights["decoder/answer_bias"]]
    if layer in ("encoder-places", "decoder-embedding"):
        return [weights[name]]
    if layer.startswith("decoder-bridge"):
        first = units * int(layer.rpartition("-")[2])
        return [
            np.take(weights[f"decoder/bridge/{part}"], range(first, first + units), axis=-1)
            for part in ("kernel", "bias")
        ]
    if layer.endswith("-evened"):
        return [weights[f"{name.removesuffix('/evened')}/{part}"] for part in ("scale", "bias")]
    if layer.startswith("encoder-convolution"):
        return [weights[f"{name}/kernel"]]
    parts = ("kernel", "recurrent_kernel", "bias") if "forward" in layer else ("kernel", "bias")
    return [weights[f"{name}/{part}"] for part in parts if f"{name}/{part}" in weights]

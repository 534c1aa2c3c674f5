"""write(predictor, aside): the files of a language model that anybody with Keras can open; see sharing/keras_export.py."""

import keras
from keras import layers

from nlp_models.keras_layers.export import filled_in, recurrent, write_for_load
from nlp_models.portable.layers import MaskedPooling
from nlp_models.problems.language_model.writing import MOST_READ
from nlp_models.text.vocabulary import END


def write(predictor, aside):
    """model.keras, vocabulary.json, layers.py, load.py, README.txt: one answer for every token there is."""
    build(predictor).save(aside / "model.keras")
    tokens = predictor.problem.vocabulary.tokens
    # a text goes on from the end of the line before
    facts = {"labels": tokens, "max_tokens": MOST_READ, "start": [END]}
    write_for_load(predictor, aside, f"{len(tokens):,} tokens, of which one comes next", facts)


def build(predictor):
    """Ids `(N, T)` -> probabilities `(N, V)` of what follows the last; the embeddings read backwards are a layer here."""
    recipe, weights = predictor.config.recipe, predictor.network.weights
    ids = keras.Input((None,), dtype="int32", name="ids")
    embedded = layers.Embedding(*weights["embedding"].shape, name="embedding")(ids)
    states = windowed(recipe, embedded) if recipe.fixed_window else recurrent(recipe, embedded, ids)
    state = MaskedPooling("last", name="last")(states, ids)
    if "projection/kernel" in weights:
        state = layers.Dense(recipe.embedding_size, use_bias=False, name="projection")(state)
    answer = layers.Dense(len(weights["embedding"]), activation="softmax", name="answer")(state)
    network = keras.Model(ids, answer, name="language_model")
    named = {"answer/kernel": weights["embedding"].T} | weights
    return filled_in(network, named, projection=("kernel",), **_dense(recipe))


def windowed(recipe, embedded):
    """The states of a fixed window: a convolution that sees no later token, then the further layers."""
    states = layers.Conv1D(recipe.units, recipe.fixed_window, 1, "causal", activation="tanh", name="forward_1")(
        embedded
    )
    for depth in range(2, recipe.num_layers + 1):
        states = layers.Dense(recipe.units, activation="tanh", name=f"forward_{depth}")(states)
    return states


def _dense(recipe):
    """The names of the arrays of what stands in a cell's place."""
    depths = range(1, recipe.num_layers + 1) if recipe.fixed_window else ()
    return {f"forward_{depth}": ("kernel", "bias") for depth in depths}

"""write(predictor, aside): the files of a classifier that anybody with Keras can open; see sharing/keras_export.py."""

import keras
from keras import layers

from nlp_models.keras_layers.export import filled_in, recurrent, write_for_load
from nlp_models.portable.layers import MaskedPooling, Spelling
from nlp_models.text.ngrams import BUCKETS, LETTERS, LONGEST, SCALE

LISTED = 20  # labels in README.txt
PARTS = {"attention": ("kernel",), "spelling": ("kernel", "rarity")}


def write(predictor, aside):
    """model.keras, vocabulary.json, layers.py, load.py, README.txt."""
    build(predictor).save(aside / "model.keras")
    config, spells = predictor.config, predictor.config.recipe.spelling == "yes"
    facts = {"labels": config.labels, "max_tokens": config.recipe.max_tokens}
    if spells:
        facts["spelling"] = {"buckets": BUCKETS, "longest": LONGEST, "letters": LETTERS}
    labels = ", ".join(config.names.get(label, label) for label in config.labels[:LISTED])
    write_for_load(predictor, aside, labels, facts, "; n-grams (texts, n-grams)" if spells else "")


def build(predictor):
    """The network as a Keras model of stock layers and ours: ids `(N, T)` -> probabilities `(N, labels)`.

    Where spelling is read, `[ids, n-grams (N, G)]`.
    """
    recipe, weights = predictor.config.recipe, predictor.network.weights
    ids = keras.Input((None,), dtype="int32", name="ids")
    states = recurrent(recipe, layers.Embedding(*weights["embedding"].shape, name="embedding")(ids), ids)
    backward = recipe.units if recipe.bidirectional else 0
    summary = MaskedPooling(recipe.pooling, backward, name="attention")(states, ids)
    labels, name = len(predictor.config.labels), predictor.config.task.replace("-", "_")
    if recipe.spelling != "yes":
        answer = layers.Dense(labels, activation="softmax", name="answer")(summary)
        return filled_in(keras.Model(ids, answer, name=name), weights, **PARTS)
    ngrams = keras.Input((None,), dtype="int32", name="grams")
    branches = [layers.Dense(labels, name="answer")(summary), Spelling(BUCKETS, labels, SCALE, name="spelling")(ngrams)]
    answer = layers.Softmax(name="softmax")(layers.Average(name="roads")(branches))
    return filled_in(keras.Model([ids, ngrams], answer, name=name), weights, **PARTS)

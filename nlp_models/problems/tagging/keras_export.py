"""write(predictor, aside): the files of a tagger that anybody with Keras can open; see sharing/keras_export.py."""

import json

import keras
import numpy as np
from keras import layers

from nlp_models.keras_layers.export import copy_files, recurrent
from nlp_models.portable.layers import Blank, LargestInWord, MaskedPooling, Take, TurnAround
from nlp_models.problems.tagging.arrays import MOST_CHARACTERS
from nlp_models.problems.tagging.forward import CHARACTER_SIZE, FILTERS, WIDTH

READ_ME = """A recurrent network ({cell}) that tags words, made with Unrolled. Its tags: {labels}.

    pip install -r requirements.txt
    python load.py "a sentence to tag"

model.keras        the network: ids of words, spellings of words and places among them -> a score per tag at every word
layers.py          Keras layers of ours that model.keras needs: import it before loading
crf.py, crf.npz    which tag may follow which (where the network has a CRF): the likeliest sequence, the probabilities
load.py            cuts a sentence into words as in training (sentences.py), asks the network, prints the tags
vocabulary.json    the words, the characters, the tags
requirements.txt   the versions it was made and checked with; newer ones should do too
"""


def write(predictor, aside):
    """model.keras, vocabulary.json, layers.py, load.py, crf.py and, where there is one, the CRF's weights."""
    build(predictor).save(aside / "model.keras")
    labels, cell = ", ".join(predictor.config.labels[:20]), predictor.config.recipe.cell.upper()
    (aside / "README.txt").write_text(READ_ME.format(cell=cell, labels=labels), "utf-8")
    (aside / "vocabulary.json").write_text(_vocabulary(predictor), "utf-8")
    copy_files(
        aside,
        layers="portable/layers.py",
        load="portable/load_tagging.py",
        crf="problems/tagging/crf.py",
        sentences="text/words.py",
    )
    if predictor.network.settings["crf"] == "yes":
        transitions, start, end = predictor.network.crf_weights()
        np.savez(aside / "crf.npz", transitions=transitions, start=start, end=end)


def build(predictor):
    """Ids of words `(N, T)`, of their spellings `(U, L)`, places among these `(N, T)` -> scores of tags `(N, T, C)`."""
    recipe, weights = predictor.config.recipe, predictor.network.weights
    words, characters, places = (
        keras.Input((None,), dtype="int32", name=name) for name in ("words", "characters", "places")
    )
    states = layers.Embedding(*weights["embedding"].shape, name="embedding")(words)
    if recipe.characters != "none":
        spelled = Take(name="take")(_spelled(recipe, weights, characters), places)
        states = layers.Concatenate(name="beside")([states, spelled])
    scores = layers.Dense(len(predictor.config.labels), name="answer")(recurrent(recipe, states, words))
    inputs = [words, characters, places] if recipe.characters != "none" else [words]
    network = keras.Model(inputs, scores, name="tagging")
    for layer in network.layers:
        if layer.weights:
            layer.set_weights([weights[name] for name in _weight_names(layer.name)])
    return network


def _spelled(recipe, weights, characters):
    embedded = layers.Embedding(*weights["characters/embedding"].shape, name="characters-embedding")(characters)
    embedded = Blank(name="blank")(embedded, characters)
    assert embedded.shape[-1] == CHARACTER_SIZE
    if recipe.characters == "convolution":
        convolved = layers.Conv1D(FILTERS, WIDTH, padding="same", name="characters-convolution")(embedded)
        return LargestInWord(name="largest")(convolved, characters)
    forward = layers.GRU(FILTERS // 2, return_sequences=True, name="characters-ahead")(embedded)
    reversed_states = TurnAround(name="turn_characters")(embedded, characters)
    backward = layers.GRU(FILTERS // 2, return_sequences=True, name="characters-behind")(reversed_states)
    backward = TurnAround(name="turn_characters_back")(backward, characters)
    both = layers.Concatenate(name="characters-both")([forward, backward])
    return MaskedPooling("last", FILTERS // 2, name="characters-last")(both, characters)


def _weight_names(layer):
    """The names in `weights` of one layer's arrays, in Keras's order."""
    if layer in ("embedding", "characters-embedding"):
        return [layer.replace("-", "/")]
    if layer == "characters-convolution":
        return ["characters/kernel", "characters/bias"]
    parts = ("kernel", "bias") if layer == "answer" else ("kernel", "recurrent_kernel", "bias")
    return [f"{layer.replace('-', '/')}/{part}" for part in parts]


def _vocabulary(predictor):
    config = predictor.config
    facts = {"labels": config.labels, "max_tokens": config.recipe.max_tokens, "most_characters": MOST_CHARACTERS}
    return json.dumps(json.loads(predictor.problem.vocabulary_json()) | facts, ensure_ascii=False)

"""write_keras(folder, to): a trained network as a zip that anybody with Keras can open, without this package.

The download holds model.keras, layers.py, load.py, vocabulary.json, requirements.txt and README.txt. Before the zip is
written it is opened as a stranger would open it, and its answers are compared with ours.
"""

import io
import json
import runpy
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
from keras import layers

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import RunError
from nlp_models.files import write_aside
from nlp_models.portable.layers import MaskedPooling, Spelling, TurnAround
from nlp_models.problems.captioning.keras_export import write_captioner
from nlp_models.problems.language_model.writing import MOST_READ
from nlp_models.problems.sequence_to_sequence.keras_export import write_writer
from nlp_models.problems.tagging.keras_export import write_tagger
from nlp_models.sharing.trial import trial_texts
from nlp_models.text.ngrams import BUCKETS, LETTERS, LONGEST, SCALE
from nlp_models.text.vocabulary import END

CELLS = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}
OWN_WAYS = {  # problems whose download is built otherwise
    "tagging": write_tagger, "captioning": write_captioner, "sequence_to_sequence": write_writer,
}  # fmt: skip
TRAVELLING = Path(__file__).parents[1] / "portable"
READ_ME = """A recurrent network ({cell}) for the task {task}, made with Unrolled. Its labels: {labels}.

    pip install -r requirements.txt
    python load.py "a text to answer"

model.keras        the network: token ids (texts, tokens), 0 is padding on the right{grams} -> one probability per label
layers.py          the Keras layers of ours that model.keras needs: import it before loading
load.py            cuts a text into tokens as in training, asks the network, prints the probabilities
vocabulary.json    the tokens, the labels, how many tokens are read
requirements.txt   the versions it was made and checked with; newer ones should do too
"""
CLOSE = 1e-4  # what float32 in another order of summing may differ


def write_keras(folder, to):
    """Write the zip of the run or ready model in `folder`; RunError when it does not answer as it should."""
    predictor = Predictor.load(folder)
    with tempfile.TemporaryDirectory() as aside:
        aside = Path(aside)
        if tasks.load(predictor.config.task).problem in OWN_WAYS:
            OWN_WAYS[tasks.load(predictor.config.task).problem](predictor, aside, CELLS)
        else:
            build(predictor).save(aside / "model.keras")
            (aside / "vocabulary.json").write_text(_vocabulary(predictor), "utf-8")
            for name in ("layers.py", "load.py"):
                (aside / name).write_text((TRAVELLING / name).read_text("utf-8"), "utf-8")
        (aside / "requirements.txt").write_text(_requirements(predictor), "utf-8")
        if not (aside / "README.txt").exists():
            (aside / "README.txt").write_text(_read_me(predictor), "utf-8")
        _check(aside, predictor)
        write_aside(Path(to), _zipped(aside))


def build(predictor):
    """The network as a Keras model of stock layers and ours: ids `(N, T)` -> probabilities `(N, labels)`.

    Where spelling is read, `[ids, n-grams (N, G)]`.
    """
    recipe, weights = predictor.config.recipe, predictor.network.weights
    ids = keras.Input((None,), dtype="int32", name="ids")
    states = layers.Embedding(*weights["embedding"].shape, name="embedding")(ids)
    for depth in range(1, recipe.layers + 1):
        ahead = _cell(recipe, f"forward_{depth}")(states)
        if recipe.bidirectional:
            turned = TurnAround(name=f"turn_{depth}")(states, ids)
            behind = _cell(recipe, f"backward_{depth}")(turned)
            behind = TurnAround(name=f"turn_back_{depth}")(behind, ids)
            ahead = layers.Concatenate(name=f"both_{depth}")([ahead, behind])
        states = ahead
    if "answer/kernel" not in weights:
        return _filled_in(keras.Model(ids, _next_token(recipe, weights, states, ids), name="language_model"), weights)
    backward = recipe.units if recipe.bidirectional else 0
    summary = MaskedPooling(recipe.pooling, backward, name="attention")(states, ids)
    labels, name = len(predictor.config.labels), predictor.config.task.replace("-", "_")
    if "spelling/kernel" not in weights:
        answer = layers.Dense(labels, activation="softmax", name="answer")(summary)
        return _filled_in(keras.Model(ids, answer, name=name), weights)
    grams = keras.Input((None,), dtype="int32", name="grams")
    roads = [layers.Dense(labels, name="answer")(summary), Spelling(BUCKETS, labels, SCALE, name="spelling")(grams)]
    answer = layers.Softmax(name="softmax")(layers.Average(name="roads")(roads))
    return _filled_in(keras.Model([ids, grams], answer, name=name), weights)


def _next_token(recipe, weights, states, ids):
    """What follows the last token: the embeddings read backwards, here as a layer of their own."""
    state = MaskedPooling("last", name="last")(states, ids)
    if "projection/kernel" in weights:
        state = layers.Dense(recipe.embedding_size, use_bias=False, name="projection")(state)
    return layers.Dense(len(weights["embedding"]), activation="softmax", name="answer")(state)


def _filled_in(network, weights):
    weights = {"answer/kernel": weights["embedding"].T} | weights
    for layer in network.layers:
        if layer.weights:
            layer.set_weights([weights[name] for name in _weight_names(layer.name)])
    return network


def _cell(recipe, name):
    return CELLS[recipe.cell](recipe.units, return_sequences=True, name=name)


def _weight_names(layer):
    """The names in `weights` of one layer's arrays, in Keras's order."""
    if layer == "embedding":
        return [layer]
    parts = {
        "answer": ("kernel", "bias"),
        "attention": ("kernel",),
        "projection": ("kernel",),
        "spelling": ("kernel", "rarity"),
    }
    return [f"{layer}/{part}" for part in parts.get(layer, ("kernel", "recurrent_kernel", "bias"))]


def _vocabulary(predictor):
    """Our vocabulary.json, and what load.py has to know besides."""
    config = predictor.config
    known = json.loads(predictor.problem.vocabulary.to_json())
    facts = {"labels": config.labels, "names": config.names, "max_tokens": config.recipe.max_tokens}
    if not config.labels:  # one answer for every token, and a text goes on from the end of the line before
        tokens = predictor.problem.vocabulary.tokens
        facts |= {"labels": tokens, "start": [END], "max_tokens": MOST_READ}
    if config.recipe.spelling == "yes":
        facts["spelling"] = {"buckets": BUCKETS, "longest": LONGEST, "letters": LETTERS}
    return json.dumps(facts | known, ensure_ascii=False)


def _requirements(predictor):
    """The versions it was made and checked with."""
    wanted = {"subword": ["sentencepiece"], "morpheme": ["kiwipiepy"]}.get(predictor.config.recipe.tokens, [])
    packages = ["keras", keras.backend.backend(), "numpy", *wanted, *predictor.problem.KERAS_NEEDS]
    return "".join(f"{package}=={version(package)}\n" for package in packages)


def _read_me(predictor):
    labels = ", ".join(predictor.config.names.get(label, label) for label in predictor.config.labels[:20])
    labels = labels or f"{len(predictor.problem.vocabulary):,} tokens, of which one comes next"
    grams = "; n-grams (texts, n-grams)" if predictor.config.recipe.spelling == "yes" else ""
    return READ_ME.format(
        grams=grams, task=predictor.config.task, cell=predictor.config.recipe.cell.upper(), labels=labels
    )


def _check(aside, predictor):
    """Open the download as a stranger would, load.py and all, and compare its answers with ours."""
    texts = trial_texts(predictor)
    for name in ("layers", "crf", "sentences", "texts"):  # of another download
        sys.modules.pop(name, None)
    answered = runpy.run_path(str(aside / "load.py"))["probabilities"](texts)
    difference = float(np.abs(answered - predictor(texts)).max())
    if not difference < CLOSE:
        raise RunError("The Keras model answers differently from this network; it was not written.")


def _zipped(folder):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                archive.write(file, file.name)
    return written.getvalue()

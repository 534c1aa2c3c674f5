"""The examples in docstrings and in README.md do what they say. What an example takes for granted is given here."""

import doctest
import importlib
import re
import shutil
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REPOSITORY, tiny_rows

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.numpy_layers.trace import Trace
from nlp_models.runs import bundles
from nlp_models.text.vocabulary import END

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"
FILES = [file for file in (REPOSITORY / "nlp_models").rglob("*.py") if ">>>" in file.read_text("utf-8")]
MODULES = sorted(".".join(file.relative_to(REPOSITORY).with_suffix("").parts) for file in FILES)
IDS = np.array([[5, 4, 3, 6, 7], [4, 3, 0, 0, 0]], np.int32)


@cache
def made(kind):
    """A Predictor of this kind, as 0.4.0 made it."""
    return Predictor.from_files(bundles.read(MADE / f"{kind}.bundle.zip"))


def network_of(kind):
    return {"network": made(kind).network, "ids": IDS[:1], "np": np, "END": END}


def memory_of_pairs():
    """What the decoder of an encoder-decoder looks back at."""
    from nlp_models.numpy_layers.backbone import last_states, run_backbone

    network = made("sequence_to_sequence").network
    config, weights = network.settings, network.weights
    states, mask = run_backbone(config, weights, IDS[:1])
    given = {"config": config, "weights": weights, "states": states, "mask": mask, "np": np, "END": END}
    return given | {"summary": last_states(config, states, mask)}


def repeated_rows():
    task, (texts, labels) = tasks.load("sentiment"), tiny_rows()
    from nlp_models.datasets.dataset import Dataset

    return {"task": task, "recipe": task.recipe, "dataset": Dataset({"text": texts, "label": labels})}


def picture(folder):
    from test_pictures import picture

    (folder / "dog.jpg").write_bytes(picture())
    return {"Path": Path}


def run_of(folder):
    shutil.unpack_archive(MADE / "classification.folder.zip", folder)
    return {"run": SimpleNamespace(folder=folder)}


def ready(model):
    return {"predictor": Predictor.load(REPOSITORY / "data" / "models" / model), "Decoding": Decoding}


def read():
    trace = Trace()
    ready("sentiment-en")["predictor"](["a lovely film"], trace=trace)
    return trace.readers["forward_1"]


def answered():
    given = ready("translation-en-fr")
    return given | {"answer": given["predictor"].read("where is the key")}


GIVEN = {
    "answering.attribution": lambda _: ready("sentiment-en"),
    "answering.counterfactuals": lambda _: ready("sentiment-en"),
    "answering.embeddings": lambda _: ready("sentiment-en"),
    "answering.predictor": run_of,
    "answering.probe": lambda _: ready("sentiment-en"),
    "answering.units": lambda _: ready("sentiment-en"),
    "answering.unrolled": lambda _: ready("sentiment-en"),
    "datasets.doctor": lambda _: repeated_rows(),
    "keras_layers.backbone": lambda _: {"ids": IDS},
    "keras_layers.decoder": lambda _: {
        "ids": IDS,
        "summary": np.ones((2, 6), np.float32),
        "memory": np.ones((2, 4, 7), np.float32),
        "memory_mask": np.ones((2, 4), bool),
    },
    "keras_layers.window": lambda _: {"ids": IDS, "initial": [[np.zeros((2, 3 * 128), np.float32)]]},
    "numpy_layers.backward": lambda _: {"read": read()},
    "numpy_layers.trace": lambda _: ready("sentiment-en"),
    "numpy_layers.decoder": lambda _: memory_of_pairs(),
    "numpy_layers.decoding": lambda _: {"logits": np.linspace(-3, 3, 50)},
    "problems.captioning.forward": lambda _: network_of("captioning")
    | {"pictures": np.zeros((1, 64, 64, 3), np.float32)},
    "problems.captioning.pictures": picture,
    "problems.language_model.forward": lambda _: network_of("language_model"),
    "problems.language_model.kneser_ney": lambda _: {
        "stream": IDS[0].repeat(20),
        "test_stream": IDS[0],
        "vocabulary_size": 9,
    },
    "problems.language_model.writing": lambda _: ready("next-word-en"),
    "problems.sequence_to_sequence.constrained": lambda _: answered(),
    "problems.sequence_to_sequence.forward": lambda _: network_of("sequence_to_sequence"),
}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    given = GIVEN.get(name.removeprefix("nlp_models."), lambda _: {})(tmp_path)
    failed, tried = doctest.testmod(
        module, extraglobs=given, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert tried and not failed


def test_what_is_given_belongs_to_an_example():
    assert {f"nlp_models.{name}" for name in GIVEN} <= set(MODULES)


def test_the_notebook_of_the_readme_trains_and_answers(store, tmp_path, monkeypatch, trained_here):
    [code] = re.findall(
        r"^```python\n(.*?)^```", (REPOSITORY / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    rows = "".join(f"{text},{label}\n" for text, label in zip(*tiny_rows(), strict=True))
    (tmp_path / "reviews.csv").write_text(f"text,label\n{rows}")
    monkeypatch.chdir(tmp_path)
    *lines, asked = code.strip().split("\n")
    names = {}
    exec("\n".join(lines), names)
    assert names["run"].status.state == "done", names["run"].log_tail()
    assert eval(asked, names).shape == (1, 2)

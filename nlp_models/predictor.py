"""Predictor: answers from a run's folder, in NumPy.

>>> predictor = Predictor.load(run.folder)
>>> predictor(["good film"]).shape  # (N, labels)
(1, 2)
"""

import importlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp_models import bundles
from nlp_models.errors import BundleError
from nlp_models.problems.classification import Classification, batches_of_like_length, pad
from nlp_models.recipe import Recipe
from nlp_models.vocabulary import UNKNOWN, Vocabulary

NEEDED = ("config.json", "vocabulary.json", "weights.safetensors")
MAX_LETTERS = 20_000  # more is never read: max_tokens ends it long before
MAX_CURVE_WORDS = 200  # a curve of more points cannot be read


class Config(BaseModel):
    """config.json of a bundle: what is needed to build the network again. Bounded, no layer graphs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str = Field(max_length=50, pattern="^[a-z-]+$")
    recipe: Recipe
    labels: list[str] = Field(min_length=2, max_length=1000)
    names: dict[str, str] = Field(default_factory=dict, max_length=1000)


@dataclass(frozen=True)
class Answer:
    """What the network says of one text, and what it said after every word of it."""

    label: str
    probabilities: dict[str, float]
    words: list[str]
    curve: list[dict[str, float]]  # one per word that was read
    unknown: list[str]  # words with a token never seen in training
    truncated_at: int | None  # number of words read, when the text was longer


class Predictor:
    """A trained network that answers; safe to share between threads, since answering changes nothing."""

    def __init__(self, config, vocabulary, weights):
        self.config, self.weights = config, weights
        self.problem = Classification(config.labels, vocabulary, config.recipe.max_tokens)
        self.forward = importlib.import_module("nlp_models.forward.classification")
        self.shape = config.recipe.model_dump(include={"cell", "units", "layers", "bidirectional", "pooling"})

    @classmethod
    def load(cls, folder):
        """Read config.json, vocabulary.json and weights.safetensors of a finished run or ready model."""
        return cls.from_files({name: (Path(folder) / name).read_bytes() for name in NEEDED})

    @classmethod
    def from_files(cls, files):
        """The same from bytes by name; names, shapes and numbers are compared before anything is used."""
        config = read_config(files["config.json"])
        vocabulary = Vocabulary.from_json(files["vocabulary.json"].decode("utf-8"))
        forward = importlib.import_module("nlp_models.forward.classification")
        shape = config.recipe.model_dump()
        shapes = forward.shapes(shape, len(vocabulary), len(config.labels))
        expected = {name: (wanted, ("F16", "F32")) for name, wanted in shapes.items()}
        return cls(config, vocabulary, bundles.check_weights(files["weights.safetensors"], expected))

    def __call__(self, texts, batch_size=256, trace=None):
        """Probabilities `(N, labels)` of N texts."""
        encoded = self.problem.encode([text[:MAX_LETTERS] for text in texts])
        return self.probabilities(encoded, batch_size, trace)

    def probabilities(self, encoded, batch_size=256, trace=None):
        """The same from lists of ids; batches of like length, so that little is padded."""
        answers = np.empty((len(encoded), len(self.config.labels)), np.float32)
        lengths = np.asarray([len(ids) for ids in encoded])
        for chosen in batches_of_like_length(lengths, batch_size):
            ids = pad([encoded[i] for i in chosen])
            answers[chosen] = self.forward.probabilities(self.shape, self.weights, ids, trace)
        return answers

    def read(self, text):
        """Answer one text and follow the answer word by word."""
        words = text[:MAX_LETTERS].split()
        pieces = self.problem.vocabulary.cut(" ".join(words)) or [("", UNKNOWN, 0)]
        kept = pieces[: self.config.recipe.max_tokens]
        ids = np.asarray([number for _, number, _ in kept], np.int32)
        places = np.asarray([word for _, _, word in kept])
        # one prefix for every word: all its tokens and all before
        ends = [int(np.searchsorted(places, word, side="right")) for word in sorted(set(places.tolist()))]
        curve = self.probabilities([ids[:end] for end in [*ends[:MAX_CURVE_WORDS], len(ids)]], batch_size=64)
        unknown = [words[word] for word in dict.fromkeys(places[ids == UNKNOWN].tolist()) if word < len(words)]
        labels = self.config.labels
        named = [dict(zip(labels, map(float, row), strict=True)) for row in curve]
        cut = len(pieces) > len(kept) or len(text) > MAX_LETTERS
        shown = [words[word] if word < len(words) else "" for word in sorted(set(places.tolist()))]
        return Answer(
            label=max(named[-1], key=named[-1].get), probabilities=named[-1], words=shown[:MAX_CURVE_WORDS],
            curve=named[:-1], unknown=unknown, truncated_at=len(shown) if cut else None,
        )  # fmt: skip


def read_config(text):
    """config.json as a Config; BundleError when it is not one or out of bounds."""
    try:
        return Config.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "config.json"
        raise BundleError("The settings of this bundle are not valid ({where}).", where=where) from None

"""Predictor: answers from a run's folder, in NumPy.

>>> predictor = Predictor.load(run.folder)
>>> predictor(["good film"]).shape  # (N, labels)
(1, 2)
"""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp_models import tasks
from nlp_models.errors import BundleError
from nlp_models.numpy_layers.trace import Hold
from nlp_models.problems import problem_class
from nlp_models.problems.problem import Problem
from nlp_models.recipe import Recipe
from nlp_models.runs import bundles
from nlp_models.runs.records import whole

MOST_LETTERS = 20_000  # of a text that is looked into; what comes later is never read
NEEDED = ("config.json", "vocabulary.json", "weights.safetensors")


class Config(BaseModel):
    """config.json of a bundle: what is needed to build the network again. Bounded, no layer graphs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str = Field(max_length=50, pattern="^[a-z-]+$")
    recipe: Recipe
    labels: list[str] = Field(max_length=1000)
    names: dict[str, str] = Field(default_factory=dict, max_length=1000)


class Predictor:
    """A trained network that answers; safe to share between threads, since answering changes nothing.

    What it answers, and how, is the problem's (`problems/`): it is handed this object, whose `network` is the `Network`
    of its kind's `forward.py`.
    """

    def __init__(self, config: Config, problem: Any, weights: bundles.Arrays) -> None:
        self.config, self.problem = config, problem
        self.network = _forward(config).Network(config.recipe.model_dump(), weights, **problem.sizes)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Read config.json, vocabulary.json and weights.safetensors of a finished run or ready model."""
        return cls.from_files(_read(folder, NEEDED))

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """The same from bytes by name; names, shapes and numbers are compared before anything is used."""
        config = read_config(files["config.json"])
        problem = _problem(config, files["vocabulary.json"])
        return cls(config, problem, _weights(config, problem, files["weights.safetensors"]))

    def with_weights(self, data: bytes) -> Self:
        """The same network with other numbers, those of a safetensors file, which is checked as in a bundle.

        Vocabulary and settings are shared; see answering/epochs.py.
        """
        return type(self)(self.config, self.problem, _weights(self.config, self.problem, data))

    def __call__(self, texts: Sequence[str], **how: Any) -> NDArray[Any]:
        """Answers to N texts; of a classifier, probabilities `(N, labels)`."""
        return self.problem.answer(texts, self, **how)

    def read(self, text: str) -> Any:
        """One text answered, with what a page draws: the problem's Answer."""
        return self.problem.read(text, self)

    def holding(self, holds: Sequence[Hold]) -> Self:
        """The same with gates held at a value, whatever it is asked; see answering/unrolled.py."""
        other = copy(self)
        other.network = replace(self.network, holds=tuple(holds))
        return other

    def tokens_read(self, text: str) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32]]:
        """`(tokens, ids (T,), places (T,))` of what the network reads of a text; `places` counts its words."""
        tokens = self.problem.tokenize(text[:MOST_LETTERS])[: self.config.recipe.max_tokens]
        ids, places = ([token[part] for token in tokens] for part in (1, 2))
        return [token for token, *_ in tokens], np.asarray(ids, np.int32), np.asarray(places, np.int32)

    def words_read(self, text: str, places: NDArray[np.int32]) -> list[str]:
        """The words in these places, as they were written."""
        words = self.problem.words_in(text)
        return [words[place] for place in np.unique(places)]


def read_problem(folder: str | Path) -> Problem:
    """What a finished run or ready model reads and answers, without its network."""
    files = _read(folder, NEEDED[:2])
    return _problem(read_config(files["config.json"]), files["vocabulary.json"])


def _read(folder: str | Path, names: Iterable[str]) -> dict[str, bytes]:
    files = {}
    for name in names:
        with whole(name):
            files[name] = (Path(folder) / name).read_bytes()
    return files


def _problem(config: Config, vocabulary: bytes) -> Problem:
    kind = problem_class(tasks.load(config.task).problem)
    with whole("vocabulary.json"):
        return kind.load(vocabulary.decode("utf-8"), config.labels, config.recipe)


def _weights(config: Config, problem: Any, data: bytes) -> bundles.Arrays:
    shapes = _forward(config).shapes(config.recipe.model_dump(), **problem.sizes)
    return bundles.check_weights(data, {name: (wanted, ("F16", "F32")) for name, wanted in shapes.items()})


def _forward(config: Config) -> ModuleType:
    return importlib.import_module(f"nlp_models.problems.{tasks.load(config.task).problem}.forward")


def read_config(text: str | bytes) -> Config:
    """config.json as a Config; BundleError when it is not one or out of bounds."""
    try:
        return Config.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "config.json"
        raise BundleError("The settings of this bundle are not valid ({where}).", where=where) from None

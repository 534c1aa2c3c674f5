"""Tasks are found by file name: each module here holds one `TASK`, data only."""

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp_models.datasets.dataset import Dataset, guess_columns
from nlp_models.datasets.fields import Field
from nlp_models.datasets.readers import Table
from nlp_models.errors import TaskError
from nlp_models.messages import mark
from nlp_models.problems import problem_class
from nlp_models.problems.problem import Problem
from nlp_models.recipe import Recipe

LANGUAGE_NAMES = {"ko": "korean", "en": "english", "fr": "french"}  # as columns of our samples are named
SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@dataclass(frozen=True)
class Task:
    """A use case: its columns, default recipe, samples and examples. `name` has hyphens, the file underscores."""

    name: str
    title: str  # msgid
    problem: str  # its folder in problems/
    fields: tuple[Field, ...]
    recipe: Recipe
    label_names: dict[str, str]  # a label's id -> msgid of the name shown
    examples: dict[str, list[str]]  # language -> sentences to try
    rare: str = ""  # the label one looks for among many others; its two kinds of mistake then have a price
    use: str = ""  # for the card, where the words of its kind are not its own
    variants: dict[str, str] = field(default_factory=dict)  # what its ready models differ in, by their names -> msgid
    ask: str = mark("Type a sentence")
    look: str = mark("Look inside this sentence")
    view: str = ""  # folder in pages/ui/views/ that draws its steps; its problem's unless said

    def __post_init__(self) -> None:
        object.__setattr__(self, "view", self.view or self.problem)

    @property
    def kind(self) -> type[Problem]:
        """The class of its problem."""
        return problem_class(self.problem)

    def dataset(self, table: Table, columns: Mapping[str, str] | None = None, **how: Any) -> Dataset:
        """A Dataset of this task from a Table; the columns are guessed unless given (field -> column)."""
        return self.kind.dataset(table, guess_columns(table, self.fields) if columns is None else columns, **how)

    def sample(self, language: str, labels: Collection[str] = (), reads: str | None = None) -> Dataset:
        """The Dataset of our own sample in a language.

        Args:
            labels: where it is labelled in several ways, by these.
            reads: code of the language to be read, of a sample in two languages.
        """
        table = self.kind.read_table(self.samples[language])
        columns = guess_columns(table, self.fields)
        if labels and "label" in columns:
            columns["label"] = self.kind.column_of(table, labels) or columns["label"]
        if reads and columns.get("label", "").lower() == LANGUAGE_NAMES.get(reads):
            columns |= {"text": columns["label"], "label": columns["text"]}
        return self.dataset(table, columns)

    @property
    def samples(self) -> dict[str, Path]:
        """Sample file of each language: `{"ko": Path, "en": Path}`."""
        file = self.name.replace("-", "_")
        return {language: next(SAMPLES.glob(f"{file}.{language}.*")) for language in self.examples}


def names() -> list[str]:
    """Every task's name, in alphabetical order."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def load(name: str) -> Task:
    """The Task of that name; TaskError lists the known ones."""
    if name not in names():
        raise TaskError("There is no task named '{name}'. Known tasks: {known}.", name=name, known=", ".join(names()))
    return importlib.import_module(f"nlp_models.tasks.{name.replace('-', '_')}").TASK

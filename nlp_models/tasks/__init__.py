"""Tasks are found by file name: each module here holds one `TASK`, data only."""

import functools
import importlib
import pkgutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Field
from nlp_models.datasets.readers import Table
from nlp_models.datasets.splits import with_unused_parts
from nlp_models.errors import TaskError
from nlp_models.messages import mark
from nlp_models.problems import problem_class
from nlp_models.problems.problem import Problem
from nlp_models.recipe import Recipe

LANGUAGE_NAMES = {"ko": "korean", "en": "english", "fr": "french"}  # as columns of our samples are named
SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@dataclass(frozen=True)
class Shape:
    """What goes into an unrolled network and what comes out of it, step by step."""

    title: str  # msgid
    told: str  # msgid: what such a network does, in a sentence
    inputs: tuple[bool, ...]  # at which steps it is given something
    outputs: tuple[bool, ...]  # at which steps it answers


ONE_TO_MANY = Shape(
    mark("One to many"),
    mark("It is given one thing and writes many words, one after the other."),
    inputs=(True, False, False),
    outputs=(True, True, True),
)
MANY_TO_ONE = Shape(
    mark("Many to one"),
    mark("It reads many words and answers once, at the end."),
    inputs=(True, True, True),
    outputs=(False, False, True),
)
IN_STEP = Shape(
    mark("Many to many, in step"),
    mark("It answers at every word that it reads."),
    inputs=(True, True, True),
    outputs=(True, True, True),
)
ACROSS = Shape(
    mark("Many to many, one after the other"),
    mark("It reads to the end first; then it writes, and may write more or less than it read."),
    inputs=(True, True, True, False, False, False),
    outputs=(False, False, False, True, True, True),
)
SHAPES = (ONE_TO_MANY, MANY_TO_ONE, IN_STEP, ACROSS)


@dataclass(frozen=True)
class Task:
    """A use case: what it is for, its columns, default recipe, samples and examples. `name` has hyphens, the file underscores."""

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
    purpose: str = ""  # msgid: what its page is for, in one plain sentence
    more: str = ""  # msgid: where people need it, for those who ask
    shape: Shape | None = None
    flow: str = ""  # msgid: what goes in and what comes out, of this use case
    talks_back: bool = False  # what it writes is said to who wrote; where somebody tells of being hurt, a card is shown
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
        columns = guess_columns(table, self.fields) if columns is None else columns
        return with_unused_parts(self.kind.dataset(table, columns, **how), table, columns.values())

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
    return [*_names_in(tuple(__path__))]


@functools.cache
def _names_in(folders: tuple[str, ...]) -> list[str]:
    """Looked up once: a rerun of a page asks for them nine times."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(folders))


def load(name: str) -> Task:
    """The Task of that name; TaskError lists the known ones."""
    if name not in names():
        raise TaskError("There is no task named '{name}'. Known tasks: {known}.", name=name, known=", ".join(names()))
    return importlib.import_module(f"nlp_models.tasks.{name.replace('-', '_')}").TASK

"""Problem: what the training loop, the predictor and the pages ask of every kind of problem; and the Batch it trains on.

Five parts, so that who needs one of them names it alone: `Data` (what data it takes), `Encoding` (text <-> arrays), `Learning`
(learning.py: how long it learns, and whether it has), `Scoring` (how good answers are), `Wording` (wording.py: what is said of
them). What is abstract in one of them, every kind has to say itself.
A new kind is a folder beside this file, with the same file names as in the others: see README.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Protocol, Self

import numpy as np
from pydantic import BaseModel

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Field, Label, Text
from nlp_models.datasets.labels import Known
from nlp_models.datasets.recognition import every_shape, read
from nlp_models.datasets.table import How, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.learning import Learning
from nlp_models.problems.wording import Wording
from nlp_models.recipe import Recipe
from nlp_models.report import Line
from nlp_models.scoring import curves, learned
from nlp_models.text.known import is_read
from nlp_models.text.vocabulary import UNKNOWN, Vocabulary

Answers = Any  # of a network to a part, row by row; each kind has its own
SOME_TEXTS = 1_000  # in which unknown tokens are counted
SMOKE_INPUTS = 8
SMOKE_TOKENS = 300  # from the whole vocabulary; more would take long to read


TABLES = ("csv", "tsv", "txt", "json", "jsonl", "ndjson", "xlsx", "zip")


@dataclass(frozen=True)
class DataSources:
    """What people bring on Data: msgids of how it is asked for, and the ends of the names of files."""

    file: str = mark("A file with a text and a label in every row")
    paste: str = mark("One row a line: text, tab or comma, label")  # "": such data cannot be pasted
    example: str = mark("Sentences written for this lab.")
    answered: str = mark("Give it a file with a text in every row and get the file back with the answers beside them.")
    missing: str = mark("Both a text and a label column are needed.")  # while a column is not chosen
    types: tuple[str, ...] = TABLES
    names: bool = False  # whether labels are listed, to be shown under other names
    written: bool = False  # whether the label is a text, typed and not chosen
    word_a_line: bool = False  # a pasted row is a column of words and their tags


@dataclass(frozen=True)
class Measure:
    """A score by which a network is told: its English name for card and command line, and how pages say it."""

    title: str
    short: Message | None = None  # within a sentence; the title unless said
    percent: bool = False  # a share, told without its name: 86.9 %
    interval: bool = False  # told with where it lies with 95 % certainty: `_low` and `_high`
    share: str = ""  # msgid that says what it is a share of, with {percent} and {count}
    counted: str = "rows"  # the score that {count} is

    @property
    def within(self) -> Message | str:
        """What it is called within a sentence."""
        return self.short or self.title


@dataclass(frozen=True)
class Baseline:
    """What a network is held against: its English name for the card, and what pages call it within a sentence."""

    title: str
    short: Message
    unbeaten: str = ""  # msgid of what it means not to beat it, of one that whatever has learned beats
    setting: str = ""  # the one by which such a network may be trained itself; then it is compared, and no baseline


@dataclass(frozen=True)
class Batch:
    """What one step learns from; `inputs` and `targets` as the problem's network takes them."""

    inputs: Any
    targets: np.ndarray
    weights: np.ndarray | None  # how much each target counts
    tokens: int  # real ones, for the speed that is told
    rows: int  # what the mean loss of the epoch is weighted by


class Split(Protocol):
    """A part of the data (training, validation or test) as arrays; each kind has its own, named Split."""

    def __len__(self) -> int:
        """How many rows of the Dataset it is made of."""
        ...

    def head(self, rows: int) -> Self:
        """The first rows."""
        ...


class Network(Protocol):
    """What a kind's Keras network (network.py) and its NumPy twin (forward.py) both do."""

    def answers(self, split: Any) -> Answers:
        """What it answers to every row of a part."""
        ...


class Trained(Protocol):
    """A trained network with its problem, as a Predictor is one."""

    config: Any  # with `recipe`, `labels` and `names`
    network: Any  # the Network of forward.py, with the steps that its kind needs

    def __call__(self, texts: Sequence[str], **how: Any) -> np.ndarray:
        """`Wording.answer`."""
        ...


class Data(Protocol):
    """What data a kind takes: how it is brought, read, checked and split. Asked of the class, before anything is encoded."""

    FIELDS: ClassVar[tuple[Field, ...]] = (Text(), Label())  # what columns it asks a file for
    NEEDED: ClassVar[tuple[str, ...]] = ("text",)  # columns of the Dataset
    SOURCES: ClassVar[DataSources] = DataSources()
    CHECKS: ClassVar[tuple[Callable[..., Any], ...]]  # of the doctor, in this order: see datasets/doctor.py
    HEALTHY: ClassVar[str]  # msgid of what the doctor says where nothing is amiss

    @classmethod
    def shapes(cls) -> dict[str, ModuleType]:
        """The shapes of files that it reads, by name: the shared ones and those in `shapes/` of its folder."""
        own = cls.__module__.rpartition(".")[0] + ".shapes"
        return every_shape(*[own] * bool(find_spec(own)))

    @classmethod
    def read_table(
        cls, source: bytes | str | Path, name: str | None = None, *, limit_bytes: int | None = None, **how: Any
    ) -> Table:
        """A Table from a stranger's file, a path or bytes; `how` as in table.How: encoding, separator, header, shape, ..."""
        return read(source, cls.shapes(), cls.FIELDS, How(**how), name, limit_bytes)

    @classmethod
    def dataset(
        cls,
        table: Table,
        columns: Mapping[str, str],
        names: dict[str, str] | None = None,
        keep_unlabelled: bool = False,
    ) -> Dataset:
        """A Dataset from `columns` (field -> column) of a Table; see Dataset.from_table."""
        return Dataset.from_table(table, columns, names, keep_unlabelled, cls.NEEDED)

    @classmethod
    def check(cls, dataset: Dataset) -> None:
        """DataError unless there is something to learn."""
        dataset.check_rows()

    @classmethod
    def joined(cls, dataset: Dataset, rows: dict[str, str]) -> Dataset:
        """The Dataset with more rows to learn from, `{text: label}`."""
        return dataset.joined(rows)

    @classmethod
    def split_dataset(cls, dataset: Dataset, recipe: Recipe) -> Dataset:
        """The Dataset with a part for every row, the same ones every time."""
        return dataset.with_parts(recipe.seed, recipe.validation_share, recipe.test_share)

    @classmethod
    def labels_of(cls, training: Dataset) -> list[str]:
        """The answers there are to choose from, the file's own values; none where texts are answered."""
        return []

    @classmethod
    def column_of(cls, table: Table, labels: Collection[str]) -> str | None:
        """The column of a Table that holds these labels, where there is a choice; else None."""
        return None

    @classmethod
    def labels_known(
        cls,
        dataset: Dataset,
        labels: Sequence[str],
        names: Mapping[str, str] | None = None,
        said: Mapping[str, str] | None = None,
        whole: bool = False,
    ) -> Known:
        """The rows that a network with these labels can be scored on; see labels.known_to. `whole`: no parts of rows."""
        return Known(dataset)

    @staticmethod
    def row_by_field(text: str, label: str) -> dict[str, Any]:
        """A row as `inspect` shows it, under the names that its fields go by."""
        return {"text": text, "label": label}

    @staticmethod
    def labels_in(cell: str) -> list[str]:
        """The labels in a row's answer, to be counted."""
        return [cell] if cell else []


class Encoding(Protocol):
    """Text <-> arrays: the recipe settled, the vocabulary, a part of the data as arrays, the batches of an epoch."""

    SETTINGS: ClassVar[tuple[str, ...]]  # of the recipe: those that change something here, the names of its settings.py
    KERAS_NEEDS: ClassVar[tuple[str, ...]] = ()  # packages beside Keras that its .keras is asked with

    labels: Sequence[str]  # the answers there are to choose from; none where texts are answered
    vocabulary: Vocabulary

    @classmethod
    @abstractmethod
    def build(cls, training: Dataset, recipe: Recipe) -> Self:
        """The problem of one run, its labels and vocabulary from the training rows only."""

    @classmethod
    @abstractmethod
    def load(cls, vocabulary_json: str, labels: Sequence[str], recipe: Recipe) -> Self:
        """The same again from a saved run or a stranger's bundle; BundleError where these cannot belong to one."""

    def vocabulary_json(self) -> str:
        """What vocabulary.json keeps; `load` reads it back."""
        return self.vocabulary.to_json()

    @property
    def sizes(self) -> dict[str, Any]:
        """What the shape of both networks takes from the data, by the name of their arguments."""
        return {"vocabulary_size": len(self.vocabulary)}

    @abstractmethod
    def encoded(self, dataset: Dataset) -> Any:
        """A part of the data as arrays: a Split."""

    @abstractmethod
    def steps(self, part: Any, recipe: Recipe) -> int:
        """Batches in an epoch."""

    @abstractmethod
    def batches(self, part: Any, recipe: Recipe, generator: np.random.Generator, multiple: int = 1) -> Iterator[Batch]:
        """The batches of one epoch, drawn by the generator; lengths are rounded up to a multiple."""

    def unknown_share(self, texts: Sequence[str]) -> float | None:
        """The share of the tokens in the first of these texts that the vocabulary lacks; None where no text is read."""
        ids = [number for own in self.vocabulary.encode_all(texts[:SOME_TEXTS]) for number in own]
        return sum(number == UNKNOWN for number in ids) / len(ids) if ids else None

    def fixed_weights(self, training: Any) -> dict[str, np.ndarray]:
        """Weights of the network that begin as what is counted in the training part, by name; learned further where they can be."""
        return {}

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """`(token, its number, place of its word in `words_in`)` of every token of a text."""
        return self.vocabulary.tokenize(text)

    def reads(self, text: str) -> bool:
        """Whether it can read a text at all: not, where none of the words stood in what it learned from."""
        return is_read(self.vocabulary, self.tokenize(text))

    def words_in(self, text: str) -> list[str]:
        """The words of a text as they were written."""
        return text.split()

    def smoke_inputs(self, examples: Sequence[str]) -> list[str]:
        """More texts, beside a task's examples, on which exports are held against the network they were made from."""
        tokens = self.vocabulary.tokens[2:]
        every = max(1, len(tokens) // SMOKE_TOKENS)
        chosen = [token.replace("▁", " ") for token in tokens[::every]][:SMOKE_TOKENS] or ["?"]
        made = [" ".join(chosen[start::SMOKE_INPUTS][: 2**start]) for start in range(SMOKE_INPUTS)]
        return ["", *made, *examples]


class Scoring(Protocol):
    """How good a network's answers to a part are, by standard names; what of it is kept and told."""

    HELD_OUT: ClassVar[str] = curves.SENTENCES_RIGHT  # what `validation_accuracy` is
    EXAMPLE: ClassVar[str] = mark("Example sentences")  # what our own rows are called
    AMOUNT: ClassVar[str] = mark("Data: {name}, {count} rows")  # what is learned from
    FEW_ROWS: ClassVar[str] = learned.FEW_TO_LEARN_FROM  # that there was little of it
    MEASURES: ClassVar[dict[str, Measure]]  # the scores that card and command line tell, MEASURE among them
    BASELINES: ClassVar[dict[str, Baseline]]  # what it is held against, the names of `baselines.py`
    SCORES: ClassVar[type[BaseModel]]  # the bounds of a stranger's `scores`
    LINE: ClassVar[type[Line]] = Line  # the bounds of a stranger's line of metrics.jsonl
    ANSWERS: ClassVar[type[BaseModel] | None] = None  # and of answers.json, where `answered` gives any; with `misfit`

    @abstractmethod
    def held_out(self, part: Any, answers: Answers) -> dict[str, Any]:
        """The columns of metrics.jsonl that come from the validation part: `validation_loss` and others."""

    def written(self, predictor: Trained) -> dict[str, Any]:
        """More for an epoch's line of metrics.jsonl: what the network writes by then, if it writes."""
        return {}

    def calibrated(self, recipe: Recipe, part: Any, network: Any) -> Recipe:
        """The recipe with what only the trained network can tell, from the validation part; before it is shipped."""
        return recipe

    @abstractmethod
    def scores(self, part: Any, answers: Answers) -> dict[str, Any]:
        """What report.json says of the test part; SCORES bounds it."""

    @abstractmethod
    def answered(self, part: Any, answers: Answers) -> dict[str, list[Any]] | None:
        """The rows of a part as answers.json keeps them, a list a column; None where nothing is kept."""

    @abstractmethod
    def difference(self, ours: Answers, theirs: Answers) -> float:
        """The largest between two networks' answers, on the scale of probabilities."""


class Problem(Data, Encoding, Learning, Scoring, Wording, ABC):
    """All five; an instance belongs to one run, with its vocabulary and labels."""

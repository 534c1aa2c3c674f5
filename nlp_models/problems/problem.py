"""Problem: what the training loop, the predictor and the pages ask of every kind of problem; and the Batch it trains on.

A new kind is a folder beside this file, with the same file names as in the others: see README.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from pydantic import BaseModel

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.readers import read_table
from nlp_models.messages import Message, mark
from nlp_models.report import Line

TRIAL_TEXTS = 8
TRIAL_TOKENS = 300  # from the whole vocabulary; more would take long to read


TABLES = ("csv", "tsv", "txt", "jsonl", "xlsx", "zip")


@dataclass(frozen=True)
class DataSources:
    """What people bring on Data: msgids of how it is asked for, and the ends of the names of files."""

    file: str = mark("A file with a text and a label in every row")
    paste: str = mark("One row a line: text, tab or comma, label")  # "": such data cannot be pasted
    example: str = mark("Sentences written for this lab.")
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
    interval: bool = False  # a share of sentences, told with where it lies with 95 % certainty: `_low` and `_high`


@dataclass(frozen=True)
class Baseline:
    """What a network is held against: its English name for the card, and what pages call it within a sentence."""

    title: str
    short: Message


@dataclass(frozen=True)
class Batch:
    """What one step learns from; `inputs` and `targets` as the problem's network takes them."""

    inputs: Any
    targets: np.ndarray
    weights: np.ndarray | None  # how much each target counts
    tokens: int  # real ones, for the speed that is told
    rows: int  # what the mean loss of the epoch is weighted by


class Problem:
    """Text <-> arrays of one kind of problem; an instance belongs to one run, with its vocabulary and labels.

    Beside what stands here a problem has

    `build(training, recipe)`, `load(vocabulary_json, labels, recipe)`  from the training rows; from a saved run or bundle
    `encoded(dataset)`              a part of the data as arrays, with a length and `head(n)`
    `batches(part, recipe, generator, multiple)`, `steps(part, recipe)`   the Batches of one epoch, and how many
    `answers(part, predictor)`      what the NumPy network answers, in the form that the Keras network's `answers` has
    `held_out(part, answers)`       the columns of metrics.jsonl that come from the validation part
    `scores(part, answers)`         what report.json says of the test part, by standard names
    `answered(part, answers)`       the rows of a part as answers.json keeps them, or None
    `difference(ours, theirs)`      the largest between two `answers`, on the scale of probabilities
    `answer(texts, predictor)`      N texts answered, as an array that two networks can be compared by
    `read(text, predictor)`         one text answered, with what a page draws
    `described(labels)`             what such a network does, for the card: "answers with one of 2 labels: ..."
    `told(answer)`                  what the command line prints of what `read` gave: (data for --json, lines)
    `by_word(answer)`               lines on what was said at every word
    `file_columns(names)`, `file_answers(texts, predictor, names)`   the columns that answers to a whole file add
    """

    MEASURE: ClassVar[str] = "accuracy"  # the one score that is told where there is room for one
    MORE_IS_BETTER: ClassVar[bool] = True  # of that score
    HIGHEST: ClassVar[float] = 1  # that score can be, where more is better
    TOLD: ClassVar[dict[str, Measure]]  # the scores that card and command line tell, MEASURE among them
    BASELINES: ClassVar[dict[str, Baseline]]  # what it is held against, the names of `baselines.py`
    SCORES: ClassVar[type[BaseModel]]  # the bounds of a stranger's `scores`
    SETTINGS: ClassVar[tuple[str, ...]]  # of the recipe: those that change something here, the names of its settings.py
    NEEDED: ClassVar[tuple[str, ...]] = ("text",)  # columns of the Dataset
    USE: ClassVar[str] = "Sorting texts like those it learned from"  # in the card
    MINUTES: ClassVar[int] = 1  # that a training should have, even of few rows
    LONGEST_EXAMPLE: ClassVar[int] = 500  # letters of a text of examples.json; a picture takes more
    LINE: ClassVar[type[Line]] = Line  # the bounds of a stranger's line of metrics.jsonl
    ANSWERS: ClassVar[type[BaseModel] | None] = None  # and of answers.json, where `answered` gives any; with `misfit`
    KERAS_NEEDS: ClassVar[tuple[str, ...]] = ()  # packages beside Keras that its .keras is asked with
    SOURCES: ClassVar[DataSources] = DataSources()
    CHECKS: ClassVar[tuple[Callable, ...]]  # of the doctor, in this order: see datasets/doctor.py
    HEALTHY: ClassVar[str]  # msgid of what the doctor says where nothing is amiss

    @classmethod
    def read_table(cls, source, name=None, **how):
        """A Table from a stranger's file; see readers.read_table."""
        return read_table(source, name, **how)

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """A Dataset from `columns` (field -> column) of a Table; see Dataset.from_table."""
        return Dataset.from_table(table, columns, names, keep_unlabelled, cls.NEEDED)

    @classmethod
    def check(cls, dataset):
        """DataError unless there is something to learn."""
        dataset.check_rows()

    @classmethod
    def joined(cls, dataset, rows):
        """The Dataset with more rows to learn from, `{text: label}`."""
        return dataset.joined(rows)

    @classmethod
    def parted(cls, dataset, recipe):
        """The Dataset with a part for every row, the same ones every time."""
        return dataset.with_parts(recipe.seed, recipe.validation_share, recipe.test_share)

    @classmethod
    def resolved(cls, recipe, training):
        """The recipe with nothing left open, from the training rows."""
        return recipe.resolved(training.columns["text"])

    @classmethod
    def most_steps(cls, training, recipe):
        """At most so many steps in an epoch, known before anything is encoded."""
        return -(-len(training) // recipe.batch_size)

    @classmethod
    def labels_of(cls, _training):
        """The answers there are to choose from, the file's own values; none where texts are answered."""
        return []

    @classmethod
    def column_of(cls, _table, _labels):
        """The column of a Table that holds these labels, where there is a choice; else None."""
        return None

    @classmethod
    def measure(cls, scores):
        """Which of these scores is told where there is room for one."""
        return cls.MEASURE

    def settled(self, recipe, _part, _network):
        """The recipe with what only the trained network can tell, from the validation part; before it is shipped."""
        return recipe

    def counted_weights(self, _training):
        """Weights of the network that are counted in the training part and not learned, by name."""
        return {}

    def written(self, _predictor):
        """More for an epoch's line of metrics.jsonl: what the network writes by then, if it writes."""
        return {}

    @staticmethod
    def telling(_label):
        """How much a row of this label shows as an example; rows that show more are taken first."""
        return 0

    def trial_texts(self, examples):
        """More texts, beside a task's examples, on which exports are held against the network they were made from."""
        tokens = self.vocabulary.tokens[2:]
        every = max(1, len(tokens) // TRIAL_TOKENS)
        chosen = [token.replace("▁", " ") for token in tokens[::every]][:TRIAL_TOKENS] or ["?"]
        made = [" ".join(chosen[start::TRIAL_TEXTS][: 2**start]) for start in range(TRIAL_TEXTS)]
        return ["", *made, *examples]

    @staticmethod
    def cell(text):
        """A row's text as it stands beside its answer in a file of answers."""
        return text

    @staticmethod
    def readable(text):
        """A row's text as people write."""
        return text

    def cut(self, text):
        """`(token, its number, place of its word in `words_in`)` of every token of a text."""
        return self.vocabulary.cut(text)

    @staticmethod
    def words_in(text):
        """The words of a text as they were written."""
        return text.split()

    @property
    def sizes(self):
        """What the network's shape takes from the data, by name."""
        return {"vocabulary_size": len(self.vocabulary)}

    def vocabulary_json(self):
        """What vocabulary.json keeps; `load` reads it back."""
        return self.vocabulary.to_json()

    @staticmethod
    def merit(row):
        """What makes one line of metrics better than another: the larger the better."""
        return row["validation_accuracy"], -row["validation_loss"]

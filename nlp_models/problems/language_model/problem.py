"""Language model: a text as one stream of tokens, each to be foretold from those before it. Many-to-many in step."""

import re
from dataclasses import dataclass
from itertools import islice

import numpy as np

from nlp_models.datasets.dataset import MIN_ROWS, Dataset
from nlp_models.datasets.fields import Text
from nlp_models.errors import BundleError, DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.language_model import checks
from nlp_models.problems.language_model.learning import MANY_WORDS, NEGATIVES, LanguageModelLearning
from nlp_models.problems.language_model.parts import parted
from nlp_models.problems.language_model.report import LanguageModelScores
from nlp_models.problems.language_model.settings import Settings
from nlp_models.problems.language_model.streams import draw_negatives, start_of_bias, stream_scores
from nlp_models.problems.language_model.wording import SAMPLE, LanguageModelWording
from nlp_models.problems.language_model.writing import text_of, tokens_of, words_of, write
from nlp_models.problems.problem import TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.report import WritingLine
from nlp_models.text.layout import Layout
from nlp_models.text.ragged import Writer
from nlp_models.text.shown import BREAK
from nlp_models.text.vocabulary import END, UNKNOWN_TOKEN, Vocabulary, normalise

FIELDS = (Text(known_as=(*Text().known_as, "title", "제목", "기사제목")),)
FEWEST_WORDS = 100
SAMPLE_TOKENS = 60
LINES = 10_000  # that are encoded together
COMPARED_TOKENS = 2_000
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Split:
    """A stream of token numbers, uint16 where they fit, END after every line; `lines` and `letters` of the text it came from."""

    ids: np.ndarray
    lines: int
    letters: int

    def __len__(self):
        return self.lines

    def head(self, rows):
        """The first lines, and no more tokens than are compared in a second."""
        return Split(self.ids[:COMPARED_TOKENS], min(rows, self.lines), self.letters)


class LanguageModel(LanguageModelLearning, LanguageModelWording, Problem):
    """Knows the vocabulary of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text",)
    AMOUNT = mark("Data: {name}, {count} lines")
    FEW_ROWS = mark("It had only {rows} lines to learn from.")
    MEASURE, MORE_IS_BETTER = "perplexity", False
    MEASURES = {
        "perplexity": Measure("Perplexity", Message(mark("perplexity"))),
        "bits_per_character": Measure("Bits per character", Message(mark("bits per character"))),
    }
    BASELINES = {
        "unigram": Baseline(
            "Word frequencies (unigram)",
            Message(mark("word frequencies")),
            mark("Not even better than word frequencies: it has not learned anything from order yet"),
        ),
        **{
            f"kneser_ney_{n}": Baseline(f"Kneser-Ney {n}-grams", Message(mark("{n}-grams (Kneser-Ney)"), {"n": n}))
            for n in (2, 3, 4, 5)
        },
        "nnlm": Baseline(
            "Fixed-window network (NNLM)",
            Message(mark("a network with a fixed window")),
            mark("Not better than a network that sees four words only: it does not remember what came before them yet"),
            "fixed_window",
        ),
    }
    SCORES, LINE = LanguageModelScores, WritingLine
    SOURCES = DataSources(
        file=mark("Any text file, or a table with a column of text"),
        paste=mark("Any text, read line by line"),
        missing=mark("Which column holds the text?"),
        types=(*TABLES, "md", "py", "html", "tex"),
    )
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    labels = ()

    def __init__(self, vocabulary, minutes):
        self.vocabulary, self.minutes = vocabulary, minutes

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """Each row a line, in order, indented as it is, empty ones, too; a text of few long lines is cut into its sentences."""
        lines = Dataset.from_table(table, columns, names, keep_unlabelled, cls.NEEDED, str.rstrip)
        if sum(map(bool, lines.columns["text"])) >= MIN_ROWS or "part" in lines.columns:
            return lines
        sentences = [part for text in lines.columns["text"] for part in SENTENCE_END.split(text) if part.strip()]
        return Dataset({"text": sentences}, lines.names)

    @classmethod
    def check(cls, dataset):
        """DataError unless there are lines and words enough."""
        words = [max(len(text.split()), len(text) // 8) for text in dataset.columns["text"] if text.strip()]
        Dataset({"text": [""] * len(words)}).check_rows()
        words = sum(words)
        if words < FEWEST_WORDS:
            raise DataError(
                "A text of {words} words is too short to learn from; at least {least} are needed.",
                words=words,
                least=FEWEST_WORDS,
            )

    @classmethod
    def split_dataset(cls, dataset, recipe):
        """The file's own parts; else lines that hang together: see parts.parted."""
        return parted(dataset, recipe)

    @classmethod
    def build(cls, training, recipe):
        """The vocabulary from the training lines; words that occur once are the unknown token, or it would stay so."""
        texts, layout = training.columns["text"], Layout.of(training.columns["text"])
        own = recipe.tokenizer == "spaced" and any(UNKNOWN_TOKEN in text for text in texts)
        how = {"ends": True, "least": 1 if own else 2, "layout": layout}
        return cls(
            Vocabulary.build(texts, recipe.tokenizer, recipe.vocabulary_size, recipe.lower_case, **how),
            recipe.about_minutes,
        )

    @classmethod
    def load(cls, vocabulary_json, labels, recipe):
        """The same problem again; BundleError where the vocabulary has no end of a line."""
        vocabulary = Vocabulary.from_json(vocabulary_json)
        if labels or len(vocabulary) <= END + 1:
            raise BundleError("The settings of this bundle are not valid ({where}).", where="labels")
        return cls(vocabulary, recipe.about_minutes)

    def encoded(self, dataset):
        """A Dataset as a Split; empty lines are left out, or read as the end of a line alone."""
        left = self.vocabulary.layout.each_line(dataset.columns["text"])
        written, letters = Writer(len(self.vocabulary)), 0
        while some := list(islice(left, LINES)):
            lines = zip(some, self.vocabulary.encode_all(some), strict=True)
            written.add(np.asarray([number for text, line in lines for number in (*(line if text else ()), END)]))
            letters += sum(len(normalise(text, self.vocabulary.lower_case)) + 1 for text in some)
        return Split(written.tokens(), len(dataset), letters)

    def fixed_weights(self, training):
        """It begins as word frequencies."""
        return {"answer/bias": start_of_bias(training.ids, len(self.vocabulary))}

    def steps(self, part, recipe):
        """Windows in an epoch: where the first one starts differs from epoch to epoch, how many there are does not."""
        return max(1, (len(part.ids) // recipe.batch_size - recipe.sequence_length) // recipe.sequence_length)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: the stream cut into lanes, each read on from window to window (truncated back-propagation).

        All windows are alike as they are, so none is rounded up to a `multiple`.
        """
        streams, sequence_length = recipe.batch_size, recipe.sequence_length
        stream = np.concatenate([np.full(1, END, part.ids.dtype), part.ids])
        if len(stream) < (least := 2 * streams * sequence_length + streams + 1):
            stream = np.resize(stream, least)  # a short text is read again
        length = (len(stream) - 1) // streams
        rows = np.arange(streams)[:, None] * length
        start = int(generator.integers(0, sequence_length))
        for number in range(self.steps(part, recipe)):
            places = rows + np.arange(start, start + sequence_length)
            inputs = {"ids": stream[places].astype(np.int32), "fresh": np.full(1, number == 0, np.float32)}
            inputs |= self.negatives(recipe, generator)
            yield Batch(
                inputs, stream[places + 1].astype(np.int32), None, streams * sequence_length, streams * sequence_length
            )
            start += sequence_length

    def negatives(self, recipe, generator):
        """The tokens that the right ones are learned against; none where the vocabulary is small enough for all."""
        size, wanted = len(self.vocabulary), recipe.num_sampled
        if wanted is None:
            wanted = NEGATIVES if size >= MANY_WORDS else 0
        if not 0 < wanted < size // 2:
            return {}
        ids, tries = draw_negatives(size, wanted, generator)
        return {"negatives": ids, "tries": np.full(1, tries, np.float32)}

    def held_out(self, part, answers):
        """Loss in nats a token, perplexity and share of tokens foretold of the validation part."""
        loss = float(-answers[:, 0].mean())
        return {
            "validation_loss": loss,
            "validation_perplexity": float(np.exp(loss)),
            "validation_accuracy": float(answers[:, 1].mean()),
        }

    def scores(self, part, answers):
        """Perplexity with its interval, bits per character, share of next tokens foretold."""
        return stream_scores(part, answers[:, 0], answers[:, 1])

    def answered(self, part, answers):
        """Too many to keep: Judge reads the stream again where it needs it."""
        return None

    def difference(self, ours, theirs):
        return float(np.abs(np.exp(ours[:, 0]) - np.exp(theirs[:, 0])).max())

    @staticmethod
    def row_by_field(text, label):
        return {"text": text}

    def written(self, predictor):
        """A few lines that the network writes after an epoch, always from the same start."""
        ids = write(predictor, "", SAMPLE, SAMPLE_TOKENS, predictor.config.recipe.seed)
        return {"sample": text_of(self.vocabulary, list(ids))}

    def smoke_inputs(self, examples):
        """With one of several lines."""
        return [*super().smoke_inputs(examples), f" {BREAK} ".join(["", *examples]), "\n".join([*examples, ""])]

    def tokenize(self, text):
        """As it is read: line by line, the last tokens of a long text."""
        return tokens_of(self.vocabulary, text)

    def words_in(self, text):
        """The words, and a sign where a line ends."""
        return words_of(text, self.vocabulary.layout)

"""Language model: a text as one stream of tokens, each to be foretold from those before it. Many-to-many in step."""

import re
from dataclasses import dataclass
from functools import partial

import numpy as np

from nlp_models.datasets.dataset import MIN_ROWS, Dataset
from nlp_models.datasets.fields import Text
from nlp_models.errors import BundleError, DataError
from nlp_models.lengths import Work, cells
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.decoding import Decoding, log_softmax
from nlp_models.numpy_layers.functions import NEVER
from nlp_models.problems.language_model import checks
from nlp_models.problems.language_model.parts import parted
from nlp_models.problems.language_model.report import LanguageModelScores
from nlp_models.problems.language_model.settings import Settings
from nlp_models.problems.language_model.streams import draw_negatives, stream_scores
from nlp_models.problems.language_model.writing import appended, context, continued, text_of, tokens_of, words_of, write
from nlp_models.problems.problem import TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.report import Brief, WritingLine
from nlp_models.safety import word_filter
from nlp_models.scoring import learned
from nlp_models.text.shown import BREAK, shown
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN, UNKNOWN_TOKEN, Vocabulary, normalise

FIELDS = (Text(known_as=(*Text().known_as, "title", "제목", "기사제목")),)
FEWEST_WORDS = 100
MANY_WORDS = 4_000  # of a vocabulary; more are learned against a sample of the others
NEGATIVES = 512
MOST_WORDS, MOST_PIECES = 16_000, 8_000
SAMPLE_TOKENS = 60
BRIEF_TOKENS = 20
BEGINNING = 5  # words of an example
SAMPLE = Decoding(temperature=0.8, top_k=40)
COMPARED_TOKENS = 2_000
LOOKED_BACK = 20  # letters before a token that may make a listed word with it
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
PIECES = {"subword": 2, "morpheme": 2, "character": 4, "jamo": 8}  # tokens per word, about


@dataclass(frozen=True)
class Split:
    """A stream of token numbers, END after every line; `lines` and `letters` of the text it came from."""

    ids: np.ndarray
    lines: int
    letters: int

    def __len__(self):
        return self.lines

    def head(self, rows):
        """The first lines, and no more tokens than are compared in a second."""
        return Split(self.ids[:COMPARED_TOKENS], min(rows, self.lines), self.letters)


@dataclass(frozen=True)
class Answer:
    """What the network expects after a text, and how likely each token of the text was where it stood."""

    words: list[str]
    word_probabilities: list[float]  # of each token, given those before it
    expected: list[tuple[str, float]]  # what was likeliest in its place
    next: list[tuple[str, float]]  # the likeliest tokens to come, the likeliest first
    next_ids: list[int]  # their numbers
    unknown: list[str]


class LanguageModel(Problem):
    """Knows the vocabulary of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text",)
    MEASURE, MORE_IS_BETTER = "perplexity", False
    MEASURES = {
        "perplexity": Measure("Perplexity", Message(mark("perplexity"))),
        "bits_per_character": Measure("Bits per character"),
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
    USE = "Going on with texts like those it learned from"
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
        texts = [text for text in dataset.columns["text"] if text.strip()]
        Dataset({"text": texts}).check_rows()
        words = sum(max(len(text.split()), len(text) // 8) for text in texts)
        if words < FEWEST_WORDS:
            raise DataError(
                "A text of {words} words is too short to learn from; at least {least} are needed.",
                words=words, least=FEWEST_WORDS,
            )  # fmt: skip

    @classmethod
    def split_dataset(cls, dataset, recipe):
        """The file's own parts; else lines that hang together: see parts.parted."""
        return parted(dataset, recipe)

    @classmethod
    def resolved(cls, recipe, training):
        """Tokens, sizes and schedule from the text; benchmarks/README.md has what they were tried on."""
        texts = training.columns["text"]
        kind = recipe.tokenizer if recipe.tokenizer != "auto" else tokens_for(texts)
        words = sum(len(text.split()) for text in texts)
        tokens = words * PIECES.get(kind, 1)
        subwords = max(500, min(MOST_PIECES, words // 4))  # a piece that hardly recurs is hardly learned
        return recipe.changed(
            tokenizer=kind,
            bidirectional=False,
            lower_case=recipe.lower_case and kind != "spaced",  # such a text has settled it already
            vocabulary_size=recipe.vocabulary_size or (subwords if kind == "subword" else MOST_WORDS),
            epochs=recipe.passes(max(6, min(40, 5_000_000 // max(tokens, 1)))),
            # few lanes for a short text, or an epoch would have few steps
            batch_size=recipe.batch_size or max(4, min(20, tokens // (40 * recipe.sequence_length))),
            learning_rate=recipe.learning_rate or 0.003,
        )

    @classmethod
    def most_steps(cls, training, recipe):
        """A token takes a letter at least, a syllable three jamo at most."""
        letters = sum(3 * len(text) + 1 for text in training.columns["text"])
        return letters // (recipe.batch_size * recipe.sequence_length) + 1

    @classmethod
    def about_steps(cls, training, recipe):
        """Windows in an epoch, by the words of the text."""
        tokens = sum(len(text.split()) for text in training.columns["text"]) * PIECES.get(recipe.tokenizer, 1)
        return max(1, tokens // (recipe.batch_size * recipe.sequence_length))

    @classmethod
    def work(cls, training, recipe):
        """The cells on a window, and the tokens among which the right one is told apart."""
        length, size = recipe.sequence_length, recipe.vocabulary_size
        among = recipe.num_sampled or (NEGATIVES if size >= MANY_WORDS and recipe.num_sampled is None else size)
        own = cells(recipe.cell, recipe.batch_size, length, recipe.embedding_size, recipe.units, recipe.num_layers)
        return own + Work(recipe.batch_size * length * recipe.embedding_size * (among + recipe.units), 0)

    @classmethod
    def build(cls, training, recipe):
        """The vocabulary from the training lines; words that occur once are the unknown token, or it would stay so."""
        texts = training.columns["text"]
        own = recipe.tokenizer == "spaced" and any(UNKNOWN_TOKEN in text for text in texts)
        how = {"ends": True, "least": 1 if own else 2}
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
        """A Dataset as a Split; empty lines are left out."""
        texts = [text for text in dataset.columns["text"] if text.strip()]
        ids = [number for line in self.vocabulary.encode_all(texts) for number in (*line, END)]
        letters = sum(len(normalise(text, self.vocabulary.lower_case)) + 1 for text in texts)
        return Split(np.asarray(ids, np.int32), len(dataset), letters)

    def steps(self, part, recipe):
        """Windows in an epoch: where the first one starts differs from epoch to epoch, how many there are does not."""
        return max(1, (len(part.ids) // recipe.batch_size - recipe.sequence_length) // recipe.sequence_length)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: the stream cut into lanes, each read on from window to window (truncated back-propagation).

        All windows are alike as they are, so none is rounded up to a `multiple`.
        """
        streams, sequence_length = recipe.batch_size, recipe.sequence_length
        stream = np.concatenate([[END], part.ids]).astype(np.int32)
        stream = np.resize(
            stream, max(len(stream), 2 * streams * sequence_length + streams + 1)
        )  # a short text is read again
        length = (len(stream) - 1) // streams
        rows = np.arange(streams)[:, None] * length
        start = int(generator.integers(0, sequence_length))
        for number in range(self.steps(part, recipe)):
            places = rows + np.arange(start, start + sequence_length)
            inputs = {"ids": stream[places], "fresh": np.full(1, number == 0, np.float32)}
            inputs |= self.negatives(recipe, generator)
            yield Batch(inputs, stream[places + 1], None, streams * sequence_length, streams * sequence_length)
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

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """One word over half of what it writes."""
        return [reading for reading in (learned.one_word(sample),) if reading]

    def answered(self, part, answers):
        """Too many to keep: Judge reads the stream again where it needs it."""
        return None

    def difference(self, ours, theirs):
        return float(np.abs(np.exp(ours[:, 0]) - np.exp(theirs[:, 0])).max())

    def selection_key(self, row):
        return (-row["validation_loss"],)

    @staticmethod
    def row_by_field(text, label):
        return {"text": text}

    @staticmethod
    def described(labels):
        return "reads a text and says how likely every token is to come next"

    def written(self, predictor):
        """A few lines that the network writes after an epoch, always from the same start."""
        ids = write(predictor, "", SAMPLE, SAMPLE_TOKENS, predictor.config.recipe.seed)
        return {"sample": text_of(self.vocabulary, list(ids))}

    def in_brief(self, text, predictor):
        """What it writes behind a text, always with the same luck, and the likeliest next tokens."""
        ids = write(predictor, text, SAMPLE, BRIEF_TOKENS, predictor.config.recipe.seed)
        written = continued(self.vocabulary, text, ids).removeprefix(text.rstrip())
        return Brief.of(written.rstrip().replace("\n", f" {BREAK} "), self.read(text, predictor, most=3).next)

    @staticmethod
    def readable(text):
        """The beginning of a line, to go on from."""
        return " ".join(text.split()[:BEGINNING])

    @staticmethod
    def predicted(answer):
        """The likeliest tokens to come."""
        data = {"next": [{"word": word, "probability": chance} for word, chance in answer.next]}
        return data, ["  ".join(f"{word} {chance:.3f}" for word, chance in answer.next)]

    @staticmethod
    def by_word(answer):
        """How likely each token was, given those before it."""
        return [
            f"{word:<20} {chance:.3f}" for word, chance in zip(answer.words, answer.word_probabilities, strict=True)
        ]

    def file_columns(self, names):
        """What likely follows each text."""
        return ["next", "probability", "perplexity"]

    def file_answers(self, texts, predictor, names):
        """The likeliest next token with its probability, and how surprising the text itself was."""
        rows = []
        for text in texts:
            answer = self.read(text, predictor, most=1)
            surprise = (
                np.exp(-np.log(np.maximum(answer.word_probabilities, 1e-30)).mean())
                if answer.word_probabilities
                else 1.0
            )
            rows.append([answer.next[0][0], f"{answer.next[0][1]:.4f}", f"{surprise:.2f}"])
        return rows

    def smoke_inputs(self, examples):
        """With one of several lines."""
        return [*super().smoke_inputs(examples), f" {BREAK} ".join(["", *examples]), "\n".join([*examples, ""])]

    def tokenize(self, text):
        """As it is read: line by line, the last tokens of a long text."""
        return tokens_of(self.vocabulary, text)

    @staticmethod
    def words_in(text):
        """The words, and a sign where a line ends."""
        return words_of(text)

    def answer(self, texts, predictor, trace=None):
        """Probabilities of every token to come after each text `(N, V)`; `trace` receives the gates of the last one."""
        return np.exp(np.stack([self.foretold(text, predictor, trace)[1][-1] for text in texts]))

    def read(self, text, predictor, most=10):
        """An Answer: how likely each token was, and the `most` likeliest to come that make no listed word (`safety`)."""
        read_tokens, words = self.tokenize(text), self.words_in(text)
        ids, logs = self.foretold(text, predictor)
        name = partial(shown, self.vocabulary)
        best = logs[:-1].argmax(axis=1)
        logs[-1, [PADDING, UNKNOWN]] = NEVER  # nobody can write an unknown word
        likeliest = self._offered(text, np.argsort(-logs[-1], kind="stable"), most)
        expected = word_filter().masked_words([name(number) for number in best.tolist()])
        return Answer(
            words=[name(number, token) for token, number, _ in read_tokens],
            word_probabilities=np.exp(logs[np.arange(len(ids)), ids]).tolist(),
            expected=[(word, float(np.exp(row.max()))) for word, row in zip(expected, logs[:-1], strict=True)],
            next=[(name(n), float(np.exp(logs[-1, n]))) for n in likeliest],
            next_ids=likeliest,
            unknown=list(dict.fromkeys(words[place] for _, number, place in read_tokens if number == UNKNOWN)),
        )

    def _offered(self, text, numbers, most):
        """The first so many of these tokens that make no listed word behind the text."""
        words, end, offered = word_filter(), text[-LOOKED_BACK:], []
        before = words.count(end)
        for number in map(int, numbers):
            if words.count(appended(self.vocabulary, end, number)) <= before:
                offered.append(number)
            if len(offered) == most:
                break
        return offered

    def foretold(self, text, predictor, trace=None):
        """`(ids (T,), log probabilities (T + 1, V) before each token and after the last)`."""
        ids = context(self.vocabulary, text)
        network = predictor.network
        first, state = network.read(np.asarray([[END]]), network.begin(), place=-1)
        rest, _ = network.read(np.asarray([ids], np.int32), state, trace) if ids else (first[:, :0], 0)
        return np.asarray(ids, np.int32), log_softmax(network.logits(np.concatenate([first, rest], axis=1)[0]))


def tokens_for(texts):
    """Text that was cut already stays so; Korean in subwords, since words carry their endings; else words."""
    sample = "\n".join(texts[:2000])
    if f"{UNKNOWN_TOKEN} " in sample:
        return "spaced"
    hangul = sum("가" <= letter <= "힣" for letter in sample)
    return "subword" if hangul > 0.2 * len(sample) else "word"

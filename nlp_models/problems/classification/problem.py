"""Classification: a text and its label -> ids and a class number. Many-to-one."""

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Label, Text
from nlp_models.datasets.labels import canonical, known_to
from nlp_models.errors import BundleError
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens, pad
from nlp_models.problems.classification import checks, one_hot
from nlp_models.problems.classification.arrays import Split, beside
from nlp_models.problems.classification.learning import ClassificationLearning
from nlp_models.problems.classification.report import ClassificationAnswers, ClassificationScores
from nlp_models.problems.classification.settings import Settings
from nlp_models.problems.classification.wording import ClassificationWording
from nlp_models.problems.problem import Baseline, Batch, DataSources, Measure, Problem
from nlp_models.scoring.metrics import classification_scores
from nlp_models.text.ngrams import idf, spell
from nlp_models.text.ragged import Ragged, lengths_of
from nlp_models.text.subword_sampling import sampler_of
from nlp_models.text.vocabulary import Vocabulary

FIELDS = (Text(), Label())
DIGITS = 4  # of a probability that is kept


class Classification(ClassificationLearning, ClassificationWording, Problem):
    """Knows the labels (the file's own values, sorted) and the vocabulary of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    MEASURES = {
        "accuracy": Measure(
            "Accuracy",
            Message(mark("accuracy")),
            percent=True,
            interval=True,
            share=mark("{percent} right on {count} sentences it has never seen"),
        ),
        "macro_f1": Measure("Macro F1"),
    }
    BASELINES = {
        "majority": Baseline(
            "Always the commonest label",
            Message(mark("always the most frequent label")),
            mark("Not better than always giving the commonest label: it has not learned to tell the labels apart yet"),
        ),
        "naive_bayes": Baseline("Naive Bayes", Message(mark("naive Bayes"))),
        "logistic_regression": Baseline("Logistic regression", Message(mark("logistic regression"))),
    }
    SCORES, ANSWERS = ClassificationScores, ClassificationAnswers
    SOURCES = DataSources(names=True)
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY

    def __init__(self, labels, vocabulary, max_tokens, reads_ngrams=False):
        self.labels, self.vocabulary, self.max_tokens = list(labels), vocabulary, max_tokens
        self.reads_ngrams = reads_ngrams
        self.numbers = {label: number for number, label in enumerate(self.labels)}
        self.samplers = {}

    @classmethod
    def check(cls, dataset):
        """DataError unless there are two labels at least, and rows enough."""
        dataset.check_labels()

    @classmethod
    def read_table(cls, source, name=None, *, limit_bytes=None, **how):
        """As the other kinds; labels that stand in a column each are joined to one."""
        return one_hot.joined(super().read_table(source, name, limit_bytes=limit_bytes, **how))

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """A Dataset of texts and labels, these as people mean them: see labels.canonical."""
        found = super().dataset(table, columns, names, keep_unlabelled)
        if "label" not in found.columns:
            return found
        written = {label: canonical(label) for label in set(found.columns["label"])}
        columns = found.columns | {"label": [written[label] for label in found.columns["label"]]}
        return Dataset(columns, {canonical(label): name for label, name in found.names.items()}, found.numbers)

    @classmethod
    def labels_known(cls, dataset, labels, names=None, said=None, whole=False):
        return known_to(dataset, labels, names, said)

    @classmethod
    def labels_of(cls, training):
        return sorted(set(training.columns["label"]))

    @classmethod
    def build(cls, training, recipe):
        """Labels and vocabulary from the training rows only."""
        vocabulary = Vocabulary.build(
            training.columns["text"], recipe.tokenizer, recipe.vocabulary_size, recipe.lower_case
        )
        return cls(cls.labels_of(training), vocabulary, recipe.max_tokens, recipe.spelling == "yes")

    @classmethod
    def load(cls, vocabulary_json, labels, recipe):
        """The same problem again, from the vocabulary it was saved with; BundleError where there is nothing to choose."""
        if len(labels) < 2:
            raise BundleError("The settings of this bundle are not valid ({where}).", where="labels")
        return cls(labels, Vocabulary.from_json(vocabulary_json), recipe.max_tokens, recipe.spelling == "yes")

    @property
    def sizes(self):
        return {"vocabulary_size": len(self.vocabulary), "labels": len(self.labels)}

    def encode(self, texts):
        """A list of int32 arrays, cut at `max_tokens`."""
        return [np.asarray(ids[: self.max_tokens], np.int32) for ids in self.vocabulary.encode_all(texts)]

    def ngrams(self, texts, encoded):
        """The n-grams of the words that are read of each text, or None where spelling is not."""
        if not self.reads_ngrams:
            return None
        return [spell(self._words_read(text, len(ids))) for text, ids in zip(texts, encoded, strict=True)]

    def ngrams_within(self, text, kept):
        """The n-grams of a text again and again, each time of the words in these places only; None as above."""
        if not self.reads_ngrams:
            return None
        words = self.vocabulary.words(text)
        return [spell([word for place, word in enumerate(words) if place in places]) for places in kept]

    def _words_read(self, text, tokens):
        words = self.vocabulary.words(text)
        if tokens < self.max_tokens:
            return words
        read = self.vocabulary.tokenize(text)[: self.max_tokens]
        return words[: read[-1][2] + 1] if read else []

    def targets(self, labels):
        """Class numbers, int32 `(N,)`; a label that training never saw becomes -1 and can only count as wrong."""
        return np.asarray([self.numbers.get(label, -1) for label in labels], np.int32)

    def encoded(self, dataset):
        """A Dataset as a Split."""
        texts = dataset.columns["text"]
        read = (ids[: self.max_tokens] for ids in self.vocabulary.each_encoded(texts))
        ids = Ragged.of(read, len(self.vocabulary))
        return Split(ids, self.ngrams(texts, ids), self.targets(dataset.columns["label"]), texts)

    def fixed_weights(self, training):
        """How much each n-gram tells."""
        return {"spelling/rarity": idf(training.ngrams)} if self.reads_ngrams else {}

    def steps(self, part, recipe):
        """Batches in an epoch."""
        return -(-len(part) // recipe.batch_size)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: texts of like length together, some tokens hidden, subwords cut anew where that is asked for."""
        sampler = sampler_of(part, part.texts, self.vocabulary, recipe, self.samplers)
        texts = sampler(generator) if sampler else part.ids
        weights = self._weights(part, recipe)
        for chosen in batches_of_like_length(lengths_of(texts), recipe.batch_size, generator):
            ids = pad([texts[i] for i in chosen], multiple)
            tokens = int((ids > 0).sum())
            if recipe.token_dropout:
                ids = hide_tokens(ids, recipe.token_dropout, generator)
            targets = part.targets[chosen]
            ngrams = part.ngrams and [part.ngrams[i] for i in chosen]
            yield Batch(beside(ids, ngrams), targets, weights[targets], tokens, len(chosen))

    def _weights(self, part, recipe):
        """How much each class counts: all alike, or rare ones more."""
        classes = len(self.labels)
        if not recipe.class_weights:
            return np.ones(classes, np.float32)
        counts = np.bincount(part.targets, minlength=classes)
        return (len(part) / (classes * counts)).astype(np.float32)

    def held_out(self, part, answers):
        """Loss and accuracy of the validation part."""
        right = answers[np.arange(len(part)), np.maximum(part.targets, 0)] * (part.targets >= 0)
        return {
            "validation_loss": float(-np.log(np.maximum(right, 1e-9)).mean()),
            "validation_accuracy": float((answers.argmax(axis=1) == part.targets).mean()),
        }

    def scores(self, part, answers):
        """See metrics.classification_scores."""
        return classification_scores(part.targets, answers.argmax(axis=1), self.labels)

    def answered(self, part, answers):
        """Targets and rounded probabilities of every row."""
        return {"targets": part.targets.tolist(), "probabilities": round_without_turning(answers).tolist()}

    def difference(self, ours, theirs):
        return float(np.abs(ours - theirs).max())


def round_without_turning(probabilities):
    """Rounded to four digits; where that makes a tie, the answer given stays the likeliest."""
    probabilities = np.asarray(probabilities, np.float64)
    rounded, answers = np.round(probabilities, DIGITS), probabilities.argmax(axis=1)
    turned = np.flatnonzero(rounded.argmax(axis=1) != answers)
    rounded[turned, answers[turned]] += 10**-DIGITS
    return np.round(rounded, DIGITS)

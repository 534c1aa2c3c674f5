"""How long a language model learns and with what, by the rows; what its scores say of what it has learned."""

import unicodedata
from collections import Counter

from nlp_models.lengths import Work, cells
from nlp_models.problems.learning import Learning
from nlp_models.scoring import learned
from nlp_models.text.vocabulary import END, UNKNOWN_TOKEN

MANY_WORDS = 4_000  # of a vocabulary; more are learned against a sample of the others
NEGATIVES = 512
MOST_WORDS, MOST_PIECES = 16_000, 8_000
PIECES = {"subword": 2, "morpheme": 2, "character": 4, "jamo": 8}  # tokens per word, about
LETTERS, FEW_TEXTS = ("character", "jamo"), 2_000  # nearly all letters of a text stand in its first lines


class LanguageModelLearning(Learning):
    """The `Learning` of a LanguageModel."""

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
            # few steps go further with longer ones: five books, benchmarks/README.md
            learning_rate=recipe.learning_rate or (0.005 if recipe.length == "short" else 0.003),
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
        length, size = recipe.sequence_length, tokens_that_occur(training.columns["text"], recipe)
        among = recipe.num_sampled or (NEGATIVES if size >= MANY_WORDS and recipe.num_sampled is None else size)
        return reading(recipe) + Work(recipe.batch_size * length * recipe.embedding_size * (among + recipe.units), 0)

    @classmethod
    def reader(cls, recipe):
        return "window" if recipe.fixed_window else recipe.cell

    @classmethod
    def ending(cls, rows, minutes):
        """With two seconds a minute for the fixed-window network (baselines.py)."""
        return super().ending(rows, minutes) + 2 * minutes

    def selection_key(self, row):
        return (-row["validation_loss"],)

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """One word over half of what it writes."""
        return [reading for reading in (learned.one_word(sample),) if reading]


def reading(recipe):
    """The Work of the cells on one segment of every lane, or of a window, which reads all places at once."""
    rows, length, size, units = recipe.batch_size, recipe.sequence_length, recipe.embedding_size, recipe.units
    if not recipe.fixed_window:
        return cells(recipe.cell, rows, length, size, units, recipe.num_layers)
    return Work(rows * length * units * (recipe.fixed_window * size + (recipe.num_layers - 1) * units), 0)


def tokens_that_occur(texts, recipe):
    """About how many tokens the vocabulary will have: those seen twice at least, never more than are allowed."""
    if recipe.tokenizer == "subword":
        return recipe.vocabulary_size
    counts, twice = Counter(), 0
    for text in texts[:FEW_TEXTS] if recipe.tokenizer in LETTERS else texts:
        for token in _cut(text, recipe.tokenizer):
            counts[token] += 1
            twice += counts[token] == 2
        if twice >= recipe.vocabulary_size:
            break
    return min(twice + END + 1, recipe.vocabulary_size)


def _cut(text, kind):
    """A text in tokens, about: a page asks at any click."""
    if kind not in LETTERS:
        return text.split()
    return unicodedata.normalize("NFD", text) if kind == "jamo" else text


def tokens_for(texts):
    """Text that was cut already stays so; Korean in subwords, since words carry their endings; else words."""
    sample = "\n".join(texts[:FEW_TEXTS])
    if f"{UNKNOWN_TOKEN} " in sample:
        return "spaced"
    hangul = sum("가" <= letter <= "힣" for letter in sample)
    return "subword" if hangul > 0.2 * len(sample) else "word"

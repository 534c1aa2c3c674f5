"""How long what tells pictures learns and with what, by the rows; what its scores say of what it has learned."""

from nlp_models.lengths import MOST_SAMPLED, Work, cells, tokens_per_row
from nlp_models.problems.captioning.arrays import LINE
from nlp_models.problems.learning import Learning
from nlp_models.scoring import learned

FEW_WORDS = 3_000  # different ones: then words are the tokens, in whatever language
MOST_WORDS, MOST_PIECES = 8_000, 4_000
MANY_PICTURES = 2_000
A_PICTURE = 40_000_000  # multiplications, by the time its convolutions take


class CaptioningLearning(Learning):
    """The `Learning` of a Captioning."""

    MEASURE, HIGHEST = "exact", 100  # where no caption is wholly right it is BLEU-4
    LENGTHS = {"short": 300, "medium": 800, "long": 2400}  # it has to learn to see first
    ENDING = 2.0, 0.008

    @classmethod
    def resolved(cls, recipe, training):
        """Tokens and schedule from the training captions; benchmarks/README.md has what they were tried on."""
        captions = LINE.join(training.columns["label"])
        hangul = sum("가" <= letter <= "힣" for letter in captions[:20_000]) > 0.2 * min(len(captions), 20_000)
        few = len(set(captions.split())) < FEW_WORDS
        kind = recipe.tokenizer if recipe.tokenizer != "auto" else "subword" if hangul and not few else "word"
        rows = len(training)
        return recipe.changed(
            tokenizer=kind,
            bidirectional=False,
            vocabulary_size=recipe.vocabulary_size or (MOST_PIECES if kind == "subword" else MOST_WORDS),
            epochs=recipe.passes(max(20, min(100, 300_000 // max(rows, 1)))),
            batch_size=recipe.batch_size or (32 if rows >= MANY_PICTURES else 16 if rows >= 200 else 4),
            learning_rate=recipe.learning_rate or 0.003,
        )

    @classmethod
    def work(cls, training, recipe):
        """A decoder that looks at the grid of a picture, and the convolutions that leave it."""
        captions = [cell.split(LINE)[0] for cell in training.columns["label"][:: max(1, len(training) // MOST_SAMPLED)]]
        tokens = tokens_per_row(captions, recipe.tokenizer)
        told = cells(recipe.cell, recipe.batch_size, tokens, 2 * recipe.embedding_size, recipe.units, recipe.num_layers)
        words = recipe.batch_size * tokens * recipe.embedding_size * min(recipe.vocabulary_size, len(captions))
        return told + Work(words + recipe.batch_size * A_PICTURE, 0)

    @classmethod
    def measure(cls, scores):
        """Whole captions where any is right, else BLEU-4: nobody tells a photograph in the very same words."""
        return "exact" if scores.get("exact") else "bleu_4"

    def selection_key(self, row):
        return row["validation_exact"], row["validation_bleu_4"], -row["validation_loss"]

    @classmethod
    def beats(cls, scores, baseline):
        """More whole captions, or more of their words in order."""
        return any(scores[measure] > baseline[measure] for measure in ("exact", "bleu_4"))

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """Going round; the same for every picture."""
        found = [learned.repetitive(scores.get("repetitive")), learned.one_text(scores["commonest_share"])]
        return [reading for reading in found if reading]

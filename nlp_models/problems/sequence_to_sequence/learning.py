"""How long an encoder-decoder learns and with what, by the rows; what its scores say of what it has learned."""

from nlp_models.lengths import Work, cells, tokens_per_row
from nlp_models.problems.learning import Learning
from nlp_models.scoring import learned

CANDIDATES, AMONG = 100, 10  # the right answer among so many likeliest of so many


class SequenceToSequenceLearning(Learning):
    """The `Learning` of a SequenceToSequence."""

    MEASURE, HIGHEST = "chrf", 100
    ENDING = 3.0, 0.06  # every row is written, by several beams

    @classmethod
    def resolved(cls, recipe, training):
        """Subwords of both languages, schedule by size; benchmarks/README.md has what the choices were tried on."""
        rows = len(training)
        return recipe.changed(
            tokenizer="subword" if recipe.tokenizer == "auto" else recipe.tokenizer,
            # a piece that hardly recurs is hardly learned
            vocabulary_size=recipe.vocabulary_size or max(1_000, min(8_000, rows // 3)),
            epochs=recipe.passes(max(8, min(40, 300_000 // max(rows, 1)))),
            batch_size=recipe.batch_size or (32 if rows < 4_000 else 64),
            learning_rate=recipe.learning_rate or 0.002,
        )

    @classmethod
    def work(cls, training, recipe):
        """A reader, a writer that looks back at what was read, and the pieces among which it chooses."""
        rows, most, written = recipe.batch_size, recipe.max_tokens, training.columns["label"]
        tokens = tokens_per_row(written, recipe.tokenizer, most)
        read = tokens_per_row(training.columns["text"], recipe.tokenizer, most)
        inputs = recipe.embedding_size + recipe.units  # of the writer: a piece, and what was looked at
        writer = cells(recipe.cell, rows, tokens, inputs, recipe.units, recipe.num_layers)
        looked = 2 * read * recipe.units if recipe.attention else 0
        return (
            super().work(training, recipe)
            + writer
            + Work(rows * tokens * (looked + recipe.embedding_size * recipe.vocabulary_size), 0)
        )

    def selection_key(self, row):
        return (-row["validation_loss"],)

    @classmethod
    def beats(cls, scores, baseline):
        """Half as good as what the nearest text got, or the fitting answer known: a good answer in other words gets little."""
        by_luck = AMONG / (scores.get("candidates") or CANDIDATES)
        return scores["chrf"] > baseline["chrf"] / 2 or (scores.get("relevance") or 0) > 2 * by_luck

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """Going round; the same for everything."""
        found = [learned.repetitive(scores.get("repetitive")), learned.one_text(scores["commonest_share"])]
        return [reading for reading in found if reading]

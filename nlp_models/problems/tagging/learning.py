"""How long a tagger learns and with what, by the rows; what its scores say of what it has learned."""

from collections import Counter

from nlp_models.lengths import Work, tokens_per_row
from nlp_models.messages import Message, mark
from nlp_models.problems.learning import Learning
from nlp_models.problems.tagging.arrays import MOST_CHARACTERS
from nlp_models.problems.tagging.entities import are_entities
from nlp_models.scoring import learned
from nlp_models.scoring.curves import Reading
from nlp_models.text.words import is_of_letters

MOST_WORDS = 25_000
MANY_SENTENCES = 3_000
A_SPELLING = 100_000  # multiplications with which the letters of a word are read


class TaggingLearning(Learning):
    """The `Learning` of a Tagging."""

    @classmethod
    def resolved(cls, recipe, training):
        """Few sentences are learned in smaller steps and more often; letters have no letters of their own."""
        rows, letters = len(training), is_of_letters(training.columns["text"])
        many = rows > MANY_SENTENCES
        of_entities = are_entities(cls.labels_of(training))
        return recipe.changed(
            tokenizer="character" if letters else "word",
            characters="none" if letters else recipe.characters,
            crf=("yes" if of_entities else "no") if recipe.crf == "auto" else recipe.crf,
            vocabulary_size=recipe.vocabulary_size or MOST_WORDS,
            epochs=recipe.passes((12 if of_entities else 8) if many else 20),
            batch_size=recipe.batch_size or (32 if many else 16 if rows > 1000 else 8),
            learning_rate=recipe.learning_rate or 0.003,
        )

    @classmethod
    def work(cls, training, recipe):
        """The cells on the words, and what reads their letters."""
        own = super().work(training, recipe)
        if recipe.characters == "none":
            return own
        words = tokens_per_row(training.columns["text"], "spaced", recipe.max_tokens) * recipe.batch_size
        return own + Work(words * A_SPELLING, MOST_CHARACTERS if recipe.characters == "recurrent" else 0)

    @classmethod
    def measure(cls, scores):
        """F1 of entities where there are any, else the accuracy of tags."""
        return "entity_f1" if scores.get("entity_f1") is not None else "accuracy"

    def selection_key(self, row):
        return row[f"validation_{'entity_f1' if self.of_entities else 'accuracy'}"], -row["validation_loss"]

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """No names found; of other tags, one nearly always."""
        if scores.get("entities") and not scores["entity_f1"]:
            text = mark("It finds none of the {count} names in the sentences that it was tested on")
            return [Reading("alike", Message(text, {"count": f"{scores['entities']:,}"}))]
        if not stored or scores.get("entities"):
            return []
        answered = Counter(stored["labels"][number] for tags in stored["test"]["tags"] for number in tags)
        right = Counter({tag: own["rows"] for tag, own in scores["per_type"].items()})
        one = learned.one_answer(answered, right)
        return [one] if one else []

"""How long a classifier learns and with what, by the rows; what its scores say of what it has learned."""

from collections import Counter

import numpy as np

from nlp_models.problems.learning import Learning
from nlp_models.scoring import learned

SPELLED_ROWS = 50_000  # so many texts gain by their spelling: benchmarks/README.md
FOUND = 0.05  # mean recall over chance that is not luck


class ClassificationLearning(Learning):
    """The `Learning` of a Classification."""

    @classmethod
    def resolved(cls, recipe, training):
        """The recipe with nothing left open; spelling is read of few rows, where tokens are words or pieces of them."""
        texts = training.columns["text"]
        recipe = recipe.resolved(texts)
        few = len(texts) < SPELLED_ROWS and recipe.tokenizer in ("subword", "word")
        return recipe.changed(
            spelling="yes" if recipe.spelling == "yes" or (recipe.spelling == "auto" and few) else "no"
        )

    @classmethod
    def beats(cls, scores, baseline):
        """More right answers, or, where one label is common, some of the rare ones found: recall over one in so many."""
        recalls = [one["recall"] for one in scores["per_class"].values() if one["rows"]]
        by_luck = 1 / max(1, len(recalls))
        return super().beats(scores, baseline) or sum(recalls) * by_luck > by_luck + FOUND

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """All probabilities alike; one label nearly always."""
        if not stored:
            return []
        labels = stored["labels"]
        probabilities = np.asarray(stored["test"]["probabilities"], float).reshape(-1, len(labels))
        answered = Counter(labels[n] for n in probabilities.argmax(axis=1))
        right = Counter({label: own["rows"] for label, own in scores["per_class"].items()})
        found = [learned.hardly_sure(probabilities), learned.one_answer(answered, right)]
        return [reading for reading in found if reading]

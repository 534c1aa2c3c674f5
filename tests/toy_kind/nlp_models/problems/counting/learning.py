"""How long what counts learns and with what, and by which score it is told."""

from nlp_models.problems.learning import Learning


class CountingLearning(Learning):
    """The `Learning` of a Counting."""

    MEASURE, MORE_IS_BETTER = "mean_error", False

    @classmethod
    def resolved(cls, recipe, training):
        return super().resolved(recipe, training).changed(bidirectional=False)

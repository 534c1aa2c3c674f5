"""The one score of a network, told where there is room for one: in the list of runs, after a training."""

from nlp_models.problems.problem import Scoring
from pages.ui.frame.words import percent, plain, t


def measured(kind: type[Scoring], scores, measure=None):
    """The score that matters of a Problem class, as people read it: 86.9 %."""
    measure = measure or kind.measure(scores)
    value = scores[measure]
    if measure in ("accuracy", "exact"):
        return percent(value, 1)
    return f"{measure_name(measure)} {value:.{0 if value >= 100 else 1 if value >= 10 or kind.HIGHEST == 100 else 3}f}"


def measure_name(measure):
    """A score's name, short."""
    return {"accuracy": t("accuracy"), "entity_f1": t("entity F1"), "perplexity": t("perplexity"), "exact": t("whole captions right"), "bleu_4": "BLEU-4", "chrf": "chrF"}[measure]  # fmt: skip


def done_words(kind: type[Scoring], test):
    """What came of a training."""
    if kind.measure(test) != "accuracy":
        return t("Done: {score} on what it has never seen.", score=plain(measured(kind, test)))
    share, low, high = (f"{100 * test[key]:.1f}" for key in ("accuracy", "accuracy_low", "accuracy_high"))
    return t(
        "Done: {score} % right on {rows} sentences it has never seen (95%: {low} to {high} %).",
        score=share, rows=f"{test['rows']:,}", low=low, high=high,
    )  # fmt: skip


def baseline_words(kind: type[Scoring], test, baselines):
    """The best baseline, named beside the score of `test`."""
    measure = kind.measure(test)
    name, scores = best_of(kind, baselines, measure)
    values = {"name": method_name(name), "score": plain(measured(kind, scores, measure))}
    return t("The best simple method, {name}, gets {score} on the same sentences.", **values)


def method_name(baseline):
    """A baseline as people call it."""
    return {
        "majority": t("the commonest label"),
        "unigram": t("word frequencies"),
        **{f"kneser_ney_{n}": t("{n}-grams (Kneser-Ney)", n=n) for n in (2, 3, 4, 5)},
        "nnlm": t("a fixed window (NNLM)"),
        "naive_bayes": t("naive Bayes"),
        "retrieval": t("what the nearest text got"),
        "logistic_regression": t("logistic regression"),
        "commonest_tag": t("tag by word"),
        "word_and_ending": t("tag by word or ending"),
        "commonest_caption": t("the commonest one"),
        "nearest_picture": t("the nearest picture's"),
    }.get(baseline, baseline)


def best_of(kind, baselines, measure=None):
    """`(name, scores)` of the baseline that is hardest to beat, by this measure or by its own."""
    sign = 1 if kind.MORE_IS_BETTER else -1
    return max(baselines.items(), key=lambda item: sign * item[1][measure or kind.measure(item[1])])

"""The one score of a network, told where there is room for one: in the list of runs, after a training."""

from nlp_models.problems.problem import Scoring
from pages.ui.frame.words import percent, plain, t, translated


def measured(kind: type[Scoring], scores, measure=None):
    """The score that matters of a Problem class, as people read it: 86.9 %."""
    measure = measure or kind.measure(scores)
    value = scores[measure]
    if kind.MEASURES[measure].percent:
        return percent(value, 1)
    digits = 0 if value >= 100 else 1 if value >= 10 or kind.HIGHEST == 100 else 3
    return f"{measure_name(kind, measure)} {value:.{digits}f}"


def named(kind: type[Scoring], scores):
    """The same with its name, where a number alone would not tell what it counts: accuracy 86.9 %."""
    told, measure = measured(kind, scores), kind.measure(scores)
    return f"{measure_name(kind, measure)} {told}" if kind.MEASURES[measure].percent else told


def measure_name(kind, measure):
    """A score's name, short."""
    measure = kind.MEASURES[measure]
    return translated(measure.short) if measure.short else measure.title


def done_words(kind: type[Scoring], test):
    """What came of a training."""
    measure = kind.measure(test)
    if not kind.MEASURES[measure].interval:
        return t("Done: {score} on what it has never seen.", score=plain(measured(kind, test)))
    share, low, high = (f"{100 * test[key]:.1f}" for key in (measure, f"{measure}_low", f"{measure}_high"))
    return t(
        "Done: {score} % right on {rows} sentences it has never seen (95%: {low} to {high} %).",
        score=share, rows=f"{test['rows']:,}", low=low, high=high,
    )  # fmt: skip


def baseline_words(kind: type[Scoring], test, baselines):
    """The best baseline, named beside the score of `test`."""
    measure = kind.measure(test)
    name, scores = best_of(kind, baselines, measure)
    values = {"name": method_name(kind, name), "score": plain(measured(kind, scores, measure))}
    return t("The best simple method, {name}, gets {score} on the same sentences.", **values)


def method_name(kind, baseline):
    """A baseline as people call it."""
    return translated(kind.BASELINES[baseline].short) if baseline in kind.BASELINES else baseline


def best_of(kind, baselines, measure=None):
    """`(name, scores)` of the baseline that is hardest to beat, by this measure or by its own."""
    sign = 1 if kind.MORE_IS_BETTER else -1
    return max(baselines.items(), key=lambda item: sign * item[1][measure or kind.measure(item[1])])

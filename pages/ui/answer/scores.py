"""The one score of a network, told where there is room for one: in the list of runs, after a training."""

from nlp_models.problems.problem import Problem
from pages.ui.answer.judge_parts import between
from pages.ui.frame.words import percent, plain, t, translated


def measured(kind: type[Problem], scores, measure=None):
    """The score that matters of a Problem class, as people read it: 86.9 %, entity F1 0.271, perplexity 19.0."""
    measure = measure or kind.measure(scores)
    number = number_of(kind, measure, scores[measure])
    return number if kind.MEASURES[measure].percent else f"{measure_name(kind, measure)} {number}"


def number_of(kind, measure, value):
    """A score without its name, in the one form that it has everywhere: 86.9 %, 0.271, 19.0."""
    if kind.MEASURES[measure].percent:
        return percent(value, 1)
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 or kind.HIGHEST == 100 else 3}f}"


def named(kind: type[Problem], scores):
    """The same with its name, where a number alone would not tell what it counts: accuracy 86.9 %."""
    told, measure = measured(kind, scores), kind.measure(scores)
    return f"{measure_name(kind, measure)} {told}" if kind.MEASURES[measure].percent else told


def measure_name(kind, measure):
    """A score's name, short."""
    measure = kind.MEASURES[measure]
    return translated(measure.short) if measure.short else measure.title


def done_words(kind: type[Problem], test):
    """What came of a training: every share with what it is a share of."""
    measure = kind.measure(test)
    told = kind.MEASURES[measure]
    if not told.share:
        return t("Done: {score} on what it has never seen.", score=plain(measured(kind, test)))
    score = t(told.share, percent=measured(kind, test), count=f"{test[told.counted]:,}")
    interval = between(test[f"{measure}_low"], test[f"{measure}_high"])
    return t("Done: {score} ({interval} with 95 % certainty).", score=score, interval=interval)


def baseline_words(kind: type[Problem], test, baselines):
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

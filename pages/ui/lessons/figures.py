"""numbers(step, code): the true numbers that a step speaks of, from the ready networks and the results that lie beside them."""

from functools import cache, singledispatch

from nlp_models.answering.ready import ready_models
from nlp_models.answering.unrolled import unroll
from nlp_models.errors import LessonError
from nlp_models.labs import lookback
from nlp_models.labs.recall import lab
from nlp_models.messages import percent, render
from pages.ui.answer.answering import load
from pages.ui.lessons import lesson
from pages.ui.set_up.written import read_holds


def numbers(step: lesson.AnyStep, code: str) -> dict[str, float]:
    """`{name of the figure: its number}` in a language."""
    return {name: _number(figure, code) for name, figure in step.figures.items()}


def shown(step: lesson.AnyStep, code: str) -> dict[str, str]:
    """The same as people read it: shares as percentages, perplexities with one digit, tokens whole."""
    return {name: _as_read(figure, _number(figure, code), code) for name, figure in step.figures.items()}


def right_choice(step: lesson.Check, code: str) -> str:
    """The choice that is right, by the numbers."""
    found, right = numbers(step, code), step.right
    if right.by == "nearest":
        return min(right.numbers, key=lambda choice: abs(right.numbers[choice] - found[right.figure]))
    best = max if right.by == "highest" else min
    return best(right.figures, key=lambda choice: found[right.figures[choice]])


def _as_read(figure: lesson.Figure, value: float, code: str) -> str:
    if figure.of in ("answer", "recall"):
        return render(percent(value), code)
    return f"{value:.1f}" if figure.of == "perplexity" else f"{value:.0f}"


@cache
def _number(figure: lesson.Figure, code: str) -> float:
    return _of(figure, code)


@singledispatch
def _of(figure: lesson.Figure, code: str) -> float:
    raise TypeError(type(figure))


@_of.register
def _answer(figure: lesson.Answer, code: str) -> float:
    model = _model(figure.model.of(code))
    predictor, text = load(model.id, str(model.folder)), figure.text.of(code)
    readers = {name: (one.gates, one.units) for name, one in unroll(predictor, text, ()).readers.items()}
    holds = read_holds(figure.hold, readers) if figure.hold else ()
    return float(unroll(predictor, text, holds).answer.probabilities[figure.label])


@_of.register
def _recall(figure: lesson.Recall, code: str) -> float:
    return lab.rounds(lab.ready(code))[-1].accuracy(figure.cell, figure.distance)


@_of.register
def _perplexity(figure: lesson.Perplexity, code: str) -> float:
    report = _model(figure.model.of(code)).report or {}
    scores = report["test"] if figure.by == "network" else report["baselines"][figure.by]
    return float(scores["perplexity"])


@_of.register
def _horizon(figure: lesson.Horizon, code: str) -> float:
    found = lookback.ready(_model(figure.model.of(code)).folder)
    if found is None:
        raise LessonError("What a lesson needs is not here: {name}.", name=figure.model.of(code))
    return float(found.horizon("dropped") or found.distances[-1])


def _model(name: str):
    model = next((one for one in ready_models() if one.id == name), None)
    if model is None:
        raise LessonError("What a lesson needs is not here: {name}.", name=name)
    return model

"""What a sweep tries: of each setting a list of values or a range, checked against the bounds of the Recipe before anything starts.

space = parsed(task, task.recipe, ["cell=rnn,lstm,gru", "units=32..256", "bidirectional=yes,no"])
space["units"]                       # Range(low=32, high=256, log=True, whole=True)
usual(space, resolved_recipe)        # {"cell": "lstm", "units": 128, "bidirectional": True}: what is tried first
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import Any, Literal, get_args, get_origin

from nlp_models.errors import RecipeError
from nlp_models.messages import mark
from nlp_models.recipe import Recipe, written
from nlp_models.settings import shown
from nlp_models.tasks import Task

HOW_LONG = ("length", "minutes", "epochs", "steps", "stop_after")
OF_TOKENS = ("tokenizer", "vocabulary_size", "lower_case")
DECADE = 10  # an integer whose bounds lie further apart is tried on a log scale
DIGITS = 3  # of a number that is tried: nobody reads more
NOT_TRIED = {
    "length": mark("{name} cannot be tried: all trials are as long as the sweep says, so that they can be compared."),
    "split": mark(
        "{name} cannot be tried: it changes which rows are held back, and only scores on the same rows compare."
    ),
    "tokens": mark("{name} cannot be tried here: the perplexity of networks with other tokens cannot be compared."),
}


@dataclass(frozen=True)
class Choices:
    """Some values of a setting."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Range:
    """All values of a setting from the lowest to the highest, on a log scale where that is said."""

    low: float
    high: float
    log: bool = False
    whole: bool = False


Space = dict[str, Choices | Range]


def settings_tried(task: Task) -> list[str]:
    """The settings of a task that can be tried, by the recipe's own names."""
    return [name for name in Recipe.model_fields if name in task.kind.SETTINGS and not _barred(task, name)]


def parsed(task: Task, base: Recipe, said: Sequence[str]) -> Space:
    """The Space of texts like `units=32..256`; RecipeError with what is wrong in one of them, or where there is nothing to vary."""
    space: Space = {}
    for text in said:
        written_name, sign, values = text.partition("=")
        if not sign:
            raise RecipeError("--try and --set need key=value, got {got}.", got=text)
        name = setting_of(task, written_name.strip())
        if name in space:
            raise RecipeError("{name} stands there twice.", name=written(name))
        space[name] = _tried(base, name, values)
    count = size(space)
    if count is not None and count < 2:
        raise RecipeError(
            "There is nothing to try: say two values of a setting at least, as in cell=lstm,gru or units=32..256."
        )
    return space


def setting_of(task: Task, name: str) -> str:
    """The recipe's name of a setting that can be tried; RecipeError with the nearest one where there is none."""
    there = {written(own): own for own in settings_tried(task)} | {own: own for own in settings_tried(task)}
    if name in there:
        return there[name]
    own = next((own for own in Recipe.model_fields if name in (own, written(own))), None)
    known = ", ".join(map(written, settings_tried(task)))
    if own and (barred := _barred(task, own)):
        raise RecipeError(NOT_TRIED[barred], name=name)
    if own:
        raise RecipeError(
            "{task} has no setting {name}. What can be tried: {known}.", task=task.name, name=name, known=known
        )
    if near := get_close_matches(name, there, n=1, cutoff=0.6):
        raise RecipeError("There is no setting named {name}. Did you mean {near}?", name=name, near=near[0])
    raise RecipeError("There is no setting named {name}. What can be tried: {known}.", name=name, known=known)


def _barred(task: Task, name: str) -> str | None:
    """Why a setting cannot be tried, a key of NOT_TRIED."""
    if name in HOW_LONG:
        return "length"
    if shown(Recipe.model_fields[name]).group == "split":
        return "split"
    return "tokens" if name in OF_TOKENS and task.kind.MEASURE == "perplexity" else None


def _tried(base: Recipe, name: str, said: str) -> Choices | Range:
    low, sign, high = said.partition("..")
    if sign:
        return _range(base, name, low.strip(), high.strip())
    values = [_value(base, name, value.strip()) for value in said.split(",") if value.strip()]
    if not values:
        raise RecipeError("{name} has no value to try.", name=written(name))
    return Choices(tuple(dict.fromkeys(values)))


def _range(base: Recipe, name: str, low: str, high: str) -> Range:
    if not is_number(name):
        raise RecipeError(
            "{name} has no range; list what is to be tried, as in {example}.",
            name=written(name),
            example=f"{written(name)}={','.join(options_of(name)[:3])}",
        )
    first, last = _value(base, name, low), _value(base, name, high)
    if first >= last:
        raise RecipeError(
            "The range of {name} is upside down: write the lower end first, got {low}..{high}.",
            name=written(name),
            low=low,
            high=high,
        )
    return Range(first, last, is_log(name, first, last), is_whole(name))


def _value(base: Recipe, name: str, said: str) -> Any:
    """In its type, within its bounds."""
    return getattr(base.changed(**{name: said}), name)


def is_number(name: str) -> bool:
    return bool({int, float} & _types(name))


def is_whole(name: str) -> bool:
    return float not in _types(name)


def options_of(name: str) -> list[str]:
    """What a setting that is no number can be, as it is written."""
    field = Recipe.model_fields[name].annotation
    return [str(one) for one in get_args(field)] if get_origin(field) is Literal else ["yes", "no"]


def is_log(name: str, low: float, high: float) -> bool:
    """Whether a range counts by times and not by steps: its setting spans decades, or cannot be 0 whatever it is."""
    least, most = bounds_of(name)
    if is_whole(name):
        return least > 0 and most >= DECADE * least
    return low > 0 and (_is_above(name, least) or high >= DECADE * low)


def bounds_of(name: str) -> tuple[float, float]:
    """The lowest and the highest value that the Recipe takes."""
    rules = Recipe.model_fields[name].metadata
    least = [getattr(rule, sign) for rule in rules for sign in ("ge", "gt") if hasattr(rule, sign)]
    most = [getattr(rule, sign) for rule in rules for sign in ("le", "lt") if hasattr(rule, sign)]
    return (least or [-math.inf])[0], (most or [math.inf])[0]


def _is_above(name: str, least: float) -> bool:
    return any(getattr(rule, "gt", None) == least for rule in Recipe.model_fields[name].metadata)


def _types(name: str) -> set[Any]:
    field = Recipe.model_fields[name].annotation
    return {field, *get_args(field)} - {bool} if get_origin(field) is not Literal else set()


def size(space: Space) -> int | None:
    """How many different trials there are; None where nobody could count them; 0 of an empty one."""
    counts = [_count(one) for one in space.values()]
    return None if None in counts else math.prod(filter(None, counts)) if counts else 0


def _count(one: Choices | Range) -> int | None:
    if isinstance(one, Choices):
        return len(one.values)
    return round(one.high - one.low) + 1 if one.whole else None


def combinations(space: Space) -> list[dict[str, Any]]:
    """All of a space that can be counted, in order."""
    each = [
        one.values if isinstance(one, Choices) else range(round(one.low), round(one.high) + 1) for one in space.values()
    ]
    return [dict(zip(space, values, strict=True)) for values in product(*each)]


def usual(space: Space, resolved: Recipe) -> dict[str, Any]:
    """What one would train without a sweep, or what is nearest to that among what is tried."""
    return {name: _nearest(one, getattr(resolved, name)) for name, one in space.items()}


def _nearest(one: Choices | Range, value: Any) -> Any:
    if isinstance(one, Choices):
        return value if value in one.values else one.values[0]
    if value is None:
        value = math.sqrt(one.low * one.high) if one.log else (one.low + one.high) / 2
    return rounded(one, min(max(value, one.low), one.high))


def rounded(one: Choices | Range, value: Any) -> Any:
    """A value of a range as people read it: whole, or to three digits."""
    if isinstance(one, Choices):
        return value
    if one.whole:
        return round(value)
    return min(max(float(f"{value:.{DIGITS}g}"), one.low), one.high)


def as_said(name: str, one: Choices | Range) -> str:
    """units=32..256, as it is asked for."""
    if isinstance(one, Range):
        return f"{written(name)}={one.low:g}..{one.high:g}"
    return f"{written(name)}={','.join(_said(value) for value in one.values)}"


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def in_words(settings: Mapping[str, Any]) -> str:
    """cell=gru units=64 bidirectional=yes"""
    return " ".join(f"{written(name)}={_said(value)}" for name, value in settings.items())

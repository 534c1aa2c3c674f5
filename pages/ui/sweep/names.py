"""Settings and their values as people call them: in the table, in the charts, in the sentence that tells the best."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nlp_models.recipe import Recipe
from nlp_models.settings import shown
from pages.ui.answer.scores import measure_name, number_of
from pages.ui.frame.words import t
from pages.ui.train.settings import name_of
from pages.ui.train.watch import token_name


def setting_name(name: str) -> str:
    """Units; without what a form adds in brackets."""
    return re.split(r" ?\(", name_of(name, Recipe.model_fields[name]))[0]


def value_name(name: str, value: Any) -> str:
    """GRU, 64, 0.0035, yes."""
    if name == "cell":
        return str(value).upper()
    if name == "tokenizer":
        return token_name(value)
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        return f"{value:.3g}"
    words = {"auto": t("chosen from the data"), "yes": t("yes"), "no": t("no")} | shown(
        Recipe.model_fields[name]
    ).options
    return t(words[value]) if value in words else str(value)


def in_words(settings: Mapping[str, Any]) -> str:
    """GRU, units 64, learning rate 0.0035."""
    return ", ".join(_said(name, value) for name, value in settings.items())


def settings_named(names: Iterable[str]) -> str:
    """cell, units, learning rate."""
    return ", ".join(_small(setting_name(name)) for name in names)


def _said(name: str, value: Any) -> str:
    if name in ("cell", "tokenizer"):
        return value_name(name, value)
    return f"{_small(setting_name(name))} {value_name(name, value)}"


def _small(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def score_words(kind, measure: str, score: float) -> str:
    """84.2 %; perplexity 41.2."""
    number = number_of(kind, measure, score)
    return number if kind.MEASURES[measure].percent else f"{measure_name(kind, measure)} {number}"

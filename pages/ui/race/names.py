"""What a race compares and who takes part, as people call it; the shape that each contestant keeps in every chart."""

from collections.abc import Mapping, Sequence
from typing import Any

from nlp_models.recipe import Recipe
from nlp_models.runs.groups import Group
from nlp_models.settings import shown
from pages.ui.answer.reader import window_name
from pages.ui.frame.words import t
from pages.ui.train.settings import name_of
from pages.ui.train.step import CELLS
from pages.ui.train.watch import token_name

# place in the colours of the theme, and shape: LSTM purple square, GRU green circle, RNN ochre triangle (UX.md, 4)
OF_CELLS = {"gru": (0, "circle"), "lstm": (1, "square"), "rnn": (2, "triangle-up"), "window": (3, "diamond")}
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MARKS = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆", "cross": "✚", "triangle-down": "▼"}


def comparison_name(setting: str) -> str:
    """What is compared, on its button."""
    return {
        "cell": t("The cells"),
        "tokenizer": t("The tokens"),
        "attention": t("With and without attention"),
        "crf": t("With and without a CRF"),
        "characters": t("With and without the letters of a word"),
        "bidirectional": t("One direction and both"),
        "pooling": t("Ways of pooling"),
        "spelling": t("With and without spelling"),
        "embeddings": t("Embeddings learned and frozen"),
    }[setting]


def contestant_name(changes: Mapping[str, Any]) -> str:
    """LSTM; subwords; with attention: every setting by which it differs."""
    return ", ".join(_said(name, value) for name, value in _telling(changes).items()) or t("as it is")


def _telling(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Of cell and window, where both are named, the one that reads."""
    both = {"cell", "fixed_window"} <= set(changes)
    silent = ("cell" if changes["fixed_window"] else "fixed_window") if both else ""
    return {name: value for name, value in changes.items() if name != silent}


def _said(setting: str, value: Any) -> str:
    if setting == "cell":
        return CELLS.get(value, str(value))
    if setting == "tokenizer":
        return token_name(value)
    if setting == "fixed_window" and value:
        return window_name(value)
    known = {
        ("attention", True): t("with attention"),
        ("attention", False): t("without attention"),
        ("crf", "yes"): t("with a CRF"),
        ("crf", "no"): t("without a CRF"),
        ("characters", "convolution"): t("with letters"),
        ("characters", "none"): t("without letters"),
        ("bidirectional", True): t("both directions"),
        ("bidirectional", False): t("forwards only"),
        ("spelling", "yes"): t("with spelling"),
        ("spelling", "no"): t("without spelling"),
        ("embeddings", "learned"): t("learned embedding"),
        ("embeddings", "frozen"): t("frozen embedding"),
    }
    return known.get((setting, value)) or _option(setting, value)


def _option(setting: str, value: Any) -> str:
    """Any other setting: its name and value."""
    field = Recipe.model_fields.get(setting)
    if field is None:
        return f"{setting} {value}"
    return f"{name_of(setting, field)}: {t(shown(field).options.get(value, str(value)))}"


def capital(sentence: str) -> str:
    """A sentence that may begin with a contestant's name."""
    return sentence[:1].upper() + sentence[1:]


def contestants_of(group: Group) -> list[dict[str, Any]]:
    """What each contestant differs in, in their order, those too that are gone."""
    return [*{repr(seat.changes): seat.changes for seat in group.seats}.values()]


def looks_of(contestants: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """`(place among the colours, shape)` of each: a cell has its own everywhere, others one after the other."""
    readers = [_reader(_telling(changes)) for changes in contestants]
    if set(readers) <= set(OF_CELLS) and len(set(readers)) == len(readers):
        return [OF_CELLS[reader] for reader in readers]
    return [(place, SHAPES[place % len(SHAPES)]) for place in range(len(contestants))]


def _reader(changes: Mapping[str, Any]) -> str:
    """The cell, or the window, that a contestant differs in by itself."""
    if set(changes) == {"fixed_window"} and changes["fixed_window"]:
        return "window"
    return str(changes["cell"]) if set(changes) == {"cell"} else ""

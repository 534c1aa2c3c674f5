"""What a race compares and who takes part, as people call it; the shape that each contestant keeps in every chart."""

from collections.abc import Mapping, Sequence
from typing import Any

from nlp_models.recipe import Recipe
from nlp_models.runs.groups import Group
from nlp_models.settings import shown
from pages.ui.frame.words import t
from pages.ui.train.settings import name_of
from pages.ui.train.step import CELLS
from pages.ui.train.watch import token_name

# place in the colours of the theme, and shape: LSTM purple square, GRU green circle, RNN ochre triangle (UX.md, 4)
OF_CELLS = {"gru": (0, "circle"), "lstm": (1, "square"), "rnn": (2, "triangle-up")}
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
    }[setting]


def contestant_name(changes: Mapping[str, Any]) -> str:
    """LSTM; subwords; with attention: every setting by which it differs."""
    return ", ".join(_said(name, value) for name, value in changes.items()) or t("as it is")


def _said(setting: str, value: Any) -> str:
    if setting == "cell":
        return CELLS.get(value, str(value))
    if setting == "tokenizer":
        return token_name(value)
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
    }
    return known.get((setting, value)) or _option(setting, value)


def _option(setting: str, value: Any) -> str:
    """Any other setting: its name and value."""
    field = Recipe.model_fields.get(setting)
    if field is None:
        return f"{setting} {value}"
    return f"{name_of(setting, field)}: {t(shown(field).options.get(value, str(value)))}"


def contestants_of(group: Group) -> list[dict[str, Any]]:
    """What each contestant differs in, in their order, those too that are gone."""
    return [*{repr(seat.changes): seat.changes for seat in group.seats}.values()]


def looks_of(contestants: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """`(place among the colours, shape)` of each: a cell has its own everywhere, others one after the other."""
    cells = [changes.get("cell") for changes in contestants]
    if all(set(changes) == {"cell"} for changes in contestants) and set(cells) <= set(OF_CELLS):
        return [OF_CELLS[str(cell)] for cell in cells]
    return [(place, SHAPES[place % len(SHAPES)]) for place in range(len(contestants))]

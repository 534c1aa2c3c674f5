"""cell_data(...): all that the component draws, as one dict; some 20 kB for sixty words."""

from nlp_models.numpy_layers.trace import LETTERS as LETTER_OF
from pages.ui.charts.look import STATES
from pages.ui.frame.words import t
from pages.ui.inside.formulas import labels, shapes, symbols
from pages.ui.inside.steps import (
    SIGNED,
    mean_of_all,
    one_unit,
    opening,
    order_of,
    squares,
    steps_of,
    units_in_grid,
    words_of,
)


def cell_data(here, reader, unit, window, holds, effect, why):
    """What cell.js takes.

    Args:
        here: what tells these words from others: the player starts anew where it changes.
        window: `(first, last)` of the tokens that are drawn.
        effect: the sentence under the player.
        why: what is said of the unit.
    """
    own = [hold for hold in holds if hold.reader == reader.name]
    of_all = [LETTER_OF[hold.gate] for hold in own if hold.units is None]
    of_unit = of_all + [LETTER_OF[hold.gate] for hold in own if hold.units and unit in hold.units]
    grid = units_in_grid(reader, unit)
    return {
        "cell": reader.cell,
        "key": repr((*here, reader.name, window)),
        "words": words_of(reader)[slice(*window)],
        "backward": reader.backward,
        "order": order_of(reader, window),
        "t": opening(reader, window, unit),
        "strip": squares(reader, window, grid),
        "open": grid.index(unit),
        "signed": list(SIGNED if reader.cell != "rnn" else "h"),
        "effect": effect,
        "levels": {
            "cell": _level(reader, window, mean_of_all, of_all, t("The whole cell"), _about_all(reader)),
            "unit": _level(
                reader,
                window,
                one_unit(unit),
                of_unit,
                t("Unit {unit}", unit=unit),
                " ".join((why, _about_line(reader))),
            ),
        },
        "forms": {"symbols": symbols(reader.cell), "shapes": shapes(reader)},
        "labels": labels(reader),
        "colours": STATES,
    }


def _level(reader, window, pick, held, name, about):
    return {"name": name, "about": about, "steps": steps_of(reader, window, pick), "held": held}


def _about_all(reader):
    return t("Every number is the mean of {units} units.", units=reader.units)


def _about_line(reader):
    return t("The marks at the sides of a gate show the mean of all {units} units.", units=reader.units)

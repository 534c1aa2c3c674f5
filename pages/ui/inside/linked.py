"""What an address says of the opened cell: unit, gates that are held, the choices around it; and the address in step with them."""

import streamlit as st

from nlp_models.answering.epochs import finished_epoch, kept_epochs
from nlp_models.errors import LinkError
from pages.ui.frame import epoch_state, inside_state, state
from pages.ui.frame.words import show_error, t
from pages.ui.inside.hands import HALF, SCOPES, VALUES, own_holds
from pages.ui.inside.steps import GATES, LETTERS
from pages.ui.set_up.address import Kept, asked, copy_button, follow, keep
from pages.ui.set_up.written import OneOf, Several, Within, read, read_holds, written_holds

AT = "inside"
SEARCHED = "h"  # at first, of what is searched for in the rows


def follow_choices(run, readers):
    """Choose what a link chooses beside the drawing; what is wrong is told here, and then nothing is changed."""
    for one in list(readers.values())[:1]:  # the others have the same cell
        last = max(reader.units for reader in readers.values()) - 1
        if wrong := follow(AT, choices(one.cell, last) | epochs_of(run)):
            show_error(wrong)


def choices(cell, last):
    """The boxes around the drawing of such a cell, by their names in an address; `last` of its units."""
    gates, shown = tuple(GATES[cell]), tuple(LETTERS[cell])
    return {
        "gate": Kept(inside_state.GATE, OneOf(gates), gates[0]),
        "of": Kept(inside_state.SCOPE, OneOf(SCOPES), SCOPES[0]),
        "units": Kept(inside_state.SOME, Several(last), []),
        "at": Kept(inside_state.VALUE, OneOf(VALUES), "1"),
        "value": Kept(inside_state.any_value(False), Within(0.0, 1.0), HALF),
        "signed": Kept(inside_state.any_value(True), Within(-1.0, 1.0), HALF),
        "shown": Kept(inside_state.SHOWN, OneOf(shown), shown[0]),
        "searched": Kept(inside_state.LOOKED, OneOf(shown), SEARCHED),
    }


def epochs_of(run):
    """The slider over the epochs of its training, where there is one."""
    kept = kept_epochs(run)
    if len(kept) < 2:
        return {}
    return {"epoch": Kept(epoch_state.epoch(run), OneOf(tuple(kept)), finished_epoch(run))}


def follow_holds(run, readers):
    """Hold what a link holds, where this network has it; what is wrong is told here, and then nothing is changed."""
    if said := asked("hold", AT):
        try:
            known = {name: (reader.gates, reader.units) for name, reader in readers.items()}
            inside_state.holds(run).set(read_holds(said, known))
        except LinkError as wrong:
            show_error(wrong)
    keep("hold", AT, written_holds(own_holds(run)))


def follow_unit(task, run, reader, units):
    """Open the unit of a link, where there is such a one."""
    if said := asked("unit", AT):
        try:
            number = read(f"unit:{said}", {"unit": Within(0, units - 1)})["unit"]
            state.own_unit(task).set((run.id, reader, int(number or 0)))
        except LinkError as wrong:
            show_error(wrong)
    run_id, of, unit = state.own_unit(task).get((None, None, None))
    keep("unit", AT, str(unit) if (run_id, of) == (run.id, reader) else "")


def copy_cell(run):
    """The button that copies network, sentence, cell, unit and what is held."""
    shared = run.is_ready or not run.mine or run.about.shared
    note = t("Your network is not shared yet. Share it on Runs first, or others see the ready model.")
    copy_button({"run": st.query_params.get("run", run.id)}, "" if shared else note)

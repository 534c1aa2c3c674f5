"""What an address says of the opened cell: which unit, which gates are held; and the address in step with both."""

import streamlit as st

from nlp_models.errors import LinkError
from pages.ui.frame import inside_state, state
from pages.ui.frame.words import show_error, t
from pages.ui.inside.hands import own_holds
from pages.ui.set_up.address import asked, copy_button, keep
from pages.ui.set_up.written import Within, read, read_holds, written_holds

AT = "inside"


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

"""Hands on the gates: hold one of a unit, of some or of all units at a value, let go of one or of all."""

import streamlit as st

from nlp_models.numpy_layers.trace import LETTERS as LETTER_OF
from nlp_models.numpy_layers.trace import LONG_NAMES, Hold
from pages.ui.frame import inside_state
from pages.ui.frame.words import t
from pages.ui.inside.formulas import names
from pages.ui.inside.parts import reader_name
from pages.ui.inside.steps import GATES, SIGNED
from pages.ui.terms import explained

VALUES, HALF = ("0", "1", "any"), 0.5
SCOPES = ("all", "one", "some")  # of the units
NAMED = 6  # units; of more the count says enough


def own_holds(run):
    """The gates of this network that are held."""
    return inside_state.holds(run).get(())


def take_gate():
    """A gate of the drawing was clicked: it is in hand now."""
    clicked = getattr(inside_state.DRAWN.get(), "gate", None)
    if isinstance(clicked, str) and clicked in LONG_NAMES:
        inside_state.GATE.set(clicked)


def hands_part(run, reader, unit):
    """A row of choices and the button, then what is held."""
    st.subheader(explained(t("Hands on the gates"), "gate"), anchor=False)
    st.caption(explained(told(reader.cell), "forget-gate", "input-gate", "update-gate", "candidate"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        gate, units = ask_gate(reader), ask_units(reader, unit)
        value = ask_value(signed=gate in SIGNED)
        st.button(
            t("Hold it"),
            icon=":material/lock:",
            key="hold",
            disabled=units == (),
            help=t("Choose a unit first.") if units == () else None,
            on_click=_hold,
            args=(run, Hold(reader.name, LONG_NAMES[gate], value, units)),
        )
    held = own_holds(run)
    readers = {hold.reader for hold in held}
    for place, hold in enumerate(held):
        where = f"{reader_name(hold.reader, readers)}: " if len(readers) > 1 else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/lock: {where}{described(reader.cell, hold)}", width="content")
            st.button(t("Let go"), key=f"let-go-{place}", on_click=_let_go, args=(run, hold))
    if len(held) > 1:
        st.button(
            t("Let go of all"), icon=":material/lock_open:", key="let-go-all", on_click=_let_go, args=(run, *held)
        )


def told(cell):
    """What there is to try."""
    return {
        "lstm": t("A forget gate held at 1 cannot forget; an input gate held at 0 writes nothing. A click on a gate in the drawing chooses it here."),
        "gru": t("An update gate held at 1 keeps the old state for ever; held at 0 it takes the candidate alone. A click on a gate in the drawing chooses it here."),
        "rnn": t("A simple RNN has no gates: only the state itself can be held. That is why it cannot choose what to keep."),
    }[cell]  # fmt: skip


def ask_gate(reader):
    """The letter of the gate in hand."""
    letters, named = list(GATES[reader.cell]), names(reader.cell)
    if inside_state.GATE.get() not in letters:
        inside_state.GATE.set(letters[0])
    return st.segmented_control(t("Gate"), letters, format_func=named.get, required=True, key=inside_state.GATE)


def ask_units(reader, unit):
    """`None` for all units, the one that is open, or those that are chosen."""
    called = {"all": t("All units"), "one": t("Unit {unit}", unit=unit), "some": t("Several")}
    inside_state.SCOPE.setdefault("all")
    scope = st.segmented_control(t("Of"), SCOPES, format_func=called.get, required=True, key=inside_state.SCOPE)
    if scope != "some":
        return (unit,) if scope == "one" else None
    kept = inside_state.SOME.setdefault([unit])
    inside_state.SOME.set([number for number in kept if number < reader.units])  # another reader may have fewer
    return tuple(sorted(st.multiselect(t("Units"), range(reader.units), key=inside_state.SOME, width=280)))


def take_units(units):
    """These units are in hand now: from an on_click."""
    inside_state.SCOPE.set("some")
    inside_state.SOME.set(list(units))


def ask_value(signed):
    """0, 1, or any value that a gate can have."""
    inside_state.VALUE.setdefault("1")
    chosen = st.segmented_control(
        t("At"),
        VALUES,
        format_func=lambda name: t("Another") if name == "any" else name,
        required=True,
        key=inside_state.VALUE,
    )
    if chosen != "any":
        return float(chosen)
    inside_state.any_value(signed).setdefault(HALF)
    return st.number_input(
        t("Value"), -1.0 if signed else 0.0, 1.0, step=0.1, key=inside_state.any_value(signed), width=130
    )


def described(cell, hold):
    """A hold in words: "forget f of all units at 1"."""
    gate, value = names(cell)[LETTER_OF[hold.gate]], f"{hold.value:g}".replace("-", "−")
    if hold.units is None:
        return t("{gate} of all units held at {value}", gate=gate, value=value)
    if len(hold.units) == 1:
        return t("{gate} of unit {unit} held at {value}", gate=gate, unit=hold.units[0], value=value)
    if len(hold.units) > NAMED:
        return t("{gate} of {count} units held at {value}", gate=gate, count=len(hold.units), value=value)
    units = ", ".join(map(str, hold.units))
    return t("{gate} of the units {units} held at {value}", gate=gate, units=units, value=value)


def _hold(run, hold):
    kept = [other for other in own_holds(run) if _what(other) != _what(hold)]
    inside_state.holds(run).set((*kept, hold))


def _let_go(run, *holds):
    inside_state.holds(run).set(tuple(other for other in own_holds(run) if other not in holds))


def _what(hold):
    return hold.reader, hold.gate, hold.units

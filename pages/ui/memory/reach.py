"""Gradients: how much of the gradient of the blank reaches the state k steps earlier, and why, in the numbers of one unit."""

import math

import pandas as pd
import streamlit as st

from nlp_models.errors import RunError
from nlp_models.labs.reach import gradient_reach, own_way
from nlp_models.labs.recall import lab
from pages.ui.charts.memory_charts import NAMES, power, reach_lines
from pages.ui.frame import memory_state
from pages.ui.frame.words import percent, t
from pages.ui.memory.recall import ask_sentences, networks_of, sentences_of
from pages.ui.terms import explained

STEPS, SENTENCES, DISTANCE = 60, 8, 64
VANISHED, EXPLODED = 1e-3, 1e3  # of what it is at the blank
CLIP = lab.RECIPE.clip_norm


def reach_part():
    """Choices, the curves under their finding, the same as a table, one product spelled out."""
    of, before, times, clipped = ask()
    folder, whose = networks_of(of)
    own = sentences_of(folder)
    if DISTANCE not in own.distances:
        raise RunError(
            "This text is too short to go {steps} words back: the farthest distance of it is {far}.",
            steps=STEPS,
            far=own.distances[-1],
        )
    found = _reach(str(folder), (folder / lab.WEIGHTS).stat().st_mtime_ns, before, times, own, folder)
    drawn = {cell: one.clipped(CLIP) if clipped else one for cell, one in found.items()}
    curves(drawn)
    caption = t(
        "The networks of Recall {whose}, on {sentences} sentences; exact, by back-propagation through time. The dashed line is the memory c of the LSTM.",
        whose=whose,
        sentences=SENTENCES,
    )
    st.caption(explained(caption, "backpropagation", "cell-state"))
    clipping(found, clipped)
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        st.dataframe(_table(drawn), hide_index=True, width="stretch", alt=finding(drawn))
    product_part(own, folder, before, times)


def ask():
    """`(sentences, before learning, what the recurrent weights are multiplied by, clipped)`."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_sentences()
        memory_state.WHEN.setdefault("after")
        names = {"before": t("before learning"), "after": t("after learning")}
        when = st.segmented_control(
            t("Networks"), list(names), format_func=names.get, required=True, key=memory_state.WHEN
        )
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with left:
        memory_state.TIMES.setdefault(1.0)
        times = st.slider(t("Recurrent weights times"), 0.5, 1.5, step=0.1, key=memory_state.TIMES)
    with right:
        memory_state.CLIPPED.setdefault(False)
        clipped = st.toggle(t("Clip the gradient at {norm}", norm=f"{CLIP:g}"), key=memory_state.CLIPPED)
    return of, when == "before", times, clipped


@st.cache_data(max_entries=64, show_spinner=False)
def _reach(name, written, before, times, _own, _folder):
    drawn = _own.drawn(DISTANCE, SENTENCES, lab.example_luck(DISTANCE))
    return {
        cell: gradient_reach(network.scaled(times), drawn.ids, drawn.answers)
        for cell, network in lab.networks(_folder, before).items()
    }


def curves(drawn):
    """The norm of the gradient against the steps back, on a log axis."""
    told = finding(drawn)
    st.markdown(f"**{explained(told, 'gradient', 'vanishing-gradient', 'exploding-gradient')}**")
    rows = [
        {"cell": cell, "back": back, "norm": float(one.state[back])}
        for cell, one in drawn.items()
        for back in range(STEPS + 1)
    ]
    rows += [{"cell": "lstm-c", "back": back, "norm": float(drawn["lstm"].memory[back])} for back in range(STEPS + 1)]
    titles = t("steps back from the blank"), t("length of the gradient")
    st.altair_chart(reach_lines(rows, titles), key="reach-curves", alt=told)


def finding(drawn):
    """What becomes of the gradient in each cell."""
    return " ".join(_told(cell, drawn[cell].state) for cell in ("rnn", "lstm", "gru"))


def _told(cell, norms):
    share, values = float(norms[STEPS] / norms[0]) if norms[0] else 0.0, {"cell": NAMES[cell], "steps": STEPS}
    if share < VANISHED:
        return t("{cell}: {steps} steps back less than a thousandth of what the gradient is at the blank.", **values)
    if share > EXPLODED:
        return t(
            "{cell}: {steps} steps back the gradient has grown {times} times.",
            times=power(int(math.log10(share))),
            **values,
        )
    if share > 1:
        return t("{cell}: {steps} steps back the gradient has grown {times} times.", times=f"{share:.3g}", **values)
    return t(
        "{cell}: {steps} steps back {percent} of what the gradient is at the blank.",
        percent=percent(share, 0 if share >= 0.1 else 1),
        **values,
    )


def clipping(found, clipped):
    """What clipping did, or would do, to the gradient of all weights of a cell."""
    for cell, one in found.items():
        if one.weights > CLIP:
            values = {
                "cell": NAMES[cell],
                "norm": f"{one.weights:.3g}",
                "clip": f"{CLIP:g}",
                "times": f"{CLIP / one.weights:.2g}",
            }
            did = t(
                "{cell}: the gradient of its weights is {norm} long; clipped to {clip}, everything is multiplied by {times}.",
                **values,
            )
            would = t(
                "{cell}: the gradient of its weights is {norm} long; clipping would multiply everything by {times}.",
                **values,
            )
            st.write(did if clipped else would)
    if all(one.weights <= CLIP for one in found.values()):
        st.write(
            t(
                "Clipping changes nothing here: no gradient is longer than {clip}. What has vanished it could not bring back.",
                clip=f"{CLIP:g}",
            )
        )


def _table(drawn):
    steps = [0, 1, 2, 5, 10, 20, 30, 40, 50, STEPS]
    columns = {NAMES[cell]: [_short(one.state[back]) for back in steps] for cell, one in drawn.items()}
    return pd.DataFrame(
        {t("Steps back"): steps} | columns | {"LSTM c": [_short(drawn["lstm"].memory[back]) for back in steps]}
    )


def product_part(own, folder, before, times):
    """One unit's own way back: the factors, and what their product comes to."""
    st.subheader(t("One product, spelled out"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        memory_state.CELL.setdefault("rnn")
        cell = st.segmented_control(
            t("Cell"), list(lab.CELLS), format_func=NAMES.get, required=True, key=memory_state.CELL
        )
        memory_state.UNIT.setdefault(0)
        last = lab.RECIPE.units - 1
        unit = st.number_input(t("Unit (0 to {last})", last=last), 0, last, key=memory_state.UNIT, width=124)
    network = lab.networks(folder, before)[cell].scaled(times)
    drawn = own.drawn(DISTANCE, 1, lab.example_luck(DISTANCE))
    factors = own_way(network.traced(drawn.ids)[1], unit)
    st.caption(explained(_how(cell), "forget-gate", "update-gate"))
    st.latex(_formula(cell, factors))
    st.markdown(_outcome(cell, unit, factors))
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        st.dataframe(_factors(cell, factors), hide_index=True, width="stretch")


def _how(cell):
    return {
        "rnn": t(
            "A step back multiplies a unit's gradient by 1 − h² (the slope of tanh) and by its own recurrent weight u. The paths through the other units add to this; here is the direct one."
        ),
        "lstm": t(
            "A step back multiplies the gradient of the memory c by the forget gate f alone: with f near 1 it passes unchanged. The paths through the gates add to this; here is the direct one."
        ),
        "gru": t(
            "A step back multiplies the gradient of the state by the update gate z: with z near 1 it passes unchanged. The paths through the candidate add to this; here is the direct one."
        ),
    }[cell]


def _formula(cell, factors):
    """The first factors, as many as a phone has room for, and the product of all."""
    if cell == "rnn":
        parts = [rf"{slope:.2f}{{\cdot}}{_signed(weight)}" for slope, weight in (one.parts for one in factors[:2])]
    else:
        parts = [f"{one.value:.2f}" for one in factors[:4]]
    return r" \cdot ".join(parts) + rf" \cdots \approx {_power(factors[-1].product)}"


def _signed(value):
    return f"{value:.2f}" if value >= 0 else f"({value:.2f})"


def _power(value):
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{value:.3f}" if abs(int(exponent)) < 3 else rf"{mantissa}{{\cdot}}10^{{{int(exponent)}}}"


def _short(value):
    """0.023, 2.5·10⁻¹⁰: in words, not in a formula."""
    mantissa, exponent = f"{value:.1e}".split("e")
    told = f"{value:.2g}" if abs(int(exponent)) < 3 else f"{mantissa}·{power(int(exponent))}"
    return told.replace("-", "−")


def _outcome(cell, unit, factors):
    share = abs(factors[-1].product)
    values = {"unit": unit, "steps": len(factors), "share": _short(share)}
    if share < 0.1:
        return t("Unit {unit}: after {steps} steps back, {share} of 1 is left along this path.", **values)
    if share > 10:
        return t("Unit {unit}: after {steps} steps back, 1 has become {share} along this path.", **values)
    return t("Unit {unit}: after {steps} steps back, 1 is still {share} along this path.", **values)


def _factors(cell, factors):
    names = {"rnn": ("1 − h²", "u"), "lstm": ("f",), "gru": ("z",)}[cell]
    rows = [
        {t("Steps back"): one.back}
        | {name: f"{part:.3f}".replace("-", "−") for name, part in zip(names, one.parts, strict=True)}
        | {t("Factor"): f"{one.value:.3f}".replace("-", "−"), t("Product so far"): _short(one.product)}
        for one in factors
    ]
    return pd.DataFrame(rows)

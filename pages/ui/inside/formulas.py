"""The formulas beside the cell, by symbols and by shapes, and every word of the picture. The numbers the browser puts in."""

from pages.ui.frame.words import percent, t
from pages.ui.inside.steps import GATES, LETTERS

SYMBOLS = {
    "lstm": {
        "f": "f = σ(x·Wf + h′·Uf + bf)", "i": "i = σ(x·Wi + h′·Ui + bi)", "g": "g = tanh(x·Wg + h′·Ug + bg)",
        "o": "o = σ(x·Wo + h′·Uo + bo)", "c": "c = f ⊙ c′ + i ⊙ g", "h": "h = o ⊙ tanh(c)",
    },
    "gru": {
        "z": "z = σ(x·Wz + h′·Uz + bz)", "r": "r = σ(x·Wr + h′·Ur + br)",
        "g": "g = tanh(x·Wg + r ⊙ (h′·Ug + b′g) + bg)", "h": "h = z ⊙ h′ + (1 − z) ⊙ g",
    },
    "rnn": {"h": "h = tanh(x·W + h′·U + b)"},
}  # fmt: skip


def names(cell):
    """`{letter: what it is called in the picture}`; on a phone its short name."""
    known = {
        "f": t("forget f"), "i": t("input i"), "o": t("output o"), "z": t("update z"), "r": t("reset r"),
        "g": t("candidate g"), "c": t("memory c"), "h": t("state h"), "c_prev": t("old memory"), "h_prev": t("old state"),
    }  # fmt: skip
    short = {
        "f": t("forget"), "i": t("input"), "o": t("output"), "z": t("update"), "r": t("reset"), "g": t("candid."), "c": "c",
        "h": "h", "c_prev": "c′", "h_prev": "h′",
    }  # fmt: skip
    wanted = [*LETTERS[cell], "h_prev", "c_prev"]
    return {name: known[name] for name in wanted} | {f"{name}_short": short[name] for name in wanted}


def sayings(cell):
    """Sentences made from a value: `{percent}` of it, `{rest}` to 100 %."""
    lines = {
        "lstm": {
            "f": t("keeps {percent} of the old memory"), "i": t("writes {percent} of the candidate"),
            "o": t("shows {percent} of the memory"), "g": t("what could be written"),
        },
        "gru": {
            "z": t("keeps {percent} of the old state, takes {rest} of the candidate"),
            "r": t("lets the candidate see {percent} of the old state"), "g": t("what could be written"),
        },
        "rnn": {},
    }  # fmt: skip
    up, down = t("pushes the state up"), t("pushes the state down")
    if cell == "lstm":
        up, down = t("pushes the memory up"), t("pushes the memory down")
    return lines[cell] | {"up": up, "down": down}


def symbols(cell):
    """`[(letter, formula, what it is)]`."""
    told = {
        "f": t("how much of the old memory stays"), "i": t("how much of the candidate is written"),
        "o": t("how much of the memory is shown"), "z": t("how much of the old state stays"),
        "r": t("how much of the old state the candidate sees"), "g": t("what could be written"),
        "c": t("the new memory"), "h": t("the new state, handed on to the next step"),
    }  # fmt: skip
    return [[letter, line, told[letter]] for letter, line in SYMBOLS[cell].items()]


def shapes(reader):
    """`[(letter, shapes, how many numbers were learned for it)]`."""
    read, units, biases = reader.inputs.shape[1], reader.units, reader.weights["bias"].ndim
    vector, learned = f"({units})", read * units + units * units + biases * units
    bias = f" + 2·{vector}" if biases == 2 else f" + {vector}"
    summed = f"({read})·({read}×{units}) + {vector}·({units}×{units}){bias}"
    rows = [
        [letter, f"{letter}: {summed}", t("{count} weights", count=f"{learned:,}")] for letter in GATES[reader.cell]
    ]
    free = {
        "lstm": {"c": f"c: {vector} ⊙ {vector} + {vector} ⊙ {vector}", "h": f"h: {vector} ⊙ {vector}"},
        "gru": {"h": f"h: {vector} ⊙ {vector} + {vector} ⊙ {vector}"},
        "rnn": {},
    }[reader.cell]
    return rows + [[letter, line, t("no weights")] for letter, line in free.items()]


def total(reader):
    """The count of Keras."""
    counts, shape = reader.parameters, {name: "×".join(map(str, size)) for name, size in reader.shapes.items()}
    return t(
        "Keras counts {total} parameters: kernel {kernel}, recurrent_kernel {recurrent}, bias {bias}",
        total=f"{counts['total']:,}",
        kernel=shape["kernel"],
        recurrent=shape["recurrent_kernel"],
        bias=shape["bias"],
    )


def labels(reader):
    """All words of the picture."""
    steps = t("A button for every step, with the state after it as a little grid")
    legend = t(
        "x is what is read, h′ and c′ are state and memory before it. W, U and b were learned. σ squashes to 0 … 1, tanh to −1 … 1; ⊙ multiplies unit by unit."
    )
    return names(reader.cell) | {
        "row": steps,
        "back": t("Previous step"),
        "play": t("Play"),
        "on": t("Next step"),
        "step": t("Step"),
        "cell": t("The cell at this step"),
        "x": t("read now: x"),
        "held": t("held"),
        "mean": t("mean of"),
        "weights": t("the same {count} weights at every step", count=f"{reader.parameters['total']:,}"),
        "forms": {"numbers": t("Numbers"), "symbols": t("Symbols"), "shapes": t("Shapes")},
        "says": sayings(reader.cell),
        "percent": percent(0).removeprefix("0"),
        "symbols": legend,
        "total": total(reader),
    }

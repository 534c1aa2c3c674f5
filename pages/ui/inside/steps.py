"""The numbers of every step of one reader, as the component draws them: of one unit, and the means of all."""

import numpy as np

from nlp_models.answering import probe
from nlp_models.answering.units import BEGIN, is_writer
from nlp_models.numpy_layers.trace import LONG_NAMES
from nlp_models.text.vocabulary import SPACE, UNKNOWN_TOKEN
from pages.ui.frame.words import t

LETTERS = {"lstm": "figoch", "gru": "zrgh", "rnn": "h"}  # in the order in which they are told
GATES = {"lstm": "figo", "gru": "zrg", "rnn": "h"}  # what is squashed, and so can be held
SIGNED = "gch"  # between -1 and 1, the others between 0 and 1
SQUARES = 24  # units in the little grid of a word
ENDS = (0.05, 0.2, 0.5, 1)  # of its colours: a young network's states are small


def numbers_of(reader):
    """`{name: (T, units)}`: gates and states by letter, the states before (`c_prev`), the products in between."""
    found = {letter: reader.gates[LONG_NAMES[letter]] for letter in LETTERS[reader.cell]}
    before = [reader.previous(step) for step in range(len(reader.tokens))]
    found["h_prev"] = np.stack([state["hidden_state"] for state in before])
    if reader.cell == "lstm":
        found["c_prev"] = np.stack([state["cell_state"] for state in before])
        found["squashed"] = np.tanh(found["c"])
        return found | {"kept": found["f"] * found["c_prev"], "written": found["i"] * found["g"]}
    if reader.cell == "gru":
        return found | {"kept": found["z"] * found["h_prev"], "written": (1 - found["z"]) * found["g"]}
    return found | {"before": sum(summands_of(reader, "h"))}


def summands_of(reader, letter):
    """What is added up before the squashing: of the word, of the state before, the bias; each `(T, units)`.

    Of a GRU's candidate the second is what the reset gate lets through, its own bias in it: `r (h U + b)`.
    """
    one = reader.summands[LONG_NAMES[letter]]
    own = 0 if one.recurrent_bias is None else one.recurrent_bias
    state, bias = one.h, one.bias + own
    if reader.cell == "gru" and letter == "g":
        state, bias = reader.gates["reset_gate"] * (one.h + own), one.bias
    return one.x, state, np.broadcast_to(bias, one.x.shape)


def steps_of(reader, window, pick):
    """A dict for every step of the window; `pick (T, units) -> (T,)` is one unit's column, or the mean."""
    first, last = window
    columns = {name: _rounded(pick(values)[first:last]) for name, values in numbers_of(reader).items()}
    sums = {
        letter: np.transpose([_rounded(pick(part)[first:last]) for part in summands_of(reader, letter)]).tolist()
        for letter in GATES[reader.cell]
    }
    return [
        {name: values[at] for name, values in columns.items()}
        | {"sums": {letter: rows[at] for letter, rows in sums.items()}}
        for at in range(last - first)
    ]


def one_unit(unit):
    return lambda values: values[:, unit]


def mean_of_all(values):
    return values.mean(axis=1)


def units_in_grid(reader, unit):
    """The units in the little grid of a word, by number: the liveliest, the open one among them."""
    liveliest = probe.most_varying(reader.gates["hidden_state"], SQUARES).tolist()
    return sorted(liveliest if unit in liveliest else [*liveliest[: SQUARES - 1], unit])


def squares(reader, window, units):
    """The little grid of every word: the states of these units, -1 to 1 of the colours' end."""
    states = reader.gates["hidden_state"][:, units]
    end = next(end for end in ENDS if end >= min(1, abs(states).max()))
    return np.clip(np.round(states[slice(*window)] / end, 2), -1, 1).tolist()


def order_of(reader, window):
    """The places of the window's words in the order in which they are read, from 0 on."""
    first, last = window
    return [step - first for step in reader.steps if first <= step < last]


def opening(reader, window, unit):
    """Which of these steps to open on: the one at which the unit's state moved most."""
    first, last = window
    found = numbers_of(reader)
    moves = abs(found["h"] - found["h_prev"])[first:last, unit]
    return order_of(reader, window).index(int(moves.argmax()))


def words_of(reader):
    """What a reader read, as it is shown; a decoder's first is the sign that it may begin."""
    words = shown_of(reader, reader.tokens)
    return [t("(start)"), *words[1:]] if is_writer(reader.name) else words


def shown_of(reader, tokens):
    """Tokens of a row that it was searched in, as people read them."""
    begun = is_writer(reader.name) and tokens[0] == BEGIN
    return [t("(start)"), *shown_tokens(tokens[1:])] if begun else shown_tokens(tokens)


def joined(tokens):
    """Which of them go on with the word before them: pieces, of a vocabulary that has some."""
    spaced = any(token.startswith(SPACE) for token in tokens)
    return [
        token.startswith("·") or (spaced and place > 0 and not token.startswith(SPACE))
        for place, token in enumerate(tokens)
    ]


def shown_tokens(tokens):
    """Tokens as people read them; the sign for a space within a word is left out."""
    unknown = {UNKNOWN_TOKEN: t("(unknown word)")}
    return [unknown.get(token.removeprefix("·")) or token.replace(SPACE, "") or "␣" for token in tokens]


def _rounded(values):
    return np.round(np.asarray(values, np.float64), 4).tolist()

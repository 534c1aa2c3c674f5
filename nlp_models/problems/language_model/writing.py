"""A language model writes on: token by token from where a text ends.

>>> ids = list(write(predictor, "the old boat", Decoding(temperature=0.8), most=3, seed=1))
>>> text_of(predictor.problem.vocabulary, ids)
'is mom.'
"""

import re
import unicodedata

import numpy as np

from nlp_models.numpy_layers.decoding import beam_search, next_id
from nlp_models.text.layout import PLAIN
from nlp_models.text.shown import BREAK
from nlp_models.text.vocabulary import END, PADDING, SPACE, UNKNOWN

MOST_READ = 400  # tokens before the place where it writes on; what lies further back hardly counts
LATELY = 64  # tokens that would be repeated
NOT_WRITTEN = [PADDING, UNKNOWN]
ONE_END = re.compile(rf"{BREAK}|\n")
LINE_END = re.compile(rf"(?:\s*(?:{BREAK}|\n))+\s*")
GLUED = set(".,!?;:%)]}’”…")


def words_of(text, layout=PLAIN):
    """The words of a text as they were written, a BREAK among them where a line ends: at a BREAK or a line break."""
    if layout == PLAIN:
        return f" {BREAK} ".join(LINE_END.split(text.strip())).split()
    *lines, last = ONE_END.split(text.rstrip().lstrip("\n"))
    return f" {BREAK} ".join([*layout.lines(lines), layout.marked(last)]).split()


def tokens_of(vocabulary, text):
    """`(token, number, place among words_of(text))` of the last MOST_READ tokens, END where a line ends."""
    tokens, place, line = [], 0, []
    for word in [*words_of(text, vocabulary.layout), None]:
        if word in (BREAK, None):
            tokens += (
                [(token, number, place + at) for token, number, at in vocabulary.tokenize(" ".join(line))]
                if line
                else []
            )
            place += len(line) + 1
            tokens += [(BREAK, END, place - 1)] if word else []
            line = []
        else:
            line.append(word)
    if text.endswith(" ") and vocabulary.kind in ("character", "jamo") and SPACE in vocabulary.ids and tokens:
        tokens += [(SPACE, vocabulary.ids[SPACE], tokens[-1][2])] if tokens[-1][1] != END else []
    return tokens[-MOST_READ:]


def context(vocabulary, text):
    """The numbers of these tokens."""
    return [number for _, number, _ in tokens_of(vocabulary, text)]


def write(predictor, text, how, most, seed=0):
    """Numbers of up to `most` tokens that follow a text, one at a time; END starts a new line."""
    ids, (logits, state) = context(predictor.problem.vocabulary, text), (None, None)
    logits, state = first_step(predictor, ids)
    if how.num_beams > 1:
        yield from beam_search(_stepper(predictor), _allowed(logits[None]), state, how, most, END)
        return
    generator, step = np.random.default_rng(seed), _stepper(predictor)
    said = [number for number in ids if number != END]
    logits = _allowed(logits[None])
    for _ in range(most):
        number = next_id(logits[0], how, generator, said[-LATELY:])
        yield number
        said += [number] if number != END else []
        logits, state = step(np.asarray([number]), state)


def first_step(predictor, ids):
    """`(logits (V,), state)` after the end of a line and these tokens."""
    states, state = predictor.network.read(np.asarray([[END, *ids]]), predictor.network.begin())
    return predictor.network.logits(states[0, -1]), state


def _stepper(predictor):
    def step(ids, state):
        logits, state = predictor.network.step(ids, state)
        return _allowed(logits), state

    return step


def _allowed(logits):
    logits[:, NOT_WRITTEN] = -np.inf
    return logits


def text_of(vocabulary, ids):
    """The lines that these tokens make."""
    lines, line = [], []
    for number in [*ids, END]:
        if number == END:
            lines.append(vocabulary.text(line))
            line = []
        else:
            line.append(number)
    return "\n".join(lines).strip("\n")


def appended(vocabulary, text, number):
    """A text with one more token, written as people write."""
    token = vocabulary.tokens[number]
    if number == END:
        return f"{text.rstrip(' ') if vocabulary.layout.empty_lines else text.rstrip()}\n"
    pieces = vocabulary.kind in ("character", "jamo", "subword")
    text = text.rstrip(" ") if token.startswith(SPACE) or not pieces else text
    begins = not text or text.endswith("\n")
    if pieces:
        piece = token.replace(SPACE, " ")
        return unicodedata.normalize("NFC", text + (piece.lstrip() if begins else piece))
    return text + ("" if token in GLUED or begins else " ") + token


def laid_out(vocabulary, text):
    """A text whose lines are marked as it is read, with its lines and their indentation as they are written."""
    lines = re.split(rf" ?{BREAK} ?|\n", text)
    return "\n".join(map(vocabulary.layout.written, lines))


def continued(vocabulary, text, numbers):
    """A text with these tokens behind it, written as people write."""
    for number in numbers:
        text = appended(vocabulary, text, number)
    return text

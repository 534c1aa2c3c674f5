"""Ask the network in model.keras, without Unrolled.

    pip install -r requirements.txt
    python load.py "a text to answer"

or from your own code: `from load import answer`. Text is cut into tokens just as in training: texts.py, vocabulary.json.
"""

import sys
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PADDING, UNKNOWN, END = 0, 1, 2
NEVER = [PADDING, UNKNOWN]  # to be written
MAX_LETTERS = 5_000  # more is never read
SPACE = "▁"  # stands for a space where pieces of words are the tokens

sys.path.insert(0, str(HERE))  # layers.py and texts.py lie beside this file, wherever Python was started


def answer(text):
    """What the network writes for a text, the likeliest token each time."""
    ids, _ = write([text])[0]
    return joined([settings()["target"]["tokens"][number] for number in ids if number != END])


def probabilities(texts):
    """An array `(texts, tokens)`: of every token that is written its probability, 0 after the end."""
    found = np.zeros((len(texts), settings()["max_tokens"]), np.float32)
    for row, (_, shares) in zip(found, write(texts), strict=True):
        row[: len(shares)] = shares
    return found


def write(texts):
    """For every text `(ids, probability of each)`, END the last."""
    source, written = read(texts), np.full((len(texts), 1), END, np.int32)
    found, open_rows = [([], []) for _ in texts], set(range(len(texts)))
    for place in range(settings()["max_tokens"]):
        shares = np.asarray(network()([source, written], training=False))[:, -1].astype(np.float64)
        shares[:, NEVER + ([END] if place == 0 else [])] = 0
        for row in range(0 if settings()["stutters"] else len(texts)):
            shares[row, stuttering(found[row][0])] = 0
        shares /= shares.sum(axis=1, keepdims=True)
        numbers = shares.argmax(axis=1)
        for row in sorted(open_rows):
            found[row][0].append(int(numbers[row]))
            found[row][1].append(float(shares[row, numbers[row]]))
        open_rows -= {row for row in open_rows if numbers[row] == END}
        if not open_rows:
            break
        written = np.concatenate([written, numbers[:, None].astype(np.int32)], axis=1)
    return found


def stuttering(ids):
    """Numbers that would say the last token again, or after it what has followed it before."""
    return [ids[-1], *(after for token, after in pairwise(ids) if token == ids[-1])] if ids else []


def read(texts):
    """Ids of the texts `(N, S)`, 0 on the right."""
    from texts import encode

    most = settings()["max_tokens"]
    sequences = [encode(text[:MAX_LETTERS])[:most] or [UNKNOWN] for text in texts]
    padded = np.zeros((len(texts), max(map(len, sequences))), np.int32)
    for row, ids in zip(padded, sequences, strict=True):
        row[: len(ids)] = ids
    return padded


def joined(tokens):
    """Tokens as people write them; of words, signs stand apart."""
    apart = settings()["target"]["kind"] in ("word", "spaced", "morpheme")
    text = (" " if apart else "").join(tokens).replace(SPACE, " ")
    return unicodedata.normalize("NFC", text).strip()


def settings():
    """The tokens of both sides, and how many are read and written."""
    from texts import settings as known

    return known()


@cache
def network():
    """The Keras model; its inputs are what is read and what was written, its output a probability per next token."""
    import keras
    import layers  # noqa: F401 - registers the layers that Keras does not have

    return keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


def main(texts):
    """Print what is written for every text."""
    if not texts:
        print(__doc__)
        return 2
    for text in texts:
        print(f"{text}\n  {answer(text)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

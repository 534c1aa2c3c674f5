"""Ask the network in model.keras, without Unrolled.

    pip install -r requirements.txt
    python load.py "a lovely film"

or from your own code: `from load import probabilities`. Text is cut into tokens just as in training: vocabulary.json.
"""

import base64
import json
import re
import sys
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
MAX_LETTERS = 20_000  # more is never read
UNKNOWN = 1  # 0 is padding
MOST_SHOWN = 20  # answers
SPACE = "▁"  # stands for a space where letters are the tokens


def probabilities(texts):
    """An array `(texts, labels)`; the labels are `settings()["labels"]`."""
    sequences = [what_is_read(encode(text), text) for text in texts]
    padded = np.zeros((len(texts), max(map(len, sequences))), np.int32)
    for row, ids in zip(padded, sequences, strict=True):
        row[: len(ids)] = ids
    return network().predict(padded, verbose=0)


def what_is_read(ids, text):
    """The beginning of a text; where the next token is asked for, its end, after the end of a line."""
    known = settings()
    if "start" not in known:
        return ids[: known["max_tokens"]] or [UNKNOWN]
    if known["kind"] in ("character", "jamo") and text.strip() and text.endswith(" ") and SPACE in numbers():
        ids = [*ids, numbers()[SPACE]]
    return [*known["start"], *ids[-known["max_tokens"] :]]


@cache
def network():
    """The Keras model; its input is token ids, its output one probability per label."""
    sys.path.insert(0, str(HERE))  # layers.py lies beside this file, wherever Python was started
    import keras
    import layers  # noqa: F401 - registers the two layers that Keras does not have

    return keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


@cache
def settings():
    """Kind of tokens, the tokens themselves (or a SentencePiece model), labels, and how many tokens are read."""
    return json.loads((HERE / "vocabulary.json").read_text("utf-8"))


def encode(text):
    """The ids of a text's tokens."""
    text = " ".join(unicodedata.normalize("NFC", text[:MAX_LETTERS]).split())
    text = text.lower() if settings()["lower_case"] else text
    if settings()["kind"] == "subword":
        return sentencepiece().encode(text)
    return [numbers().get(token, UNKNOWN) for token in cut(text)]


def cut(text):
    """The tokens of a text by the kind of this vocabulary."""
    kind = settings()["kind"]
    if kind == "word":
        return re.findall(r"\w+|[^\w\s]", text)
    if kind == "spaced":
        return text.split()
    if kind == "morpheme":
        return [token.form for token in kiwi().tokenize(text)]
    if kind == "jamo":
        text = unicodedata.normalize("NFD", text)
    return [SPACE if letter == " " else letter for letter in text]


@cache
def numbers():
    return {token: number for number, token in enumerate(settings()["tokens"])}


@cache
def sentencepiece():
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_proto=base64.b64decode(settings()["model"]))


@cache
def kiwi():
    from kiwipiepy import Kiwi

    return Kiwi()


def main(texts):
    """Print every label with its probability, the likeliest first."""
    if not texts:
        print(__doc__)
        return 2
    names = settings()["names"]
    for text, row in zip(texts, probabilities(texts).tolist(), strict=True):
        print(text)
        for label, share in sorted(zip(settings()["labels"], row, strict=True), key=lambda pair: -pair[1])[:MOST_SHOWN]:
            print(f"  {share:.6f}  {names.get(label, label)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

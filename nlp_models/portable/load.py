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
import zlib
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
MAX_LETTERS = 20_000  # more is never read
UNKNOWN = 1  # 0 is padding
MOST_SHOWN = 20  # answers
LINE_END = r"(?:\s*(?:⏎|\n))+\s*"  # where a text goes on in a new line
SPACE = "▁"  # stands for a space where letters are the tokens


def probabilities(texts):
    """An array `(texts, labels)`; the labels are `settings()["labels"]`."""
    ids = pad([what_is_read(text) for text in texts])
    if "spelling" not in settings():
        return network().predict(ids, verbose=0)
    return network().predict([ids, pad([spell(text) for text in texts])], verbose=0)


def pad(sequences):
    """Lists of numbers as one array, 0 on the right."""
    padded = np.zeros((len(sequences), max(map(len, sequences))), np.int32)
    for row, numbers in zip(padded, sequences, strict=True):
        row[: len(numbers)] = numbers
    return padded


def what_is_read(text):
    """The beginning of a text; where the next token is asked for, the end of its lines, after the end of one before."""
    known, ids = settings(), []
    if "start" not in known:
        return encode(text)[: known["max_tokens"]] or [UNKNOWN]
    for number, line in enumerate(lines_of(text[:MAX_LETTERS])):
        ids += (known["start"] if number else []) + (encode(line) if line else [])
    spaced = known["kind"] in ("character", "jamo") and text.endswith(" ") and SPACE in numbers()
    if ids and spaced and [ids[-1]] != known["start"]:
        ids.append(numbers()[SPACE])
    return [*known["start"], *ids[-known["max_tokens"] :]]


def lines_of(text):
    """The lines of a text; where their layout was learned, with a sign for each level of indentation, and empty ones."""
    layout = settings().get("layout")
    if layout is None:
        return re.split(LINE_END, text.strip())
    *lines, last = [marked(line, layout["indent"]) for line in re.split("⏎|\n", text.rstrip().lstrip("\n"))]
    kept = []
    for line in lines:
        if line or (layout["empty_lines"] and kept and kept[-1]):
            kept.append(line)
    return [*kept, last]


def marked(line, indent):
    """A line with ⇥ for each level before it."""
    widths = [len(text) - len(text.lstrip()) for text in (line.expandtabs(4), f"{indent}.".expandtabs(4))]
    levels = min(widths[0] // widths[1], 12) if indent else 0
    return f"{'⇥' * levels} {line.strip()}".strip()


@cache
def network():
    """The Keras model; its input is token ids, and n-grams where spelling is read; its output one probability per label."""
    sys.path.insert(0, str(HERE))  # layers.py lies beside this file, wherever Python was started
    import keras
    import layers  # noqa: F401 - registers the layers that Keras does not have

    return keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


@cache
def settings():
    """Kind of tokens, the tokens themselves (or a SentencePiece model), labels, and how many tokens are read."""
    return json.loads((HERE / "vocabulary.json").read_text("utf-8"))


def encode(text):
    """The ids of a text's tokens."""
    text = normalise(text)
    if settings()["kind"] == "subword":
        return sentencepiece().encode(text)
    return [numbers().get(token, UNKNOWN) for token in cut(text)]


def normalise(text):
    """One form for each letter (NFC), single spaces, small letters where they were learned."""
    text = " ".join(unicodedata.normalize("NFC", text[:MAX_LETTERS]).split())
    return text.lower() if settings()["lower_case"] else text


def spell(text):
    """The n-grams of the words that are read, as numbers: pieces of " word " up to `longest` letters long."""
    how, found = settings()["spelling"], []
    words, most = normalise(text).split(), settings()["max_tokens"]
    read = sentencepiece().encode(normalise(text), out_type=str)[:most]
    for word in words if len(read) < most else words[: sum(piece.startswith(SPACE) for piece in read)]:
        marked = f" {word[: how['letters']]} "
        sizes = range(1, how["longest"] + 1)
        pieces = [marked[at : at + size] for size in sizes for at in range(len(marked) - size + 1)]
        found += [1 + zlib.crc32(piece.encode("utf-8", "replace")) % (how["buckets"] - 1) for piece in pieces]
    return found or [0]


def cut(text):
    """The tokens of a text by the kind of this vocabulary."""
    kind = settings()["kind"]
    if kind == "word":
        return re.findall(r"\w+|⇥+|[^\w\s]", text)
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

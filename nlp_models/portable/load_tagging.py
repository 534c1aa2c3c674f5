"""Ask the tagger in model.keras, without Unrolled.

    pip install -r requirements.txt
    python load.py "Maria left her watch in Paris"

or from your own code: `from load import tags`. Words are cut and spelled just as in training: vocabulary.json.
"""

import json
import sys
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
MAX_LETTERS = 5_000  # more is never read
UNKNOWN, BEGIN, END, FIRST_CHARACTER = 1, 2, 3, 4  # 0 is padding

sys.path.insert(0, str(HERE))  # layers.py, crf.py and sentences.py lie beside this file, wherever Python was started


def tags(text):
    """`[(word, tag, probability)]` of a text."""
    labels = settings()["labels"]
    words, numbers, shares = answer([text])[0]
    return [(word, labels[n], float(share[n])) for word, n, share in zip(words, numbers, shares, strict=True)]


def probabilities(texts):
    """An array `(texts, words, tags)`, 0 where a text has ended."""
    answers = answer(texts)
    found = np.zeros((len(texts), max(len(shares) for *_, shares in answers), len(settings()["labels"])), np.float32)
    for row, (*_, shares) in zip(found, answers, strict=True):
        row[: len(shares)] = shares
    return found


def answer(texts):
    """`(words, numbers of their tags, probabilities (words, tags))` of every text, by Viterbi where there is a CRF."""
    found = []
    for text in texts:
        words = split(text[:MAX_LETTERS])[: settings()["max_tokens"]] or ["?"]
        ids = np.asarray([[number(word) for word in words]], np.int32)
        scores = np.asarray(network()(inputs(ids, words), training=False))
        mask = np.ones(ids.shape, bool)
        if crf() is None:
            shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
            shares /= shares.sum(axis=-1, keepdims=True)
            found.append((words, scores[0].argmax(axis=-1), shares[0]))
        else:
            from crf import marginals, viterbi

            found.append((words, viterbi(scores, mask, *crf())[0], marginals(scores, mask, *crf())[0][0]))
    return found


def inputs(ids, words):
    """What the network reads: ids of words and, where it reads characters, their spellings and places."""
    if not settings()["characters"]:
        return [ids]
    spelled = [spell(word) for word in words]
    characters = np.zeros((len(words), max(map(len, spelled))), np.int32)
    for row, letters in zip(characters, spelled, strict=True):
        row[: len(letters)] = letters
    return [ids, characters, np.arange(len(words), dtype=np.int32)[None, :]]


@cache
def network():
    """The Keras model; its output is one score per tag at every word."""
    import keras
    import layers  # noqa: F401 - registers the layers that Keras does not have

    return keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


@cache
def crf():
    """`(transitions, start, end)`, or None."""
    file = HERE / "crf.npz"
    return tuple(np.load(file)[name] for name in ("transitions", "start", "end")) if file.exists() else None


@cache
def settings():
    """The words, the characters, the tags, and how many words are read."""
    return json.loads((HERE / "vocabulary.json").read_text("utf-8"))


@cache
def _ids():
    known = settings()
    characters = {letter: n for n, letter in enumerate(known["characters"], FIRST_CHARACTER)}
    return {word: n for n, word in enumerate(known["tokens"])}, characters


def number(word):
    """The id of a word."""
    return _ids()[0].get(word.lower() if settings()["lower_case"] else word, UNKNOWN)


def spell(word):
    """The ids of a word's characters, between the signs of its beginning and its end."""
    most = settings()["most_characters"]
    word = word if len(word) <= most else word[: most // 2] + word[-(most // 2) :]
    return [BEGIN, *(_ids()[1].get(letter, UNKNOWN) for letter in word), END]


def split(text):
    """The words of a text, or its letters."""
    from sentences import split_words

    return split_words(text, settings()["letters"])


def main(texts):
    """Print every word with its tag."""
    if not texts:
        print(__doc__)
        return 2
    for text in texts:
        for word, tag, share in tags(text):
            print(f"{word}\t{tag}\t{share:.3f}")
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

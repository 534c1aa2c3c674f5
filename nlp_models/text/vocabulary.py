"""Vocabulary: text <-> ids. Built from the training part only, saved with the run, travels in the bundle.

>>> words = Vocabulary.build(["a good film", "a dull film"], kind="word", size=100)
>>> words.encode("a good play")
[2, 5, 1]
"""

import base64
import io
import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from nlp_models.errors import BundleError, DataError
from nlp_models.text.layout import LEVEL, PLAIN, Layout

PADDING, UNKNOWN, END = 0, 1, 2  # padding is 0, so real tokens start at 1; the end of a line only where asked for
SPACE = "▁"  # stands for a space where letters are the tokens
MAX_SUBWORD_MODEL = 2_000_000  # bytes; 100,000 pieces fit
WORD = re.compile(rf"\w+|{LEVEL}+|[^\w\s]")
LEARNED_SCRIPT = 0.1  # of the tokens with letters; what a language borrows stays under it, of ours under a tenth
AT_ONCE = 10_000  # words whose cuts are listed before they are laid together; texts that are encoded together
FOR_SUBWORDS = 60_000  # texts
UNKNOWN_TOKEN = "<unk>"  # also in a corpus that came with its rare words replaced
JOINED = (  # where words and signs stand together in writing
    (re.compile(r" ([.,!?;:%)\]}’”…])"), r"\1"), (re.compile(r"([(\[{‘“$#]) "), r"\1"), (re.compile(r"(\w) (['’-]) (?=\w)"), r"\1\2"),
    (re.compile(r'" ([^"]*?) "'), r'"\1"'),
)  # fmt: skip


class Vocabulary:
    """The tokens a network knows, in order of their ids; 0 is padding, 1 the unknown token."""

    def __init__(self, kind, tokens, lower_case=True, model=None, layout=PLAIN):
        self.kind, self.tokens, self.lower_case, self.model = kind, list(tokens), lower_case, model
        self.layout = layout
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self._tokenizer = CUTTERS[kind](model)

    def __len__(self):
        return len(self.tokens)

    @classmethod
    def build(cls, texts, kind, size, lower_case=True, ends=False, least=1, layout=PLAIN):
        """Learn the `size` most useful tokens of `texts`, those seen `least` times; with `ends`, number 2 is the end of a line."""
        if kind == "subword":
            read = [normalise(layout.marked(text), lower_case) for text in some_for_subwords(texts)]
            model = train_subwords(read, size, ends)
            return cls(kind, Subwords(model).subwords(), lower_case, model, layout)
        tokenizer = CUTTERS[kind](None)
        read = (normalise(layout.marked(text), lower_case) for text in texts)
        counts = Counter(token for text in read for token, _ in tokenizer.tokenize(text))
        first = ["<pad>", UNKNOWN_TOKEN, *(["<eos>"] if ends else [])]
        for token in first:
            counts.pop(token, None)
        # equal counts in alphabetical order, so that the same rows in another order give the same ids
        often = [token for token, count in counts.items() if count >= least]
        common = sorted(often, key=lambda token: (-counts[token], token))[: size - len(first)]
        return cls(kind, [*first, *common], lower_case, layout=layout)

    def encode(self, text):
        """Ids of one text; an empty text becomes one unknown token."""
        return self.encode_all([text])[0]

    def encode_all(self, texts):
        """A list of lists of ids."""
        texts = [self._as_read(text) for text in texts]
        if self.kind == "subword":
            return [ids or [UNKNOWN] for ids in self._tokenizer.processor.encode(texts, num_threads=2)]
        get = self.ids.get
        return [[get(token, UNKNOWN) for token, _ in self._tokenizer.tokenize(text)] or [UNKNOWN] for text in texts]

    def each_encoded(self, texts):
        """The ids of one text after another, of which few are held at a time."""
        left = iter(texts)
        while some := list(islice(left, AT_ONCE)):
            yield from self.encode_all(some)

    def tokenize(self, text):
        """`(token, id, word)` for each token of a text; `word` counts the spaces before it."""
        pairs = self._tokenizer.tokenize(self._as_read(text))
        last = max(len(text.split()) - 1, 0)
        return [(token, self.ids.get(token, UNKNOWN), min(word, last)) for token, word in pairs]

    def text(self, ids):
        """The text that these tokens make, written as people write."""
        return self.layout.written(self._tokenizer.join([self.tokens[number] for number in ids]))

    def _as_read(self, text):
        return normalise(self.layout.marked(text), self.lower_case)

    @cached_property
    def scripts(self):
        """The scripts that it is written in: those of a tenth of its tokens at least."""
        counts = Counter(filter(None, map(script_of, self.tokens[UNKNOWN + 1 :])))
        return {script for script, count in counts.items() if count >= LEARNED_SCRIPT * counts.total()}

    def words(self, text):
        """The text as it is read, cut at spaces."""
        return normalise(text, self.lower_case).split(" ") if text.strip() else []

    def alternatives(self, words, most):
        """Ways to cut each word into subwords: for each a list of lists of ids, the likeliest first; `scores` says how likely."""
        return self._tokenizer.alternatives(words, most)

    @cached_property
    def scores(self):
        """The log probability of every subword."""
        return self._tokenizer.scores()

    def to_json(self):
        """What the bundle keeps: the tokens, or a SentencePiece model as base64."""
        kept = {"model": base64.b64encode(self.model).decode()} if self.model else {"tokens": self.tokens}
        kept |= {"layout": asdict(self.layout)} if self.layout != PLAIN else {}
        return json.dumps({"kind": self.kind, "lower_case": self.lower_case, **kept}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text):
        """Read `to_json` back; raises BundleError when it is not one."""
        try:
            data = json.loads(text)
            kind, lower_case, layout = data["kind"], bool(data["lower_case"]), Layout.from_json(data.get("layout"))
            if kind == "subword":
                model = base64.b64decode(data["model"], validate=True)
                return cls(kind, Subwords(model).subwords(), lower_case, model, layout)
            tokens = data["tokens"]
            if kind not in CUTTERS or not all(isinstance(token, str) for token in tokens):
                raise KeyError(kind)
            return cls(kind, tokens, lower_case, layout=layout)
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise BundleError("The vocabulary of this bundle cannot be read.") from error


def sides_of(data):
    """The vocabularies of a vocabulary.json, each as its dict: one, or that of what is read and that of what is written."""
    sides = [data.get(name) for name in ("source", "target")]
    return sides if all(isinstance(side, dict) for side in sides) else [data]


@lru_cache(maxsize=100_000)
def script_of(token):
    """The script of a token's first letter, by Unicode's name for it: LATIN, HANGUL, CYRILLIC; "" without letters."""
    letter = next(filter(str.isalpha, token), "")
    return unicodedata.name(letter, "?").split(" ")[0] if letter else ""


def normalise(text, lower_case):
    """One form for each letter (NFC), single spaces, small letters when asked."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text.lower() if lower_case else text


class Words:
    """Words and punctuation marks."""

    def __init__(self, model=None):
        self.model = model

    def tokenize(self, text):
        return [(token, word) for word, part in enumerate(text.split()) for token in WORD.findall(part)]

    def join(self, tokens):
        """Signs stand at the word they belong to; what stood there before is not kept, so this is a rule of thumb."""
        text = " ".join(tokens)
        for pattern, joined in JOINED:
            text = pattern.sub(joined, text)
        return text


class Spaced(Words):
    """Whatever stands between spaces: for text that came cut already, with its rare words as `<unk>`."""

    def tokenize(self, text):
        return [(token, word) for word, token in enumerate(text.split())]

    def join(self, tokens):
        return " ".join(tokens)


class Characters:
    """Letters and syllables, a space among them."""

    def __init__(self, model=None):
        self.model = model

    def tokenize(self, text):
        pairs, word = [], 0
        for letter in self.letters(text):
            pairs.append((SPACE if letter == " " else letter, word))
            word += letter == " "
        return pairs

    def letters(self, text):
        return text

    def join(self, tokens):
        return unicodedata.normalize("NFC", "".join(tokens)).replace(SPACE, " ")


class Jamo(Characters):
    """Hangul syllables taken apart into initial, vowel and final."""

    def letters(self, text):
        return unicodedata.normalize("NFD", text)


class Morphemes:
    """Kiwi's morphemes. Loaded only when chosen: it takes some 500 MB."""

    def __init__(self, model=None):
        try:
            from kiwipiepy import Kiwi
        except ImportError:
            raise DataError("Morphemes need the package kiwipiepy: pip install kiwipiepy.") from None
        self.kiwi = Kiwi(num_workers=2)

    def tokenize(self, text):
        return [(token.form, text.count(" ", 0, token.start)) for token in self.kiwi.tokenize(text)]

    def join(self, tokens):
        return " ".join(tokens)


class Subwords:
    """SentencePiece's unigram model (Kudo 2018)."""

    def __init__(self, model):
        from sentencepiece import SentencePieceProcessor

        if len(model) > MAX_SUBWORD_MODEL:
            raise BundleError("The subword model is larger than {limit} bytes.", limit=MAX_SUBWORD_MODEL)
        self.processor = SentencePieceProcessor(model_proto=model)

    def subwords(self):
        return [self.processor.id_to_piece(index) for index in range(self.processor.get_piece_size())]

    def tokenize(self, text):
        pairs, word = [], -1
        for piece in self.processor.encode(text, out_type=str):
            word += piece.startswith(SPACE)
            pairs.append((piece, max(word, 0)))
        return pairs

    def join(self, tokens):
        return "".join(tokens).replace(SPACE, " ").strip()

    def alternatives(self, words, most):
        for start in range(0, len(words), AT_ONCE):
            some = words[start : start + AT_ONCE]
            for segmentations in self.processor.nbest_encode(some, nbest_size=most, out_type=int):
                yield [ids or [UNKNOWN] for ids in segmentations or [[]]]

    def scores(self):
        scores = np.asarray([self.processor.get_score(index) for index in range(self.processor.get_piece_size())])
        scores[UNKNOWN] = scores.min() - 10  # SentencePiece's own penalty for an unknown letter
        return scores


CUTTERS = {
    "word": Words,
    "spaced": Spaced,
    "character": Characters,
    "jamo": Jamo,
    "morpheme": Morphemes,
    "subword": Subwords,
}


def some_for_subwords(texts):
    """Texts from which subwords are learned: of many some, which give the same pieces for the ear in a third of the time."""
    if len(texts) <= FOR_SUBWORDS:
        return texts
    return [texts[place] for place in np.linspace(0, len(texts) - 1, FOR_SUBWORDS).astype(int).tolist()]


def train_subwords(texts, size, ends=False):
    """A SentencePiece unigram model of at most `size` pieces, as bytes."""
    from sentencepiece import SentencePieceTrainer

    chosen = _without_rare_letters(some_for_subwords(texts), size * 3 // 4)
    written = io.BytesIO()
    try:
        SentencePieceTrainer.train(
            sentence_iterator=iter(chosen),
            model_writer=written,
            vocab_size=size,
            model_type="unigram",
            hard_vocab_limit=False,
            pad_id=PADDING,
            unk_id=UNKNOWN,
            bos_id=-1,
            eos_id=END if ends else -1,
            character_coverage=0.9998,
            num_threads=2,
            minloglevel=2,
            max_sentence_length=20_000,
        )
    except (RuntimeError, OSError) as error:
        raise DataError("These texts are too few to learn subwords from; choose words or characters.") from error
    return written.getvalue()


def _without_rare_letters(texts, most):
    """Keep the `most` commonest letters, so that every one can be a piece; the others will be unknown."""
    counts = Counter("".join(texts))
    rare = sorted(counts, key=lambda letter: (-counts[letter], letter))[most:]
    return [text.translate(dict.fromkeys(map(ord, rare), " ")) for text in texts] if rare else texts

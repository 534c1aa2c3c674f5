"""What a language model says of a text and how it goes on, and what is said of that."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nlp_models.numpy_layers.decoding import Decoding, log_softmax
from nlp_models.numpy_layers.functions import NEVER
from nlp_models.problems.language_model.writing import appended, context, continued, write
from nlp_models.problems.wording import Wording
from nlp_models.report import Brief
from nlp_models.safety import begins_to_tell, untold, word_filter
from nlp_models.text.shown import BREAK, shown, shown_likeliest
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

BRIEF_TOKENS = 20
BEGINNING = 5  # words of an example
SAMPLE = Decoding(temperature=0.8, top_k=40)
LOOKED_BACK = 20  # letters before a token that may make a listed word with it


@dataclass(frozen=True)
class Answer:
    """What the network expects after a text, and how likely each token of the text was where it stood."""

    words: list[str]
    word_probabilities: list[float]  # of each token, given those before it
    expected: list[tuple[str, float]]  # what was likeliest in its place
    next: list[tuple[str, float]]  # the likeliest tokens to come, the likeliest first
    next_ids: list[int]  # their numbers
    unknown: list[str]


class LanguageModelWording(Wording):
    """The `Wording` of a LanguageModel."""

    USE = "Going on with texts like those it learned from"

    @staticmethod
    def described(labels):
        return "reads a text and says how likely every token is to come next"

    def answer(self, texts, predictor, trace=None):
        """Probabilities of every token to come after each text `(N, V)`; `trace` receives the gates of the last one."""
        return np.exp(np.stack([self.foretold(text, predictor, trace)[1][-1] for text in texts]))

    def read(self, text, predictor, most=10):
        """An Answer: how likely each token was, and the `most` likeliest to come that may be offered (`offered`)."""
        read_tokens, words = self.tokenize(text), self.words_in(text)
        ids, logs = self.foretold(text, predictor)
        name = partial(shown, self.vocabulary)
        best = logs[:-1].argmax(axis=1)
        logs[-1, [PADDING, UNKNOWN]] = NEVER  # nobody can write an unknown word
        likeliest = self.offered(text, np.argsort(-logs[-1], kind="stable"), most)
        expected = word_filter().masked_words([name(number) for number in best.tolist()])
        return Answer(
            words=[name(number, token) for token, number, _ in read_tokens],
            word_probabilities=np.exp(logs[np.arange(len(ids)), ids]).tolist(),
            expected=[(word, float(np.exp(row.max()))) for word, row in zip(expected, logs[:-1], strict=True)],
            next=[(name(n), float(np.exp(logs[-1, n]))) for n in likeliest],
            next_ids=likeliest,
            unknown=list(dict.fromkeys(words[place] for _, number, place in read_tokens if number == UNKNOWN)),
        )

    def in_brief(self, text, predictor):
        """What it writes behind a text, always with the same luck, and the likeliest next tokens."""
        ids = write(predictor, text, SAMPLE, BRIEF_TOKENS, predictor.config.recipe.seed)
        written = untold(text, continued(self.vocabulary, text, ids).removeprefix(text.rstrip()))
        return Brief.of(written.rstrip().replace("\n", f" {BREAK} "), self.read(text, predictor, most=3).next)

    @staticmethod
    def predicted(answer):
        """The likeliest tokens to come."""
        data = {"next": [{"word": word, "probability": chance} for word, chance in answer.next]}
        return data, ["  ".join(f"{word} {chance:.3f}" for word, chance in answer.next)]

    @staticmethod
    def by_word(answer):
        """How likely each token was, given those before it."""
        return [
            f"{word:<20} {chance:.3f}" for word, chance in zip(answer.words, answer.word_probabilities, strict=True)
        ]

    def file_columns(self, names):
        """What likely follows each text."""
        return ["next", "probability", "perplexity"]

    def file_answers(self, texts, predictor, names):
        """The likeliest next token with its probability, and how surprising the text itself was."""
        rows = []
        for text in texts:
            answer = self.read(text, predictor, most=1)
            surprise = (
                np.exp(-np.log(np.maximum(answer.word_probabilities, 1e-30)).mean())
                if answer.word_probabilities
                else 1.0
            )
            rows.append([answer.next[0][0], f"{answer.next[0][1]:.4f}", f"{surprise:.2f}"])
        return rows

    @staticmethod
    def readable(text):
        """The beginning of a line, to go on from."""
        return " ".join(text.split()[:BEGINNING])

    def offered(self, text, numbers, most):
        """The first so many of these tokens that make no listed word behind the text, and do not make it tell of being hurt."""
        words, end, offered = word_filter(), text[-LOOKED_BACK:], []
        before = words.count(end)
        for number in map(int, numbers):
            listed = words.count(appended(self.vocabulary, end, number)) > before
            if not listed and not begins_to_tell(text, appended(self.vocabulary, text, number)):
                offered.append(number)
            if len(offered) == most:
                break
        return offered

    def likeliest(self, text, logs, most):
        """`{token as shown: its probability}` of those offered behind a text, by log probabilities `(V,)`."""
        offered, kept = self.offered(text, np.argsort(-logs, kind="stable"), most), np.full(len(logs), -np.inf)
        kept[offered] = logs[offered]
        return shown_likeliest(self.vocabulary, kept, len(offered))

    def foretold(self, text, predictor, trace=None):
        """`(ids (T,), log probabilities (T + 1, V) before each token and after the last)`."""
        ids = context(self.vocabulary, text)
        network = predictor.network
        first, state = network.read(np.asarray([[END]]), network.begin(), place=-1)
        rest, _ = network.read(np.asarray([ids], np.int32), state, trace) if ids else (first[:, :0], 0)
        return np.asarray(ids, np.int32), log_softmax(network.logits(np.concatenate([first, rest], axis=1)[0]))

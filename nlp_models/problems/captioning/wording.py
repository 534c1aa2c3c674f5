"""The caption of a picture, and what is said of it."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.decoding import log_softmax, without_loop
from nlp_models.problems.captioning.arrays import inputs_and_targets, searched
from nlp_models.problems.captioning.pictures import MOST_LETTERS, kept_pixels, name_of, pixels
from nlp_models.problems.wording import Wording
from nlp_models.report import Brief
from nlp_models.safety import word_filter
from nlp_models.text.shown import shown
from nlp_models.text.vocabulary import END, UNKNOWN

GRID = 8  # cells along a side of the grid that attention looks at
DIGITS = 4


@dataclass(frozen=True)
class Answer:
    """What the network says of one picture, and what it would say without."""

    text: str
    ids: list[int]
    words: list[str]  # as a page shows them
    word_probabilities: list[float]  # of each word, given the picture and the words before
    blind_probabilities: list[float]  # of the same words, given only the words before
    attention_weights: np.ndarray | None  # where it looked at every word `(words, 8, 8)`; None without attention
    blind_text: str
    blind_words: list[str]
    beams: list[tuple[str, float]]  # the likeliest captions that several candidates find, with log probabilities


class CaptioningWording(Wording):
    """The `Wording` of a Captioning."""

    USE = "Telling pictures like those it learned from"
    LONGEST_EXAMPLE = MOST_LETTERS

    @staticmethod
    def described(labels):
        return "looks at a picture and tells it in words"

    def answer(self, texts, predictor, trace=None):
        """Probabilities `(N, V)` of the first word of each picture's caption."""
        network = predictor.network
        grids = network.encode(np.stack([kept_pixels(text) for text in texts]))
        logits, _ = network.step(np.full(len(texts), END), *network.begin(grids))
        return np.exp(log_softmax(logits))

    def read(self, text, predictor, num_beams=None):
        """An Answer: the caption of one picture, word by word."""
        network = predictor.network
        grid = network.encode(kept_pixels(text)[None])
        candidates = searched(network, grid, num_beams or network.settings["beams"])
        ((blind, _),) = searched(network, np.zeros_like(grid), 1)
        ids = without_loop(candidates[0][0])
        inputs, targets = inputs_and_targets([[*ids, END]])
        logs, _ = network.score_targets(inputs, targets, grid)
        unseen, _ = network.score_targets(inputs, targets, np.zeros_like(grid))
        attention_weights = network.attend(inputs, grid)
        return Answer(
            text=word_filter().masked(self.text(ids)),
            ids=ids,
            words=word_filter().masked_words(self.words(ids)),
            word_probabilities=np.exp(logs[0, : len(ids)]).tolist(),
            blind_probabilities=np.exp(unseen[0, : len(ids)]).tolist(),
            attention_weights=None
            if attention_weights is None
            else attention_weights[0, : len(ids)].reshape(-1, GRID, GRID),
            blind_text=word_filter().masked(self.text(blind)),
            blind_words=word_filter().masked_words(self.words(without_loop(blind))),
            beams=[(word_filter().masked(self.text(own)), log) for own, log in candidates],
        )

    def in_brief(self, text, predictor):
        """The caption of a picture."""
        network = predictor.network
        ((ids, _), *_) = searched(network, network.encode(kept_pixels(text)[None]), network.settings["beams"])
        return Brief.of(self.text(ids))

    @staticmethod
    def predicted(answer):
        """The caption with how likely each word was, and the one without the picture."""
        words = zip(answer.words, answer.word_probabilities, answer.blind_probabilities, strict=True)
        rows = [
            {"word": word, "probability": round(p, DIGITS), "without_the_picture": round(q, DIGITS)}
            for word, p, q in words
        ]
        return {"caption": answer.text, "words": rows, "blind": answer.blind_text}, [answer.text]

    @staticmethod
    def by_word(answer):
        """A line a word: its probability with and without the picture."""
        rows = zip(answer.words, answer.word_probabilities, answer.blind_probabilities, strict=True)
        return [answer.text, *(f"{word:<20} {p:.3f}  {q:.3f}" for word, p, q in rows)]

    def file_columns(self, names):
        """The caption and how likely it is."""
        return ["caption", "probability"]

    def file_answers(self, texts, predictor, names):
        """The cells of these columns for every picture."""
        answers = [self.read(text, predictor, num_beams=1) for text in texts]
        return [[one.text, f"{np.prod(one.word_probabilities):.4f}"] for one in answers]

    @staticmethod
    def askable(text):
        """The text of a picture."""
        if text:
            pixels(text)
        return text

    @staticmethod
    def cell(text):
        """The picture's name: itself is too long to stand in a table."""
        return name_of(text)

    def text(self, ids):
        """A caption from its numbers, up to where they begin to go round."""
        return self.vocabulary.text([number for number in without_loop(ids) if number != UNKNOWN])

    def words(self, ids):
        """The tokens as a page shows them."""
        return [shown(self.vocabulary, number) for number in ids]

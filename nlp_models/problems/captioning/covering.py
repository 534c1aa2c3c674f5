"""What of a picture would have to be covered so that a network writes another word: the smallest rectangle of squares.

found = covers(predictor, "scene:900008: big orange cross left", place=3)
found.answer, found.covers[0].answer      # ('cross', 'heart')

A picture has no words to exchange, but places: it is cut into SIDES x SIDES squares. A covered one has the median colour of the
picture. (The mean would not do: of an orange cross on grey it is a pale orange, which the first layer, evening a picture over its
spread, makes an orange square of.) The words before the one that is asked about are given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, islice, product
from typing import Any

import numpy as np

from nlp_models.errors import DataError
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.problems.captioning.arrays import searched
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE
from nlp_models.problems.captioning.pictures import address, kept_pixels
from nlp_models.safety import word_filter
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

SIDES = 8  # squares along a side: as many as the network itself has places
SQUARE = SIDE // SIDES  # pixels
LONGEST = 2  # times as long as it is wide: narrow strips are no places
AT_ONCE = 64  # pictures
MOST_TOLD = 8  # covers that seem to turn it, each told anew to see whether they do

Rectangle = tuple[int, int, int, int]  # top, left, and the row and column behind it, in squares
NOTHING, EVERYTHING = (0, 0, 0, 0), (0, 0, SIDES, SIDES)


@dataclass(frozen=True)
class Cover:
    """A rectangle without which another word is written."""

    rectangle: Rectangle
    picture: str  # with it covered, as a text
    answer: str  # the word that stands in that place then; "" where the caption ends before it
    probability: float  # of this word
    writes: str  # the whole caption, nothing given


@dataclass(frozen=True)
class Covers:
    """What was found, all equally small; none where even the picture covered as a whole does not turn it."""

    answer: str
    probability: float
    covers: list[Cover]
    tried: int
    unseen: float  # probability of the same word with the whole picture covered


def covers(
    predictor: Any,
    picture: str,
    place: int | None = None,
    most: int = 3,
    progress: Callable[[float], None] | None = None,
) -> Covers:
    """The smallest rectangles of a picture without which the word in `place` of its caption is another one.

    Without a place it is the word that owes most to the picture. DataError where nothing is written there.
    """
    search = _Search(predictor, picture, place)
    (whole, _), (unseen, turns) = search.scored([NOTHING, EVERYTHING])
    found, tried, every = [], 2, rectangles() if turns else []
    for _, own in groupby(every, key=area):
        some = list(own)
        found = search.told(some, most)
        tried += len(some)
        if progress:
            progress(tried / len(every))
        if found:
            break
    return Covers(search.word, whole, found, tried, unseen)


def seen_place(answer: Any) -> int:
    """The place of the word that is likelier with the picture than without by the most; of a caption without words 0."""
    gained = np.subtract(answer.word_probabilities, answer.blind_probabilities)
    return int(gained.argmax()) if len(gained) else 0


def rectangles() -> list[Rectangle]:
    """All that there are, the smallest first; the whole picture last."""
    spans = [(start, end) for start, end in product(range(SIDES), range(1, SIDES + 1)) if start < end]
    every = [(top, left, bottom, right) for (top, bottom), (left, right) in product(spans, spans)]
    return sorted(filter(_compact, every), key=area)


def area(rectangle: Rectangle) -> int:
    """In squares."""
    top, left, bottom, right = rectangle
    return (bottom - top) * (right - left)


def covered(picture: Any, rectangle: Rectangle) -> Any:
    """Pixels `(64, 64, 3)` with these squares in the median colour of the picture."""
    top, left, bottom, right = (SQUARE * at for at in rectangle)
    copy = picture.copy()
    copy[top:bottom, left:right] = np.median(picture, axis=(0, 1))
    return copy


class _Search:
    """A picture, its caption, and the word that is asked about."""

    def __init__(self, predictor: Any, picture: str, place: int | None) -> None:
        self.predictor, self.network, self.pixels = predictor, predictor.network, kept_pixels(picture)
        answer = predictor.read(picture)
        self.ids = answer.ids
        self.place = seen_place(answer) if place is None else place
        if not 0 <= self.place < len(answer.words):
            raise DataError("It wrote no word in this place.")
        self.word = answer.words[self.place]

    def scored(self, some: list[Rectangle]) -> list[tuple[float, bool]]:
        """Of every rectangle `(probability of the word without it, whether another one is likelier)`."""
        found = []
        for start in range(0, len(some), AT_ONCE):
            logits = self._logits(np.stack([covered(self.pixels, own) for own in some[start : start + AT_ONCE]]))
            own = np.exp(log_softmax(logits)[:, self.ids[self.place]])
            logits[:, [PADDING, UNKNOWN]] = -np.inf  # nobody can write an unknown word
            found += zip(own.tolist(), (logits.argmax(axis=1) != self.ids[self.place]).tolist(), strict=True)
        return found

    def _logits(self, pictures: Any) -> Any:
        """Of the token in the place `(N, V)`, those before it given."""
        inputs = np.tile(np.asarray([[END, *self.ids[: self.place]]], np.int32), (len(pictures), 1))
        return self.network.logits(inputs, self.network.encode(pictures))[0][:, -1]

    def told(self, some: list[Rectangle], most: int) -> list[Cover]:
        """Those that turn it, the least likely the word without them the first."""
        scores = sorted((sure, own) for own, (sure, turns) in zip(some, self.scored(some), strict=True) if turns)
        return list(islice(filter(None, (self._told(own) for _, own in scores[:MOST_TOLD])), most))

    def _told(self, rectangle: Rectangle) -> Cover | None:
        """None where several candidates write the word after all."""
        pixels, beams = covered(self.pixels, rectangle), self.network.settings["beams"]
        grid, given = self.network.encode(pixels[None]), self.ids[: self.place]
        ids = searched(self.network, grid, beams, given)[0][0]
        if ids[self.place : self.place + 1] == self.ids[self.place : self.place + 1]:
            return None
        number = ids[self.place] if len(ids) > self.place else END
        sure = float(np.exp(log_softmax(self._logits(pixels[None]))[0, number]))
        (word,) = word_filter().masked_words(self.predictor.problem.words([number])) if number != END else ("",)
        picture = address(pixels)
        return Cover(rectangle, picture, word, sure, self.predictor.read(picture).text)


def _compact(rectangle: Rectangle) -> bool:
    top, left, bottom, right = rectangle
    tall, wide = bottom - top, right - left
    return max(tall, wide) <= LONGEST * min(tall, wide)

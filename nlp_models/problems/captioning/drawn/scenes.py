"""Scenes: pictures of a few coloured shapes, each drawn again from its own line of text; with captions in two languages.

>>> scene = make(7)
>>> str(scene)
'scene:7: 1 orange ring left, 2 blue cross right'
>>> captions(scene, "en")[0]
'an orange ring to the left of two blue crosses'
>>> draw(scene).shape      # scene_drawing.py
(64, 64, 3)

Some combinations of colour, shape and place are held back: a picture with one is never learned from (`part_of`).
"""

import re
from dataclasses import dataclass

import numpy as np

from nlp_models.errors import DataError
from nlp_models.problems.captioning.drawn.scene_drawing import COLOURS, SHAPES, draw_shapes

PLACES = ("top-left", "top", "top-right", "left", "middle", "right", "bottom-left", "bottom", "bottom-right")
ROWS = ("top", "middle", "bottom", "left", "right")  # where several stand side by side, or one above the other
UPRIGHT = ("left", "right")
SIDES = (("left", "right"), ("above", "below"))  # where two groups stand to each other
EVERYWHERE = (*PLACES, *SIDES[1])
SIZES = ("big", "small")
MOST = 4  # shapes of a kind in a row
MOST_BESIDE = 2  # shapes of a kind beside another kind
GROUP = re.compile(r"(big|small|[1-4]) ([a-z]+) ([a-z]+) ([a-z-]+)")
LINE = re.compile(r"scene:(\d{1,9}): (.+)")
LONGEST = 200  # letters of a scene's line


@dataclass(frozen=True)
class Group:
    """Shapes of one kind: one that is big or small, or `count` of them."""

    colour: str
    shape: str
    place: str
    count: int = 1
    size: str = ""

    def __str__(self):
        return f"{self.size or self.count} {self.colour} {self.shape} {self.place}"


@dataclass(frozen=True)
class Scene:
    """One group at a place, or two beside each other; `number` says what chance adds: where exactly, which shade."""

    number: int
    groups: tuple[Group, ...]

    def __str__(self):
        return f"scene:{self.number}: {', '.join(map(str, self.groups))}"

    @property
    def combinations(self):
        """The colours, shapes and places that occur together."""
        return {(group.colour, group.shape, group.place) for group in self.groups}


def part_of(scene):
    """Which part a scene belongs to: of every colour and place one shape in eight is kept for the test."""
    held = [_held(*combination) for combination in scene.combinations]
    return "test" if "test" in held else "validation" if "validation" in held else "train"


def _held(colour, shape, place):
    """A Latin square: every colour with every shape is learned at most places, each shape at every place in most colours."""
    number = list(COLOURS).index(colour)
    turn = (number + list(SHAPES).index(shape) + EVERYWHERE.index(place)) % len(SHAPES)
    return "test" if turn == 3 else "validation" if turn == 6 and number % 2 == 0 else "train"


def make(number):
    """The scene of this number, the same one every time."""
    draw_from = np.random.default_rng([2026, number])
    colours, shapes = list(COLOURS), list(SHAPES)

    def one(place, count=1, size=""):
        return Group(_any(draw_from, colours), _any(draw_from, shapes), place, count, size)

    kind = draw_from.random()
    if kind < 0.35:
        return Scene(number, (one(_any(draw_from, PLACES), 1, _any(draw_from, SIZES)),))
    if kind < 0.65:
        return Scene(number, (one(_any(draw_from, ROWS), int(draw_from.integers(2, MOST + 1))),))
    places = SIDES[int(draw_from.integers(2))]
    first, second = (one(place, int(draw_from.integers(1, MOST_BESIDE + 1))) for place in places)
    return (
        make(number + 10**8)
        if (first.colour, first.shape) == (second.colour, second.shape)
        else Scene(number, (first, second))
    )


def read(line):
    """A Scene from its line; DataError where it is none."""
    match = LINE.fullmatch(line) if len(line) <= LONGEST else None
    groups = [GROUP.fullmatch(part) for part in match[2].split(", ")] if match else []
    if not groups or not all(groups) or len(groups) > 2:
        raise _no_scene(line)
    return _checked(Scene(int(match[1]), tuple(_group(*parts.groups()) for parts in groups)), line)


def _group(amount, colour, shape, place):
    return Group(colour, shape, place, 1 if amount in SIZES else int(amount), amount if amount in SIZES else "")


def _checked(scene, line):
    """The scene, if it is one that can be drawn and told."""
    places = tuple(group.place for group in scene.groups)
    fitting = places in SIDES and all(not group.size and group.count <= MOST_BESIDE for group in scene.groups)
    if len(places) == 1:
        group = scene.groups[0]
        fitting = group.place in (PLACES if group.size else ROWS) and (group.size or group.count > 1)
    if not fitting or not all(colour in COLOURS and shape in SHAPES for colour, shape, _ in scene.combinations):
        raise _no_scene(line)
    return scene


def _no_scene(line):
    return DataError('"{line}" is not the line of a scene.', line=line[:80])


def _any(draw_from, options):
    return options[int(draw_from.integers(len(options)))]


def draw(scene):
    """The picture, uint8 `(64, 64, 3)`."""
    chance = np.random.default_rng([7, scene.number])
    return draw_shapes([shape for group in scene.groups for shape in _placed(group, chance, len(scene.groups))], chance)


def _placed(group, chance, groups):
    """`(shape, colour, x, y, radius)` of every shape, in pixels."""
    if groups == 2:
        middle = {"left": (17, 32), "right": (47, 32), "above": (32, 17), "below": (32, 47)}[group.place]
        step, radius, upright = 20, chance.uniform(6.5, 8.5), group.place in UPRIGHT
    elif group.count > 1:
        middle = {"top": (32, 13), "middle": (32, 32), "bottom": (32, 51), "left": (13, 32), "right": (51, 32)}[
            group.place
        ]
        step, radius, upright = 15, chance.uniform(5.5, 7), group.place in UPRIGHT
    else:
        row, column = divmod(PLACES.index(group.place), 3)
        middle = 15 + 17 * column, 15 + 17 * row
        step, radius, upright = 0, chance.uniform(11, 13) if group.size == "big" else chance.uniform(5.5, 7), False
    across, down = np.asarray(middle) + chance.uniform(-2.5, 2.5, 2)
    for n in range(group.count):
        along = step * (n - (group.count - 1) / 2)
        x, y = (across, down + along) if upright else (across + along, down)
        yield group.shape, group.colour, x + chance.uniform(-1, 1), y + chance.uniform(-1, 1), radius


def captions(scene, language):
    """Every way in which we tell this scene; each says all of it."""
    from nlp_models.problems.captioning.drawn import scene_words

    return {"en": scene_words.in_english, "ko": scene_words.in_korean}[language](scene)

"""draw_shapes(shapes, chance): coloured shapes on a pale ground, with smooth edges, in NumPy.

Each shape is a distance: how far every pixel is outside its edge, in pixels (negative inside). Half a pixel on either
side of the edge is shaded.
"""

import numpy as np

SIDE = 64
COLOURS = {
    "red": (214, 40, 40), "orange": (245, 130, 20), "yellow": (250, 214, 30), "green": (40, 150, 60),
    "blue": (35, 90, 205), "purple": (130, 50, 170), "pink": (250, 140, 185), "black": (30, 30, 34),
}  # fmt: skip
SHADE = 10  # how far a colour may stray, of 255
GRAIN = 4.0  # of the whole picture


def circle(x, y, r):
    return np.hypot(x, y) - r


def square(x, y, r):
    return np.maximum(abs(x), abs(y)) - 0.85 * r


def triangle(x, y, r):
    r, y = 1.2 * r, y - 0.15 * r
    return np.maximum(y, 0.866 * abs(x) - 0.5 * y) - r / 2


def star(x, y, r):
    """Five points: one edge of it, turned and mirrored."""
    fifth, inner = 2 * np.pi / 5, 0.45
    far, angle = np.hypot(x, y), np.arctan2(x, -y)
    angle = abs((angle + fifth / 2) % fifth - fifth / 2)
    along, beside = far * np.cos(angle), far * np.sin(angle)
    edge = np.asarray([inner * np.cos(fifth / 2) - 1, inner * np.sin(fifth / 2)])
    edge /= np.hypot(*edge)
    return (along - 1.1 * r) * edge[1] - beside * edge[0]


def heart(x, y, r):
    y = y + 0.1 * r
    lobes = np.hypot(abs(x) - 0.45 * r, y + 0.3 * r) - 0.55 * r
    return np.minimum(lobes, np.maximum(0.76 * abs(x) + 0.65 * y - 0.7 * r, -y - 0.3 * r))


def moon(x, y, r):
    return np.maximum(circle(x, y, r), 0.8 * r - np.hypot(x - 0.55 * r, y))


def ring(x, y, r):
    return abs(np.hypot(x, y) - 0.75 * r) - 0.25 * r


def cross(x, y, r):
    x, y = abs(x), abs(y)
    return np.minimum(np.maximum(x - 0.3 * r, y - r), np.maximum(y - 0.3 * r, x - r))


SHAPES = {
    "circle": circle,
    "square": square,
    "triangle": triangle,
    "star": star,
    "heart": heart,
    "moon": moon,
    "ring": ring,
    "cross": cross,
}


def draw_shapes(shapes, chance):
    """uint8 `(64, 64, 3)`.

    Args:
        shapes: `(shape, colour, x, y, radius)` of each, in pixels from the top left.
        chance: a NumPy generator; ground, shades and grain come from it.
    """
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    light = chance.uniform(222, 252, 3) + chance.uniform(-8, 8) * (y[:, :, None] / SIDE - 0.5)
    picture = np.broadcast_to(light, (SIDE, SIDE, 3))
    for shape, colour, across, down, radius in shapes:
        covered = np.clip(0.5 - SHAPES[shape](x - across, y - down, radius), 0, 1)[:, :, None]
        paint = np.asarray(COLOURS[colour]) + chance.uniform(-SHADE, SHADE, 3)
        picture = picture * (1 - covered) + paint * covered
    grain = chance.normal(0, GRAIN, (SIDE, SIDE, 1))
    return np.clip(picture + grain, 0, 255).round().astype(np.uint8)

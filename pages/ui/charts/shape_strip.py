"""Which shape is this? The unrolled network of a use case drawn small, with what goes in and what comes out.

    shape_strip(tasks.load("sentiment"))     # three cells, a word into each, one label out of the last

A drawing is the mask of an inline element, so that it takes the colour of the theme and needs no script.
"""

from html import escape
from urllib.parse import quote

import streamlit as st

from pages.ui.frame.words import t

PITCH = 19  # pixels from cell to cell
CELL = 12
MIDDLE = 18  # of the cells, from the top
HEIGHT = 2 * MIDDLE
TIP = 3  # of an arrow, from its line


def shape_strip(task, *, named=True):
    """One line: drawing, name of the shape unless it stands nearby, what goes in and comes out; nothing without a shape."""
    if task.shape:
        name = f"<b>{escape(t(task.shape.title))}</b>: " if named else ""
        words = f"<span>{name}{escape(t(task.flow))}</span>"
        st.html(f'<div class="shape-strip">{drawing(task.shape)}{words}</div>', width="content")


def drawing(shape):
    """The unrolled network as HTML, as high as two lines; for a reader's eyes only, since the words beside it say the same."""
    steps = len(shape.inputs)
    width = PITCH * (steps - 1) + CELL + 2
    parts = [_step(at, shape.inputs[at], shape.outputs[at], at + 1 < steps) for at in range(steps)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" fill="none" stroke="#000" '
        f'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</svg>'
    )
    mask = f"url(data:image/svg+xml,{quote(svg)}) no-repeat"
    return f'<span class="shape" aria-hidden="true" style="width:{width}px;height:{HEIGHT}px;mask:{mask}"></span>'


def _step(at, has_input, has_output, goes_on):
    """One cell with its arrows, as SVG."""
    left = 1 + at * PITCH
    x, top, bottom = left + CELL / 2, MIDDLE - CELL / 2, MIDDLE + CELL / 2
    cell = f'<rect x="{left}" y="{top}" width="{CELL}" height="{CELL}" rx="3.5" fill="#000" fill-opacity=".22"/>'
    return "".join(
        [
            cell,
            _up(x, HEIGHT - 1, bottom + 1.5) if has_input else "",
            _up(x, top - 1, 1.5) if has_output else "",
            f'<path d="M{left + CELL} {MIDDLE}H{left + PITCH}"/>' if goes_on else "",
        ]
    )


def _up(x, start, end):
    return f'<path d="M{x} {start}V{end}M{x - TIP} {end + TIP}L{x} {end}L{x + TIP} {end + TIP}"/>'

"""Pictures on the page: the one that is asked about, examples to choose, an uploaded one; and where the network looked."""

import secrets

import numpy as np
import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.problems.captioning.drawn import scenes
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE
from nlp_models.problems.captioning.pictures import as_text, kept_pixels, name_of
from pages.ui.answer.answering import examples_of, load
from pages.ui.frame import state
from pages.ui.frame.words import plain, show_error, t
from pages.ui.views.captioning import keys

SHOWN = 6  # times as wide as it is: 384 pixels
UNSEEN = 0.22  # how much of a place remains that was not looked at at all
PAPER = np.asarray([236, 239, 241], np.float32)
RING = np.asarray([15, 139, 141], np.uint8)  # teal: how much
MOST_UPLOAD = 30  # MB
NUMBERS = 10**6  # of scenes that are drawn on demand, beyond those of the example


def asked_picture(task, run):
    """The picture's text, the same one on every step; at first the first example."""
    asked, filled_in = state.sentence(task), state.filled_in(task)
    if asked.get() in (None, filled_in.get()):  # nobody has chosen yet
        first = examples_of(task, run)[0]
        asked.set(first)
        filled_in.set(first)
    return asked.value


def choose_picture(task, run):
    """Three examples, a scene drawn anew, or a picture of one's own."""
    examples = examples_of(task, run)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for number, text in enumerate(examples):
            with st.container(width=96, gap="xsmall"):
                st.image(kept_pixels(text), width=96, alt=_called(text))
                st.button(
                    t("Example {number}", number=number + 1),
                    key=f"picture-{task.name}-{run.id}-{number}",
                    width="stretch",
                    on_click=_take,
                    args=(task, text),
                )
        if knows_only_scenes(task, run):
            st.button(
                t("Draw a new scene"),
                icon=":material/shuffle:",
                key=f"scene-{task.name}",
                on_click=_draw,
                args=(task,),
                help=t("A picture with a colour, a shape and a place that were never learned together."),
            )
    own = keys.own_picture(task)
    st.file_uploader(
        t("A picture of your own (PNG or JPEG)"),
        type=["png", "jpg", "jpeg"],
        key=own,
        on_change=_bring,
        args=(task, own),
        max_upload_size=MOST_UPLOAD,
    )
    if error := keys.picture_refused(task).pop():
        show_error(error)


def knows_only_scenes(task, run):
    """Whether it learned from nothing but our drawn scenes: by the rows held back, else by the words that it has."""
    if not run.is_ready and run.has_rows and (run.folder / "examples.json").exists():
        return all(text.startswith("scene:") for text in examples_of(task, run))
    return not load(run.id, str(run.folder)).problem.reads("")


def _called(text):
    return name_of(text) or t("a picture")


def _take(task, text):
    state.sentence(task).set(text)


def _draw(task):
    """A scene with a combination that was held back, another one each time."""
    number = NUMBERS + secrets.randbelow(NUMBERS)
    while scenes.part_of(scenes.make(number)) != "test":
        number += 1
    _take(task, str(scenes.make(number)))


def _bring(task, own):
    """Once for every file given: shrunk and looked at."""
    file = own.value
    if file is None:
        return
    try:
        _take(task, as_text(file.getvalue(), file.name))
    except UnrolledError as error:
        keys.picture_refused(task).set(error)


def large(text):
    """The picture as the network has it, large enough to see, uint8."""
    return kept_pixels(text).repeat(SHOWN, axis=0).repeat(SHOWN, axis=1)


def spotlight(text, look):
    """The same with all that was not looked at paled, and a ring around the place looked at most; look is `(8, 8)`."""
    picture, cell = large(text).astype(np.float32), SHOWN * SIDE // len(look)
    share = UNSEEN + (1 - UNSEEN) * _smooth(look / max(float(look.max()), 1e-9), cell)[:, :, None]
    shown = (picture * share + PAPER * (1 - share)).astype(np.uint8)
    row, column = divmod(int(look.argmax()), len(look))
    return _ringed(shown, (row, column, row + 1, column + 1), cell)


def framed(text, rectangle, sides):
    """The picture with a ring around a rectangle: top, left, and the row and column behind it, of so many along a side."""
    return _ringed(large(text), rectangle, SHOWN * SIDE // sides)


def _ringed(picture, rectangle, cell):
    top, left, bottom, right = (at * cell for at in rectangle)
    ring = np.zeros(picture.shape[:2], bool)
    ring[top:bottom, left:right] = True
    ring[top + 3 : bottom - 3, left + 3 : right - 3] = False
    picture[ring] = RING
    return picture


def _smooth(grid, cell):
    """Cells blended into each other, pixel by pixel: bilinear between their middles."""
    side = len(grid)
    place = np.clip((np.arange(side * cell) + 0.5) / cell - 0.5, 0, side - 1)
    low = np.floor(place).astype(int)
    high, part = np.minimum(low + 1, side - 1), place - low
    rows = grid[low] * (1 - part)[:, None] + grid[high] * part[:, None]
    return rows[:, low] * (1 - part) + rows[:, high] * part


def place_words(look):
    """Where on the picture the place is that was looked at most."""
    row, column = divmod(int(look.argmax()), len(look))
    third = [min(2, 3 * at // len(look)) for at in (row, column)]
    names = {
        (0, 0): t("at the top left"), (0, 1): t("at the top"), (0, 2): t("at the top right"),
        (1, 0): t("on the left"), (1, 1): t("in the middle"), (1, 2): t("on the right"),
        (2, 0): t("at the bottom left"), (2, 1): t("at the bottom"), (2, 2): t("at the bottom right"),
    }  # fmt: skip
    return names[tuple(third)]


def tell(text):
    """A caption as it stands on a page."""
    return plain(text) or t("(no word)")

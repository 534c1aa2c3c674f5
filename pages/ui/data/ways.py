"""Where a file cannot be used as it is: what it looks like, what is needed, and the nearest ways on as buttons."""

from typing import Any

import streamlit as st

from nlp_models import tasks
from nlp_models.errors import UnrolledError
from nlp_models.reading.limited import BUSY
from nlp_models.reading.ways_on import Way, WaysOn
from nlp_models.tasks import Task
from pages.ui.frame.given import Content
from pages.ui.data.reading_state import uploads
from pages.ui.data.words_of_reading import encoding_name, separator_name
from pages.ui.frame import state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, t, translated

PASTED = "pasted.txt"
SHOWN_LETTERS = 30  # of a sheet's name on a button


def offer_ways(task: Task, ways_on: WaysOn | None, given: tuple[str, Content], looks: bool = True) -> None:
    """A sentence and the buttons; another file can always be chosen."""
    if ways_on and ways_on.looks and looks:
        st.caption(plain(translated(ways_on.looks)))
    with st.container(horizontal=True):
        for place, way in enumerate(ways_on.ways if ways_on else ()):
            _button(task, way, given, f"{task.name}-way-{place}")
        if given[0] != PASTED:
            another_file(task)


def offer_answers(task: Task, given: tuple[str, Content]) -> None:
    """The way on for texts without labels: a network that is finished answers them."""
    if not task.kind.SOURCES.written and len(task.fields) > 1:
        st.button(t("Let the network answer these texts"), icon=":material/checklist:", key=f"{task.name}-answer", on_click=_answer, args=(task, given))


def _answer(task: Task, given: tuple[str, Content]) -> None:
    """On to the step that answers whole files."""
    state.file_to_answer(task).set(given)
    choose(state.STEP, "home")  # Take home


def read_again(task: Task, error: UnrolledError) -> None:
    """The button for a file that may be fine, where a busy computer gave it up: every click reads anew."""
    if error.code == BUSY:
        st.button(t("Read it again"), key=f"{task.name}-again", type="primary", icon=":material/refresh:")


def another_file(task: Task) -> None:
    """The button that takes the file away, so that another can be chosen."""
    st.button(t("Choose another file"), key=f"{task.name}-another", type="tertiary", on_click=_forget_file, args=(task,))


def forget_overrules(task: Task) -> None:
    """What was said of how a file is read holds for that file only."""
    for name in (*(state.overruled(task).pop() or {}),):
        state.overrule(task, name).pop()


def _button(task: Task, way: Way, given: tuple[str, Content], key: str) -> None:
    if way.task == task.name:
        st.button(_words(way), key=key, on_click=read_so, args=(task, way.how))
    elif st.button(t("Open it in {page}", page=t(tasks.load(way.task).title)), icon=":material/arrow_forward:", key=key):
        _hand_over(tasks.load(way.task), given)


def _words(way: Way) -> str:
    """What a button says that has the file read otherwise."""
    how = way.how
    if "encoding" in how:
        return t("Read its letters as {encoding}", encoding=encoding_name(how["encoding"]))
    if "separator" in how:
        return t("Cut the columns at: {separator}", separator=separator_name(how["separator"]))
    if "sheet" in how:
        return t("Read “{name}”", name=plain(how["sheet"][:SHOWN_LETTERS]))
    return t("Leave out the {count} rows that do not fit", count=f"{way.rows:,}") if way.rows else t("Leave out rows that do not fit")


def read_so(task: Task, how: dict[str, Any]) -> None:
    """As a person would have said it under *read it otherwise*."""
    for name, value in how.items():
        state.overrule(task, name).set(value)
    state.overruled(task).set((state.overruled(task).get() or {}) | how)


def _hand_over(other: Task, given: tuple[str, Content]) -> None:
    """The same file on the page that it belongs to."""
    forget_overrules(other)
    pasted = given[0] == PASTED and bool(other.kind.SOURCES.paste)
    if pasted and isinstance(given[1], bytes):
        state.pasted(other).set(given[1].decode("utf-8", "replace"))
    else:
        state.given_file(other).set(given)
    asked = {"step": "data", "source": "paste" if pasted else "file"}
    st.switch_page(page_of(other.name), query_params=asked)


def _forget_file(task: Task) -> None:
    state.given_file(task).pop()
    another_uploader(task)
    forget_overrules(task)


def another_uploader(task: Task) -> None:
    """The field for a file is empty when it is drawn again."""
    uploads(task).set(uploads(task).get(0) + 1)

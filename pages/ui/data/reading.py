"""A person's file on the page: read in a limited child while they see the seconds and the first rows; told in a line how
it was read and why, with *read it otherwise* beside it.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from nlp_models.datasets.encodings import ENCODINGS
from nlp_models.datasets.limits import UPLOAD_BYTES
from nlp_models.datasets.table import How
from nlp_models.reading import read_limited
from nlp_models.reading.kept_table import FIRST_ROWS, KeptTable
from nlp_models.tasks import Task
from pages.ui.data.ways import read_so
from pages.ui.data.words_of_reading import SEPARATORS, column_name, encoding_name, header_name, separator_name
from pages.ui.frame import state
from pages.ui.frame.given import Content, hand_back_memory, source_of
from pages.ui.frame.remember import relabelled
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t, translated

KEPT_TABLES = 4  # of all visitors, on disk
SHOWN_ROWS, ROW_HEIGHT = 8, 35  # pixels
HEADER_ROWS = 10  # of which one may name the columns
SOON = 0.7  # seconds; who waits no longer is not told of it
ROWS_NAMED = 5
JOINED = "paragraphs"  # the shape of a text whose lines are cut at a width
Asked = tuple[str, str, str, How]  # a use case, the file's digest and name, how it is read
PAUSES = (10, 30, 60, 180, 720, 1440)  # minutes


def read_here(
    task: Task,
    data: Content,
    name: str,
    digest: str,
    how: How,
    ways: bool = False,
    names: Mapping[str, str] | None = None,
    preview: Any = None,
) -> KeptTable:
    """The Table of what a person gave; read once, however many pages ask. Raises DataError.

    Args:
        ways: what would read it otherwise is looked for, too, where it cannot be used as it is.
        names: label -> name, where the doctor is going to be asked: see read_limited.
        preview: where the first rows are shown meanwhile; here, unless said.
    """
    tables, key = _tables(), (task.name, digest, name, how)
    _readers().setdefault(key, set()).add(visitor())
    table = tables.get(key)  # held: another visitor's file may push it out at any moment
    if table is None:
        said, rows = st.empty(), (preview or st).empty()
        shown = _shown_in(task, said, rows)
        try:
            source = source_of(data)
            table = read_limited(task.name, source, name, how, limit=UPLOAD_BYTES, waiting=shown, ways=ways, names=names)
        finally:
            said.empty()
            rows.empty()
        tables[key] = table
        while len(tables) > KEPT_TABLES:
            _readers().pop(tables.popitem(last=False)[0], None)
        hand_back_memory()
    return table


def forget_tables(owner: str) -> None:
    """The tables of a visitor's files are kept no longer, unless somebody else gave the same file; its folder goes with it."""
    for key, readers in list(_readers().items()):
        readers.discard(owner)
        if not readers:
            _readers().pop(key, None)
            _tables().pop(key, None)


@st.cache_resource(show_spinner=False)
def _tables() -> OrderedDict[Asked, KeptTable]:
    return OrderedDict()


@st.cache_resource(show_spinner=False)
def _readers() -> dict[Asked, set[str]]:
    """Who asked for which table."""
    return {}


def _shown_in(task: Task, said: Any, rows: Any) -> Callable[[float, KeptTable | None], None]:
    """What is drawn while the child reads: once a second the time, and once they are there the first rows and how they are read."""
    last, drawn = [0.0], [False]

    def shown(seconds: float, first: KeptTable | None) -> None:
        if first and not drawn[0]:
            drawn[0] = True
            with rows.container():
                _first_rows(task, first)
        if seconds >= SOON and time.monotonic() - last[0] >= 1:
            last[0] = time.monotonic()
            said.caption(t("Reading the file: {seconds} s", seconds=round(seconds)))

    return shown


def _first_rows(task: Task, first: KeptTable) -> None:
    """As many as were read at once, and how."""
    st.caption(_read_as(task, first))
    rows = pd.DataFrame(first.head(FIRST_ROWS), columns=pd.Index(list(map(column_name, first.columns))))
    height = (min(len(rows), SHOWN_ROWS) + 1) * ROW_HEIGHT + 3
    st.dataframe(rows, hide_index=True, width="stretch", height=height, alt=t("The first rows of the file"))


def _read_as(task: Task, table: Any) -> str:
    title = shape_title(task, table.shape)
    return t("Read as {shape}: {facts}", shape=plain(title), facts=plain(_facts(table, title)))


def chosen_how(task: Task) -> How:
    """What the person said against what was found out."""
    return How(**(state.overruled(task).get() or {}))


def how_it_was_read(task: Task, table: Any) -> None:
    """The line, what was left out or done in reading, and the way to have it read otherwise."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_read_as(task, table))
        with st.popover(t("Read it otherwise"), type="tertiary"):
            _overrules(task, table)
    for note in table.notes:
        st.caption(f":material/info: {plain(translated(note))}")
    if JOINED in table.others:
        st.button(t("Join the lines to paragraphs"), key=f"{task.name}-join", type="tertiary", on_click=read_so, args=(task, {"shape": JOINED}))
    for skipped in table.skipped:
        rows = ", ".join(map(str, skipped.rows[:ROWS_NAMED])) + (" …" if len(skipped.rows) > ROWS_NAMED else "")
        words = t("{count} left out (rows {rows}): {why}", count=f"{len(skipped.rows):,}", rows=rows, why=translated(skipped.why))
        st.caption(f":material/playlist_remove: {plain(words)}")


def shape_title(task: Task, name: str) -> str:
    """What people call a shape."""
    shape = task.kind.shapes().get(name)
    return t(shape.TITLE) if shape else name


def _facts(table: Any, title: str) -> str:
    """Why it was read so, unless that says no more than its title, and how, short."""
    because = translated(table.because) if table.because else ""
    parts = [
        "" if because == title else because,
        encoding_name(table.encoding) if table.encoding else "",
        table.sheet or "",
        t("row {row} names the columns", row=table.header_row) if table.header_row else t("no header"),
    ]
    return " · ".join(part for part in parts if part)


def _overrules(task: Task, table: Any) -> None:
    """Every way in which a person may say it better; kept under the task, and read again at once."""
    found = t("Worked out for you")
    shapes = (None, *dict.fromkeys([table.shape, *table.others, "delimited", "plain_text"]))
    asked = {
        "shape": (t("Kind of file"), shapes, lambda name: shape_title(task, name)),
        "separator": (t("Separator"), (None, *SEPARATORS), separator_name),
        "header": (t("First row"), (None, True, False, *range(2, HEADER_ROWS + 1)), header_name),
        "encoding": (t("Encoding"), (None, *ENCODINGS), encoding_name),
        "sheet": (t("Sheet or file"), (None, *table.sheets), str),
        "pause": (t("A new talk begins after a silence of"), (None, *PAUSES), lambda least: t("{minutes} minutes", minutes=least)),
        "sentence": (t("Column that numbers the sentences"), (None, "", *table.columns), lambda name: column_name(name) or t("none")),
    }
    wanted = {name: asked[name] for name in asked if _fits(name, task, table)}
    chosen = {
        name: st.selectbox(
            title, options, format_func=lambda option, words=words: found if option is None else words(option),
            **relabelled(state.overrule(task, name))
        )
        for name, (title, options, words) in wanted.items()
    }
    chosen["skip_bad_rows"] = st.checkbox(
        t("Leave out rows that do not fit"), key=state.overrule(task, "skip_bad_rows"), persist_state="session"
    )
    if chosen != (state.overruled(task).get() or {"skip_bad_rows": False}) and any(
        value not in (None, False) for value in (*chosen.values(), *(state.overruled(task).get() or {}).values())
    ):
        state.overruled(task).set(chosen)
        st.rerun()


def _fits(name: str, task: Task, table: Any) -> bool:
    """Whether there is anything to say of it in this file."""
    if name == "sheet":
        return len(table.sheets) > 1
    if name == "pause":
        return bool(table.speakers)
    return name != "sentence" or task.kind.SOURCES.word_a_line

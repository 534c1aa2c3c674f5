"""Markdown is for us only: what people called their labels, runs, columns and files, and what they typed, shows as it is.

A run of each kind is given hostile names and rows; nothing that the browser draws as Markdown has them unescaped.
"""

import os
import re

import pytest
from conftest import REPOSITORY, opened_page
from made_runs import HOSTILE, hostile_run
from streamlit.testing.v1 import AppTest

from pages.ui.frame import state
from pages.ui.frame.words import plain

UNESCAPED = "](http:"  # `plain` leaves no bracket and no colon as it was
# what the browser draws as Markdown: of which message, and in which field (Streamlit 1.67)
MARKDOWN = {
    "Markdown": ("body", "help"), "Alert": ("body",), "Heading": ("body", "help"), "Metric": ("label", "help"), "Exception": ("message",),
    "Checkbox": ("label", "help"), "Radio": ("label", "help"), "ButtonGroup": ("label", "help"), "Option": ("content",),
    "Selectbox": ("label", "help"), "MultiSelect": ("label", "help"), "Slider": ("label", "help"), "TextInput": ("label", "help"),
    "TextArea": ("label", "help"), "NumberInput": ("label", "help"), "FileUploader": ("label", "help"), "Button": ("label", "help"),
    "DownloadButton": ("label", "help"), "PageLink": ("label", "help"), "Expandable": ("label",), "Tab": ("label",), "Progress": ("text",),
    "Popover": ("label", "help"), "Image": ("caption",), "ChatInput": (), "Spinner": ("text",), "LinkButton": ("label", "help"),
    "Toast": ("body",), "Dialog": ("title",),
}  # fmt: skip
SEARCHING = os.environ.get("HYPOTHESIS_PROFILE", "suite") != "suite"  # make search, and `make attack`: every page
STEPS = ("try", "judge", "inside", "train", "home", "data")
PLACES = [
    (kind, step)
    for kind in ("classification", "tagging", "sequence_to_sequence", "language_model", "captioning")
    for step in STEPS
]
SEEDED = [("classification", "try"), ("tagging", "judge"), ("sequence_to_sequence", "try")]


def messages_within(proto):
    """A message of a page, and all within it."""
    yield proto
    for field, value in proto.ListFields():
        if field.message_type and not field.message_type.GetOptions().map_entry:
            for one in value if field.is_repeated else [value]:
                yield from messages_within(one)


def drawn(node):
    """Every message that a tree of an AppTest holds."""
    if getattr(node, "proto", None) is not None:
        yield from messages_within(node.proto)
    for child in getattr(node, "children", {}).values():
        yield from drawn(child)


def unescaped(test):
    """`message.field: its text` of what is drawn as Markdown and holds what people wrote as it was."""
    found = []
    for tree in (test.main, test.sidebar, test._tree):
        for message in drawn(tree):
            for name in MARKDOWN.get(type(message).__name__, ()):
                for text in [value] if isinstance(value := getattr(message, name, ""), str) else value:
                    found += [f"{type(message).__name__}.{name}: {text}"] * (UNESCAPED in text)
            if type(message).__name__ == "Radio":
                found += [f"Radio.options: {text}" for text in message.options if UNESCAPED in text]
    return sorted(set(found))


@pytest.mark.parametrize(("kind", "step"), PLACES if SEARCHING else SEEDED)
def test_nothing_that_people_wrote_is_drawn_as_markdown(kind, step, store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    run = hostile_run(store, kind)
    test = opened_page(run.about.task.replace("-", "_"), step=step, run=run.id)
    found = unescaped(test)
    if step == "try":
        for box in test.text_input:
            box.set_value(HOSTILE)
        found += unescaped(test.run())
    assert not found and not test.exception


def test_the_list_of_runs_and_what_it_tells_of_one(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = AppTest.from_file(str(REPOSITORY / "pages" / "runs.py"), default_timeout=60)
    test.session_state[state.FRAMED], test.session_state[state.LANGUAGE] = True, "en"
    test.session_state[state.CHOSEN_RUNS] = [hostile_run(store, "classification").id]
    found = unescaped(test.run())
    assert [part.value for part in test.subheader if "evil" in part.value] and not found


def test_it_would_be_found():
    def page():
        import streamlit as st

        st.pills("x", ["![i](http://evil)"])
        st.radio("![i](http://evil)", ["![i](http://evil)"])
        st.expander("![i](http://evil)").write("![i](http://evil)")

    told = unescaped(AppTest.from_function(page).run())
    assert [one.split(":")[0] for one in told] == [
        "Expandable.label",
        "Markdown.body",
        "Option.content",
        "Radio.label",
        "Radio.options",
    ]


@pytest.mark.parametrize(
    "address", ["http://evil.example", "HTTPS://evil.example/a", "www.evil.example", "me@evil.example"]
)
def test_an_address_is_no_link(address):
    # what remark-gfm looks for in text, https://github.com/syntax-tree/mdast-util-gfm-autolink-literal
    link = r"(?i)(https?://|www(?=\.))([-.\w]+)|[-.\w+]+@[-\w]+(?:\.[-\w]+)+"
    shown = re.sub(r"\\(?=\W)", "", plain(f"see {address} now"))
    assert re.search(link, address) and not re.search(link, shown)
    assert shown.replace("\u2060", "") == f"see {address} now"

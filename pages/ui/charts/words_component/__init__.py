"""words_view(...): a sentence as a row of chips, each word tinted by its number; tells which word was clicked.

    clicked = words_view(["a", "dull", "film"], [0.0, -0.8, 0.1], key="words")   # 1 after a click on "dull"

Drawn in the browser by words.js. The tints follow the theme; the caller offers the same numbers as a table.
"""

from pathlib import Path

import streamlit as st

from pages.ui.frame.state import words_row
from pages.ui.frame.words import percent

FOLDER = Path(__file__).parent
KINDS = ("diverging", "sequential", "label")

WORDS = st.components.v2.component(
    "words",
    html='<div class="words" role="group"></div>',
    css=(FOLDER / "words.css").read_text("utf-8"),
    js=(FOLDER / "words.js").read_text("utf-8"),
)


def words_view(words, values, kind="diverging", labels=None, key="words", chosen=None, title=""):
    """Chips for words.

    Args:
        values: one per word, None for no tint. Diverging: -1 (orange) to 1 (blue). Sequential: 0 to 1 (teal).
            Label: the number of a category, whose colour underlines the word.
        labels: the text under each word, "" for none; a percentage of the value when left out.
        chosen: index of the word that is marked while none was clicked.
        title: what the row is, for screen readers.

    Returns:
        Index of the clicked word. None before a click, after a second click on the same word, and when other words
        came meanwhile.
    """
    if labels is None:
        labels = ["" if value is None or kind == "label" else _percent(value, kind) for value in values]
    clicked = chosen_of(words, words_row(key).get())
    rows = [
        {"word": word, "value": value, "label": label} for word, value, label in zip(words, values, labels, strict=True)
    ]
    marked = chosen if clicked is None else clicked
    drawn = WORDS(
        key=key,
        data={"words": rows, "kind": KINDS[KINDS.index(kind)], "chosen": marked, "title": title},
        default={"clicked": None},
        on_clicked_change=lambda: None,
    )
    return chosen_of(words, drawn)


def chosen_of(words, kept):
    """The index in `{"clicked": [index, word]}`, if that word still stands there; the browser may send anything."""
    match dict(kept or {}).get("clicked"):
        case [int(index), str(word)] if 0 <= index < len(words) and words[index] == word:
            return index
    return None


def _percent(value, kind):
    sign = "−" if round(100 * value) < 0 else "+" if kind == "diverging" else ""
    return sign + percent(abs(value))

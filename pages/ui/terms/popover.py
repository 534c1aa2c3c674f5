"""popovers(): what a dotted underline opens, once a page and at its end; terms.js shows it over the link that was clicked.

The link leads to Words, so it is a way there too where a browser runs no script, or with ctrl and a click.
"""

from pathlib import Path

import streamlit as st

from pages.ui.frame.words import language, t
from pages.ui.terms import every
from pages.ui.terms.pictures import drawn

FOLDER = Path(__file__).parent / "popover"
LINKS = (FOLDER / "links.css").read_text("utf-8")  # app.py's: it stands before the page

CARD = st.components.v2.component(
    "terms",
    html='<div class="card" popover="auto" role="dialog" tabindex="-1"></div>',
    css=(FOLDER / "card.css").read_text("utf-8"),
    js=(FOLDER / "terms.js").read_text("utf-8"),
)
PICTURE = st.components.v2.component(
    "term-picture",
    html='<div class="picture" role="img"></div>',
    css=(FOLDER / "card.css").read_text("utf-8"),
    js="export default ({ data, parentElement }) => { const place = parentElement.querySelector('.picture');"
    " place.innerHTML = data.svg; place.setAttribute('aria-label', data.title) }",
)


def popovers():
    """Draw it; it has no height until something is opened."""
    CARD(key="terms", data=_cards(language()))


def picture(term):
    """The small picture of a term, in the theme's colours; nothing where it has none."""
    if term.picture:
        code = language()
        PICTURE(key=f"picture-{term.id}", data={"svg": drawn(term.picture, code), "title": term.title(code)})


def _cards(code):
    terms = {
        name: {
            "title": term.title(code),
            "short": term.name[code].split(" (")[0],
            "says": term.says[code],
            "see": term.see,
            "svg": drawn(term.picture, code) if term.picture else "",
        }
        for name, term in every().items()
    }
    return {"terms": terms, "lang": code, "all": t("All words"), "close": t("Close")}

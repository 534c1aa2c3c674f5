"""words_page(): the terms in alphabetical order, found by name or by what is said of them; ?word=lstm opens on one."""

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.visitor import keep_visitor
from pages.ui.frame.words import language, t
from pages.ui.terms import every
from pages.ui.terms.popover import picture


def words_page():
    """Title, search, the terms; of a link the one that it names, above all others."""
    with st.container(horizontal=True, vertical_alignment="center"):  # the title stands where it does on other pages
        st.title(t("Words explained"), anchor=False, width="content")
    st.caption(
        t(
            "What the words of this field mean, each in two sentences. Elsewhere a click on a dotted word opens the same."
        )
    )
    asked = linked_term()
    searched = st.text_input(
        t("Search"),
        key=state.WORD,
        live="100ms",
        max_chars=60,
        icon=":material/search:",
        persist_state="session",
        placeholder=t("e.g. {example}", example=every()["forget-gate"].name[language()]),
    )
    terms = found(searched, language())
    if asked and not searched.strip():
        with st.container(border=True):
            entry(asked)
        terms = [term for term in terms if term is not asked]
    st.caption(t("Words: {count}", count=len(terms)) if terms else t("No word here says this. Try a shorter one."))
    for term in terms:
        entry(term)
    keep_visitor()


def linked_term():
    """The Term that the address asks for, if there is such a one."""
    return every().get(st.query_params.get("word", ""))


def found(searched, code):
    """The terms whose names or sentences hold what is searched for, names first; all of them, by name, for nothing."""
    wanted = searched.strip().lower()
    by_name = sorted(every().values(), key=lambda term: term.name[code].lower())
    named = [term for term in by_name if any(wanted in name.lower() for name in names(term))]
    return named + [term for term in by_name if term not in named and wanted in term.says[code].lower()]


def names(term):
    """All the names it goes by, in both languages."""
    return [*term.name.values(), *(form for forms in term.forms.values() for form in forms)]


def entry(term):
    """A heading to link to, the two sentences, the picture, where to go on."""
    code = language()
    st.subheader(term.title(code), anchor=term.id)
    st.markdown(term.says[code])
    picture(term)
    if term.see:
        others = ", ".join(f"[{every()[name].name[code]}](words?word={name})" for name in term.see)
        st.caption(t("See also: {words}", words=others))

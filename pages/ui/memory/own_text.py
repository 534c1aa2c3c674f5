"""Recall on one's own text: the text, its key words, the sentence that they stand in; and what is wrong with them."""

import hashlib

import streamlit as st

from nlp_models import tasks
from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.limits import UPLOAD_MEGABYTES
from nlp_models.datasets.table import How
from nlp_models.errors import UnrolledError
from nlp_models.labs.recall.own import SENTENCES, own_sentences, proposed_keys
from pages.ui.data.reading import read_here
from pages.ui.frame import memory_state
from pages.ui.frame.words import plain, show_error, t

READ_AS = "next-word"  # the use case that takes any text
LETTERS = 200_000
OTHERS = {"ko": "잊어요: *.", "en": "Forget: *."}
FRAMES = {"ko": "기억해요: *. ... 기억한 단어: ___", "en": "Remember: *. ... The word was ___"}


def ask_own(code):
    """The OwnSentences of what was given, or None, with the reason told. `code` is the page's language."""
    left, right = st.columns([2, 3], gap="medium")
    with left:
        text = _text()
    if not text.strip():
        right.caption(
            t(
                "Give it a text: a story, song lines, a chat. Its words become the key words, its sentences stand between."
            )
        )
        return None
    with right:
        keys, frame, others = _keys(text), _frame(code), _others(code)
        try:
            own = own_sentences(text, keys.split(","), frame, others)
        except UnrolledError as error:
            show_error(error)
            return None
        st.caption(_told(own))
    return own


def _text():
    """What was pasted, else what stands in the file."""
    task = tasks.load(READ_AS)
    file = st.file_uploader(
        t("Your file"), type=list(task.kind.SOURCES.types), key="recall-file", max_upload_size=UPLOAD_MEGABYTES
    )
    if file is not None:
        _take(task, file)
    pasted = st.text_area(
        t("or paste a text"), key=memory_state.OWN_TEXT, height=120, max_chars=LETTERS, persist_state="session"
    )
    if pasted and pasted.strip():
        return pasted
    name, text = memory_state.OWN_FILE.get(("", ""))
    if name:
        st.caption(t("Kept from before: {name}", name=plain(name)))
    return text


def _take(task, file):
    """Read a file as Data reads it; what cannot be read is told."""
    data = file.getvalue()
    try:
        table = read_here(task, data, file.name, hashlib.sha256(data).hexdigest(), How())
        column = guess_columns(table, task.fields).get("text", table.columns[0])
        lines = task.dataset(table, {"text": column}).columns["text"]
        memory_state.OWN_FILE.set((file.name, "\n".join(lines)[:LETTERS]))
    except UnrolledError as error:
        show_error(error)


def _keys(text):
    """The key words; another text proposes its own."""
    known = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    if memory_state.OWN_PROPOSED.get() != known:
        memory_state.OWN_PROPOSED.set(known)
        memory_state.OWN_KEYS.set(", ".join(proposed_keys(text)))
    return st.text_area(t("Key words, with commas between"), key=memory_state.OWN_KEYS, height=80) or ""


def _frame(code):
    """The sentence around them."""
    label = t("The frame: * is the key word, ... your sentences, ___ the blank")
    return _typed(memory_state.OWN_FRAME, FRAMES[code], label, 200)


def _others(code):
    """How other key words stand between the sentences."""
    label = t("Before each of your sentences: * stands for other key words, to be forgotten. Empty: none")
    return _typed(memory_state.OWN_OTHERS, OTHERS[code], label, 100)


def _typed(key, first, label, most):
    """What somebody typed, at first what stands there by itself."""
    key.setdefault(first)
    return st.text_input(label, key=key, max_chars=most, persist_state="session")


def _told(own):
    """How much of the text is read, and how far it reaches."""
    told = t(
        "{sentences} sentences with {words} words, so there can be up to {far} words between key word and blank.",
        sentences=f"{len(own.sentences):,}",
        words=f"{own.length:,}",
        far=own.distances[-1],
    )
    more = " " + t("Only the first {count} sentences of a text are read.", count=f"{SENTENCES:,}")
    return told + (more if len(own.sentences) >= SENTENCES else "")

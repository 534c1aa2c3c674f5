"""What of a written text was copied from the training text: counted, and marked where it stands."""

from html import escape

import streamlit as st

from nlp_models.answering.judging import split_as
from nlp_models.errors import RunError
from nlp_models.problems.language_model.memorisation import LEAST, Source
from nlp_models.text.vocabulary import normalise
from pages.ui.frame.words import percent, plain, t


def source_of(run):
    """The Source of a run's training lines; None where they are elsewhere."""
    return None if run.is_ready else _source(run.seen_as, run)


@st.cache_resource(max_entries=2, show_spinner=False)
def _source(run_id, _run):
    try:
        dataset = split_as(_run, _run.dataset)
    except RunError:
        return None
    texts = dataset.part("train").columns["text"]
    return Source(normalise(text, _run.recipe.lower_case) for text in texts)


def written_part(source, text):
    """The text with its copied spans underlined, and one sentence that counts them."""
    if source is None:
        st.html(_paragraph(escape(text).replace("\n", "<br>")))
        st.caption(t("The text it learned from is not here, so copies cannot be marked."))
        return
    copied = source.copied(text)
    st.html(_paragraph(_marked(text, copied)))
    if not copied.spans:
        st.caption(
            t("Nothing of this is copied: no {least} words in a row are in the text it learned from.", least=LEAST)
        )
        return
    words = " ".join(copied.longest_words)
    st.caption(
        t(
            "{percent} of this is copied from your text (underlined); the longest copy: “{words}”",
            percent=percent(copied.share),
            words=plain(words),
        )
    )


def _paragraph(html):
    return (
        f'<p style="font-size:1.125rem;line-height:1.7;word-break:keep-all;white-space:pre-wrap;tab-size:4">{html}</p>'
    )


def _marked(text, copied):
    starts, ends = {first for first, _ in copied.spans}, {last - 1 for _, last in copied.spans}
    lines, number = [], 0
    for line in text.split("\n"):
        words = []
        for word in line.split():
            before = '<u style="text-decoration-thickness:2px">' if number in starts else ""
            words.append(before + escape(word) + ("</u>" if number in ends else ""))
            number += 1
        lines.append(line[: len(line) - len(line.lstrip())] + " ".join(words))
    return "<br>".join(lines)

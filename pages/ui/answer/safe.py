"""Safe to show a class: what a network wrote with listed words masked, and the kind card where somebody tells of being hurt."""

import streamlit as st

from nlp_models.safety import Card, told, word_filter
from nlp_models.safety.word_filter import MASK
from nlp_models.tasks import Task
from pages.ui.frame.words import language, plain, t, translated


def masked(text: str) -> str:
    """What a network wrote, as it may be shown."""
    return word_filter().masked(text)


def tell_masked(*written: str) -> None:
    """What the dots stand for, where there are any."""
    if any(MASK in text for text in written):
        st.caption(t("··· is a word that is not shown here."))


def show_card(text: str) -> Card | None:
    """The kind card for what was typed, drawn here; None where it tells of nothing."""
    card = told(text, language())
    if card:
        draw_card(card)
    return card


def withheld(task: Task, text: str) -> bool:
    """Whether the card stands in the place of what the network would write: it would be said to who has written this."""
    return task.talks_back and told(text, language()) is not None


def draw_card(card: Card) -> None:
    """Title, a few words, whom to call, and what becomes of what was written."""
    with st.container(border=True, key=f"kind-card-{card.kind}"):
        st.markdown(f"**{translated(card.title)}**")
        st.markdown(translated(card.words))
        st.markdown("\n".join(f"- **{plain(line.number)}** · {translated(line.who)}" for line in card.lines))
        st.caption(translated(card.promise))

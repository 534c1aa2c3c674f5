"""A sentence and its translation as two rows of chips that are linked: a click on a word lights what it looked at."""

from pages.ui.charts.words_component import chosen_of, words_view
from pages.ui.frame.state import words_row
from pages.ui.frame.words import percent, t


def linked_words(answer, key, left, right):
    """Draw the rows into two places; gives the number of the clicked written word, or None.

    Args:
        answer: an Answer of problems/paired.py.
        left, right: containers for what was read and what was written.
    """
    read_key, said_key = f"read-{key}", f"said-{key}"
    looked = chosen_of(answer.words, words_row(read_key).get()) if answer.attention_weights else None
    with right:
        values, labels = None, [percent(chance) for chance in answer.word_probabilities]
        if looked is not None:
            values = [row[looked] for row in answer.attention_weights]
            labels = [percent(value) for value in values]
        clicked = words_view(
            answer.said_words,
            values or [None] * len(answer.said_words),
            "sequential",
            labels,
            key=said_key,
            title=t("The words that were written; a click shows others that could stand there"),
        )
    with left:
        values = (
            answer.attention_weights[clicked]
            if clicked is not None and answer.attention_weights
            else [None] * len(answer.words)
        )
        labels = [percent(value) if value is not None else "" for value in values]
        title = t("The words that were read; a click shows which written words looked at it")
        words_view(answer.words, values, "sequential", labels, key=read_key, title=title)
    return clicked

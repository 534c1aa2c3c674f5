"""answers_part(task, group): what each contestant says to the learner's own sentence after each epoch, side by side."""

import streamlit as st

from nlp_models.runs import asked
from pages.ui.answer.safe import withheld
from pages.ui.frame.words import plain, t
from pages.ui.race.names import MARKS, contestant_name, contestants_of, looks_of
from pages.ui.train.asking import chosen_answers, draw_text, lines_of

BESIDE = {4: 2}  # of so many contestants beside each other; of other numbers three


def answers_part(task, group):
    """The sentence, under it a column for each contestant of the first seed; nothing where nothing is asked."""
    told = [(seat, asked.answers(seat.run)) for seat in _first_of_each(group)]
    text = next((answers[-1].text for _, answers in told if answers), "") or _asked_of(group)
    if not text or not group.mine or withheld(task, text):
        return
    st.subheader(t("How they answer, epoch by epoch"), anchor=False)
    draw_text(task, text)
    all_of_them = contestants_of(group)
    marks = {repr(own): MARKS[shape] for own, (_, shape) in zip(all_of_them, looks_of(all_of_them), strict=True)}
    beside = BESIDE.get(len(told), 3)
    for first in range(0, len(told), beside):
        for column, (seat, answers) in zip(st.columns(beside, gap="medium"), told[first:][:beside], strict=False):
            with column:
                _one(task, seat, [one for one in answers if one.text == text], marks[repr(seat.changes)])


def _first_of_each(group):
    """One run of each contestant: that of the first seed that is there."""
    first = {}
    for seat in group.seats:
        if seat.run:
            first.setdefault(repr(seat.changes), seat)
    return [*first.values()]


def _asked_of(group):
    return asked.text_of(group.runs[0])


def _one(task, seat, answers, mark):
    st.markdown(f"**{mark} {plain(contestant_name(seat.changes))}**")
    if not answers:
        return st.caption(t("The first answer comes after the first epoch."))
    best = seat.run.status.best_epoch
    st.markdown(lines_of(task, chosen_answers(answers, best), best))

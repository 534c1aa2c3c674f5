"""A text of one's own that the network answers after each epoch: asked on the form, shown under the curve.

A view that asks in another way than by typing has modules of its own for that: three of them, `ask_step`, `ask_again_step` and `asked_step`.
"""

from itertools import groupby

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.problems.wording import LONGEST_ASKED
from nlp_models.runs import asked
from nlp_models.text.vocabulary import script_of
from pages.ui.answer.answering import label_name
from pages.ui.answer.safe import masked, show_card, withheld
from pages.ui.frame import state
from pages.ui.frame.views import has_own, step_of
from pages.ui.frame.words import language, percent, plain, t

LAST = 4  # epochs that are shown, beside the first one
LETTERS = 35  # of a row that shows well what is learned
MANY_ROWS = 20_000  # to be parted before the training takes half a second


def ask_field(task, dataset):
    """What is to be answered after each epoch, as a field of the form; "" for nothing."""
    if has_own(task, "ask"):
        return step_of(task, "ask")(task, dataset)
    key, filled_in, first = state.asked_after_epochs(task), state.asked_filled_in(task), first_text(task, dataset)
    if key.get() in (None, filled_in.get()):  # nobody has typed yet
        key.set(first)
        filled_in.set(first)
    return st.text_input(
        t("Your own sentence, answered after each epoch"),
        key=key,
        max_chars=LONGEST_ASKED,
        persist_state="session",
        help=t("You see how the answer gets better while it learns. Empty: nothing is asked."),
    )


def first_text(task, dataset):
    """What stands on Try, where it is written as these rows are; else a row that will hardly be learned from."""
    typed, row = state.sentence(task).get(), held_back(task, dataset)
    if typed is None and state.SOURCE.get("example") == "example":
        typed = task.examples[language()][0]
    return (typed if typed and script_of(typed) == script_of(row) else row)[:LONGEST_ASKED]


def held_back(task, dataset):
    """A row of the validation part; of very many rows simply one of them."""
    texts = dataset.columns["text"]
    return _held_back(task, dataset, (task.name, len(texts), texts[0], texts[-1]))


@st.cache_data(max_entries=16, show_spinner=False)
def _held_back(_task, _dataset, mark):
    kind = _task.kind
    if len(_dataset) <= MANY_ROWS:
        _dataset = kind.split_dataset(_dataset, _task.recipe).part("validation")
    texts = [text for text in _dataset.columns["text"][:200] if text.strip()] or [""]
    return kind.readable(min(texts, key=lambda text: abs(len(text) - LETTERS)))


def asked_part(task, run):
    """While it trains: the text, what the network of each epoch said to it, and the way to ask another one."""
    if not run.mine:
        return
    st.markdown(f"**{t('How it answers, epoch by epoch')}**")
    draw_answers(task, asked.answers(run))
    if has_own(task, "ask_again"):
        return step_of(task, "ask_again")(task, run)
    key = state.asked_now(run)
    key.setdefault(asked.text_of(run))
    st.text_input(
        t("Ask another one from the next epoch on"),
        key=key,
        max_chars=LONGEST_ASKED,
        on_change=ask_now,
        args=(run, key),
        placeholder=t("Type a sentence"),
    )


def asked_before(task, run):
    """After the end, folded: the same, with what the network that was kept had said."""
    told = asked.answers(run)
    if run.mine and told:
        with st.expander(t("How it answers, epoch by epoch"), icon=":material/chat:"):
            draw_answers(task, told, run.status.best_epoch)


def ask_now(run, key):
    """Call it when the field has changed."""
    try:
        asked.keep(run, key.get(""))
    except UnrolledError as error:
        state.REFUSED.set(error)


def draw_answers(task, told, best=None):
    """Under the text they answer a line for the first epoch, for the best one and for the last few; what is left out is told."""
    if not told:
        return st.caption(t("The first answer comes after the first epoch."))
    for text, answered in groupby(chosen_answers(told, best), key=lambda one: one.text):
        draw_text(task, text)
        if withheld(task, text):
            show_card(text)
            continue
        st.markdown(lines_of(task, [*answered], best))


def lines_of(task, answered, best=None):
    """One paragraph, a line each; one more where several are left out between two of them (see `chosen_answers`)."""
    lines = []
    for before, one in zip([None, *answered], answered, strict=False):
        if before and one.epoch > before.epoch + 2:
            lines.append(f":gray[{left_out(before.epoch + 1, one.epoch - 1)}]")
        lines.append(line_of(task, one, best))
    return "  \n".join(lines)


def left_out(first, last):
    """That these epochs are not shown."""
    return t("Epochs {first} to {last} are left out", first=first, last=last)


def line_of(task, answered, best=None):
    """Epoch 3  **Negative 71 %**"""
    kept = f"\u2003:gray[{t('(kept)')}]" if answered.epoch == best else ""
    return f":gray[{t('Epoch {epoch}', epoch=answered.epoch)}]\u2003{said(task, answered.said)}{kept}"


def chosen_answers(told, best=None):
    """The first, the best and the last few; and one that would stand alone in a gap, since to say so takes as much room."""
    kept = [n == 0 or n >= len(told) - LAST or one.epoch == best for n, one in enumerate(told)]
    alone = [not one and all(kept[max(0, n - 1) : n] + kept[n + 1 : n + 2]) for n, one in enumerate(kept)]
    return [one for one, *shown in zip(told, kept, alone, strict=True) if any(shown)]


def draw_text(task, text):
    """What was asked."""
    if has_own(task, "asked"):
        return step_of(task, "asked")(text)
    st.caption(f"“{plain(text)}”")


def said(task, brief):
    """An answer as Markdown: what was written, the likeliest labels or next words, the words with their tags."""
    words = " ".join(
        f"{plain(word)} :gray-badge[{plain(label_name(task, {}, tag))}]" if tag else plain(word)
        for word, tag in brief.tags
    )
    shares = [f"{plain(label_name(task, {}, name))} {percent(share)}" for name, share in brief.choices]
    written = plain(masked(brief.text))
    if brief.text and shares:
        return f"**…{written}**\u2003:gray[{t('next: {word}', word=shares[0])}]"
    first = written or "".join(shares[:1]) or words
    return " · ".join([f"**{first}**" if first != words else words, *(shares[1:] if len(shares) > 2 else [])])

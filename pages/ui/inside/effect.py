"""What a hold does to the answer: before -> after in a line, and in the curve over the words."""

from dataclasses import dataclass

import streamlit as st

from pages.ui.answer.answering import followed_label, label_name, load
from pages.ui.charts.inside_charts import before_after
from pages.ui.frame.words import percent, plain, t
from pages.ui.inside.hands import described
from pages.ui.inside.steps import shown_tokens

SHOWN = 60  # words in the curve


@dataclass(frozen=True)
class Told:
    """An answer in brief, and how it came about."""

    brief: str
    what: str  # the brief answer is of
    words: list[str]
    shares: list[float]  # a probability at every word
    title: str  # of what


def effect_line(task, run, free, held):
    """What is held, and the answer before and after; nothing while nothing is held."""
    if not held.holds:
        return ""
    cell = run.recipe.cell
    holds = described(cell, held.holds[0]) if len(held.holds) == 1 else t("{count} gates held", count=len(held.holds))
    before, after = (TOLD[task.problem](task, run, one, free) if task.problem in TOLD else None for one in (free, held))
    if before is None:
        return holds
    if before.brief == after.brief:
        return t("{holds}: {what} {answer}, as before", holds=holds, what=before.what, answer=after.brief)
    return t(
        "{holds}: {what} {before} → {after}", holds=holds, what=before.what, before=before.brief, after=after.brief
    )


def curve_part(task, run, free, held):
    """The probabilities at every word, grey as the network answers by itself, coloured with what is held."""
    if not held.holds or task.problem not in TOLD:
        return
    before, after = (TOLD[task.problem](task, run, one, free) for one in (free, held))
    if not before.shares or before.words != after.words:
        st.caption(t("It now writes other words, so their probabilities cannot be laid over each other."))
        return
    st.markdown(f"**{plain(before.title)}**")
    finding = _finding(before, after)
    series = {t("by itself"): before.shares[:SHOWN], t("with the hold"): after.shares[:SHOWN]}
    st.altair_chart(before_after(before.words[:SHOWN], series), key="before-after", alt=finding)
    st.caption(finding)


def _finding(before, after):
    gaps = [abs(a - b) for a, b in zip(before.shares[:SHOWN], after.shares[:SHOWN], strict=True)]
    at = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[at] < 0.005:
        return t("The hold changes nothing that shows at any word.")
    digits = 0 if gaps[at] >= 0.05 else 1
    return t(
        "It changes most at “{word}”: from {before} to {after}.",
        word=plain(before.words[at]),
        before=percent(before.shares[at], digits),
        after=percent(after.shares[at], digits),
    )


def _classification(task, run, one, free):
    own = load(run.id, str(run.folder)).config.names
    names = {label: label_name(task, own, label) for label in free.answer.probabilities}
    followed = followed_label(task, names, free.answer)
    title = t("Probability of {label}", label=names[followed])
    shares = [step[followed] for step in one.over_time]
    return Told(
        percent(one.answer.probabilities[followed]), title, one.words, shares, t("{what} after every word", what=title)
    )


def _tagging(task, run, one, free):
    shares = [step.get(tag, 0.0) for step, tag in zip(one.over_time, free.answer.tags, strict=False)]
    brief, what = percent(sum(shares) / len(shares)), t("mean probability of the tags that it gives by itself")
    return Told(brief, what, shown_tokens(one.words), shares, t("Probability of the tag that it gave by itself"))


def _language_model(task, run, one, free):
    word, share = one.answer.next[0] if one.answer.next else ("", 0.0)
    brief = f"“{word}” {percent(share)}"
    return Told(
        brief,
        t("likeliest next word"),
        one.answer.words,
        one.answer.word_probabilities,
        t("Probability of every word where it stood"),
    )


def _written(task, run, one, free):
    answer = one.answer
    said, words = (answer.said, answer.said_words) if hasattr(answer, "said") else (answer.text, answer.words)
    return Told(
        f"“{said}”" if said.strip() else t("nothing"),
        t("it writes"),
        list(words),
        list(answer.word_probabilities),
        t("Probability of every word that it wrote"),
    )


TOLD = {  # by the kind of problem; of others nothing is told
    "classification": _classification,
    "tagging": _tagging,
    "language_model": _language_model,
    "sequence_to_sequence": _written,
    "captioning": _written,
}

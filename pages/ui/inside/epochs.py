"""Epoch by epoch: what the network answered to this sentence by then, word by word, and which words were alike to it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from nlp_models.answering import probe
from nlp_models.answering.epochs import RunAtEpoch, finished, finished_epoch, kept_epochs, why_none
from nlp_models.answering.unrolled import unroll
from pages.ui.answer.answering import load
from pages.ui.answer.epochs import epoch_name
from pages.ui.answer.safe import masked
from pages.ui.charts.epoch_chart import epoch_chart
from pages.ui.charts.inside_charts import before_after
from pages.ui.frame import epoch_state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.words import errors_told, language, plain, t, translated
from pages.ui.inside.effect import SHOWN, TOLD, Told
from pages.ui.inside.parts import folded
from pages.ui.inside.steps import shown_tokens
from pages.ui.terms import explained

NEAR = 4  # neighbours of a word in a row
LONGEST = 24  # letters of a heading


@dataclass(frozen=True)
class ThenTold:
    """What the network of an epoch said."""

    told: Told
    goes_on: str  # what a language model writes behind the sentence; "" of others

    @property
    def share(self):
        """One number of it: the last probability of a curve that ends in the answer, else their mean."""
        shares = self.told.shares
        return sum(shares) / len(shares) if shares else None


def by_then_part(task, run, free, last):
    """Of an earlier epoch what it answered, beside what the finished network does.

    Args:
        free, last: the sentence unrolled by then, and by the finished network.
    """
    if isinstance(run, RunAtEpoch) and task.problem in TOLD:
        then, now = both_told(task, run, free, last)
        st.markdown(f"**{plain(compared(run, then, now))}**")


def curve_by_then_part(task, run, free, last):
    """The same word by word, where both tell of the same words."""
    if not isinstance(run, RunAtEpoch) or task.problem not in TOLD:
        return
    then, now = both_told(task, run, free, last)
    if len(now.shares) < 2 or then.words != now.words:  # one word is no curve
        return
    st.markdown(f"**{plain(now.title)}**")
    series = {t("the finished network"): now.shares[:SHOWN], when(run): then.shares[:SHOWN]}
    st.altair_chart(before_after(now.words[:SHOWN], series), key="epoch-curve", alt=compared(run, then, now))


def both_told(task, run, free, last):
    """What was told by then, and what is now."""
    return TOLD[task.problem](task, run, free, last), TOLD[task.problem](task, finished(run), last, last)


def when(run):
    """The epoch that is looked at, within a sentence."""
    return t("after epoch {epoch}", epoch=run.epoch) if run.epoch else t("before learning")


def compared(run, then, now):
    """Both answers in a sentence."""
    values = {"what": _capital(now.what), "when": when(run), "then": masked(then.brief), "now": masked(now.brief)}
    if then.brief == now.brief:
        return t("{what}: {now} {when} already, as in the finished network", **values)
    return t("{what}: {then} {when}, {now} in the finished network", **values)


def _capital(text):
    return text[:1].upper() + text[1:]


def epochs_part(task, run, text, last):
    """All epochs side by side, drawn when it is opened; where there are none, why."""
    whole = finished(run)
    st.subheader(explained(t("Epoch by epoch"), "epoch"), anchor=False)
    if why := why_none(whole):
        st.caption(translated(why))
    if not kept_epochs(whole):
        if whole.is_ready and st.button(t("Go to Train"), icon=":material/model_training:", key="train-for-epochs"):
            st.switch_page(page_of(task.name), query_params={"step": "train"})
        return
    title = t("What it answered after every epoch, and which words were alike to it then")
    if box := folded(title, ":material/timeline:", "cell-epochs"):
        with box, errors_told():
            all_epochs(task, run, text, last)


def all_epochs(task, run, text, last):
    """The finding, the chart where the answer is a number, the table."""
    whole = finished(run)
    with st.spinner(t("Asking the network of every epoch")):
        told = _told(whole.id, str(whole.folder), text, language(), task, whole, last)
    best = finished_epoch(whole)
    finding = how_it_came(told, best)
    st.markdown(f"**{plain(finding)}**")
    epochs = list(told)
    if all(one.share is not None for one in told.values()) and task.problem in ("classification", "tagging"):
        chosen = run.epoch if isinstance(run, RunAtEpoch) else best
        shares = [one.told.shares[-1] if task.problem == "classification" else one.share for one in told.values()]
        st.altair_chart(epoch_chart(epochs, shares, chosen, t("epoch")), key="epoch-shares", alt=finding)
    near = neighbours_by_then(task, whole, last)
    table = {t("Epoch"): [epoch_name(epoch, best) for epoch in epochs]} | columns_of(told, near)
    st.dataframe(pd.DataFrame(table), hide_index=True, alt=finding)
    st.caption(t("The slider at the top opens the cell of any of these epochs."))


def columns_of(told, near):
    """`{title: cells}` of the table: the answer, the neighbours, and what a language model went on with."""
    what = _capital(next(iter(told.values())).told.what)
    answers = {what if len(what) <= LONGEST else t("Answer"): [masked(one.told.brief) for one in told.values()]}
    goes_on = [masked(one.goes_on) for one in told.values()]
    return answers | near | ({t("It goes on"): goes_on} if any(goes_on) else {})


def how_it_came(told, best):
    """From before learning to the epoch that was kept, since when it has been so, and what came after; a sentence or two."""
    every = {epoch: masked(one.told.brief) for epoch, one in told.items()}
    briefs = {epoch: said for epoch, said in every.items() if epoch <= best}
    last = briefs[best]
    values = {"what": _capital(told[best].told.what), "first": briefs[min(briefs)], "last": last, "best": best}
    values["since"] = next(at for at in briefs if all(said == last for epoch, said in briefs.items() if epoch >= at))
    said = t("{what}: {first} before learning, {last} from epoch {since} on", **values)
    if values["since"] == min(briefs):
        said = t("{what}: {last} from the start to epoch {best}, which was kept", **values)
    elif values["since"] == best:
        said = t("{what}: {first} before learning, {last} after epoch {best}, which was kept", **values)
    end = every[max(every)]
    return (
        said if end == last else t("{said}; {end} after the last epoch, {epoch}", said=said, end=end, epoch=max(every))
    )


def neighbours_by_then(task, whole, last):
    """`{title: the nearest words of every epoch}` of the word that is chosen; nothing of a kind that reads no words."""
    words = [word for word in dict.fromkeys(shown_tokens(last.words)) if any(map(str.isalnum, word))]
    if task.problem == "captioning" or not words:
        return {}
    key = epoch_state.word(whole)
    if key.get() not in words:
        known = load(whole.id, str(whole.folder))
        key.set(max(words, key=lambda word: (bool(probe.neighbours(known, word, 1)), len(word))))
    word = st.selectbox(t("Word whose neighbours are told"), words, key=key, width=280)
    return {t("Nearest to “{word}”", word=word): _near(whole.id, str(whole.folder), word, whole)}


@st.cache_data(max_entries=32, show_spinner=False)
def _near(_run_id, _folder, word, _whole):
    told = []
    for epoch in kept_epochs(_whole):
        found = probe.neighbours(_network(_whole, epoch), word, NEAR)
        told.append(", ".join(name for name, _ in found) or "–")
    return told


@st.cache_resource(max_entries=8, show_spinner=False)
def _told(run_id, folder, text, _in_language, _task, _whole, _last):
    """`{epoch: ThenTold}`; keyed by language, too, since its words are told in one."""
    return {epoch: _then(_task, _at(_whole, epoch), text, _last) for epoch in kept_epochs(_whole)}


def _then(task, run, text, last):
    predictor = load(run.id, str(run.folder))
    told = TOLD[task.problem](task, run, unroll(predictor, text), last)
    goes_on = predictor.problem.in_brief(text, predictor).text if task.problem == "language_model" else ""
    return ThenTold(told, goes_on)


def _at(whole, epoch):
    return whole if epoch == finished_epoch(whole) else RunAtEpoch(whole, epoch)


def _network(whole, epoch):
    run = _at(whole, epoch)
    return load(run.id, str(run.folder))


def why_then(run, why, unit, units):
    """What is said of the unit that is open: of an earlier epoch, that it is the same one."""
    if not isinstance(run, RunAtEpoch):
        return why
    return (
        t("Unit {unit} of {units}, as it was by then.", unit=unit, units=units)
        if run.epoch
        else t("Unit {unit} of {units}, before it had learned anything.", unit=unit, units=units)
    )

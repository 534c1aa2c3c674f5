"""watch(task, run): a training from its place in line to its end; stop, cancel, resume.

Its line is drawn every second or two, the rest when an epoch is over: on a small computer all of that is taken from the training.
"""

import time

import streamlit as st

from nlp_models import runners, tasks
from nlp_models.answering.learning import findings, with_example_rows
from nlp_models.errors import UnrolledError
from nlp_models.lengths import cut_off
from nlp_models.recipe import Recipe
from nlp_models.runs import asked
from nlp_models.runs.run import ACTIVE
from nlp_models.runs.store import RunStore
from nlp_models.runs.turns import processes
from nlp_models.scoring.curves import best_row, read_curves, read_failure
from nlp_models.scoring.learned import UNLEARNED
from pages.ui.answer.answering import name_and_cell
from pages.ui.answer.scores import baseline_words, done_words
from pages.ui.charts.charts import loss_curves
from pages.ui.frame import state
from pages.ui.frame.navigation import answer_with, train_anew
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, t, translated
from pages.ui.terms import explained
from pages.ui.train.asking import asked_before, asked_part
from pages.ui.train.length import about_time
from pages.ui.train.run_buttons import delete_button, resume_button, stop_or_cancel
from pages.ui.train.starting import start_training

MANY_MINUTES = 10  # of more, no seconds are told
REDRAWN = 3  # seconds between two pages at least, where epochs are short
SOON = 8  # seconds before the end, from when on it is looked at every second, as while it gets ready


def watch(task, run):
    """One run, by its state. Only its line is a fragment, which draws the whole page anew where there is more to show."""
    status = run.status
    st.caption(" · ".join([plain(name_and_cell(run)), tokens_used(run)]))

    for note in run.notes():
        st.caption(plain(translated(note)))
    if status.state not in ACTIVE:
        return SHOWN[status.state](task, run, status)

    told, since, every = _told(run), time.monotonic(), _seconds_between(run, status)

    @st.fragment(run_every=every)
    def live():
        now = run.status
        more = _told(run) != told and time.monotonic() - since > REDRAWN
        more |= _learns(now) != _learns(status) or _seconds_between(run, now) < every
        if now.state != status.state or more or state.REFUSED.get():
            st.rerun()
        line(run, now)

    live()
    under_the_line(task, run, status)


def _seconds_between(run, status):
    """How often its line is drawn."""
    left = run.seconds_left
    return 2 if _learns(status) and left is not None and left > SOON else 1


def _told(run):
    """How many epochs there are to show, how many answers to what its owner asks, and whether it does not hear a cancel."""
    return len(run.metrics()), len(asked.answers(run)), runners.of(run).hangs(run)


def _learns(status):
    """Whether it has taken a step since it was begun, or gone on with."""
    return status.state == "running" and bool(status.step)


def line(run, status):
    """How far it is: in line, getting ready, or at which step."""
    if _learns(status):
        words = explained(progress_line(status, run.seconds_left), "epoch", "token")
        return st.progress(min(1.0, status.step / max(1, status.steps or 1)), text=words)
    if status.state == "running":
        return st.status(getting_ready(status.started or status.updated), state="running")
    store = RunStore.default()
    if processes(store.queue()) > store.places:  # perhaps somebody else's
        return st.status(place_words(run.position(store) or 1, store.seconds_before(run)), state="running")
    return st.status(getting_ready(status.updated), state="running")


def under_the_line(task, run, status):
    """What it has learned by now, and the two ways to end it."""
    if not _learns(status):
        stop_or_cancel(run, learns=False)
        return goes_on(run)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        curves(run)
        asked_part(task, run)
    with right:
        if finding := main_reading(run):
            st.info(translated(finding.message), icon=":material/insights:")
        stop_or_cancel(run)
        goes_on(run)


def goes_on(run):
    """That nobody need wait here, where nobody has cancelled it."""
    if not run.cancel_requested:
        st.caption(t("You can close this tab; training goes on"), width="content")


def place_words(position, seconds):
    """The place in line, and for how long: what is left of the one that trains, and what is expected of those before."""
    if seconds < 5:
        return t("Waiting for its turn (number {place} in line)", place=position)
    words = t("Waiting for its turn (number {place} in line, about {time})")
    return words.format(place=position, time=about_time(seconds))


def getting_ready(since):
    """For how long it has been; nobody knows how long a busy computer takes."""
    return t("Getting ready ({seconds} s)", seconds=max(0, round(time.time() - since)))


def done(task, run, status):
    found = _findings(run.id, str(run.folder), run)
    if run.report:
        st.markdown(
            f"**{explained(done_words(task.kind, run.report['test']), 'test-data', 'perplexity', 'bleu', 'chrf')}**"
        )
        if not any(finding.kind == "blank" for finding in found):  # that says it of both
            best = baseline_words(task.kind, run.report["test"], run.report["baselines"])
            st.write(explained(best, "baseline"))
        if cut := run.report.get("cut_off"):
            st.caption(translated(cut_off(cut)))
    with st.container(horizontal=True):
        judge, look = t("See how good it is"), t("Try it")
        st.button(judge, type="primary", icon=":material/fact_check:", on_click=answer_with, args=(task, run, "judge"))
        st.button(look, icon=":material/play_circle:", on_click=answer_with, args=(task, run))
        again_button(task)
    helping_button(task, run)
    curves(run)
    asked_before(task, run)


def failed(task, run, status):
    st.error(
        plain(translated(status.message)) if status.message else t("The training failed."), icon=":material/error:"
    )
    with st.container(horizontal=True):
        mending_button(task, run, status)
        if not status.cannot_go_on:
            resume_button(run)
        again_button(task)
    with st.expander(t("What the training printed")):
        st.code(run.log_tail() or t("Nothing."), language=None)


def interrupted(task, run, status):
    st.warning(cut_off_words(status), icon=":material/power_off:")
    with st.container(horizontal=True):
        resume_button(run, primary=True)
        again_button(task)
        delete_button(run)
    curves(run)


def cancelled(task, run, status):
    st.write(cancelled_words(status))
    with st.container(horizontal=True):
        again_button(task)
        if run.metrics():
            resume_button(run)


def cut_off_words(status):
    """That it was cut off; and by what, where that is known."""
    words = t("It was cut off at epoch {epoch} and can go on", epoch=max(1, status.epoch))
    return f"{plain(translated(status.cut_off_by))} {words}" if status.cut_off_by else words


def cancelled_words(status):
    """That it was cancelled; or that it was stopped too early to have learned anything."""
    return plain(translated(status.message)) if status.message else t("Cancelled. Nothing of it answers.")


SHOWN = {
    "done": done,
    "failed": failed,
    "interrupted": interrupted,
    "cancelled": cancelled,
}


def progress_line(status, seconds_left):
    """Epoch 7/12 · step 391/684 · about 1 min 20 s left · 31,200 tokens/s · CPU

    The first steps are slow, TensorFlow builds its graph in them: until they are over, what is left is told by what was
    expected of the training, and a speed from the second epoch on.
    """
    parts = [t("Epoch {epoch}/{epochs}", epoch=status.epoch, epochs=status.epochs or "?")]
    if status.steps:
        parts.append(t("step {step}/{steps}", step=f"{status.step:,}", steps=f"{status.steps:,}"))
    if status.message or seconds_left is not None:
        parts.append(translated(status.message) if status.message else time_left(seconds_left))
    if status.tokens_per_second and status.epoch > 1:
        parts.append(t("{speed} tokens/s", speed=f"{status.tokens_per_second:,.0f}"))
    return " · ".join([*parts, *([status.device] if status.device else [])])


def curves(run):
    """The loss curves, under a sentence that says what they show."""
    metrics, share = run.metrics(), tasks.load(run.about.task).kind.HELD_OUT
    if not metrics:
        st.caption(t("The curve starts after the first epoch."))
        return
    sentence = translated(read_curves(metrics, run.recipe, not run.is_active, share)[-1].message)
    st.markdown(f"**{explained(sentence, 'epoch', 'validation-data', 'loss', 'learning-rate')}**")
    names = (t("training"), t("validation"), t("epoch"), t("loss"))
    st.altair_chart(loss_curves(metrics, best_row(metrics)["epoch"], names), key="loss", alt=sentence)


def main_reading(run):
    """The most pressing finding of the curves, if there is one beside the best epoch."""
    first = next(iter(read_curves(run.metrics(), run.recipe, finished=not run.is_active)), None)
    return first if first and first.kind != "best" else None


def helping_button(task, run):
    """The most pressing of what it has not learned, after the end: why, and the one button that helps."""
    if found := _findings(run.id, str(run.folder), run):
        advice(task, run, found[0])


def unlearned(task, run):
    """The same for Judge, where what the curves say is no matter; the button leads to Train."""
    if run.is_ready or not run.report:
        return
    if found := [one for one in _findings(run.id, str(run.folder), run) if one.kind in UNLEARNED]:
        advice(task, run, found[0], _train_changed_elsewhere)


def advice(task, run, finding, train=None):
    """A finding with its causes and its button, which calls `train`."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(translated(finding.message))}**", width="content")
        changed_button(task, run, finding, train or _train_changed)
    if finding.causes:
        st.caption(" ".join(map(translated, finding.causes)))


@st.cache_data(max_entries=32, show_spinner=False)
def _findings(run_id, folder, _run):
    return findings(_run)


def cut_off_by_host(run):
    """Whether the host ended it before its steps were over: a longer one would end there, too."""
    cut = (run.report or {}).get("cut_off")
    return bool(cut and cut["by_host"])


def mending_button(task, run, status):
    """The change with which a failed training would likely go through, where one is known."""
    if finding := read_failure(status.message, run.recipe, run.metrics()):
        changed_button(task, run, finding, _train_changed)


def changed_button(task, run, finding, train):
    """The remedy of a finding, unless it asks for more than this host gives."""
    too_long = (finding.change.get("minutes") or 0) > RunStore.default().limits.max_minutes
    too_long |= "length" in finding.change and cut_off_by_host(run)
    if finding.remedy and run.mine and not too_long:
        label, what = translated(finding.remedy), (task, run, finding)
        st.button(label, icon=":material/auto_fix_high:", on_click=train, args=what, key="help")


def _train_changed_elsewhere(task, run, finding):
    """From Judge: a training that could be started is watched on Train."""
    if _train_changed(task, run, finding):
        choose(state.STEP, "train")


def _train_changed(task, run, finding):
    try:
        recipe = run.recipe.changed(**finding.change)
        dataset = with_example_rows(run) if finding.adds_rows else run.dataset
        return start_training(task, recipe, dataset, run.about.name, ask=asked.text_of(run))
    except UnrolledError as error:
        state.REFUSED.set(error)


def time_left(seconds):
    """Minutes and seconds, roughly."""
    minutes, rest = divmod(round(seconds or 0), 60)
    if minutes >= MANY_MINUTES:
        return t("about {minutes} min left", minutes=minutes)
    if minutes:
        return t("about {minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    return t("about {seconds} s left", seconds=rest)


def token_name(kind):
    return {
        "auto": t("tokens chosen for you"),
        "subword": t("subwords"),
        "word": t("words"),
        "spaced": t("words cut at spaces"),
        "character": t("characters"),
        "jamo": t("jamo"),
        "morpheme": t("morphemes"),
    }[kind]


def tokens_used(run):
    """The same of a run; where it was left to us, what we chose, as soon as it is known."""
    if run.recipe.tokenizer != "auto":
        return token_name(run.recipe.tokenizer)
    if not run.report:
        return t("tokens chosen for you")
    return t("{tokens}, chosen for you", tokens=token_name(Recipe.make(**run.report["recipe"]).tokenizer))


def again_button(task):
    st.button(t("Train another"), icon=":material/add:", on_click=train_anew, args=(task,), key="again")

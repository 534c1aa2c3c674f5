"""details(run): one run of the Runs page: what came of it, what can be done with it, its curves and its log."""

from urllib.parse import urlsplit

import streamlit as st

from nlp_models import tasks
from nlp_models.runs.run import ACTIVE
from nlp_models.sharing import archive
from pages.ui.answer.reader import reader_name
from pages.ui.answer.scores import done_words
from pages.ui.frame import state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.navigation import answer_with, open_training
from pages.ui.frame.words import plain, t, translated
from pages.ui.take_home.making import made_at_a_click
from pages.ui.train.run_buttons import delete_button, resume_button, stop_or_cancel, told_if_refused
from pages.ui.train.watch import cancelled_words, curves, cut_off_words, helping_button, mending_button, token_name

WIDE = 320  # pixels; a popover is as wide as its longest line


def details(run):
    """Sentence, buttons by state, then curves and log."""
    about, status, recipe = run.about, run.status, run.recipe
    task = tasks.load(about.task)
    st.subheader(plain(about.name or t("Run")), anchor=False)
    st.caption(" · ".join([t(task.title), reader_name(run), token_name(recipe.tokenizer)]))
    st.write(sentence(run, status))
    with st.container(horizontal=True):
        buttons(task, run, status.state)
    if status.state == "done":
        helping_button(task, run)
    if run.metrics():
        curves(run)
    with st.expander(t("What the training printed"), icon=":material/terminal:"):
        st.code(run.log_tail() or t("Nothing."), language=None, wrap_lines=True)


def sentence(run, status):
    """What came of it, in one sentence."""
    if status.state == "done" and run.report:
        return done_words(tasks.load(run.about.task).kind, run.report["test"])
    if status.state == "failed":
        return plain(translated(status.message)) if status.message else t("The training failed.")
    return {
        "queued": t("Waiting for its turn. Download it when it has ended."),
        "running": t("It is training. Download it when it has ended."),
        "cancelled": cancelled_words(status),
        "interrupted": cut_off_words(status),
    }.get(status.state, t("Done"))


def buttons(task, run, state):
    """The first is what most people want; what loses something asks."""
    if state == "interrupted":
        resume_button(run, primary=True)
    if st.button(
        t("Open"), type="primary" if state == "done" else "secondary", icon=":material/open_in_new:", key="open"
    ):
        open_page(task, run, state)
    if state in ACTIVE:
        return stop_or_cancel(run)
    if state == "failed":
        mending_button(task, run, run.status)
    if state == "failed" or (state == "cancelled" and run.metrics()):
        resume_button(run)
    rename_popover(run)
    if state == "done":
        share_popover(task, run)
    download_popover(run)
    delete_button(run)


def open_page(task, run, state):
    """Go to the page of its task: to ask it, or to watch it."""
    if state == "done":
        answer_with(task, run)
        st.switch_page(page_of(task.name), query_params={"run": run.id, "step": "try"})
    open_training(task, run)
    st.switch_page(page_of(task.name), query_params={"step": "train"})


def rename_popover(run):
    with st.popover(t("Rename"), type="tertiary", icon=":material/edit:"):
        name = state.new_name(run)
        st.text_input(t("New name"), run.about.name, max_chars=80, key=name, on_change=_rename, args=(run, name))


def _rename(run, name):
    told_if_refused(run.store.rename, run, name.value)


def share_popover(task, run):
    """A switch and, while it is on, the link."""
    with st.popover(t("Share by link"), type="tertiary", icon=":material/link:"):
        shared = state.shared(run)
        st.toggle(t("Shared"), run.about.shared, key=shared, on_change=_share, args=(run, shared))
        st.write(t("Anyone with this link can ask it and see its scores, not change it. Your sentences stay with you."))
        if run.about.shared:
            rows = state.shared_rows(run)
            words = t("With my examples and row by row: whoever has the link sees the sentences it learned from")
            st.checkbox(words, run.about.with_rows, key=rows, on_change=_share, args=(run, shared, rows))
            st.code(link_to(task, run), language=None, wrap_lines=True)


def _share(run, shared, rows=None):
    told_if_refused(run.store.share, run, shared.value, bool(rows and rows.value))


def link_to(task, run):
    """The address of its page with this run; only the end where the address is not known."""
    query = f"?run={run.id}&step=try"
    here = urlsplit(st.context.url or "")
    if not here.netloc:
        return query
    folder = here.path.removesuffix("/").removesuffix("/runs")
    return f"{here.scheme}://{here.netloc}{folder}/{task.name.replace('-', '_')}{query}"


def download_popover(run):
    """The whole run as a file; it is made when asked."""
    if not run.dataset_path.exists():
        return
    with st.popover(t("Download the run"), type="tertiary", icon=":material/download:"):
        with st.container(width=WIDE):
            if run.status.state == "done":
                st.write(t("Its rows, its network and its scores in one file. Below it comes back, here or elsewhere."))
            else:
                st.write(t("Its rows and its last epoch in one file. Brought back below, it goes on."))
        name = f"unrolled-run-{run.id[-6:]}.zip"
        made_at_a_click(t("Download"), lambda: archive.pack(run), name, "download-run", mime="application/zip")

"""Take home: the network as a bundle, a Keras model, a script; a whole file answered; the model card; and the way back."""

import hashlib
import re
from pathlib import Path

import streamlit as st

from nlp_models import tasks
from nlp_models.datasets import limits
from nlp_models.errors import BundleError, RunDamaged, UnrolledError
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs.records import read_json, whole
from nlp_models.runs.store import RunStore
from nlp_models.sharing import brought, exports
from nlp_models.sharing.card import card
from pages.ui.answer.answering import network_name
from pages.ui.frame import state
from pages.ui.frame.navigation import answer_with
from pages.ui.frame.remember import choose
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, show_error, t
from pages.ui.take_home.batch_answers import answers_row
from pages.ui.take_home.downloads import download, row
from pages.ui.terms import explained


def take_home_step(task, run):
    """Four things to take, each checked before it is given; the card; a bundle brought back."""
    if run is None:
        st.write(t("There is no network to take home yet. Train one, or bring back a bundle from before."))
        train = t("Train a network")
        st.button(train, type="primary", icon=":material/model_training:", on_click=choose, args=(state.STEP, "train"))
        return bring_bundle(task)
    name = plain(network_name(run))
    st.write(t("Everything here is made from “{name}”, opened again and checked before you get it.", name=name))
    bundle_row(run)
    if exports.has_keras(task):
        keras_row(run)
    script_row(run)
    answers_row(task, run)
    card_part(run)
    bring_bundle(task)


def bundle_row(run):
    purpose = t(
        "One zip with the whole network: its weights, its vocabulary, its settings. Bring it back here or to another computer with Unrolled."
    )
    _, right = row("inventory_2", t("Bundle"), explained(purpose, "weights", "vocabulary"))
    download(right, run, ".zip", lambda folder=run.folder: exports.make_bundle(folder), "take-bundle")


def keras_row(run):
    """Made on demand by a child process, then kept."""
    purpose = t("For Python without Unrolled: model.keras, its layers and a script that asks it.")
    left, right = row("deployed_code", t("Keras model"), purpose)
    made = keras_file(run)
    if not made.exists():
        label = t("Make the file")
        if right.button(label, icon=":material/build:", key="make-keras", width="stretch"):
            make_keras(run, made, left)
        return
    download(right, run, ".keras.zip", made.read_bytes, "take-keras")


def keras_file(run):
    """Where the made zip lies: with the run; of a ready model beside the runs, until a sweep."""
    if not run.is_ready:
        return run.folder / "model.keras.zip"
    weights = hashlib.sha256((run.folder / "weights.safetensors").read_bytes()).hexdigest()
    return RunStore.default().root / f".{run.id}-{weights[:12]}" / "model.keras.zip"


def make_keras(run, to, place):
    """Some ten seconds, with a bar that tells them."""
    whole = exports.KERAS_SECONDS
    bar = place.progress(0.0, text=t("Making it, about {seconds} seconds", seconds=whole))

    def progress(seconds):
        share = min(0.95, seconds / whole)
        text = t("Making it, about {seconds} seconds", seconds=whole) if seconds < whole else t("Still making it")
        bar.progress(share, text=text)

    try:
        data = exports.make_keras(run.folder, progress)
    except UnrolledError as error:
        bar.empty()
        return show_error(error, place)
    to.parent.mkdir(exist_ok=True)
    write_aside(to, data)
    st.rerun()


def script_row(run):
    """The training again, where its rows are here and belong to who asks."""
    purpose = t("A Python script with the recipe and the rows: it trains this network again, to the same score.")
    left, right = row("terminal", t("Script"), purpose)
    if run.is_ready:
        left.caption(t("Our ready model. Its card, below, names the data and the command that trains it again."))
    elif not run.has_rows:
        left.caption(t("This network came as a bundle: the rows it learned from are not here."))
    elif not run.mine:
        left.caption(t("The rows belong to the person who trained it."))
    else:
        download(right, run, "-script.zip", lambda: exports.make_reproduction(run), "take-script")


def card_part(run):
    """The model card: read here, or taken along."""
    try:
        text = card_of(run)
    except RunDamaged as error:
        return show_error(error)
    with st.expander(t("Model card: what it is for, data, scores, limits (in English)"), icon=":material/article:"):
        st.markdown(re.sub("^#", "###", text, flags=re.MULTILINE))
        download(st, run, "-card.md", text, "take-card", t("Download the card"))


def card_of(run):
    """Written from the report; a ready model's own tells more. A stranger's text is not shown as Markdown."""
    if run.is_ready:
        return (run.folder / "card.md").read_text("utf-8")
    report = read_json(run.folder / "report.json")
    with whole("report.json"):
        return card(run, Recipe.make(**report["recipe"]), report)


def bring_bundle(task):
    """A bundle from before becomes a finished run, which then answers."""
    bundle = state.bundle(task)
    with st.container(border=True):
        purpose = t("Upload a zip you downloaded earlier; its network will answer on this page.")
        st.markdown(f":material/upload: **{t('Bring back a bundle')}**  \n{purpose}")
        st.file_uploader(
            t("A bundle from before (.zip)"),
            type="zip",
            key=bundle,
            on_change=_bring,
            args=(task, bundle),
            label_visibility="collapsed",
            max_upload_size=limits.BROUGHT_MEGABYTES,
        )
        if error := state.bundle_refused(task).pop():
            show_error(error)


def _bring(task, bundle):
    """Once for every file given: checked, kept as a run, chosen."""
    file = bundle.value
    if file is None:
        return
    try:
        taken = brought.bundle(file.getvalue())
        if taken.config.task != task.name:
            page = Message(tasks.load(taken.config.task).title)
            raise BundleError("This bundle belongs to the page {page}; bring it there.", page=page)
        run = exports.import_bundle(taken, RunStore.default(), owner=visitor(), name=Path(file.name).stem)
    except UnrolledError as error:
        state.bundle_refused(task).set(error)
        return
    answer_with(task, run)

"""What the steps that answer share: the sentence asked for, a run's predictor, the names of labels."""

from pathlib import Path

import streamlit as st
from pydantic import TypeAdapter
from threadpoolctl import threadpool_limits

from nlp_models import tasks
from nlp_models.answering.epochs import at_epoch
from nlp_models.answering.predictor import Predictor
from nlp_models.messages import mark, translator
from nlp_models.runs import snapshots
from nlp_models.safety import told, word_filter
from pages.ui.answer.reader import reader_name
from pages.ui.answer.safe import show_card
from pages.ui.frame import state
from pages.ui.frame.words import LANGUAGES, language, plain, t
from pages.ui.terms import explained

EXAMPLES = TypeAdapter(list[str])
PAUSE = "100ms"  # without a key, then it answers; a Hangul syllable is waited for, however long it takes
LANGUAGES_OF = {"ko": mark("Korean"), "en": mark("English"), "fr": mark("French")}


def network_name(run):
    """What a finished run or ready model is called."""
    if run.is_ready:
        names = [t(LANGUAGES_OF[code]) for code in run.languages]
        language = names[0] if len(names) < 2 else t("{one} to {other}", one=names[0], other=names[1])
        variants = tasks.load(run.about.task).variants
        if run.variant in variants:
            return t("{what}, {language}", what=t(variants[run.variant]), language=language)
        return t("Ready model, {language}", language=language)
    return run.about.name or t("Run")


def name_and_cell(run):
    """The same with its cell, which a run's own name may tell already."""
    name, cell = network_name(run), reader_name(run)
    return name if cell.lower() in name.lower() else f"{name} · {cell}"


def ask_sentence(task, run):
    """The input, with the same words in it on every step, under it the kind card where they tell of being hurt.

    Gives these words, or the last ones while it is empty.
    """
    first, asked, filled_in = examples_of(task, run)[0], state.sentence(task), state.filled_in(task)
    if asked.get() in (None, filled_in.get()):  # nobody has typed yet
        asked.set(first)
        filled_in.set(first)
    sentence = st.text_input(
        t(task.ask),
        key=asked,
        live=PAUSE,
        max_chars=20_000,  # so many are read; how far is told
        persist_state="session",
        placeholder=t("e.g. {example}", example=task.examples[language()][1]),
    )
    if sentence.strip():
        state.last_sentence(task).set(sentence)
    show_card(state.last_sentence(task).get(first))
    return state.last_sentence(task).get(first)


def examples_of(task, run):
    """Sentences to try: a ready model's in its language, else of the rows held back from this very run."""
    if run.is_ready:
        return task.examples[run.language]
    own = run.folder / "examples.json"
    if not run.has_rows and run.dataset_path.exists():  # somebody else's, shared without their rows
        return task.examples[language()]
    try:
        kept = EXAMPLES.validate_json(own.read_bytes())
    except (OSError, ValueError):  # none kept, or a disk lost them: ours do as well
        return task.examples[language()]
    return [text for text in kept if _may_be_offered(task.kind.cell(text))] or task.examples[language()]


def _may_be_offered(shown):
    """Whether an example, or the name of a picture, is fit for a class."""
    return word_filter().allows(shown) and not told(shown)


def load(run_id, folder):
    """A run's predictor, or that of an epoch, whose snapshot `folder` then is. Sessions share it: answering changes nothing."""
    whole, epoch = snapshots.place(Path(folder))
    return _whole(run_id, folder) if epoch is None else _by_then(run_id, str(whole), epoch)


@st.cache_resource(max_entries=8, show_spinner=False)
def _whole(run_id, folder):
    threadpool_limits(1, user_api="blas")  # products this small only wait for a second thread
    return Predictor.load(folder)


@st.cache_resource(max_entries=3, show_spinner=False)
def _by_then(run_id, folder, epoch):
    return at_epoch(_whole(run_id, folder), Path(folder), epoch)


def label_name(task, names, label):
    """A label as it is shown: the owner's name for it, the task's, or its own value."""
    shown = names.get(label, label)
    return t(task.label_names[shown]) if shown in task.label_names else shown


def followed_label(task, names, answer):
    """The label whose probability the curve shows; of two always the same one, or the curve would turn over."""
    if len(names) > 2:
        return answer.label
    plus = next(iter(task.label_names.values()), "")
    known = {translator(code)(plus) for code in LANGUAGES}
    return next((label for label, name in names.items() if name in known), list(names)[-1])


def tell_unread(unknown, truncated_at=None):
    """What was not read of a text: words the network has never seen, and the end of one that is too long."""
    if unknown:
        shown = ", ".join(map(plain, unknown[:5])) + (" …" if len(unknown) > 5 else "")
        one = t("A word it has never seen: {word}", word=shown) if len(unknown) == 1 else ""
        said = one or t("{count} words it has never seen: {words}", count=len(unknown), words=shown)
        st.caption(explained(said, "unknown-word"))
    if truncated_at:
        st.caption(t("Only the first {count} words were read", count=truncated_at))

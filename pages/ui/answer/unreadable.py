"""What is said in place of an answer to a text none of whose words the network knows, with the network that can read it."""

import streamlit as st

from nlp_models.answering.predictor import read_problem
from nlp_models.answering.ready import ready_models
from nlp_models.errors import UnrolledError
from nlp_models.problems.problem import Encoding
from nlp_models.runs.store import RunStore
from nlp_models.text.vocabulary import script_of
from pages.ui.answer.answering import LANGUAGES_OF, load, network_name
from pages.ui.frame.navigation import answer_with
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t

LANGUAGES_BY_SCRIPT = {"HANGUL": ("ko",), "LATIN": ("en", "fr")}
OWN = 5  # networks that are asked whether they can read it, the newest


def cannot_read(task, run, text, place=0):
    """Whether the network knows no word of a text; then that is told here, with the way to one that does."""
    if not text.strip() or load(run.id, str(run.folder)).problem.reads(text):
        return False
    with st.container(border=True):
        st.markdown(f"**{t('It cannot read this: none of these words stood in what it learned from.')}**")
        if other := reader_of(task, run, text):
            ask_button(task, other, place)
        else:
            st.caption(t("No network here can read it yet. One that is trained on such sentences could."))
    return True


def ask_button(task, other, place=0):
    """Lets another network answer."""
    label = t("Ask “{network}”", network=plain(network_name(other)))
    if other.is_ready:
        label = t("Ask the {language} model", language=t(LANGUAGES_OF[other.language]))
    st.button(label, icon=":material/swap_horiz:", key=f"reader-{place}", on_click=answer_with, args=(task, other))


def reader_of(task, run, text):
    """A ready model of the text's language, one's own network, or None: the first that reads it."""
    languages = LANGUAGES_BY_SCRIPT.get(script_of(text), ())
    ready = [model for model in ready_models(task.name) if model.language in languages]
    alike = getattr(run, "variant", "")  # parts of speech again, where these were asked for
    ready.sort(key=lambda model: (languages.index(model.language), model.variant != alike, model.id))
    own = [one for one in RunStore.default().list(visitor(), task.name) if one.status.state == "done"][:OWN]
    others = (other for other in (*ready, *own) if other.id != run.id)
    return next((other for other in others if _reads(other, text)), None)


def _reads(other, text):
    try:
        return _problem(other.id, str(other.folder)).reads(text)
    except UnrolledError:  # one that a disk has damaged: Runs tells of it
        return False


@st.cache_resource(max_entries=16, show_spinner=False)
def _problem(run_id, folder) -> Encoding:
    return read_problem(folder)

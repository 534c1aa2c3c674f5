"""reply_to(task, run, text): what a chatbot says, whether it stands in its data, and the nearest questions there."""

from dataclasses import dataclass

import streamlit as st

from nlp_models.answering.judging import split_as
from nlp_models.errors import RunError
from nlp_models.problems.language_model.memorisation import fingerprint
from nlp_models.problems.sequence_to_sequence.arrays import Answer
from nlp_models.text.nearest import Nearest
from pages.ui.answer.answering import load

GENERATED, FOUND, UNSURE = "generated", "found", "unsure"
SHOWN = 3  # nearest questions


@dataclass(frozen=True)
class Reply:
    """The network's Answer, its tag, and `(question, answer, likeness)` of the nearest that it learned from."""

    answer: Answer
    tag: str
    nearest: list[tuple[str, str, float]] | None  # None: what it learned from is not here


@dataclass(frozen=True)
class Learned:
    """The pairs that a network learned from, as far as they are here."""

    questions: list[str]
    answers: list[str]
    index: Nearest

    def nearest(self, text):
        """The questions most like this one."""
        return [(self.questions[row], self.answers[row], share) for row, share in self.index.find(text, SHOWN)]


@st.cache_data(max_entries=64, show_spinner=False)
def _reply(run_id, folder, task_name, text, _task, _run):
    predictor, learned = load(run_id, folder), learned_by(_task, _run)
    answer = predictor.read(text)
    nearest = None if learned is None else learned.nearest(text)
    tag = (
        FOUND
        if fingerprint(predictor.problem.text(answer.ids)) in _learned_answers(run_id, folder, _task, _run)
        else GENERATED
    )
    return Reply(answer, tag if answer.sure and answer.said else UNSURE, nearest)


def reply_to(task, run, text):
    """The Reply; computed once for a run and a text."""
    return _reply(run.seen_as, str(run.folder), task.name, text, task, run)


def learned_by(task, run):
    """The Learned of a run; None where its rows are elsewhere: of a bundle, of a ready model that learned from others'."""
    return _learned(run.seen_as, str(run.folder), task, run)


@st.cache_resource(max_entries=3, show_spinner=False)
def _learned(run_id, folder, _task, _run):
    try:
        dataset = _task.sample(_run.language) if _run.is_ready else _run.dataset
    except RunError:
        return None
    if _run.is_ready and dataset.digest() != _run.report["data_sha256"]:
        return None
    pairs = split_as(_run, dataset).part("train").columns
    return Learned(pairs["text"], pairs["label"], Nearest(pairs["text"]))


@st.cache_resource(max_entries=3, show_spinner=False)
def _learned_answers(run_id, folder, _task, _run):
    """Fingerprints of the answers that it learned; a ready model's report keeps those of rows that are not here."""
    learned = learned_by(_task, _run)
    if learned is None:
        return frozenset((_run.report or {}).get("fingerprints", ()))
    return frozenset(map(fingerprint, learned.answers))

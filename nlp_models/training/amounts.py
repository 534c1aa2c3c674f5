"""train(run): a run of labs/amounts.py: one training after the other, from little text to all of it, a line of metrics after each."""

import shutil

import keras

from nlp_models.answering.predictor import read_problem
from nlp_models.labs import amounts
from nlp_models.messages import Message, mark
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.training import loop
from nlp_models.training.ended import Cancelled

MEMBERS = "members"


class Member(Run):
    """A training within a run: whoever cancels or stops the run means this, too."""

    def __init__(self, run, outer):
        super().__init__(run.folder, run.store)
        self.outer = outer

    @property
    def cancel_requested(self):
        return self.outer.cancel_requested

    @property
    def stop_requested(self):
        return self.outer.stop_requested


def train(run, started=None):
    """All amounts, or up to where its owner stops it; Cancelled where nothing is to be kept."""
    shutil.rmtree(run.folder / MEMBERS, ignore_errors=True)  # of an attempt that was cut off
    run.cut_metrics(0)
    told = Message(mark("Getting ready"))
    run.update_status(
        state="running", message=told, epoch=0, epochs=len(amounts.SHARES), step=0, steps=len(amounts.SHARES)
    )
    dataset = run.dataset
    for number, share in enumerate(amounts.SHARES, 1):
        part = amounts.learned_from(dataset, share)
        if part is None:
            run.note(Message(mark("A part of this text is too short to learn from, so it was left out.")))
        elif not run.stop_requested:
            run.update_status(message=None, epoch=number, step=number - 1)
            run.append_metrics({"epoch": number, "share": share} | learned(run, part))
    shutil.rmtree(run.folder / MEMBERS, ignore_errors=True)
    if not run.end_well(step=len(amounts.SHARES)):
        raise Cancelled


def learned(run, part):
    """One training with the vocabulary of all: its tokens, and the perplexities of network and baselines."""
    keras.utils.clear_session()
    store = RunStore(run.folder / MEMBERS, run.store.limits)
    member = Member(store.create(amounts.OF, run.recipe, part, owner=run.id), run)
    (member.folder / "checkpoint").mkdir()  # with that, the vocabulary beside it is read and not built
    shutil.copyfile(run.folder / amounts.VOCABULARY, member.folder / amounts.VOCABULARY)
    loop.train(member)
    report = member.report
    tokens = len(read_problem(member.folder).encoded(part.part("train")).ids)
    shutil.rmtree(member.folder)
    scores = {amounts.OURS: report["test"], **report["baselines"]}
    return {"tokens": tokens, "perplexity": {name: own["perplexity"] for name, own in scores.items()}}

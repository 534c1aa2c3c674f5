"""judge_pairs(run): what a network that writes answers wrote for the rows held back, beside the right answers.

judged = judge_pairs(run)           # None for a bundle: its rows are elsewhere
commonest_answers(judged)[0]        # ("I see.", 12)
"""

import json
from collections import Counter
from dataclasses import dataclass

from nlp_models.answering.judging import ANSWERS, parted
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import RunError


@dataclass(frozen=True)
class JudgedPairs:
    """Distinct sources with all their right answers, what was written and how sure the network was; `found` is what
    the nearest question has, where that was kept. `source` says which rows: "held-out" or, of a ready model, "sample"."""

    texts: list[str]
    golds: list[list[str]]
    said: list[str]
    sureness: list[float]
    found: list[str] | None
    source: str

    def __len__(self):
        return len(self.texts)


def judge_pairs(run):
    """The JudgedPairs of a finished run or ready model."""
    try:
        dataset = run.dataset if run.is_ready else parted(run, run.dataset).part("test")
    except RunError:
        return None
    first, golds = {}, {}
    for row, (text, gold) in enumerate(zip(dataset.columns["text"], dataset.columns["label"], strict=True)):
        first.setdefault(text, row)
        golds.setdefault(text, []).append(gold)
    texts, rows = list(first), list(first.values())
    path = run.folder / ANSWERS
    if not run.is_ready and path.exists():
        data = json.loads(path.read_bytes())
        said, sureness, found = data["test"]["said"], data["test"]["sureness"], data["baselines"].get("retrieval")
        taken = [[column[row] for row in rows] if column else None for column in (said, sureness, found)]
        return JudgedPairs(texts, list(golds.values()), *taken, "held-out")
    predictor = Predictor.load(run.folder)
    replies = predictor.problem.replies(texts, predictor)
    said = [predictor.problem.text(reply.ids) for reply in replies]
    sureness = [reply.sureness for reply in replies]
    return JudgedPairs(texts, list(golds.values()), said, sureness, None, "sample" if run.is_ready else "held-out")


def commonest_answers(judged, most=5):
    """`[(answer, how often)]` of those given most often, more than once."""
    return [(said, count) for said, count in Counter(judged.said).most_common(most) if count > 1]

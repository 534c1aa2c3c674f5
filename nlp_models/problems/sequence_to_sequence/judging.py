"""What a network that writes answers wrote for the rows held back, beside the right answers. See answering/judging.py.

judged = judge(run)                 # None for a bundle: its rows are elsewhere
commonest_answers(judged)[0]        # ("I see.", 12)
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from nlp_models.scoring.likeness import chrf
from nlp_models.scoring.paired import RowScores


@dataclass(frozen=True)
class EvaluatedPairs:
    """Distinct sources with all their right answers, what was written and how sure the network was; `retrieved` is what
    the nearest question has, where that was kept. `source` says which rows: "held-out" or, of a ready model, "sample"."""

    texts: list[str]
    references: list[list[str]]
    said: list[str]
    confidence: list[float]
    retrieved: list[str] | None
    source: str

    def __len__(self):
        return len(self.texts)


def read_stored(stored, dataset):
    """The EvaluatedPairs of answers.json, by the rows of the run's dataset."""
    part, retrieved = stored["test"], stored["baselines"].get("retrieval")
    texts, references, places = _by_source(dataset, part["rows"])
    taken = [
        [column[place] for place in places] if column else None
        for column in (part["said"], part["sureness"], retrieved)
    ]
    return EvaluatedPairs(texts, references, *taken, "held-out")


def answer_now(predictor, dataset, rows, source):
    """The EvaluatedPairs of these rows, answered now."""
    texts, references, _ = _by_source(dataset, rows)
    replies = predictor.problem.replies(texts, predictor)
    said = [predictor.problem.text(reply.ids) for reply in replies]
    return EvaluatedPairs(texts, references, said, [reply.confidence for reply in replies], None, source)


def _by_source(dataset, rows):
    """`(distinct sources, all right answers of each, place of each among the rows)`."""
    first, references = {}, {}
    for place, row in enumerate(rows):
        source = dataset.columns["text"][row]
        first.setdefault(source, place)
        references.setdefault(source, []).append(dataset.columns["label"][row])
    return list(first), list(references.values()), list(first.values())


def commonest_answers(evaluated, most=5):
    """`[(answer, how often)]` of those given most often, more than once."""
    return [(said, count) for said, count in Counter(evaluated.said).most_common(most) if count > 1]


def row_scores(evaluated):
    """What each answer is worth when networks are compared: its chrF, 0 to 100. See scoring/paired.py."""
    pairs = [*zip(evaluated.said, evaluated.references, strict=True)]
    right = np.asarray([said.split() in [true.split() for true in references] for said, references in pairs], bool)
    values = np.asarray([chrf(said, references) for said, references in pairs])
    return RowScores(evaluated.texts, values, np.ones(len(values)), right)

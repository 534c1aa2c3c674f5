"""What a language model says of lines held back, line by line: for networks that are compared. See answering/judging.py."""

from dataclasses import dataclass

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.scoring.paired import RowScores
from nlp_models.text.vocabulary import normalise

MOST_TOKENS = 6_000  # of the held-out text that is read again; more would be waited for


@dataclass(frozen=True)
class EvaluatedLines:
    """N lines with the nats that all their tokens took, how many tokens those are, and how many letters."""

    texts: list[str]
    losses: np.ndarray
    tokens: np.ndarray
    letters: np.ndarray

    def __len__(self):
        return len(self.texts)


def answer_now(predictor, dataset, rows, _source):
    """The EvaluatedLines of the first of these rows, read now as one stream."""
    problem = predictor.problem
    lines = [text for text in (dataset.columns["text"][row] for row in rows) if text.strip()]
    lengths = np.cumsum(
        [len(text) + 1 for text in lines]
    )  # a token has a letter at least: the same lines for every network
    lines = lines[: max(1, int(np.searchsorted(lengths, 4 * MOST_TOKENS, "right")))]
    part = problem.encoded(Dataset({"text": lines}))
    logs = predictor.network.answers(part)[:, 0].astype(np.float64)
    tokens = [len(ids) + 1 for ids in problem.vocabulary.encode_all(lines)]  # and the end of the line
    line_of = np.repeat(np.arange(len(lines)), tokens)
    letters = [len(normalise(text, problem.vocabulary.lower_case)) + 1 for text in lines]
    return EvaluatedLines(
        lines,
        np.bincount(line_of, -logs, len(lines)),
        np.asarray(tokens, float),
        np.asarray(letters, float),
    )


def row_scores(evaluated):
    """See scoring/paired.py."""
    return RowScores(evaluated.texts, evaluated.losses, evaluated.tokens, letters=evaluated.letters, exponent=True)

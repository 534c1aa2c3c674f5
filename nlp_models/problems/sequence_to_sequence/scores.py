"""text_scores(answers, references): BLEU and chrF of written texts, by sacrebleu with its signature, overall and by length.

Only where scores are made (the training's child, the command line), never in the web process.
"""

import json
import logging

from sacrebleu.metrics import BLEU, CHRF

from nlp_models.problems.sequence_to_sequence.repetition import diversity

LENGTHS = (3, 4, 5, 7, 10, 15, 20)  # the most words of each group of sentences; the last group has no most
LEAST_ROWS = 10  # fewer say nothing about a length
RESAMPLED = 500  # times, for the interval
DIGITS = 2

logging.getLogger("sacrebleu").setLevel(logging.ERROR)  # it advises against short tests at every group of sentences


def text_scores(answers, references, sources=None):
    """Scores of a report, standard names first.

    Args:
        answers: N texts that were written.
        references: for each its right answers, one or more: `[["Va !", "Vas-y !"], ...]`.
        sources: N texts that were read; with them the scores come by their length too.

    Returns:
        bleu and chrf (0 to 100), each with `_interval` (95%, resampled) and `_signature`; distinct_1, distinct_2,
        commonest_share; `by_length`, a list of `{"least", "most", "rows", "bleu", "bleu_interval", "chrf", ...}`.

    Example:
        >>> text_scores(["Va !"], [["Va !", "Vas-y !"]])["chrf"]
        100.0
    """
    if not answers:
        raise ValueError("there are no answers to score")
    scores = _corpus_scores(answers, references, signed=True) | diversity(answers)
    return scores | ({} if sources is None else {"by_length": scores_by_length(answers, references, sources)})


def scores_by_length(answers, references, sources):
    """BLEU and chrF of sentences of like length in words; groups of a handful are left out."""
    groups = {}
    for row, source in enumerate(sources):
        words = len(source.split())
        place = next((n for n, most in enumerate(LENGTHS) if words <= most), len(LENGTHS))
        groups.setdefault(place, []).append(row)
    return [
        {"least": LENGTHS[n - 1] + 1 if n else 1, "most": LENGTHS[n] if n < len(LENGTHS) else None, "rows": len(rows)}
        | _corpus_scores([answers[row] for row in rows], [references[row] for row in rows])
        for n, rows in sorted(groups.items())
        if len(rows) >= LEAST_ROWS
    ]


def chrf(answers, references):
    """chrF alone, 0 to 100: quick enough for every epoch."""
    streams = [list(column) for column in zip(*_as_wide(references), strict=True)]
    return round(CHRF().corpus_score(answers, streams).score, DIGITS)


def sentence_chrf(answers, references):
    """chrF of every answer by itself, 0 to 100: which rows went wrong (BLEU says little of one sentence)."""
    metric = CHRF()
    pairs = zip(answers, references, strict=True)
    return [round(metric.sentence_score(answer, right).score, DIGITS) for answer, right in pairs]


def _corpus_scores(answers, references, signed=False):
    streams = [list(column) for column in zip(*_as_wide(references), strict=True)]
    scores = {}
    for name, metric in (("bleu", BLEU), ("chrf", CHRF)):
        scorer = metric()
        scores[name] = round(scorer.corpus_score(answers, streams).score, DIGITS)
        if signed:
            scores[f"{name}_signature"] = scorer.get_signature().format()
        scores[f"{name}_interval"] = _interval(metric, answers, streams)
    return scores


def _interval(metric, answers, streams):
    """`[low, high]` of 95% by drawing the sentences again; sacrebleu's own seed makes it the same every time."""
    scorer = _in_plain_numbers(metric)()
    score = scorer.corpus_score(answers, streams, n_bootstrap=RESAMPLED)
    result = json.loads(score.format(width=4, is_json=True, signature=scorer.get_signature().format()))
    middle, half = result.get("confidence_mean", 0.0), result.get("confidence_var", 0.0)  # a mean of 0 is not told
    return [round(max(0.0, middle - half), DIGITS), round(min(100.0, middle + half), DIGITS)]


def _in_plain_numbers(metric):
    """Resampled counts are float32, and the mean of such scores and a plain 0.0 is an error in sacrebleu 2.6."""

    class Plain(metric):
        def _compute_score_from_stats(self, stats):
            return super()._compute_score_from_stats([n.item() if hasattr(n, "item") else n for n in stats])

    return Plain


def _as_wide(references):
    """Every row as many references as the richest has; None where there is none, as sacrebleu takes it."""
    width = max(map(len, references))
    return [[*right, *[None] * (width - len(right))] for right in references]

"""How alike two sentences are, letter by letter: chrF (Popović 2015) of one sentence, without sacrebleu.

>>> chrf("le chat dort", ["le chat dort", "le chat est endormi"])
100.0
"""

from collections import Counter

LONGEST = 6  # letters of a piece
BETA = 2  # what was left out counts as much as four times what was added


def chrf(said, right):
    """0 to 100, of the right text that is most alike; as sacrebleu's default scores a single sentence."""
    own = _pieces(said)
    return max(_f_score(own, _pieces(text)) for text in right)


def _pieces(text):
    """Counts of the runs of 1 to 6 letters, spaces left out."""
    letters = "".join(text.split())
    return [Counter(letters[at : at + size] for at in range(len(letters) - size + 1)) for size in range(1, LONGEST + 1)]


def _f_score(said, right):
    precisions, recalls = [], []
    for own, wanted in zip(said, right, strict=True):
        if own and wanted:
            matched = (own & wanted).total()
            precisions.append(matched / own.total())
            recalls.append(matched / wanted.total())
    precision, recall = (sum(each) / max(1, len(each)) for each in (precisions, recalls))
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall) if precision + recall else 0.0

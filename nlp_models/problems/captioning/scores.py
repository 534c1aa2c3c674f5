"""caption_scores(captions, references): whole captions right, BLEU-1 to BLEU-4 (Papineni et al. 2002), one said to all.

As captions are scored: small letters, without punctuation, against all captions of a picture together; 0 to 100.
"""

import re
from collections import Counter

import numpy as np

from nlp_models.scoring.metrics import RESAMPLES, wilson_interval
from nlp_models.text.vocabulary import normalise

WORDS = re.compile(r"\w+")
MOST = 4  # words of an n-gram


def caption_scores(captions, references):
    """Scores of N captions, standard names first.

    Args:
        captions: N texts.
        references: N lists of texts, the captions that people gave.
    """
    given = [words_of(caption) for caption in captions]
    wanted = [[words_of(caption) for caption in own] for own in references]
    right = sum(one in own for one, own in zip(given, wanted, strict=True))
    low, high = wilson_interval(right, len(given))
    counts = np.asarray([counted(one, own) for one, own in zip(given, wanted, strict=True)], float)
    drawn = np.random.default_rng(0).multinomial(len(given), [1 / len(given)] * len(given), RESAMPLES)
    again = np.sort([bleu(row)[MOST - 1] for row in drawn @ counts])
    scores = {f"bleu_{n}": score for n, score in enumerate(bleu(counts.sum(axis=0)), 1)}
    return {
        "rows": len(given),
        "exact": right / len(given),
        "exact_low": low,
        "exact_high": high,
        **scores,
        "bleu_4_low": float(again[int(0.025 * RESAMPLES)]),
        "bleu_4_high": float(again[int(0.975 * RESAMPLES) - 1]),
        "commonest_share": max(Counter(map(tuple, given)).values()) / len(given),
    }


def words_of(caption):
    """The words that count."""
    return WORDS.findall(normalise(caption, lower_case=True))


def counted(given, wanted):
    """Of one caption: its n-grams that are right, those there are, of n from 1 to 4; its length, the nearest right one."""
    right, all_of_them = [], []
    for n in range(1, MOST + 1):
        own = _grams(given, n)
        most = Counter()
        for words in wanted:
            most |= _grams(words, n)
        right.append(sum((own & most).values()))
        all_of_them.append(sum(own.values()))
    nearest = min((len(words) for words in wanted), key=lambda length: (abs(length - len(given)), length))
    return [*right, *all_of_them, len(given), nearest]


def bleu(counts):
    """`[BLEU-1, ..., BLEU-4]` of sums of `counted`."""
    right, every, (length, wanted) = counts[:MOST], counts[MOST : 2 * MOST], counts[2 * MOST :]
    precisions = np.where(every > 0, right / np.maximum(every, 1), 0)
    brief = 1.0 if length >= wanted else float(np.exp(1 - wanted / max(length, 1)))
    with np.errstate(divide="ignore"):
        logs = np.log(precisions)
    return [float(100 * brief * np.exp(logs[:n].mean())) for n in range(1, MOST + 1)]


def _grams(words, n):
    return Counter(zip(*(words[start:] for start in range(n)), strict=False))

"""What each word did to a classifier's answer."""

from dataclasses import replace

import numpy as np

from nlp_models.numpy_layers.functions import softmax
from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.classification.arrays import Split
from nlp_models.problems.classification.problem import MAX_LETTERS
from nlp_models.text.vocabulary import UNKNOWN

STRETCH = 1e-4  # of a word's embeddings, both ways; its square is the error, far above float64's rounding
AT_ONCE = 32  # texts whose states fit the processor's cache


def occlusion(predictor, text, label):
    """How much the probability of `label` falls when one word becomes unknown: `[(word, contribution)]`.

    Zeiler & Fergus 2014, on words. Positive: the word speaks for the label. Where spelling is read, its n-grams go too.
    """
    _, ids, places = predictor.tokens_read(text)
    if not len(ids):
        return []
    words = np.unique(places)
    hidden = [np.where(places == word, UNKNOWN, ids) for word in words]
    column = predictor.config.labels.index(label)
    left = [set(words.tolist()) - {word} for word in (None, *words.tolist())]
    ngrams = predictor.problem.ngrams_within(text[:MAX_LETTERS], left)
    answers = predictor.network.answers(Split([ids, *hidden], ngrams), AT_ONCE)[:, column]
    falls = (answers[0] - answers[1:]).tolist()
    return list(zip(predictor.words_read(text, places), falls, strict=True))


def gradient_times_input(predictor, text, label):
    """How fast the log-odds of `label` rise while one word's embeddings are stretched: `[(word, contribution)]`.

    That is embedding · gradient, summed over the word's tokens (Shrikumar et al. 2016) and, where spelling is read, its
    n-grams, here by central differences in float64: two texts a word. Log-odds, because a probability near 0 or 1 hardly
    has a slope.
    """
    _, ids, places = predictor.tokens_read(text)
    if not len(ids):
        return []
    learned = predictor.network.weights
    weights = {name: w.astype(np.float64) for name, w in learned.items() if name != "embedding"}
    precise = replace(predictor.network, weights=weights)
    embedded = learned["embedding"][ids].astype(np.float64)  # (T, embedding)
    own = STRETCH * (places == np.unique(places)[:, None])  # (W, T)
    factors = np.concatenate([1 + own, 1 - own])[:, :, None]  # (2 W, T, 1)
    ngrams, stretched = _stretched_spelling(predictor, text, np.unique(places))
    logits = np.concatenate([
        precise.logits(
            np.tile(ids, (len(part), 1)), embedded=part * embedded,
            ngrams=[ngrams] * len(part), stretched=stretched[start : start + AT_ONCE],
        )
        for start in range(0, len(factors), AT_ONCE) for part in [factors[start : start + AT_ONCE]]
    ])  # fmt: skip
    up, down = np.split(_log_odds(logits, predictor.config.labels.index(label)), 2)
    return list(zip(predictor.words_read(text, places), ((up - down) / (2 * STRETCH)).tolist(), strict=True))


def unit_effects(predictor, text, label):
    """How far each unit of the last layer moves the answer towards `label`: `{"forward_1": (units,), ...}`.

    The logits of the cells are weighted sums of the units' pooled states, so this is what each unit adds to the logit
    of `label` more than to those of the others; half as much where spelling has the other half.
    """
    trace, recipe = Trace(), predictor.config.recipe
    predictor([text], trace=trace)
    column, kernel = predictor.config.labels.index(label), predictor.network.weights["answer/kernel"]
    others = np.delete(kernel, column, axis=1).mean(axis=1)
    effects = trace.beside["summary"][0] * (kernel[:, column] - others) / (2 if "branches" in trace.beside else 1)
    readers = [f"{side}_{recipe.num_layers}" for side in ("forward", "backward")[: len(effects) // recipe.units]]
    return dict(zip(readers, np.split(effects, len(readers)), strict=True))


def by_branch(predictor, text, label):
    """The probability of `label` by the cells alone and by the spelling alone; None where spelling is not read."""
    trace = Trace()
    predictor([text], trace=trace)
    if "branches" not in trace.beside:
        return None
    cells, spelling = softmax(trace.beside["branches"][0])[:, predictor.config.labels.index(label)].tolist()
    return cells, spelling


def _stretched_spelling(predictor, text, words):
    """The n-grams of these words, and what each is multiplied by while one word after another is stretched, both ways."""
    apart = predictor.problem.ngrams_within(text[:MAX_LETTERS], [{word} for word in words.tolist()])
    if apart is None:
        return None, []
    owner = np.repeat(np.arange(len(words)), list(map(len, apart)))
    own = STRETCH * (owner == np.arange(len(words))[:, None])
    return np.concatenate(apart), np.concatenate([1 + own, 1 - own])


def _log_odds(logits, column):
    """log p / (1 - p) of one label; never through p, which may round to 1."""
    others = np.delete(logits, column, axis=1)
    largest = others.max(axis=1)
    return logits[:, column] - largest - np.log(np.exp(others - largest[:, None]).sum(axis=1))

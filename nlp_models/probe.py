"""Looks inside an answer by reading the forward pass's trace; never computes a cell itself.

>>> states = gates(predictor, "a lovely film")["forward_1"]["h"]   # (T, units)
"""

import numpy as np

from nlp_models.vocabulary import UNKNOWN


def gates(predictor, text):
    """Every gate and state while reading one text.

    Returns:
        `{"tokens": [T tokens], "forward_1": {"h": (T, units), "f": ...}, ...}`, attention `(T,)` where there is one.
    """
    trace = {}
    predictor([text], trace=trace)
    found = {
        name: {gate: value[0] for gate, value in part.items()} if isinstance(part, dict) else part[0]
        for name, part in trace.items()
    }
    pieces = predictor.problem.vocabulary.cut(text)[: predictor.config.recipe.max_tokens]
    return {"tokens": [token for token, *_ in pieces]} | found


def occlusion(predictor, text, label):
    """How much the probability of `label` falls when one word becomes unknown: `[(word, contribution)]`.

    Zeiler & Fergus 2014, on words. Positive: the word speaks for the label.
    """
    pieces = predictor.problem.vocabulary.cut(text)[: predictor.config.recipe.max_tokens]
    if not pieces:
        return []
    ids = np.asarray([number for _, number, _ in pieces], np.int32)
    places = np.asarray([word for *_, word in pieces])
    order, words = sorted(set(places.tolist())), text.split()
    hidden = [np.where(places == word, UNKNOWN, ids) for word in order]
    column = predictor.config.labels.index(label)
    answers = predictor.probabilities([ids, *hidden])[:, column]
    return [(words[word], float(answers[0] - answer)) for word, answer in zip(order, answers[1:], strict=True)]


def neighbours(predictor, token, most=8):
    """The tokens whose embeddings point the same way: `[(token, cosine)]`; empty for an unknown token."""
    vocabulary, embedding = predictor.problem.vocabulary, predictor.weights["embedding"]
    pieces = vocabulary.cut(token)
    if not pieces or pieces[0][1] == UNKNOWN:
        return []
    own = pieces[0][1]
    lengths = np.linalg.norm(embedding, axis=1)
    cosines = embedding @ embedding[own] / np.maximum(lengths * lengths[own], 1e-9)
    cosines[[0, UNKNOWN, own]] = -np.inf
    found = [n for n in np.argsort(-cosines)[:most] if np.isfinite(cosines[n])]
    return [(vocabulary.tokens[n], float(cosines[n])) for n in found]

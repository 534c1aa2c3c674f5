"""Majority, naive Bayes and logistic regression on the network's own tokens. scikit-learn costs 77 MB."""

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB

from nlp_models.scoring.metrics import classification_scores
from nlp_models.text.ragged import Ragged, lengths_of


def score_baselines(problem, training, test):
    """`({name: scores}, {name: class numbers of the test rows})`."""
    answers = baseline_answers((training.ids, training.targets), test.ids, len(problem.vocabulary))
    scores = {name: classification_scores(test.targets, given, problem.labels) for name, given in answers.items()}
    return scores, {name: np.asarray(given).tolist() for name, given in answers.items()}


def baseline_answers(train, test_ids, vocabulary_size):
    """The class numbers that each baseline gives the test rows, by its name.

    Args:
        train: `(list of id arrays, class numbers)`.
        test_ids: list of id arrays.
    """
    train_ids, train_targets = train
    counts, test_counts = bag_of_tokens(train_ids, vocabulary_size), bag_of_tokens(test_ids, vocabulary_size)
    by_counts = MultinomialNB().fit(counts, train_targets).predict(test_counts)
    weighting = TfidfTransformer(sublinear_tf=True).fit(counts)
    weighed = weighting.transform(counts, copy=False)  # in their place: there are no two copies of many rows
    logistic = LogisticRegression(max_iter=200, tol=1e-3).fit(weighed, train_targets)
    return {
        "majority": np.full(len(test_ids), np.bincount(train_targets).argmax()),
        "naive_bayes": by_counts,
        "logistic_regression": logistic.predict(weighting.transform(test_counts)),
    }


def bag_of_tokens(sequences, vocabulary_size):
    """How often each token occurs in each text: sparse `(N, vocabulary_size)`."""
    starts = np.concatenate([[0], np.cumsum(lengths_of(sequences))])
    tokens = sequences.tokens if isinstance(sequences, Ragged) else np.concatenate(sequences)
    counts = csr_matrix((np.ones(len(tokens), np.float32), tokens, starts), (len(sequences), vocabulary_size))
    counts.sum_duplicates()
    return counts

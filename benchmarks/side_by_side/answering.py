"""Who answers many texts at once: the texts of our own Korean sample, again and again until there are 4,000; seconds count from text to answer."""

import time

import numpy as np

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models

TEXTS = 4_000


def texts():
    """`(texts, their labels)`."""
    sample = tasks.load("sentiment").sample("ko").columns
    again = -(-TEXTS // len(sample["text"]))
    return (sample["text"] * again)[:TEXTS], (sample["label"] * again)[:TEXTS]


def ready():
    """The ready Korean classifier."""
    return Predictor.load(next(model.folder for model in ready_models("sentiment") if model.id.endswith("-ko")))


def in_turn(answer):
    """A turn: all texts answered once; gives texts a second."""
    asked, _ = texts()

    def turn():
        began = time.perf_counter()
        answer(asked)
        return TEXTS / (time.perf_counter() - began)

    return turn


def ours():
    from threadpoolctl import threadpool_limits

    from nlp_models.answering.batch import answer_table
    from nlp_models.datasets.table import Table
    from nlp_models.runs import machine

    threadpool_limits(1, user_api="blas")  # as `predict --file` does
    predictor, lots = ready(), min(2, machine.cores())

    def answer(asked):
        rows = [(text,) for text in asked]
        return answer_table(
            predictor, Table(("text",), rows, list(range(1, 1 + len(rows))), "csv"), "text", at_once=lots
        )

    return in_turn(answer)


def keras():
    from nlp_models.problems.classification.network import Classification

    predictor = ready()
    network = Classification(predictor.config.recipe, **predictor.problem.sizes)
    network.start()
    for name, variable in network.named_weights().items():
        variable.assign(predictor.network.weights[name].astype(np.float32))

    def answer(asked):
        ids = predictor.problem.encode(asked)
        padded = np.zeros((len(ids), max(map(len, ids))), np.int32)
        for row, own in zip(padded, ids, strict=True):
            row[: len(own)] = own
        return network.predict(padded, batch_size=256, verbose=0)

    return in_turn(answer)


def sklearn():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    own = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression()).fit(*texts())
    return in_turn(own.predict_proba)

"""What a network that writes answers has to beat: the answer to the nearest question that it learned from."""

import numpy as np

from nlp_models.problems.sequence_to_sequence.problem import RELEVANCE_QUESTIONS
from nlp_models.text.nearest import Nearest

FOUND = 10  # questions whose answers make a candidate likely


def score_baselines(problem, training, test):
    """`({"retrieval": scores}, {"retrieval": the answer to every row})`; it has no perplexity."""
    questions = Nearest(training.texts)
    nearest = {text: questions.find(text, FOUND) for text in test.questions}
    commonest = max(set(training.references), key=training.references.count)
    said = {text: training.references[rows[0][0]] if rows else commonest for text, rows in nearest.items()}
    texts = {tuple(ids.tolist()): gold for ids, gold in zip(test.targets, test.references, strict=True)}
    near = sorted({place for rows in list(nearest.values())[:RELEVANCE_QUESTIONS] for place, _ in rows})
    answers, likeness = Nearest([training.references[place] for place in near]), {}
    number = {place: n for n, place in enumerate(near)}

    def liking(row, candidates):
        """How alike a candidate is to the answers of the nearest questions, the nearer the more."""
        named = [texts[tuple(ids.tolist())] for ids in candidates]
        for name in named:
            if name not in likeness:
                likeness[name] = answers.likeness(name).astype(np.float32)
        rows = nearest[test.texts[row]]
        return np.asarray([sum(close * likeness[name][number[place]] for place, close in rows) for name in named])

    scores = {"rows": len(test), "questions": len(said)} | problem.written_scores(test, list(said.values()))
    return {"retrieval": scores | problem.hits_at_10(test, liking)}, {"retrieval": [said[text] for text in test.texts]}

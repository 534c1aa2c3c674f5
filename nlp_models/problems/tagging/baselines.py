"""What a tagger has to beat: each word's commonest tag; for a word never seen, that of its ending."""

from collections import Counter, defaultdict

import numpy as np

from nlp_models.problems.tagging.arrays import Tagged
from nlp_models.problems.tagging.entities import as_bio

ENDING = 3  # letters


def score_baselines(problem, training, test):
    """`({name: scores}, {name: numbers of the tags of every test row})`."""
    by_word, by_ending, commonest = count(training)
    choices = {
        "commonest_tag": lambda word: by_word.get(word.lower(), commonest),
        "word_and_ending": lambda word: by_word.get(word.lower()) or by_ending.get(ending_of(word), commonest),
    }
    scores, answers = {}, {}
    for name, choose in choices.items():
        given = [numbers_of(problem, [choose(word) for word in words[: problem.max_tokens]]) for words in test.words]
        scores[name] = problem.scores(test, [Tagged(numbers, None) for numbers in given])
        answers[name] = [numbers.tolist() for numbers in given]
    return scores, answers


def count(training):
    """The commonest tag of every word, of every ending, and of all."""
    words, endings, every = defaultdict(Counter), defaultdict(Counter), Counter()
    for sentence, tags in zip(training.words, training.gold_tags, strict=True):
        for word, tag in zip(sentence, tags, strict=True):
            words[word.lower()][tag] += 1
            endings[ending_of(word)][tag] += 1
            every[tag] += 1
    return _commonest(words), _commonest(endings), _most(every)


def ending_of(word):
    """Its last letters, and whether it begins with a capital letter."""
    return word[-ENDING:].lower(), word[:1].isupper()


def numbers_of(problem, tags):
    """Numbers of the tags, entities begun by B-."""
    written = as_bio(tags) if problem.of_entities else tags
    # a lone I-X becomes B-X, which a training with few rows may not have met
    return np.asarray([problem.numbers.get(new, problem.numbers[old]) for new, old in zip(written, tags, strict=True)])


def _commonest(counters):
    return {key: _most(counter) for key, counter in counters.items()}


def _most(counter):
    return min(counter, key=lambda tag: (-counter[tag], tag))

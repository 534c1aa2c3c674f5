"""Pairs of texts: what is learned from them, what is written, and how it is scored."""

import itertools

import keras
import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp_models.datasets.dataset import Dataset
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.sequence_to_sequence import forward
from nlp_models.problems.sequence_to_sequence.arrays import by_word, perplexity_scores
from nlp_models.problems.sequence_to_sequence.generation import (
    likelihoods,
    read_answer,
    tree_of,
    write_all,
)
from nlp_models.problems.sequence_to_sequence.network import SequenceToSequence as Network
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence, abstention_threshold_of
from nlp_models.recipe import Recipe
from nlp_models.text.nearest import Nearest
from nlp_models.text.shown import words_of
from nlp_models.text.vocabulary import END, UNKNOWN, Vocabulary

PAIRS = [
    ("hello there", "Hi."),
    ("how are you", "I am fine."),
    ("what is this", "It is a film."),
    ("who are you", "A bot."),
]
SOURCES = [np.array([3, 4, 5], np.int32), np.array([6, 3], np.int32), np.array([7], np.int32)]
TARGETS = [np.array([4, END], np.int32), np.array([5, 6, 7, END], np.int32), np.array([3, 8, END], np.int32)]


def world(**choices):
    """Problem, Keras network and the same in NumPy, on word vocabularies of ten tokens."""
    recipe = Recipe.make(units=5, embedding_size=4, max_tokens=6, **choices)
    network = Network(recipe, 10, 9)
    network.start()
    generator = np.random.default_rng(0)
    for variable in network.trainable_variables:
        if "answer_bias" not in variable.path:
            variable.assign(generator.normal(0, 0.7, variable.shape).astype(np.float16))
    return network, network.in_numpy()


def problem_of(pairs=PAIRS, **choices):
    recipe = Recipe.make(tokenizer="word", vocabulary_size=50, **choices)
    dataset = Dataset({"text": [q for q, _ in pairs], "label": [a for _, a in pairs]})
    return SequenceToSequence.build(dataset, recipe), dataset


def part_of(problem, sources=SOURCES, targets=TARGETS):
    from nlp_models.problems.sequence_to_sequence.arrays import Split

    names = [str(ids.tolist()) for ids in sources]
    return Split(sources, targets, names, [str(ids.tolist()) for ids in targets], (Decoding(temperature=0), 6))


@pytest.mark.parametrize(
    ("cell", "bidirectional", "layers", "attention"),
    [*itertools.product(["rnn", "lstm", "gru"], [True, False], [1], [True, False]), ("gru", True, 2, True)],
)
def test_keras_and_numpy_foretell_the_same(cell, bidirectional, layers, attention):
    network, numpy = world(cell=cell, bidirectional=bidirectional, layers=layers, attention=attention)
    assert {n: w.shape for n, w in numpy.weights.items()} == forward.shapes(numpy.settings, 10, 9)
    answers, ours = network.answers(part_of(None)), numpy.answers(part_of(None))
    assert max(np.abs(np.exp(a[:, 0]) - np.exp(b[:, 0])).max() for a, b in zip(ours, answers, strict=True)) < 1e-5
    assert all((a[:, 1] == b[:, 1]).all() for a, b in zip(ours, answers, strict=True))


def test_a_text_is_answered_alike_alone_and_among_others():
    _, numpy = world()
    together = write_all(numpy, SOURCES, 6, Decoding(temperature=0))
    for source, reply in zip(SOURCES, together, strict=True):
        (alone,) = write_all(numpy, [source], 6, Decoding(temperature=0))
        assert alone.ids == reply.ids and np.allclose(alone.logs, reply.logs, atol=1e-5)
        assert UNKNOWN not in reply.ids and 0 not in reply.ids


def test_what_keras_writes_step_by_step_is_what_numpy_writes():
    network, numpy = world()
    for source, reply in zip(SOURCES, write_all(numpy, SOURCES, 6, Decoding(temperature=0)), strict=True):
        ids = [END]
        while len(ids) < 7 and (len(ids) == 1 or ids[-1] != END):
            features = network({"source": source[None], "ids": np.asarray([ids], np.int32)})
            logits = np.asarray(network.decoder.logits(features))[0, -1].copy()
            logits[[0, UNKNOWN, *([END] if len(ids) == 1 else [])]] = -np.inf  # an answer says something
            ids.append(int(logits.argmax()))
        assert ids[1:] == reply.ids


def test_likelihood_of_an_answer_is_the_mean_of_what_was_foretold():
    _, numpy = world()
    liked = likelihoods(numpy, SOURCES[0], TARGETS)
    own = numpy.answers(part_of(None, [SOURCES[0]] * 3))
    assert liked == pytest.approx([logs[:, 0].mean() for logs in own], abs=1e-5)


def test_sureness_of_a_reply_is_what_its_tokens_are_foretold():
    _, numpy = world()
    (reply,) = write_all(numpy, SOURCES[:1], 6, Decoding(temperature=0))
    logs, attention_weights = read_answer(numpy, SOURCES[0], reply.ids)
    assert attention_weights.shape == (len(reply.ids), 3) and np.allclose(attention_weights.sum(axis=1), 1)
    # when writing, the unknown token is barred: what is left is a little likelier than foretold
    assert (np.asarray(reply.logs) >= logs - 1e-6).all()


def test_a_beam_of_one_is_greedy_and_forcing_a_word_keeps_it():
    _, numpy = world()
    (reply,) = write_all(numpy, SOURCES[:1], 6, Decoding(temperature=0))
    assert tree_of(numpy, SOURCES[0], 6, Decoding(temperature=0, num_beams=1)).ids == reply.ids
    assert tree_of(numpy, SOURCES[0], 6, Decoding(temperature=0, num_beams=3), forced=(7, 4)).ids[:2] == [7, 4]


def test_answers_keep_capital_letters_and_end():
    problem, dataset = problem_of()
    part = problem.encoded(dataset)
    assert [problem.text(ids.tolist()) for ids in part.targets] == [answer for _, answer in PAIRS]
    assert all(ids[-1] == END for ids in part.targets)
    again = SequenceToSequence.load(problem.vocabulary_json(), [], Recipe())
    assert again.vocabulary.tokens == problem.vocabulary.tokens
    assert again.target_vocabulary.tokens == problem.target_vocabulary.tokens


def test_a_batch_reads_what_was_true_one_place_before():
    problem, dataset = problem_of()
    part = problem.encoded(dataset)
    recipe = Recipe(batch_size=2, tokenizer="word", token_dropout=0.0)
    batches = list(problem.batches(part, recipe, np.random.default_rng(0)))
    assert len(batches) == problem.steps(part, recipe) == 2
    for batch in batches:
        ids, targets = batch.inputs["ids"], batch.targets
        assert (ids[:, 0] == END).all()
        assert (ids[:, 1:][targets[:, 1:] > 0] == targets[:, :-1][targets[:, 1:] > 0]).all()
        assert ((ids > 0) == (targets > 0)).all()


def test_the_same_question_is_answered_and_scored_once_with_all_its_answers():
    problem, dataset = problem_of([*PAIRS, ("hello there", "Hello.")])
    part = problem.encoded(dataset)
    assert part.questions["hello there"] == (0, ["Hi.", "Hello."])
    assert len(part.questions) == 4 and len(part) == 5
    scores = problem.written_scores(part, ["Hello.", "I am fine.", "It is a film.", "A bot."])
    assert scores["bleu"] == scores["chrf"] == pytest.approx(100)
    assert scores["distinct_answers"] == 1 and scores["commonest_share"] == 0.25


def test_perplexity_by_hand():
    logs = [np.log(np.array([[0.5, 1], [0.25, 1]])), np.log(np.array([[0.5, 1]]))]
    scores = perplexity_scores([np.stack([a[:, 0], [1] * len(a)], axis=1) for a in logs])
    assert scores["tokens"] == 3 and scores["perplexity"] == pytest.approx(16 ** (1 / 3)) and scores["accuracy"] == 1


def test_relevance_of_chance_of_a_mind_reader_and_of_its_opposite():
    pairs = [(f"question {n}", f"answer {n}") for n in range(200)]
    problem, dataset = problem_of(pairs)
    part, generator = problem.encoded(dataset), np.random.default_rng(1)
    knows = problem.hits_at_10(part, lambda row, targets: np.asarray([1.0] + [0.0] * (len(targets) - 1)))
    assert knows == {"relevance": 1.0, "candidates": 100}
    assert problem.hits_at_10(part, lambda row, targets: -np.asarray([1.0] + [0.0] * 99))["relevance"] == 0
    assert (
        problem.hits_at_10(part, lambda row, targets: np.zeros(100))["relevance"] == 0
    )  # one who cannot tell gets nothing
    guess = problem.hits_at_10(part, lambda row, targets: generator.random(100))["relevance"]
    assert guess == pytest.approx(0.1, abs=0.06)


def test_looks_of_tokens_are_added_up_over_words():
    assert by_word(np.array([0.1, 0.2, 0.3, 0.4]), np.array([0, 0, 1, 2]), 3) == pytest.approx([0.3, 0.3, 0.4])
    vocabulary = Vocabulary("character", ["<pad>", "<unk>", "<eos>", "a", "b", "▁"])
    assert words_of(vocabulary, [3, 4, 5, 4, END]) == [("ab", [0, 1]), ("b", [2, 3])]


def test_a_network_that_learned_nothing_is_never_sure():
    problem, dataset = problem_of([(f"question {n}", f"answer {n}") for n in range(40)])
    part = problem.encoded(dataset)
    recipe = Recipe(units=5, embedding_size=4, max_tokens=6)
    network = Network(recipe, **problem.sizes)
    network.start()
    calibrated = problem.calibrated(recipe, part, network)
    confidence = [reply.confidence for reply in network.answers(part).replies]
    assert problem.abstention_threshold == calibrated.abstention_threshold == abstention_threshold_of(confidence)
    assert max(confidence) < calibrated.abstention_threshold  # it has learned nothing, so it says nothing
    assert problem.calibrated(recipe.changed(abstention_threshold=0.5), part, network).abstention_threshold == 0.5


def test_how_sure_an_answer_must_be():
    assert abstention_threshold_of([0.2, 0.25, 0.3, 0.35, 0.4]) == 0.25  # a quarter is less sure
    assert abstention_threshold_of([0.01, 0.02, 0.03]) == 0.15 and abstention_threshold_of([0.9, 0.95]) == 0.5


def test_nearest_is_what_scikit_learn_finds():
    texts = ["how are you today", "what time is it", "tell me the time", "오늘 날씨 어때", "오늘은 뭐 먹지"]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3))
    theirs = vectorizer.fit_transform(texts)
    ours = Nearest(texts)
    for text in texts:
        assert ours.likeness(text) == pytest.approx((theirs @ vectorizer.transform([text]).T).toarray()[:, 0])
    assert ours.find("what is the time now", 1)[0][0] in (1, 2)
    assert ours.find("zzz") == []


def test_the_loss_is_that_of_the_decoder():
    network, _ = world(label_smoothing=0.1)
    inputs = part_of(None).inputs([0, 1, 2])
    features = network({name: inputs[name] for name in ("source", "ids")})
    loss = network.compute_loss(inputs, inputs["targets"], features)
    assert float(keras.ops.convert_to_numpy(loss)) == pytest.approx(
        float(network.decoder.loss(features, inputs["targets"], 0.1))
    )


def test_contrast_adds_what_another_rows_answer_is_liked():
    network, numpy = world(contrast=0.5)
    inputs = part_of(None).inputs([0, 1, 2])
    x, y = {name: inputs[name] for name in ("source", "ids")}, inputs["targets"]
    network.memory_dropout.rate = network.decoder.dropout.rate = 0  # what is dropped is drawn anew each time
    for layer in (network.backbone.embedding_dropout, network.decoder.embedding_dropout):
        layer.rate = 0
    loss = float(keras.ops.convert_to_numpy(network.compute_loss(x, y, network(x, training=True))))
    liked = np.stack([likelihoods(numpy, source, TARGETS) for source in SOURCES])
    lead = np.diagonal(liked) - np.diagonal(np.roll(liked, 1, axis=1))
    plain = network.decoder.loss(network(x), y)
    assert loss == pytest.approx(float(plain) + 0.5 * np.log1p(np.exp(-3 * lead)).mean(), rel=1e-4)


def test_the_nearest_question_answers_and_likes_what_fits():
    from nlp_models.problems.sequence_to_sequence.baselines import score_baselines

    pairs = [(f"tell me of town {n} please", f"town {n} is nice") for n in range(40)]
    problem, dataset = problem_of(pairs)
    asked = Dataset({"text": [f"what of town {n}" for n in range(40)], "label": [answer for _, answer in pairs]})
    scores, answers = score_baselines(problem, problem.encoded(dataset), problem.encoded(asked))
    assert answers["retrieval"] == [answer for _, answer in pairs]
    assert scores["retrieval"]["chrf"] == 100 and scores["retrieval"]["relevance"] == 1
    assert "perplexity" not in scores["retrieval"]

"""Tagging: files read as they come, entities counted as conlleval counts, a CRF that brute force confirms."""

from itertools import pairwise, product

import numpy as np
import pytest

from nlp_models import tasks
from nlp_models.errors import DataError
from nlp_models.problems.tagging import crf as numpy_crf
from nlp_models.problems.tagging.entities import are_entities, as_bio, chunks, precision_recall_f1, tagging_scores
from nlp_models.problems.tagging.tags import forbidden
from nlp_models.text.words import join_words, split_words

LABELS = ["B-X", "I-X", "O"]

# what the rules of conlleval's startOfChunk and endOfChunk give, counted by hand
CHUNKS = {
    "B-X I-X O": [("X", 0, 2)],
    "I-X I-X O": [("X", 0, 2)],  # IOB1, or ill-formed BIO: begins all the same
    "O I-X": [("X", 1, 2)],
    "B-X B-X": [("X", 0, 1), ("X", 1, 2)],
    "I-X B-X I-X": [("X", 0, 1), ("X", 1, 3)],  # IOB1 has B- only to part two neighbours
    "B-X I-Y": [("X", 0, 1), ("Y", 1, 2)],  # another type begins another entity
    "B-X O I-X": [("X", 0, 1), ("X", 2, 3)],
    "B-X I-X E-X S-Y": [("X", 0, 3), ("Y", 3, 4)],
    "B-X E-X I-X": [("X", 0, 2), ("X", 2, 3)],
    "O O": [],
}


@pytest.mark.parametrize(("tags", "expected"), CHUNKS.items())
def test_entities_begin_and_end_where_conlleval_has_them(tags, expected):
    assert chunks(tags.split()) == expected
    assert chunks(as_bio(tags.split())) == expected


def test_the_sums_of_conlleval_s_published_output():
    """CoNLL-2000: 459 phrases; found: 539; correct: 371. precision: 68.83%; recall: 80.83%; FB1: 74.35."""
    scores = precision_recall_f1(371, 539, 459)
    assert [round(100 * scores[name], 2) for name in ("precision", "recall", "f1")] == [68.83, 80.83, 74.35]


def test_scores_of_a_hand_counted_example():
    gold_tags = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "B-LOC"]]
    guesses = [["B-PER", "I-PER", "O", "O"], ["O", "B-PER"]]
    scores = tagging_scores(gold_tags, guesses, [[False, True, False, False], [False, True]])
    assert scores["accuracy"] == 4 / 6
    assert (scores["entity_precision"], scores["entity_recall"]) == (1 / 2, 1 / 3)
    assert scores["entity_f1"] == pytest.approx(0.4)
    assert scores["per_type"]["PER"] == {"rows": 1, "precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3)}
    assert scores["per_type"]["LOC"]["recall"] == 0
    assert (scores["unseen_tokens"], scores["unseen_accuracy"]) == (2, 0.5)
    assert (scores["unseen_entities"], scores["unseen_entity_recall"]) == (2, 0.5)
    assert scores["accuracy_low"] <= scores["accuracy"] <= scores["accuracy_high"]


def brute_force(emissions, transitions, start, end):
    """`(log of the sum over all sequences, the best one, probability of each tag at each place)`."""
    length, tags = emissions.shape
    ways = list(product(range(tags), repeat=length))
    scores = np.asarray(
        [
            start[way[0]]
            + end[way[-1]]
            + sum(emissions[t, tag] for t, tag in enumerate(way))
            + sum(transitions[a, b] for a, b in pairwise(way))
            for way in ways
        ]
    )
    total = np.logaddexp.reduce(scores)
    shares = np.zeros((length, tags))
    for way, score in zip(ways, scores, strict=True):
        shares[np.arange(length), way] += np.exp(score - total)
    return total, ways[scores.argmax()], shares


@pytest.fixture
def batch():
    generator = np.random.default_rng(3)
    lengths = [1, 3, 4, 5]
    mask = np.arange(5)[None, :] < np.asarray(lengths)[:, None]
    emissions = generator.normal(size=(4, 5, 3)).astype(np.float32)
    weights = [generator.normal(size=shape).astype(np.float32) for shape in ((3, 3), (3,), (3,))]
    return lengths, mask, emissions, weights


def test_sums_marginals_and_viterbi_are_those_of_brute_force_in_numpy_and_in_keras(batch):
    from keras import ops

    from nlp_models.problems.tagging.keras_layers.crf import CRF

    lengths, mask, emissions, (transitions, start, end) = batch
    barred, barred_first = forbidden(LABELS)
    shares, totals = numpy_crf.marginals(emissions, mask, transitions + barred, start + barred_first, end)
    tags = numpy_crf.viterbi(emissions, mask, transitions + barred, start + barred_first, end)
    layer = CRF(LABELS)
    layer.build(emissions.shape)
    for variable, value in zip((layer.transitions, layer.start, layer.end), (transitions, start, end), strict=True):
        variable.assign(value)
    real = ops.convert_to_tensor(mask)
    by_keras = np.asarray(layer.log_total(emissions, real)), np.asarray(layer.marginals(emissions, real))
    np.testing.assert_array_equal(np.asarray(layer.viterbi(emissions, real)), tags)
    for n, length in enumerate(lengths):
        total, best, right = brute_force(emissions[n, :length], transitions + barred, start + barred_first, end)
        assert totals[n] == pytest.approx(total, abs=1e-4)
        assert by_keras[0][n] == pytest.approx(total, abs=1e-4)
        np.testing.assert_allclose(shares[n, :length], right, atol=1e-5)
        np.testing.assert_allclose(by_keras[1][n, :length], right, atol=1e-5)
        assert tuple(tags[n, :length]) == best and not tags[n, length:].any()


def test_a_long_sentence_has_the_same_probabilities_in_numpy_and_in_keras():
    from keras import ops

    from nlp_models.problems.tagging.keras_layers.crf import CRF

    generator = np.random.default_rng(5)
    emissions = (8 * generator.normal(size=(3, 200, 3))).astype(np.float32)  # sums of some 2,000
    mask = np.arange(200)[None, :] < np.asarray([200, 150, 7])[:, None]
    barred, barred_first = forbidden(LABELS)
    layer = CRF(LABELS)
    layer.build(emissions.shape)
    ours = numpy_crf.marginals(emissions, mask, barred, barred_first, np.zeros(3, np.float32))[0]
    theirs = np.asarray(layer.marginals(emissions, ops.convert_to_tensor(mask)))
    np.testing.assert_allclose(ours, theirs, atol=1e-5)
    assert ours.sum(axis=-1) == pytest.approx(mask.astype(float), abs=1e-9)


def test_the_likelihoods_of_all_sequences_sum_to_one(batch):
    from keras import ops

    from nlp_models.problems.tagging.keras_layers.crf import CRF

    _, _, emissions, (transitions, start, end) = batch
    layer = CRF(["A", "B", "C"])
    layer.build(emissions.shape)
    for variable, value in zip((layer.transitions, layer.start, layer.end), (transitions, start, end), strict=True):
        variable.assign(value)
    ways = np.asarray(list(product(range(3), repeat=4)), np.int32)
    ways = np.concatenate([ways, np.zeros((len(ways), 1), np.int32)], axis=1)  # and one of padding
    mask = ops.convert_to_tensor(np.tile(np.arange(5) < 4, (len(ways), 1)))
    likelihoods = layer.log_likelihood(np.tile(emissions[:1], (len(ways), 1, 1)), mask, ways)
    assert np.exp(np.asarray(likelihoods)).sum() == pytest.approx(1, abs=1e-4)


def test_an_ill_formed_sequence_is_never_answered():
    generator = np.random.default_rng(0)
    labels = ["B-LOC", "B-PER", "I-LOC", "I-PER", "O"]
    barred, first = forbidden(labels)
    emissions = 20 * generator.normal(size=(200, 8, 5)).astype(np.float32)
    mask = np.ones((200, 8), bool)
    for row in numpy_crf.viterbi(emissions, mask, barred, first, np.zeros(5, np.float32)):
        tags = [labels[number] for number in row]
        assert as_bio(tags) == tags


CONLL = b"-DOCSTART- -X- O\n\nEU NNP I-ORG\nrejects VBZ O\n\nPeter NNP I-PER\nBlackburn NNP I-PER\n"
WNUT = b"It\tO\n's\tO\n\t\nEmpire\tB-location\nState\tI-location\n"
KLUE = "## 컬럼명 : CHAR\tNE_TAG\n## a-1\t<경찰:OG>은 또\n경\tB-OG\n찰\tI-OG\n은\tO\n \tO\n또\tO\n\n## a-2\t나\n나\tO\n".encode()
CONLL_U = b"""# sent_id = 1
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\t_
2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_
2.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_

1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""


def rows(data, *names):
    table = tasks.load("tagging").kind.read_table(data)
    return [tuple(row[table.columns.index(name)] for name in names) for row in table.rows]


def test_files_of_a_word_a_line_are_read_as_they_come():
    assert rows(CONLL, "word", "entity") == [("EU rejects", "I-ORG O"), ("Peter Blackburn", "I-PER I-PER")]
    assert rows(WNUT, "word", "entity") == [("It 's", "O O"), ("Empire State", "B-location I-location")]
    assert rows(KLUE, "char", "ne_tag") == [("경 찰 은 ▁ 또", "B-OG I-OG O O O"), ("나", "O")]
    assert rows(CONLL_U, "form", "upos") == [("do n't", "AUX PART"), ("Yes", "INTJ")]


def test_the_part_is_taken_from_our_samples_comments():
    dataset = tasks.load("tagging").sample("ko")
    assert set(dataset.columns["part"]) == {"train", "test"}
    assert len(dataset) == 550 and are_entities({tag for cell in dataset.columns["label"] for tag in cell.split()})


def test_lines_that_do_not_fit_are_told_together():
    broken = b"a O\nb O\nc\n\nd O\ne O x\n\n" + b"f O\n\n" * 40
    with pytest.raises(DataError, match=r"do not have 2 columns, as the others do: 3, 6\."):
        tasks.load("tagging").kind.read_table(broken, "a.conll")


def test_tags_that_are_none_are_told_by_their_lines():
    kind = tasks.load("tagging").kind
    tags = b"".join(b"x%d B-T%d\n\n" % (n, n % 12) for n in range(24))
    table = kind.read_table(tags + b"a B-T1\nb PERSON\n\nc O\n", "a.conll")
    with pytest.raises(DataError, match=r"neither O nor of the kind B-X or I-X: 50\."):
        kind.dataset(table, {"text": "word", "label": "entity"})


def test_words_are_cut_as_treebanks_cut_them_and_joined_to_be_read():
    assert split_words("I don't know (yet), Mr. U.S. 3.5!") == [
        "I",
        "do",
        "n't",
        "know",
        "(",
        "yet",
        ")",
        ",",
        "Mr.",
        "U.S.",
        "3.5",
        "!",
    ]
    assert split_words("Anna's O'Neill's isn’t it's") == ["Anna", "'s", "O'Neill", "'s", "is", "n’t", "it", "'s"]
    assert split_words("가 나", letters=True) == ["가", "▁", "나"]
    assert join_words(["I", "do", "n't", "know", "(", "yet", ")", "."]) == "I don't know (yet)."
    assert join_words(["가", "▁", "나"]) == "가 나"

"""The language model: n-grams against hand arithmetic, the two networks, lanes, negatives, resume, what is taken home."""

import itertools
import runpy
import zipfile

import numpy as np
import pytest
from made_runs import broken_and_unbroken, learned_by

from nlp_models import tasks
from nlp_models.answering.forcing import theatre
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.probe import gates_by_word
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.language_model import forward, streams
from nlp_models.problems.language_model import problem as language_model
from nlp_models.problems.language_model.kneser_ney import KneserNey, unigram_logs
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.streams import draw_negatives, segments
from nlp_models.problems.language_model.writing import (
    appended,
    context,
    text_of,
    write,
)
from nlp_models.recipe import Recipe
from nlp_models.runs.bundles import read
from nlp_models.sharing import archive, exports
from nlp_models.text.shown import BREAK
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN, Vocabulary

LINES = [
    f"the {a} {b} the {c}"
    for a in ("cat", "dog", "old man")
    for b in ("sees", "likes", "follows")
    for c in ("bird", "boat", "moon")
] * 3
RECIPE = Recipe.make(
    bidirectional=False,
    units=8,
    embedding_size=6,
    epochs=4,
    patience=9,
    batch_size=4,
    sequence_length=6,
    minutes=5,
    dropout=0.3,
    weight_decay=0,
    ema_momentum=0,
    num_sampled=4,
    learning_rate=0.02,
)


def dataset():
    return Dataset({"text": list(LINES)})


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    from nlp_models.runs.store import RunStore
    from nlp_models.training.worker import run_worker

    store = RunStore(tmp_path_factory.mktemp("runs"))
    run = store.create("next-word", RECIPE.changed(epochs=15), dataset(), owner="local", name="tiny")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


def test_kneser_ney_bigrams_are_those_of_hand_arithmetic():
    # a b a c a, after the end of a line (2): bigrams 2a ab ba ac ca, each once, so D = 5 / (5 + 0) = 1
    a, b, c = 3, 4, 5
    found = KneserNey(np.array([a, b, a, c, a]), 6, 2).logs(np.array([a, b, c]), [2])[2]
    # continuations: a after 2, b, c: 3; b after a: 1; c after a: 1; in all 5, of 3 kinds; once 2, twice 0: D = 1
    uniform = 1 / 5  # of five tokens, padding left out
    lower = {a: 2 / 5 + 3 / 5 * uniform, b: 0 + 3 / 5 * uniform, c: 0 + 3 / 5 * uniform}
    # after 2: one kind of one; after a: two kinds of two; b was followed by a alone: all the weight goes to the lower order
    assert np.exp(found) == pytest.approx([lower[a], lower[b], lower[c]])


def test_kneser_ney_discounts_what_was_seen_often():
    # bigrams 2a, aa twice, ab: counts 1 2 1, D = 2 / (2 + 2) = 1/2
    found = np.exp(KneserNey(np.array([3, 3, 3, 4]), 5, 2).logs(np.array([3, 3]), [2])[2])
    # continuations: a after 2 and a: 2; b after a: 1; once 1, twice 1: D = 1/3; three in all, two kinds, four tokens
    lower = (2 - 1 / 3) / 3 + 1 / 3 * 2 / 3 / 4
    assert found[1] == pytest.approx((2 - 1 / 2) / 3 + 1 / 2 * 2 / 3 * lower)


@pytest.mark.parametrize("order", [2, 3, 4, 5])
def test_probabilities_of_kneser_ney_sum_to_one(order):
    stream = np.random.default_rng(0).integers(1, 9, 300)
    counted = KneserNey(stream, 9, 5)
    for before in (stream[40:44], np.array([8, 8, 8, 8])):
        sums = sum(np.exp(counted.logs(np.array([*before, token]), [order])[order][-1]) for token in range(1, 9))
        assert sums == pytest.approx(1)
    assert np.exp(unigram_logs(stream, np.arange(1, 9), 9)).sum() == pytest.approx(1)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(("layers", "size"), [(1, 6), (2, 5)])
def test_both_networks_say_the_same_and_a_step_is_as_reading(cell, layers, size):
    from nlp_models.problems.language_model.network import LanguageModel as Network

    recipe = RECIPE.changed(cell=cell, num_layers=layers, units=6, embedding_size=size)
    network = Network(recipe, 20)
    network.start()
    weights = {name: np.array(value) for name, value in network.named_weights().items()}
    assert {name: array.shape for name, array in weights.items()} == forward.shapes(recipe.model_dump(), 20)
    ids = np.random.default_rng(0).integers(1, 20, 300).astype(np.int32)
    network.learn_with("adam")
    theirs = network.answers(language_model.Split(ids, 1, 1))
    numpy = forward.Network(recipe.model_dump(), weights, 20)
    assert theirs == pytest.approx(numpy.answers(language_model.Split(ids, 1, 1)), abs=1e-5)
    state, logs = numpy.begin(), []
    for before, number in zip([END, *ids[:-1]], ids, strict=True):
        logits, state = numpy.step(np.array([before]), state)
        logs.append(logits[0, number] - np.log(np.exp(logits[0]).sum()))
    assert theirs[:, 0] == pytest.approx(logs, abs=1e-5)


def test_lanes_read_as_one_stream(finished, monkeypatch):
    predictor = Predictor.load(finished.folder)
    part = predictor.problem.encoded(Dataset({"text": LINES * 10}))
    whole = predictor.network.answers(part)
    monkeypatch.setattr(streams, "STREAM_TOKENS", 500)
    in_lanes = predictor.network.answers(part)
    assert len(part.ids) > 2_000 and in_lanes == pytest.approx(whole, abs=1e-3)


def test_the_first_token_of_a_stream_is_told_from_the_end_of_a_line():
    seen = []

    def read(ids, targets, state):
        seen.append((ids[0, 0], targets[0, 0]))
        return np.zeros((*ids.shape, 2)), state

    assert segments(np.array([7, 8, 9]), lambda rows: [[np.zeros((rows, 1))]], read, 100).shape == (3, 2)
    assert seen[0] == (END, 7)


def test_negatives_are_different_and_follow_the_log_uniform_law():
    from nlp_models.problems.language_model.network import expected_log_count

    generator, hits, tries = np.random.default_rng(0), np.zeros(50), []
    for _ in range(2_000):
        ids, count = draw_negatives(50, 10, generator)
        assert len(set(ids.tolist())) == 10 and ids.min() >= 1
        hits[ids] += 1
        tries.append(count)
    expected = np.exp(np.asarray(expected_log_count(np.arange(1, 50), np.mean(tries), 50)))
    assert hits[1:] / 2_000 == pytest.approx(expected, abs=0.06)


def test_the_fused_adam_is_keras_own():
    import keras

    from nlp_models.keras_layers.fused_adam import FusedAdamW

    ends = []
    for kind in (FusedAdamW, keras.optimizers.AdamW):
        variable, optimizer = (
            keras.Variable(np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)),
            kind(0.01, weight_decay=0.1),
        )
        for n in range(5):
            optimizer.apply([keras.ops.convert_to_tensor(np.full((3, 4), n - 2.0, np.float32))], [variable])
        ends.append(np.array(variable))
    assert ends[0] == pytest.approx(ends[1], abs=1e-6)


def test_a_window_goes_on_where_the_one_before_stopped():
    problem = LanguageModel(Vocabulary.build(LINES, "word", 100, ends=True), 1)
    part = problem.encoded(dataset())
    batches = list(problem.batches(part, RECIPE, np.random.default_rng(0)))
    assert len(batches) == problem.steps(part, RECIPE) > 10
    for before, after in itertools.pairwise(batches):
        assert (before.targets[:, -1] == after.inputs["ids"][:, 0]).all() and not after.inputs["fresh"][0]
    assert batches[0].inputs["fresh"][0] and (batches[0].inputs["ids"][:, 1:] == batches[0].targets[:, :-1]).all()


@pytest.mark.parametrize("multiple", [1, 8])
@pytest.mark.parametrize("seed", range(4))
def test_no_window_leaves_the_stream(multiple, seed):
    problem = LanguageModel(Vocabulary.build(LINES, "word", 100, ends=True), 1)
    recipe, part = RECIPE.changed(sequence_length=35, batch_size=2), problem.encoded(dataset())
    batches = list(problem.batches(part, recipe, np.random.default_rng(seed), multiple))
    assert len(batches) == problem.steps(part, recipe)
    assert all(batch.inputs["ids"].shape == (2, 35) for batch in batches)


def test_the_end_of_a_file_is_its_test_and_lines_stay_in_order():
    parts = LanguageModel.split_dataset(
        Dataset({"text": [str(n) for n in range(20)]}), RECIPE.changed(test_share=0.1, validation_share=0.1)
    )
    assert parts.columns["part"] == ["train"] * 16 + ["validation"] * 2 + ["test"] * 2


def test_a_corpus_that_came_cut_keeps_its_own_unknown_token():
    texts = ["mr. <unk> of N corp. said <unk> N"] * 20
    recipe = LanguageModel.resolved(RECIPE.changed(tokenizer="auto"), Dataset({"text": texts}))
    problem = LanguageModel.build(Dataset({"text": texts}), recipe)
    assert recipe.tokenizer == "spaced" and len(problem.vocabulary) == 8  # five words, padding, unknown, end
    ids = problem.encoded(Dataset({"text": texts[:1]})).ids
    assert (ids == UNKNOWN).sum() == 2 and ids[-1] == END and len(ids) == 9


def test_too_short_a_text_is_told():
    with pytest.raises(DataError, match="too short"):
        LanguageModel.check(Dataset({"text": ["a few words"] * 10}))


def test_one_long_line_is_cut_into_its_sentences():
    from nlp_models.datasets.readers import read_table

    table = read_table(("The cat sat on the mat. It was warm! " * 20).encode(), "pasted.txt")
    assert tasks.load("next-word").dataset(table).columns["text"][:2] == ["The cat sat on the mat.", "It was warm!"]


def test_it_learns_beats_word_frequencies_and_keeps_a_sample_of_every_epoch(finished):
    report = finished.report
    assert set(report["baselines"]) == set(LanguageModel.BASELINES)
    assert report["test"]["perplexity"] < 0.5 * report["baselines"]["unigram"]["perplexity"]
    assert report["numpy_difference"] < 1e-4
    assert len(finished.metrics()) > 3 and all(row["sample"] for row in finished.metrics())


def test_a_run_broken_off_in_an_epoch_ends_as_the_unbroken_one(store, monkeypatch):
    broken, whole = broken_and_unbroken(store, monkeypatch, "next-word", dataset(), RECIPE)
    assert learned_by(broken) == learned_by(whole)


def test_everything_can_be_taken_home(finished, tmp_path):
    from nlp_models.sharing.keras_export import write_keras

    copy = Predictor.from_files(read(exports.make_bundle(finished.folder)))
    assert copy.read("the cat").next == Predictor.load(finished.folder).read("the cat").next
    keras_zip = tmp_path / "keras.zip"
    write_keras(finished.folder, keras_zip)
    with zipfile.ZipFile(keras_zip) as opened:
        opened.extractall(tmp_path / "keras")
    shares = runpy.run_path(str(tmp_path / "keras" / "load.py"))["probabilities"](["the cat likes"])
    assert shares == pytest.approx(Predictor.load(finished.folder)(["the cat likes"]), abs=1e-5)
    assert exports.make_reproduction(finished)
    packed = archive.pack(finished)
    assert packed


def test_writing_is_the_same_for_the_same_seed_and_never_unknown(finished):
    predictor = Predictor.load(finished.folder)
    texts = [list(write(predictor, "the cat", Decoding(), 30, seed)) for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2] and UNKNOWN not in texts[0]
    greedy = list(write(predictor, "the cat", Decoding(temperature=0), 3))
    assert greedy[0] == predictor.read("the cat").next_ids[0]
    assert list(write(predictor, "the cat", Decoding(num_beams=3), 8))
    assert text_of(predictor.problem.vocabulary, [END, *greedy])


def test_with_its_own_words_it_reads_on_from_what_it_said(finished):
    predictor = Predictor.load(finished.folder)
    text = "the cat sees the moon the cat sees the moon"
    (one,) = theatre(predictor, Dataset({"text": [text]})).courses
    ids, logs = predictor.problem.foretold(text, predictor)
    logs[:, [PADDING, UNKNOWN]] = -np.inf  # neither is ever written
    assert one.given == 3 and one.true == [*text.split(), BREAK]
    assert one.forced_wrong == (logs.argmax(axis=1) != [*ids, END])[3:].tolist()
    greedy = list(write(predictor, "the cat sees", Decoding(temperature=0), len(one.free_wrong)))
    shown = greedy[: greedy.index(END) + 1] if END in greedy else greedy
    assert one.free_wrong[: len(shown)] == [own != true for own, true in zip(shown, [*ids[3:], END], strict=False)]


def test_a_token_is_appended_as_people_write():
    words = Vocabulary.build(["the cat . the cat ."], "word", 50, ends=True)
    assert (
        appended(words, "the cat ", words.ids["."]) == "the cat."
        and appended(words, "the", words.ids["cat"]) == "the cat"
    )
    jamo = Vocabulary.build(["하늘 하늘"], "jamo", 50, ends=True)
    assert appended(jamo, "하", jamo.ids["ᆯ"]) == "할"


def test_a_line_break_in_a_text_is_read_as_one(finished):
    predictor = Predictor.load(finished.folder)
    vocabulary = predictor.problem.vocabulary
    the, cat = vocabulary.ids["the"], vocabulary.ids["cat"]
    assert context(vocabulary, "the cat ⏎ the") == context(vocabulary, "the cat\nthe") == [the, cat, END, the]
    assert context(vocabulary, " the cat \n\n ⏎ ") == [the, cat, END] and context(vocabulary, " ") == []
    answer = predictor.read("zebra cat ⏎ the unicorn")
    assert answer.words == ["zebra", "cat", "⏎", "the", "unicorn"] and answer.unknown == ["zebra", "unicorn"]
    assert gates_by_word(predictor, "the cat ⏎ the")["words"] == ["the", "cat", "⏎", "the"]
    assert answer.word_probabilities[2] == pytest.approx(predictor(["zebra cat"])[0, END], abs=1e-6)

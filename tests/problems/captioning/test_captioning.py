"""Captions: the network in Keras and NumPy, what it learns from, how it is scored, what becomes of a run."""

import itertools
import json

import keras
import numpy as np
import pytest
from made_runs import broken_and_unbroken, learned_by
from sacrebleu.metrics import BLEU
from safetensors.numpy import save_file
from test_pictures import kaggle

from nlp_models import tasks
from nlp_models.answering.batch import answer_table
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.judging import judge, split_as
from nlp_models.answering.predictor import Config, Predictor
from nlp_models.datasets.dataset import Edit
from nlp_models.errors import DataError
from nlp_models.numpy_layers.decoding import without_loop
from nlp_models.problems.captioning import forward
from nlp_models.problems.captioning.arrays import searched, written
from nlp_models.problems.captioning.network import Captioning as Network
from nlp_models.problems.captioning.problem import LINE, Captioning
from nlp_models.problems.captioning.scores import caption_scores
from nlp_models.recipe import Recipe
from nlp_models.sharing import archive, exports
from nlp_models.text.vocabulary import END, UNKNOWN
from nlp_models.training import loop as training
from nlp_models.training.worker import run_worker

TASK = tasks.load("captions")


def scenes_of(count, language="en"):
    return TASK.dataset(TASK.kind.read_table(json.dumps({"scenes": language, "pictures": count}).encode()))


def world(count=40, **choices):
    """Problem, part, Keras network and Predictor with the same weights, large ones so that every gate matters."""
    recipe = Recipe.make(
        units=6, embedding_size=5, tokenizer="word", vocabulary_size=100, bidirectional=False, **choices
    )
    dataset = scenes_of(count)
    problem = Captioning.build(dataset, recipe)
    keras.utils.set_random_seed(0)  # of the convolutions, whose weights stay as they start
    network = Network(recipe, **problem.sizes)
    network.start()
    generator = np.random.default_rng(0)
    for variable in network.trainable_variables:
        if "answer_bias" not in variable.path and "convolution" not in variable.path:
            variable.assign(generator.normal(0, 0.5, variable.shape).astype(np.float16))
    weights = {name: np.asarray(w) for name, w in network.named_weights().items()}
    predictor = Predictor(Config(task="captions", recipe=recipe, labels=[]), problem, weights)
    return problem, problem.encoded(dataset), network, predictor


@pytest.mark.parametrize(
    ("cell", "attention", "layers"), [*itertools.product(["rnn", "lstm", "gru"], [True, False], [1]), ("lstm", True, 2)]
)
def test_numpy_answers_as_keras_does(cell, attention, layers):
    problem, part, network, predictor = world(16, cell=cell, attention=attention, layers=layers)
    shapes = forward.shapes(predictor.network.settings, **problem.sizes)
    assert {name: w.shape for name, w in predictor.network.weights.items()} == shapes
    ours, theirs = predictor.network.answers(part), network.answers(part)
    assert problem.difference(ours, theirs) < 1e-5
    assert [one.ids for one in ours] == [one.ids for one in theirs]
    assert ours[0].blind_ids == theirs[0].blind_ids
    assert np.allclose(ours[3].blind_known, theirs[3].blind_known, atol=1e-4)


def test_a_picture_is_told_alike_alone_and_among_others():
    problem, part, _, predictor = world()
    among, alone = predictor.network.answers(part), predictor.network.answers(part.head(1))
    assert problem.difference(among[:1], alone) < 1e-6 and among[0].ids == alone[0].ids
    text = scenes_of(1 + 8).columns["text"][0]
    read = problem.read(text, predictor, num_beams=1)
    assert read.ids == without_loop(among[0].ids) and len(read.words) == len(read.word_probabilities) == len(
        read.blind_probabilities
    )
    assert read.attention_weights.shape == (len(read.ids), 8, 8) and np.allclose(
        read.attention_weights.sum(axis=(1, 2)), 1, atol=1e-5
    )


def test_the_convolutions_are_those_of_keras():
    _, part, network, predictor = world(8)
    theirs = keras.ops.convert_to_numpy(network.encoder(part.pictures))
    assert np.allclose(predictor.network.encode(part.pictures), theirs, atol=1e-5)


def test_more_beams_find_a_caption_that_is_at_least_as_likely():
    _, part, _, predictor = world(8)
    grid = predictor.network.encode(part.pictures[:1])
    one, many = searched(predictor.network, grid, 1), searched(predictor.network, grid, 5)
    # of the whole captions of at most MOST_TOKENS the likeliest a word
    assert many[0][1] / (len(many[0][0]) + 1) >= one[0][1] / (len(one[0][0]) + 1) - 1e-6
    assert len({tuple(ids) for ids, _ in many}) == len(many)


def test_a_batch_asks_for_the_next_word_and_hides_some_pictures_and_words():
    problem, part, _, predictor = world(200)
    recipe = predictor.config.recipe.changed(batch_size=16, token_dropout=0.3)
    batches = list(problem.batches(part, recipe, np.random.default_rng(0)))
    assert len(batches) == problem.steps(part, recipe) and sum(batch.rows for batch in batches) == 200
    hidden = []
    for batch in batches:
        ids, targets = batch.inputs["ids"], batch.targets
        before, here = ids[:, 1:], targets[:, 1:] > 0
        assert (ids[:, 0] == END).all()
        assert ((before == targets[:, :-1]) | (before == UNKNOWN))[here].all()
        hidden.append((before == UNKNOWN)[here].mean())
        assert ((targets == END).sum(axis=1) == 1).all()
    unseen = 1 - np.concatenate([batch.inputs["seen"] for batch in batches]).mean()
    assert 0.03 < unseen < 0.2 and 0.2 < np.mean(hidden) < 0.4


def test_what_is_not_seen_makes_no_difference():
    problem, part, network, _ = world(8)
    ids = np.asarray([[END, 5, 6]] * 2, np.int32)
    two = {"pictures": part.pictures[:2], "ids": ids, "seen": np.zeros(2, np.float32)}
    features = keras.ops.convert_to_numpy(network(two))
    assert np.allclose(features[0], features[1], atol=1e-6)
    features = keras.ops.convert_to_numpy(network(two | {"seen": np.ones(2, np.float32)}))
    assert not np.allclose(features[0], features[1], atol=1e-3)
    assert problem.sizes["vocabulary_size"] == len(problem.vocabulary)


def test_neither_padding_nor_the_unknown_word_is_said():
    logits = np.zeros((1, 8, 10), np.float32)
    logits[..., [0, UNKNOWN]] = 5
    logits[..., END] = 1

    def score_targets(inputs, targets, grids):
        return logits[..., 0], END + logits[:, : inputs.shape[1], END:].argmax(axis=-1)

    assert written(np.zeros((1, 4, 3)), score_targets, 20) == [[]]


def test_a_caption_that_does_not_end_is_cut():
    def score_targets(inputs, targets, grids):
        return inputs, np.full(inputs.shape, 7)

    assert written(np.zeros((2, 4, 3)), score_targets, 20) == [[7] * 20] * 2


SAID = ["a red star at the top", "two dogs run", "a man on a horse in the snow", "the cat"]
TRUE = [
    ["a red star at the top", "at the top a star"], ["two brown dogs run fast", "dogs are running"],
    ["a man rides a horse through the snow", "a rider in the snow", "someone on a horse"], ["the black cat sleeps on the mat"],
]  # fmt: skip


def test_bleu_is_that_of_sacrebleu():
    scores = caption_scores(SAID, TRUE)
    streams = [[own[n] if n < len(own) else None for own in TRUE] for n in range(3)]
    for n in range(1, 5):
        theirs = BLEU(max_ngram_order=n, tokenize="none", smooth_method="none").corpus_score(SAID, streams).score
        assert scores[f"bleu_{n}"] == pytest.approx(theirs, abs=1e-6)
    assert scores["exact"] == 0.25 and scores["rows"] == 4
    assert scores["bleu_4_low"] <= scores["bleu_4"] <= scores["bleu_4_high"]
    assert caption_scores(["A red star, at the top!"], [TRUE[0]])["exact"] == 1


def test_data_that_teach_nothing_are_told():
    same = scenes_of(20)
    empty = same.edited([Edit.of(labels={3: ""})])
    with pytest.raises(DataError, match="Row 3 has no caption"):
        TASK.kind.check(empty)
    alike = same.edited([Edit.of(labels={row: "a picture" for row in same.row_numbers})])
    with pytest.raises(DataError, match="same caption"):
        TASK.kind.check(alike)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A short training on brought pictures."""
    from nlp_models.runs.store import RunStore

    store = RunStore(tmp_path_factory.mktemp("runs"))
    recipe = TASK.recipe.changed(units=8, embedding_size=8, epochs=2, test_share=0.2)
    run = store.create("captions", recipe, TASK.dataset(TASK.kind.read_table(kaggle(40))), owner="local", name="tiny")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


def test_a_run_on_brought_pictures_is_whole(trained):
    report = trained.report
    assert report["numpy_difference"] < 1e-4 and set(report["baselines"]) == set(Captioning.BASELINES)
    assert report["test"]["rows"] == 8 and {"bleu_1", "bleu_4", "blind_bleu_4", "blind_perplexity"} <= set(
        report["test"]
    )
    assert json.loads((trained.folder / "examples.json").read_text())[0].startswith("data:image/")
    test = split_as(trained, trained.dataset).part("test")
    scores = evaluate(Predictor.load(trained.folder), test)
    assert scores["bleu_1"] == pytest.approx(report["test"]["bleu_1"], abs=1e-6)
    evaluated = judge(trained)
    assert len(evaluated) == 8 and evaluated.references[0] == test.columns["label"][0].split(LINE)
    assert float(evaluated.is_right.mean()) == report["test"]["exact"]


def test_it_is_taken_home_in_every_form(trained, tmp_path):
    from nlp_models.sharing.keras_export import write_keras

    assert exports.validate_bundle(exports.make_bundle(trained.folder)).config.task == "captions"
    kept = archive.read(archive.pack(trained))
    assert kept.task == "captions" and b"data:image/" in kept.files["dataset.jsonl"]
    write_keras(trained.folder, tmp_path / "k.zip")  # compares its answers with ours
    table = TASK.kind.read_table(kaggle(3))
    lines = answer_table(Predictor.load(trained.folder), table, "image").decode("utf-8-sig").splitlines()
    assert lines[0] == '"image","caption","caption 2","probability"' and lines[1].startswith('"0.jpg","picture 0",')


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_every_cell_travels_as_a_keras_model(tmp_path, cell):
    from nlp_models.sharing.keras_export import write_keras

    problem, _, _, predictor = world(60, cell=cell, layers=2, attention=cell == "lstm")
    (tmp_path / "config.json").write_text(predictor.config.model_dump_json())
    (tmp_path / "vocabulary.json").write_text(problem.vocabulary_json())
    save_file(predictor.network.weights, tmp_path / "weights.safetensors")
    write_keras(tmp_path, tmp_path / "k.zip")  # compares its answers with ours
    assert (tmp_path / "k.zip").stat().st_size > 10_000


def test_a_resumed_training_ends_as_the_unbroken_one(store, monkeypatch):
    recipe = TASK.recipe.changed(units=4, embedding_size=4)
    broken, whole = broken_and_unbroken(store, monkeypatch, "captions", scenes_of(40), recipe)
    assert learned_by(broken) == learned_by(whole)


def test_a_network_overfits_a_handful_of_pictures(store):
    """What it can learn at all: eight scenes, told word for word."""
    dataset = scenes_of(8)
    columns = {name: values * 18 for name, values in dataset.columns.items()}
    columns["part"] = ["train"] * 128 + ["validation"] * 8 + ["test"] * 8
    recipe = TASK.recipe.changed(
        units=48,
        embedding_size=32,
        epochs=15,
        batch_size=8,
        learning_rate=0.01,
        token_dropout=0,
        ema_momentum=0,
        patience=60,
    )
    run = store.create("captions", recipe, type(dataset)(columns), owner="local", name="few")
    training.train(run)
    assert run.report["test"]["exact"] == 1 and run.report["test"]["blind_exact"] <= 0.25

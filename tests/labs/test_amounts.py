"""Perplexity against amount of text: what is learned from, what comes of it, and who may stop it."""

import json

import pytest

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.labs import amounts
from nlp_models.recipe import Recipe
from nlp_models.runs.store import RunStore
from nlp_models.training import amounts as training
from nlp_models.training.ended import Cancelled

TEXT = [f"line {n} says that the {('cat', 'dog', 'bird')[n % 3]} sees one more thing today" for n in range(200)]
PARTS = ["train"] * 160 + ["validation"] * 20 + ["test"] * 20


def dataset():
    return Dataset({"text": TEXT, "part": PARTS})


@pytest.fixture
def source(tmp_path):
    """A language model that is done, as far as this lab asks."""
    store = RunStore(tmp_path)
    run = store.create("next-word", Recipe.make(units=2), dataset(), owner="me", name="Mine")
    problem = tasks.load("next-word").kind.build(
        dataset().part("train"), Recipe.make(tokenizer="word", vocabulary_size=100)
    )
    (run.folder / "vocabulary.json").write_text(problem.vocabulary_json())
    recipe = Recipe.make(units=2, tokenizer="word", length="short", epochs=40, batch_size=4).model_dump()
    report = {"recipe": recipe, "steps": 900, "seconds": {"all": 60.0}, "test": {}, "baselines": {}, "rows": {}}
    (run.folder / "report.json").write_text(json.dumps(report))
    run.update_status(state="done")
    return run


def test_less_text_is_the_end_of_the_training_part_and_all_that_is_held_back():
    half = amounts.learned_from(dataset(), 0.5)
    assert half.columns["text"] == TEXT[80:]
    assert half.columns["part"].count("test") == 20
    assert amounts.learned_from(dataset(), 1.0) == dataset()
    assert amounts.learned_from(dataset(), 0.02) is None  # three lines


def test_a_run_has_its_text_and_vocabulary_with_it_and_counts_as_one(source):
    run = amounts.create(source.store, "me", source)
    assert run.recipe.steps == amounts.MOST_STEPS and run.recipe.length is None and run.about.parent == source.id
    assert (run.folder / amounts.VOCABULARY).read_bytes() == (source.folder / "vocabulary.json").read_bytes()
    source.store.delete(source)
    assert run.dataset == dataset() and run.position(run.store) == 1


def test_a_network_without_a_score_is_refused(source):
    (source.folder / "report.json").unlink()
    with pytest.raises(RunError):
        amounts.create(source.store, "me", source)


def test_each_amount_is_a_training_with_the_vocabulary_of_all(source, monkeypatch):
    run, seen = amounts.create(source.store, "me", source), []

    def trained(member):
        texts = member.dataset.part("train").columns["text"]
        seen.append(
            (len(texts), (member.folder / "vocabulary.json").read_bytes(), (member.folder / "checkpoint").is_dir())
        )
        config = {"task": "next-word", "recipe": member.recipe.model_dump(), "labels": []}
        (member.folder / "config.json").write_text(json.dumps(config))
        scores = {"perplexity": 10.0 + len(texts)}
        report = {"test": scores, "baselines": {"kneser_ney_5": scores}, "rows": {}, "seconds": {}}
        (member.folder / "report.json").write_text(json.dumps(report))

    monkeypatch.setattr(training.loop, "train", trained)
    training.train(run)
    assert [count for count, *_ in seen] == [16, 40, 80, 160]  # a twentieth has too few words
    assert {vocabulary for _, vocabulary, _ in seen} == {(run.folder / amounts.VOCABULARY).read_bytes()}
    assert all(fresh for *_, fresh in seen) and run.status.state == "done" and len(run.notes()) == 1
    points = amounts.points(run.folder)
    assert [point.share for point in points] == [0.1, 0.25, 0.5, 1.0]
    assert points[0].tokens < points[-1].tokens and points[-1].perplexity[amounts.OURS] == 170.0
    assert not (run.folder / training.MEMBERS).exists()


def test_who_cancels_it_cancels_the_training_within(source, monkeypatch):
    run = amounts.create(source.store, "me", source)

    def cancelled(member):
        run.request_cancel()
        assert member.cancel_requested and not member.stop_requested
        raise Cancelled

    monkeypatch.setattr(training.loop, "train", cancelled)
    with pytest.raises(Cancelled):
        training.train(run)


def test_they_cross_where_the_network_stays_better():
    def point(tokens, ours, theirs):
        return amounts.Point(0.1, tokens, {amounts.OURS: ours, "kneser_ney_5": theirs})

    assert amounts.crossing([point(10, 9, 8), point(20, 6, 7), point(40, 4, 6)], "kneser_ney_5") == 20
    assert amounts.crossing([point(10, 5, 8), point(20, 9, 7)], "kneser_ney_5") is None


def curves(network, counted, noise=0.0):
    """Points of two powers of the amount; every second point a little off."""
    signs = (1, -1, 1, -1, 1)
    return [
        amounts.Point(
            share,
            round(20_000 * share),
            {
                amounts.OURS: network[0] * (20_000 * share) ** -network[1] * (1 + sign * noise),
                "counted": counted[0] * (20_000 * share) ** -counted[1],
            },
        )
        for share, sign in zip(amounts.SHARES, signs, strict=True)
    ]


def test_where_two_powers_would_cross_is_told_with_its_bounds_or_not_at_all():
    # 900 x^-0.3 = 300 x^-0.2 at x = 3^10
    exact = amounts.foreseen(curves((900, 0.3), (300, 0.2)), "counted")
    assert exact.tokens == pytest.approx(3**10, rel=1e-3) and exact.high / exact.low < 1.01
    rough = amounts.foreseen(curves((900, 0.3), (300, 0.2), noise=0.01), "counted")
    assert 20_000 <= rough.low < 3**10 < rough.high and rough.high > 1.1 * exact.high
    assert amounts.foreseen(curves((900, 0.3), (300, 0.2), noise=0.1), "counted") is None  # not sure to fall
    assert amounts.foreseen(curves((900, 0.2), (300, 0.3)), "counted") is None  # it falls farther behind
    assert amounts.foreseen(curves((900, 0.21), (300, 0.2)), "counted") is None  # too far off to be told
    assert amounts.foreseen(curves((300, 0.3), (300, 0.2)), "counted") is None  # it is ahead already

"""A race told: scores, pairs, the rows that one alone has right, and one sentence of what it comes to."""

import numpy as np
import pytest
from races import end, ended_race, race

from nlp_models import tasks
from nlp_models.answering.comparison import caution, compare, finding, points
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.messages import render
from nlp_models.problems import kinds
from nlp_models.problems.captioning.judging import JudgedCaptions
from nlp_models.problems.captioning.judging import row_scores as of_captions
from nlp_models.problems.language_model.judging import answer_now
from nlp_models.problems.language_model.judging import row_scores as of_lines
from nlp_models.problems.sequence_to_sequence.judging import EvaluatedPairs
from nlp_models.problems.sequence_to_sequence.judging import row_scores as of_pairs
from nlp_models.problems.tagging.entities import tagging_scores
from nlp_models.problems.tagging.judging import EvaluatedTags
from nlp_models.problems.tagging.judging import row_scores as of_tags
from nlp_models.runs import groups

NAMES = ["RNN", "LSTM", "GRU"]


@pytest.fixture
def ended(store, tiny_dataset, tiny_folder):
    def ended(**more):
        return ended_race(store, tiny_dataset, tiny_folder, **more)

    return ended


def said(found):
    return render(finding(found, NAMES))


def test_who_is_surely_better_is_named_with_by_how_much_and_one_seed_is_cautious(ended):
    found = compare(ended(wrong=(9, 0, 0)))
    rows = found.rows
    assert [one.score for one in found.contestants] == [1 - 9 / rows, 1, 1]
    assert found.ended == [1, 2, 0] and len(found.pairs) == 3
    assert (
        said(found)
        == "LSTM is better than RNN, by 75.0 points at least; between LSTM and GRU there is no difference that could be shown."
    )
    assert [len(texts) for texts in found.only_right] == [0, 0, 0]
    assert "12 rows" in render(caution(found))
    first = found.contestants[0]
    assert first.parameters > 0 and first.steps > 0 and first.seconds > 0 and first.step_seconds > 0
    assert found.baselines.keys() == {"majority", "naive_bayes", "logistic_regression"}
    assert points(found, -0.0123, signed=True).values == {"number": "−1.2"}


def test_a_tie_is_told_as_one_and_the_rows_of_one_alone_are_listed(ended):
    found = compare(ended(wrong=(1, 1, 2), first=(0, 0, 0)))
    assert said(found) == "RNN comes first, but there is no difference that one seed on 12 held-out rows could show."
    assert said(compare(ended(wrong=(1, 1, 1)))).startswith("RNN, LSTM, GRU come out level: there is no difference")
    found = compare(ended(wrong=(0, 1, 1), first=(0, 4, 4)))
    assert [len(texts) for texts in found.only_right] == [1, 0, 0]


def test_several_seeds_are_held_against_each_other_seed_by_seed(ended):
    found = compare(ended(wrong=(3, 0, 0, 3, 1, 0, 3, 0, 1), seeds=(0, 1, 2)))
    assert found.seeds == 3 and all(pair.difference.p_value is None for pair in found.pairs)
    lstm = found.contestants[1]
    assert lstm.score == pytest.approx(np.mean([1, 1 - 1 / 12, 1])) and lstm.low < lstm.score < lstm.high
    assert [*lstm.runs] == [0, 1, 2] and caution(found)
    level = said(compare(ended(wrong=(1, 0, 0, 0, 1, 0, 0, 0, 1), seeds=(0, 1, 2))))
    assert level == "RNN, LSTM, GRU come out level: there is no difference that 3 seeds could show."
    assert "RNN comes first, but there is no difference that 3 seeds" in said(
        compare(ended(wrong=(1, 0, 0, 0, 1, 0, 0, 1, 1), seeds=(0, 1, 2)))
    )


def test_who_is_gone_or_failed_or_goes_on_leaves_the_others_to_be_compared(ended, store, tiny_dataset, tiny_folder):
    group = ended(wrong=(9, 0, 0))
    store.delete(group.runs[1])
    group.runs[2].update_status(state="failed")
    found = compare(groups.get(store, group.id, "local"))
    assert [one.score is None for one in found.contestants] == [False, True, True]
    assert said(found) == "Fewer than two have ended, so there is nothing to compare yet."
    going_on = race(store, tiny_dataset)
    assert compare(going_on).ended == [] and "Fewer than two" in said(compare(going_on))
    for run in going_on.runs[:2]:
        end(run, tiny_folder)
    assert compare(going_on).ended == [0, 1]


def test_without_the_rows_there_are_scores_and_no_pairs(ended, store):
    group = ended(wrong=(9, 0, 0))
    group.share(True)
    found = compare(groups.get(store, group.id, "somebody"))
    assert len(found.ended) == 3 and not found.pairs and not any(found.only_right)
    assert "without the rows" in said(found)
    (group.runs[0].folder / "answers.json").write_text("{")
    assert len(compare(groups.get(store, group.id, "local")).pairs) == 1


def test_every_kind_that_keeps_rows_says_what_they_are_worth():
    for kind in kinds():
        assert __import__(f"nlp_models.problems.{kind}.judging", fromlist=["x"]).row_scores


def test_a_language_model_is_read_line_by_line_as_it_is_read_at_once():
    model = next(model for model in ready_models("next-word") if "en" in model.languages)
    predictor, dataset = Predictor.load(model.folder), tasks.load("next-word").sample("en")
    rows = list(range(12))
    lines = answer_now(predictor, dataset, rows, "sample")
    part = predictor.problem.encoded(type(dataset)({"text": [dataset.columns["text"][row] for row in rows]}))
    whole = predictor.problem.scores(part, predictor.network.answers(part))
    assert of_lines(lines).score()[0] == pytest.approx(whole["perplexity"], rel=1e-5)
    assert lines.tokens.sum() == whole["tokens"] and lines.letters.sum() == part.letters


def test_tags_answers_and_captions_are_worth_what_their_scores_say():
    gold, guess = [["B-PER", "O"], ["O", "B-LOC"]], [["B-PER", "O"], ["B-PER", "O"]]
    tagged = EvaluatedTags(
        ["O", "B-PER", "B-LOC"], {}, [0, 1], [["a", "b"], ["c", "d"]], gold, guess, [[1, 1]] * 2, "held-out"
    )
    assert of_tags(tagged).score()[0] == pytest.approx(tagging_scores(gold, guess, [[False] * 2] * 2)["entity_f1"])
    assert of_tags(tagged).right.tolist() == [True, False]
    pairs = EvaluatedPairs(["hi", "go"], [["le chat dort"], ["va"]], ["le chat dort", "x"], [1, 1], None, "held-out")
    assert of_pairs(pairs).values.tolist() == [100.0, 0.0] and of_pairs(pairs).right.tolist() == [True, False]
    captions = JudgedCaptions([0, 1], ["p", "q"], [["a red ball"], ["a cat"]], ["a red ball", "a dog"], [1, 1], "a")
    assert of_captions(captions).score()[0] == 0.5

"""What a training has not learned is told by rules: each symptom by made answers, its cause and the one change that helps."""

from collections import Counter

import numpy as np
import pytest

from nlp_models.problems import problem_class
from nlp_models.recipe import Recipe
from nlp_models.scoring import learned
from nlp_models.scoring.curves import Reading
from nlp_models.scoring.learned import Facts, explained

RECIPE = Recipe.make(tokenizer="word", minutes=1)
SOUND = Facts(RECIPE, steps=1_000, rows=5_000, unknown=0.02)


def per_class(**recalls):
    return {
        label: {"rows": 50, "precision": recall, "recall": recall, "f1": recall} for label, recall in recalls.items()
    }


def labels(accuracy, **recalls):
    return {"accuracy": accuracy, "per_class": per_class(**recalls)}


TEXTS = {"chrf": 20.0, "relevance": 0.1, "candidates": 100, "commonest_share": 0.02, "repetitive": 0.0}
SEEN = {"exact": 0.2, "bleu_4": 40.0, "commonest_share": 0.1, "repetitive": 0.0}
NOTHING = {"exact": 0.0, "bleu_4": 0.01, "commonest_share": 0.1, "repetitive": 0.0}
# kind, its simplest baseline, what that scores, what one that has learned scores, what one that has not
AGAINST_THE_SIMPLEST = [
    ("classification", "majority", labels(0.5, a=1.0, b=0.0), labels(0.9, a=0.9, b=0.9), labels(0.5, a=0.5, b=0.5)),
    ("classification", "majority", labels(0.87, a=1.0, b=0.0), labels(0.86, a=0.9, b=0.6), labels(0.87, a=1.0, b=0.0)),
    ("tagging", "commonest_tag", {"accuracy": 0.85}, {"accuracy": 0.95}, {"accuracy": 0.85}),
    ("tagging", "commonest_tag", {"accuracy": 0.9, "entity_f1": 0.2}, {"accuracy": 0.9, "entity_f1": 0.3}, {"accuracy": 0.95, "entity_f1": 0.1}),
    ("language_model", "unigram", {"perplexity": 108.0}, {"perplexity": 82.9}, {"perplexity": 117.0}),
    ("language_model", "nnlm", {"perplexity": 115.0}, {"perplexity": 110.0}, {"perplexity": 116.0}),
    ("sequence_to_sequence", "retrieval", TEXTS | {"chrf": 19.6}, TEXTS | {"chrf": 12.0}, TEXTS | {"chrf": 4.0}),
    ("sequence_to_sequence", "retrieval", TEXTS | {"chrf": 24.5}, TEXTS | {"chrf": 8.7, "relevance": 0.51}, TEXTS | {"chrf": 8.7}),
    ("captioning", "commonest_caption", SEEN | {"exact": 0.0, "bleu_4": 7.0}, SEEN, SEEN | {"exact": 0.0, "bleu_4": 6.9}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "simplest", "sound", "unlearned"), AGAINST_THE_SIMPLEST)
def test_what_does_not_beat_the_simplest_thing_is_told(kind, name, simplest, sound, unlearned):
    def told(scores):
        return learned.unbeaten(
            problem_class(kind), {"test": scores, "baselines": {name: simplest}, "rows": {"train": 200}}
        )

    assert told(sound) is None
    assert told(unlearned).kind == "unbeaten"
    assert told(unlearned).message.text == problem_class(kind).BASELINES[name].unbeaten


def test_where_nobody_gets_anything_right_the_rows_are_too_few():
    report = {"test": NOTHING, "baselines": {"commonest_caption": NOTHING}, "rows": {"train": 159}}
    told = learned.unbeaten(problem_class("captioning"), report)
    assert told.kind == "blank" and told.message.values == {"rows": "159"}
    report["baselines"] = {"commonest_caption": SEEN}
    assert learned.unbeaten(problem_class("captioning"), report).kind == "unbeaten"


def test_probabilities_of_a_sound_network_are_spread_and_those_of_an_unlearned_one_lie_in_a_band():
    generator = np.random.default_rng(0)
    sure = generator.beta(0.5, 0.5, 200)
    assert learned.hardly_sure(np.stack([sure, 1 - sure], axis=1)) is None
    half = generator.uniform(0.49, 0.52, 200)
    told = learned.hardly_sure(np.stack([half, 1 - half], axis=1))
    assert told.kind == "alike" and told.message.values == {"low": "50", "high": "52"}
    rare = generator.uniform(0.12, 0.14, 200)  # as common as the label is, whatever the text
    told = learned.hardly_sure(np.stack([rare, 1 - rare], axis=1))
    assert told.message.values == {"low": "86", "high": "88"}
    assert learned.hardly_sure([[0.5, 0.5]]) is None  # of one row nothing can be said


def test_five_labels_of_which_none_is_likely_are_told_too():
    generator = np.random.default_rng(1)
    level = generator.dirichlet([400] * 5, 100)
    assert learned.hardly_sure(level).kind == "alike"
    assert learned.hardly_sure(generator.dirichlet([0.3] * 5, 100)) is None


def test_one_answer_to_nearly_all_is_told_unless_nearly_all_are_so():
    told = learned.one_answer(Counter(ham=99, spam=1), Counter(ham=87, spam=13))
    assert told.message.values == {"label": "ham", "percent": "99"}
    assert learned.one_answer(Counter(ham=99, spam=1), Counter(ham=98, spam=2)) is None
    assert learned.one_answer(Counter(ham=90, spam=10), Counter(ham=87, spam=13)) is None
    assert learned.one_answer(Counter(), Counter()) is None


def test_writing_that_goes_round_is_told():
    assert learned.repetitive(0.7).kind == "repeats"
    assert learned.repetitive(0.1) is None and learned.repetitive(None) is None
    assert learned.one_word("the cat , the , the the , the the the the the dog the").kind == "repeats"
    assert learned.one_word("the cat sat on the mat and then the dog came and sat there") is None
    assert learned.one_word("no no no") is None  # too short to tell
    assert learned.one_text(0.8).message.values == {"percent": "80"}
    assert learned.one_text(0.03) is None


SYMPTOMS = [
    ("classification", {"per_class": {"0": {"rows": 5}, "1": {"rows": 5}}},
     {"labels": ["0", "1"], "test": {"probabilities": [[0.49, 0.51], [0.48, 0.52]] * 5}}, ["alike", "alike"]),
    ("classification", {"per_class": {"0": {"rows": 5}, "1": {"rows": 5}}},
     {"labels": ["0", "1"], "test": {"probabilities": [[0.1, 0.9], [0.8, 0.2]] * 5}}, []),
    ("classification", {"per_class": {}}, {}, []),
    ("tagging", {"entities": 40, "entity_f1": 0.0}, {}, ["alike"]),
    ("tagging", {"entities": 40, "entity_f1": 0.3}, {}, []),
    ("tagging", {"entity_f1": None, "per_type": {"NOUN": {"rows": 3}, "VERB": {"rows": 3}}},
     {"labels": ["NOUN", "VERB"], "test": {"tags": [[0, 0, 0], [0, 0, 0]]}}, ["alike"]),
    ("tagging", {"entity_f1": None, "per_type": {"NOUN": {"rows": 3}, "VERB": {"rows": 3}}},
     {"labels": ["NOUN", "VERB"], "test": {"tags": [[0, 1, 0], [0, 1, 1]]}}, []),
    ("sequence_to_sequence", TEXTS | {"repetitive": 0.9}, {}, ["repeats"]),
    ("sequence_to_sequence", TEXTS | {"commonest_share": 0.9}, {}, ["alike"]),
    ("sequence_to_sequence", TEXTS, {}, []),
    ("captioning", SEEN | {"repetitive": 1.0, "commonest_share": 1.0}, {}, ["repeats", "alike"]),
    ("captioning", SEEN, {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "scores", "stored", "kinds"), SYMPTOMS)
def test_each_kind_looks_at_its_own_answers(kind, scores, stored, kinds):
    assert [one.kind for one in problem_class(kind).symptoms(scores, stored, "")] == kinds


def test_a_language_model_is_looked_at_by_what_it_wrote_last():
    kind = problem_class("language_model")
    assert [one.kind for one in kind.symptoms({}, {}, ", " * 40)] == ["repeats"]
    assert kind.symptoms({}, {}, "Alice was beginning to get very tired of sitting by her sister on the bank") == []


TOLD = Reading("alike", learned.repetitive(1).message)


@pytest.mark.parametrize(
    ("facts", "causes", "change"),
    [
        (Facts(RECIPE, 96, 5_000), [{"steps": 96}], {"minutes": 4}),
        (Facts(RECIPE, 96, 315, has_more=True), [{"steps": 96}, {"rows": 315}], {"minutes": 4}),
        (Facts(RECIPE, 96, 5_000, unknown=0.36), [{"steps": 96}, {"percent": "36"}], {"minutes": 4}),
        (Facts(RECIPE, 900, 5_000, unknown=0.36), [{"percent": "36"}], {"tokenizer": "subword"}),
        (Facts(RECIPE.changed(tokenizer="subword"), 96, 5_000, unknown=0.36), [{"steps": 96}], {"minutes": 4}),
        (Facts(RECIPE, 96, 315, unknown=0.36), [{"steps": 96}, {"rows": 315}], {"minutes": 4}),  # two are enough
        (Facts(RECIPE, 900, 315), [{"rows": 315}], {"minutes": 4}),
        (SOUND, [], {"minutes": 4}),
    ],
)
def test_the_cause_is_told_as_far_as_known_with_one_change_that_helps(facts, causes, change):
    told = explained(TOLD, facts)
    assert [cause.values for cause in told.causes] == causes
    assert (told.change, told.adds_rows) == (change, False) and told.remedy
    assert (told.kind, told.message) == (TOLD.kind, TOLD.message)


def test_whoever_learned_by_heart_is_not_told_to_learn_longer():
    smaller = Reading("memorising", TOLD.message, TOLD.message, {"units": 32})
    told = explained(TOLD, Facts(RECIPE, 96, 5_000, readings=[smaller]))
    assert [cause.text for cause in told.causes] == [
        "It has learned its examples by heart, so more steps would not help."
    ]
    assert told.change == {"units": 32}
    assert explained(TOLD, Facts(RECIPE, 96, 315, has_more=True, readings=[smaller])).adds_rows


def test_few_rows_get_those_of_the_example_where_they_fit_and_there_was_time():
    told = explained(TOLD, Facts(RECIPE, 900, 315, has_more=True))
    assert told.adds_rows and told.change == {} and told.remedy.text == "Train with the example rows added"


def test_where_nothing_is_short_the_curves_say_what_helps():
    wild = Reading("wild", TOLD.message, TOLD.message, {"learning_rate": 0.001})
    assert explained(TOLD, Facts(RECIPE, 900, 5_000, readings=[wild])).change == {"learning_rate": 0.001}

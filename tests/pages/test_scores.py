"""Scores in words: every share with what it is a share of, in one form, in both languages."""

from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from nlp_models.answering.ready import SOURCES, ready_models
from nlp_models.messages import percent, render
from nlp_models.problems import kinds, problem_class
from nlp_models.scoring.metrics import Comparison
from pages.ui.answer.judge_parts import verdict
from pages.ui.answer.scores import done_words, measured
from pages.ui.views.chatbot.judge_step import TYPICAL, typical_first
from pages.ui.views.classification.judge_step import of_these_rows, sample_words
from pages.ui.views.translation.judge_step import length_finding

SHARE = {"rows": 315, "tokens": 5712, "accuracy": 0.909, "accuracy_low": 0.9, "accuracy_high": 0.92}


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(st, "session_state", {"lang": "en"})


def plain(text):
    return text.replace("\u00a0%", " %")


def test_a_share_says_what_it_is_a_share_of():
    tagging, captioning = problem_class("tagging"), problem_class("captioning")
    assert plain(done_words(tagging, SHARE)) == (
        "Done: 90.9 % of 5,712 words right in sentences it has never seen (90.0 to 92.0 % with 95 % certainty)."
    )
    assert "90.9 % right on 315 sentences" in plain(done_words(problem_class("classification"), SHARE))
    captions = {"rows": 159, "exact": 0.25, "exact_low": 0.2, "exact_high": 0.3}
    assert "25.0 % of 159 captions right word for word" in plain(done_words(captioning, captions))


@pytest.mark.parametrize("kind", kinds())
def test_every_percentage_of_a_kind_names_its_whole(kind):
    for measure in problem_class(kind).MEASURES.values():
        assert bool(measure.share) == measure.percent
        assert not measure.percent or {"{percent}", "{count}"} <= set(measure.share.split())
    assert "{percent}" in problem_class(kind).HELD_OUT


def test_f1_has_one_form():
    scores = SHARE | {"entity_f1": 0.2714}
    assert measured(problem_class("tagging"), scores) == "entity F1 0.271"
    assert verdict(Comparison("wins", 0.077, 1.0), "tag by word", "0.077").startswith("0.077 above tag by word")
    assert verdict(Comparison("wins", 0.077, 1.0), "naive Bayes").startswith("7.7 points above naive Bayes")


def test_lengths_within_the_margin_are_about_the_same():
    groups = [
        {"least": 4, "most": 4, "bleu": 50.7, "bleu_interval": [47.0, 54.0]},
        {"least": 5, "most": 5, "bleu": 49.2, "bleu_interval": [46.0, 52.0]},
    ]
    assert length_finding(groups, "bleu").startswith("About the same at every length (BLEU 49.2 to 50.7")
    nothing = [group | {"bleu": 0.01, "bleu_interval": [0.0, 0.04]} for group in groups]
    assert length_finding(nothing, "bleu").startswith("BLEU is 0.0 at every length: hardly anywhere are four words")
    groups[1] |= {"bleu": 20.0, "bleu_interval": [18.0, 22.0]}
    assert length_finding(groups, "bleu") == "Best with 4 words (BLEU 50.7), worst with 5 (20.0)"


def judged(right, rows):
    """Rows of which so many were answered right."""
    answers = np.arange(rows) < right

    class Rows(SimpleNamespace):
        def __len__(self):
            return rows

    return Rows(predicted=answers.astype(int), targets=np.ones(rows, int))


def test_other_texts_are_told_only_where_chance_would_not_explain_it():
    scores = {"rows": 600, "accuracy": 0.855, "accuracy_low": 0.825, "accuracy_high": 0.881}
    assert "does worse: 76.0 % of our 200 sentences" in plain(sample_words(judged(152, 200), scores))
    assert "about as well" in sample_words(judged(168, 200), scores)
    assert "does better" in sample_words(judged(199, 200), scores)


def test_the_rows_of_a_score_are_known_by_it():
    assert of_these_rows(judged(332, 375), {"rows": 375, "accuracy": 332 / 375})
    assert not of_these_rows(judged(152, 200), {"rows": 600, "accuracy": 0.855})
    assert not of_these_rows(None, {"rows": 600, "accuracy": 0.855})


def test_typical_answers_stand_before_the_least_sure():
    order = typical_first([n / 100 for n in range(100)])
    assert sorted(order) == list(range(100))
    assert all(40 < n < 60 for n in order[:TYPICAL]) and order[TYPICAL : TYPICAL + 2] == [0, 1]
    assert typical_first([0.3, 0.1]) == [1, 0] and typical_first([]) == []


def test_the_source_of_every_ready_model_has_a_name_of_ours():
    for model in ready_models():
        assert model.source_name in SOURCES.values(), model.report["source"]


def test_a_page_of_tags_opens_on_the_parts_of_speech():
    assert [model.variant for model in ready_models("tagging")] == ["pos", "pos", "ner", "ner"]
    assert ready_models("translation")[0].variant == ""


def test_a_percentage_within_a_message_is_read_in_each_language():
    assert render(percent(0.339, 1)) == "33.9\u00a0%" and render(percent(0.339, 1), "ko") == "33.9%"

"""What people say first to a bot: the wordings that judge the ready bots are never learned from, the rest of the talk is."""

import importlib
import sys

import pytest
from conftest import REPOSITORY

from nlp_models import tasks


@pytest.fixture(scope="module")
def builder():
    """benchmarks/ready_chatbot.py; the scripts of that folder find each other by their bare names."""
    sys.path.append(str(REPOSITORY / "benchmarks"))
    yield importlib.import_module("ready_chatbot")
    sys.path.remove(str(REPOSITORY / "benchmarks"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_wording_that_judges_is_learned(builder, language):
    columns = builder.ours(tasks.load("chatbot"), language).columns
    parts = {part: set() for part in ("train", "validation", "test")}
    for text, part in zip(columns["text"], columns["part"], strict=True):
        parts[part].add(builder.plain(text))
    judged = builder.judged(language)
    assert len(judged) >= 45
    assert not judged & (parts["train"] | parts["validation"])
    assert not parts["test"] & parts["train"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_all_ten_kinds_are_asked_alike(builder, language):
    kinds = builder.FIRST[language]
    assert len(kinds) == 10 and {len(texts) for texts in kinds.values()} == {6}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_small_talk_says_nothing_twice(builder, language):
    pairs = list(builder.small_talk(language))
    assert len(pairs) == len(set(pairs)) > 700

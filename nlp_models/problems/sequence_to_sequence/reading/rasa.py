"""What people say and what a Rasa bot answers: nlu.yml, domain.yml, and stories or rules where they are."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nlp_models.problems.sequence_to_sequence.reading.talk import mended

ENTITY = re.compile(r"\[([^\[\]\n]{1,200})\](?:\([^()\n]{0,200}\)|\{[^{}\n]{0,400}\})")
SLOT = re.compile(r"\{[^{}\n]{1,60}\}")
UTTER = "utter_"


def is_rasa(documents: Sequence[Any]) -> bool:
    """Whether any of these is a part of a Rasa bot."""
    return any(isinstance(one, dict) and (one.keys() & {"nlu", "responses", "templates"}) for one in documents)


def rasa_intents(documents: Sequence[Any]) -> list[tuple[list[str], list[str]]]:
    """`(examples, responses)` of every intent: what its stories and rules utter, else utter_<intent>."""
    examples: dict[str, list[str]] = {}
    responses: dict[str, list[str]] = {}
    actions: dict[str, dict[str, None]] = {}
    for one in filter(lambda one: isinstance(one, dict), documents):
        for name, texts in _examples(one.get("nlu")):
            examples.setdefault(name, []).extend(texts)
        for key in ("responses", "templates"):
            for name, texts in _responses(one.get(key)):
                responses.setdefault(name, []).extend(texts)
        for intent, action in _uttered(one):
            actions.setdefault(intent, {})[action] = None
    return [(texts, _answers(name, responses, actions)) for name, texts in examples.items()]


def _answers(name: str, responses: dict[str, list[str]], actions: dict[str, dict[str, None]]) -> list[str]:
    told = [*actions.get(name, ())] or [UTTER + name]
    return [text for action in told for text in responses.get(action, ())]


def _examples(nlu: Any) -> Iterator[tuple[str, list[str]]]:
    for one in nlu if isinstance(nlu, list) else ():
        if isinstance(one, dict) and isinstance(one.get("intent"), str):
            given = one.get("examples")
            lines = (
                given.split("\n") if isinstance(given, str) else map(_text, given if isinstance(given, list) else ())
            )
            texts = [mended(ENTITY.sub(r"\1", line.strip().removeprefix("-"))) for line in lines]
            yield one["intent"], [text for text in texts if text]


def _responses(named: Any) -> Iterator[tuple[str, list[str]]]:
    for name, given in named.items() if isinstance(named, dict) else ():
        texts = [mended(_text(one)) for one in (given if isinstance(given, list) else [given])]
        yield name, [text for text in texts if text and not SLOT.fullmatch(text)]


def _uttered(document: dict) -> Iterator[tuple[str, str]]:
    """`(intent, action)` wherever stories or rules answer one by something to say."""
    for told in (document.get("stories"), document.get("rules")):
        for story in told if isinstance(told, list) else ():
            steps = story.get("steps") if isinstance(story, dict) else None
            intent = None
            for step in steps if isinstance(steps, list) else ():
                if isinstance(step, dict) and isinstance(step.get("intent"), str):
                    intent = step["intent"]
                elif isinstance(step, dict) and intent and str(step.get("action")).startswith(UTTER):
                    yield intent, step["action"]


def _text(value: Any) -> str:
    text = value.get("text") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""

"""Talk in what JSON or YAML holds: conversations of turns, intents with their responses, instructions with their outputs."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from nlp_models.datasets.fields import Source as Asked
from nlp_models.datasets.fields import Target
from nlp_models.datasets.source import Source
from nlp_models.errors import DataError
from nlp_models.problems.sequence_to_sequence.reading.talk import Said, mended

BEGINNING = 2**16  # letters looked at to find out what a file holds
DEEPEST = 6  # lists and objects around a conversation
HOLDERS = (
    "messages", "conversations", "conversation", "dialogues", "dialogue", "dialogs", "dialog", "turns", "utterances", "data", "items", "rows",
    "대화",
)  # fmt: skip
WHO = ("role", "from", "speaker", "author", "sender", "name", "speaker_id", "화자")
WHAT = ("content", "value", "text", "utterance", "message", "발화", "대사")
UNSAID = {
    "system",
    "tool",
    "function",
    "developer",
    "observation",
    "function_call",
    "function_response",
    "ipython",
    "environment",
}
PATTERNS = ("patterns", "examples", "utterances", "questions", "question", "text", "inputs", "질문")
RESPONSES = ("responses", "response", "answers", "answer", "outputs", "replies", "답변")
ASKED, ANSWERED = ("instruction", *Asked().known_as), ("completion", *Target().known_as)
BY_ITSELF = re.compile(r"\s*\{.*\}\s*$")


def values_of(source: Source) -> list[tuple[int, Any]]:
    """`(line, value)` of JSON lines; of one JSON array `(place, value)` of what it holds, of anything else itself."""
    if BY_ITSELF.match(source.sample[0]) and len(source.sample) > 1:
        return [(row, _loaded(line, row)) for row, line in enumerate(source.lines, 1) if line.strip()]
    value = _loaded(source.text)
    return list(enumerate(value, 1)) if isinstance(value, list) else [(1, value)]


def _loaded(text: str, row: int | None = None) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise DataError("This JSON file nests too deep.") from None
    except ValueError as error:
        raise DataError("Line {line} is not JSON.", line=row or getattr(error, "lineno", 1)) from None


def conversations(value: Any, depth: int = 0) -> Iterator[list[tuple[str, str]]]:
    """Every conversation in a value: `(who, text)` of each turn; who is empty where only texts stand there."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        held = next((value[key] for key in HOLDERS if isinstance(value.get(key), list | dict)), None)
        yield from conversations(held, depth + 1)
    elif isinstance(value, list) and value:
        turns = [_turn(one) for one in value]
        if all(turn is not None for turn in turns):
            yield [turn for turn in turns if turn[1] and turn[0].lower() not in UNSAID]
        else:
            for one in value:
                yield from conversations(one, depth + 1) if isinstance(one, list | dict) else ()


def said_in(numbered: Sequence[tuple[int, Any]]) -> list[Said]:
    """All that is said in these values, each conversation begun anew."""
    whole = [value for _, value in numbered]
    if whole and all(_turn(value) is not None for value in whole):
        numbered = [(1, whole)]  # the turns of a single conversation
    return [
        Said(who, text, row, begins=not place)
        for row, value in numbered
        for talk in conversations(value)
        for place, (who, text) in enumerate(talk)
    ]


def _turn(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str):
        return "", mended(value)
    if not isinstance(value, dict) or not (keys := [key for key in WHAT if key in value]):
        return None
    who = next((value[key] for key in WHO if isinstance(value.get(key), str | int)), None)
    return None if who is None else (str(who).strip(), mended(_words(value[keys[0]])))


def _words(content: Any) -> str:
    """A content's text; of a list of parts those that are text."""
    if isinstance(content, list):
        return " ".join(_words(part.get("text") if isinstance(part, dict) else part) for part in content)
    return content if isinstance(content, str) else ""


def intents(value: Any, depth: int = 0) -> Iterator[tuple[list[str], list[str]]]:
    """`(patterns, responses)` of every intent in a value; either may be empty."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict) and (_texts_at(value, RESPONSES) or _texts_at(value, PATTERNS[:4])):
        yield _texts_at(value, PATTERNS), _texts_at(value, RESPONSES)
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from intents(one, depth + 1) if isinstance(one, list | dict) else ()


def asked_and_answered(value: Any) -> tuple[str, str] | None:
    """A question and its answer, or an instruction (with its input) and its output, of one object."""
    if not isinstance(value, dict):
        return None
    asked, answered = _text_at(value, ASKED), _text_at(value, ANSWERED)
    more = _text_at(value, ("input", "context")) if "instruction" in value else ""
    return (mended(f"{asked} {more}"), answered) if asked and answered else None


def _texts_at(value: dict, keys: Sequence[str]) -> list[str]:
    """The texts under the first of these keys; a single text is one of one."""
    found = next((value[key] for key in keys if value.get(key)), [])
    texts = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [
        text for text in (mended(_words(one.get("text") if isinstance(one, dict) else one)) for one in texts) if text
    ]


def _text_at(value: dict, keys: Sequence[str]) -> str:
    return next((mended(value[key]) for key in keys if isinstance(value.get(key), str) and value[key].strip()), "")

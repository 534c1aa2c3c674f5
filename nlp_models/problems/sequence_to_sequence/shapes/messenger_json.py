"""Chats in JSON as Telegram exports them, one or all, and DiscordChatExporter: messages with their time and sender."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.structured import BEGINNING, DEEPEST, values_of
from nlp_models.problems.sequence_to_sequence.reading.talk import DAY, MEDIA, NOTICE, Said, mended, sort_out, talk_table

TITLE = mark("a Telegram or Discord chat in JSON")
HOLDS = re.compile(r'"messages"\s*:\s*\[')
TELEGRAM = re.compile(r'"(?:from_id|date_unixtime|text_entities|actor_id)"\s*:')
DISCORD = re.compile(r'"(?:discriminator|timestampEdited|callEndedTimestamp|isPinned)"\s*:')
SAID_TYPES = frozenset({"message", "Default", "Reply", ""})
MARKUP = re.compile(r"<a?:(\w+):\d+>|<[@#]&?!?\d+>")  # Discord's own emoji, and who or what is called


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By the keys that only these programs write."""
    if not source.is_text or not (start := source.text[:BEGINNING]).lstrip().startswith("{") or not HOLDS.search(start):
        return None
    if TELEGRAM.search(start):
        return Sighting(1.0, Message(mark("JSON with messages as Telegram exports them")))
    return (
        Sighting(1.0, Message(mark("JSON with messages as Discord's exporter writes them")))
        if DISCORD.search(start)
        else None
    )


def read(source: Source, how: How) -> Table:
    """What people said, in pairs; rows are messages, counted from the first."""
    left: dict[str, list[int]] = {}
    said = sort_out(_messages([value for _, value in values_of(source)]), left)
    return talk_table(said, source, how, "json", left)


def _messages(value: Any) -> Iterator[tuple[Said, str | None]]:
    """Every message of every chat, and why it is to be left out, if it is."""
    row = 0
    for chat in _chats(value):
        for place, message in enumerate(one for one in chat if isinstance(one, dict)):
            row += 1
            text = MARKUP.sub(r"\1", mended(_text(message)))
            yield Said(_who(message), text, row, _minute(message), begins=not place), _why_left_out(message, text)


def _chats(value: Any, depth: int = 0) -> Iterator[list[Any]]:
    if depth > DEEPEST or not isinstance(value, list | dict):
        return
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        yield value["messages"]
        return
    for one in value.values() if isinstance(value, dict) else value:
        yield from _chats(one, depth + 1)


def _text(message: dict[str, Any]) -> str:
    """Its text; of Telegram's pieces (links, bold letters) all."""
    text = message.get("text", message.get("content"))
    pieces = text if isinstance(text, list) else [text]
    words = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    return "".join(word for word in words if isinstance(word, str))


def _who(message: dict[str, Any]) -> str:
    author = message.get("author")
    who = (
        (author.get("nickname") or author.get("name"))
        if isinstance(author, dict)
        else message.get("from") or message.get("from_id")
    )
    return str(who or "").strip()


def _minute(message: dict[str, Any]) -> int | None:
    """When it was sent, from any start."""
    try:
        moment = datetime.fromisoformat(str(message.get("date") or message.get("timestamp") or ""))
    except ValueError:
        return None
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def _why_left_out(message: dict[str, Any], text: str) -> str | None:
    author = message.get("author")
    if message.get("type", "") not in SAID_TYPES or (isinstance(author, dict) and author.get("isBot") is True):
        return NOTICE
    return MEDIA if not text else None

"""What we say to people: an English template (the gettext msgid) and its values, kept apart until shown.

>>> render(Message(mark("Row {row} has no label."), {"row": 14}))
'Row 14 has no label.'
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from nlp_models import josa

LANGUAGES = ("ko", "en")
LOCALE = Path(__file__).parent / "locale"
SPACE_BEFORE_PERCENT = re.compile(r"(?:(?<=\d)|^) (?=%)")  # in "at 50 %"; where a value ends, in "{number} %"
NO_BREAK = "\u00a0"
JOINER, HANGUL_BEHIND = "\u2060", re.compile(r"(?<=%)(?=[가-힣])")  # unseen: else a line may end within "80%예요"


@dataclass(frozen=True)
class Message:
    """An English template with named values; `values` must be JSON-able, or Messages themselves.

    `code` is what a program goes by, where one has to tell this message from others; the words may change.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it; without a code where there is none, as it was before there were codes."""
        values = {k: v.as_dict() if isinstance(v, Message) else v for k, v in self.values.items()}
        return {"text": self.text, "values": values} | ({"code": self.code} if self.code else {})

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Message":
        """The Message of `as_dict`."""

        def value(v: Any) -> Any:
            return cls.from_dict(v) if isinstance(v, dict) and {"text", "values"} <= set(v) else v

        return cls(data["text"], {k: value(v) for k, v in data["values"].items()}, data.get("code", ""))


def mark(text: str) -> str:
    """Mark a string for the catalogue; returns it unchanged."""
    return text


@cache
def translator(language: str) -> Callable[[str], str]:
    """The gettext function of one language; English is the msgid itself."""
    if language == "en":
        return mark
    return gettext.translation("unrolled", LOCALE, languages=[language]).gettext


def render(message: Message, language: str = "en") -> str:
    """A Message as a sentence in `language`."""
    values = {k: render(v, language) if isinstance(v, Message) else v for k, v in message.values.items()}
    return said(message.text, values, language)


def said(text: str, values: Mapping[str, Any], language: str) -> str:
    """A msgid in `language`, with its values if it has any; Korean particles fit them, no line breaks at a %."""
    finish = _korean if language == "ko" else _english
    sentence, done = translator(language)(text), ""
    if not values:
        return finish(sentence, "")
    for literal, name, form, conversion in Formatter().parse(sentence):
        done += finish(literal, done)
        if name is not None:
            field = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            done += f"{{{field}}}".format(**values)
    return done


def percent(share: float, digits: int = 0) -> Message:
    """A share of 1 as people read it: 98 % in English, with a space that never breaks, 98% in Korean."""
    return Message(mark("{number} %"), {"number": f"{100 * share:.{digits}f}"})


def _english(literal: str, before: str) -> str:
    """A piece of a sentence whose % stays with its number: in "at 50 %", or behind a value."""
    return SPACE_BEFORE_PERCENT.sub(NO_BREAK, literal)


def _korean(literal: str, before: str) -> str:
    """A piece of a sentence with the particles that fit what is before them, and without that space."""
    own = josa.chosen(SPACE_BEFORE_PERCENT.sub("", literal), before)
    return HANGUL_BEHIND.sub(JOINER, before[-1:] + own).removeprefix(before[-1:])

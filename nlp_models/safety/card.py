"""The kind cards: fixed words and telephone numbers, in the place of what a network would have written. Never generated.

A host should look at the numbers once a year (docs/host.md). A line is by the language that somebody writes in, since nobody asks where they are.
"""

from dataclasses import dataclass
from typing import Literal

from nlp_models.messages import Message, mark, render

Kind = Literal["self-harm", "abuse", "bullying"]

PROMISE = Message(mark("What you wrote is not saved, and nobody is told of it."))
TITLES: dict[str, Message] = {
    "self-harm": Message(mark("You do not have to carry this alone")),
    "abuse": Message(mark("This should not happen to you, and it is not your fault")),
    "bullying": Message(mark("You do not have to put up with this alone")),
}
WORDS: dict[str, Message] = {
    "self-harm": Message(
        mark(
            "That sounds very hard. This is only a small program and cannot help, but people can: talk to an adult you trust, or to somebody who listens for just that. It is free."
        )
    ),
    "abuse": Message(
        mark(
            "Whoever does that is in the wrong, not you. This is only a small program and cannot help, but people can: tell an adult you trust, or somebody here. If it is not safe right now, call the police."
        )
    ),
    "bullying": Message(
        mark(
            "It is not your fault. This is only a small program and cannot help, but people can: tell a teacher or another adult you trust, or somebody here."
        )
    ),
}


@dataclass(frozen=True)
class Line:
    """Somewhere to call: a number, and who answers."""

    number: str
    who: Message


SUICIDE = Line("109", Message(mark("Suicide prevention line, day and night")))
YOUTH = Line("1388", Message(mark("Youth line, by phone or text message, day and night")))
POLICE = Line("112", Message(mark("Police, also when a child is hurt")))
SCHOOL = Line("117", Message(mark("School violence line, day and night")))
CHILDREN_UK = Line("0800 1111", Message(mark("UK, up to 18: Childline")))
CHILDREN_EUROPE = Line("116 111", Message(mark("Many countries of Europe: the line for children")))
CHILDREN_AUSTRALIA = Line("1800 55 1800", Message(mark("Australia, up to 25: Kids Helpline")))
ELSEWHERE = Line("findahelpline.com", Message(mark("Other countries")))
CHILDREN = (CHILDREN_UK, CHILDREN_EUROPE, CHILDREN_AUSTRALIA)
LINES: dict[str, dict[str, tuple[Line, ...]]] = {
    "ko": {"self-harm": (SUICIDE, YOUTH), "abuse": (POLICE, YOUTH), "bullying": (SCHOOL, YOUTH)},
    "en": {
        "self-harm": (
            Line("988", Message(mark("USA and Canada"))),
            Line("116 123", Message(mark("UK and Ireland: Samaritans"))),
            CHILDREN_UK,
            CHILDREN_EUROPE,
            Line("13 11 14", Message(mark("Australia: Lifeline"))),
            Line("109", Message(mark("Korea"))),
            ELSEWHERE,
        ),
        "abuse": (
            Line("1-800-422-4453", Message(mark("USA and Canada: Childhelp"))),
            *CHILDREN,
            Line("1388", Message(mark("Korea"))),
            ELSEWHERE,
        ),
        "bullying": (
            Line("988", Message(mark("USA and Canada"))),
            *CHILDREN,
            Line("117", Message(mark("Korea"))),
            ELSEWHERE,
        ),
    },
}


@dataclass(frozen=True)
class Card:
    """What is shown: a title, a few words, whom to call, and what becomes of what was written."""

    kind: Kind
    language: str  # that it was written in, "ko" or "en"
    lines: tuple[Line, ...]
    promise: Message = PROMISE

    @property
    def title(self) -> Message:
        return TITLES[self.kind]

    @property
    def words(self) -> Message:
        return WORDS[self.kind]

    def text(self, language: str = "") -> str:
        """The whole card as plain lines, as a terminal or a table has it; in its own language unless said."""
        language = language or self.language
        lines = [f"{line.number}  {render(line.who, language)}" for line in self.lines]
        return "\n".join(
            [render(self.title, language), render(self.words, language), *lines, render(self.promise, language)]
        )

    def line(self) -> str:
        """The same on one line, as a cell of a table has it."""
        return self.text().replace("\n", " · ")

    def as_dict(self) -> dict[str, str]:
        """As JSON has it."""
        return {"card": self.kind, "text": self.text()}


def card_for(kind: Kind, written_in: str) -> Card:
    """The card with the lines of a language."""
    return Card(kind, written_in, LINES[written_in][kind])

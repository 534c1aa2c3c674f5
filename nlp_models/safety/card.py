"""The kind cards: fixed words and telephone numbers, in the place of what a network would have written. Never generated.

Whom to call stands in lines.py, by the language that somebody writes in, since nobody asks where they are.
"""

from dataclasses import dataclass
from typing import Literal

from nlp_models.messages import Message, mark, render
from nlp_models.safety.lines import LINES, Line

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
            "That sounds very hard. This is only a small program and cannot help, but people can: talk to an adult you trust, or to somebody who listens for just that. Their help costs nothing."
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

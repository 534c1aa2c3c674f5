"""every(): the lessons of files/*.toml, in order; a file that is not as it should be is a LessonError that names its line.

A step is one of four kinds, and nothing else can be said in a file:

    predict   a guess, kept; a later step may repeat it as {guess}
    do        something to do on a page; `done` says what must have happened (checks.py)
    see       something to look at
    check     a question whose right answer follows from numbers of the ready networks (figures.py)

A text is in both languages and may show any of its step's `figures` by name. `go` is the page where it happens, and what the address
sets up there.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from nlp_models.errors import LessonError

FILES = Path(__file__).parent / "files"
MOST_STEPS = 6
PAGES = Literal["next_word", "sentiment", "inside_the_cell", "race", "memory"]
PLACE = re.compile(r"\{(\w+)\}")


class Part(BaseModel, extra="forbid", frozen=True):
    """What all parts of a file have in common: nothing that is not known."""


class Words(Part, frozen=True):
    """A text in both languages, or something else that differs between them."""

    en: str = Field(min_length=1)
    ko: str = Field(min_length=1)

    def of(self, code: str) -> str:
        return getattr(self, code)


class Go(Part, frozen=True):
    """A page, and what its address says."""

    page: PAGES
    set: dict[str, Words | str] = {}

    def parameters(self, code: str) -> dict[str, str]:
        return {name: text if isinstance(text, str) else text.of(code) for name, text in self.set.items()}


class Answer(Part, frozen=True):
    """The probability that a ready classifier gives a label of a text, with gates held or not."""

    of: Literal["answer"]
    model: Words
    text: Words
    label: str
    hold: str = ""


class Recall(Part, frozen=True):
    """The share of blanks that a cell of the ready recall lab fills right."""

    of: Literal["recall"]
    cell: Literal["rnn", "lstm", "gru"]
    distance: Literal[2, 4, 8, 16, 32, 64]


class Perplexity(Part, frozen=True):
    """The perplexity of a ready language model, or of one of its baselines."""

    of: Literal["perplexity"]
    model: Words
    by: str = "network"


class Horizon(Part, frozen=True):
    """How many tokens back a ready language model looks."""

    of: Literal["horizon"]
    model: Words


Figure = Annotated[Answer | Recall | Perplexity | Horizon, Field(discriminator="of")]


class Held(Part, frozen=True):
    """On Inside the cell a gate of all units is held at a value, in this reader."""

    what: Literal["held"]
    reader: str
    gate: str
    value: float


class Knob(Part, frozen=True):
    """A knob of the Memory lab stands within these limits."""

    what: Literal["knob"]
    lab: Literal["recall", "gradient"]
    knob: str
    least: float = float("-inf")
    most: float = float("inf")


class Asked(Part, frozen=True):
    """A sentence of so many words was typed on a use case's page, and none of our examples."""

    what: Literal["asked"]
    task: str
    words: int = Field(ge=1, le=100)


Happened = Annotated[Held | Knob | Asked, Field(discriminator="what")]


class Right(Part, frozen=True):
    """Which choice is right: that of the highest or lowest figure, or the one whose number is nearest to a figure."""

    by: Literal["highest", "lowest", "nearest"]
    figures: dict[str, str] = {}  # choice -> name of a figure
    figure: str = ""
    numbers: dict[str, float] = {}  # choice -> number


class Step(Part, frozen=True):
    """One step; its kind says what it may have."""

    says: Words
    go: Go | None = None
    figures: dict[str, Figure] = {}

    @property
    def texts(self) -> list[Words]:
        return [text for text in (self.says, getattr(self, "after", None)) if text]


class Predict(Step, frozen=True):
    kind: Literal["predict"]
    choices: dict[str, Words]


class Do(Step, frozen=True):
    kind: Literal["do"]
    done: Happened
    hint: Words
    after: Words
    guess: int = 0  # number of the step whose guess is repeated


class See(Step, frozen=True):
    kind: Literal["see"]
    guess: int = 0


class Check(Step, frozen=True):
    kind: Literal["check"]
    choices: dict[str, Words]
    right: Right
    after: Words
    guess: int = 0

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        named = self.right.numbers if self.right.by == "nearest" else self.right.figures
        if set(named) != set(self.choices):
            raise ValueError("right: it must name each of the choices")
        if unknown := ({self.right.figure} - {""} | set(self.right.figures.values())) - set(self.figures):
            raise ValueError(f"right: there is no figure {min(unknown)}")
        if self.right.by == "nearest" and not self.right.figure:
            raise ValueError("right: nearest to which figure?")
        return self


AnyStep = Annotated[Predict | Do | See | Check, Field(discriminator="kind")]


class Lesson(Part, frozen=True):
    """A lesson; `id` is the name of its file."""

    id: str
    order: int
    title: Words
    about: Words
    minutes: int = Field(ge=1, le=30)
    step: tuple[AnyStep, ...] = Field(min_length=1, max_length=MOST_STEPS)

    @model_validator(mode="after")
    def _shows_what_there_is(self) -> Self:
        for number, step in enumerate(self.step, 1):
            guess = getattr(step, "guess", 0)
            if guess and not (guess < number and self.step[guess - 1].kind == "predict"):
                raise ValueError(f"step {number}: guess: step {guess} is no earlier prediction")
            shown = {name for text in step.texts for name in PLACE.findall(text.en + text.ko)}
            if unknown := shown - set(step.figures) - ({"guess"} if guess else set()):
                raise ValueError(f"step {number}: says: there is no figure {min(unknown)}")
        return self


@cache
def every() -> dict[str, Lesson]:
    """`{id: Lesson}`."""
    lessons = [load(path) for path in FILES.glob("*.toml")]
    return {lesson.id: lesson for lesson in sorted(lessons, key=lambda one: (one.order, one.id))}


def load(path: Path) -> Lesson:
    """A Lesson from its file; LessonError with the line where it is wrong."""
    text = path.read_text("utf-8")
    try:
        return Lesson.model_validate({"id": path.stem} | tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise LessonError("The lesson {name} cannot be read: {why}", name=path.name, why=str(wrong)) from None
    except ValidationError as wrong:
        first = min(wrong.errors(), key=lambda one: one["type"] != "extra_forbidden")  # a misspelt name tells more
        tag = (str(first.get("ctx", {})["discriminator"]).strip("'"),) if first["type"].startswith("union_tag") else ()
        where, why = _where((*first["loc"], *tag), first["msg"]), first["msg"].removeprefix("Value error, ")
        line = line_of(text, where)
        raise LessonError(
            "The lesson {name} is wrong at line {line}: {where}: {why}",
            name=path.name,
            line=line,
            where=".".join(map(str, where)) or "lesson",
            why=why,
        ) from None


def _where(place: tuple[str | int, ...], said: str) -> tuple[str | int, ...]:
    """The path into the file: a check over several parts says in its words where it looked."""
    found = re.match(r"Value error, (?:step (\d+): )?(\w+):", said)
    if not found:
        return place
    return (*(("step", int(found[1]) - 1) if found[1] else place), found[2])


def line_of(text: str, place: tuple[str | int, ...]) -> int:
    """The line of a part of a file: that of the step, then of the first name of the path that stands in it."""
    lines, first, last = text.split("\n"), 0, None
    if place[:1] == ("step",) and len(place) > 1 and isinstance(place[1], int):
        heads = [*(number for number, line in enumerate(lines) if line.strip() == "[[step]]"), len(lines)]
        first, last = heads[min(place[1], len(heads) - 1)], heads[min(place[1] + 1, len(heads) - 1)]
    for name in (str(part) for part in reversed(place) if isinstance(part, str)):
        for number, line in enumerate(lines[first:last], first + 1):
            if re.search(rf"(^|[\[.{{,\s]){re.escape(name)}\s*[=.\]]", line):
                return number
    return first + 1

"""The text of its owner that a training answers after each epoch, and these answers. Kept with the run, never in a bundle.

    asked.keep(run, "not a dull minute")     # before the training, or while it goes on: the next epoch answers it
    asked.answers(run)[-1].said.line         # "positive 0.871  negative 0.129"

asked.json is what is asked now, asked_answers.jsonl a line for every epoch with what was answered; a line has the text
where it is another one than on the line before.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError

from nlp_models import tasks
from nlp_models.errors import RunDamaged
from nlp_models.files import disk_told
from nlp_models.report import Brief, Epoch, Strict
from nlp_models.runs.records import read_json

if TYPE_CHECKING:
    from nlp_models.runs.run import Run

TEXT, ANSWERS = "asked.json", "asked_answers.jsonl"
MOST_LETTERS = 40_000  # a picture takes that many, a text a few hundred
MOST_BYTES = 2_000_000  # of all answers; what would come after is not kept


class Asked(Strict):
    """asked.json."""

    text: Annotated[str, Field(max_length=MOST_LETTERS)]


class Line(Strict):
    """A line of asked_answers.jsonl; without a text it is that of the line before."""

    epoch: Epoch
    text: Annotated[str, Field(max_length=MOST_LETTERS)] | None = None
    said: Brief


@dataclass(frozen=True)
class Answered:
    """What the network of an epoch said to the text that was asked then."""

    epoch: int
    text: str
    said: Brief


def keep(run: "Run", text: str) -> None:
    """Ask this from the next epoch on; nothing where it is empty. DataError where it cannot be asked."""
    run.only_mine()
    askable = tasks.load(run.about.task).kind.askable(text)
    with disk_told():
        run.write_json(TEXT, Asked(text=askable).model_dump())


def text_of(run: "Run") -> str:
    """What is asked now, "" for nothing; nothing, too, where a disk has damaged it: no training should end for that."""
    path = run.folder / TEXT
    try:
        return Asked.model_validate(read_json(path)).text if path.exists() else ""
    except (RunDamaged, ValidationError):
        return ""


def answer(run: "Run", epoch: int, predictor: Any) -> None:
    """Let the network of an epoch answer what is asked; the same answer every time, and nothing else is changed by it."""
    text = text_of(run)
    if not text or _size(run) > MOST_BYTES:
        return
    before = answers(run)
    told = None if before and before[-1].text == text else text
    line = Line(epoch=epoch, text=told, said=predictor.problem.in_brief(text, predictor))
    run.append_line(ANSWERS, line.model_dump(exclude_defaults=True))


def answers(run: "Run") -> list[Answered]:
    """All answers so far, the first epoch first; a garbled line is left out."""
    found, text = [], ""
    for line in filter(None, map(_read, run.lines(ANSWERS))):
        text = text if line.text is None else line.text
        found.append(Answered(line.epoch, text, line.said))
    return found


def cut(run: "Run", epoch: int) -> None:
    """Forget what was answered after an epoch, from which the training goes on."""
    if (run.folder / ANSWERS).exists():
        run.cut_lines(ANSWERS, lambda row: row["epoch"] <= epoch)


def _read(row: dict[str, Any]) -> Line | None:
    try:
        return Line.model_validate_json(json.dumps(row))
    except ValidationError:
        return None


def _size(run: "Run") -> int:
    path = run.folder / ANSWERS
    return path.stat().st_size if path.exists() else 0

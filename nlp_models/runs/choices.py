"""What each visitor chose last on each page, which of their trainings they have not seen the end of, how far in each lesson.

    choice = last_choice(store, visitor, "spam")          # Choice(network="spam-en", language="en", awaited=())
    keep_choice(store, visitor, "spam", replace(choice, awaited=(run.id,)))

One small file a visitor, in `choices/` beside the runs, named by the hash of who they are: nobody reads another's.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from nlp_models.errors import RunDamaged, RunError
from nlp_models.files import write_aside
from nlp_models.runs.records import read_json, typed
from nlp_models.runs.store import CHOICES, RunStore, hash_owner

K = TypeVar("K")


@dataclass(frozen=True)
class Choice:
    """What was chosen on a page; a run that it names may be gone by now."""

    network: str | None = None  # id of a run or of a ready model
    language: str = ""  # of the interface, when it was chosen
    awaited: tuple[str, ...] = ()  # ids of runs


@dataclass(frozen=True)
class Learned:
    """Where somebody stands in a lesson."""

    step: int = 0  # how many steps are behind them
    answers: dict[str, str] = field(default_factory=dict)  # number of the step, from 1 -> what was chosen


def last_learned(store: RunStore, owner: str, lesson: str) -> Learned:
    """Nothing learned where it was never begun, or a disk has lost it."""
    return _last(Learned, store, owner, _of_lesson(lesson))


def keep_learned(store: RunStore, owner: str, lesson: str, learned: Learned) -> None:
    """Keep it beside the choices: it is deleted with them."""
    _keep(store, owner, _of_lesson(lesson), asdict(learned))


def _of_lesson(lesson: str) -> str:
    return f"lesson {lesson}"  # no page has a space in its name


def last_choice(store: RunStore, owner: str, page: str) -> Choice:
    """An empty Choice where nothing was chosen yet, or a disk has lost it."""
    return _last(Choice, store, owner, page)


def _last(kind: type[K], store: RunStore, owner: str, name: str) -> K:
    try:
        return typed(kind, _read(store, owner).get(name, {}), CHOICES)
    except RunDamaged:
        return kind()


def keep_choice(store: RunStore, owner: str, page: str, choice: Choice) -> None:
    """Keep it for every tab that this visitor opens."""
    _keep(store, owner, page, asdict(choice))


def _keep(store: RunStore, owner: str, name: str, value: dict[str, Any]) -> None:
    file = _file(store, owner)
    with store.locked():  # two tabs that choose at once on two pages
        file.parent.mkdir(mode=0o700, exist_ok=True)
        kept = _read(store, owner) | {name: value}
        write_aside(file, json.dumps(kept).encode())


def forget_choices(store: RunStore, owner: str) -> None:
    """Delete what is known of a visitor's choices."""
    _file(store, owner).unlink(missing_ok=True)


def _file(store: RunStore, owner: str) -> Path:
    return store.root / CHOICES / f"{hash_owner(owner)}.json"


def _read(store: RunStore, owner: str) -> dict[str, Any]:
    try:
        return read_json(_file(store, owner))
    except RunError:
        return {}

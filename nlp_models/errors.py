"""Every error a user can meet; all carry a Message, so that pages and command line say it in their language.

UnrolledError
├── DataError      a file, a pasted text or its rows cannot be used
├── RecipeError    a setting is out of bounds or unknown
├── TaskError      there is no such task
├── BundleError    an uploaded bundle is not one of ours, damaged or unsafe
├── LinkError      an address sets a page up in a way that cannot be
├── LessonError    a file of a lesson is not as it should be
└── RunError       a run cannot do what was asked
    ├── RunNotFound    no such run, or not yours
    ├── RunDamaged     a file of it cannot be read
    └── LimitReached   too much was asked for
        └── NoRoom     too many runs, too little disk: old ones have to go

Programming mistakes raise as they are.
"""

from dataclasses import replace
from typing import Self

from nlp_models.messages import Message, render


class UnrolledError(Exception):
    """`UnrolledError(template, **values)`; `str()` gives the English sentence.

    `error.coded("no_memory")` is the same error with a code, where a program has to tell it from others.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, values)
        self.message = Message(text, values)

    def coded(self, code: str) -> Self:
        """This error, with a code in its message."""
        self.message = replace(self.message, code=code)
        return self

    @property
    def code(self) -> str:
        """What a program may branch on; empty for most."""
        return self.message.code

    def __str__(self) -> str:
        return render(self.message)


class DataError(UnrolledError):
    """A file, a pasted text or its rows cannot be used."""


class RecipeError(UnrolledError):
    """A setting is out of bounds or unknown."""


class TaskError(UnrolledError):
    """There is no such task."""


class BundleError(UnrolledError):
    """An uploaded bundle is not one of ours, damaged or unsafe."""


class LinkError(UnrolledError):
    """An address sets a page up in a way that cannot be."""


class LessonError(UnrolledError):
    """A file of a lesson is not as it should be."""


class RunError(UnrolledError):
    """A run cannot do what was asked."""


class RunNotFound(RunError):
    """No such run, or it belongs to somebody else (the two are told alike)."""


class RunDamaged(RunError):
    """A file of this run is missing, half written or not what it should be."""


class LimitReached(RunError):
    """More than there can be here."""


class NoRoom(LimitReached):
    """Too many runs, or too little disk, until old ones are deleted."""

"""A kind of problem is a folder: text -> arrays, networks (Keras to train, NumPy to answer), judging. problem.py is the seam.

No folder imports another; the same file names stand in each (nlp_models/README.md). Found by folder: `kinds()`.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_models.problems.problem import Problem


def kinds() -> list[str]:
    """The names of all kinds of problems, in the order of the alphabet."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def problem_class(name: str) -> type[Problem]:
    """The Problem of that folder: `problem_class("classification")`."""
    return getattr(importlib.import_module(f"nlp_models.problems.{name}.problem"), class_name(name))


def class_name(folder: str) -> str:
    """`language_model` -> `LanguageModel`: how classes are named after their folder."""
    return folder.title().replace("_", "")

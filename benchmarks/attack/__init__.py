"""What strangers, curious classes and failing disks may do to a host, tried on this machine: `python -m benchmarks.attack`.

A part is a module with `tries(asked, folder)`, a generator of Try; nothing of a part outlives its folder.
"""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from nlp_models.errors import UnrolledError
from nlp_models.messages import render, translator

REPOSITORY = Path(__file__).parents[2]
TESTS = REPOSITORY / "tests"
sys.path[:0] = map(str, (TESTS, TESTS / "runs", TESTS / "sharing", TESTS / "training", REPOSITORY / "benchmarks"))


class Asked(NamedTuple):
    """How much is tried."""

    seed: int = 17
    few: bool = False  # a few of each, to see that it works
    kills: int = 50


class Try(NamedTuple):
    """One attempt: what was done, and what broke; `wrong` is empty where the promise held."""

    what: str
    wrong: str = ""


def tried(what: str, act: Callable[[], Any]) -> Try:
    """A Try that held when `act` gave something, or a sentence of ours that can be said in both languages."""
    try:
        act()
    except UnrolledError as error:
        return Try(what, "" if render(error.message) and translator("ko")(error.message.text) else "no sentence")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Try(
            what, f"{type(error).__name__}: {error}"[:300] + f" ({Path(where.filename).name}, line {where.lineno})"
        )
    return Try(what)

"""told(text): whether somebody tells of hurting themselves, or of being hurt; then the kind card to show instead of an answer.

    told("나 죽고 싶어").lines[0].number        # '109'
    told("배고파 죽겠다")                       # None

`told.ko.txt` and `told.en.txt` have the phrases: a regular expression a line, under the name of what is told.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

from nlp_models.safety.card import Card, Kind, card_for
from nlp_models.safety.folded import folded

HERE = Path(__file__).parent
HANGUL = re.compile("[가-힣ㄱ-ㅎ]")
NOISE = re.compile(r"(?<=[가-힣])[1.,_*~^\-!?;:ㅠㅜㅋㅎ…]+(?=[가-힣])")  # "죽.고싶", "자1살"
MOST_LETTERS = 5_000


def told(text: str, language: str = "en") -> Card | None:
    """The card for what a text tells; None where it tells of nothing.

    Args:
        language: of the page or terminal; whose lines are named follows from it where the text is not Korean.
    """
    text = unicodedata.normalize("NFC", text[:MOST_LETTERS])
    for written_in in ("ko", "en"):
        forms = _forms(text, written_in)
        for kind, phrases in _phrases(written_in):
            if any(phrases.search(form) for form in forms):
                return card_for(kind, "ko" if HANGUL.search(text) or language == "ko" else "en")
    return None


def _forms(text: str, written_in: str) -> list[str]:
    """The text as phrases are looked for in it: of Korean also without its blanks, which people set as they like."""
    letters = " ".join(folded(text)[0].replace("’", "'").split())
    if written_in == "en":
        return [re.sub(r"[^\w\s]+", " ", letters.replace("'", "")).replace("  ", " ")]
    return [letters, NOISE.sub("", letters).replace(" ", "")] if HANGUL.search(letters) else []


@cache
def _phrases(written_in: str) -> list[tuple[Kind, re.Pattern[str]]]:
    """`(what is told, its phrases)`, the gravest first."""
    return [(cast(Kind, kind), re.compile("|".join(lines))) for kind, lines in _sections(written_in)]


def _sections(written_in: str) -> Iterator[tuple[str, list[str]]]:
    """The parts of a list; `NAME = ...` above them stands for what is repeated, as {NAME}."""
    parts: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    lines: list[str] = []
    for line in (HERE / f"told.{written_in}.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = parts.setdefault(line[1:-1], [])
        elif named := re.fullmatch(r"([A-Z]+) = (.*)", line):
            names[named[1]] = f"(?:{named[2]})"
        elif line and not line.startswith("#"):
            lines.append(re.sub(r"\{([A-Z]+)\}", lambda found: names[found[1]], line))
    yield from parts.items()

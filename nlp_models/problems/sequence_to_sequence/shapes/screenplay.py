"""A script: who speaks stands alone in capitals on a line, what they say below it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.stamps import bare
from nlp_models.problems.sequence_to_sequence.reading.talk import Said, plain, talk_table

TITLE = mark("a script with names in capitals")

NAME = re.compile(r"(?P<who>[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{1,28}?)(?: ?\([^()]{1,20}\))?[.:]?$")
SCENE = re.compile(r"(?:INT|EXT|INT\./EXT|I/E)[. ]|(?:SCENE|ACT)\b|(?:CUT|FADE|DISSOLVE)\b.*|[-=*~]{3,}$|\d{1,4}\.?$")
ASIDE = re.compile(r"\([^()]{0,200}\)")
LEAST_HEADS, LEAST_SHARE, MOST_SHARE = 4, 0.2, 0.6
DIRECTION = mark("A scene or a direction: nobody said it")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where the same few names in capitals stand alone, each with a line below that is none."""
    if not source.is_text:
        return None
    lines = [line.strip() for line in source.sample]
    heads = [_who(line) for line in lines]
    names = Counter(who for who, following in zip(heads, [*heads[1:], "end"], strict=True) if who and not following)
    again = [name for name, count in names.items() if count > 1]
    count = sum(names[name] for name in again)
    if len(again) < 2 or count < LEAST_HEADS or not LEAST_SHARE <= count / len(lines) <= MOST_SHARE:
        return None
    return Sighting(
        0.88, Message(mark("names in capitals stand above what is said: {names}"), {"names": ", ".join(again[:3])})
    )


def read(source: Source, how: How) -> Table:
    """What stands below each name up to an empty line or the next name."""
    lines = [bare(line).strip() for line in source.lines]
    known = {name for name, count in Counter(map(_who, lines)).items() if name and count > 1}
    spoken: list[tuple[str, int, bool, list[str]]] = []
    left: dict[str, list[int]] = {DIRECTION: []}
    speaks, begins = False, True
    for row, line in enumerate(lines, 1):
        if (who := _who(line)) in known:
            spoken.append((who, row, begins, []))
            speaks, begins = True, False
        elif not line:
            speaks = speaks and not spoken[-1][3]  # an empty line right below the name parts nothing
        elif SCENE.match(line) or not speaks:
            left[DIRECTION].append(row)
            begins, speaks = begins or bool(SCENE.match(line)), False
        else:
            spoken[-1][3].append(line)
    said = [
        Said(who, text, row, begins=first)
        for who, row, first, texts in spoken
        if (text := plain(ASIDE.sub(" ", " ".join(texts))))
    ]
    return talk_table(said, source, how, "txt", left)


def _who(line: str) -> str | None:
    """The name that stands alone on a line, if one does."""
    match = NAME.match(line) if len(line) < 50 and not SCENE.match(line) else None
    return match["who"].strip(" .") if match else None

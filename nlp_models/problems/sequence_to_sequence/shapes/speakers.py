"""A dialogue whose lines begin with who speaks: `Mira: text`, `A : text`, `손님: 말`, `[10:23] Tom: text`, `Tom - text`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nlp_models.datasets.fields import LANGUAGES
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.stamps import CLOCK, DATE, Day, bare, clock_of, day_of, minutes
from nlp_models.problems.sequence_to_sequence.reading.talk import Said, plain, role, talk_table

TITLE = mark("a dialogue with names before the lines")

LEAST_LINES, LEAST_SHARE, SURE_SHARE, LEAST_KNOWN = 4, 0.5, 0.6, 0.8
MOST_NAMES = 60  # in the sample; more are hardly people who talk with each other
MANY_BLANKS = 0.6  # of the lines are followed by an empty one: then it parts nothing
WHEN = rf"(?:[\[(<]?(?:{DATE}(?:,|,? (?:at )?)? ?)?(?:{CLOCK})[\])>]?[,:]? ?(?:[-–|] ?)?)?"
NAME = r"[^\W\d_][^:：\t\n.!?,;\"“”{}\[\]<>=/\\|]{0,28}|(?:Dr|Mr|Mrs|Ms)\. [^\W\d_][\w ]{0,24}|\d{1,3}"
HEAD = re.compile(
    rf"{WHEN}(?:[-*•] )?(?:\*\*|<|\[)?(?P<who>{NAME}?)(?:\*\*|>|\])? ?(?:\(\d{{1,2}}:\d{{2}}(?::\d{{2}})?\) ?)?[:：](?:\*\*)?(?:[ \t]+|(?=[^\x00-\x7f])|$)(?P<text>.*)"
)
DASHED = re.compile(rf"{WHEN}(?P<who>[^\W\d_](?:[\w ]|(?<=\w)[-'](?=\w)){{0,28}}?) [-–—] (?P<text>\S.*)")
RULE = re.compile(
    r"[-=*#_~—– ]{3,}$|#{1,6} |(?:scene|dialogue|conversation|dialog|대화|장면|상황|제?\d+ ?[과화막장])\s?\d{0,4}[.:)]?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?P<who>[QA질답문]\d{0,4}) ?[.)] ?(?P<text>\S.*)")  # Q1. What is it?
WORDS_IN_NAME = 4
IN_ORDER, MOSTLY = 0.9, 0.6  # of the lines
CODE_ENDS = (",", ";", "{", "}", "(", "= ...")
NEARLY_ALL = 0.9  # of the lines begin with a name: then one who speaks only once is a speaker, too
KEYS = {"title", "price", "author", "date", "subject", "from", "to", "id", "name", "url", "tags", "category", "제목", "가격", "저자", "날짜", "이름", "주소"}  # fmt: skip
NOTHING = mark("A name without words")
SET_APART = mark("A line before anybody speaks, or a rule between talks")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where most lines begin with a name, and the same few names come again."""
    if not source.is_text:
        return None
    names = _names(source.sample)
    again, heads = {name for name, count in names.items() if count > 1}, names.total()
    part = heads / len(source.sample)
    least = LEAST_LINES if part > SURE_SHARE else 2 * LEAST_LINES
    if heads < least or part < LEAST_SHARE or len(names) > MOST_NAMES or KEYS & set(map(str.lower, again)):
        return None
    if len(again) < 2 or sum(names[name] for name in again) < LEAST_KNOWN * heads:
        return None
    if _is_no_talk(source.sample):
        return None
    values = {"names": ", ".join(name for name, _ in names.most_common(3))}
    return Sighting(0.9, Message(mark("lines begin with who speaks: {names}"), values))


def read(source: Source, how: How) -> Table:
    """What each says, and what the next answers."""
    lines = [bare(line).strip() for line in source.lines]
    known, parts = _known(lines), _blanks_part(lines)
    spoken, left, begins = [], {}, True
    for row, line in enumerate(lines, 1):
        match = head(line)
        if match and (who := _name(match["who"])) in known:
            spoken.append(_Spoken(who, [match["text"]], row, begins))
            if match.re is not NUMBERED and match["hour"]:
                spoken[-1].stamp(match)
            begins = False
        elif not line or RULE.match(line):
            begins |= parts or bool(line)
            left.setdefault(SET_APART, []).extend([row] * bool(line))
        elif spoken and not begins:
            spoken[-1].texts.append(line)
        else:
            left.setdefault(SET_APART, []).append(row)
    return talk_table(_said(spoken, left), source, how, "txt", left)


@dataclass(slots=True)
class _Spoken:
    """A line that begins with a name, and those that go on with it."""

    who: str
    texts: list[str]
    row: int
    begins: bool
    day: Day | None = None
    clock: int | None = None
    half: bool = False

    def stamp(self, match: re.Match) -> None:
        """When it was said, as it stands before the name."""
        self.day, self.clock = day_of(match), clock_of(match)
        self.half = bool(match["half"] or match["half_after"])


def _said(spoken: list[_Spoken], left: dict[str, list[int]]) -> list[Said]:
    """What is said, with the minute where one stands before; of two languages in turn each first one begins anew."""
    times = minutes([one.day for one in spoken], [one.clock for one in spoken], any(one.half for one in spoken))
    speak = list(dict.fromkeys(one.who for one in spoken))
    first = speak[0] if speak and {name.lower() for name in speak} <= set(LANGUAGES) else None
    said = []
    for one, minute in zip(spoken, times, strict=True):
        text = plain(" ".join(one.texts))
        if text:
            said.append(Said(one.who, text, one.row, minute, one.begins or one.who == first))
        else:
            left.setdefault(NOTHING, []).append(one.row)
    return said


def head(line: str) -> re.Match | None:
    """A line that begins with something like a name and a colon, or a dash."""
    match = HEAD.match(line) or NUMBERED.match(line) or DASHED.match(line)
    return match if match and len(match["who"].split()) <= WORDS_IN_NAME else None


def _name(who: str) -> str:
    """As names are compared: questions are one asker, whatever their number."""
    found = who.strip().strip("*").strip()
    return role(found).upper() if re.fullmatch(r"[QqAa질답문]\.? ?\d*", found) else found


def _names(lines: Sequence[str]) -> Counter:
    """How often each name begins a line."""
    return Counter(_name(match["who"]) for line in lines if (match := head(bare(line).strip())))


def _is_no_talk(sample: Sequence[str]) -> bool:
    """Records whose keys come in one order, or one key again and again; code, whose lines end in commas."""
    heads = [match for line in sample if (match := head(bare(line).strip()))]
    order = [_name(match["who"]) for match in heads]
    follow = Counter(pairwise(order))
    same = sum(count for (one, other), count in follow.items() if one == other)
    likeliest = sum(
        max(count for (first, _), count in follow.items() if first == one) for one in {one for one, _ in follow}
    )
    in_one_order = len(set(order)) > 2 and len(order) > 2 * len(set(order)) and likeliest > IN_ORDER * follow.total()
    code = sum(match["text"].rstrip().endswith(CODE_ENDS) or "_" in match["who"] for match in heads)
    return in_one_order or same > MOSTLY * follow.total() or code > MOSTLY / 2 * len(heads)


def _known(lines: Sequence[str]) -> set[str]:
    """The names of those who speak."""
    names = _names(lines)
    all_speak = names.total() >= NEARLY_ALL * sum(map(bool, lines))
    return {name for name, count in names.items() if count > 1 or all_speak}


def _blanks_part(lines: Sequence[str]) -> bool:
    """Whether an empty line parts two talks, and not every line from the next."""
    filled = sum(map(bool, lines))
    after = sum(bool(line) and not following for line, following in pairwise(lines))
    return after < MANY_BLANKS * filled

"""What the exports of chat programs share: lines that begin what somebody says, lines that go on with it, and the rest."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from nlp_models.datasets.source import Source
from nlp_models.problems.sequence_to_sequence.reading.stamps import HALVES, Day, bare, clock_of, day_of, minutes
from nlp_models.problems.sequence_to_sequence.reading.talk import NOTICE, Said, plain

SHOWN = 0.5  # the share of lines with a name and a time that makes a text a chat; of fewer, its title must say so
CALLED = re.compile(r"(?:^|/)(?:_chat|.*WhatsApp.*|.*Kakao_?Talk.*)\.txt$", re.IGNORECASE)
OWN = re.compile(r"\]? [^:]{1,60}: \u200e")  # WhatsApp sets a mark before what the program itself says


@dataclass(slots=True)
class Post:
    """One message of a chat, with the lines that go on with it."""

    who: str
    texts: list[str]
    row: int
    day: Day | None
    clock: int | None
    own: bool = False  # said by the program in somebody's name
    text: str = ""  # all of it, in one line


@dataclass
class Export:
    """The messages of a chat, and the rows of dates and notices."""

    posts: list[Post] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    halves: bool = False  # whether times are told with AM and PM

    def said(self, sorted_as: Callable[[Post], str | None]) -> Iterator[tuple[Said, str | None]]:
        """Every message, once, with its minute, and why it is to be left out, if it is."""
        times = minutes([post.day for post in self.posts], [post.clock for post in self.posts], self.halves)
        for post, minute in zip(_given_up(self.posts), times, strict=True):
            post.text = plain(" ".join(post.texts))
            yield Said(post.who, post.text, post.row, minute), sorted_as(post)

    @property
    def left(self) -> dict[str, list[int]]:
        """Rows to begin with that nobody said, by why."""
        return {NOTICE: list(self.notices)}


def _given_up(posts: list[Post]) -> Iterator[Post]:
    """Each of these, once: a long chat is not held twice."""
    posts.reverse()
    while posts:
        yield posts.pop()


def gathered(
    lines: Iterable[str],
    head: Callable[[str], re.Match | None],
    aside: Callable[[str, set[str]], re.Match | bool | None],
) -> Export:
    """The messages of these lines.

    Args:
        head: matches a line that begins one, with the groups who and text, and those of DATE and CLOCK where they are.
        aside: of a line and the speakers so far, whether nobody says it; where it matches a DATE, that is the day from there on.
    """
    found, day, speakers = Export(), None, set()
    for row, raw in enumerate(lines, 1):
        line = bare(raw).strip()
        if match := head(line):
            clock, own = clock_of(match), "\u200e" in raw and bool(OWN.search(raw))
            stamped = day_of(match) if "first" in match.re.groupindex else day
            who = match["who"].strip("~ ")
            found.posts.append(Post(who, [match["text"]], row, stamped, clock, own))
            found.halves |= bool(HALVES.search(line[:40]))
            speakers.add(who)
        elif not line:
            continue
        elif other := aside(line, speakers):
            found.notices.append(row)
            day = (day_of(other) if isinstance(other, re.Match) and "first" in other.re.groupindex else None) or day
        elif found.posts:
            found.posts[-1].texts.append(line)
        else:
            found.notices.append(row)
    return found


def exported(source: Source) -> Source | None:
    """The chat's own text: the file, or in a zip with pictures the one text that chat programs call so; else None."""
    if not source.is_zip:
        return source
    texts = [name for name in source.names if name.lower().endswith(".txt")]
    return source.member(texts[0]) if len(texts) == 1 and CALLED.search(texts[0]) else None


def share(lines: list[str], head: Callable[[str], re.Match | None]) -> tuple[int, float]:
    """How many of these lines begin a message, and their share."""
    count = sum(head(bare(line).strip()) is not None for line in lines)
    return count, count / max(1, len(lines))

"""From what people said, line by line, to pairs: one speaker's lines in a row joined, talks cut at long pauses."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import STRAY
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

PAUSE = 60  # minutes of silence after which a new talk begins
DAY = 1440  # minutes
SLIPPED = 5  # minutes that a clock may go back without being another day's
SHOWN_NAMES = 5
NOTICE = mark("A date or a notice: nobody said it")
MEDIA = mark("A picture, a file or a call: no words")
DELETED = mark("A deleted message")
ASKS = {"q", "question", "질문", "문", "물음", "user", "human", "prompter", "사용자", "사람"}
ANSWERS = {
    "a",
    "answer",
    "답",
    "답변",
    "대답",
    "assistant",
    "bot",
    "gpt",
    "chatgpt",
    "chatbot",
    "model",
    "ai",
    "챗봇",
    "봇",
    "상담봇",
}
# nobody's names, so texts may well hold them
ROLES = ASKS | ANSWERS | {"b", "c", "d", "손님", "점원", "직원", "상담원", "고객", "의사", "환자", "선생님", "학생", "엄마", "아빠", "남자", "여자", "남", "여",
    "customer", "agent", "clerk", "doctor", "patient", "teacher", "student", "man", "woman", "mother", "father", "mom", "dad", "speaker", "host", "guest"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a talk."""

    who: str
    text: str
    row: int  # of the file
    minute: int | None = None  # when, from any start; None: not known
    begins: bool = False  # a new talk begins here, whatever the time
    apart: bool = False  # never joined to the line before: something without words came between


@dataclass(slots=True)
class Turn:
    """What one speaker says in a row."""

    who: str
    row: int
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return plain(" ".join(self.texts))


def plain(text: str) -> str:
    """A text in one line, its spaces single plain ones."""
    return " ".join(text.split())


def mended(text: str) -> str:
    """The same of a text out of JSON or YAML, which may hold control characters and halves of letters."""
    return plain(STRAY.sub(" ", text)).encode("utf-8", "replace").decode("utf-8")


def talk_table(
    said: Sequence[Said],
    source: Source,
    how: How,
    kind: str,
    left: dict[str, list[int]] | None = None,
    notes: Iterable[Message] = (),
) -> Table:
    """A Table of `question` and `answer`; DataError where nobody answers.

    Args:
        left: rows that nobody said, by the msgid of why they are left out.
    """
    pause = PAUSE if how.pause is None else how.pause
    talks = talks_of(said, pause)
    pairs = pairs_of(talks)
    if not pairs:
        raise DataError(
            "In this talk nobody answers another: it takes two speakers in turn. Lines found: {lines}.", lines=len(said)
        )
    names = Counter(one.who for one in said if one.who)
    told = [*_token_scores(said, talks, pause, names), *notes]
    return pair_table(pairs, source, kind, left, told, tuple(name for name, _ in names.most_common()))


def pair_table(
    pairs: Sequence[tuple[str, str, int]],
    source: Source,
    kind: str,
    left: dict[str, list[int]] | None = None,
    notes: Iterable[Message] = (),
    speakers: tuple[str, ...] = (),
) -> Table:
    """A Table of `(question, answer, row)`; pairs are counted from 1 where several stand in one row."""
    rows = [(question, answer) for question, answer, _ in pairs]
    numbers = [row for *_, row in pairs]
    if len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(rows) + 1))
    skipped = tuple(Skipped(tuple(found), Message(why)) for why, found in (left or {}).items() if found)
    return Table(
        ("question", "answer"),
        rows,
        numbers,
        kind,
        source.encoding if source.is_text else None,
        header=False,
        skipped=skipped,
        notes=tuple(notes),
        guess={"text": "question", "label": "answer"},
        speakers=speakers,
    )


def talks_of(said: Iterable[Said], pause: int) -> list[list[Turn]]:
    """Talks, each of turns: a new one begins after `pause` minutes of silence."""
    talks: list[list[Turn]] = []
    last = None
    for one in said:
        if last is None or one.begins or silence(last.minute, one.minute) > pause:
            talks.append([])
        if not (talks[-1] and talks[-1][-1].who == one.who and one.who and not one.apart):
            talks[-1].append(Turn(one.who, one.row))
        talks[-1][-1].texts.append(one.text)
        last = one
    return talks


def silence(earlier: int | None, later: int | None) -> int:
    """Minutes between; a clock that goes back is another day's. 0 where one is not known."""
    if earlier is None or later is None:
        return 0
    gap = later - earlier
    return gap if gap >= 0 else 0 if gap >= -SLIPPED else gap % DAY


def pairs_of(talks: Iterable[list[Turn]]) -> list[tuple[str, str, int]]:
    """`(said, answered, row of the answer)` of every two turns in a row."""
    budget, found = limits.Budget(), []
    for talk in talks:
        for (turn, text), (answer, answered) in pairwise([(turn, turn.text) for turn in talk]):
            if text and answered and answers(turn.who, answer.who):
                budget.row((text, answered))
                found.append((text, answered, answer.row))
    return found


@lru_cache(maxsize=1_000)
def answers(who: str, other: str) -> bool:
    """Whether the other answers: another person, but never a question an answer, nor a user the program."""
    if (who or other) and who == other:
        return False
    return not (role(who) in ANSWERS and role(other) in ASKS)


def role(name: str) -> str:
    """A name as a role is written: Q1 and question 12 are q and question."""
    return name.strip().rstrip("0123456789. )").lower()


def is_role(name: str) -> bool:
    """Whether a label says what somebody is, and not who."""
    return role(name) in ROLES or len(role(name)) < 2


def _token_scores(said: Sequence[Said], talks: list[list[Turn]], pause: int, names: Counter) -> Iterable[Message]:
    """What was done, for the person who brought it."""
    if joined := len(said) - sum(map(len, talks)):
        one = mark("One line is joined to the line before, by the same speaker")
        many = mark("{count} lines are joined to the line before, by the same speaker")
        yield Message(one if joined == 1 else many, {"count": f"{joined:,}"})
    if any(one.minute is not None for one in said):
        sentence = mark("A new talk begins after {minutes} minutes of silence; talks: {count}")
        yield Message(sentence, {"minutes": pause, "count": f"{len(talks):,}"})
    if names:
        shown = [name for name, _ in names.most_common(SHOWN_NAMES)] + ["…"] * (len(names) > SHOWN_NAMES)
        yield Message(mark("Who speaks is left out of the texts: {names}"), {"names": ", ".join(shown)})


def sort_out(
    posts: Iterable[tuple[Said, str | None]], left: dict[str, list[int]], clean: Callable[[str], str] = plain
) -> list[Said]:
    """What was said, of `(line, msgid of why it is left out)`; the rest is noted in `left`.

    Lines of one speaker are not joined over a picture that another sent.
    """
    kept, between = [], set()
    for one, why in posts:
        if why:
            left.setdefault(why, []).append(one.row)
            between |= {one.who} if why in (MEDIA, DELETED) else set()
        elif text := clean(one.text):
            kept.append(Said(one.who, text, one.row, one.minute, one.begins, bool(between - {one.who})))
            between = set()
    return kept

"""A chat as a table with a message a row: KakaoTalk's Date, User, Message; any header that names who, what and when."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.chat_exports import Post
from nlp_models.problems.sequence_to_sequence.reading.stamps import bare
from nlp_models.problems.sequence_to_sequence.reading.talk import NOTICE, Said, plain, sort_out, talk_table
from nlp_models.problems.sequence_to_sequence.shapes import kakaotalk, whatsapp

TITLE = mark("a table of messages")

WHEN = {"date", "time", "datetime", "date time", "timestamp", "sent at", "날짜", "시간", "일시", "보낸 시간"}
WHO = {
    "user",
    "sender",
    "speaker",
    "name",
    "from",
    "author",
    "username",
    "사용자",
    "이름",
    "보낸 사람",
    "보낸사람",
    "화자",
}
WHAT = {"message", "text", "content", "body", "utterance", "메시지", "내용", "대화", "발화", "말"}
SEPARATORS = ",;\t"
MOST_SPEAKERS = 0.34  # of the rows: in a chat the same few speak again and again
HALVES = {"오전": "AM", "오후": "PM"}
FORMS = ("%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %p %I:%M:%S", "%Y-%m-%d %p %I:%M", "%Y-%m-%d %I:%M %p", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%y %H:%M", "%d.%m.%Y %H:%M")  # fmt: skip


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where a header names who, what and when, and few speakers come again and again."""
    if not source.is_text or (found := _header(source.sample[0])) is None:
        return None
    separator, (_, who, what) = found
    rows = [row for row in csv.reader(source.sample[1:], delimiter=separator) if len(row) > max(who, what)]
    names = {row[who].strip() for row in rows}
    if not 2 <= len(names) <= max(2, MOST_SPEAKERS * len(rows)):
        return None
    return Sighting(0.95, Message(mark("a table of who said what and when")))


def read(source: Source, how: How) -> Table:
    """What people said, in pairs."""
    if (found := _header(source.sample[0])) is None:
        raise DataError("The first row does not name who, what and when, as that of a chat does.")
    left: dict[str, list[int]] = {}
    said = sort_out(_rows(source, *found), left, kakaotalk.cleaned)
    return talk_table(said, source, how, "csv", left)


def _rows(source: Source, separator: str, places: tuple[int, int, int]):
    """Every message with its minute, and why it is to be left out, if it is."""
    reader, budget, start = csv.reader(io.StringIO(source.text, newline="\n"), delimiter=separator), limits.Budget(), 1
    when, who, what = places
    try:
        for row in reader:
            number, start = start, reader.line_num + 1
            budget.row(row)
            if number == 1 or not any(row):
                continue
            cells = [bare(cell).strip() for cell in row] + [""] * (max(places) + 1 - len(row))
            post = Post(cells[who], [], number, None, None, text=plain(cells[what]))
            why = _why_left_out(post)
            yield Said(post.who, post.text, number, _minute(cells[when])), why
    except csv.Error:
        raise DataError("A quote opens in row {row} and does not close as it should.", row=start) from None


def _why_left_out(post: Post) -> str | None:
    if not post.who or kakaotalk.NOTICES.match(post.text) or whatsapp.NOTICES.match(post.text):
        return NOTICE
    return kakaotalk.why_left_out(post) or whatsapp.why_left_out(post)


def _header(line: str) -> tuple[str, tuple[int, int, int]] | None:
    """`(separator, places of when, who and what)`; None where the line does not name them all."""
    for separator in SEPARATORS:
        names = [cell.strip(' "\ufeff').lower().replace("_", " ") for cell in line.split(separator)]
        places = [next((n for n, name in enumerate(names) if name in known), None) for known in (WHEN, WHO, WHAT)]
        if None not in places:
            return separator, tuple(places)
    return None


def _minute(text: str) -> int | None:
    """The minute of a date and time as tables write them; None where it is none."""
    for half, western in HALVES.items():
        text = text.replace(half, western)
    try:
        return _minutes(datetime.fromisoformat(text))
    except ValueError:
        pass
    for form in FORMS:
        try:
            return _minutes(datetime.strptime(text, form))
        except ValueError:
            continue
    return None


def _minutes(moment: datetime) -> int:
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute

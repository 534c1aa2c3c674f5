"""When something was said, as chat programs write it: 2031년 3월 1일 오후 1:10, 12/31/23, 9:41 PM, [31.12.23, 21:41:10]."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

Day = tuple[int, int, int]  # three numbers of a date in the order of the file

HALF = r"(?:오전|오후|午前|午後|上午|下午|[AaPp]\.?\s?[Mm]\b\.?)"
CLOCK = (
    rf"(?:(?P<half>{HALF})\s?)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.]\d{{2}})?(?:\s?(?P<half_after>{HALF}))?"
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
WEEKDAY = r"(?:[A-Z][a-z]{2,8}day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[월화수목금토일]요일)"
DATE = (
    rf"(?:{WEEKDAY},? )?(?:"
    r"(?P<year>\d{4})년 (?P<month>\d{1,2})월 (?P<day>\d{1,2})일"
    rf"|(?P<month_word>{MONTH}) (?P<day_after>\d{{1,2}}),? (?P<year_last>\d{{4}})"
    rf"|(?P<day_before>\d{{1,2}}) (?P<word_between>{MONTH}) (?P<last_year>\d{{4}})"
    r"|(?P<first>\d{1,4})(?P<mark>[./-])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<third>\d{1,4})(?:\.(?!\d))?"
    rf")(?:,? {WEEKDAY})?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LATER = ("오후", "午後", "下午")
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")  # what some programs set before PM
MARKS = re.compile("[\u00a0\u2007\u200b\u200e\u200f\u202a-\u202f\u2060\u2066-\u2069\ufeff]")
HALVES = re.compile(HALF)


def bare(line: str) -> str:
    """A line without the invisible marks that chat programs set, its spaces plain."""
    return line.translate(INVISIBLE | SPACES) if MARKS.search(line) else line


def clock_of(match: re.Match) -> int | None:
    """The minute of the day of a match of CLOCK; None where there is no such time."""
    if not match["hour"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if half := match["half"] or match["half_after"]:
        hour = hour % 12 + 12 * (half in LATER or half[0] in "Pp")
    return 60 * hour + minute if hour < 24 and minute < 60 else None


def day_of(match: re.Match) -> Day | None:
    """The three numbers of a match of DATE; the year first where that is certain."""
    if match["first"]:
        return int(match["first"]), int(match["second"]), int(match["third"])
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if word := match["month_word"] or match["word_between"]:
        month = MONTHS.index(word[:3].lower()) + 1
        return int(match["year_last"] or match["last_year"]), month, int(match["day_after"] or match["day_before"])
    return None


def ordinals(days: Sequence[Day | None], month_first: bool = False) -> list[int | None]:
    """Days counted from a common start; whether day or month stands first is what makes the fewest leaps.

    Args:
        month_first: what is taken where both would do.
    """
    orders = [_dmy, _mdy] if not month_first else [_mdy, _dmy]
    readings = [[_ordinal(day, order) for day in days] for order in orders]
    return min(readings, key=_leaps)


def minutes(days: Sequence[Day | None], clocks: Sequence[int | None], month_first: bool = False) -> list[int | None]:
    """Minutes from a common start; None where the clock is not known. Without a date all is one day."""
    found = zip(ordinals(days, month_first), clocks, strict=True)
    return [None if clock is None else 1440 * (day or 0) + clock for day, clock in found]


def _leaps(reading: list[int | None]) -> tuple[int, int, int]:
    known = [day for day in reading if day is not None]
    back = sum(later < earlier for earlier, later in pairwise(known))
    return len(reading) - len(known), back, max(known, default=0) - min(known, default=0)


def _dmy(day: Day) -> Day:
    return day[2], day[1], day[0]


def _mdy(day: Day) -> Day:
    return day[2], day[0], day[1]


def _ordinal(day: Day | None, order) -> int | None:
    if day is None:
        return None
    year, month, number = day if day[0] > 31 else order(day)
    try:
        return date(year + 2000 if year < 100 else year, month, number).toordinal()
    except ValueError:
        return None

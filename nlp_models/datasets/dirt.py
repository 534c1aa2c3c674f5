"""Dirt in texts: what is looked for, a check each, and the Edit that takes it out. Part of the doctor of every kind.

A check is given the columns that hold texts: of a pair both sides. A row counts once, whichever side is dirty.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice

from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.datasets.doctor import TOGETHER, Check, Finding, Patient, counted, finding_of
from nlp_models.datasets.labels import UNSEEN, is_nothing
from nlp_models.messages import Message, mark

Columns = tuple[str, ...]
TEXT: Columns = ("text",)
TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|table|t[rdh]|img|font|center)\b[^<>]{0,300}/?>", re.I
)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
URL = re.compile(r"(?:https?://|www\.)\S+", re.I)
MOJIBAKE = re.compile(
    "\ufffd|Ã[\u0080-\u00bf]|â€[\u0080-\u02ff™œž\u201d]?|ì[\u0080-\u00bf]|ë[\u0080-\u00bf]|í[\u0080-\u00bf]"
)
EXCEL_CELL = 32_767  # letters; a longer text was cut there
MANY = 3  # rows with mojibake; a single strange sign is somebody's own
LICENCE = re.compile(r"\*\*\* ?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG", re.I)
RECURS, LONG_LINE = 5, 40  # a line that stands so often, and is so long, is nobody's sentence
SECOND_LANGUAGE = 0.1, 0.4  # of the rows: at least and at most so many are in the other writing
ESCAPED = 3  # times that an entity is escaped at most: &amp;amp;lt;
HANGUL, LATIN = re.compile("[가-힣]+"), re.compile("[a-z]+")
LOOKED_AT = 200  # letters of a text
LETTERS = 10  # fewer tell no language
ENOUGH_LATIN = re.compile(f"(?:[^a-z]*[a-z]){{{LETTERS}}}")


def tags(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """HTML tags and entities in texts."""
    one, many = mark("One text holds HTML tags or entities"), mark("{count} texts hold HTML tags or entities")
    yield from _cleaned(patient, columns, "html", has_tags, one, many, without_tags, may_have_tags)


def addresses(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Web addresses: every one is a word that never recurs."""
    one, many = mark("One text holds a web address"), mark("{count} texts hold web addresses")
    yield from _cleaned(patient, columns, "urls", has_address, one, many, without_addresses, may_have_address)


def broken_letters(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Letters read in a wrong encoding before they came here: nothing brings them back for certain."""
    rows = rows_that(patient, columns, lambda text: bool(MOJIBAKE.search(text)), lambda texts: not texts.isascii())
    if len(rows) >= MANY:
        one, many = mark("One text has broken letters"), mark("{count} texts have broken letters (“Ã©”, “ë‹¤”): the file was saved in a wrong encoding")  # fmt: skip
        yield from finding_of("mojibake", rows, one, many)


def unseen(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Letters without a width, and control characters: they part words that look whole."""
    one, many = (
        mark("One text holds characters that nobody sees"),
        mark("{count} texts hold characters that nobody sees"),
    )
    yield from _cleaned(patient, columns, "invisible", has_unseen, one, many, without_unseen, may_have_unseen)


def cut_by_excel(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Texts that end where a spreadsheet's cell ends."""
    rows = rows_that(
        patient,
        columns,
        lambda text: EXCEL_CELL - 2 <= len(text) <= EXCEL_CELL,
        lambda texts: len(texts) >= EXCEL_CELL - 2,
    )
    one = mark("One text ends at {letters} letters: a spreadsheet has cut it off")
    many = mark("{count} texts end at {letters} letters: a spreadsheet has cut them off")
    if rows:
        yield Finding(
            "cut_off", counted(rows, one, many, letters=f"{EXCEL_CELL:,}"), rows, Message(mark("Leave out")), "look"
        )


def nothings(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Texts that only say that there is none: nan, None, N/A, #NAME?, -."""
    rows = rows_that(patient, columns, is_nothing)
    one, many = mark("One text says only “{said}”"), mark("{count} texts say only “{said}”")
    if rows:
        texts = chain.from_iterable(patient.dataset.columns[column] for column in columns)
        said = sorted({text.strip() for text in texts if is_nothing(text)})
        yield Finding(
            "nothing", counted(rows, one, many, said="”, “".join(said[:3])), rows, Message(mark("Leave out")), "look"
        )


def licence(patient: Patient) -> Iterator[Finding]:
    """What a book from the net carries before and behind itself."""
    texts = patient.dataset.columns["text"]
    places = {match[1].upper(): place for place, text in enumerate(texts) if (match := LICENCE.search(text))}
    start, end = places.get("START", -1), places.get("END", len(texts))
    rows = [
        number
        for place, number in enumerate(patient.numbers)
        if (place <= start or place >= end) and texts[place].strip()
    ]
    if rows and places:
        sentence = mark("{count} lines are the licence and the notes of Project Gutenberg, not the book")
        yield Finding(
            "boilerplate", Message(sentence, {"count": f"{len(rows):,}"}), rows, Message(mark("Leave out")), "look"
        )


def recurring(patient: Patient) -> Iterator[Finding]:
    """Long lines that stand again and again: headings, footers, signatures."""
    counts = Counter(text for text in patient.texts if len(text) >= LONG_LINE and text in patient.recurring)
    often = {text for text, count in counts.items() if count >= RECURS}
    seen: set[str] = set()
    rows = []
    for number, text in zip(patient.numbers, patient.texts, strict=True):
        if text in often:
            rows.append(number) if text in seen else seen.add(text)
    if rows:
        sentence = mark("{count} lines repeat a long line that stands here {least} times and more")
        values = {"count": f"{len(rows):,}", "least": RECURS}
        yield Finding("boilerplate", Message(sentence, values), rows, Message(mark("Keep one of each")), "look")


def languages(patient: Patient, columns: Columns = TEXT) -> Iterator[Finding]:
    """Some texts in Hangul, some in Latin letters: two languages share one vocabulary. Each side of a pair has its own."""
    rows: dict[int, None] = {}
    rare = ""
    for column in columns:
        written = [_writing(text) for text in patient.dataset.columns[column]]
        counts = Counter(name for name in written if name)
        least, most = SECOND_LANGUAGE
        if len(counts) == 2 and least <= min(counts.values()) / max(1, counts.total()) <= most:
            rare = min(counts, key=lambda name: counts[name])
            rows |= dict.fromkeys(number for number, name in zip(patient.numbers, written, strict=True) if name == rare)
    if rows:
        sentences = {
            "hangul": mark("{count} texts are Korean, the others not; a network for one language learns more"),
            "latin": mark(
                "{count} texts are in Latin letters, the others Korean; a network for one language learns more"
            ),
        }
        message = Message(sentences[rare], {"count": f"{len(rows):,}"})
        yield Finding("languages", message, sorted(rows), Message(mark("Leave out")), "look")


def without_tags(text: str) -> str:
    """A text without HTML tags, its entities as signs, also where they were escaped twice."""
    for _ in range(ESCAPED):
        text = html.unescape(TAG.sub(" ", text))
    return _spaced(text)


def without_addresses(text: str) -> str:
    """A text without web addresses; one that is nothing else keeps them."""
    return _spaced(URL.sub(" ", text)) or text


def without_unseen(text: str) -> str:
    """A text without what nobody sees; what joins emoji stays."""
    return "".join(letter for place, letter in enumerate(text) if place not in _unseen_in(text))


def mended(dataset: Dataset, rows: list[int], clean: Callable[[str], str], columns: Columns = TEXT) -> Edit:
    """The Edit that cleans the texts of these rows in these columns."""
    wanted, changed = set(rows), {}
    for column in columns:
        pairs = zip(dataset.row_numbers, dataset.columns[column], strict=True)
        cleaned = {number: (text, clean(text)) for number, text in pairs if number in wanted}
        changed[column] = {number: after for number, (before, after) in cleaned.items() if after != before}
    return Edit.of(texts=changed.get("text"), labels=changed.get("label"))


def rows_that(
    patient: Patient, columns: Columns, is_so: Callable[[str], bool], may: Callable[[str], bool] | None = None
) -> list[int]:
    """Numbers of the rows of which one text at least is so.

    Args:
        may: said of many texts joined by spaces: False where none of them can be so. Most are clean, and found to be so at once.
    """
    places: set[int] = set()
    for column in columns:
        left = enumerate(patient.dataset.columns[column])
        while some := list(islice(left, TOGETHER)):
            if may is None or may(" ".join([text for _, text in some])):
                places.update(place for place, text in some if is_so(text))
    return [patient.numbers[place] for place in sorted(places)]


def _cleaned(
    patient: Patient,
    columns: Columns,
    kind: str,
    is_dirty: Callable[[str], bool],
    one: str,
    many: str,
    clean: Callable[[str], str],
    may: Callable[[str], bool],
) -> Iterator[Finding]:
    if rows := rows_that(patient, columns, is_dirty, may):
        mend = partial(mended, rows=rows, clean=clean, columns=columns)
        yield Finding(kind, counted(rows, one, many), rows, Message(mark("Take them out")), "look", mend)


def _unseen_in(text: str) -> set[int]:
    """Places of letters without a width, but for those that join two emoji or choose their look."""
    if not UNSEEN.search(text):
        return set()
    return {match.start() for match in UNSEEN.finditer(text) if not _joins_emoji(text, match.start())}


def _joins_emoji(text: str, place: int) -> bool:
    before = text[place - 1] if place else ""
    return text[place] in "\u200d\ufe0e\ufe0f" and unicodedata.category(before or " ") in (
        "So",
        "Sk",
        "Mn",
        "Cf",
        "Nd",
        "Po",
    )


def _spaced(text: str) -> str:
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def _writing(text: str) -> str:
    """Which letters a text is in; of a long one its beginning tells."""
    text = text[:LOOKED_AT]
    if text.isascii():
        return "latin" if ENOUGH_LATIN.match(text) else ""
    latin = sum(map(len, LATIN.findall(text)))
    hangul = sum(map(len, HANGUL.findall(text)))
    return "" if hangul + latin < LETTERS else "hangul" if hangul > latin / 3 else "latin"


def has_tags(text: str) -> bool:
    """Whether a text holds HTML."""
    return ("<" in text and bool(TAG.search(text))) or ("&" in text and bool(ENTITY.search(text)))


def may_have_tags(text: str) -> bool:
    """Whether it may hold HTML."""
    return "<" in text or "&" in text


def has_address(text: str) -> bool:
    """Whether a text holds a web address."""
    return may_have_address(text) and bool(URL.search(text))


def may_have_address(text: str) -> bool:
    """Whether it may hold a web address."""
    return "://" in text or "www." in text or "WWW." in text


def has_unseen(text: str) -> bool:
    """Whether a text holds what nobody sees."""
    return may_have_unseen(text) and bool(_unseen_in(text))


def may_have_unseen(text: str) -> bool:
    """Whether it may hold what nobody sees."""
    return not text.isprintable()


CHECKS = (tags, addresses, broken_letters, unseen, cut_by_excel, nothings, languages)


def dirt_of(*columns: str) -> tuple[Check, ...]:
    """The checks of texts that stand in these columns."""
    return tuple(partial(check, columns=columns) for check in CHECKS)


DIRT = dirt_of("text")

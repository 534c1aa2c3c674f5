"""read_table(source): a stranger's file -> Table. csv, tsv, txt, jsonl, xlsx, or a zip that holds one of these.
What a file is comes from its content; its name is only a hint. Encoding, separator and header can be overruled."""

import csv
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nlp_models.datasets.encodings import ENCODINGS, STRAY, decode  # noqa: F401 - pages ask for them here
from nlp_models.datasets.fields import PAIR_NAMES, Label, Text
from nlp_models.errors import DataError

MAX_UPLOAD = 50 * 2**20  # what a page takes, as limit_bytes: it is held in memory several times over
MAX_UNPACKED = 200 * 2**20  # of a zip or xlsx; more is a bomb, or belongs on the command line as csv
MAX_RATIO = 100  # text packs to a tenth, seldom to a fiftieth
MAX_COLUMNS = 200  # nobody chooses among more by hand
MAX_CELL = 1_000_000  # letters; longer is not a text but a broken quote
MAX_ROWS = 2_000_000  # ten times NSMC; more does not fit in memory beside a network
SAMPLE = 200  # lines looked at to find separator and width
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, EOFError, OSError, ValueError)
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.[^/]*$)|/$")  # what a Mac adds, and folders
KNOWN_NAMES = {*Text().known_as, *Label().known_as}

csv.field_size_limit(MAX_CELL)

Source = bytes | str | Path  # what a file holds, or where it is
Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """What a file holds: rows of strings, all as wide as `columns`; `line_numbers` are rows of the file, from 1."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    line_numbers: list[int]
    kind: str  # csv, tsv, txt, jsonl, xlsx
    encoding: str | None = None
    separator: str | None = None
    header: bool = True


def read_table(
    source: Source,
    name: str | None = None,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    header: bool | None = None,
    limit_bytes: int | None = None,
) -> Table:
    """Read a file (path) or its bytes, `name` being its file name; DataError says in a sentence why it cannot be read."""
    data, name, is_workbook = _unpacked(source, name, limit_bytes)
    if is_workbook:
        return _read_workbook(data, header)
    text, encoding = _text_of(data, encoding)
    if separator is None and (name.endswith((".jsonl", ".ndjson")) or re.match(r'\s*(\[\s*)?\{\s*["}]', text)):
        return _read_json_lines(text, encoding)
    return _read_delimited(text, name, encoding, separator, header)


def read_text(
    source: Source, name: str | None = None, *, encoding: str | None = None, limit_bytes: int | None = None
) -> tuple[str, str] | None:
    """`(text, encoding)` of a file, its path, or its bytes, also zipped; None for a workbook."""
    data, _, is_workbook = _unpacked(source, name, limit_bytes)
    return None if is_workbook else _text_of(data, encoding)


def _unpacked(source: Source, name: str | None, limit_bytes: int | None) -> tuple[bytes, str, bool]:
    """`(bytes, file name in small letters, is a workbook)`."""
    data = _content(source, limit_bytes)
    name = str(name or ("" if isinstance(source, bytes) else source)).lower()
    if data.startswith(ZIP_MARKS):
        data, is_workbook = _unpack(data)
        return data, name, is_workbook
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError("This is an old or locked workbook; save it as .xlsx without a password, or as csv.")
    if name.endswith((".xlsx", ".zip")) and b"\0" in data:
        raise DataError("This is not a workbook or zip file, whatever its name says.")
    return data, name, False


def _text_of(data: bytes, encoding: str | None) -> tuple[str, str]:
    text, encoding = decode(data, encoding)
    text = STRAY.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")  # \x85 and \u2028 end no line
    if not text.strip():
        raise DataError("This file is empty.")
    if text.count("\n") > MAX_ROWS:
        raise DataError("This file has more than {limit} rows.", limit=MAX_ROWS)
    return text, encoding


def _content(source: Source, limit_bytes: int | None) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
        if limit_bytes and size > limit_bytes:
            told = {"size": -(-size // 2**20), "limit": limit_bytes // 2**20}
            raise DataError(
                "This file has {size} MB; the page takes up to {limit} MB. Use the command line for larger files.",
                **told,
            )
        return source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError:
        raise DataError("The file {name} cannot be opened.", name=str(source)) from None


def _unpack(data: bytes, inside: bool = False) -> tuple[bytes, bool]:
    """`(bytes, is a workbook)` of a workbook or of the one file in a zip; bombs are refused before unpacking."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if not CLUTTER.search(member.filename)]
        _check_members(members, len(data))
        if any(member.filename == "xl/workbook.xml" for member in members):
            return data, True
        if inside:
            raise DataError("This zip holds another zip; unpack it first.")
        if len(members) != 1:
            raise DataError("This zip holds {count} files; it should hold one text file.", count=len(members))
        with archive.open(members[0]) as file:
            inner = file.read(MAX_UNPACKED + 1)  # never more, whatever the zip says of itself
    except ZIP_ERRORS:
        raise DataError("This zip file is damaged.") from None
    return _unpack(inner, inside=True) if inner.startswith(ZIP_MARKS) else (inner, False)


def _check_members(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise DataError("This zip is locked with a password.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or unpacked > max(2**20, MAX_RATIO * packed):  # a small file may well pack tightly
        raise DataError("This file unpacks to {size} MB, more than is sensible.", size=unpacked // 2**20)


def _read_workbook(data: bytes, header: bool | None) -> Table:
    from openpyxl import load_workbook  # reads XML by defusedxml; slow to import

    rows: Rows = []
    numbers: list[int] = []
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        # one cell more than we take shows that there are more; unlimited, a far-off cell makes every row as wide
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), 1):
            cells = ["" if cell is None else STRAY.sub(" ", str(cell)) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append(cells)
                numbers.append(number)
    except Exception:  # openpyxl raises whatever its XML parser meets
        raise DataError("This workbook is damaged.") from None
    width = max(map(len, rows), default=0)  # empty cells at the end of a row are not stored
    return _table([row + [""] * (width - len(row)) for row in rows], numbers, "xlsx", None, None, header)


def _read_json_lines(text: str, encoding: str) -> Table:
    objects: list[dict[str, str]] = []
    numbers: list[int] = []
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            objects.append(_json_object(line, number))
            numbers.append(number)
            columns |= dict.fromkeys(objects[-1])
            _check_width(len(columns))
    rows = [[one.get(column, "") for column in columns] for one in objects]
    return _table([list(columns), *rows], [0, *numbers], "jsonl", encoding, None, True)


def _json_object(line: str, number: int) -> dict[str, str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError("Line {line} is not JSON.", line=number) from None
    if not isinstance(found, dict):
        raise DataError("Line {line} is not a flat JSON object.", line=number)
    if nested := next((key for key, value in found.items() if isinstance(value, dict | list)), None):
        raise DataError("Line {line} holds more than a plain value under '{key}'.", line=number, key=nested)
    return {_plain(key): _plain(value) for key, value in found.items()}


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return STRAY.sub(" ", text).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair


def _read_delimited(text: str, name: str, encoding: str, separator: str | None, header: bool | None) -> Table:
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    separator = separator or find_separator([line for _, line in numbered[:SAMPLE]], name)
    if separator is None:
        return _table([[line] for _, line in numbered], [n for n, _ in numbered], "txt", encoding, None, header)
    rows, numbers = _cut(text, numbered, separator)
    rows = _tabs_again(rows) if separator == "\t" else rows
    return _table(_rejoin(rows, separator), numbers, "tsv" if separator == "\t" else "csv", encoding, separator, header)


def find_separator(lines: Sequence[str], name: str = "") -> str | None:
    """The separator that cuts the lines into equally many cells; None for plain text."""
    for separator in "\t,;|":
        known = (KNOWN_NAMES | PAIR_NAMES) & {cell.strip(' "').lower() for cell in lines[0].split(separator)}
        enough = 0.5 if separator in lines[0] and (known or name.endswith((".csv", ".tsv"))) else 0.9
        if separator in "\t|" and sum(separator in line for line in lines) > enough * len(lines):
            return separator  # they hardly occur in prose; commas do, so those must recur evenly
        readings = (_quoted("\n".join(lines), separator)[0], [_cut_line(line, separator) for line in lines])
        if separator in ",;" and separator in lines[0] and max(map(_steadiness, readings)) >= enough:
            return separator
    return None


def _cut(text: str, numbered: Sequence[tuple[int, str]], separator: str) -> tuple[Rows, list[int]]:
    """`(rows, row numbers)`: by the rules of csv quoting, unless cutting line by line gives steadier rows."""
    rows = [_cut_line(line, separator) for _, line in numbered]
    quoted, numbers, broken = _quoted(text, separator)
    if broken and _steadiness(rows) < 0.9:
        raise DataError("A quote opens in row {row} and does not close as it should.", row=broken)
    better = _steadiness(quoted) - _steadiness(rows)
    if not broken and (better > 0 or (better == 0 and (separator != "\t" or len(quoted) == len(rows)))):
        return quoted, numbers
    return rows, [number for number, _ in numbered]  # quotes that are letters swallow whole rows


def _cut_line(line: str, separator: str) -> list[str]:
    """The cells of one line, unquoted where its quotes are whole."""
    if '"' not in line:
        return line.split(separator)
    try:
        cells = next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        return line.split(separator)
    # some tools quote the whole line, tabs and all
    return cells[0].split(separator) if len(cells) == 1 and separator == "\t" else cells


def _quoted(text: str, separator: str) -> tuple[Rows, list[int], int | None]:
    """`(rows, row numbers, the row where a quote breaks or None)` by the rules of csv quoting."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True)
    rows: Rows = []
    numbers: list[int] = []
    start = 1
    with suppress(csv.Error):
        for row in reader:
            if any(map(str.strip, row)):
                rows.append(row)
                numbers.append(start)
            start = reader.line_num + 1
        return rows, numbers, None
    return rows, numbers, start


def _steadiness(rows: Rows) -> float:
    """The share of rows as wide as most; 0 for a single column."""
    return sum(len(row) == width for row in rows) / len(rows) if (width := _common_width(rows)) > 1 else 0


def _common_width(rows: Rows) -> int:
    widths = [len(row) for row in rows[:SAMPLE]]
    return max(sorted(set(widths)), key=widths.count, default=0)


def _rejoin(rows: Rows, separator: str) -> Rows:
    """Two columns, a text with separators in it and a label last: give the text its separators back."""
    if _common_width(rows) != 2:
        return rows
    known = {row[1].strip() for row in rows if len(row) == 2}
    if len(known) > max(20, len(rows) // 20):
        return rows
    return [[separator.join(row[:-1]), row[-1]] if len(row) > 2 and row[-1].strip() in known else row for row in rows]


def _tabs_again(rows: Rows) -> Rows:
    """Rows whose tab somebody's editor turned into spaces: cut there, if that gives as many cells as the others have."""
    width = _common_width(rows)
    cut = [re.split(r" {2,}", row[0].strip()) if len(row) == 1 < width else row for row in rows]
    return [cells if len(cells) == width else row for cells, row in zip(cut, rows, strict=True)]


def _table(
    rows: Rows, numbers: list[int], kind: str, encoding: str | None, separator: str | None, header: bool | None
) -> Table:
    if not any(map(any, rows)):
        raise DataError("This file is empty.")
    if any(len(cell) > MAX_CELL for row in rows for cell in row):
        raise DataError("A cell has more than {limit} letters; is a quote missing?", limit=MAX_CELL)
    header = has_header(rows) if header is None else header
    names = [cell.strip() for cell in rows[0]] if header else ["text"] if kind == "txt" else [""] * _common_width(rows)
    body, numbers = (rows[1:], numbers[1:]) if header else (rows, numbers)
    if header and len(names) == 1 and _common_width(body) == 2:
        names.append("")  # a header that forgot the label
    _check_width(len(names))
    filled = [sum(len(row) > n and bool(row[n].strip()) for row in body) for n in range(len(names))]
    kept = [n for n in range(len(names)) if names[n] or not header or filled[n] > len(body) / 50] or [0]
    _check_rows(body, numbers, len(names), kept[-1] + 1, header)
    columns = [names[n] or f"column {n + 1}" for n in kept]
    columns = tuple(f"{name} ({n + 1})" if name in columns[:n] else name for n, name in enumerate(columns))
    cells = [tuple([row[n].strip() if n < len(row) else "" for n in kept]) for row in body]
    return Table(columns, cells, numbers, kind, encoding, separator, header)


def has_header(rows: Rows) -> bool:
    """Whether the first row names the columns: by a name we know, or a first cell unlike the labels below it."""
    first, rest = [cell.strip().lower() for cell in rows[0]], rows[1:]
    known = [n for n, cell in enumerate(first) if cell in KNOWN_NAMES]
    again = [sum(len(row) > n and row[n].strip().lower() == first[n] for row in rest) for n in known]
    if known and min(again) <= len(rest) / 20:  # y and class may be values, too
        return True
    if sum(cell in PAIR_NAMES for cell in first) > 1:  # a single one may be a word that somebody says
        return True
    if not 2 <= len(first) <= MAX_COLUMNS or any(len(cell) > 40 or re.fullmatch(r"[-+\d.]*", cell) for cell in first):
        return False
    below = [[row[n].strip().lower() for row in rest if n < len(row)] for n in range(len(first))]
    labels = [n for n, values in enumerate(below) if 2 <= len(set(values)) <= min(50, len(values) / 2)]
    return bool(labels) and all(first[n] not in below[n] for n in labels)


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise DataError("This file has {width} columns; at most {limit} are read.", width=width, limit=MAX_COLUMNS)


def _check_rows(rows: Rows, numbers: Sequence[int], width: int, least: int, header: bool) -> None:
    """All rows are as wide as the header; empty cells beyond it, and missing ones of dropped columns, do not count."""
    bad = [
        (number, len(row)) for row, number in zip(rows, numbers, strict=True)
        if len(row) < least or (len(row) > width and any(map(str.strip, row[width:])))
    ]  # fmt: skip
    if not bad:
        return
    counts = sorted({count for _, count in bad})
    found = "–".join(str(count) for count in (counts if len(counts) == 1 else counts[:: len(counts) - 1]))
    *most, last = [str(number) for number, _ in bad[:5]]
    if not header:
        told = ", ".join([*most, last, *["…"][: len(bad) > 5]])
        raise DataError("These rows do not have {width} columns, as the others do: {rows}.", width=width, rows=told)
    told = {"rows": ", ".join(most), "last": last, "found": found, "width": width, "more": len(bad) - 5}
    if len(bad) == 1:
        raise DataError("Row {last} has {found} columns where the header has {width}.", **told)
    if len(bad) <= 5:
        raise DataError("Rows {rows} and {last} have {found} columns where the header has {width}.", **told)
    raise DataError("Rows {rows}, {last} and {more} more have {found} columns where the header has {width}.", **told)

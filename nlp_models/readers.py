"""read_table(source): a stranger's file -> Table. csv, tsv, txt, jsonl, xlsx, or a zip that holds one of these.

What a file is comes from its content, not its name. Separator, header and encoding are found out; each can be overruled.
"""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nlp_models.errors import DataError
from nlp_models.fields import Label, Text

MAX_UPLOAD = 50 * 2**20  # what a page takes; larger files go through the command line
MAX_COLUMNS = 200  # nobody maps more by hand
MAX_CELL = 1_000_000  # letters; longer is not a text but a broken quote
MAX_ROWS = 2_000_000
MAX_UNPACKED = 200 * 2**20  # of a zip or xlsx: a bomb is larger
MAX_RATIO = 100
SEPARATORS = ("\t", ",", ";", "|")
SAMPLE = 200  # lines looked at to find separator and header
ENCODINGS = ("utf-8", "cp949", "cp1252", "utf-16")
STRAY = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # control characters inside a cell


@dataclass(frozen=True)
class Table:
    """What a file holds: rows of strings, all as wide as `columns`; `line_numbers` are rows of the file, from 1."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    line_numbers: list[int]
    kind: str
    encoding: str | None = None
    separator: str | None = None
    header: bool = True


def read_table(source, name=None, *, encoding=None, separator=None, header=None, limit_bytes=None):
    """Read a file (path) or its bytes; raises DataError with one sentence when that is not possible."""
    data = _content(source, limit_bytes)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        data, is_workbook = _unzip(data)
        if is_workbook:
            return _read_workbook(data, header)
    elif str(name or source if isinstance(source, str | Path) else name or "").lower().endswith((".xlsx", ".zip")):
        raise DataError("This is not a workbook or zip file, whatever its name says.")
    if not data.strip():
        raise DataError("This file is empty.")
    text, encoding = decode(data, encoding)
    if text.lstrip()[:1] == "{" and separator is None:
        return _read_json_lines(text, encoding)
    return _read_delimited(text, encoding, separator, header)


def decode(data, encoding=None):
    """Bytes -> `(text, encoding)`: byte order mark, strict UTF-8, strict cp949, then cp1252 for Western text."""
    for mark, marked in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if encoding is None and data.startswith(mark):
            encoding = marked
    if encoding is None and b"\0" in data:
        raise DataError("This is not a text file: it holds NUL bytes.")
    for tried in [encoding] if encoding else ["utf-8", "cp949", "cp1252"]:
        try:
            text = data.decode("utf-8-sig" if tried == "utf-8" else tried)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding or (tried == "cp1252" and _looks_western(data)) or (tried != "cp1252" and _looks_like_text(text)):
            return text, tried
    if encoding:
        raise DataError("The letters cannot be read as {encoding}; choose another encoding.", encoding=encoding)
    raise DataError("The letters look wrong (tried UTF-8, cp949 and cp1252); choose the encoding.")


def _looks_like_text(text):
    sample = text[:100_000]
    return len(STRAY.findall(sample)) <= max(8, len(sample) // 200)


def _looks_western(data):
    sample = data[:100_000]
    return sum(byte > 127 for byte in sample) < 0.15 * len(sample) and _looks_like_text(sample.decode("cp1252"))


def _content(source, limit_bytes):
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if limit_bytes and size > limit_bytes:
        raise DataError(
            "This file has {size} MB; the page takes up to {limit} MB. Use the command line for larger files.",
            size=round(size / 2**20, 1), limit=limit_bytes // 2**20,
        )  # fmt: skip
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _unzip(data):
    """`(bytes, is a workbook)` of a workbook, or of the one file in a zip; bombs are refused before unpacking."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")]
        unpacked = sum(member.file_size for member in members)
        if unpacked > MAX_UNPACKED or (unpacked > 2**20 and unpacked > MAX_RATIO * len(data)):
            raise DataError("This file unpacks to {size} MB, more than is sensible.", size=unpacked // 2**20)
        if any(member.filename == "xl/workbook.xml" for member in members):
            return data, True
        if len(members) != 1:
            raise DataError("This zip holds {count} files; it should hold one text file.", count=len(members))
        if members[0].flag_bits & 1:
            raise DataError("This zip is locked with a password.")
        with archive.open(members[0]) as file:
            inner = file.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zipfile.zlib.error):
        raise DataError("This zip file is damaged.") from None
    return inner, inner[:4] == b"PK\x03\x04" and b"xl/workbook.xml" in inner


def _read_workbook(data, header):
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet, rows = book.worksheets[0], []
        for row in sheet.iter_rows(values_only=True):
            if len(rows) >= MAX_ROWS:
                raise DataError("This file has more than {limit} rows.", limit=MAX_ROWS)
            rows.append(["" if cell is None else str(cell) for cell in row])
    except DataError:
        raise
    except Exception:  # openpyxl raises whatever its XML parser meets
        raise DataError("This workbook is damaged.") from None
    return _table(rows, list(range(1, len(rows) + 1)), "xlsx", None, None, header)


def _read_json_lines(text, encoding):
    rows, numbers, columns = [], [], {}
    for number, line in enumerate(_lines(text), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise DataError("Line {line} is not JSON.", line=number) from None
        if not isinstance(row, dict) or any(isinstance(value, dict | list) for value in row.values()):
            raise DataError("Line {line} is not a flat JSON object.", line=number)
        columns |= dict.fromkeys(row)
        rows.append({key: "" if value is None else str(value) for key, value in row.items()})
        numbers.append(number)
    _check_width(len(columns))
    filled = [tuple(row.get(column, "") for column in columns) for row in rows]
    return Table(tuple(columns), filled, numbers, "jsonl", encoding, None, True)


def _read_delimited(text, encoding, separator, header):
    lines = [(number, line) for number, line in enumerate(_lines(text), 1) if line.strip()]
    separator = separator or find_separator([line for _, line in lines[:SAMPLE]])
    if separator is None:
        rows = [[line] for _, line in lines]
        return _table(rows, [number for number, _ in lines], "txt", encoding, None, header)
    _check_width(max(line.count(separator) for _, line in lines[:SAMPLE]) + 1)
    quoted = _quoted(text, separator)
    plain = [line.split(separator) for _, line in lines]
    rows, numbers = quoted if quoted and _is_steadier(quoted[0], plain) else (plain, [number for number, _ in lines])
    rows = _rejoin(rows, separator)
    return _table(rows, numbers, "tsv" if separator == "\t" else "csv", encoding, separator, header)


def find_separator(lines):
    """The separator that cuts the lines into equally many cells; None for plain text.

    A tab or a pipe hardly occurs in prose; commas do, so they need the same number in nearly every line.
    """
    for candidate in SEPARATORS:
        if candidate in ("\t", "|"):
            share = sum(candidate in line for line in lines) / len(lines)
            if share > 0.9:
                return candidate
            continue
        widths = _widths(lines, candidate)
        common = max(set(widths), key=widths.count)
        if common > 1 and widths.count(common) >= 0.7 * len(widths):
            return candidate
    return None


def _widths(lines, separator):
    """Cells in each row by csv quoting; by every separator where a quote that never closes swallows the lines."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        widths = []
    return widths if len(widths) > len(lines) / 2 else [line.count(separator) + 1 for line in lines]


def _quoted(text, separator):
    """`(rows, numbers)` by the rules of csv quoting, or None where they break."""
    csv.field_size_limit(MAX_CELL)
    reader, rows, numbers = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [], []
    try:
        for row in reader:
            if any(map(str.strip, row)):
                rows.append(row)
                numbers.append(reader.line_num)
    except csv.Error:
        return None
    return rows, numbers


def _is_steadier(quoted, plain):
    """Whether csv quoting gives rows of one width at least as often as cutting every line does."""
    common = max((widths := [len(row) for row in quoted]), key=widths.count) if len(quoted) < 1000 else len(quoted[0])
    steady = sum(len(row) == common for row in quoted) / len(quoted)
    # a stray quote swallows lines: then a cell holds line ends and separators that were others' cells
    swallowed = sum(cell.count("\n") > 5 for row in quoted for cell in row)
    return steady >= sum(len(row) == common for row in plain) / len(plain) and not swallowed


def _rejoin(rows, separator):
    """Two columns, a text with separators in it and a label last: give the text its separators back."""
    if _common_width(rows) != 2:
        return rows
    known = {row[1] for row in rows if len(row) == 2}
    # a quote that was opened in the text and closed after the label belongs to the text
    rows = [
        [row[0] + '"', row[1][:-1]] if len(row) == 2 and row[1][:-1] in known and row[1][-1:] == '"' else row
        for row in rows
    ]
    if len(known) > max(20, len(rows) // 20):
        return rows
    return [[separator.join(row[:-1]), row[-1]] if len(row) > 2 and row[-1] in known else row for row in rows]


def _common_width(rows):
    widths = [len(row) for row in rows[:SAMPLE]]
    return max(set(widths), key=widths.count)


def _table(rows, numbers, kind, encoding, separator, header):
    if not rows:
        raise DataError("This file is empty.")
    _check_width(max(map(len, rows[:SAMPLE])))
    if any(len(cell) > MAX_CELL for row in rows for cell in row):
        raise DataError("A cell has more than {limit} letters; is a quote missing?", limit=MAX_CELL)
    header = has_header(rows) if header is None else header
    names = [cell.strip() for cell in rows[0]] if header else []
    body, numbers = (rows[1:], numbers[1:]) if header else (rows, numbers)
    common = _common_width(body or rows)
    width = max(len(names), common) if len(names) < common <= len(names) + 1 or not header else len(names)
    names = names or ["text"][: width == 1]
    names += [f"column {n + 1}" for n in range(len(names), width)]  # no header, or one that forgot the last column
    while len(names) > 1 and not names[-1]:  # trailing columns without a name, nearly empty
        names.pop()
    _check_rows(body, numbers, len(names), width)
    rows = [tuple(STRAY.sub(" ", cell).strip() for cell in row[: len(names)]) for row in body]
    unique = [f"{name} ({n})" if name in names[:n] or not name else name for n, name in enumerate(names)]
    return Table(tuple(unique), rows, numbers, kind, encoding, separator, header)


def has_header(rows):
    """Whether the first row names the columns: it holds a name we know, or its last cells never recur below."""
    first, rest = [cell.strip().lower() for cell in rows[0]], rows[1:SAMPLE]
    if len(rest) > 5 and len(first) == _common_width(rest) - 1 and max(map(len, first)) < 20:
        return True  # a header that forgot its last column
    if any(cell in field().known_as for cell in first for field in (Text, Label)):
        return True
    if len(first) < 2 or not rest or any(len(cell) > 40 or not cell for cell in first):
        return False
    below = [{row[n].strip().lower() for row in rest if len(row) > n} for n in range(len(first))]
    few = [n for n, values in enumerate(below) if len(values) <= max(2, len(rest) // 5)]
    return bool(few) and all(first[n] not in below[n] for n in few)


def _check_width(width):
    if width > MAX_COLUMNS:
        raise DataError("This file has {width} columns; at most {limit} are read.", width=width, limit=MAX_COLUMNS)


def _check_rows(rows, numbers, width, wide):
    bad = [
        (number, len(row)) for row, number in zip(rows, numbers, strict=True)
        if len(row) < width or any(map(str.strip, row[wide:]))
    ]  # fmt: skip
    if not bad:
        return
    values = {"rows": ", ".join(str(number) for number, _ in bad[:5]), "found": bad[0][1], "width": width}
    if len(bad) > 5:
        raise DataError("Rows {rows} and {more} more do not have {width} columns (the first has {found}). "
                        "Is a quote or separator missing?", more=len(bad) - 5, **values)  # fmt: skip
    raise DataError(
        "Rows {rows} do not have {width} columns (the first has {found}). Is a quote or separator missing?", **values
    )


def _lines(text):
    """Lines by line ends only: a stray control character inside a text does not end it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

"""Files made to cost a host dearly: each has to be answered by a sentence, or read, within 20 seconds. `python benchmarks/hostile.py [name ...]`

Prints a line a file: seconds by the clock and of computing, the child's memory, what was said, and the load beside it.
"""

import io
import os
import random
import re
import resource
import string
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nlp_models.errors import UnrolledError
from nlp_models.reading import read_limited

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def zipped(files: dict[str, bytes], level: int = 6) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(rows: bytes, texts: bytes = b"") -> bytes:
    """A workbook of one sheet."""
    files = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS, "xl/worksheets/sheet1.xml": SHEET % rows}
    return zipped(files | ({"xl/sharedStrings.xml": texts} if texts else {}))


def png(width: int, height: int) -> bytes:
    """A grey PNG of so many pixels, a few kilobytes."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * width
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def cell(row: int, text: str) -> bytes:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c><c r="B{row}" t="inlineStr"><is><t>good</t></is></c></row>'.encode()


def far_row() -> tuple[str, str, bytes]:
    return "sentiment", "far.xlsx", workbook(cell(1, "text") + cell(2, "a film") + cell(1_000_000_000, "far"))


def empty_rows() -> tuple[str, str, bytes]:
    rows = b"".join(b'<row r="%d"></row>' % n for n in range(1, 4_000_000))
    return "sentiment", "empty.xlsx", workbook(rows + cell(4_000_001, "end"))


def shared_strings() -> tuple[str, str, bytes]:
    """Different ones, so that they pack no further than text does."""
    text = "<si><t>" + "a quite ordinary film that went on for long " * 3 + "{}</t></si>"
    many = "".join(text.format(hash((n, n))) for n in range(170 * 2**20 // (len(text) + 17)))
    texts = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{many}</sst>'
    rows = cell(1, "text") + b'<row r="2"><c r="A2" t="s"><v>7</v></c><c r="B2" t="s"><v>9</v></c></row>'
    return "sentiment", "shared.xlsx", workbook(rows, texts.encode())


def two_letter_cells() -> tuple[str, str, bytes]:
    """Rows drawn by chance, so that they pack no further than text does."""
    drawn = random.Random(1)
    words = [f"{one}{other}" for one in string.ascii_lowercase for other in string.ascii_lowercase]
    rows = [",".join(drawn.choices(words, k=10)) + "\n" for _ in range(200_000)]
    return "sentiment", "cells.csv.zip", zipped({"cells.csv": "".join(rows * 31).encode()}, 1)


def sparse_json_lines() -> tuple[str, str, bytes]:
    return "sentiment", "sparse.jsonl", "".join(f'{{"k{n}":"a","text":"b"}}\n' for n in range(1_500_000)).encode()


def wide_json_lines() -> tuple[str, str, bytes]:
    wide = "{" + ",".join(f'"k{n}":""' for n in range(199)) + "}\n"
    return "sentiment", "wide.jsonl.zip", zipped({"wide.jsonl": wide.encode() * (190 * 2**20 // len(wide))})


def large_pictures() -> tuple[str, str, bytes]:
    picture = png(6_250, 6_240)  # 39 megapixels
    names = {f"{n}.png": picture for n in range(400)}
    captions = "".join(f"{n}.png,a grey wall\n" for n in range(400))
    return "captions", "pictures.zip", zipped(names | {"captions.csv": b"image,caption\n" + captions.encode()}, 1)


def long_line() -> tuple[str, str, bytes]:
    return "next-word", "line.txt", b"a word and " * (45 * 2**20 // 11)


FILES: dict[str, Callable[[], tuple[str, str, bytes]]] = {
    made.__name__: made
    for made in (
        far_row,
        empty_rows,
        shared_strings,
        two_letter_cells,
        sparse_json_lines,
        wide_json_lines,
        large_pictures,
        long_line,
    )
}


class Watched:
    """The most memory that the child had, looked at while it is waited for."""

    def __init__(self) -> None:
        self.peak = 0.0

    def __call__(self, _seconds: float, _first: object) -> None:
        for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            with suppress(OSError):
                found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text())
                self.peak = max(self.peak, int(found[1]) / 1024 if found else 0.0)


def main(names: list[str]) -> None:
    """Make each file, have it read, tell."""
    for name in names or FILES:
        task, called, data = FILES[name]()
        before, began, watched = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), Watched()
        try:
            said = f"read: {len(read_limited(task, data, called, waiting=watched)):,} rows"
        except UnrolledError as error:
            said = str(error)
        clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(
            f"{name:<18} {len(data) / 2**20:6.1f} MB  {clock:5.1f} s  {computed:5.1f} s of computing  child at most {watched.peak:,.0f} MB  "
            f"load {os.getloadavg()[0]:.1f}  {said}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])

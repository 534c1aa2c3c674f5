"""Zips as people make them, for the tests."""

import io
import zipfile
from pathlib import Path

CASES = Path(__file__).parent / "fixtures" / "cases"


def zipped(files, packed=zipfile.ZIP_DEFLATED):
    """The bytes of a zip of `{name: text or bytes}`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


class KoreanInfo(zipfile.ZipInfo):
    """A file in a zip whose name Korean Windows wrote: in cp949, and nothing says so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("cp949"), self.flag_bits


def zipped_by_windows(files):
    """`zipped` with such names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(KoreanInfo(name), data)
    return written.getvalue()


def told(table):
    """The notes and reasons of a Table in English, as one text."""
    from nlp_models.messages import render

    return "\n".join(
        map(render, (*table.notes, *(one.why for one in table.skipped), *[table.because] * bool(table.because)))
    )

"""signature(start): what a file that is no text is, by its first bytes; "" where they say nothing."""

from nlp_models.messages import mark

PICTURE, PACKED, SOUND = mark("a picture"), mark("a packed file"), mark("a sound or a film")
STARTS = {
    b"%PDF": mark("a PDF document"), b"{\\rtf": mark("a document with pages (RTF)"), b"\xd0\xcf\x11\xe0": mark("an old Office or Hangul document"),
    b"HWP Document": mark("a Hangul document"), b"\x89PNG": PICTURE, b"\xff\xd8\xff": PICTURE, b"GIF8": PICTURE, b"BM": PICTURE, b"II*\0": PICTURE,
    b"MM\0*": PICTURE, b"\x1f\x8b": PACKED, b"7z\xbc\xaf": PACKED, b"Rar!": PACKED, b"BZh": PACKED, b"\xfd7zXZ": PACKED,
    b"SQLite format": mark("a database"), b"PAR1": mark("a table in Parquet"), b"ID3": SOUND, b"OggS": SOUND, b"fLaC": SOUND, b"\x7fELF": mark("a program"),
    b"MZ": mark("a program"), b"\x93NUMPY": mark("arrays of NumPy"), b"\x89HDF": mark("arrays (HDF5)"), b"\x80\x04": mark("a pickle of Python"),
}  # fmt: skip
WITHIN = {b"RIFF": {b"WEBP": PICTURE, b"WAVE": SOUND, b"AVI ": SOUND}}
DOCUMENTS = (b"word/", b"ppt/", b"Contents/content.hpf", b"mimetypeapplication/vnd.oasis", b"mimetypeapplication/epub")


def signature(start: bytes) -> str:
    """The msgid of what it is called."""
    if start[4:8] == b"ftyp":
        return SOUND
    if start[:2] == b"BM" and b"\0" not in start[:30]:
        return ""  # a text may begin so, too
    if start[:2] == b"MZ" and b"\0" not in start[:64]:
        return ""
    for known, kinds in WITHIN.items():
        if start.startswith(known):
            return kinds.get(start[8:12], "")
    if start.startswith(b"PK") and any(name in start[:4_000] for name in DOCUMENTS):
        return mark("a document with pages")
    return next((called for known, called in STARTS.items() if start.startswith(known)), "")

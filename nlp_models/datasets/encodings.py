"""decode(data): the bytes of a stranger's file -> text, its encoding found out; DataError says what is wrong."""

import re
from contextlib import suppress

from nlp_models.errors import DataError

STRAY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # control characters inside a cell
UNSEEN = re.compile(
    "[\ufeff\u200b\u2060\u200c\u200d]"
)  # letters without a width, which copying from web pages leaves behind
TOGETHER = 2**16  # letters that are looked at together
JOINERS = "\u200c\u200d"  # that mean something between letters of some scripts, and within an emoji of several
ENCODINGS = ("utf-8", "cp949", "cp1252", "utf-16")  # what a page offers
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def cleaned(text: str) -> str:
    """A text without control characters and letters without a width; joiners stay where they join."""
    if text.isprintable() or (len(text) > TOGETHER and _is_clean(text)):  # most are, found out many times as fast
        return text
    text = STRAY.sub(" ", text)
    return UNSEEN.sub(_joiner, text) if UNSEEN.search(text) else text


def _is_clean(text: str) -> bool:
    """Whether a long text holds nothing but what prints, and the ends of lines and cells; some that do not print are clean, too."""
    parts = (text[start : start + TOGETHER] for start in range(0, len(text), TOGETHER))
    return all(part.replace("\n", "").replace("\t", "").replace("\r", "").isprintable() for part in parts)


def _joiner(found: re.Match[str]) -> str:
    """A joiner, where it stands between two letters that it can join; else nothing."""
    text, place = found.string, found.start()
    joined = (
        found.group() in JOINERS and 0 < place < len(text) - 1 and _joins(text[place - 1]) and _joins(text[place + 1])
    )
    return found.group() if joined else ""


def _joins(letter: str) -> bool:
    """Whether joiners mean something beside it: Arabic, Indic and their like, and emoji with their colours."""
    return (
        "\u0590" <= letter <= "\u109f"
        or "\u1780" <= letter <= "\u18af"
        or letter in "\ufe0f\u2640\u2642\u2695\u2696\u2708\u2764\u2b1b"
        or letter >= "\U0001f000"
    )


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Bytes -> `(text, encoding)`: byte order mark, strict UTF-8, strict cp949, then cp1252 for Western text."""
    encoding = encoding or next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    if encoding is None and b"\0" in data:
        raise DataError("This is not a text file: it holds NUL bytes.")
    text, encoding = _decode_as(data, encoding) if encoding else _try_encodings(data)
    if len(STRAY.findall(text[:100_000])) > max(8, len(text[:100_000]) // 50):
        raise DataError("This is not a text file: it is full of control characters.")
    return text, encoding


def _decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except LookupError:
        raise DataError("There is no encoding named {encoding}.", encoding=encoding) from None
    except ValueError as error:
        values = {"row": data.count(b"\n", 0, getattr(error, "start", 0)) + 1, "encoding": encoding}
        raise DataError(
            "The letters in row {row} cannot be read as {encoding}; choose the encoding.", **values
        ) from None
    return text, encoding


def _try_encodings(data: bytes) -> tuple[str, str]:
    broken: dict[str, int] = {}
    for encoding, fits in (("utf-8", lambda text: True), ("cp949", _looks_korean)):
        try:
            if fits(text := data.decode(encoding)):
                return text, encoding
        except UnicodeDecodeError as error:
            broken[encoding] = error.start
    foreign = sum(map(len, runs := re.findall(rb"[\x80-\xff]+", data)))
    if foreign < 0.15 * len(data) and foreign < 2 * len(runs):  # Korean and UTF-8 come in longer runs
        with suppress(UnicodeDecodeError):
            return data.decode("cp1252"), "cp1252"
    for encoding, start in broken.items():  # read well for the better part, then damaged or cut
        right = data[:start]
        fits = encoding == "utf-8" or _looks_korean(right.decode(encoding))
        if fits and len(re.findall(rb"[\x80-\xff]", right)) > foreign / 3:
            _decode_as(data, encoding)
    raise DataError("The letters look wrong (tried UTF-8, cp949 and cp1252); choose the encoding.")


def _looks_korean(text: str) -> bool:
    """Not `it’s` or `20 °C` in cp1252, which cp949 takes for rare syllables: half or more are of EUC-KR, the common ones."""
    pairs = re.sub(r"[\x00-\x7f]+", "", text[:1_000_000]).encode("cp949")
    return sum(min(pair) > 0xA0 for pair in zip(pairs[::2], pairs[1::2], strict=True)) >= len(pairs) / 4

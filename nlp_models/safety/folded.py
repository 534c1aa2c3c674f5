"""A text as lists of words are compared with it: without accents, capitals and signs that nobody sees; where each letter was."""

import unicodedata

JAMO = range(0x3131, 0x3190)  # ㅅ, ㅂ as one types them: NFKC would make them parts of a syllable
COMBINING = range(0x0300, 0x0370)  # accents; the marks of other scripts are letters of theirs


def folded(text: str) -> tuple[str, list[int]]:
    """`(letters, place of each in text)`; a text in NFC, so that its syllables are whole."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in _plain(letter):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def _plain(letter: str) -> str:
    """What one letter is compared as: ＦＵＬＬ width is full, é is e, a sign of no width is nothing."""
    if ord(letter) < 128:
        return letter.lower()
    if ord(letter) in JAMO or "가" <= letter <= "힣":
        return letter
    if unicodedata.category(letter) == "Cf":
        return ""
    whole = unicodedata.normalize("NFKD", letter).casefold()
    kept = "".join(part for part in whole if ord(part) not in COMBINING)
    return unicodedata.normalize("NFC", kept)

"""Lines of a word list as regular expressions over folded text: `word`, `word*`, `*word*`, `/a regular expression/`.

A word is met in capitals, with its vowels changed for signs, its letters drawn out or set apart, and before Korean particles;
never inside another word, unless a star says so.
"""

import re
from collections.abc import Iterable

from nlp_models.errors import RunError
from nlp_models.safety.folded import folded

HANGUL = "가-힣"
SIGNS = {"a": "a@*", "e": "e3*", "i": "i1!*", "o": "o0*", "u": "uv*", "s": "s$"}  # of a word that hides itself
APART = r"[\s._*~^\-]{1,3}"  # between letters that stand alone
APART_IN_HANGUL = r"[._*~^\-1]{1,3}"  # a blank between two syllables is an ordinary one: "김 씨 발이 아파요"
LETTERS = r"[^\W_]{0,20}"
PARTICLES = "은|는|이|가|을|를|의|에|도|만|아|야|와|과|랑|이랑|로|으로|들|들이|들은|들아|이다|이야|이네|이라고|라고|이고|이라|처럼|같은|같이|한|하다|하는|했다|에게|한테"
WHOLE = {
    "latin": (r"(?<![^\W_])", r"(?![^\W_])"),
    "hangul": (f"(?<![{HANGUL}])", f"(?=(?:{PARTICLES})?(?:[^{HANGUL}]|$))"),
}


def any_of(entries: Iterable[str]) -> re.Pattern[str] | None:
    """All lines as one regular expression; None of no lines."""
    groups: dict[str, list[str]] = {}
    for entry in entries:
        before, expression = _parts(entry)
        groups.setdefault(before, []).append(expression)
    # what stands before a word is looked at once for all: most places of a text are done with there
    together = "|".join(f"{before}(?:{'|'.join(expressions)})" for before, expressions in groups.items())
    return re.compile(together, re.IGNORECASE) if together else None


def _parts(entry: str) -> tuple[str, str]:
    """`(what has to stand before it, its expression)` of one line; RunError where it is none."""
    if len(entry) > 2 and entry[0] == entry[-1] == "/":
        return "", _checked(entry[1:-1])
    word, begins, ends = folded(entry.strip("*"))[0], entry.startswith("*"), entry.endswith("*")
    kind = "hangul" if re.search(f"[{HANGUL}ㄱ-ㅎ]", word) else "latin"
    before, after = WHOLE[kind]
    plural = "" if kind == "hangul" or ends else "(?:e?s)?"
    forms = "|".join([_whole(word) + plural, *_apart(word, kind)])
    rest = LETTERS if kind == "latin" else ""  # of a Korean word the particles stay
    return "" if begins else before, f"{rest if begins else ''}(?:{forms}){rest if ends else after}"


def name_of(entry: str) -> str:
    """By what a host names an entry: without its stars."""
    return entry if entry.startswith("/") else folded(entry.strip("*"))[0]


def _whole(word: str) -> str:
    """Its letters in a row, each one or drawn out."""
    runs = [(run[0], len(run)) for run in (found[0] for found in re.finditer(r"(.)\1*", word))]
    return "".join(
        r"\s+" if letter == " " else f"(?:{_one(letter)}{{{count}}}|{_one(letter)}{{{max(3, count)},}})"
        for letter, count in runs
    )


def _apart(word: str, kind: str) -> list[str]:
    """Its letters set apart, each standing alone; of a single letter or of several words nothing."""
    if len(word) < 2 or " " in word:
        return []
    between = APART if kind == "latin" or len(word) > 2 or not re.search(f"[{HANGUL}]", word) else APART_IN_HANGUL
    return [between.join(map(_one, word))]


def _one(letter: str) -> str:
    return f"[{re.escape(SIGNS[letter])}]" if letter in SIGNS else re.escape(letter)


def _checked(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise RunError(
            "The word filter of this host: /{pattern}/ is no regular expression.", pattern=pattern
        ) from error
    return f"(?:{pattern})"

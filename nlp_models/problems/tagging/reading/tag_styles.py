"""Ways in which files write tags of entities, each rewritten as B-X, I-X and O: `PER_B`, `b-per`, `-` for O, types alone.

>>> restyled([["PER_B", "PER_I", "-"]])[0]
[['B-PER', 'I-PER', 'O']]
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nlp_models.datasets.table import Table
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.entities import MOSTLY, OUTSIDE, are_entities, scheme
from nlp_models.problems.tagging.reading.sentences import EMPTY

PREFIXED = re.compile(r"([BIESLUM])[-_:]([^\s_:-]\S*)", re.IGNORECASE)
SUFFIXED = re.compile(r"(\S*[^\s_:-])[-_:]([BIESLUM])")
TYPE = re.compile(r"[^\W\d_][\w./&-]+")  # two letters at least: taggers of tweets call pronouns O and nouns N
NOTHING = ("o", "0", "-", "_", "–", EMPTY, "NONE", "None", "none", "Other", "OTHER", "other", "OUT", "outside")
WELL_WRITTEN = re.compile(r"[BIESLU]-\S+")
INSIDE = {"M": "I"}  # of BMES, where the middle is M
MOST_TYPES = 60  # of entities; more are words or codes
UPOS = frozenset(
    [
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "SYM",
        "VERB",
        "X",
        "_",
    ]
)
NOT_TYPES = UPOS - {"X", "_"} | {"NN", "VB", "JJ", "IN", "DT"}

SHORT, LIKE = (
    mark("Words tagged {found} count as O, outside of any entity"),
    mark("Tags written like {found} are read as {written}"),
)
LACKING = mark("Words without a tag count as O, outside of any entity")
TYPES_ALONE = mark("The tags have no B- or I-; words in a row with the same tag are read as one entity")
OTHER_SCHEME = mark("The tags are of the kind {scheme}; they are read as B-, I- and O")


def restyled(column: list[list[str]]) -> tuple[list[list[str]], list[Message]]:
    """A column of tags, a list a sentence, with its entities in B-X, I-X and O, and what was done; others as they are."""
    counts = Counter(tag for sentence in column for tag in sentence)
    outside = _outside(counts)
    prefixes = _in_prefixes(set(counts) - {OUTSIDE, *outside})
    if prefixes is not None:
        notes = _told(prefixes, outside, counts)
        changed = {was: now for was, now in {**prefixes, **dict.fromkeys(outside, OUTSIDE)}.items() if was != now}
        column = [[changed.get(tag, tag) for tag in sentence] for sentence in column] if changed else column
        return column, notes + _other_scheme(column)
    nothing = OUTSIDE if OUTSIDE in counts else next(iter(outside), None)
    if nothing and _are_types(counts, nothing):
        notes = _told({}, [nothing] if nothing != OUTSIDE else [], counts)
        return [_runs(sentence, nothing) for sentence in column], [*notes, Message(TYPES_ALONE)]
    return column, []


def restyled_table(table: Table, guess: dict[str, str], notes: Sequence[Message]) -> Table:
    """The table with every column of tags restyled; told of the one that is guessed to be the label."""
    columns = []
    for name in table.columns:
        cells = table.values(name)
        if name not in (guess.get("text"), "part"):
            column, told = restyled([cell.split(" ") for cell in cells])
            cells = [" ".join(sentence) for sentence in column]
            guess = {"label": name, **guess} if told else guess
            notes = [*notes, *told] if name == guess.get("label") else notes
        columns.append(cells)
    rows = list(zip(*columns, strict=True))
    return replace(table, rows=rows, guess=guess, notes=(*table.notes, *notes))


def are_of_entities(counts: Counter[str]) -> bool:
    """Whether tags are those of entities, or types alone among many that are none."""
    nothing = OUTSIDE if OUTSIDE in counts else next(iter(_outside(counts)), None)
    return look_like_entities(set(counts)) or bool(nothing and _are_types(counts, nothing))


def look_like_entities(values: set[str]) -> bool:
    """Whether different tags are those of entities, however they are written; O alone is one, too."""
    named = values - {OUTSIDE, *NOTHING, ""}
    return are_entities(values) or (bool(named) and _in_prefixes(named) is not None)


def _outside(counts: Counter[str]) -> list[str]:
    """What stands for O: where the file has O itself, only its small letter."""
    known = [tag for tag in NOTHING if tag in counts]
    if OUTSIDE in counts:
        return [tag for tag in known if tag == "o"]
    return sorted(known, key=lambda tag: -counts[tag])


def _in_prefixes(named: set[str]) -> dict[str, str] | None:
    """`{tag: as B-X or I-X}` of tags that are all of entities; None of others."""
    if not named:
        return None
    if sum(bool(WELL_WRITTEN.fullmatch(tag)) for tag in named) >= MOSTLY * len(named):
        return {}
    for pattern, first, kind in ((PREFIXED, 1, 2), (SUFFIXED, 2, 1)):
        found = {tag: match for tag in named if (match := pattern.fullmatch(tag))}
        if len(found) == len(named) and any(match[first] in "Bb" for match in found.values()):
            places = {tag: match[first].upper() for tag, match in found.items()}
            return {tag: f"{INSIDE.get(places[tag], places[tag])}-{match[kind]}" for tag, match in found.items()}
    return None


def _are_types(counts: Counter[str], nothing: str) -> bool:
    """Whether tags are types of entities without a B- or I-, and most words have none."""
    named = set(counts) - {nothing}
    if not named or len(named) > MOST_TYPES or not all(TYPE.fullmatch(tag) for tag in named):
        return False
    return 2 * counts[nothing] > counts.total() and not named <= NOT_TYPES


def _runs(tags: list[str], nothing: str) -> list[str]:
    """Types as B-X and I-X: a run of the same type is one entity."""
    pairs = zip(tags, [nothing, *tags[:-1]], strict=True)
    return [OUTSIDE if tag == nothing else f"{'I' if tag == before else 'B'}-{tag}" for tag, before in pairs]


def _told(prefixes: dict[str, str], outside: list[str], counts: Counter[str]) -> list[Message]:
    """What a person should know of what was rewritten."""
    otherwise = [tag for tag, written in prefixes.items() if tag != written]
    notes = []
    if otherwise:
        found = max(sorted(otherwise), key=lambda tag: ("B" in (tag[0], tag[-1]), counts[tag]))
        notes.append(Message(LIKE, {"found": found, "written": prefixes[found]}))
    marks = [tag for tag in outside if tag != EMPTY]
    notes += [Message(SHORT, {"found": ", ".join(marks)})] * bool(marks)
    return notes + [Message(LACKING)] * (EMPTY in outside)


def _other_scheme(column: list[list[str]]) -> list[Message]:
    """Told of BIOES and BILOU; the first of IOB1 is as well known as BIO and needs no word."""
    firsts = {tag[:1] for sentence in column for tag in sentence if tag[1:2] == "-"}
    if not firsts & set("ESLU") or scheme(column) != "BIOES":
        return []
    return [Message(OTHER_SCHEME, {"scheme": "BILOU" if firsts & set("LU") else "BIOES"})]

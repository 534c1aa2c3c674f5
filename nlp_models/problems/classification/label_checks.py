"""What is looked for in labels: ones that look like one, ones that say nothing, codes, scores, several in a cell, too many."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.datasets.doctor import Finding, Patient, counted
from nlp_models.datasets.labels import alike, is_nothing, listed
from nlp_models.messages import Message, mark

MANY_LABELS, KEPT_LABELS = 50, 20
OTHER = "other"
SEVERAL = re.compile(r"\s*[,;|]\s*")
LISTED_OUT = re.compile(r"[\[{](.*)[\]}]")  # as pandas writes a list
QUOTES = " '\"\u2018\u2019"
MOST_OPTIONS = 100
SEVERAL_SHARE = 0.02  # of the rows with several labels in their cell
RECURRING = 0.8  # of the labels in different cells are different, at most: those of a sentence with commas are all
FEW = 10  # numbers that may still be names
STARS = range(3, 11)  # so many whole numbers in a row are a scale


def look_alike(patient: Patient) -> Iterator[Finding]:
    """Labels that differ in capital letters, spaces or forms of letters only."""
    groups: dict[str, list[str]] = {}
    for label in patient.counts:  # the commonest first
        groups.setdefault(alike(label), []).append(label)
    merged = {label: group[0] for group in groups.values() for label in group[1:]}
    if merged:
        rows = _rows_with(patient, set(merged))
        shown = " · ".join(" = ".join(group) for group in groups.values() if len(group) > 1)
        sentence = mark("{count} labels are written in several ways: {labels}")
        values = {"count": sum(len(group) > 1 for group in groups.values()), "labels": shown[:300]}
        mend = partial(relabelled, rename=merged)
        yield Finding("labels_alike", Message(sentence, values), rows, Message(mark("Merge them")), "look", mend)


def say_nothing(patient: Patient) -> Iterator[Finding]:
    """Labels that only say that there is none."""
    nothing = {label for label in patient.counts if is_nothing(label)}
    if nothing and len(nothing) < len(patient.counts):
        rows = _rows_with(patient, nothing)
        one, many = mark("One label says only “{said}”"), mark("{count} labels say only “{said}”")
        yield Finding(
            "nothing",
            counted(rows, one, many, said="”, “".join(sorted(nothing))),
            rows,
            Message(mark("Leave out")),
            "look",
        )


def several(patient: Patient) -> Iterator[Finding]:
    """Several labels in one cell, `0,6,10`: the first of each, or one of them to be asked for."""
    own = {label: labels_in(label) for label in patient.counts}
    rows = _rows_with(patient, {label for label, parts in own.items() if len(parts) > 1})
    single = Counter(part for label, count in patient.counts.items() for part in own[label] * count)
    if (
        len(rows) < SEVERAL_SHARE * len(patient.labels)
        or len(single) > RECURRING * sum(map(len, own.values()))
        or not all(single)
    ):
        return
    example = next(label for label, parts in own.items() if len(parts) > 1)
    sentence = mark("{count} rows have several labels in their cell ({example})")
    values = {"count": f"{len(rows):,}", "example": example[:60]}
    first = partial(relabelled, rename={label: parts[0] for label, parts in own.items()})
    yield Finding(
        "several_labels", Message(sentence, values), rows, Message(mark("Keep the first of each")), "look", first
    )
    options = tuple(label for label, _ in single.most_common(MOST_OPTIONS))
    sentence = mark("Or ask for one of these {count} labels only: is it there, yes or no?")
    remedy = Message(mark("Ask only for this one"))
    yield Finding("one_label", Message(sentence, {"count": len(single)}), [], remedy, "look", asked_only, options)


def labels_in(cell: str) -> list[str]:
    """The labels in a cell, as people part them.

    >>> labels_in("joy, fear"), labels_in("0|6"), labels_in("['joy', 'fear']")
    (['joy', 'fear'], ['0', '6'], ['joy', 'fear'])
    """
    listed_out = LISTED_OUT.fullmatch(cell)
    if not listed_out and not SEVERAL.search(cell):
        return [cell]
    return [part.strip(QUOTES) for part in SEVERAL.split(listed_out[1] if listed_out else cell)]


def asked_only(dataset: Dataset, label: str) -> Edit:
    """The Edit that leaves of several labels only whether this one is among them."""
    cells = set(dataset.columns["label"]) - {""}
    return relabelled(dataset, {cell: _yes_or_no(label, labels_in(cell)) for cell in cells})


def too_many(patient: Patient) -> Iterator[Finding]:
    """More labels than anybody reads."""
    if len(patient.counts) <= MANY_LABELS or _numbers(patient):
        return
    kept = list(patient.counts)[:KEPT_LABELS]
    rename = {label: OTHER for label in patient.counts if label not in set(kept)}
    sentence = mark("{count} different labels; the commonest are {labels}")
    remedy = Message(mark("Keep the {most} commonest, the rest as “other”"), {"most": KEPT_LABELS})
    values = {"count": f"{len(patient.counts):,}", "labels": listed(kept[:5])}
    yield Finding("many_labels", Message(sentence, values), [], remedy, "look", partial(relabelled, rename=rename))


def scores(patient: Patient) -> Iterator[Finding]:
    """Numbers on a scale instead of names: 0.00 to 1.00, or one to five stars."""
    numbers = _numbers(patient)
    if numbers is None or len(numbers) < min(STARS):
        return
    scale = sorted(numbers.values())
    whole = all(value == int(value) for value in scale)
    if whole and len(scale) in STARS and scale == [scale[0] + n for n in range(len(scale))]:
        yield _in_three(numbers, scale)
    elif len(scale) > FEW:
        yield _in_two(numbers, scale)


def codes(patient: Patient) -> Iterator[Finding]:
    """Numbers instead of names, which nobody has said in words."""
    numbers = _numbers(patient)
    if numbers and len(numbers) < min(STARS) and all(patient.dataset.shown(label) == label for label in numbers):
        sentence = mark("The labels are numbers ({labels}): say what they mean under “Shown as”")
        yield Finding("codes", Message(sentence, {"labels": listed(sorted(numbers))}), [], None, "look")


def relabelled(dataset: Dataset, rename: dict[str, str]) -> Edit:
    """The Edit that gives labels other names."""
    pairs = zip(dataset.row_numbers, dataset.columns["label"], strict=True)
    return Edit.of(labels={number: rename[label] for number, label in pairs if rename.get(label, label) != label})


def _in_three(numbers: dict[str, float], scale: list[float]) -> Finding:
    third = len(scale) // 3 or 1
    low, high = (
        scale[max(third, len(scale) // 2) - 1 if len(scale) % 2 else third - 1],
        scale[-max(third, len(scale) // 2)],
    )
    names = {label: _band(value, low, high) for label, value in numbers.items()}
    sentence = mark("The labels are a scale from {first} to {last}")
    remedy = Message(
        mark("Make three classes: up to {low}, between, from {high}"), {"low": f"{low:g}", "high": f"{high:g}"}
    )
    values = {"first": f"{scale[0]:g}", "last": f"{scale[-1]:g}"}
    return Finding("scores", Message(sentence, values), [], remedy, "fine", partial(relabelled, rename=names))


def _band(value: float, low: float, high: float) -> str:
    return f"≤{low:g}" if value <= low else f"≥{high:g}" if value >= high else f"{low:g}–{high:g}"


def _in_two(numbers: dict[str, float], scale: list[float]) -> Finding:
    middle = (scale[0] + scale[-1]) / 2
    names = {label: f"<{middle:g}" if value < middle else f"≥{middle:g}" for label, value in numbers.items()}
    sentence = mark("The labels are {count} different numbers from {first} to {last}: a score, and no class")
    remedy = Message(mark("Make two classes: below {middle}, and from {middle} on"), {"middle": f"{middle:g}"})
    values = {"count": f"{len(scale):,}", "first": f"{scale[0]:g}", "last": f"{scale[-1]:g}"}
    return Finding("scores", Message(sentence, values), [], remedy, "look", partial(relabelled, rename=names))


def _numbers(patient: Patient) -> dict[str, float] | None:
    """Every label as a number; None where one is none."""
    try:
        return {label: float(label) for label in patient.counts}
    except ValueError:
        return None


def _rows_with(patient: Patient, labels: set[str]) -> list[int]:
    return [number for number, label in zip(patient.numbers, patient.labels, strict=True) if label in labels]


def _yes_or_no(wanted: str, own: list[str]) -> str:
    return wanted if wanted in own else f"not {wanted}"


LABEL_CHECKS: tuple[Callable[[Patient], Iterator[Finding]], ...] = (
    look_alike,
    say_nothing,
    several,
    too_many,
    scores,
    codes,
)

"""The data doctor: what the rows of a Dataset are like, what is amiss, and the edit that mends it.

What is looked for is the kind's own (`checks.py` in its folder); what several kinds look for stands here.

>>> recipe = task.kind.resolved(task.recipe, dataset)
>>> findings = examine(dataset, recipe, task.kind.CHECKS, task.kind.HEALTHY)
>>> better = dataset.edited([fixed(dataset, finding) for finding in findings if finding.kind == "duplicates"])
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from statistics import median_low

import numpy as np

from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.messages import Message, mark
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import normalise

CUT_SHARE = 0.05  # of the texts; the ends of fewer are no great loss
SAMPLE = 2_000  # texts from which letters per word are known well enough
PIECES = {"word": 1, "subword": 2, "morpheme": 2}  # tokens per word, about: measured on Korean reviews
WORD = re.compile(r"\w+")
NO_WORD = {code: " " for code in range(128) if not WORD.match(chr(code))}
TOGETHER = 256  # texts that are looked at together


@dataclass(frozen=True)
class Finding:
    """One thing found. `rows` are row numbers of the file; `remedy` is what a button says, if there is one."""

    kind: str  # summary, lengths, cut, words, healthy, unlabelled, empty, duplicates, contradictions, overlap, imbalance, rare
    message: Message
    rows: Sequence[int]
    remedy: Message | None
    level: str  # fine, look
    mend: Callable[..., Edit] | None = field(default=None, compare=False)  # the remedy, where it is no removal
    options: tuple[str, ...] = ()  # of which one is said with it; the likeliest first


@dataclass(frozen=True)
class Patient:
    """What every check looks at; texts in the form in which the same text is the same."""

    dataset: Dataset
    recipe: Recipe
    numbers: Sequence[int]
    texts: list[str]
    labels: Sequence[str]
    counts: Counter[str]  # label -> rows, the commonest first

    @cached_property
    def recurring(self) -> set[str]:
        """Texts that stand in several rows; counted are only those whose hash recurs, since of most texts there is one."""
        hashes = np.sort(np.fromiter(map(hash, self.texts), np.int64, len(self.texts)))
        twice = set(hashes[1:][hashes[1:] == hashes[:-1]].tolist())
        counts = Counter(text for text in self.texts if hash(text) in twice) if twice else {}
        return {text for text, count in counts.items() if count > 1 and text}

    def of_part(self, name: str) -> tuple[list[int], list[str]]:
        """`(row numbers, texts)` of the rows that the file marks as this part."""
        parts = self.dataset.columns.get("part", [])
        places = [place for place, part in enumerate(parts) if part == name]
        return [self.numbers[place] for place in places], [self.texts[place] for place in places]


Findings = Iterator[Finding]
Check = Callable[[Patient], Iterable[Finding]]


def examine(dataset: Dataset, recipe: Recipe, checks: Iterable[Check], healthy: str) -> list[Finding]:
    """Every Finding, what is fine first; a few seconds for a million rows.

    Args:
        recipe: says how texts will be cut; as the kind resolves it for these rows.
        checks: what is looked for, in this order; each a function of the Patient that yields findings.
        healthy: msgid of what is told where nothing is amiss.
    """
    patient = patient_of(dataset, recipe)
    return summed_up([finding for check in checks for finding in check(patient)] if patient.texts else [], healthy)


def patient_of(dataset: Dataset, recipe: Recipe) -> Patient:
    """What the checks look at."""
    labels = dataset.columns.get("label") or []
    counts = Counter(label for label in labels if label)
    counts = Counter(dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
    texts = [_form(text) for text in dataset.columns["text"]]
    return Patient(dataset, recipe, dataset.row_numbers, texts, labels, counts)


def _form(text: str) -> str:
    """The form in which the same text is the same; the text itself where it is in that form, so that there is one of it."""
    form = normalise(text, lower_case=True)
    return text if text == form else form


def summed_up(findings: list[Finding], healthy: str) -> list[Finding]:
    """What the checks found, what is fine first; that all is fine, where it is."""
    if findings and all(finding.level == "fine" for finding in findings):
        findings.append(fine("healthy", Message(healthy)))
    return sorted(findings, key=lambda finding: finding.level == "look")  # stable: checks keep their order


def fixed(dataset: Dataset, finding: Finding, option: str | None = None) -> Edit:
    """The Edit that mends a finding: its rows removed; of contradictions the commonest label wins, ties are removed.

    Args:
        option: one of `finding.options`; the first unless said.
    """
    if finding.mend and finding.options:
        return finding.mend(dataset, option or finding.options[0])
    if finding.mend:
        return finding.mend(dataset)
    if finding.kind != "contradictions":
        return Edit.of(finding.rows)
    wanted: set[int] = set(finding.rows)
    by_text: dict[str, list[tuple[int, str]]] = {}
    for number, text, label in zip(dataset.row_numbers, dataset.columns["text"], dataset.columns["label"], strict=True):
        if number in wanted:
            by_text.setdefault(normalise(text, lower_case=True), []).append((number, label))
    removed: list[int] = []
    labels: dict[int, str] = {}
    for rows in by_text.values():
        (winner, most), *others = Counter(label for _, label in rows).most_common()
        if others and others[0][1] == most:
            removed += [number for number, _ in rows]
        else:
            labels |= {number: winner for number, label in rows if label != winner}
    return Edit.of(removed, labels)


def lengths(patient: Patient) -> Findings:
    """Counted in words, as cut at spaces."""
    counts = [text.count(" ") + 1 if text else 0 for text in patient.texts]
    values = {"shortest": min(counts), "median": median_low(counts), "longest": f"{max(counts):,}"}
    yield fine(
        "lengths", Message(mark("Texts have {shortest} to {longest} words; half have {median} or fewer"), values)
    )


def cut(patient: Patient) -> Findings:
    """How many words the network reads is exact for word tokens, else estimated."""
    counts = [text.count(" ") + 1 if text else 0 for text in patient.texts]
    limit = words_read(patient.recipe, patient.texts)
    rows = [number for number, count in zip(patient.numbers, counts, strict=True) if count > limit]
    if rows:
        one = mark("One text is longer than about {words} words; only its beginning is read")
        many = mark("{count} texts are longer than about {words} words; only their beginning is read")
        level = "look" if len(rows) > CUT_SHARE * len(counts) else "fine"
        yield Finding("cut", counted(rows, one, many, words=limit), rows, None, level)


def words_read(recipe: Recipe, texts: Sequence[str]) -> int:
    """About how many words fit into the recipe's `max_tokens`."""
    tokens = recipe.resolved(texts).tokenizer
    if tokens in PIECES:
        return recipe.max_tokens // PIECES[tokens]
    sample = " ".join(texts[:SAMPLE])
    letters = len(unicodedata.normalize("NFD", sample) if tokens == "jamo" else sample)
    return max(1, recipe.max_tokens * (sample.count(" ") + 1) // max(1, letters))


def words(patient: Patient) -> Findings:
    counts = word_counts(patient.texts)
    if once := sum(count == 1 for count in counts.values()):
        values = {"count": f"{len(counts):,}", "percent": whole_percent(once, len(counts))}
        yield fine("words", Message(mark("{count} different words; {percent} % of them occur only once"), values))
    _, held = patient.of_part("test")
    known, asked = word_counts(patient.of_part("train")[1]), word_counts(held)
    if known and (unknown := sum(count for word, count in asked.items() if word not in known)):
        sentence = mark("{percent} % of the words in the test rows never occur in training")
        yield fine("words", Message(sentence, {"percent": whole_percent(unknown, asked.total())}))


def unlabelled(patient: Patient) -> Findings:
    rows = [number for number, label in zip(patient.numbers, patient.labels, strict=True) if not label]
    yield from finding_of("unlabelled", rows, mark("One row has no label"), mark("{count} rows have no label"))


def empty(patient: Patient) -> Findings:
    rows = [number for number, text in zip(patient.numbers, patient.texts, strict=True) if not text]
    yield from finding_of("empty", rows, mark("One row has no text"), mark("{count} rows have no text"))


def duplicates(patient: Patient) -> Findings:
    """Rows that repeat an earlier one of the same part; spaces and capital letters make no difference."""
    parts = patient.dataset.columns.get("part") or [""] * len(patient.texts)
    seen: set[tuple[str, ...]] = set()
    rows: list[int] = []
    for number, *row in zip(patient.numbers, patient.texts, patient.labels, parts, strict=True):
        if row[0] in patient.recurring and row[1]:
            (rows.append(number) if tuple(row) in seen else seen.add(tuple(row)))
    one, many = mark("One duplicate row"), mark("{count} duplicate rows")
    yield from finding_of("duplicates", rows, one, many, Message(mark("Keep one of each")))


def contradictions(patient: Patient) -> Findings:
    """All rows of the texts that carry different labels, the same texts next to each other."""
    first: dict[str, str] = {}
    torn: dict[str, list[int]] = {}
    for text, label in zip(patient.texts, patient.labels, strict=True):
        if label and text in patient.recurring and first.setdefault(text, label) != label:
            torn[text] = []
    if torn:
        for number, text, label in zip(patient.numbers, patient.texts, patient.labels, strict=True):
            if label and text in torn:
                torn[text].append(number)
        one, many = mark("One text carries different labels"), mark("{count} texts carry different labels")
        rows = list(chain.from_iterable(torn.values()))
        yield Finding("contradictions", counted(torn, one, many), rows, Message(mark("Review")), "look")


def overlap(patient: Patient) -> Findings:
    """Held-back texts that are learned from too, where the file marks its parts."""
    learned = set(patient.of_part("train")[1])
    sentences = {
        "test": (
            mark("One test sentence is also in training; the score would look too good"),
            mark("{count} test sentences are also in training; the score would look too good"),
        ),
        "validation": (
            mark("One validation sentence is also in training; the best epoch would be hard to tell"),
            mark("{count} validation sentences are also in training; the best epoch would be hard to tell"),
        ),
    }
    for part, (one, many) in sentences.items():
        held = zip(*patient.of_part(part), strict=True)
        rows = [number for number, text in held if text and text in learned]
        yield from finding_of("overlap", rows, one, many, Message(mark("Remove")))


def finding_of(kind: str, rows: list[int], one: str, many: str, remedy: Message | None = None) -> Findings:
    if rows:
        yield Finding(kind, counted(rows, one, many), rows, remedy or Message(mark("Leave out")), "look")


def fine(kind: str, message: Message) -> Finding:
    return Finding(kind, message, [], None, "fine")


def counted(things: Sized, one: str, many: str, **values: object) -> Message:
    return Message(one if len(things) == 1 else many, {"count": f"{len(things):,}", **values})


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs; of texts in ASCII, which most are, words are cut three times as fast without a pattern."""
    counts: Counter[str] = Counter()
    left = iter(texts)
    while some := " ".join(islice(left, TOGETHER)):
        counts.update(some.translate(NO_WORD).split() if some.isascii() else WORD.findall(some))
    return counts


def whole_percent(count: int, every: int) -> int:
    """Whole percent, but never 0 or 100 of what is there and not all."""
    return min(99, max(1, round(100 * count / every))) if 0 < count < every else round(100 * count / every)

"""The data doctor: what the rows of a Dataset are like, what is amiss, and the edit that mends it.

>>> findings = examine(dataset, recipe)
>>> better = dataset.edited([remedied(dataset, finding) for finding in findings if finding.kind == "duplicates"])
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from statistics import median_low

from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.messages import Message, mark
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import normalise

FEW_LABELS = 4  # the shares of more make no sentence
RARE = 8  # rows; after holding some back, fewer leave hardly any to learn from
LOPSIDED = 3  # times as many rows as the rarest label
CUT_SHARE = 0.05  # of the texts; the ends of fewer are no great loss
SAYINGS, SAID_OFTEN = 10, 0.01  # rows with one answer; the share of all rows that is too much for one
SHOWN_LETTERS = 60  # of an answer in a sentence
NAMED = 5  # labels listed in a sentence
SAMPLE = 2_000  # texts from which letters per word are known well enough
PIECES = {"word": 1, "subword": 2, "morpheme": 2}  # tokens per word, about: measured on Korean reviews
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Finding:
    """One thing found. `rows` are row numbers of the file; `remedy` is what a button says, if there is one."""

    kind: str  # summary, lengths, cut, words, healthy, unlabelled, empty, duplicates, contradictions, overlap, imbalance, rare
    message: Message
    rows: list[int]
    remedy: Message | None
    level: str  # fine, look


@dataclass(frozen=True)
class Patient:
    """What every check looks at; texts in the form in which the same text is the same."""

    dataset: Dataset
    recipe: Recipe
    numbers: list[int]
    texts: list[str]
    labels: list[str]
    counts: Counter  # label -> rows, the commonest first

    def of_part(self, name):
        """`(row numbers, texts)` of the rows that the file marks as this part."""
        parts = self.dataset.columns.get("part", [])
        places = [place for place, part in enumerate(parts) if part == name]
        return [self.numbers[place] for place in places], [self.texts[place] for place in places]


def examine(dataset, recipe, checks=None):
    """Every Finding, what is fine first. The recipe says how texts will be cut; a few seconds for a million rows."""
    labels = dataset.columns.get("label") or []
    counts = Counter(label for label in labels if label)
    counts = Counter(dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
    texts = [normalise(text, lower_case=True) for text in dataset.columns["text"]]
    patient = Patient(dataset, recipe, dataset.row_numbers, texts, labels, counts)
    findings = (
        [
            finding
            for check in (checks or (CHECKS if "label" in dataset.columns else OF_TEXT))
            for finding in check(patient)
        ]
        if texts
        else []
    )
    if findings and all(finding.level == "fine" for finding in findings):
        said = mark("No empty lines")
        if labels:
            said = mark("No empty texts, no duplicates, no text with two labels, every label often enough")
        if checks is OF_PICTURES:
            said = mark("Every picture can be read and has a caption")
        if checks is OF_TAGS:
            said = mark("No empty sentences, no duplicates, no sentence tagged in two ways")
        if checks is OF_PAIRS:
            said = mark("No empty sides, no duplicates, nothing that is said over and over")
        findings.append(_fine("healthy", Message(said)))
    return sorted(findings, key=lambda finding: finding.level == "look")  # stable: checks keep their order


def remedied(dataset, finding):
    """The Edit that mends a finding: its rows removed; of contradictions the commonest label wins, ties are removed."""
    if finding.kind != "contradictions":
        return Edit.of(finding.rows)
    wanted, by_text = set(finding.rows), {}
    for number, text, label in zip(dataset.row_numbers, dataset.columns["text"], dataset.columns["label"], strict=True):
        if number in wanted:
            by_text.setdefault(normalise(text, lower_case=True), []).append((number, label))
    removed, labels = [], {}
    for rows in by_text.values():
        (winner, most), *others = Counter(label for _, label in rows).most_common()
        if others and others[0][1] == most:
            removed += [number for number, _ in rows]
        else:
            labels |= {number: winner for number, label in rows if label != winner}
    return Edit.of(removed, labels)


def summary(patient):
    rows, labels = f"{len(patient.texts):,}", len(patient.counts)
    if not 2 <= labels <= FEW_LABELS:
        yield _fine("summary", Message(mark("{rows} rows · {labels} labels"), {"rows": rows, "labels": labels}))
        return
    every = sum(patient.counts.values())
    shares = [
        Message(
            mark("{label}: {percent} %"), {"label": patient.dataset.shown(label), "percent": _percent(count, every)}
        )
        for label, count in patient.counts.items()
    ]
    listed = reduce(lambda one, other: Message(mark("{one}, {other}"), {"one": one, "other": other}), shares)
    sentence = mark("{rows} rows · {labels} labels · {shares}")
    yield _fine("summary", Message(sentence, {"rows": rows, "labels": labels, "shares": listed}))


def lines(patient):
    words = sum(len(text.split()) for text in patient.texts)
    values = {"lines": f"{len(patient.texts):,}", "words": f"{words:,}"}
    yield _fine("summary", Message(mark("{lines} lines · {words} words, read in this order"), values))


def lengths(patient):
    """Counted in words, as cut at spaces."""
    counts = [text.count(" ") + 1 if text else 0 for text in patient.texts]
    values = {"shortest": min(counts), "median": median_low(counts), "longest": f"{max(counts):,}"}
    yield _fine(
        "lengths", Message(mark("Texts have {shortest} to {longest} words; half have {median} or fewer"), values)
    )


def cut(patient):
    """How many words the network reads is exact for word tokens, else estimated."""
    counts = [text.count(" ") + 1 if text else 0 for text in patient.texts]
    limit = words_read(patient.recipe, patient.texts)
    rows = [number for number, count in zip(patient.numbers, counts, strict=True) if count > limit]
    if rows:
        one = mark("One text is longer than about {words} words; only its beginning is read")
        many = mark("{count} texts are longer than about {words} words; only their beginning is read")
        level = "look" if len(rows) > CUT_SHARE * len(counts) else "fine"
        yield Finding("cut", _counted(rows, one, many, words=limit), rows, None, level)


def words_read(recipe, texts):
    """About how many words fit into the recipe's `max_tokens`."""
    tokens = recipe.resolved(texts).tokens
    if tokens in PIECES:
        return recipe.max_tokens // PIECES[tokens]
    sample = " ".join(texts[:SAMPLE])
    letters = len(unicodedata.normalize("NFD", sample) if tokens == "jamo" else sample)
    return max(1, recipe.max_tokens * (sample.count(" ") + 1) // max(1, letters))


def words(patient):
    counts = _word_counts(patient.texts)
    if once := sum(count == 1 for count in counts.values()):
        values = {"count": f"{len(counts):,}", "percent": _percent(once, len(counts))}
        yield _fine("words", Message(mark("{count} different words; {percent} % of them occur only once"), values))
    _, held = patient.of_part("test")
    known, asked = _word_counts(patient.of_part("train")[1]), _word_counts(held)
    if known and (unknown := sum(count for word, count in asked.items() if word not in known)):
        sentence = mark("{percent} % of the words in the test rows never occur in training")
        yield _fine("words", Message(sentence, {"percent": _percent(unknown, asked.total())}))


def unlabelled(patient):
    rows = [number for number, label in zip(patient.numbers, patient.labels, strict=True) if not label]
    yield from _some("unlabelled", rows, mark("One row has no label"), mark("{count} rows have no label"))


def empty(patient):
    rows = [number for number, text in zip(patient.numbers, patient.texts, strict=True) if not text]
    yield from _some("empty", rows, mark("One row has no text"), mark("{count} rows have no text"))


def duplicates(patient):
    """Rows that repeat an earlier one of the same part; spaces and capital letters make no difference."""
    parts = patient.dataset.columns.get("part") or [""] * len(patient.texts)
    seen, rows = set(), []
    for number, *row in zip(patient.numbers, patient.texts, patient.labels, parts, strict=True):
        if row[0] and row[1]:
            (rows.append(number) if tuple(row) in seen else seen.add(tuple(row)))
    one, many = mark("One duplicate row"), mark("{count} duplicate rows")
    yield from _some("duplicates", rows, one, many, Message(mark("Keep one of each")))


def contradictions(patient):
    """All rows of the texts that carry different labels, the same texts next to each other."""
    first, torn = {}, {}
    for text, label in zip(patient.texts, patient.labels, strict=True):
        if text and label and first.setdefault(text, label) != label:
            torn[text] = []
    for number, text, label in zip(patient.numbers, patient.texts, patient.labels, strict=True):
        if label and text in torn:
            torn[text].append(number)
    if torn:
        one, many = mark("One text carries different labels"), mark("{count} texts carry different labels")
        rows = list(chain.from_iterable(torn.values()))
        yield Finding("contradictions", _counted(torn, one, many), rows, Message(mark("Review")), "look")


def overlap(patient):
    """Held-back texts that are learned from too, where the file marks its parts."""
    learned = set(patient.of_part("train")[1])
    sentences = {
        "test": (
            mark("One test sentence is also in training; the score would flatter"),
            mark("{count} test sentences are also in training; the score would flatter"),
        ),
        "validation": (
            mark("One validation sentence is also in training; the best epoch would be hard to tell"),
            mark("{count} validation sentences are also in training; the best epoch would be hard to tell"),
        ),
    }
    for part, (one, many) in sentences.items():
        held = zip(*patient.of_part(part), strict=True)
        rows = [number for number, text in held if text and text in learned]
        yield from _some("overlap", rows, one, many, Message(mark("Remove")))


def imbalance(patient):
    if not patient.counts:
        return
    (common, most), *_ = ranked = list(patient.counts.items())
    rare, least = ranked[-1]
    if most > LOPSIDED * least:
        sentence = mark('"{common}" has {times} times as many rows as "{rare}"; the rare label is easily overlooked')
        values = {"common": patient.dataset.shown(common), "rare": patient.dataset.shown(rare)}
        message = Message(sentence, values | {"times": _short(most / least)})
        yield Finding("imbalance", message, [], Message(mark("Let the rare labels count more")), "look")


def rare_labels(patient):
    rare = [label for label, count in patient.counts.items() if count < RARE]
    if not rare:
        return
    listed = ", ".join(patient.dataset.shown(label) for label in rare[:NAMED]) + (" …" if len(rare) > NAMED else "")
    one = mark("One label has fewer than {least} rows: {labels}")
    many = mark("{count} labels have fewer than {least} rows: {labels}")
    wanted = set(rare)
    rows = [number for number, label in zip(patient.numbers, patient.labels, strict=True) if label in wanted]
    remedy = Message(mark("Leave out")) if len(patient.counts) - len(rare) > 1 else None
    yield Finding("rare", _counted(rare, one, many, least=RARE, labels=listed), rows, remedy, "look")


CHECKS = (
    summary, lengths, cut, words, unlabelled, empty, duplicates, contradictions, overlap, imbalance, rare_labels,
)  # fmt: skip
OF_TEXT = (lines, lengths, words, empty)  # where there are no labels


def sentences(patient):
    words = sum(text.count(" ") + 1 for text in patient.dataset.columns["text"])
    tags = {tag for label in patient.labels for tag in label.split(" ")}
    values = {"rows": f"{len(patient.texts):,}", "words": f"{words:,}", "tags": len(tags)}
    yield _fine("summary", Message(mark("{rows} sentences · {words} words · {tags} tags"), values))


OF_TAGS = (sentences, lengths, words, empty, duplicates, contradictions, overlap)  # where every word has a label


def pictures(patient):
    captions = [line for cell in patient.labels for line in cell.split("\n") if line]
    counts = [line.count(" ") + 1 for line in captions] or [0]
    values = {"pictures": f"{len(patient.texts):,}", "captions": f"{len(captions):,}",
              "words": f"{len(_word_counts(map(str.lower, captions))):,}"}  # fmt: skip
    said = mark("{pictures} pictures · {captions} captions · {words} different words")
    yield _fine("summary", Message(said, values))
    values = {"shortest": min(counts), "median": median_low(counts), "longest": f"{max(counts):,}"}
    said = mark("Captions have {shortest} to {longest} words; half have {median} or fewer")
    yield _fine("lengths", Message(said, values))


OF_PICTURES = (pictures, unlabelled)


def pairs(patient):
    values = {"rows": f"{len(patient.texts):,}", "sources": f"{len(set(patient.texts)):,}"}
    values |= {"targets": f"{len(patient.counts):,}"}
    sentence = mark("{rows} pairs · {sources} different texts to read · {targets} to write")
    yield _fine("summary", Message(sentence, values))


def one_sided(patient):
    sides = zip(patient.numbers, patient.texts, patient.labels, strict=True)
    rows = [number for number, *both in sides if not all(both)]
    yield from _some("unlabelled", rows, mark("One pair has an empty side"), mark("{count} pairs have an empty side"))


def sayings(patient):
    """Rows with an answer that many others have: a network soon gives it to everything."""
    rows, seen = [], Counter()
    for number, label in zip(patient.numbers, patient.labels, strict=True):
        seen[label] += 1
        if seen[label] > SAYINGS and patient.counts[label] > SAID_OFTEN * len(patient.texts):
            rows.append(number)
    if rows:
        commonest, count = next(iter(patient.counts.items()))
        values = {"answer": commonest[:SHOWN_LETTERS], "percent": f"{100 * count / len(patient.texts):.1f}"}
        sentence = mark("“{answer}” is what {percent} % of the pairs say; a network soon says it to everything")
        remedy = Message(mark("Keep {most} of each"), {"most": SAYINGS})
        yield Finding("sayings", Message(sentence, values), rows, remedy, "look")


OF_PAIRS = (pairs, lengths, cut, words, one_sided, duplicates, overlap, sayings)
CHECKS_OF = {"labels": CHECKS, "text": OF_TEXT, "tags": OF_TAGS, "pictures": OF_PICTURES, "pairs": OF_PAIRS}


def _some(kind, rows, one, many, remedy=None):
    if rows:
        yield Finding(kind, _counted(rows, one, many), rows, remedy or Message(mark("Leave out")), "look")


def _fine(kind, message):
    return Finding(kind, message, [], None, "fine")


def _counted(things, one, many, **values):
    return Message(one if len(things) == 1 else many, {"count": f"{len(things):,}", **values})


def _word_counts(texts):
    return Counter(chain.from_iterable(map(WORD.findall, texts)))


def _percent(count, every):
    """Whole percent, but never 0 or 100 of what is there and not all."""
    return min(99, max(1, round(100 * count / every))) if 0 < count < every else round(100 * count / every)


def _short(times):
    return f"{times:.1f}".removesuffix(".0") if times < 10 else f"{times:,.0f}"

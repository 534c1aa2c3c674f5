"""What is looked for in labelled texts: the part of the doctor that is the classifier's own."""

from functools import reduce

from nlp_models.datasets.dirt import DIRT
from nlp_models.datasets.doctor import (
    Finding,
    contradictions,
    counted,
    cut,
    duplicates,
    empty,
    fine,
    lengths,
    overlap,
    unlabelled,
    whole_percent,
    words,
)
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark
from nlp_models.problems.classification.label_checks import LABEL_CHECKS

FEW_LABELS = 4  # the shares of more make no sentence
RARE = 8  # rows; after holding some back, fewer leave hardly any to learn from

LOPSIDED = 3  # times as many rows as the rarest label
NAMED = 5  # labels listed in a sentence


def summary(patient):
    rows, labels = f"{len(patient.texts):,}", len(patient.counts)
    if not 2 <= labels <= FEW_LABELS:
        yield fine("summary", Message(mark("{rows} rows · {labels} labels"), {"rows": rows, "labels": labels}))
        return
    every = sum(patient.counts.values())
    shares = [
        Message(
            mark("{label}: {percent} %"),
            {"label": patient.dataset.shown(label), "percent": whole_percent(count, every)},
        )
        for label, count in patient.counts.items()
    ]
    listed = reduce(lambda one, other: Message(mark("{one}, {other}"), {"one": one, "other": other}), shares)
    sentence = mark("{rows} rows · {labels} labels · {shares}")
    yield fine("summary", Message(sentence, {"rows": rows, "labels": labels, "shares": listed}))


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
    yield Finding("rare", counted(rare, one, many, least=RARE, labels=listed), rows, remedy, "look")


def _short(times):
    return f"{times:.1f}".removesuffix(".0") if times < 10 else f"{times:,.0f}"


CHECKS = (
    summary,
    lengths,
    cut,
    words,
    unlabelled,
    empty,
    unused_split,
    *LABEL_CHECKS,
    *DIRT,
    duplicates,
    contradictions,
    overlap,
    imbalance,
    rare_labels,
)
HEALTHY = mark("No empty texts, no duplicates, no text with two labels, every label often enough")

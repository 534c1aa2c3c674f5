"""What is looked for in pairs of texts: the part of the doctor that is the encoder-decoder's own."""

from collections import Counter

from nlp_models.datasets.doctor import (
    Finding,
    cut,
    duplicates,
    finding_of,
    fine,
    lengths,
    overlap,
    words,
)
from nlp_models.messages import Message, mark

SAYINGS, SAID_OFTEN = 10, 0.01  # rows with one answer; the share of all rows that is too much for one
SHOWN_LETTERS = 60  # of an answer in a sentence


def pairs(patient):
    values = {"rows": f"{len(patient.texts):,}", "sources": f"{len(set(patient.texts)):,}"}
    values |= {"targets": f"{len(patient.counts):,}"}
    sentence = mark("{rows} pairs · {sources} different texts to read · {targets} to write")
    yield fine("summary", Message(sentence, values))


def one_sided(patient):
    sides = zip(patient.numbers, patient.texts, patient.labels, strict=True)
    rows = [number for number, *both in sides if not all(both)]
    yield from finding_of(
        "unlabelled", rows, mark("One pair has an empty side"), mark("{count} pairs have an empty side")
    )


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


CHECKS = (pairs, lengths, cut, words, one_sided, duplicates, overlap, sayings)
HEALTHY = mark("No empty sides, no duplicates, nothing that is said over and over")

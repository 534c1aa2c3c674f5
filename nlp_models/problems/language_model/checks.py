"""What is looked for in plain text: the part of the doctor that is the language model's own."""

from dataclasses import replace

from nlp_models.datasets import doctor
from nlp_models.datasets.dirt import DIRT, licence, recurring
from nlp_models.datasets.doctor import fine, words
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark


def lines(patient):
    words = sum(len(text.split()) for text in patient.texts)
    values = {"lines": f"{len(patient.texts):,}", "words": f"{words:,}"}
    yield fine("summary", Message(mark("{lines} lines · {words} words, read in this order"), values))


def lengths(patient):
    """Of the lines that hold something: empty ones part stanzas and functions, and are no finding."""
    if texts := [text for text in patient.texts if text]:
        yield from doctor.lengths(replace(patient, texts=texts))


CHECKS = (lines, lengths, words, unused_split, licence, recurring, *DIRT)  # where there are no labels
HEALTHY = mark("The lines can be learned from as they are")

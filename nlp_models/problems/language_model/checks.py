"""What is looked for in plain text: the part of the doctor that is the language model's own."""

from dataclasses import replace

from nlp_models.datasets import doctor
from nlp_models.datasets.dirt import DIRT, licence, recurring
from nlp_models.datasets.doctor import fine, words
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark

INDENTED = 0.1  # of the lines: fewer are a quotation or a heading


def lines(patient):
    words = sum(len(text.split()) for text in patient.texts)
    values = {"lines": f"{len(patient.texts):,}", "words": f"{words:,}"}
    yield fine("summary", Message(mark("{lines} lines · {words} words, read in this order"), values))


def lengths(patient):
    """Of the lines that hold something: empty ones part stanzas and functions, and are no finding."""
    if texts := [text for text in patient.texts if text]:
        yield from doctor.lengths(replace(patient, texts=texts))


def layout(patient):
    """What of a poem or a program is not learned: the space around its lines."""
    texts = patient.dataset.columns["text"]
    filled = [text for text in texts if text.strip()]
    indented = sum(text[0].isspace() for text in filled)
    if indented > INDENTED * len(filled):
        sentence = mark(
            "{indented} lines are indented; the network reads words and where lines end, not the space before them"
        )
        yield fine("layout", Message(sentence, {"indented": f"{indented:,}"}))


CHECKS = (lines, lengths, words, layout, unused_split, licence, recurring, *DIRT)  # where there are no labels
HEALTHY = mark("The lines can be learned from as they are")

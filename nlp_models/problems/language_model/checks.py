"""What is looked for in plain text: the part of the doctor that is the language model's own."""

from dataclasses import replace

from nlp_models.datasets import doctor
from nlp_models.datasets.dirt import DIRT, licence, recurring
from nlp_models.datasets.doctor import fine, words
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark
from nlp_models.text.layout import PLAIN, Layout, columns

SAID = {  # by what of it is kept: indentation, empty lines
    (True, True): mark("{indented} lines are indented and {empty} are empty; the network learns both"),
    (True, False): mark("{indented} lines are indented; the network learns how far"),
    (False, True): mark("{empty} lines are empty; the network learns where"),
}


def lines(patient):
    words = sum(len(text.split()) for text in patient.texts)
    values = {"lines": f"{len(patient.texts):,}", "words": f"{words:,}"}
    yield fine("summary", Message(mark("{lines} lines · {words} words, read in this order"), values))


def lengths(patient):
    """Of the lines that hold something: empty ones part stanzas and functions, and are no finding."""
    if texts := [text for text in patient.texts if text]:
        yield from doctor.lengths(replace(patient, texts=texts))


def layout(patient):
    """What of a poem or a program is learned beside its words: the space around its lines."""
    texts = patient.dataset.columns["text"]
    kept = Layout.of(texts)
    values = {
        "indented": f"{sum(map(bool, map(columns, filter(str.strip, texts)))):,}",
        "empty": f"{sum(not text.strip() for text in texts):,}",
    }
    if kept != PLAIN:
        yield fine("layout", Message(SAID[bool(kept.indent), kept.empty_lines], values))


CHECKS = (lines, lengths, words, layout, unused_split, licence, recurring, *DIRT)  # where there are no labels
HEALTHY = mark("The lines can be learned from as they are")

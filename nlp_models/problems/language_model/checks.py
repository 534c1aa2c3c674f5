"""What is looked for in plain text: the part of the doctor that is the language model's own."""

from nlp_models.datasets.doctor import empty, fine, lengths, words
from nlp_models.messages import Message, mark


def lines(patient):
    words = sum(len(text.split()) for text in patient.texts)
    values = {"lines": f"{len(patient.texts):,}", "words": f"{words:,}"}
    yield fine("summary", Message(mark("{lines} lines · {words} words, read in this order"), values))


CHECKS = (lines, lengths, words, empty)  # where there are no labels
HEALTHY = mark("No empty lines")

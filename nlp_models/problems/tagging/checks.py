"""What is looked for in tagged sentences: the part of the doctor that is the tagger's own."""

from nlp_models.datasets import doctor
from nlp_models.datasets.doctor import Finding, fine
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.dirt import DIRT

MOSTLY = 0.9  # of the sentences


def sentences(patient):
    words = sum(text.count(" ") + 1 for text in patient.dataset.columns["text"])
    tags = {tag for label in patient.labels for tag in label.split(" ")}
    values = {"rows": f"{len(patient.texts):,}", "words": f"{words:,}", "tags": len(tags)}
    yield fine("summary", Message(mark("{rows} sentences · {words} words · {tags} tags"), values))


def one_word(patient):
    """Where nearly every sentence has a single word, a word was read as a row: nothing that stands around it is learned."""
    texts = patient.dataset.columns["text"]
    rows = [number for number, text in zip(patient.numbers, texts, strict=True) if " " not in text]
    if rows and len(rows) == len(texts):
        message = Message(mark("Every sentence has one word; which rows belong together was not found"))
        yield Finding("one_word", message, rows, None, "look")
    elif len(rows) > MOSTLY * len(texts):
        sentence = mark("{percent} % of the sentences have one word; which rows belong together was not found")
        values = {"percent": doctor.whole_percent(len(rows), len(texts))}
        yield Finding("one_word", Message(sentence, values), rows, None, "look")


SHARED = (doctor.duplicates, doctor.contradictions, doctor.overlap)
CHECKS = (
    sentences,
    one_word,
    doctor.lengths,
    doctor.words,
    doctor.empty,
    unused_split,
    *DIRT,
    *SHARED,
)  # every word has a label
HEALTHY = mark("No empty sentences, no duplicates, no sentence tagged in two ways")

"""What is looked for in tagged sentences: the part of the doctor that is the tagger's own."""

from nlp_models.datasets.doctor import contradictions, duplicates, empty, fine, lengths, overlap, words
from nlp_models.messages import Message, mark


def sentences(patient):
    words = sum(text.count(" ") + 1 for text in patient.dataset.columns["text"])
    tags = {tag for label in patient.labels for tag in label.split(" ")}
    values = {"rows": f"{len(patient.texts):,}", "words": f"{words:,}", "tags": len(tags)}
    yield fine("summary", Message(mark("{rows} sentences · {words} words · {tags} tags"), values))


CHECKS = (sentences, lengths, words, empty, duplicates, contradictions, overlap)  # where every word has a label
HEALTHY = mark("No empty sentences, no duplicates, no sentence tagged in two ways")

"""What is looked for in pictures with captions: the part of the doctor that is the captioner's own."""

from statistics import median_low

from nlp_models.datasets.doctor import fine, unlabelled, word_counts
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark


def pictures(patient):
    captions = [line for cell in patient.labels for line in cell.split("\n") if line]
    counts = [line.count(" ") + 1 for line in captions] or [0]
    values = {
        "pictures": f"{len(patient.texts):,}",
        "captions": f"{len(captions):,}",
        "words": f"{len(word_counts(map(str.lower, captions))):,}",
    }
    said = mark("{pictures} pictures · {captions} captions · {words} different words")
    yield fine("summary", Message(said, values))
    values = {"shortest": min(counts), "median": median_low(counts), "longest": f"{max(counts):,}"}
    said = mark("Captions have {shortest} to {longest} words; half have {median} or fewer")
    yield fine("lengths", Message(said, values))


CHECKS = (pictures, unlabelled, unused_split)
HEALTHY = mark("Every picture can be read and has a caption")

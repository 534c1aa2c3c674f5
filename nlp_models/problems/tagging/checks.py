"""What is looked for in tagged sentences: the part of the doctor that is the tagger's own."""

from statistics import median_low

from nlp_models.datasets import doctor
from nlp_models.datasets.doctor import Finding, fine
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.dirt import DIRT
from nlp_models.text.vocabulary import SPACE
from nlp_models.text.words import is_of_letters

MOSTLY = 0.9  # of the sentences


def sentences(patient):
    tags = {tag for label in patient.labels for tag in label.split(" ")}
    counts, of_letters = _counts(patient)
    values = {"rows": f"{len(patient.texts):,}", "words": f"{sum(counts):,}", "tags": len(tags)}
    of_words = mark("{rows} sentences · {words} words · {tags} tags")
    letters = mark("{rows} sentences · {words} letters · {tags} tags")
    yield fine("summary", Message(letters if of_letters else of_words, values))


def lengths(patient):
    """In what is tagged: words, or letters."""
    counts, of_letters = _counts(patient)
    if not of_letters:
        return (yield from doctor.lengths(patient))
    values = {"shortest": min(counts), "median": median_low(counts), "longest": f"{max(counts):,}"}
    sentence = mark("Sentences have {shortest} to {longest} letters; half have {median} or fewer")
    yield fine("lengths", Message(sentence, values))


def words(patient):
    """How many different ones; where letters are tagged nobody asks."""
    if not _counts(patient)[1]:
        yield from doctor.words(patient)


def _counts(patient):
    """`(how many words each sentence has, False)`; where letters are tagged those, without spaces, and True."""
    texts = patient.dataset.columns["text"]
    if is_of_letters(texts):
        return [sum(letter != SPACE for letter in text.split(" ")) for text in texts], True
    return [text.count(" ") + 1 for text in texts], False


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
    lengths,
    words,
    doctor.empty,
    unused_split,
    *DIRT,
    *SHARED,
)  # every word has a label
HEALTHY = mark("No empty sentences, no duplicates, no sentence tagged in two ways")

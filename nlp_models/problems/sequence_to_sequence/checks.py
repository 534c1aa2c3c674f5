"""What is looked for in pairs of texts: the part of the doctor that is the encoder-decoder's own."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.datasets.dirt import dirt_of, mended
from nlp_models.datasets.doctor import (
    Finding,
    Patient,
    counted,
    cut,
    duplicates,
    finding_of,
    fine,
    lengths,
    overlap,
    words,
)
from nlp_models.datasets.splits import unused_split
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.rephrased import share_alike
from nlp_models.problems.sequence_to_sequence.reading.talk import is_role

BOILERPLATE, SAID_OFTEN = 10, 0.01  # rows with one answer; the share of all rows that is too much for one
SHOWN_LETTERS = 60  # of an answer in a sentence
MOST_NAMES, SHOWN_NAMES = 200, 3
NAME, KOREAN_NAME = "NAME", "○○"  # what stands for a name; Koreans write it so
ALIKE_SHARE = 0.5  # of the pairs
HANGUL = re.compile("[가-힣]")
PARTICLE = "(?:이?[가는를랑야]|[은을이과도의와만아]|씨|님|이?한테|에게|하고)?"


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


def boilerplate_answers(patient):
    """Rows with an answer that many others have: a network soon gives it to everything."""
    rows, seen = [], Counter()
    for number, label in zip(patient.numbers, patient.labels, strict=True):
        seen[label] += 1
        if seen[label] > BOILERPLATE and patient.counts[label] > SAID_OFTEN * len(patient.texts):
            rows.append(number)
    if rows:
        commonest, count = next(iter(patient.counts.items()))
        values = {"answer": commonest[:SHOWN_LETTERS], "percent": f"{100 * count / len(patient.texts):.1f}"}
        sentence = mark("“{answer}” is what {percent} % of the pairs say; a network soon says it to everything")
        remedy = Message(mark("Keep {most} of each"), {"most": BOILERPLATE})
        yield Finding("sayings", Message(sentence, values), rows, remedy, "look")


def names(patient: Patient) -> Iterator[Finding]:
    """Pairs in whose texts a speaker of the talk is called by name; told, and changed by a button only."""
    known = [name for name in patient.dataset.speakers if len(name) > 1 and not is_role(name)][:MOST_NAMES]
    if not known:
        return
    pattern = _names_in_text(known)
    columns = patient.dataset.columns
    found = {
        number: match[1] or match[2]
        for number, *texts in zip(patient.numbers, columns["text"], columns["label"], strict=True)
        if (match := pattern.search("\n".join(texts)))
    }
    if found:
        shown = ", ".join(dict.fromkeys(list(found.values())[:SHOWN_NAMES]))
        one = mark("One pair holds the name of somebody who speaks here ({names})")
        many = mark("{count} pairs hold the names of people who speak here ({names})")
        remedy = Message(mark("Write {sign} instead"), {"sign": KOREAN_NAME if HANGUL.search(shown) else NAME})
        mend = partial(mended, rows=list(found), clean=partial(without_names, pattern), columns=("text", "label"))
        yield Finding("names", counted(found, one, many, names=shown), list(found), remedy, "look", mend)


def without_names(pattern: re.Pattern[str], text: str) -> str:
    """A text in which a sign stands for each name; the particle after a Korean one stays."""

    def sign(found: re.Match[str]) -> str:
        group = 1 if found[1] else 2
        instead = KOREAN_NAME if group == 1 else NAME
        return instead + found[0][found.end(group) - found.start() :]

    return pattern.sub(sign, text)


def _names_in_text(names: list[str]) -> re.Pattern[str]:
    """A pattern for these names as texts have them, group 1 or 2; after a Korean one a particle may stand."""
    forms = sorted({form for name in names for form in _forms(name)}, key=lambda form: (-len(form), form))
    korean = "|".join(re.escape(form) for form in forms if HANGUL.search(form[-1])) or "(?!)"
    others = "|".join(re.escape(form) for form in forms if not HANGUL.search(form[-1])) or "(?!)"
    return re.compile(rf"(?<!\w)(?:({korean}){PARTICLE}|({others}))(?!\w)")


def _forms(name: str) -> list[str]:
    """A name whole, and the given name alone."""
    forms = [name, *([name[1:]] if re.fullmatch("[가-힣]{3}", name) else re.findall(r"^[^\W\d_]{3,}(?= )", name))]
    return forms + [form.title() for form in forms if form.isupper()]


def same_sides(patient: Patient) -> Iterator[Finding]:
    """Pairs that say the same in other words: rephrasing, of which no talk is learned."""
    columns = patient.dataset.columns
    share = share_alike(columns["text"], columns["label"])
    if share > ALIKE_SHARE:
        sentence = mark("Both sides say nearly the same in {percent} % of the pairs: that is rephrasing, not talk")
        remedy = Message(mark("Use each line as the answer to the one before"))
        values = {"percent": round(100 * share)}
        yield Finding(
            "same_sides", Message(sentence, values), list(patient.numbers), remedy, "look", pairs_from_dialogue
        )


def pairs_from_dialogue(dataset: Dataset) -> Edit:
    """What is read, answered by what is read in the next row; the last row before a gap answers nothing."""
    follows = dict(zip(dataset.row_numbers, dataset.columns["text"], strict=True))
    answers = {row: follows[row + 1] for row in follows if follows.get(row + 1)}
    return Edit.of([row for row in follows if row not in answers], answers)


CHECKS = (
    pairs,
    lengths,
    cut,
    words,
    one_sided,
    unused_split,
    *dirt_of("text", "label"),
    duplicates,
    overlap,
    boilerplate_answers,
    same_sides,
    names,
)
HEALTHY = mark("No empty sides, no duplicates, nothing that is said over and over")

"""probe --flip: the fewest words exchanged that turn an answer; of a picture what would have to be covered."""

from nlp_models import tasks
from nlp_models.answering.counterfactuals import counterfactuals
from nlp_models.problems.captioning.covering import covers

DIGITS = 4


def flipped(predictor, text, word):
    """`(what --json prints, the same in lines)`.

    Args:
        word: which one is to turn, from 1 on: of a tagger one that it reads, of a network that writes one that it wrote; None:
            the first; of those that write the first of content, or the one that owes most to the picture.
    """
    place, kind = None if word is None else word - 1, tasks.load(predictor.config.task).problem
    if kind == "captioning":
        return _covered(covers(predictor, text, place))
    if kind == "tagging" and place is None:
        place = 0
    found = counterfactuals(predictor, text, place)
    flips = [vars(flip) | {"probability": round(flip.probability, DIGITS)} for flip in found.flips]
    lines = [
        f"{', '.join(f'{before} -> {after}' for _, before, after in flip.replaced)}: {_answer(flip)}{_writes(flip)}"
        for flip in found.flips
    ]
    return _told(found, {"flips": flips}, lines)


def _covered(found):
    covered = [vars(cover) | {"probability": round(cover.probability, DIGITS)} for cover in found.covers]
    lines = [
        f"rows {top + 1}-{bottom}, columns {left + 1}-{right} of 8 covered: {_answer(cover)}{_writes(cover)}"
        for cover in found.covers
        for top, left, bottom, right in [cover.rectangle]
    ]
    return _told(found, {"covers": covered, "unseen": round(found.unseen, DIGITS)}, lines)


def _told(found, data, lines):
    probability = round(found.probability, DIGITS)
    first = f"{_answer(found)} ({found.tried} tried)" if found.answer else "(no word)"
    return {"answer": found.answer, "probability": probability, "tried": found.tried} | data, "\n".join(
        [first, *(lines or ["nothing turns it"])]
    )


def _answer(one):
    return f"{one.answer or '(the end)'} {one.probability:.3f}"


def _writes(one):
    return f"  ({one.writes})" if one.writes else ""

"""Teacher forcing on texts held back: what a network writes with the true words before every place, and with its own.

courses = forced_courses(predictor, held_back(run))
example = by_parting(courses)[0]     # the one whose own words part from the true ones nearest the middle
example.true[: example.parting] == example.own[: example.parting]
error_growth(courses)[0]             # at the first word: how often it is wrong, in either way
"""

import importlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from nlp_models.answering.judging import split_as
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ReadyModel
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.numpy_layers.forcing import ToWrite, both_ways
from nlp_models.runs.run import Run
from nlp_models.safety import word_filter
from nlp_models.scoring.metrics import wilson_interval
from nlp_models.text.shown import BREAK, words_of
from nlp_models.text.vocabulary import END, SPACE, UNKNOWN, Vocabulary

MOST_TEXTS, MOST_TOKENS = 200, 30  # of a text its beginning: further on there are few texts
MOST_WORK = 8e9  # multiplications: about a second of one core
LEAST_TOKENS = 4  # that are left to write; shorter ones have no middle
LEAST_TEXTS = 10  # at a place: of fewer a share says little
MOST_EXAMPLES = 24  # texts to choose from

Both = tuple[ToWrite, Any, Any]  # a text, and its tokens (T,) written in either way


@dataclass(frozen=True)
class Course:
    """One text held back, written in two ways; a BREAK is the sign of its end."""

    source: str  # what was read for it; "" of a language model
    true: list[str]  # its words
    guessed: list[str]  # what it foretold in the place of each of them, the true ones before it given
    own: list[str]  # what it wrote by itself, word after word
    given: int  # words that it did not have to write
    parting: int | None  # the first place where its own word is another one; None where it wrote the whole text
    forced_wrong: list[
        bool
    ]  # of every token that it had to write: whether it foretold another one, the true ones given
    free_wrong: list[bool]  # and whether the token of its own in this place is another one


@dataclass(frozen=True)
class Share:
    """A share of texts, and where it lies with 95 % certainty (Wilson)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Place:
    """How often the token in one place is wrong: the true ones before it given, and its own."""

    number: int  # 1 is the first token that it had to write
    texts: int  # that are so long
    forced: Share
    free: Share


@dataclass(frozen=True)
class Theatre:
    """Courses of texts held back: all that were tried, and those to look at, the one that shows most first."""

    courses: list[Course]
    examples: list[Course]


def can_force(predictor: Predictor) -> bool:
    """Whether this network writes word after word."""
    return hasattr(_forward(predictor), "begin_writing")


def held_back(run: Run | ReadyModel) -> Dataset:
    """The rows to look at: those held back from a run, of our sample for a ready model; RunError where they are not here."""
    return run.dataset if run.is_ready else split_as(run, run.dataset).part("test")


def theatre(predictor: Predictor, dataset: Dataset) -> Theatre:
    """Some of the texts in two ways, evenly drawn: known words only, as many as about a second allows.

    DataError where there is none, or the network does not write.
    """
    if not can_force(predictor):
        raise DataError("This network does not write: there is nothing to force.")
    every = _writable(_forward(predictor).to_write(dataset, predictor.problem))
    if not every:
        raise DataError("No text held back is long enough, of words that the network knows, to be written in two ways.")
    both = _written(predictor, every[:: -(-len(every) // _affordable(predictor, every))])
    if any(len(row.targets) > 1 for row, *_ in both):  # of several right texts the one that its own is most like
        both = _written(predictor, [_likest(row, own) for row, _, own in both])
    courses = _courses(predictor, both)
    shown = by_parting(courses)[:MOST_EXAMPLES] if courses[0].source else _gone_on(predictor, both)
    return Theatre(courses, shown)


def _gone_on(predictor: Predictor, both: Sequence[Both]) -> list[Course]:
    """Courses of a network that reads nothing: mostly it goes on in another way at once.

    So it is given the words up to where it writes some true ones by itself; those of which it writes most come first.
    """
    longest = sorted(both, key=lambda one: -_longest_run(one[0], one[1])[1])[:MOST_EXAMPLES]
    begun = [replace(row, given=_longest_run(row, guessed)[0]) for row, guessed, _ in longest]
    return sorted(_courses(predictor, _written(predictor, begun)), key=lambda course: not parts_in_between(course))


def by_parting(courses: Iterable[Course]) -> list[Course]:
    """Those whose words part nearest the middle first, then those that never part, last those that part at once."""
    return sorted(courses, key=_off_the_middle)


def parts_in_between(course: Course) -> bool:
    """Whether its own words are the true ones for a while, and then are not."""
    return course.parting is not None and course.given < course.parting < len(course.true) - 1


def error_growth(courses: Sequence[Course]) -> list[Place]:
    """A Place for every token of the texts, as far as LEAST_TEXTS of them go; of fewer texts as far as all go."""
    lengths = sorted((len(course.free_wrong) for course in courses), reverse=True)
    return [_place(number, courses) for number in range(1, lengths[min(LEAST_TEXTS, len(courses)) - 1] + 1)]


def _place(number: int, courses: Sequence[Course]) -> Place:
    reach = [course for course in courses if number <= len(course.free_wrong)]
    forced, free = ([getattr(course, name)[number - 1] for course in reach] for name in ("forced_wrong", "free_wrong"))
    return Place(number, len(reach), _share(forced), _share(free))


def _share(wrong: Sequence[bool]) -> Share:
    low, high = wilson_interval(sum(wrong), len(wrong))
    return Share(sum(wrong) / len(wrong), float(low), float(high))


def _off_the_middle(course: Course) -> tuple[int, float, int]:
    length = len(course.true) - course.given
    if course.parting is None:
        return 1, 0.0, -length
    share = (course.parting - course.given) / max(1, length - 1)
    return (0 if parts_in_between(course) else 2), abs(share - 0.5), -length


def _writable(rows: Sequence[ToWrite]) -> list[ToWrite]:
    """Those with right texts of known tokens that leave something to write, each cut where a text is long."""
    cut = [replace(row, targets=[ids[:MOST_TOKENS] for ids in row.targets]) for row in rows]
    fit = [
        replace(
            row, targets=[ids for ids in row.targets if UNKNOWN not in ids and len(ids) - row.given >= LEAST_TOKENS]
        )
        for row in cut
    ]
    return [row for row in fit if row.targets]


def _affordable(predictor: Predictor, rows: Sequence[ToWrite]) -> int:
    """How many of these texts are written within MOST_WORK."""
    weights = predictor.network.weights
    own = {name: weight for name, weight in weights.items() if name.startswith("decoder/")} or weights
    longest = max(len(ids) for row in rows for ids in row.targets)
    return max(1, min(MOST_TEXTS, int(MOST_WORK / (2 * longest * sum(weight.size for weight in own.values())))))


def _likest(row: ToWrite, own: Any) -> ToWrite:
    """The same with only the right text that has most tokens where its own has them."""

    def shared(ids: Sequence[int]) -> float:
        reach = min(len(ids), len(own))
        return sum(int(a) == b for a, b in zip(own[:reach], ids, strict=False)) / len(ids)

    return replace(row, targets=[max(row.targets, key=shared)])


def _written(predictor: Predictor, rows: Sequence[ToWrite]) -> list[Both]:
    """Each with its likeliest tokens after the true ones, and after its own."""
    logits, state, step = _forward(predictor).begin_writing([row.source for row in rows], predictor)
    targets, given = [row.targets[0] for row in rows], [row.given for row in rows]
    return list(zip(rows, *both_ways(targets, given, logits, state, step, END), strict=True))


def _longest_run(row: ToWrite, guessed: Any) -> tuple[int, int]:
    """`(where it begins, its length)` of the most true tokens in a row that it foretells, and then not with some to come."""
    ids, start, best = row.targets[0], row.given, (row.given, 0)
    for place in range(row.given, len(ids) - LEAST_TOKENS):
        if guessed[place] != ids[place]:
            best = max(best, (start, place - start), key=lambda run: run[1])
            start = place + 1
    return best


def _courses(predictor: Predictor, both: Iterable[Both]) -> list[Course]:
    vocabulary = getattr(predictor.problem, "target_vocabulary", predictor.problem.vocabulary)
    return [_course(vocabulary, *one) for one in both]


def _course(vocabulary: Vocabulary, row: ToWrite, guessed: Any, own: Any) -> Course:
    ids = np.asarray(row.targets[0])
    true, said = _with_end(vocabulary, ids.tolist()), _with_end(vocabulary, _up_to_end(own.tolist()))
    words, masked = [word for word, _ in true], word_filter().masked_words
    parting = next(
        (place for place, word in enumerate(words) if [word] != [own for own, _ in said[place : place + 1]]), None
    )
    return Course(
        row.source,
        words,
        masked([_foretold(vocabulary, ids, guessed, places, row.given) for _, places in true]),
        masked([word for word, _ in said]),
        sum(places[-1] < row.given for _, places in true),
        parting,
        *((way[: len(ids)] != ids)[row.given :].tolist() for way in (guessed, own)),
    )


def _foretold(vocabulary: Vocabulary, ids: Any, guessed: Any, places: Sequence[int], given: int) -> str:
    """The word as it would have become: its true pieces up to the first that was foretold otherwise, and that one."""
    wrong = next((at for at in places if at >= given and guessed[at] != ids[at]), places[-1])
    pieces = [*ids[places[0] : wrong].tolist(), int(guessed[wrong])]
    return " ".join(word for word, _ in _with_end(vocabulary, pieces)) or BREAK


def _with_end(vocabulary: Vocabulary, ids: Sequence[int]) -> list[tuple[str, list[int]]]:
    """The words with their places, signs by themselves, a BREAK for END."""
    places = [part for _, own in words_of(vocabulary, ids) for part in _signs_apart(vocabulary, ids, own)]
    named = [(vocabulary.text([ids[at] for at in own]).strip(), own) for own in places]
    return [one for one in named if one[0]] + ([(BREAK, [len(ids) - 1])] if ids[-1] == END else [])


def _signs_apart(vocabulary: Vocabulary, ids: Sequence[int], places: Sequence[int]) -> list[list[int]]:
    """The places of a word, cut where a sign stands: a full stop is one of what is written, not an end of its word."""
    parts, after = [], True  # whether a new part begins here
    for at in places:
        token = vocabulary.tokens[ids[at]].strip(SPACE)
        sign = bool(token) and not any(map(_is_of_a_word, token))
        if after or sign:
            parts.append([])
        parts[-1].append(at)
        after = sign
    return parts


def _is_of_a_word(letter: str) -> bool:
    return (
        letter.isalnum() or unicodedata.category(letter) == "Mn"
    )  # a jamo that ends a syllable is a letter; a mark goes with one


def _up_to_end(ids: list[int]) -> list[int]:
    return ids[: ids.index(END) + 1] if END in ids else ids


def _forward(predictor: Predictor) -> ModuleType:
    return importlib.import_module(type(predictor.network).__module__)

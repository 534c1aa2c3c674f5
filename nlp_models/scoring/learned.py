"""What a finished training has not learned, by stated rules, why as far as known, and the one change that would help.

    unbeaten(kind, report), hardly_sure(probabilities), one_answer(answers, right, name), repetitive(share), ...   # symptoms
    [explained(reading, Facts(...)) for reading in symptoms]                          # each with its causes and its remedy

repeats   half of what it writes goes round, or is one token: it has not learned to write
alike     nearly all rows get the same probabilities, or one answer that nothing like so many of them have
blank     the network and every simple method get nothing right at all
unbeaten  not better than the simplest thing that one could do instead

The causes: few steps, few rows, unknown words. answering/learning.py asks all this of a run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nlp_models.messages import Message, mark
from nlp_models.recipe import Recipe
from nlp_models.scoring.curves import Reading, longer

UNLEARNED = ("repeats", "alike", "blank", "unbeaten")
OFTEN_REPEATED = 0.5  # share of the texts that go round
FEWEST_WORDS = 12  # of a text in which one word can be too many
OUTER = 5, 95  # percentiles of the probabilities: between them lie nearly all
HARDLY_SURE = 0.1  # over one label in so many, and nearly no answer is surer
NARROW = 0.05  # nearly all answers lie so close together
NEARLY_ALL, MORE_THAN_RIGHT = 0.97, 0.03  # share of one answer, and how far over the share that is right
FEW_STEPS, FEW_ROWS, MANY_UNKNOWN = 300, 1_000, 0.15
WHOLE_WORDS = ("word", "spaced", "morpheme")  # tokens outside of which there are words
FEW_TO_LEARN_FROM = mark("It had only {rows} rows to learn from.")
MOST_CAUSES = 2  # are told: more is no advice
NOTHING = 0.0005  # of a score's highest: it is shown as 0.0


@dataclass(frozen=True)
class Facts:
    """What is known of a training: `recipe` with nothing left open; the share of unknown tokens, where they can be chosen.

    `has_more` is whether our example rows could be added; `readings` are what the curves say.
    """

    recipe: Recipe
    steps: int
    rows: int
    unknown: float | None = None
    has_more: bool = False
    readings: Sequence[Reading] = ()
    metrics: Sequence[dict[str, Any]] = ()
    few_rows: str = FEW_TO_LEARN_FROM


def repetitive(share: float | None) -> Reading | None:
    """Of the share of texts that go round; None where that is not known or not much."""
    if share is None or share < OFTEN_REPEATED:
        return None
    return Reading("repeats", Message(mark("It repeats itself: it has not learned to write sentences yet")))


def one_word(text: str) -> Reading | None:
    """Of one long text: one word is over half of it."""
    words = text.split()
    often = Counter(words).most_common(1)[0][1] if len(words) >= FEWEST_WORDS else 0
    return repetitive(float(often > len(words) / 2))


def hardly_sure(probabilities: Any) -> Reading | None:
    """Of the probabilities of held-back rows, `(N, labels)`: nearly every row gets the same ones."""
    probabilities = np.asarray(probabilities, float)
    if len(probabilities) < 2:
        return None
    low, high = np.percentile(probabilities.max(axis=1), OUTER)
    spread = np.ptp(np.percentile(probabilities, OUTER, axis=0), axis=0).max()  # of the label that changes most
    values = {"low": f"{100 * low:.0f}", "high": f"{100 * high:.0f}"}
    if high <= 1 / probabilities.shape[1] + HARDLY_SURE:
        text = mark("It is hardly sure of anything: nearly all its answers have {low} to {high} %")
        return Reading("alike", Message(text, values))
    if spread <= NARROW:
        text = mark("It says nearly the same of everything: nearly all its answers have {low} to {high} %")
        return Reading("alike", Message(text, values))
    return None


def one_answer(answered: Counter[str], right: Counter[str]) -> Reading | None:
    """Of how often each answer was given and is right (Counters): one is given nearly always, and too often."""
    if answered.total() < 2:
        return None
    answer, times = answered.most_common(1)[0]
    share = times / answered.total()
    if share < NEARLY_ALL or share - right[answer] / max(1, right.total()) < MORE_THAN_RIGHT:
        return None
    text = mark("It answers “{label}” nearly always: {percent} % of the time")
    return Reading("alike", Message(text, {"label": answer, "percent": f"{100 * share:.0f}"}))


def one_text(share: float) -> Reading | None:
    """Of the share of its commonest text: it writes the same for nearly everything."""
    if share < OFTEN_REPEATED:
        return None
    text = mark("It writes the same for nearly everything: {percent} % of its answers are one and the same")
    return Reading("alike", Message(text, {"percent": f"{100 * share:.0f}"}))


def unbeaten(kind: Any, report: Mapping[str, Any]) -> Reading | None:
    """That a Problem class's network is not better than the simplest of its baselines; None where it is."""
    scores, baselines = report["test"], report["baselines"]
    if is_blank(kind, [scores, *baselines.values()]):
        text = mark(
            "Neither it nor any simple method knows more than chance: {rows} examples to learn from are too few"
        )
        return Reading("blank", Message(text, {"rows": f"{report['rows']['train']:,}"}))
    for name, baseline in kind.BASELINES.items():
        if baseline.unbeaten and name in baselines and not kind.beats(scores, baselines[name]):
            return Reading("unbeaten", Message(baseline.unbeaten))
    return None


def is_blank(kind: Any, every: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all these scores would be shown as nothing."""
    return kind.MORE_IS_BETTER and all(one[kind.measure(one)] < NOTHING * kind.HIGHEST for one in every)


def explained(reading: Reading, facts: Facts) -> Reading:
    """A symptom with what it likely comes from, and the one change that would help."""
    remedy = _remedy(facts)
    return replace(
        reading,
        causes=tuple(_causes(facts))[:MOST_CAUSES],
        remedy=remedy.remedy,
        change=remedy.change,
        adds_rows=remedy.adds_rows,
    )


def _causes(facts: Facts) -> Iterator[Message]:
    if _memorised(facts):
        yield Message(mark("It has learned its examples by heart, so more steps would not help."))
    elif facts.steps < FEW_STEPS:
        yield Message(mark("It took only {steps} steps."), {"steps": facts.steps})
    if facts.rows < FEW_ROWS:
        yield Message(facts.few_rows, {"rows": facts.rows})
    if _has_unknown_words(facts):
        values = {"percent": f"{100 * (facts.unknown or 0):.0f}"}
        yield Message(mark("{percent} % of the words that it was tested on are unknown to it."), values)


def _remedy(facts: Facts) -> Reading:
    """A Reading that has only the remedy: time, pieces for unknown words, rows; else what the curves ask for."""
    by_curves = next((reading for reading in facts.readings if reading.remedy), None)
    if facts.steps < FEW_STEPS and not _memorised(facts):
        return Reading("", _NONE, *longer(facts.recipe, facts.metrics))
    if _has_unknown_words(facts):
        return Reading("", _NONE, Message(mark("Train with word pieces")), {"tokenizer": "subword"})
    if facts.has_more and facts.rows < FEW_ROWS:
        return Reading("", _NONE, Message(mark("Train with the example rows added")), adds_rows=True)
    return by_curves or Reading("", _NONE, *longer(facts.recipe, facts.metrics))


def _memorised(facts: Facts) -> bool:
    return any(reading.kind == "memorising" for reading in facts.readings)


def _has_unknown_words(facts: Facts) -> bool:
    return (facts.unknown or 0) >= MANY_UNKNOWN and facts.recipe.tokenizer in WHOLE_WORDS


_NONE = Message("")

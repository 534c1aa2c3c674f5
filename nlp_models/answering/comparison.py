"""compare(group): the contestants of a group beside each other, every two of them paired row by row, and what it comes to.

    found = compare(groups.get(store, group_id, visitor))
    found.contestants[0].score, found.pairs[0].difference, render(finding(found, ["RNN", "LSTM", "GRU"]))

With one seed the rows are drawn anew (McNemar's test where a row is right or wrong); with several, each of which also holds
other rows back, the differences of the seeds are what varies. Contestants that failed or are gone are left out, and told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import Any

from safetensors import safe_open

from nlp_models import tasks
from nlp_models.answering.judging import judge
from nlp_models.errors import UnrolledError
from nlp_models.messages import Message, mark
from nlp_models.problems.problem import Problem
from nlp_models.runs.bundles import SCALE
from nlp_models.runs.groups import Group, Seat
from nlp_models.runs.run import Run
from nlp_models.scoring.paired import Difference, RowScores, across_seeds, comparable, only_one_right, paired_difference

FEW = 50  # held-out rows; of fewer hardly any difference can be shown
BITS = "bits_per_character"


@dataclass(frozen=True)
class Contestant:
    """One of those compared. `runs` are its finished ones, by seed; numbers are the mean over these, None before the first."""

    changes: dict[str, Any]
    runs: dict[int, Run] = field(default_factory=dict)
    score: float | None = None
    low: float | None = None
    high: float | None = None
    parameters: int | None = None
    trained: int | None = None  # of these; the others stay as they were drawn
    steps: int | None = None
    step_seconds: float | None = None
    seconds: float | None = None  # of learning


@dataclass(frozen=True)
class Pair:
    """Two contestants, by their places; the first's score less the second's."""

    first: int
    second: int
    difference: Difference


@dataclass(frozen=True)
class Comparison:
    """What there is to say of a group by now."""

    kind: type[Problem]
    measure: str
    contestants: list[Contestant]
    pairs: list[Pair]
    only_right: list[list[str]]  # of each contestant the held-out texts that it alone has right
    rows: int
    seeds: int  # that all which ended have in common
    baselines: dict[str, float]

    @property
    def ended(self) -> list[int]:
        """Places of those with a score, the best first."""
        sign = -1 if self.more_is_better else 1
        there = [(own.score, place) for place, own in enumerate(self.contestants) if own.score is not None]
        return [place for _, place in sorted(there, key=lambda one: (sign * one[0], one[1]))]

    @property
    def more_is_better(self) -> bool:
        return self.kind.MORE_IS_BETTER and self.measure != BITS

    @property
    def is_share(self) -> bool:
        """Whether its score is told in percent."""
        return self.measure in self.kind.MEASURES and self.kind.MEASURES[self.measure].percent

    def between(self, first: int, second: int) -> Difference | None:
        """How much better the first is than the second; None where nobody knows."""
        for pair in self.pairs:
            if {pair.first, pair.second} == {first, second}:
                ours = pair.difference if pair.first == first else pair.difference.reversed
                return ours if self.more_is_better else ours.reversed
        return None


def compare(group: Group) -> Comparison:
    """The Comparison of what has ended by now; of what was deleted, or of another person's rows, as much as there is."""
    kind, by_changes = tasks.load(group.task).kind, _by_changes(group.seats)
    finished = [{seat.seed: seat.run for seat in seats if seat.run and _is_done(seat.run)} for _, seats in by_changes]
    seeds = sorted(set.intersection(*(set(runs) for runs in finished if runs)) if any(finished) else set())
    rows = {seed: _rows([runs.get(seed) for runs in finished]) for seed in seeds}
    measure = _measure(kind, finished, rows)
    contestants = [
        _contestant(changes, runs, seeds, measure) for (changes, _), runs in zip(by_changes, finished, strict=True)
    ]
    first = rows[seeds[0]] if seeds else []
    told = next((run.report for runs in finished for run in runs.values()), None) or {}
    return Comparison(
        kind,
        measure,
        contestants,
        _pairs(rows, contestants),
        _only_right(first),
        told.get("rows", {}).get("test", 0),
        len(seeds),
        _baselines(kind, told.get("baselines", {}), measure, [changes for changes, _ in by_changes]),
    )


def _baselines(
    kind: type[Problem], scores: dict[str, Any], measure: str, compared: Sequence[dict[str, Any]]
) -> dict[str, float]:
    """The score of each that does not take part itself."""
    taking_part = {name for changes in compared for name, value in changes.items() if value}
    known = {name: baseline.setting for name, baseline in kind.BASELINES.items()}
    return {
        name: own[measure]
        for name, own in scores.items()
        if own.get(measure) is not None and known.get(name) not in taking_part
    }


def finding(found: Comparison, names: Sequence[str]) -> Message:
    """What it comes to, in one sentence."""
    if len(found.ended) < 2:
        return Message(mark("Fewer than two have ended, so there is nothing to compare yet."))
    best, *others = found.ended
    ahead = {
        place: own.value for place in others if (own := found.between(best, place)) and own.is_sure and own.value > 0
    }
    level = [place for place in others if place not in ahead]
    values = {"best": names[best], "seeds": found.seeds, "rows": f"{found.rows:,}"}
    values |= {"beaten": ", ".join(names[n] for n in ahead), "level": ", ".join(names[n] for n in level)}
    if not ahead:
        return Message(_level(found), values | {"all": ", ".join(names[n] for n in found.ended)})
    values["difference"] = points(found, min(ahead.values()))
    if level:
        text = mark(
            "{best} is better than {beaten}, by {difference} at least; between {best} and {level} there is no difference that could be shown."
        )
    else:
        text = mark("{best} is better than {beaten}, by {difference} at least, more than chance explains.")
    return Message(text, values)


def _level(found: Comparison) -> str:
    if not found.pairs:
        return mark("{best} scores highest; whether that is more than chance cannot be said without the rows.")
    if len({found.contestants[place].score for place in found.ended}) == 1:
        if found.seeds > 1:
            return mark("{all} come out level: there is no difference that {seeds} seeds could show.")
        return mark("{all} come out level: there is no difference that these {rows} held-out rows could show.")
    if found.seeds > 1:
        return mark("{best} comes first, but there is no difference that {seeds} seeds could show.")
    return mark("{best} comes first, but there is no difference that one seed on {rows} held-out rows could show.")


def points(found: Comparison, difference: float, signed: bool = False) -> Message | str:
    """A difference of two scores as people read it."""
    sign = "−" if signed and difference < 0 else "+" if signed else ""
    if found.is_share:
        return Message(mark("{number} points"), {"number": f"{sign}{100 * abs(difference):.1f}"})
    number = f"{sign}{abs(difference):.{3 if abs(difference) < 1 else 1}f}"
    measure = found.kind.MEASURES[found.measure]
    return number if signed else Message(mark("{number} in {measure}"), {"number": number, "measure": measure.within})


def caution(found: Comparison) -> Message | None:
    """What keeps this comparison from saying more, or None."""
    if found.rows and found.rows < FEW:
        return Message(
            mark("Only {rows} rows are held back: with so few, hardly any difference can be shown."),
            {"rows": found.rows},
        )
    if found.seeds == 1 and any(pair.difference.is_sure for pair in found.pairs):
        return Message(
            mark(
                "One seed compares only these very networks; with another seed the order may change. Three seeds tell you more."
            )
        )
    return None


def _is_done(run: Run) -> bool:
    return run.status.state == "done" and bool(run.report)


def _by_changes(seats: Sequence[Seat]) -> list[tuple[dict[str, Any], list[Seat]]]:
    groups: dict[str, tuple[dict[str, Any], list[Seat]]] = {}
    for seat in seats:
        groups.setdefault(repr(seat.changes), (seat.changes, []))[1].append(seat)
    return [*groups.values()]


def _rows(runs: Sequence[Run | None]) -> list[RowScores | None]:
    """Of each contestant's run what its rows are worth; None where they are not here."""
    own = [_row_scores(run) if run else None for run in runs]
    there = [one for one in own if one]
    fit = iter(comparable(there)) if there else iter(())
    return [next(fit) if one else None for one in own]


def _row_scores(run: Run) -> RowScores | None:
    judging = f"nlp_models.problems.{tasks.load(run.about.task).problem}.judging"
    row_scores = getattr(import_module(judging), "row_scores", None) if find_spec(judging) else None
    if row_scores is None:  # a kind that keeps no rows
        return None
    try:
        evaluated = judge(run)
    except UnrolledError:  # a file of it is damaged
        return None
    return row_scores(evaluated) if evaluated is not None else None


def _measure(kind: type[Problem], finished: Sequence[dict[int, Run]], rows: dict[int, list[RowScores | None]]) -> str:
    """The score that is compared: the one that is told; of texts cut in different ways, bits per character."""
    switched = any(own.letters is not None and not own.exponent for all_own in rows.values() for own in all_own if own)
    if switched:
        return BITS
    tests = [run.report["test"] for runs in finished for run in runs.values() if run.report]
    names = [kind.measure(test) for test in tests]
    return max(set(names), key=names.count) if names else kind.MEASURE


def _contestant(changes: dict[str, Any], runs: dict[int, Run], seeds: Sequence[int], measure: str) -> Contestant:
    ended = [runs[seed] for seed in seeds if seed in runs]
    if not ended:
        return Contestant(changes)
    tests = [run.report["test"] for run in ended if run.report]
    scores = [test[measure] for test in tests]
    low, high = _interval(tests, scores, measure)
    metrics = [run.metrics() for run in ended]
    seconds, steps = [sum(row["seconds"] for row in own) for own in metrics], [own[-1]["step"] for own in metrics]
    return Contestant(
        changes,
        runs,
        _mean(scores),
        low,
        high,
        *_parameters(ended[0].folder, ended[0].recipe.frozen),
        round(_mean(steps)),
        sum(seconds) / sum(steps),
        _mean(seconds),
    )


def _interval(
    tests: Sequence[dict[str, Any]], scores: Sequence[float], measure: str
) -> tuple[float | None, float | None]:
    if len(scores) > 1:
        spread = across_seeds(scores)
        return spread.low, spread.high
    if f"{measure}_interval" in tests[0]:
        low, high = tests[0][f"{measure}_interval"]
        return low, high
    return tests[0].get(f"{measure}_low"), tests[0].get(f"{measure}_high")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@lru_cache(maxsize=1_000)
def _parameters(folder: Any, frozen: Sequence[str]) -> tuple[int, int]:
    """How many numbers a network has, and how many of them it has learned."""
    with safe_open(folder / "weights.safetensors", "numpy") as file:
        sizes = {
            name: _product(file.get_slice(name).get_shape())
            for name in file.keys()  # noqa: SIM118
            if not name.endswith(SCALE)
        }
    return sum(sizes.values()), sum(size for name, size in sizes.items() if name not in frozen)


def _product(shape: Sequence[int]) -> int:
    result = 1
    for size in shape:
        result *= size
    return result


def _pairs(rows: dict[int, list[RowScores | None]], contestants: Sequence[Contestant]) -> list[Pair]:
    places = [place for place, own in enumerate(contestants) if own.score is not None]
    pairs = ((one, other, _difference(rows, one, other)) for one, other in combinations(places, 2))
    return [Pair(one, other, difference) for one, other, difference in pairs if difference]


def _difference(rows: dict[int, list[RowScores | None]], one: int, other: int) -> Difference | None:
    """Of one seed by its rows, of several by how they differ; None where the rows of one are not here."""
    found = []
    for own in rows.values():
        ours, theirs = own[one], own[other]
        found.append(paired_difference(ours, theirs) if ours and theirs else None)
    known = [difference for difference in found if difference]
    if len(known) < len(found) or not known:
        return None
    return known[0] if len(known) == 1 else across_seeds([difference.value for difference in known])


def _only_right(rows: Sequence[RowScores | None]) -> list[list[str]]:
    there = [own for own in rows if own]
    alone = iter(only_one_right(there)) if len(there) > 1 else iter([[]] * len(there))
    return [[own.texts[place] for place in next(alone)] if own else [] for own in rows]

"""The table of `make bench`: contenders work in turn, and one that is not installed is told."""

import json
import sys
from dataclasses import replace

import pytest

from benchmarks.side_by_side import contender, table, turns
from benchmarks.side_by_side.rows import ROWS, Row

ROW = Row("row", "what", "s", {"ours": "a:b", "peer": "c:d", "other": "e:f"}, rounds=3, more_is_better=False)


class Stub:
    """A contender that is told apart by its place."""

    worked = []

    def __init__(self, place):
        self.place, self.missing = place, "torch" if place == "e:f" else ""

    def turn(self):
        self.worked.append(self.place)
        return {"a:b": 2.0, "c:d": 6.0}[self.place] + len(self.worked)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_they_work_in_turn_and_the_first_round_does_not_count(monkeypatch):
    monkeypatch.setattr(turns, "Contender", Stub)
    monkeypatch.setattr(Stub, "worked", [])
    assert turns.alternating(ROW) == {"ours": [5.0, 7.0, 9.0], "peer": [10.0, 12.0, 14.0], "other": "torch"}
    assert Stub.worked == ["a:b", "c:d"] * 4


def test_a_line_tells_median_spread_and_ratio_and_who_is_missing():
    ours, peer, other = table.lines_of(ROW, {"ours": [1.0, 2.0, 9.0], "peer": [4.0, 5.0, 3.0], "other": "torch"})
    assert ours.endswith("| ours | 2 s | 1 .. 9 | 1.00x |") and peer.endswith("| peer | 4 s | 3 .. 5 | 2.00x |")
    assert other.endswith("| other | torch is not installed | | |")
    more = table.lines_of(replace(ROW, more_is_better=True), {"ours": [2.0], "peer": [4.0], "other": "torch"})
    assert more[1].endswith("| 0.50x |")


def test_a_contender_that_lacks_a_package_says_so(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    contender.main("next_word:pytorch")
    assert json.loads(capsys.readouterr().out) == {"missing": "torch"}
    with pytest.raises(ModuleNotFoundError):
        contender.main("no_such_file:ours")


def test_every_row_has_its_contenders_in_a_file():
    for row in ROWS:
        for place in row.contenders.values():
            module, function = place.split(":")
            text = (turns.REPOSITORY / "benchmarks" / "side_by_side" / f"{module}.py").read_text("utf-8")
            assert f"def {function}()" in text

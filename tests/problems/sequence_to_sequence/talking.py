"""What the tests of talk share: a file read as a chatbot's page reads it."""

from pathlib import Path

from nlp_models.datasets.table import Table
from nlp_models.messages import render
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence

CASES = Path(__file__).parents[2] / "fixtures" / "cases"


def read(text: str | bytes | Path, name: str | None = None, **how) -> Table:
    """A Table of these lines."""
    return SequenceToSequence.read_table(text.encode() if isinstance(text, str) else text, name, **how)


def left_out(table: Table) -> dict[str, tuple[int, ...]]:
    """Rows that were left out, by the English reason."""
    return {render(skipped.why): skipped.rows for skipped in table.skipped}


def said(table: Table) -> str:
    """All texts of a Table together."""
    return "\n".join(" / ".join(row) for row in table.rows)

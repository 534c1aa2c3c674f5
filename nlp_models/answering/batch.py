"""answer_table(predictor, table, column): a whole file answered, as the bytes of a CSV that a spreadsheet opens."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from nlp_models.answering.cards import with_cards
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.readers import Table
from nlp_models.errors import DataError

FORMULA = re.compile("[\\s\"'\ufeff\u200b-\u200f\u2060]*[=+\\-@＝＋－＠]|[\t\r]")  # what a cell must not begin with
ROWS_AT_ONCE = 2_000  # sorted by length together, so that little is padded; then the progress is told


def answer_table(
    predictor: Predictor,
    table: Table,
    column: str,
    progress: Callable[[int], None] | None = None,
    names: Mapping[str, str] | None = None,
    at_once: int = 1,
) -> bytes:
    """The table's own columns, then what the problem's `file_answers` adds: of a classifier `answer` and `probability`.

    Args:
        column: the column with the text.
        progress: a function of the number of rows answered so far; raising in it ends the work.
        names: label -> the name written in its place.
        at_once: lots of rows that are answered beside each other, each on a core of its own.

    Raises DataError when there is no such column.
    """
    if column not in table.columns:
        raise DataError("There is no column named '{column}'.", column=column)
    place, problem, names, done = table.columns.index(column), predictor.problem, names or {}, 0
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)  # an Excel that cuts at semicolons finds none outside of quotes
    writer.writerow(map(harmless, [*table.columns, *_free_names(table.columns, problem.file_columns(names))]))
    for rows, answers in _answered(predictor, table.rows, place, names, at_once):
        for row, cells in zip(rows, answers, strict=True):
            own = [*row[:place], problem.cell(row[place]), *row[place + 1 :]]
            writer.writerow(map(harmless, [*own, *cells]))
        if progress:
            done += len(rows)
            progress(done)
    # Excel reads Korean only with the mark; a lone surrogate cannot be written as UTF-8
    return written.getvalue().encode("utf-8-sig", "replace")


def _answered(
    predictor: Predictor, every: Sequence[Sequence[str]], place: int, names: Mapping[str, str], at_once: int
) -> Iterator[tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]]:
    """`(rows, the cells that each gets)`, lot by lot in their order."""

    def answer(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        texts = [row[place] for row in rows]
        return with_cards(predictor, texts, predictor.problem.file_answers(texts, predictor, names))

    lots = [every[start : start + ROWS_AT_ONCE] for start in range(0, len(every), ROWS_AT_ONCE)]
    with ThreadPoolExecutor(at_once) as pool:
        for first in range(0, len(lots), at_once):
            some = lots[first : first + at_once]
            yield from zip(some, pool.map(answer, some), strict=True)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP's list).

    Full-width signs count as their narrow ones, and what has no width at the beginning does not hide them.
    """
    return "'" + cell if FORMULA.match(cell) else cell


def _free_names(taken: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Names of the added columns; one that the file has already gets a number."""
    names = list(taken)
    for name in wanted:
        number = 2
        free = name
        while free in names:
            free, number = f"{name} {number}", number + 1
        names.append(free)
    return names[len(taken) :]

"""footer_at(rows, numbers): where a table ends and its sums and remarks begin, which are no rows of it."""

import re

from nlp_models.datasets.parsing.headers import Rows, filled
from nlp_models.datasets.source import SAMPLE

MOST = 12  # rows of a footer
SUMS = re.compile(
    r"\W*(grand )?(total|totals|sum|subtotal|average|mean|count|rows|합계|총계|소계|평균|총합|계|총 ?\d+ ?[건개행명])\W*(\d[\d,.]*)?\W*",
    re.I,
)
NUMBERS = re.compile(r"[-+\d.,%\s]*")
REMARK = re.compile(
    r"\s*([*※†]|notes?\b|source\b|sources\b|exported\b|generated\b|created\b|copyright\b|©|end of|출처|주\s*[:)]|비고|작성|참고|자료\s*:|\(단위)",
    re.I,
)


def footer_at(rows: Rows, numbers: list[int], usual: int, even: bool) -> int:
    """The place of the first row that belongs to the footer; `len(rows)` where there is none.

    Args:
        usual: as many cells as rows have filled.
        even: whether all rows are equally wide as they stand (workbooks), so that a missing cell is an empty one.
    """
    end = len(rows)
    while end > max(1, len(rows) - MOST, len(rows) // 2) and _is_footer(rows, numbers, end - 1, usual, even):
        end -= 1
    return end


def _is_footer(rows: Rows, numbers: list[int], place: int, usual: int, even: bool) -> bool:
    row = rows[place]
    start = next((cell for cell in row if cell.strip()), "")
    if usual < 2:
        return False
    if SUMS.fullmatch(start):
        return all(
            NUMBERS.fullmatch(cell) and not _is_value(cell, rows[:place], n)
            for n, cell in enumerate(row)
            if cell is not start
        )
    if filled(row) != 1:
        return False
    lone = len(row) == 1 and not even  # in a csv a row without a separator
    after_gap = even and numbers[place] > numbers[place - 1] + 1
    return bool(lone or REMARK.match(start) or (after_gap and row[0].strip()))


def _is_value(cell: str, rows: Rows, column: int) -> bool:
    """Whether a cell is a value of its column, too: then `average` and 3 are a review and its stars."""
    return bool(cell.strip()) and any(
        len(row) > column and row[column].strip() == cell.strip() for row in rows[:SAMPLE]
    )

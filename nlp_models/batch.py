"""answer_table(predictor, table, column): a whole file answered, as the bytes of a CSV that a spreadsheet opens."""

import csv
import io

from nlp_models.errors import DataError

ROWS_AT_ONCE = 2_000  # sorted by length together, so that little is padded; then the progress is told
MOST_COLUMNS = 10  # with more labels, a column for each is more than anybody reads


def answer_table(predictor, table, column, progress=None, names=None):
    """The table's own columns, then `answer`, its `probability` and, of up to ten labels, each one's probability.

    Args:
        column: the column with the text.
        progress: a function of the number of rows answered so far; raising in it ends the work.
        names: label -> the name written in its place.

    Raises DataError when there is no such column.
    """
    if column not in table.columns:
        raise DataError("There is no column named '{column}'.", column=column)
    place, labels = table.columns.index(column), predictor.config.labels
    shown = [(names or {}).get(label, label) for label in labels]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(map(harmless, [*table.columns, *_new_columns(table.columns, shown)]))
    for start in range(0, len(table.rows), ROWS_AT_ONCE):
        rows = table.rows[start : start + ROWS_AT_ONCE]
        for row, chances in zip(rows, predictor([row[place] for row in rows]).tolist(), strict=True):
            best = max(range(len(labels)), key=chances.__getitem__)
            each = chances if len(labels) <= MOST_COLUMNS else []
            writer.writerow([*map(harmless, row), harmless(shown[best]), *(f"{p:.4f}" for p in (chances[best], *each))])
        if progress:
            progress(start + len(rows))
    # Excel reads Korean only with the mark; a lone surrogate cannot be written as UTF-8
    return written.getvalue().encode("utf-8-sig", "replace")


def harmless(cell):
    """A cell that no spreadsheet takes for a formula (OWASP's list)."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _new_columns(taken, labels):
    """Names of the added columns; one that the file has already gets a number."""
    wanted = ["answer", "probability"]
    if len(labels) <= MOST_COLUMNS:
        wanted += [f"probability of {label}" for label in labels]
    found = list(taken)
    for name in wanted:
        number = 2
        free = name
        while free in found:
            free, number = f"{name} {number}", number + 1
        found.append(free)
    return found[len(taken) :]

"""A person's file as a table, and which of its columns is what."""

import sys
from pathlib import Path

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.table import How
from nlp_models.messages import render
from nlp_models.reading import read_limited


def table_of(task, path, options):
    """A person's file, read in a child that it cannot take along."""
    how = How(
        options.shape,
        options.encoding,
        options.separator,
        options.header,
        options.sheet,
        options.sentence,
        options.pause,
        options.skip_bad_rows,
        wanted=tuple(asked_columns(options).values()),
    )
    return read_limited(task.name, Path(path), how=how)


def asked_columns(options):
    return {name: value for name in ("text", "label", "part") if (value := getattr(options, name, None))}


def told_unknown(known):
    """The rows with known labels; what was left out is told."""
    if known.message:
        print(render(known.message), file=sys.stderr)
    return known.dataset


def table_and_columns(task, path, options, learned=None):
    """A file's Table, and which of its columns is what: as asked, as the run learned where they are there, or guessed."""
    table = table_of(task, path, options)
    learned = {name: column for name, column in (learned or {}).items() if column in table.columns}
    return table, guess_columns(table, task.fields) | learned | asked_columns(options)

"""What there is: the tasks, and how a file would be read."""

import json

from nlp_models import tasks
from nlp_models.command_line.files import asked_columns, table_of
from nlp_models.command_line.told import tell
from nlp_models.reading import inspection


def inspect_file(options):
    """How a file would be read for a task: its shape and why, columns, labels, findings, first rows."""
    task = tasks.load(options.task)
    measure = inspection(task, table_of(task, options.file, options), asked_columns(options))
    tell(options, measure, "\n".join(f"{name}: {_short(value)}" for name, value in measure.items()))


def _short(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]} …"


def show_tasks(options):
    rows = [{"name": name, "title": tasks.load(name).title} for name in tasks.names()]
    tell(options, rows, "\n".join(f"{task['name']:<12} {task['title']}" for task in rows))

"""Keys of the session that only the giving of a file needs; see frame/state.py."""

from nlp_models.tasks import Task
from pages.ui.frame.key import Key


def uploads(task: Task) -> Key[int]:
    """How often the file was taken away again; each time the uploader begins afresh."""
    return Key(f"{task.name}-uploads")

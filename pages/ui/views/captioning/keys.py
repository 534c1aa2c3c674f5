"""What a session remembers of the steps of captions: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from nlp_models.errors import UnrolledError
    from nlp_models.tasks import Task


def own_picture(task: Task) -> Key[UploadedFile | None]:
    return Key(f"own-picture-{task.name}")


def picture_refused(task: Task) -> Key[UnrolledError]:
    return Key(f"own-picture-{task.name}-refused")

"""Which module draws a step of a page, found by folder and file name: Data, Train and Take home are the same for all, the
others stand in `pages/ui/views/<the task's view>/<step>_step.py`; `rows_step` draws the rows of Data, where a view has one.

A module is loaded when it is first asked for: frame and title stand before charts and tables are read in.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from nlp_models.tasks import Task

SHARED = {"data": "data.step", "train": "train.step", "home": "take_home.step"}


def has_own(task: Task, step: str) -> bool:
    """Whether the view of this task draws a step in its own way."""
    return find_spec(f"pages.ui.views.{task.view}.{step}_step") is not None


def step_of(task: Task, step: str) -> Callable[..., None]:
    """The function that draws this step: of task and run; of task, dataset and key where the step is `rows`."""
    name = f"{'take_home' if step == 'home' else step}_step"
    return getattr(import_module(f"pages.ui.{SHARED.get(step) or f'views.{task.view}.{name}'}"), name)

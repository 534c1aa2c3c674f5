"""Which parts draw the steps of a page: Data, Train and Take home for all, the others by the kind of problem; where two
use cases of one kind look at their answers differently, by the task's name.

A part is loaded when it is first asked for: frame and title stand before charts and tables are read in.
"""

from importlib import import_module

SHARED = {"data": "data.data_step", "train": "train.train_step", "home": "take_home.take_home_step"}
KINDS = {
    "language_model": {
        "try": "language_try.try_step",
        "judge": "language_judge.judge_step",
        "inside": "language_inside.inside_step",
    },
    "classification": {"try": "try_it.try_step", "judge": "judge.judge_step", "inside": "inside.inside_step"},
    "tagging": {
        "try": "tagging_try.try_step",
        "judge": "tagging_judge.judge_step",
        "inside": "tagging_inside.inside_step",
        "rows": "tagging_rows.tagged_rows",
    },
    "captioning": {
        "try": "caption_try.try_step",
        "judge": "caption_judge.judge_step",
        "inside": "caption_inside.inside_step",
        "rows": "caption_rows.picture_rows",
    },
    "chatbot": {"try": "chat_try.try_step", "judge": "chat_judge.judge_step", "inside": "chat_inside.inside_step"},
    "translation": {
        "try": "translation_try.try_step",
        "judge": "translation_judge.judge_step",
        "inside": "chat_inside.inside_step",
    },
}


def has_own(task, part):
    """Whether this kind of problem draws a part in its own way: "rows" are those of Data."""
    return part in parts_of(task)


def parts_of(task):
    """The parts of a task of its own, else those of its kind of problem."""
    return KINDS.get(task.name) or KINDS[task.problem]


def step_of(task, step):
    """The function of task and run that draws this step."""
    module, name = (SHARED | parts_of(task))[step].split(".")
    return getattr(import_module(f"pages.ui.{module}"), name)

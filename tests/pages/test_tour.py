"""Every task is named where people and engineers look for it: the menu, the README's tour, the map."""

import re

import pytest
from conftest import REPOSITORY

from nlp_models import tasks

README = (REPOSITORY / "README.md").read_text("utf-8")
MAP = (REPOSITORY / "nlp_models" / "README.md").read_text("utf-8")
FRAME = (REPOSITORY / "app.py").read_text("utf-8")


@pytest.mark.parametrize("name", tasks.names())
def test_a_task_is_in_the_menu_the_tour_and_the_map(name):
    title = tasks.load(name).title
    assert f'pages/{name.replace("-", "_")}.py", title=t("{title}")' in FRAME
    assert f"\n| {title} | " in README
    (line,) = (line for line in MAP.splitlines() if line.startswith("  tasks/ "))
    assert name.replace("-", "_") in re.split(r"[\s,:]+", line)


def test_the_menu_names_no_page_that_is_not_there():
    for page in re.findall(r'"(pages/\w+\.py)"', FRAME):
        assert (REPOSITORY / page).exists()

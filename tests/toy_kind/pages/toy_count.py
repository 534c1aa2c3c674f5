"""Toy count: how many red things are in a text?"""

from nlp_models import tasks
from pages.ui.frame.frame import within_frame
from pages.ui.story.use_case import use_case

within_frame()
use_case(tasks.load("toy-count"))

"""Chatbot: what does one say to that?"""

from nlp_models import tasks
from pages.ui.frame.frame import within_frame
from pages.ui.story.use_case import use_case

within_frame()
use_case(tasks.load("chatbot"))

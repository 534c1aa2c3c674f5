"""Lessons: gates, memory, n-gram against RNN, a few steps each: /lessons?lesson=gates."""

from pages.ui.frame.frame import within_frame
from pages.ui.lessons.page import lessons_page

within_frame()
lessons_page()

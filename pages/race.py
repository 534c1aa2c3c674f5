"""The race: several networks trained on the same rows, their scores growing beside each other: /race?group=ID."""

from pages.ui.frame.frame import within_frame
from pages.ui.race.page import race_page

within_frame()
race_page()

"""Memory lab: what a cell keeps, how far a language model looks back, how far a gradient reaches: /memory?lab=recall."""

from pages.ui.frame.frame import within_frame
from pages.ui.memory.page import memory_page

within_frame()
memory_page()

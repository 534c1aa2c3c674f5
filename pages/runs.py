"""Runs: everything this visitor has trained, to look at, compare, keep and clear away."""

from pages.ui.frame.frame import within_frame
from pages.ui.runs.page import runs_page

within_frame()
runs_page()

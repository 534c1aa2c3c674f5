"""Runs: everything this visitor has trained, to look at, compare, keep and clear away."""

from pages.ui.runs_table import runs_page

runs_page()

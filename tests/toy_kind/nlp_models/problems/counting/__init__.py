"""Counting: a text -> a number. The toy kind of tests/test_toy_kind.py: what a new kind has to bring, and no more."""

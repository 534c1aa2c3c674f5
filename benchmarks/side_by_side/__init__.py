"""Rows of `python -m benchmarks`: rows.py names them, table.py prints them, turns.py lets contenders work one after the other.

A contender is a function without arguments; it gets ready and gives a function that works for some seconds and gives a number.
"""

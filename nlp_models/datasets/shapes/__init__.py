"""Shapes of files that several kinds of problem read; a file each, found by name. See datasets/recognition.py."""

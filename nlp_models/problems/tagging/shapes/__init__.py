"""Shapes of files that hold words and their tags; a file each, found by name. See datasets/recognition.py."""

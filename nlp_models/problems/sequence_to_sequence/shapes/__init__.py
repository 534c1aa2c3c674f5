"""Shapes of files that hold pairs or talk; a file each, found by name. See datasets/recognition.py."""

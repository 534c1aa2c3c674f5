"""Shapes of files that hold running text; a file each, found by name. See datasets/recognition.py."""

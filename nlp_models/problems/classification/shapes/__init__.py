"""Shapes of files that hold texts and labels; a file each, found by name. See datasets/recognition.py."""

"""Shapes of files that hold pictures and captions; a file each, found by name. See datasets/recognition.py."""

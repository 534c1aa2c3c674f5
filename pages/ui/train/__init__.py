"""The step Train: settings, start, watch, stop, resume."""

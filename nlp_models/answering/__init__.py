"""What answers and explains, from a finished run or a ready model: predictor, probe, judging. NumPy only."""

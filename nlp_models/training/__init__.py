"""The training process: loop, checkpoints, finishing. Only `python -m nlp_models train` imports it; it needs Keras."""

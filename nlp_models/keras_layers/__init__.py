"""Keras layers that several kinds share, to train; the training process only."""

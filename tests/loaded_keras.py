"""What a process has loaded that forks trainings and exports: forkservers.py starts it. Nothing of ours: some children are without it."""

import gc

import keras  # noqa: F401
import sklearn.linear_model  # noqa: F401

gc.freeze()  # a child does not look through these for garbage

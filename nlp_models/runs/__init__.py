"""A run is a folder (run.py), all of them a store (store.py), within limits; a trained network travels as a bundle."""

from nlp_models.runs.store import RunStore as RunStore

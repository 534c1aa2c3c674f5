"""What a process has loaded that forks readers of files and bundles: forkservers.py starts it."""

import gc
from importlib import import_module

import nlp_models.reading.child
import nlp_models.sharing.brought  # noqa: F401
from nlp_models.datasets.recognition import shapes_in
from nlp_models.problems import kinds

PROBLEMS = [f"nlp_models.problems.{kind}" for kind in kinds()]
for problem in PROBLEMS:
    import_module(f"{problem}.problem")
for part in ("nlp_models.datasets", *PROBLEMS):
    for shape in shapes_in(f"{part}.shapes").values():
        import_module(shape.__name__)
gc.freeze()

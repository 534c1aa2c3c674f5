"""Unrolled's library: train a recurrent network on one's own text, ask it, look inside. README.md has the map.

The names below are loaded when they are first asked for; none of them needs TensorFlow.
"""

from importlib import import_module

PUBLIC = {
    "Dataset": "datasets",
    "Predictor": "answering.predictor",
    "Recipe": "recipe",
    "RunStore": "runs",
    "read_table": "datasets.readers",
}


def __getattr__(name):
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{PUBLIC[name]}"), name)


def __dir__():
    return sorted([*globals(), *PUBLIC])

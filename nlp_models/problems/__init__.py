"""Problems turn texts into arrays and arrays into answers. No Keras here. What each must offer: problem.py."""

import importlib


def problem_class(name):
    """The Problem of that file name: `problem_class("classification")`."""
    return getattr(importlib.import_module(f"nlp_models.problems.{name}.problem"), class_name(name))


def class_name(file_name):
    """`language_model` -> `LanguageModel`: how classes are named after their file."""
    return file_name.title().replace("_", "")

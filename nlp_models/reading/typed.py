"""What somebody types of how a file is to be read, as argparse takes it."""

import argparse


def separator(text: str) -> str:
    """A sign between columns; "" where there are none."""
    named = {"tab": "\t", "\\t": "\t", "none": ""}
    if text not in named and len(text) != 1:
        raise argparse.ArgumentTypeError(f"a separator is one sign, tab or none; got {text}")
    return named.get(text, text)


def header(text: str) -> bool | int:
    """Whether the first row names the columns, or which row does."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    if text not in ("yes", "no"):
        raise argparse.ArgumentTypeError(f"yes, no or the number of a row; got {text}")
    return text == "yes"

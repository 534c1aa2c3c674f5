"""What people call a separator, an encoding, a header."""

import re

from nlp_models.datasets.table import PLAIN
from pages.ui.frame.words import t

UNNAMED = re.compile(r"column (\d+)")  # as the library calls a column without a name
SEPARATORS = ("\t", ",", ";", "|", PLAIN)


def separator_name(sign: str) -> str:
    """A separator as people call it."""
    return {
        "\t": t("tab"), ",": t("comma"), ";": t("semicolon"), "|": t("vertical bar"), PLAIN: t("none: plain text"),
    }.get(sign, sign)  # fmt: skip


def header_name(header: bool | int) -> str:
    """Which row names the columns, as one would say it."""
    if header is True or header is False:
        return t("Names the columns") if header else t("Is a row like the others")
    return t("Row {row} names the columns", row=header)


def encoding_name(code: str) -> str:
    """An encoding as it is written by people."""
    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp949": "CP949", "cp1252": "CP1252"}
    return names.get(code, code)


def column_name(name: str) -> str:
    """A column as it is shown: one without a name by its place."""
    unnamed = UNNAMED.fullmatch(name)
    return t("column {number}", number=int(unnamed[1])) if unnamed else name

"""number(raw, format, epoch): a number of a workbook as its cell shows it: a date, a share in percent, a plain number."""

import re
from datetime import datetime, timedelta

from nlp_models.datasets.encodings import cleaned

DATES = re.compile(r"(?<!\\)[dmyhs]", re.I)
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # of a number's format: what is shown as it stands
BUILT_IN = {**dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58), "yyyy-mm-dd"),
            **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:mm:ss"), 22: "yyyy-mm-dd h:mm:ss", 9: "0%", 10: "0.00%"}  # fmt: skip


def number(raw: str, shown_as: str, epoch: datetime) -> str:
    """A number as it is shown: whole ones without a point, dates as ISO writes them, shares in percent."""
    try:
        value = float(raw)
    except ValueError:
        return cleaned(raw.strip())
    form = LITERAL.sub("", shown_as.split(";")[0])
    if "%" in form:
        places = len(form.partition(".")[2].partition("%")[0]) if "." in form else 0
        return f"{100 * value:.{min(places, 10)}f}%"
    if DATES.search(form) and "general" not in form.lower() and -1 < value < 2_958_466:
        return _date(value, form.lower(), epoch)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _date(value: float, form: str, epoch: datetime) -> str:
    day, clock = any(sign in form for sign in "yd"), any(sign in form for sign in "hs")
    when = epoch + timedelta(seconds=round(value * 86_400))
    if value < 1 and clock:
        return when.strftime("%H:%M:%S")
    return (
        when.strftime("%Y-%m-%d %H:%M:%S")
        if clock or (not day and when.second) or value % 1
        else when.strftime("%Y-%m-%d")
    )

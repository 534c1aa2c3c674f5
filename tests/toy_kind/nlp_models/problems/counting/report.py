"""What report.json and a line of metrics.jsonl of a network that counts may hold: see report.py."""

from pydantic import BaseModel

from nlp_models.report import Amount, Count, Line, Share


class CountingScores(BaseModel):
    """How far from the right number on average, and how often right when rounded."""

    rows: int = Count
    mean_error: Amount
    accuracy: float = Share


class CountingLine(Line):
    """A line of metrics.jsonl: also the mean error."""

    validation_mean_error: Amount

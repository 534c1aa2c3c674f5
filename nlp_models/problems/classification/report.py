"""What report.json of a classifier may hold: see report.py."""

from pydantic import BaseModel, Field

from nlp_models.report import LabelScores, Share


class ClassificationScores(BaseModel):
    """What metrics.classification_scores gives."""

    rows: int = Field(ge=1, le=10**12)
    accuracy: float = Share
    accuracy_low: float = Share
    accuracy_high: float = Share
    macro_f1: float = Share
    macro_f1_low: float = Field(0, ge=0, le=1)  # early reports lack the interval
    macro_f1_high: float = Field(1, ge=0, le=1)
    per_class: dict[str, LabelScores] = Field(max_length=1000)

"""What report.json of a language model may hold: see report.py."""

from pydantic import BaseModel, Field

from nlp_models.report import Share


class LanguageModelScores(BaseModel):
    """What problems.language_model.stream_scores gives."""

    rows: int = Field(ge=1, le=10**12)
    tokens: int = Field(ge=1, le=10**12)
    perplexity: float = Field(ge=1, le=10**12)
    perplexity_low: float = Field(ge=0, le=10**12)
    perplexity_high: float = Field(ge=0, le=10**12)
    loss: float = Field(ge=0, le=1000)
    bits_per_character: float = Field(ge=0, le=10_000)
    unknown: float = Share
    accuracy: float | None = Field(None, ge=0, le=1)  # of methods that do not say which token is the likeliest

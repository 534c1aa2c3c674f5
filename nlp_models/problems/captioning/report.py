"""What report.json and answers.json of captions may hold: see report.py and archive_contents.py."""

from typing import Annotated

from pydantic import BaseModel, Field

from nlp_models.report import Count, Line, Mean, OfHundred, Share, Strict

Bleu = Field(ge=0, le=100.001)
Surprise = Field(None, ge=0, le=10**12)
Sure = Annotated[float, Field(ge=0, le=1.001)]
Told = Annotated[str, Field(max_length=2_000)]


class CaptioningScores(BaseModel):
    """What problems.captioning gives; baselines say nothing of probabilities, nor of themselves without a picture."""

    rows: int = Field(ge=1, le=10**12)
    exact: float = Share
    exact_low: float = Share
    exact_high: float = Share
    bleu_1: float = Bleu
    bleu_2: float = Bleu
    bleu_3: float = Bleu
    bleu_4: float = Bleu
    bleu_4_low: float = Bleu
    bleu_4_high: float = Bleu
    commonest_share: float = Share
    repetitive: float | None = Field(None, ge=0, le=1)  # of its captions; not known of runs from before
    tokens: int | None = Field(None, ge=0, le=10**12)
    perplexity: float | None = Surprise
    accuracy: float | None = Field(None, ge=0, le=1)
    blind_perplexity: float | None = Surprise
    blind_exact: float | None = Field(None, ge=0, le=1)
    blind_bleu_1: float | None = Field(None, ge=0, le=100.001)
    blind_bleu_2: float | None = Field(None, ge=0, le=100.001)
    blind_bleu_3: float | None = Field(None, ge=0, le=100.001)
    blind_bleu_4: float | None = Field(None, ge=0, le=100.001)


class CaptionedSplit(Strict):
    """The pictures of a part, the caption given to each, and how likely its true captions were, a word."""

    rows: list[Annotated[int, Count]]
    captions: list[Told]
    blind: Told
    likelihood: list[Sure]


class CaptioningAnswers(Strict):
    """answers.json of captions."""

    labels: list[str] = Field(max_length=0)
    baselines: dict[str, list[Told]]
    test: CaptionedSplit
    validation: CaptionedSplit | None = None

    def misfit(self, dataset, _labels):
        """Where this cannot be of these pictures; None where it can."""
        for part in filter(None, (self.test, self.validation)):
            if len(set(part.rows)) != len(part.rows) or not all(row < len(dataset) for row in part.rows):
                return "rows"
            if not len(part.rows) == len(part.captions) == len(part.likelihood):
                return "captions"
        fitting = all(len(given) == len(self.test.rows) for given in self.baselines.values())
        return None if fitting and len(self.baselines) < 20 else "baselines"


class CaptioningLine(Line):
    """A line of metrics.jsonl: also whole captions right, and how like people's the others are."""

    validation_exact: Mean | None = None
    validation_bleu_4: OfHundred | None = None

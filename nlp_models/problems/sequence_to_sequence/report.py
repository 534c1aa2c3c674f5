"""What report.json and answers.json of a network that writes answers may hold: see report.py and archive_contents.py."""

from typing import Annotated

from pydantic import BaseModel, Field

from nlp_models.report import Count, Share, Strict, WritingLine

Sure = Annotated[float, Field(ge=0, le=1.001)]
Text = Annotated[str, Field(max_length=20_000)]
Score = Annotated[float, Field(ge=0, le=100.001)]
OfHundred = Field(ge=0, le=100.001)


class LengthScores(BaseModel):
    """Sentences of `least` to `most` words; the last group has no most."""

    least: int = Count
    most: int | None = Field(None, ge=1, le=10**6)
    rows: int = Count
    bleu: float = OfHundred
    bleu_interval: tuple[Score, Score]
    chrf: float = OfHundred
    chrf_interval: tuple[Score, Score]


class PairScores(BaseModel):
    """What problems.sequence_to_sequence gives; None is what a method has no number for."""

    rows: int = Field(ge=1, le=10**12)
    questions: int = Field(ge=1, le=10**12)
    tokens: int | None = Field(None, ge=1, le=10**12)
    perplexity: float | None = Field(None, ge=1, le=10**12)
    perplexity_low: float | None = Field(None, ge=0, le=10**12)
    perplexity_high: float | None = Field(None, ge=0, le=10**12)
    loss: float | None = Field(None, ge=0, le=1000)
    accuracy: float | None = Field(None, ge=0, le=1)
    bleu: float = OfHundred
    bleu_interval: tuple[Score, Score]
    bleu_signature: str = Field(max_length=200)
    chrf: float = OfHundred
    chrf_interval: tuple[Score, Score]
    chrf_signature: str = Field(max_length=200)
    by_length: list[LengthScores] = Field(max_length=50)
    distinct_1: float = Share
    distinct_2: float = Share
    distinct_answers: float = Share
    commonest_share: float = Share
    relevance: float | None = Field(None, ge=0, le=1)
    candidates: int | None = Field(None, ge=2, le=10_000)
    repetitive: float | None = Field(
        None, ge=0, le=1
    )  # of its answers; not known of baselines, nor of runs from before


class WrittenSplit(Strict):
    """The rows of a part with what was written for each, and how sure the network was of it."""

    rows: list[int]
    said: list[Text]
    sureness: list[Sure]


class PairAnswers(Strict):
    """answers.json of a network that writes answers."""

    labels: list[str]
    baselines: dict[str, list[Text]]
    test: WrittenSplit
    validation: WrittenSplit | None = None

    def misfit(self, dataset, _labels):
        """Where this cannot be of these rows; None where it can."""
        for part in filter(None, (self.test, self.validation)):
            rows = part.rows
            if len(set(rows)) != len(rows) or not all(0 <= row < len(dataset) for row in rows):
                return "rows"
            if not len(rows) == len(part.said) == len(part.sureness):
                return "said"
        fitting = all(len(given) == len(self.test.rows) for given in self.baselines.values())
        return None if fitting and len(self.baselines) < 20 else "baselines"


class PairLine(WritingLine):
    """A line of metrics.jsonl: also how like the right answers its own were."""

    validation_chrf: Score | None = None

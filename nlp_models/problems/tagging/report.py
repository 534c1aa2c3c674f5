"""What report.json and answers.json of a tagger may hold: see report.py and archive_contents.py."""

from typing import Annotated

from pydantic import BaseModel, Field

from nlp_models.report import Count, LabelScores, Line, Mean, Share, Strict

Sure = Annotated[float, Field(ge=0, le=1.001)]
Number = Annotated[int, Field(ge=0, le=1000)]


class TaggingScores(BaseModel):
    """What entities.tagging_scores gives; what belongs to entities is None where tags name none."""

    rows: int = Field(ge=1, le=10**12)
    tokens: int = Count
    accuracy: float = Share
    accuracy_low: float = Share
    accuracy_high: float = Share
    unseen_tokens: int = Count
    unseen_accuracy: float = Share
    entity_f1: float | None = Field(None, ge=0, le=1)
    entity_f1_low: float = Field(0, ge=0, le=1)
    entity_f1_high: float = Field(1, ge=0, le=1)
    entity_precision: float = Field(0, ge=0, le=1)
    entity_recall: float = Field(0, ge=0, le=1)
    entities: int = Field(0, ge=0, le=10**12)
    unseen_entities: int = Field(0, ge=0, le=10**12)
    unseen_entity_recall: float = Field(0, ge=0, le=1)
    per_type: dict[str, LabelScores] = Field(max_length=1000)


class TaggedSplit(Strict):
    """The rows of a part, each word's tag by its number, and how sure the network was of it."""

    rows: list[int]
    tags: list[list[Number]]
    sureness: list[list[Sure]]


class TaggingAnswers(Strict):
    """answers.json of a tagger."""

    labels: list[str]
    baselines: dict[str, list[list[Number]]]
    test: TaggedSplit
    validation: TaggedSplit | None = None

    def misfit(self, dataset, labels):
        """Where this cannot be of these rows and tags; None where it can."""
        lengths = [text.count(" ") + 1 for text in dataset.columns["text"]]
        for part in filter(None, (self.test, self.validation)):
            rows = part.rows
            if len(set(rows)) != len(rows) or not all(0 <= row < len(lengths) for row in rows):
                return "rows"
            if not _fit(part.tags, rows, lengths, labels) or not _fit(part.sureness, rows, lengths, None):
                return "tags"
            if [*map(len, part.tags)] != [*map(len, part.sureness)]:
                return "sureness"
        fitting = all(_fit(given, self.test.rows, lengths, labels) for given in self.baselines.values())
        return None if fitting and len(self.baselines) < 20 else "baselines"


def _fit(given, rows, lengths, labels):
    """Whether every row has no more tags than words, each of them one of the labels."""
    return len(given) == len(rows) and all(
        len(own) <= lengths[row] and (labels is None or max(own, default=0) < len(labels))
        for own, row in zip(given, rows, strict=True)
    )


class TaggingLine(Line):
    """A line of metrics.jsonl: also F1, where tags name entities."""

    validation_entity_f1: Mean | None = None

"""check_report(data): the report of a stranger's bundle, bounded, before a page reads its numbers.

And the bounds of a line of metrics.jsonl. What a kind of problem adds stands in its own `report.py`.
"""

from collections.abc import Iterable
from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp_models.errors import BundleError
from nlp_models.recipe import Recipe

Share = Field(ge=0, le=1)
Count = Field(ge=0, le=10**12)
Mean = Annotated[float, Field(ge=0, le=1.001)]  # of shares; a mean of float32 may end a hair over 1
OfHundred = Annotated[float, Field(ge=0, le=100.001)]
Amount = Annotated[float, Field(ge=0, le=1e12)]
Epoch = Annotated[int, Field(ge=1, le=500)]
Steps = Annotated[int, Field(ge=0, le=10_000_000)]
SHORT = 60  # letters
ShortText = Annotated[str, Field(max_length=SHORT)]


class Strict(BaseModel):
    """Exactly these fields, exactly of these types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Line(Strict):
    """One line of metrics.jsonl, of any kind."""

    epoch: Epoch
    step: Steps
    loss: Amount
    accuracy: Mean | None = None
    validation_loss: Amount
    validation_accuracy: Mean
    learning_rate: Mean
    kept: bool = True
    seconds: Amount
    tokens_per_second: Amount


class WritingLine(Line):
    """The same of a network that writes: how it foretells, and what it wrote by then."""

    validation_perplexity: Amount | None = None
    sample: Annotated[str, Field(max_length=5_000)] | None = None


class Brief(Strict):
    """One text answered, short enough to stand on a line; each kind fills what it has."""

    text: Annotated[str, Field(max_length=400)] = ""  # what was written
    choices: Annotated[
        list[tuple[ShortText, Mean]], Field(max_length=3)
    ] = []  # the likeliest, with their probabilities
    tags: Annotated[list[tuple[ShortText, ShortText]], Field(max_length=40)] = []  # every word and its tag, "" for none

    @classmethod
    def of(
        cls, text: str = "", choices: Iterable[tuple[str, float]] = (), tags: Iterable[tuple[str, str]] = ()
    ) -> Self:
        """All of it, cut where it is too long for a line."""
        likeliest = sorted(choices, key=lambda choice: -choice[1])[:3]
        return cls(
            text=text[:400],
            choices=[(name[:SHORT], probability) for name, probability in likeliest],
            tags=[(word[:SHORT], tag[:SHORT]) for word, tag in list(tags)[:40]],
        )

    @property
    def line(self) -> str:
        """All of it as a line of plain text."""
        likeliest = "  ".join(f"{name} {probability:.3f}" for name, probability in self.choices)
        tagged = " ".join("/".join(filter(None, pair)) for pair in self.tags)
        return "  ".join(filter(None, [self.text.strip(), likeliest, tagged]))


class LabelScores(BaseModel):
    """How well one label is found."""

    rows: int = Count
    precision: float = Share
    recall: float = Share
    f1: float = Share


class Splits(BaseModel):
    """Rows of each part."""

    train: int = Count
    validation: int = Count
    test: int = Count


class CutOff(BaseModel):
    """The time was over before the steps were."""

    minutes: float = Field(gt=0, le=1e6)
    by_host: bool
    step: int = Count
    steps: int = Count


class Seconds(BaseModel):
    """How long it took."""

    training: float = Field(ge=0, le=10**9)
    all: float = Field(ge=0, le=10**9)


Scores = TypeVar("Scores", bound=BaseModel)


class Report(BaseModel, Generic[Scores]):
    """The part of report.json that pages rely on; what else it says is left unread. `Scores` are the problem's."""

    test: Scores
    baselines: dict[str, Scores] = Field(min_length=1, max_length=20)
    rows: Splits
    best_epoch: int = Count
    epochs: int = Count
    steps: int = Count
    seconds: Seconds
    cut_off: CutOff | None = None
    device: str = Field(max_length=200)
    versions: dict[str, str] = Field(max_length=100)
    seed: int = Count
    unknown: float | None = Field(None, ge=0, le=1)  # share of the test part's tokens, of runs that tell it
    data_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    recipe: Recipe


def check_report(data, labels, kind):
    """The Report of a Problem class in these bytes; BundleError when it is none, or of other labels."""
    try:
        report = Report[kind.SCORES].model_validate_json(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))[:80] or "report.json"
        raise BundleError("The report of this bundle is not valid ({where}).", where=where) from None
    if unknown := sorted(set(report.baselines) - set(kind.BASELINES)):
        raise BundleError("The report of this bundle is not valid ({where}).", where=f"baselines.{unknown[0]}"[:80])
    if set(getattr(report.test, "per_class", labels)) != set(labels):
        raise BundleError("The report of this bundle is not valid ({where}).", where="per_class")
    return report

"""What can be set of a classifier."""

from typing import Annotated, Literal

from pydantic import Field

from nlp_models.messages import mark
from nlp_models.settings import ChosenTokens, CommonSettings, HiddenTokens, SampledSubwords, Shown, WholeText

POOLINGS = {
    "last": mark("the last state"), "mean": mark("their mean"), "max": mark("their maximum"),
    "attention": mark("attention"),
}  # fmt: skip


class Settings(WholeText, SampledSubwords, HiddenTokens, ChosenTokens, CommonSettings):
    """Beside what is shared: how the states become one, the road past the cells, and what rare labels count."""

    pooling: Annotated[
        Literal["last", "mean", "max", "attention"],
        Shown("network", after="bidirectional", on_card="bidirectional", options=POOLINGS),
    ] = Field("max", title=mark("Pooling"), description=mark("How the states of all words become one answer."))
    spelling: Annotated[Literal["auto", "yes", "no"], Shown("network", after="attention", on_card="max_tokens")] = (
        Field(
            "auto",
            title=mark("Spelling (character n-grams)"),
            description=mark("Also weigh the spelling of words, past the cells; auto: where there are few rows."),
        )
    )
    class_weights: Annotated[bool, Shown("learning", after="ema_momentum")] = Field(
        False, title=mark("Class weights"), description=mark("Let rare labels count more.")
    )

"""What can be set of an encoder-decoder."""

from typing import Annotated

from pydantic import Field

from nlp_models.messages import mark
from nlp_models.settings import ChosenTokens, CommonSettings, HiddenTokens, SampledSubwords, Shown, WholeText, Writing


class Settings(Writing, WholeText, SampledSubwords, HiddenTokens, ChosenTokens, CommonSettings):
    """Beside what is shared: what keeps its answers from being anybody's, and how sure they must be."""

    contrastive_weight: Annotated[float, Shown("learning", after="label_smoothing", on_card="attention")] = Field(
        0.0,
        alias="contrast",
        ge=0,
        le=2,
        title=mark("Contrastive loss"),
        description=mark("Penalty for answers that would fit other questions as well."),
    )
    allow_repeats: Annotated[bool, Shown("network", after="num_beams")] = Field(
        True, alias="stutters", title=mark("Repeats allowed"), description=mark("It may write a word twice in a row.")
    )
    abstention_threshold: Annotated[float | None, Shown("network", after="allow_repeats", on_card="num_beams")] = Field(
        None,
        alias="unsure_below",
        ge=0,
        le=1,
        title=mark("Confidence threshold"),
        description=mark(
            "Answers less sure than this are held back; empty: the least sure quarter of the validation part."
        ),
    )

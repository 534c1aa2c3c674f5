"""What can be set of a language model."""

from typing import Annotated

from pydantic import Field

from nlp_models.messages import mark
from nlp_models.settings import ChosenTokens, CommonSettings, Shown


class Settings(ChosenTokens, CommonSettings):
    """Beside what is shared: how far a step looks back, and how many tokens are told apart in it."""

    sequence_length: Annotated[int, Shown("learning", after="learning_rate")] = Field(
        35,
        alias="window",
        ge=2,
        le=500,
        title=mark("Sequence length"),
        description=mark("Tokens over which the gradient goes back in one step."),
    )
    num_sampled: Annotated[int | None, Shown("learning", after="sequence_length")] = Field(
        None,
        alias="negatives",
        ge=0,
        le=8192,
        title=mark("Negative samples"),
        description=mark("Wrong tokens a right one is learned against; 0: all; empty: chosen from the vocabulary."),
    )

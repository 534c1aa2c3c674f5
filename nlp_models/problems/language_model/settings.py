"""What can be set of a language model."""

from typing import Annotated, Literal

from pydantic import Field

from nlp_models.messages import mark
from nlp_models.settings import ChosenTokens, CommonSettings, Shown

HELD_BACK = {"end": mark("its end"), "spread": mark("pieces from all over it")}


class Settings(ChosenTokens, CommonSettings):
    """Beside what is shared: whether a window takes the cell's place, how far a step looks back, how many tokens are told
    apart in it, and what is held back."""

    fixed_window: Annotated[int, Shown("network", after="num_layers", on_card="num_layers")] = Field(
        0,
        ge=0,
        le=20,
        title=mark("Fixed window (tokens)"),
        description=mark(
            "How many tokens the network sees before the next one, without a cell; 0: a cell reads them all."
        ),
    )

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
    # "end" is what every run had before there was a choice: a book's end is its licence
    held_back: Annotated[Literal["end", "spread"], Shown("split", after="test_share", options=HELD_BACK)] = Field(
        "end",
        title=mark("Held back of the text"),
        description=mark("Which lines are kept for the score and for choosing the best epoch."),
    )

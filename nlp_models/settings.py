"""The settings that several kinds of problems share, each with its bounds and the sentence that a form shows.

A kind's own stand in `problems/<kind>/settings.py`, in a class `Settings` of `CommonSettings`, of those below that change
something there, and of its own fields. `recipe.py` finds these and makes of them the one flat Recipe.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from nlp_models.messages import mark


@dataclass(frozen=True)
class Shown:
    """Where a setting is shown: behind which other one among all, and on the card of a network; and its options' words."""

    after: str = ""  # at the end unless said
    on_card: str = ""  # behind this one; not at all unless said
    options: dict[str, str] = field(default_factory=dict)  # option -> msgid


class Block(BaseModel):
    """Some settings; only the Recipe made of all of them is ever filled in, so no validator is built for a block alone."""

    model_config = ConfigDict(defer_build=True)


class CommonSettings(Block):
    """What every training has."""

    # two of the three that a form shows first, and a limit for the command line
    cell: Literal["rnn", "lstm", "gru"] = Field("lstm", description=mark("The recurrent cell that reads the text."))
    length: Literal["short", "medium", "long"] | None = Field(
        None, description=mark("How many steps training takes, from the data and these settings alone.")
    )
    minutes: float | None = Field(
        None, ge=0.05, le=1440, description=mark("The longest that training may take, in minutes.")
    )
    # the network
    units: int = Field(128, ge=1, le=1024, description=mark("Size of the hidden state: more remembers more, slower."))
    num_layers: int = Field(1, alias="layers", ge=1, le=3, description=mark("Cells stacked on top of each other."))
    embedding_size: int = Field(128, ge=1, le=512, description=mark("Numbers that describe one token."))
    # the vocabulary
    vocabulary_size: int | None = Field(
        None, ge=50, le=100_000, description=mark("The most tokens that are kept; empty: chosen from the data.")
    )
    lower_case: bool = Field(True, description=mark("Treat capital and small letters as the same."))
    # against memorising
    dropout: float = Field(0.5, ge=0, le=0.9, description=mark("Share of the summary hidden while learning."))
    embedding_dropout: float = Field(
        0.3, ge=0, le=0.9, description=mark("Share of embedding features hidden while learning.")
    )
    weight_decay: float = Field(0.01, ge=0, le=1, description=mark("Pulls weights towards zero at every step."))
    ema_momentum: float = Field(
        0.99,
        alias="average_weights",
        ge=0,
        le=0.9999,
        description=mark("Keep a running average of the weights with this memory; 0 is off."),
    )
    # the loop
    epochs: int | None = Field(
        None, ge=1, le=500, description=mark("Passes over the data; empty: chosen from its size.")
    )
    steps: int | None = Field(
        None, ge=1, le=10_000_000, description=mark("Steps of the whole schedule; empty: planned from the minutes.")
    )
    stop_after: int | None = Field(
        None, ge=1, le=10_000_000, description=mark("Stop after this many steps; empty: never.")
    )
    patience: int = Field(10, ge=1, le=100, description=mark("Stop after this many epochs without a better score."))
    batch_size: int | None = Field(
        None, ge=1, le=4096, description=mark("Texts per step; empty: chosen from the data.")
    )
    learning_rate: float | None = Field(
        None, gt=0, le=1, description=mark("How far each step goes; empty: chosen from the data.")
    )
    clip_norm: float = Field(
        1.0, gt=0, le=100, description=mark("Longest step of the gradient; long texts explode without it.")
    )
    validation_share: float = Field(
        0.1, gt=0, lt=0.5, description=mark("Share of the rows that chooses the best epoch.")
    )
    test_share: float = Field(0.2, gt=0, lt=0.5, description=mark("Share of the rows held back for the final score."))
    seed: int = Field(0, ge=0, le=2**31 - 1, description=mark("Same seed, same result."))


class ChosenTokens(Block):
    """Texts may be cut in several ways."""

    tokenizer: Annotated[
        Literal["auto", "subword", "word", "spaced", "character", "jamo", "morpheme"], Shown(after="minutes")
    ] = Field(
        "auto", alias="tokens", description=mark("The pieces that a text is cut into before the network reads it.")
    )


class WholeText(Block):
    """A text is there to its end before anything is answered."""

    bidirectional: Annotated[bool, Shown(after="num_layers")] = Field(
        True, description=mark("Read the text from both ends.")
    )
    max_tokens: Annotated[int, Shown(after="lower_case")] = Field(
        128, ge=1, le=1000, description=mark("Longer texts are cut after this many tokens.")
    )


class HiddenTokens(Block):
    """Some tokens are hidden while learning."""

    token_dropout: Annotated[float, Shown(after="embedding_dropout")] = Field(
        0.1, ge=0, le=0.9, description=mark("Share of tokens replaced by the unknown token while learning.")
    )


class SampledSubwords(Block):
    """Words are cut anew in every epoch."""

    subword_sampling: Annotated[float, Shown(after="token_dropout")] = Field(
        0.4, ge=0, le=1, description=mark("Cut words differently each time: 0 never, 1 most (subwords only).")
    )


class Writing(Block):
    """What was read is looked back at while an answer is written."""

    attention: Annotated[bool, Shown(after="embedding_size")] = Field(
        True, description=mark("Look back at what was read")
    )
    label_smoothing: Annotated[float, Shown(after="subword_sampling")] = Field(
        0.0, ge=0, le=0.5, description=mark("Share of the aim that goes to all tokens alike, so that none is too sure.")
    )
    num_beams: Annotated[int, Shown(after="ema_momentum")] = Field(
        1,
        alias="beams",
        ge=1,
        le=8,
        description=mark("Candidates that are followed at once when it writes; 1: the likeliest word each time."),
    )


SHARED = (CommonSettings, ChosenTokens, WholeText, HiddenTokens, SampledSubwords, Writing)


def shown(setting: FieldInfo) -> Shown:
    """How a setting is shown."""
    return next((one for one in setting.metadata if isinstance(one, Shown)), Shown())


def placed(names: list[str], behind: dict[str, str]) -> list[str]:
    """The names with more put among them, each right behind the one it says, at the end where it says none.

    >>> placed(["cell", "units"], {"pooling": "cell", "seed": ""})
    ['cell', 'pooling', 'units', 'seed']
    """
    names = list(names)
    for name, before in behind.items():
        names.insert(names.index(before) + 1 if before else len(names), name)
    return names

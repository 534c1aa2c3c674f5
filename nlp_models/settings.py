"""The settings that several kinds of problems share, each with its bounds and the sentence that a form shows.

A kind's own stand in `problems/<kind>/settings.py`, in a class `Settings` of `CommonSettings`, of those below that change
something there, and of its own fields. `recipe.py` finds these and makes of them the one flat Recipe.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from nlp_models.messages import mark

GROUPS = {"network": mark("The network"), "learning": mark("The learning"), "split": mark("The split")}


@dataclass(frozen=True)
class Shown:
    """Where a setting is shown: in which group, behind which other one among all, on the card; and its options' words."""

    group: str = "learning"  # one of GROUPS
    after: str = ""  # at the end unless said
    on_card: str = ""  # behind this one; not at all unless said
    options: dict[str, str] = field(default_factory=dict)  # option -> msgid


EMBEDDINGS = {"learned": mark("learned"), "frozen": mark("frozen at random")}
NETWORK, LEARNING, SPLIT = Shown("network"), Shown("learning"), Shown("split")


class Block(BaseModel):
    """Some settings; only the Recipe made of all of them is ever filled in, so no validator is built for a block alone."""

    model_config = ConfigDict(defer_build=True)


class CommonSettings(Block):
    """What every training has. A title is the field's name for a setting, a description the sentence that goes with it."""

    # two of the three that a form shows first, and a limit for the command line
    cell: Annotated[Literal["rnn", "lstm", "gru"], NETWORK] = Field(
        "lstm", title=mark("Cell"), description=mark("The recurrent cell that reads the text.")
    )
    length: Annotated[Literal["short", "medium", "long"] | None, LEARNING] = Field(
        None,
        title=mark("How long"),
        description=mark("How many steps training takes, from the data and these settings alone."),
    )
    minutes: Annotated[float | None, LEARNING] = Field(
        None,
        ge=0.05,
        le=1440,
        title=mark("At most (minutes)"),
        description=mark("The longest that training may take, in minutes."),
    )
    # the network
    units: Annotated[int, NETWORK] = Field(
        128,
        ge=1,
        le=1024,
        title=mark("Units (hidden state size)"),
        description=mark("More units remember more, but train more slowly."),
    )
    num_layers: Annotated[int, NETWORK] = Field(
        1, alias="layers", ge=1, le=3, title=mark("Layers"), description=mark("Cells stacked on top of each other.")
    )
    embedding_size: Annotated[int, NETWORK] = Field(
        128, ge=1, le=512, title=mark("Embedding size"), description=mark("How many numbers describe one token.")
    )
    embeddings: Annotated[
        Literal["learned", "frozen"], Shown("network", on_card="embedding_size", options=EMBEDDINGS)
    ] = Field(
        "learned",
        title=mark("Embeddings"),
        description=mark(
            "Whether the numbers that describe a token are learned, or stay as they were drawn at random."
        ),
    )
    # the vocabulary
    vocabulary_size: Annotated[int | None, NETWORK] = Field(
        None,
        ge=50,
        le=100_000,
        title=mark("Vocabulary size"),
        description=mark("The most tokens that are kept; empty: chosen from the data."),
    )
    lower_case: Annotated[bool, NETWORK] = Field(
        True, title=mark("Small letters only"), description=mark("Treat capital and small letters as the same.")
    )
    # against memorising
    dropout: Annotated[float, LEARNING] = Field(
        0.5,
        ge=0,
        le=0.9,
        title=mark("Dropout"),
        description=mark("Hides this share of the summary while learning, so that it cannot learn by heart."),
    )
    embedding_dropout: Annotated[float, LEARNING] = Field(
        0.3,
        ge=0,
        le=0.9,
        title=mark("Embedding dropout"),
        description=mark("Hides this share of every embedding while learning."),
    )
    weight_decay: Annotated[float, LEARNING] = Field(
        0.01, ge=0, le=1, title=mark("Weight decay"), description=mark("Pulls weights towards zero at every step.")
    )
    ema_momentum: Annotated[float, LEARNING] = Field(
        0.99,
        alias="average_weights",
        ge=0,
        le=0.9999,
        title=mark("Averaging of weights (0: off)"),
        description=mark("How much of the running average of the weights stays at every step."),
    )
    # the loop
    epochs: Annotated[int | None, LEARNING] = Field(
        None, ge=1, le=500, title=mark("Epochs"), description=mark("Passes over the data; empty: chosen from its size.")
    )
    steps: Annotated[int | None, LEARNING] = Field(
        None,
        ge=1,
        le=10_000_000,
        title=mark("Steps"),
        description=mark("Steps of the whole schedule; empty: planned from the minutes."),
    )
    stop_after: Annotated[int | None, LEARNING] = Field(
        None,
        ge=1,
        le=10_000_000,
        title=mark("Stop after steps"),
        description=mark("Stop after this many steps; empty: never."),
    )
    patience: Annotated[int, LEARNING] = Field(
        10,
        ge=1,
        le=100,
        title=mark("Patience (early stopping)"),
        description=mark("Stop after this many epochs without a better score."),
    )
    batch_size: Annotated[int | None, LEARNING] = Field(
        None, ge=1, le=4096, title=mark("Batch size"), description=mark("Texts per step; empty: chosen from the data.")
    )
    learning_rate: Annotated[float | None, LEARNING] = Field(
        None,
        gt=0,
        le=1,
        title=mark("Learning rate"),
        description=mark("How far each step goes; empty: chosen from the data."),
    )
    clip_norm: Annotated[float, LEARNING] = Field(
        1.0,
        gt=0,
        le=100,
        title=mark("Gradient clipping"),
        description=mark("The longest that a gradient may be; on long texts it could explode."),
    )
    validation_share: Annotated[float, SPLIT] = Field(
        0.1,
        gt=0,
        lt=0.5,
        title=mark("Validation share"),
        description=mark("Share of the rows that chooses the best epoch."),
    )
    test_share: Annotated[float, SPLIT] = Field(
        0.2,
        gt=0,
        lt=0.5,
        title=mark("Test share"),
        description=mark("Share of the rows held back for the final score."),
    )
    seed: Annotated[int, SPLIT] = Field(
        0, ge=0, le=2**31 - 1, title=mark("Seed"), description=mark("Same seed, same result.")
    )


class ChosenTokens(Block):
    """Texts may be cut in several ways."""

    tokenizer: Annotated[
        Literal["auto", "subword", "word", "spaced", "character", "jamo", "morpheme"], Shown("network", after="minutes")
    ] = Field(
        "auto",
        alias="tokens",
        title=mark("Tokens"),
        description=mark("The pieces that a text is cut into before the network reads it."),
    )


class WholeText(Block):
    """A text is there to its end before anything is answered."""

    bidirectional: Annotated[bool, Shown("network", after="num_layers")] = Field(
        True, title=mark("Bidirectional"), description=mark("Read the text from both ends.")
    )
    max_tokens: Annotated[int, Shown("network", after="lower_case")] = Field(
        128,
        ge=1,
        le=1000,
        title=mark("Longest text (tokens)"),
        description=mark("Longer texts are cut after this many tokens."),
    )


class HiddenTokens(Block):
    """Some tokens are hidden while learning."""

    token_dropout: Annotated[float, Shown("learning", after="embedding_dropout")] = Field(
        0.1,
        ge=0,
        le=0.9,
        title=mark("Token dropout"),
        description=mark("Share of tokens replaced by the unknown token while learning."),
    )


class SampledSubwords(Block):
    """Words are cut anew in every epoch."""

    subword_sampling: Annotated[float, Shown("learning", after="token_dropout")] = Field(
        0.4,
        ge=0,
        le=1,
        title=mark("Subword sampling"),
        description=mark("Cut words differently each time: 0 never, 1 most (subwords only)."),
    )


class Writing(Block):
    """What was read is looked back at while an answer is written."""

    attention: Annotated[bool, Shown("network", after="embedding_size")] = Field(
        True, title=mark("Attention"), description=mark("Look back at what was read before each word.")
    )
    label_smoothing: Annotated[float, Shown("learning", after="subword_sampling")] = Field(
        0.0,
        ge=0,
        le=0.5,
        title=mark("Label smoothing"),
        description=mark("Share of the aim that goes to all tokens alike, so that none is too sure."),
    )
    num_beams: Annotated[int, Shown("network", after="ema_momentum")] = Field(
        1,
        alias="beams",
        ge=1,
        le=8,
        title=mark("Beam width"),
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

"""Recipe: what a person chooses before training, typed and bounded. Form and command line are drawn from it."""

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from nlp_models.errors import RecipeError
from nlp_models.messages import mark

MOST = 16_000  # tokens
FEW_ROWS = 30_000  # fewer are learned more slowly and more often


class Recipe(BaseModel):
    """The settings of one training; `None` means "chosen from the data".

    >>> Recipe.make(cell="gru", units=64).units
    64
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    # the three that a form shows
    cell: Literal["rnn", "lstm", "gru"] = Field("lstm", description=mark("The recurrent cell that reads the text."))
    minutes: float = Field(4.0, ge=0.05, le=1440, description=mark("The longest that training may take, in minutes."))
    tokens: Literal["auto", "subword", "word", "spaced", "character", "jamo", "morpheme"] = Field(
        "auto", description=mark("The pieces that a text is cut into before the network reads it.")
    )
    # the network
    units: int = Field(128, ge=1, le=1024, description=mark("Size of the hidden state: more remembers more, slower."))
    layers: int = Field(1, ge=1, le=3, description=mark("Cells stacked on top of each other."))
    bidirectional: bool = Field(True, description=mark("Read the text from both ends."))
    pooling: Literal["last", "mean", "max", "attention"] = Field(
        "max", description=mark("How the states of all words become one answer.")
    )
    embedding_size: int = Field(128, ge=1, le=512, description=mark("Numbers that describe one token."))
    characters: Literal["convolution", "recurrent", "none"] = Field(
        "convolution", description=mark("How the letters of a word are read, beside the word itself.")
    )
    crf: Literal["auto", "yes", "no"] = Field(
        "auto", description=mark("Choose all tags of a sentence together (CRF); auto: where tags name entities.")
    )
    attention: bool = Field(True, description=mark("Look back at what was read"))
    spelling: Literal["auto", "yes", "no"] = Field(
        "auto",
        description=mark(
            "Also weigh the spelling of words, past the cells (subwords only); auto: for few Korean texts."
        ),
    )
    # the vocabulary
    vocabulary_size: int | None = Field(
        None, ge=50, le=100_000, description=mark("The most tokens that are kept; empty: chosen from the data.")
    )
    lower_case: bool = Field(True, description=mark("Treat capital and small letters as the same."))
    max_tokens: int = Field(128, ge=1, le=1000, description=mark("Longer texts are cut after this many tokens."))
    # against memorising
    dropout: float = Field(0.5, ge=0, le=0.9, description=mark("Share of the summary hidden while learning."))
    embedding_dropout: float = Field(
        0.3, ge=0, le=0.9, description=mark("Share of embedding features hidden while learning.")
    )
    token_dropout: float = Field(
        0.1, ge=0, le=0.9, description=mark("Share of tokens replaced by the unknown token while learning.")
    )
    subword_sampling: float = Field(
        0.4, ge=0, le=1, description=mark("Cut words differently each time: 0 never, 1 most (subwords only).")
    )
    label_smoothing: float = Field(
        0.0, ge=0, le=0.5, description=mark("Share of the aim that goes to all tokens alike, so that none is too sure.")
    )
    contrast: float = Field(
        0.0, ge=0, le=2, description=mark("How much it is held against an answer that it fits other questions as well.")
    )
    weight_decay: float = Field(0.01, ge=0, le=1, description=mark("Pulls weights towards zero at every step."))
    average_weights: float = Field(
        0.99, ge=0, le=0.9999, description=mark("Keep a running average of the weights with this memory; 0 is off.")
    )
    class_weights: bool = Field(False, description=mark("Let rare labels count more."))
    # the answer
    beams: int = Field(
        1,
        ge=1,
        le=8,
        description=mark("Candidates that are followed at once when it writes; 1: the likeliest word each time."),
    )
    stutters: bool = Field(True, description=mark("It may write a word twice in a row"))
    unsure_below: float | None = Field(
        None, ge=0, le=1,
        description=mark("Answers less sure than this are held back; empty: the least sure quarter of the validation part."),
    )  # fmt: skip
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
    window: int = Field(35, ge=2, le=500, description=mark("Tokens that one step looks back over (next word only)."))
    negatives: int | None = Field(
        None, ge=0, le=8192,
        description=mark("Wrong tokens a right one is learned against; 0: all; empty: chosen from the vocabulary."),
    )  # fmt: skip
    clip_norm: float = Field(
        1.0, gt=0, le=100, description=mark("Longest step of the gradient; long texts explode without it.")
    )
    validation_share: float = Field(
        0.1, gt=0, lt=0.5, description=mark("Share of the rows that chooses the best epoch.")
    )
    test_share: float = Field(0.2, gt=0, lt=0.5, description=mark("Share of the rows held back for the final score."))
    seed: int = Field(0, ge=0, le=2**31 - 1, description=mark("Same seed, same result."))

    @classmethod
    def make(cls, **choices: Any) -> Self:
        """A checked Recipe; raises RecipeError with one sentence."""
        try:
            return cls(**choices)
        except ValidationError as error:
            raise _explain(error) from None

    def changed(self, **choices: Any) -> Self:
        """This recipe with some choices changed, checked again."""
        return type(self).make(**{**self.model_dump(), **choices})

    def resolved(self, texts: Sequence[str]) -> Self:
        """Fill in what was left open, from the training texts; benchmarks/README.md has what the choices were tried on."""
        rows, few = len(texts), len(texts) < FEW_ROWS
        # Korean words carry their endings, so their parts recur; English words recur as they are
        tokens = self.tokens if self.tokens != "auto" else "subword" if is_korean(texts) else "word"
        return self.changed(
            tokens=tokens,
            # a piece that hardly recurs is hardly learned: of few texts the pieces are short
            vocabulary_size=self.vocabulary_size or (max(1_000, min(MOST, rows // 3)) if tokens == "subword" else MOST),
            epochs=self.epochs or (max(10, min(30, round(60_000 / max(rows, 1)))) if few else 3),
            # some 40 steps an epoch at least, powers of two, 256 keeps two cores busy
            batch_size=self.batch_size or max(16, min(256, 2 ** _log2(rows // 40))),
            learning_rate=self.learning_rate or (0.004 if not few else 0.002 if tokens == "subword" else 0.001),
        )


def is_korean(texts: Sequence[str]) -> bool:
    """Whether a fifth of their letters at least are Hangul."""
    sample = "".join(texts[:2000])
    return sum("가" <= letter <= "힣" for letter in sample) > 0.2 * len(sample)


def _log2(value: int) -> int:
    return max(0, int(value).bit_length() - 1)


def _explain(error: ValidationError) -> RecipeError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "recipe"
    got, kind, limits = first.get("input"), first["type"], first.get("ctx", {})
    if kind == "extra_forbidden":
        known = ", ".join(Recipe.model_fields)
        return RecipeError("There is no setting named {name}. Known settings: {known}.", name=name, known=known)
    if kind == "literal_error":
        return RecipeError("{name} must be {known}, got {got}.", name=name, known=limits["expected"], got=str(got))
    bounds = _bounds(Recipe.model_fields[name])
    if bounds:
        return RecipeError("{name} must be between {low} and {high}, got {got}.", name=name, got=str(got), **bounds)
    return RecipeError("{name} cannot be {got}.", name=name, got=str(got))


def _bounds(field: FieldInfo) -> dict[str, Any] | None:
    limits = {
        sign: getattr(rule, sign) for rule in field.metadata for sign in ("ge", "gt", "le", "lt") if hasattr(rule, sign)
    }
    if len(limits) < 2:
        return None
    return {"low": limits.get("ge", limits.get("gt")), "high": limits.get("le", limits.get("lt"))}

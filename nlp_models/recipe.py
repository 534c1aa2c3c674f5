"""Recipe: what a person chooses before training, typed and bounded. Form and command line are drawn from it.

It is flat, whatever the kind of problem: the settings of all kinds, found in their folders, in one order.
"""

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from pydantic import ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from nlp_models.errors import RecipeError
from nlp_models.lengths import DEFAULT_MINUTES, MINUTES, PASSES
from nlp_models.settings import SHARED, Block, CommonSettings, placed, shown

MOST = 16_000  # tokens
MOST_EPOCHS = 500
FEW_ROWS = 30_000  # fewer are learned more slowly and more often
TABLES = ("embedding", "decoder/embedding")  # the weights that describe tokens, as bundles call them
SHORT_STEPS = 250  # at least, of a short training of few rows: benchmarks/README.md has what was tried


def assembled() -> type[Block]:
    """A model of all settings there are: the shared ones, and those of every kind, each in its place."""
    fields = {}
    for settings in (*SHARED, *_of_kinds()):
        for name, field in settings.model_fields.items():
            if repr(fields.setdefault(name, field)) != repr(field):  # an inherited one is another object
                raise TypeError(f"{settings.__module__} has another setting {name} than what is there already")
    own = {name: shown(field).after for name, field in fields.items() if name not in CommonSettings.model_fields}
    in_order = placed(list(CommonSettings.model_fields), own)
    every: Any = {name: (fields[name].annotation, fields[name]) for name in in_order}
    return create_model("All", __base__=Block, **every)


def _of_kinds():
    """The Settings of every kind. Found by name: a kind's `settings.py` knows nothing but `nlp_models.settings`."""
    kinds = importlib.import_module("nlp_models.problems").kinds()
    return [importlib.import_module(f"nlp_models.problems.{kind}.settings").Settings for kind in kinds]


class Recipe(CommonSettings if TYPE_CHECKING else assembled()):
    """The settings of one training; `None` means "chosen from the data".

    >>> Recipe.make(cell="gru", units=64).units
    64
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,  # written as they always were
    )
    if TYPE_CHECKING:  # what a kind has besides

        def __getattr__(self, name: str) -> Any: ...

    @classmethod
    def make(cls, **choices: Any) -> Self:
        """A checked Recipe; raises RecipeError with one sentence."""
        try:
            return cls(**choices)
        except ValidationError as error:
            raise _explain(error) from None

    def changed(self, **choices: Any) -> Self:
        """This recipe with some choices changed, checked again; each by its name here, or as it is written."""
        return type(self).make(**self.model_dump() | {written(name): value for name, value in choices.items()})

    @property
    def planned_minutes(self) -> float | None:
        """Minutes that become a number of steps while it trains; None where a length or steps say it beforehand."""
        return None if self.steps or self.length else self.minutes or DEFAULT_MINUTES

    @property
    def about_minutes(self) -> float:
        """What it stands for, where a budget has to follow it: the same when its steps are repeated."""
        return MINUTES[self.length] if self.length else self.minutes or DEFAULT_MINUTES

    @property
    def frozen(self) -> tuple[str, ...]:
        """Names of the weights that stay as they were drawn."""
        return TABLES if self.embeddings == "frozen" else ()

    def passes(self, epochs: int, short: int | None = None) -> int:
        """Epochs: those asked for, or else as many as the size of the data asks for.

        Args:
            short: those of a short training, where they are others; longer lengths have a multiple of them.
        """
        planned = (short or epochs) * PASSES[self.length] if self.length else epochs
        return self.epochs or min(MOST_EPOCHS, planned)

    def resolved(self, texts: Sequence[str]) -> Self:
        """Fill in what was left open, from the training texts; benchmarks/README.md has what the choices were tried on."""
        rows, few = len(texts), len(texts) < FEW_ROWS
        # Korean words carry their endings, so their parts recur; English words recur as they are
        tokens = self.tokenizer if self.tokenizer != "auto" else "subword" if is_korean(texts) else "word"
        # some 40 steps an epoch at least, powers of two, 256 keeps two cores busy
        batch_size = self.batch_size or max(16, min(256, 2 ** _log2(rows // 40)))
        rate = 0.004 if not few else 0.002 if tokens == "subword" or self.length else 0.001
        return self.changed(
            tokenizer=tokens,
            # a piece that hardly recurs is hardly learned: of few texts the pieces are short
            vocabulary_size=self.vocabulary_size or (max(1_000, min(MOST, rows // 3)) if tokens == "subword" else MOST),
            epochs=self.passes(*(epochs_of_few(rows, batch_size) if few else (3,))),
            batch_size=batch_size,
            learning_rate=self.learning_rate or rate,
        )


def epochs_of_few(rows: int, batch_size: int) -> tuple[int, int]:
    """Epochs of few rows, where minutes are their end and of a short training: more of these would learn the rows by heart.

    >>> epochs_of_few(3_600, 64), epochs_of_few(350, 16)
    ((17, 4), (30, 11))
    """
    steps = -(-rows // batch_size)
    return max(10, min(30, round(60_000 / max(rows, 1)))), max(4, min(30, round(SHORT_STEPS / max(1, steps))))


def written(name: str) -> str:
    """A setting's name in recipe.json, on the command line and on cards, where some have an older one."""
    return (Recipe.model_fields[name].alias if name in Recipe.model_fields else None) or name


def is_korean(texts: Sequence[str]) -> bool:
    """Whether a fifth of their letters at least are Hangul."""
    sample = "".join(texts[:2000])
    return sum("가" <= letter <= "힣" for letter in sample) > 0.2 * len(sample)


def _log2(value: int) -> int:
    return max(0, int(value).bit_length() - 1)


def _explain(error: ValidationError) -> RecipeError:
    first = error.errors()[0]
    name = written(str(first["loc"][0])) if first["loc"] else "recipe"
    got, kind, limits = first.get("input"), first["type"], first.get("ctx", {})
    if kind == "extra_forbidden":
        known = ", ".join(map(written, Recipe.model_fields))
        return RecipeError("There is no setting named {name}. Known settings: {known}.", name=name, known=known)
    if kind == "literal_error":
        return RecipeError("{name} must be {known}, got {got}.", name=name, known=limits["expected"], got=str(got))
    bounds = _bounds(next(field for own, field in Recipe.model_fields.items() if written(own) == name))
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

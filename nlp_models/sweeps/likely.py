"""What is worth trying of a setting, where nobody has said it yet: likely(task, "units", base, texts) gives Range(32, 256, ...)."""

from collections.abc import Sequence

from nlp_models.recipe import Recipe
from nlp_models.runs.contests import comparable
from nlp_models.sweeps.space import (
    Choices,
    Range,
    Space,
    bounds_of,
    is_number,
    is_whole,
    options_of,
    parsed,
    settings_tried,
)
from nlp_models.tasks import Task

FIRST = ("cell", "units", "learning_rate")  # what matters most often (Greff et al. 2017, of LSTMs: rate, then size)
RANGES = {
    "units": "32..256", "num_layers": "1..2", "embedding_size": "32..256", "vocabulary_size": "1000..16000",
    "max_tokens": "32..256", "dropout": "0..0.6", "embedding_dropout": "0..0.5", "token_dropout": "0..0.3",
    "subword_sampling": "0..0.6", "label_smoothing": "0..0.2", "contrastive_weight": "0..1", "weight_decay": "0.001..0.1",
    "ema_momentum": "0.9..0.999", "patience": "3..20", "batch_size": "16..128", "learning_rate": "0.001..0.01",
    "sequence_length": "20..80", "num_sampled": "128..2048", "clip_norm": "0.25..5", "num_beams": "1..5",
    "abstention_threshold": "0..0.5",
}  # fmt: skip


def first_tried(task: Task) -> list[str]:
    """The settings that a form begins with."""
    return [name for name in FIRST if name in settings_tried(task)]


def likely(task: Task, name: str, base: Recipe, texts: Sequence[str]) -> Choices | Range:
    """Of a number its usual range, of anything else all that fits these rows."""
    return _space(task, name, base, texts)[name]


def _space(task: Task, name: str, base: Recipe, texts: Sequence[str]) -> Space:
    if is_number(name):
        return parsed(task, base, [f"{name}={RANGES.get(name) or _around(base, name)}"])
    known = comparable(task.kind, texts).get(name)
    values = [str(one[name]) for one in known] if known else [one for one in options_of(name) if one != "auto"]
    return parsed(task, base, [f"{name}={','.join(values)}"])


def _around(base: Recipe, name: str) -> str:
    """Of a setting of somebody else's kind: from half of what it is to twice that."""
    least, most = bounds_of(name)
    value = getattr(base, name) or 1
    low, high = max(least, value / 2), min(most, 2 * value)
    return f"{round(low)}..{max(round(high), round(low) + 1)}" if is_whole(name) else f"{low:g}..{high:g}"

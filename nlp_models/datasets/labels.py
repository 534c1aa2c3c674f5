"""Labels as people mean them: which written ones are the same, and which of a file a network knows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nlp_models.datasets.cells import picked
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

# zero-width and other letters that nobody sees: they are no part of a label
UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
NUMBER = re.compile(r"([-+]?)(0|[1-9]\d*)(?:\.(\d*?)0*)?")
NOTHINGS = frozenset({
    "nan", "none", "null", "n/a", "na", "#n/a", "#name?", "#ref!", "#value!", "#div/0!", "-", "없음", "nil", "<na>",
})  # fmt: skip
LONGEST_NOTHING = max(map(len, NOTHINGS))
LISTED = 10  # labels in a sentence
LEFT_OUT = mark("{count} rows are left out of the score: the network does not know their labels ({labels}).")


def canonical(label: str) -> str:
    """A label without what nobody sees: trimmed, NFC, inner spaces single; `1.0` is `1`.

    >>> canonical(" posi\\u200btive "), canonical("1.0"), canonical("007")
    ('positive', '1', '007')
    """
    label = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", label)).split())
    if number := NUMBER.fullmatch(label):
        sign, whole, decimals = number.groups()
        return (
            ("-" if sign == "-" and (whole != "0" or decimals) else "") + whole + (f".{decimals}" if decimals else "")
        )
    return label


def alike(label: str) -> str:
    """What labels that look like one have in common: letters large or small, signs for a space, full-width forms."""
    return re.sub(r"[\s_\-.]+", " ", unicodedata.normalize("NFKC", canonical(label)).casefold()).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing in it."""
    said = text.strip()
    return len(said) <= LONGEST_NOTHING and said.casefold() in NOTHINGS


@dataclass(frozen=True)
class Known:
    """A dataset with the labels a network knows, and what was left out."""

    dataset: Dataset
    unknown: dict[str, int] = field(default_factory=dict)  # label of the file -> rows, the commonest first
    left_out: int | None = None  # rows, or words, that are left out; of each unknown one its own unless said
    sentence: str = LEFT_OUT  # msgid of how that is told

    @property
    def message(self) -> Message | None:
        """What was left out, in a sentence; None where nothing was."""
        if not self.unknown:
            return None
        count = sum(self.unknown.values()) if self.left_out is None else self.left_out
        return Message(self.sentence, {"count": f"{count:,}", "labels": listed(self.unknown)})


def known_to(
    dataset: Dataset,
    labels: Iterable[str],
    names: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
) -> Known:
    """The rows whose label a network knows, under the name it has there.

    Args:
        labels: those that the network knows.
        names: label -> name it is shown under, which a file may use, too.
        said: label of the file -> label or name of the network, where a person says so.

    Raises:
        DataError: none of the file's labels is known; both sides are named.
    """
    known = {canonical(name): label for label, name in (names or {}).items()} | {
        canonical(label): label for label in labels
    }
    mapped = {canonical(label): canonical(name) for label, name in (said or {}).items()}
    written = [canonical(label) for label in dataset.columns["label"]]
    found = [known.get(mapped.get(label, label)) for label in written]
    unknown = Counter(label for label, own in zip(written, found, strict=True) if own is None)
    if unknown and not any(own is not None for own in found):
        raise none_known(unknown, labels)
    kept = [place for place, own in enumerate(found) if own is not None]
    columns = {name: picked(values, kept) for name, values in dataset.columns.items()}
    columns["label"] = [found[place] for place in kept]  # type: ignore[list-item]
    numbers = [dataset.row_numbers[place] for place in kept]
    return Known(Dataset(columns, dataset.names, numbers), dict(unknown.most_common()))


def none_known(unknown: Iterable[str], labels: Iterable[str]) -> DataError:
    """That a network knows none of a file's labels: both lists, and how to say which is which."""
    return DataError(
        "The network knows none of the labels of this file. The file has: {found}. The network knows: {known}. "
        "--labels tells which is which: --labels {example}.",
        found=listed(unknown),
        known=listed(labels),
        example=f"{next(iter(unknown))}={next(iter(labels))}",
    )


def listed(labels: Iterable[str]) -> str:
    """Some labels in words fit for a sentence."""
    every = [label or "–" for label in labels]
    return ", ".join(every[:LISTED]) + (f" … ({len(every):,})" if len(every) > LISTED else "")

"""known_to(dataset, labels): which tags of a stranger's file a network knows; the others are left out of the score and told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import Any

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.edit import Edit
from nlp_models.datasets.labels import Known, canonical, none_known
from nlp_models.messages import mark
from nlp_models.problems.tagging.entities import OUTSIDE, kind_of

NOT_SCORED = "▁?"  # stands for a tag that the network does not know; no file has such a one
WORDS = mark("{count} words are left out of the score: the network does not know their tags ({labels}).")
SENTENCES = mark("{count} sentences are left out: in them are tags that the rows to learn from do not have ({labels}).")


def known_to(
    dataset: Dataset,
    labels: Sequence[str],
    names: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Known:
    """The sentences, under the tags of the network; what it does not know is marked NOT_SCORED.

    Args:
        names: what a tag is about -> the name it is shown under.
        said: tag of the file, or what it is about -> that of the network.
        whole: leave out sentences with unknown tags as a whole.

    Raises:
        DataError: none of the file's tags is known but that for "nothing"; both sides are named.
    """
    every = {tag for cell in dataset.columns["label"] for tag in cell.split(" ")}
    own = {tag: _own(tag, labels, names or {}, said or {}) for tag in every}
    unknown = Counter(kind_of(tag) for cell in dataset.columns["label"] for tag in cell.split(" ") if own[tag] is None)
    if unknown and not any(tag for tag in own.values() if tag and tag != OUTSIDE):
        raise none_known(unknown, sorted({kind_of(label) for label in labels} - {OUTSIDE}))
    written = [" ".join(own[tag] or NOT_SCORED for tag in cell.split(" ")) for cell in dataset.columns["label"]]
    known = replace(dataset, columns=dataset.columns | {"label": written})
    told = dict(unknown.most_common())
    if not whole:
        return Known(known, told, sum(unknown.values()), WORDS)
    pairs = zip(known.row_numbers, written, strict=True)
    out = [number for number, cell in pairs if NOT_SCORED in cell.split(" ")]
    return Known(known.edited([Edit.of(out)]), told, len(out), SENTENCES)


def _own(tag: str, labels: Sequence[str], names: Mapping[str, str], said: Mapping[str, str]) -> str | None:
    """A tag as the network has it; None where it knows nothing of what it is about."""
    kinds = {canonical(kind): kind for kind in map(kind_of, labels)} | {
        canonical(name): kind for kind, name in names.items()
    }
    asked = {canonical(one): canonical(other) for one, other in said.items()}
    kind = kind_of(tag)
    wanted = canonical(kind)
    found = kinds.get(asked.get(wanted, wanted))
    return None if found is None else tag.removesuffix(kind) + found


def scored_only(gold_tags: Sequence[Sequence[str]], *beside: Sequence[Sequence[Any]]) -> list[Sequence[Sequence[Any]]]:
    """The tags as they should be, and what stands beside them word by word, without the words that are not scored."""
    if not any(NOT_SCORED in sentence for sentence in gold_tags):
        return [gold_tags, *beside]
    kept = [[tag != NOT_SCORED for tag in sentence] for sentence in gold_tags]
    return [
        [list(compress(own, places)) for own, places in zip(every, kept, strict=True)] for every in (gold_tags, *beside)
    ]

"""data/samples/more/kinds.*: sentences of our own of kinds that the public sets have few of. A fifth of each kind is a judge.

kinds("spam-en") -> {"comment": Dataset, "mail": Dataset, ...}; lines that are twins (one of each label) stay in one part
"""

from measuring import read

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset

MORE = tasks.SAMPLES / "more"
KEYS = ("text", "label", "part")
ON_KINDS = "On the held fifth of our sentences of {kinds} other kinds: accuracy {accuracy:.3f} of {rows} sentences"


def kinds(name):
    """`{kind: Dataset}` with its parts train and test; none where no more were written for this model."""
    task, _, language = name.rpartition("-")
    if name == "tagging-pos-ko":
        return _tagged()
    path = MORE / f"kinds.{task}.{language}.csv"
    columns = read(path, {key: key for key in (*KEYS, "kind")}).columns if path.exists() else {"kind": []}
    return {kind: _of_kind(columns, kind) for kind in dict.fromkeys(columns["kind"])}


def held(name):
    """The judges of all kinds together, or None."""
    parts = [rows.part("test") for rows in kinds(name).values()]
    return together(parts) if parts else None


def together(datasets):
    """Their texts and labels in one Dataset."""
    return Dataset({key: [value for rows in datasets for value in rows.columns[key]] for key in KEYS[:2]})


def _of_kind(columns, kind):
    chosen = [n for n, one in enumerate(columns["kind"]) if one == kind]
    return Dataset({key: [columns[key][n] for n in chosen] for key in KEYS})


def _tagged():
    """A sentence a line: kind, part, word/tag ... ."""
    found = {}
    for line in (MORE / "kinds.tagging.ko.txt").read_text(encoding="utf-8").splitlines():
        kind, part, sentence = line.split("\t")
        words, tags = zip(*(word.rsplit("/", 1) for word in sentence.split(" ")), strict=True)
        columns = found.setdefault(kind, {key: [] for key in KEYS})
        for key, value in zip(KEYS, (" ".join(words), " ".join(tags), part), strict=True):
            columns[key].append(value)
    return {kind: Dataset(columns) for kind, columns in found.items()}

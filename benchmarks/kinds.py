"""data/samples/more/kinds.*: sentences of our own of kinds that the public sets have few of. A fifth of each kind is a judge.

kinds("spam-en") -> {"comment": Dataset, "mail": Dataset, ...}; lines that are twins (one of each label) stay in one part
"""

from measuring import SHARED, read

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.readers import read_table

MORE = tasks.SAMPLES / "more"
KEYS = ("text", "label", "part")
PUBLIC = {  # what is no spam in Korean, CC0 and MIT: file and column
    "NSMC": ("sentiment-ko-nsmc/ratings_train.txt", 1),
    "ChatbotData": ("chatbot-ko-songys/ChatbotData.csv", 0),
}
OF_EACH = 200
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


def genuine(name):
    """`{source: Dataset}` of texts that are no spam, all to learn from: lines of our own, reviews and talk that may be passed on."""
    path = MORE / f"genuine.{name.replace('-', '.')}.csv"
    if not path.exists():
        return {}
    columns = read(path, {key: key for key in (*KEYS[:2], "kind")}).columns
    found = {f"{kind}, genuine": _of_kind(columns, kind, KEYS[:2]) for kind in dict.fromkeys(columns["kind"])}
    for source, (file, column) in PUBLIC.items():
        texts = [row[column] for row in read_table(SHARED / file).rows]
        even = 2 * max(1, len(texts) // (2 * OF_EACH))  # rows 0, 2, 4 ...: sources.py asks about odd ones
        texts = [text.strip() for text in texts[::even] if text.strip()][:OF_EACH]
        found[source] = Dataset({"text": texts, "label": ["ham"] * len(texts)})
    return found


def _of_kind(columns, kind, keys=KEYS):
    chosen = [n for n, one in enumerate(columns["kind"]) if one == kind]
    return Dataset({key: [columns[key][n] for n in chosen] for key in keys})


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

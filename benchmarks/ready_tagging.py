"""The ready taggers: parts of speech and names, Korean and English. Run by ready_models.py.

python benchmarks/ready_models.py tagging-pos-en | tagging-pos-ko | tagging-ner-en | tagging-ner-ko
"""

from measuring import SHARED
from shipping import SHARE_ALIKE, ship, trained
from tagging import SETS

from nlp_models import tasks
from nlp_models.datasets import Dataset

SOURCES = {
    "tagging-pos-en": ("ewt", "UD_English-EWT v2.16 (Silveira et al. 2014, A Gold Standard Dependency Corpus for English)", SHARE_ALIKE),
    "tagging-pos-ko": ("gsd", "UD_Korean-GSD v2.9 (McDonald et al. 2013; Chun et al. 2018)", SHARE_ALIKE),
    "tagging-ner-ko": ("klue", "KLUE-NER v1.1, dev part (Park et al. 2021, KLUE: Korean Language Understanding Evaluation)", SHARE_ALIKE),
    "tagging-ner-en": ("wnut", "WNUT-17 emerging entities (Derczynski et al. 2017)", "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"),
}  # fmt: skip
SMALLER = {"tagging-pos-ko": {"vocabulary_size": 12_000}}  # under 5 MB: most of its 25,000 words occur once
OURS = {"PER": "person", "LOC": "location", "ORG": "group"}  # our sample's types in the words of WNUT-17; MISC has none


def build_tagger(name, **choices):
    """Train, check and write data/models/NAME."""
    task, (data, source, licence) = tasks.load("tagging"), SOURCES[name]
    dataset = rows_of(task, data)
    if data == "wnut":
        dataset = with_our_names(task, dataset)
        source += "; the training sentences of Unrolled's own English sample, MIT"
    recipe = task.recipe.changed(minutes=SETS[data][3], **SMALLER.get(name, {}) | choices)
    with trained(task, recipe, dataset, name) as run:
        ship(run, name, f"{source}, {licence.split(',')[0]}", "tested on its test part", licence=licence)


def rows_of(task, data):
    """The Dataset of a set with its parts."""
    train, validation, test = (
        task.dataset(task.kind.read_table(SHARED / file)) if file else None for file in SETS[data][:3]
    )
    return Dataset.join(train, validation, test)


def with_our_names(task, dataset):
    """Our own sentences to learn from, too."""
    own, rows = task.sample("en").part("train").columns, {}
    for text, label in zip(own["text"], own["label"], strict=True):
        tags = [tag if tag == "O" else f"{tag[:2]}{OURS.get(tag[2:], '')}" for tag in label.split(" ")]
        rows[text] = " ".join("O" if tag.endswith("-") else tag for tag in tags)
    return dataset.joined(rows)

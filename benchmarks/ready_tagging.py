"""The ready taggers: parts of speech and names, Korean and English. Run by ready_models.py.

python benchmarks/ready_models.py tagging-pos-en | tagging-pos-ko | tagging-ner-en | tagging-ner-ko
"""

import random

from kinds import ON_KINDS, held, kinds
from measuring import SHARED
from shipping import SHARE_ALIKE, ship, trained
from tagging import SETS

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.tagging.entities import chunks

SOURCES = {
    "tagging-pos-en": ("ewt", "UD_English-EWT v2.16 (Silveira et al. 2014, A Gold Standard Dependency Corpus for English)", SHARE_ALIKE),
    "tagging-pos-ko": ("gsd", "UD_Korean-GSD v2.9 (McDonald et al. 2013; Chun et al. 2018)", SHARE_ALIKE),
    "tagging-ner-ko": ("klue", "KLUE-NER v1.1, dev part (Park et al. 2021, KLUE: Korean Language Understanding Evaluation)", SHARE_ALIKE),
    "tagging-ner-en": ("wnut", "WNUT-17 emerging entities (Derczynski et al. 2017)", "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"),
}  # fmt: skip
CHOICES = {
    # most words occur once, and all models must stay under 40 MB
    "tagging-pos-ko": {"vocabulary_size": 8_000, "minutes": 30},
    "tagging-pos-en": {"vocabulary_size": 8_000},
    "tagging-ner-en": {"minutes": 20},  # twice the rows of WNUT-17
}
OURS = {"PER": "person", "LOC": "location", "ORG": "group"}  # our sample's types in the words of WNUT-17; MISC has none
PARTS_OF_SPEECH = ("NOUN", "VERB")  # which column of our sample
MORE = tasks.SAMPLES / "more" / "tagging.en.conll"
ON_SAMPLE = (
    "On the held fifth of our own sample: accuracy {accuracy:.3f}, F1 of names {entity_f1:.3f} in {rows} sentences"
)
ON_TAGS = "On the held fifth of our own sample: accuracy {accuracy:.3f} in {rows} sentences"
AS_GSD = (
    "Tags as UD_Korean-GSD v2.9 has them, in our own sentences too, since most of what it learned from is GSD's: names are"
    " nouns (NOUN, hardly ever PROPN), auxiliaries verbs, a noun with 에, 에서 or 에게 is an adverb"
)
AS_EWT = "Names that are words too are its weak spot: in “Rose flew from Berlin” it takes Rose for a verb, the New of New York for an adjective"
CONVENTIONS = {"tagging-pos-ko": [AS_GSD], "tagging-pos-en": [AS_EWT]}


def build_tagger(name, **choices):
    """Train, check and write data/models/NAME."""
    task, (data, source, licence) = tasks.load("tagging"), SOURCES[name]
    source = f"{source}, {licence.split(',')[0]}"
    dataset, own = rows_of(task, data), task.sample("en") if data == "wnut" else None
    if own:
        written = [in_their_words(own.part("train")), task.dataset(task.kind.read_table(MORE))]
        rows = {text: label for one in written for text, label in pairs(one)}
        dataset = dataset.joined(rows | renamed(rows, random.Random(0)))
        source += f"; {sum(map(len, written)):,} sentences written for Unrolled, once more with other names"
    judges = {}
    if name == "tagging-pos-ko":
        said = task.sample("ko", PARTS_OF_SPEECH)
        told = [said, *kinds(name).values()]
        rows = {text: label for one in told for text, label in pairs(one.part("train"))}
        dataset = dataset.joined(rows)
        source += f"; {len(rows):,} sentences written for Unrolled, tagged as GSD does"
        judges = {ON_TAGS: said.part("test"), ON_KINDS: held(name)}
    recipe = task.recipe.changed(**{"minutes": SETS[data][3]} | CHOICES.get(name, {}) | choices)
    with trained(task, recipe, dataset, name) as run:
        predictor = Predictor.load(run.folder)
        sample = evaluate(predictor, in_their_words(own.part("test"))) if own else None
        lines = CONVENTIONS.get(name, []) + ([ON_SAMPLE.format(**sample)] if sample else [])
        lines += [line.format(**evaluate(predictor, rows), kinds=len(kinds(name))) for line, rows in judges.items()]
        tested = "tested on its test part" if SETS[data][2] else "tested on a fifth of it, held back"
        ship(run, name, source, tested, lines, sample, licence)


def rows_of(task, data):
    """The Dataset of a set with its parts."""
    train, validation, test = (
        task.dataset(task.kind.read_table(SHARED / file)) if file else None for file in SETS[data][:3]
    )
    return Dataset.join(train, validation, test)


def in_their_words(own):
    """Our own sentences with the types of WNUT-17; left out where a name of several words has none (works, fairs)."""
    kept = {}
    for text, label in pairs(own):
        tags = [f"{tag[:2]}{OURS.get(tag[2:], '')}" for tag in label.split(" ")]
        if "I-" not in tags:
            kept[text] = " ".join("O" if tag == "B-" else tag for tag in tags)
    return Dataset({"text": list(kept), "label": list(kept.values())})


def renamed(rows, made, times=1):
    """Sentences `{text: tags}` with names, `times` more with other names of the same kind drawn from all of them."""
    cut = [(text.split(" "), chunks(label.split(" "))) for text, label in rows.items() if "B-" in label]
    names = {}
    for words, found in cut:
        for kind, first, end in found:
            names.setdefault(kind, []).append(words[first:end])
    return dict(_with_others(words, found, names, made) for _ in range(times) for words, found in cut)


def _with_others(words, found, names, made):
    written, tags, done = [], [], 0
    for kind, first, end in found:
        name = made.choice(names[kind])
        name = [word.lower() for word in name] if " ".join(words[first:end]).islower() else name
        written += words[done:first] + name
        tags += ["O"] * (first - done) + [f"B-{kind}"] + [f"I-{kind}"] * (len(name) - 1)
        done = end
    return " ".join(written + words[done:]), " ".join(tags + ["O"] * (len(words) - done))


def pairs(dataset):
    """Every sentence with its tags."""
    return zip(dataset.columns["text"], dataset.columns["label"], strict=True)

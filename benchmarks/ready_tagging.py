"""The ready taggers: parts of speech and names, Korean and English. Run by ready_models.py.

python benchmarks/ready_models.py tagging-pos-en | tagging-pos-ko | tagging-ner-en | tagging-ner-ko
"""

import json
import os
import shutil
import sys
import tempfile

from measuring import SHARED
from tagging import SETS

from nlp_models import bundles, runners, tasks
from nlp_models.card import card
from nlp_models.datasets import Dataset
from nlp_models.ready import MODELS
from nlp_models.recipe import Recipe
from nlp_models.runs import RunStore

SHARE_ALIKE = "CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/"
LICENCE = """The weights in this folder were trained on {source}.

They are shared under the same licence: {licence}.
Attribution: {source}. Changed: a network was trained on it with Unrolled; its sentences are not in this folder.
"""
SOURCES = {
    "tagging-pos-en": ("ewt", "UD_English-EWT v2.16 (Silveira et al. 2014, A Gold Standard Dependency Corpus for English)", SHARE_ALIKE),
    "tagging-pos-ko": ("gsd", "UD_Korean-GSD v2.9 (McDonald et al. 2013; Chun et al. 2018)", SHARE_ALIKE),
    "tagging-ner-ko": ("klue", "KLUE-NER v1.1, dev part (Park et al. 2021, KLUE: Korean Language Understanding Evaluation)", SHARE_ALIKE),
    "tagging-ner-en": ("wnut", "WNUT-17 emerging entities (Derczynski et al. 2017)", "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"),
}  # fmt: skip
SMALLER = {"tagging-pos-ko": {"vocabulary_size": 12_000}}  # under 5 MB: most of its 25,000 words occur once
OURS = {"PER": "person", "LOC": "location", "ORG": "group"}  # our sample's types in the words of WNUT-17; MISC has none
COMMAND = "python benchmarks/ready_models.py {name}"


def build_tagger(name, **choices):
    """Train, check and write data/models/NAME."""
    task, (data, source, licence) = tasks.load("tagging"), SOURCES[name]
    dataset = rows_of(task, data)
    if data == "wnut":
        dataset = with_our_names(task, dataset)
        source += "; the training sentences of Unrolled's own English sample, MIT"
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["UNROLLED_RUNS"] = temporary
        recipe = task.recipe.changed(minutes=SETS[data][3], **SMALLER.get(name, {}) | choices)
        run = RunStore.default().create(task.name, recipe, dataset, owner="local", name=name)
        runners.chosen("inline").submit(run)
        if run.status.state != "done":
            sys.exit(run.log_tail())
        finish(run, name, source, licence)


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


def finish(run, name, source, licence):
    """The report tells source and command, the card the licence; the licence lies in the folder."""
    report = run.report | {"source": f"{source}, {licence.split(',')[0]}", "tested": "tested on its test part", "command": COMMAND.format(name=name)}  # fmt: skip
    run.write_json("report.json", report)
    sources = [f"{source}; licence: {licence}", "These weights are shared under the same licence", f"Rebuilt by `{report['command']}`"]  # fmt: skip
    written = card(run, Recipe.model_validate(report["recipe"]), report, sources)
    (run.folder / "card.md").write_text(written, encoding="utf-8")
    target = MODELS / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in bundles.LIMITS:
        shutil.copy(run.folder / file, target / file)
    (target / "LICENSE.txt").write_text(LICENCE.format(source=source, licence=licence), encoding="utf-8")
    size = sum(file.stat().st_size for file in target.iterdir())
    told = {key: report["test"][key] for key in ("accuracy", "entity_f1")}
    print(json.dumps({"model": name, "bytes": size, "seconds": report["seconds"]["all"], **told}))

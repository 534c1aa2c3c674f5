"""The ready models next-word-ko and next-word-en, from sentences whose licences allow it; ready_models.py calls it.

Short everyday sentences of Tatoeba and, for Korean, of a chatbot corpus; and our own stories, the held tenth of which
is the test on our sample. Nothing share-alike is in it, so the folders carry no licence of their own.
"""

import csv
import json
import os
import random
import shutil
import sys
import tempfile

from measuring import SHARED

from nlp_models import bundles, runners, tasks
from nlp_models.card import card
from nlp_models.datasets import Dataset
from nlp_models.evaluation import evaluate
from nlp_models.predictor import Predictor
from nlp_models.ready import MODELS
from nlp_models.recipe import Recipe
from nlp_models.runs import RunStore

TATOEBA = "Tatoeba (tatoeba.org, by way of manythings.org/anki), CC BY 2.0 FR"
COMMAND = "python benchmarks/ready_models.py {name}"
HELD = 0.1  # of the sentences
TIMES_OWN = 3  # our stories are few, and all that hangs together over several sentences


def english():
    """The English sides of the French and Korean pairs, each sentence once."""
    sentences = [*_side("translation-en-fr-tatoeba/fra_first33000.txt", 0), *_side("translation-en-ko-tatoeba/kor.txt", 0)]  # fmt: skip
    return sentences, TATOEBA, {"tokens": "word", "units": 256, "embedding_size": 128, "minutes": 2, "epochs": 8}


def korean():
    """Questions and answers of a chatbot corpus, and the Korean sides of Tatoeba."""
    with open(SHARED / "chatbot-ko-songys" / "ChatbotData.csv", encoding="utf-8", newline="") as file:
        pairs = [(row["Q"].strip(), row["A"].strip()) for row in csv.DictReader(file)]
    sentences = [*(f"{asked} {said}" for asked, said in pairs), *_side("translation-en-ko-tatoeba/kor.txt", 1)]
    source = f"Chatbot_data_for_Korean v1.0 (songys), MIT; {TATOEBA}"
    return sentences, source, {"tokens": "subword", "vocabulary_size": 4_000, "units": 256, "embedding_size": 128, "minutes": 2, "epochs": 6}  # fmt: skip


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load("next-word"), name.rpartition("-")[2]
    sentences, source, choices = MIXES[name]()
    sentences = list(dict.fromkeys(sentences))
    random.Random(0).shuffle(sentences)
    sample = task.kind.parted(task.sample(language), task.recipe)
    own = sample.part("train").columns["text"] * TIMES_OWN
    held = round(HELD * len(sentences))
    training = [*sentences[2 * held :], *own]
    random.Random(1).shuffle(training)
    texts = [*training, *sentences[held : 2 * held], *sentences[:held]]
    parts = ["train"] * len(training) + ["validation"] * held + ["test"] * held
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["UNROLLED_RUNS"] = temporary
        store, recipe = RunStore.default(), task.recipe.changed(**choices)
        run = store.create(task.name, recipe, Dataset({"text": texts, "part": parts}), owner="local", name=name)
        runners.chosen("inline").submit(run)
        if run.status.state != "done":
            sys.exit(run.log_tail())
        finish(run, name, source, evaluate(Predictor.load(run.folder), sample.part("test")))


def finish(run, name, source, on_sample):
    """The card tells where the data comes from, and how it does on our own stories."""
    report = run.report | {
        "source": f"{source}; stories written for Unrolled", "tested": "tested on a tenth of the sentences, held back",
        "sample": on_sample, "command": COMMAND.format(name=name),
    }  # fmt: skip
    run.write_json("report.json", report)
    sources = [
        f"{report['source']}; {report['tested']}",
        f"On the held tenth of our own stories: perplexity {on_sample['perplexity']:.1f} of {on_sample['tokens']} tokens",
        f"Rebuilt by `{report['command']}`",
    ]
    written = card(run, Recipe.model_validate(report["recipe"]), report, sources)
    (run.folder / "card.md").write_text(written, encoding="utf-8")
    target = MODELS / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in bundles.LIMITS:
        shutil.copy(run.folder / file, target / file)
    size = sum(file.stat().st_size for file in target.iterdir())
    best = {key: round(scores["perplexity"], 1) for key, scores in report["baselines"].items()}
    print(json.dumps({"model": name, "bytes": size, "perplexity": report["test"]["perplexity"], "baselines": best,
                      "sample": on_sample["perplexity"], "seconds": report["seconds"]["all"], "epochs": report["epochs"]}))  # fmt: skip


def _side(file, column):
    lines = (SHARED / file).read_text("utf-8").splitlines()
    return [line.split("\t")[column].strip() for line in lines if line.count("\t") >= column]


MIXES = {"next-word-en": english, "next-word-ko": korean}

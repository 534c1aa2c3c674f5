"""Rebuilds the ready models of data/models from the data in ../shared/datasets: the one command of their cards.

python benchmarks/ready_models.py sentiment-ko | sentiment-en
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "datasets"
sys.path.insert(0, str(REPOSITORY))

from nlp_models import bundles, runners, tasks  # noqa: E402
from nlp_models.card import card  # noqa: E402
from nlp_models.datasets import Dataset, guess_columns  # noqa: E402
from nlp_models.evaluation import evaluate  # noqa: E402
from nlp_models.predictor import Predictor  # noqa: E402
from nlp_models.readers import read_table  # noqa: E402
from nlp_models.ready import MODELS  # noqa: E402
from nlp_models.recipe import Recipe  # noqa: E402
from nlp_models.runs import RunStore  # noqa: E402

SIGNS = {"0": "negative", "1": "positive"}
COMMAND = "python benchmarks/ready_models.py {name}"


def sentiment_ko():
    """Film reviews by the hundred thousand, and the training part of our own sentences on other subjects."""
    folder = SHARED / "sentiment-ko-nsmc"
    parts = {"train": _rows(folder / "ratings_train.txt"), "test": _rows(folder / "ratings_test.txt")}
    return parts, {"vocabulary_size": 8_000, "minutes": 20, "epochs": 5}, (
        "NSMC (Naver sentiment movie corpus v1.0, e9t), CC0 1.0",
        "tested on NSMC's own test part",
    )  # fmt: skip


def sentiment_en():
    """Products, films and restaurants, and more sentences of our own: three thousand rows are little for English."""
    texts, labels = [], []
    for file in sorted((SHARED / "sentiment-en-uci").glob("*labelled.txt")):
        part = _rows(file)
        texts += part[0]
        labels += part[1]
    split = Dataset({"text": texts, "label": labels}).with_parts(seed=0, test_share=0.2)
    kept = {"train": ("train", "validation"), "test": ("test",)}
    parts = {name: _chosen(split, names) for name, names in kept.items()}
    parts["own"] = _columns(tasks.SAMPLES / "more" / "sentiment.en.csv")
    return parts, {"epochs": 15, "minutes": 10}, (
        "Sentiment Labelled Sentences (Kotzias et al. 2015, From Group to Individual Labels using Deep Features, KDD), CC BY 4.0",
        "tested on a fifth of it, held back",
    )  # fmt: skip


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load(name.rpartition("-")[0]), name.rpartition("-")[2]
    parts, choices, (source, tested) = {"sentiment-ko": sentiment_ko, "sentiment-en": sentiment_en}[name]()
    sample = Dataset.from_table(table := read_table(task.samples[language]), guess_columns(table, task.fields))
    train = sample.part("train").columns
    own = [train[key] + parts.get("own", ([], []))[n] for n, key in enumerate(("text", "label"))]
    texts, labels = (parts["train"][n] + own[n] for n in (0, 1))
    columns = {
        "text": texts + parts["test"][0],
        "label": labels + parts["test"][1],
        "part": ["train"] * len(texts) + ["test"] * len(parts["test"][0]),
    }
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["UNROLLED_RUNS"] = temporary
        store = RunStore.default()
        run = store.create(task.name, task.recipe.changed(**choices), Dataset(columns), owner="local", name=name)
        runners.chosen("inline").submit(run)
        if run.status.state != "done":
            sys.exit(run.log_tail())
        finish(run, name, source, tested, evaluate(Predictor.load(run.folder), sample.part("test")), len(own[0]))


def finish(run, name, source, tested, on_sample, own_rows):
    """The report also tells the score on our sample; the card where the data comes from."""
    report = run.report | {
        "source": f"{source}; {own_rows:,} sentences written for Unrolled", "tested": tested, "sample": on_sample,
        "command": COMMAND.format(name=name),
    }  # fmt: skip
    run.write_json("report.json", report)
    sources = [
        f"{report['source']}; {tested}",
        f"On the held fifth of our own sample: accuracy {on_sample['accuracy']:.3f} of {on_sample['rows']} sentences",
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
    print(json.dumps({"model": name, "bytes": size, "test": report["test"]["accuracy"], "sample": on_sample["accuracy"],
                      "seconds": report["seconds"]["all"], "epochs": report["epochs"]}))  # fmt: skip


def _columns(path):
    table = read_table(path)
    columns = Dataset.from_table(table, guess_columns(table, tasks.load("sentiment").fields)).columns
    return columns["text"], columns["label"]


def _rows(path):
    texts, labels = _columns(path)
    return texts, [SIGNS[label] for label in labels]


def _chosen(dataset, names):
    rows = [n for n, part in enumerate(dataset.columns["part"]) if part in names]
    return [dataset.columns["text"][n] for n in rows], [dataset.columns["label"][n] for n in rows]


if __name__ == "__main__":
    build(sys.argv[1])

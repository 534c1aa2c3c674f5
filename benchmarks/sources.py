"""How well a model reads texts of a kind it did not learn from: leave one source out, and the ready model on all of them.

python benchmarks/sources.py sentiment-en | spam-en | spam-ko | tagging-pos-ko ready [FOLDER]   (as it is)
python benchmarks/sources.py NAME leave SOURCE ... [without SOURCE ...] [seed N]   (train on all but those, score each of them)

"kinds" stands for all kinds of text that we wrote more of (benchmarks/kinds.py), "turned" for benchmarks/turned.py.
"""

import json
import sys

from kinds import genuine, held, kinds, together
from measuring import SHARED, read
from ready_models import BUILT, SIGNS, TURNED, with_written_out
from ready_tagging import CHOICES, PARTS_OF_SPEECH, rows_of
from shipping import trained
from tagging import SETS
from turned import turned

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.readers import read_table

GENUINE = {  # texts of other kinds, none of them spam; nobody trains on them
    "spam-en": {"Tatoeba": ("translation-en-ko-tatoeba/kor.txt", 0), "restaurants": ("sentiment-en-uci/yelp_labelled.txt", 0)},
    "spam-ko": {"ChatbotData": ("chatbot-ko-songys/ChatbotData.csv", 0), "NSMC": ("sentiment-ko-nsmc/ratings_test.txt", 1), "news titles": ("lm-ko-news-titles/test.news_title.txt", 0)},
}  # fmt: skip
FIRST = 1_000  # of each, evenly spread


def sources(name):
    """`{source: Dataset}`: public sets, our sample, and each kind of text we wrote more of, its judge marked test."""
    if name == "tagging-pos-ko":
        task = tasks.load("tagging")
        return {"gsd": rows_of(task, "gsd"), "sample": task.sample("ko", PARTS_OF_SPEECH)} | kinds(name)
    task, _, language = name.rpartition("-")
    found = {"sample": read(tasks.load(task).samples[language])}
    if name == "sentiment-en":
        found["more"] = read(tasks.SAMPLES / "more" / "sentiment.en.csv")
        for file in sorted((SHARED / "sentiment-en-uci").glob("*labelled.txt")):
            found[file.name.split("_")[0]] = _signed(read(file))
        texts, labels = zip(*turned(TURNED, seed=0), strict=True)
        found["turned"] = Dataset({"text": list(texts), "label": list(labels)})
    elif name == "spam-en":
        found["sms"] = read(SHARED / "spam-en-sms" / "sms.tsv")
    return found | genuine(name) | kinds(name)


def ready(name, folder=None):
    """The ready model, or one in a folder: on each kind's judge, on all of a kind, on the held part of our sample, outside."""
    predictor = Predictor.load(folder or MODELS / name)
    for source, rows in {"sample": sources(name)["sample"].part("test"), "held of all kinds": held(name)}.items():
        _tell(name, "ready", source, evaluate(predictor, rows))
    for kind, rows in kinds(name).items():
        _tell(name, "ready", f"{kind}, whole", evaluate(predictor, rows))
        _tell(name, "ready", f"{kind}, held", evaluate(predictor, rows.part("test")))
    for source, rows in (_outside() if name == "sentiment-en" else {}).items():
        _tell(name, "ready", source, evaluate(predictor, rows))
    _passed(name, "ready", predictor)


def leave(name, left, without=(), seed=0):
    """Train on the sources that are in neither list, then score each one that is, whole."""
    found, task = sources(name), tasks.load("tagging" if name.startswith("tagging") else name.rpartition("-")[0])
    left, without = (
        [own for one in named for own in (kinds(name) if one == "kinds" else [one])] for named in (left, without)
    )
    learned = [_without_test(rows) for source, rows in found.items() if source not in {*left, *without}]
    choices = {"minutes": SETS["gsd"][3]} | CHOICES[name] if name == "tagging-pos-ko" else BUILT[name]()[1]
    recipe = task.recipe.changed(**choices | {"seed": seed})
    train = together(learned).with_parts(recipe.seed, recipe.validation_share)
    train = train if name == "tagging-pos-ko" else with_written_out(train)
    test = together([found[source] for source in left])
    columns = {
        key: train.columns[key] + (["test"] * len(test) if key == "part" else test.columns[key])
        for key in ("text", "label", "part")
    }
    with trained(task, recipe, Dataset(columns), name) as run:
        predictor = Predictor.load(run.folder)
        how = f"seed {seed}, of {' '.join(source for source in found if source not in {*left, *without})}"
        for source in [*left, *without]:
            _tell(name, how, source, evaluate(predictor, found[source]))
        if name == "sentiment-en":
            _tell(name, how, "sst2", evaluate(predictor, _outside()["sst2"]))
        _passed(name, how, predictor)


def _outside():
    """SST-2, its dev and test parts: a judge only, no ready model learns from it."""
    both = [_signed(read(SHARED / "sentiment-en-sst2" / f"{part}.tsv")) for part in ("dev", "test")]
    return {"sst2": together(both)}


def _passed(name, model, predictor):
    for source, (file, column) in GENUINE.get(name, {}).items():
        rows = read_table(SHARED / file).rows
        texts = [row[column] for row in rows][1 :: 2 * max(1, len(rows) // (2 * FIRST))]
        spam = predictor.config.labels.index("spam")
        share = sum(float(one[spam]) < 0.5 for one in predictor(texts)) / len(texts)
        print(
            json.dumps(
                {"model": name, "trained": model, "genuine": source, "passed": round(share, 3), "rows": len(texts)}
            ),
            flush=True,
        )


def _tell(name, model, source, scores):
    kept = {key: round(scores[key], 3) for key in ("accuracy", "accuracy_low", "accuracy_high") if key in scores}
    f1 = scores.get("per_class", {}).get("spam", {}).get("f1")
    kept |= {"f1 of spam": round(f1, 3)} if f1 is not None else {}
    print(json.dumps({"model": name, "trained": model, "source": source, "rows": scores["rows"]} | kept), flush=True)


def _signed(rows):
    return Dataset({"text": rows.columns["text"], "label": [SIGNS[label] for label in rows.columns["label"]]})


def _without_test(rows):
    parts = rows.columns.get("part") or ["train"] * len(rows)
    kept = [n for n, part in enumerate(parts) if part != "test"]
    return Dataset({key: [rows.columns[key][n] for n in kept] for key in ("text", "label")})


if __name__ == "__main__":
    model, what, *named = sys.argv[1:]
    if what == "ready":
        ready(model, *named)
    else:
        lists, now = {"leave": [], "without": [], "seed": []}, what
        for word in named:
            if word in lists:
                now = word
            else:
                lists[now].append(word)
        leave(model, lists["leave"], lists["without"], int(*lists["seed"] or [0]))

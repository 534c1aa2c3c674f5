"""What a length of training is made of, settled on inner splits: variants of a recipe beside each other, and the baselines.

    python benchmarks/plan.py "nsmc5k sst5k" "length=short" "length=short,epochs=5,spelling=yes" --seeds 0,1,2

Every set gives rows of its training file alone, drawn anew by each seed: some to learn from (a tenth of them chooses the epoch),
others that are scored. No test part is read. A variant is settings of the recipe, `name=value` with commas between; each training
prints a line of JSON, and at the end stands a table of the means. Time is told as the seconds of `nlp_models/lengths.py`, by
which a busy machine changes nothing.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from measuring import SHARED, read

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.store import RunStore
from nlp_models.training import loop
from nlp_models.training.finalize import baselines_of
from nlp_models.training.schedule import Schedule

SETS = {  # name -> (task, file, column of the text, rows to learn from, rows that are scored)
    "nsmc2k": ("sentiment", "sentiment-ko-nsmc/ratings_train.txt", None, 1_600, 4_000),
    "nsmc5k": ("sentiment", "sentiment-ko-nsmc/ratings_train.txt", None, 4_000, 4_000),
    "nsmc15k": ("sentiment", "sentiment-ko-nsmc/ratings_train.txt", None, 12_000, 6_000),
    "nsmc40k": ("sentiment", "sentiment-ko-nsmc/ratings_train.txt", None, 32_000, 8_000),
    "sst5k": ("sentiment", "sentiment-en-sst2/train.tsv", None, 4_000, 2_900),
    "uci": ("sentiment", "sentiment-en-uci", None, 1_900, 500),
    "finance": ("sentiment", "sentiment-ko-finance/finance_data_cp949.csv", "kor_sentence", 3_100, 770),
    "sms": ("spam", "spam-en-sms/spam.csv", None, 3_500, 950),
    "malicious": ("spam", "filter-ko-malicious/Dataset.csv", None, 6_400, 1_600),
    "gsd1k": ("tagging", "pos-ko-gsd/ko_gsd-ud-train.conllu", None, 1_000, 1_500),
    "ewt2k": ("tagging", "pos-en-ewt/en_ewt-ud-train.conllu.zip", None, 2_000, 2_000),
    "wnut": ("tagging", "ner-en-wnut17/wnut17train.conll", None, 2_400, 900),
    "chat": ("chatbot", "chatbot-ko-songys/ChatbotData.csv", None, 4_000, 1_000),
    "enfr": ("translation", "translation-en-fr-tatoeba/fra_first33000.txt", None, 4_000, 1_000),
}
BOOKS = {  # name -> (file, words to learn from, words that are scored), lines in their order
    "en25k": ("pos-en-ewt/en_ewt-ud-train.conllu.zip", 25_000, 8_000),
    "en60k": ("pos-en-ewt/en_ewt-ud-train.conllu.zip", 60_000, 15_000),
    "en150k": ("pos-en-ewt/en_ewt-ud-train.conllu.zip", 150_000, 20_000),
    "ko40k": ("pos-ko-gsd/ko_gsd-ud-train.conllu", 40_000, 10_000),
    "ko100k": ("sentiment-ko-nsmc/ratings_train.txt", 100_000, 15_000),
}
TESTED_SHARE = 0.2  # of a set whose test part is its first split, held away from all that is drawn here


def pool(name):
    """`(task, rows of the training file)`: where the file has no parts, the four fifths of the first split of its benchmark."""
    kind, file, column, *_ = SETS[name]
    task = tasks.load(kind)
    if name in ("uci", "finance", "sms", "malicious"):
        return task, _training_side(_every_file(SHARED / file, column))
    table = task.kind.read_table(SHARED / file, Path(file).name)
    return task, task.dataset(table)


def _every_file(path, column):
    files = sorted(path.glob("*labelled.txt")) if path.is_dir() else [path]
    found = [read(file, {"text": column} if column else None) for file in files]
    return Dataset({name: [value for one in found for value in one.columns[name]] for name in ("text", "label")})


def _training_side(dataset):
    from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit

    texts, labels = dataset.columns["text"], dataset.columns["label"]
    folds = StratifiedKFold(5, shuffle=True, random_state=0) if len(texts) == 3_000 else None
    splits = folds or StratifiedShuffleSplit(5, test_size=TESTED_SHARE, random_state=0)
    return _rows(dataset, next(iter(splits.split(texts, labels)))[0])


def _rows(dataset, places):
    return Dataset({name: [values[n] for n in places] for name, values in dataset.columns.items() if name != "part"})


def inner_split(name, seed):
    """`(task, rows to learn from and rows that are scored)` of a set, drawn by a seed; of a book another stretch of it."""
    if name in BOOKS:
        return tasks.load("next-word"), _stretch(*BOOKS[name], seed)
    task, whole = pool(name)
    learned, scored = SETS[name][3:]
    order = np.random.default_rng(seed).permutation(len(whole))
    parts = [_rows(whole, order[:learned].tolist()), _rows(whole, order[learned : learned + scored].tolist())]
    return task, Dataset.join(parts[0], test=parts[1])


def _stretch(file, learned, scored, seed):
    kind = "sentiment" if "nsmc" in file else "tagging"
    task = tasks.load(kind)
    texts = task.dataset(task.kind.read_table(SHARED / file, Path(file).name)).columns["text"]
    ends = np.cumsum([len(text.split()) for text in texts])
    begin = seed * max(0, int(ends[-1]) - learned - scored) // 3
    first, middle, last = np.searchsorted(ends, [begin, begin + learned, begin + learned + scored]).tolist()
    return Dataset.join(Dataset({"text": texts[first:middle]}), test=Dataset({"text": texts[middle:last]}))


class Inner(loop.Training):
    """A training that ends with its scores and writes neither checkpoints nor a bundle."""

    def checkpoint(self, epoch, best):
        self.best = self.best if best is None else best

    def go(self):
        """As `Training.go`; gives the scores of the rows held back."""
        self.restore()
        self.total_steps, epoch = self.recipe.steps or self.planned, 1
        self.keep(Schedule(self.total_steps))
        while not self.is_over(epoch - 1):
            self.progress.begin(epoch, epoch, self.step, self.total_steps)
            learned, _ = self.one_epoch(epoch)
            self.finish_epoch(epoch, learned)
            epoch += 1
        for name, variable in self.network.named_weights().items():
            variable.assign(self.best[name])
        return self.scored()

    def scored(self):
        return self.problem.scores(self.parts["test"], self.network.answers(self.parts["test"]))

    def by_road(self):
        """The score of each of two roads of a classifier with the other one silent."""
        named, roads = self.network.named_weights(), {}
        if "spelling/kernel" not in named:
            return {}
        for road, silent in (("cells", ("spelling/kernel",)), ("spelling", ("answer/kernel", "answer/bias"))):
            kept = {name: named[name].numpy() for name in silent}
            for name in silent:
                named[name].assign(kept[name] * 0)
            roads[road] = _told(self, self.scored())
            for name in silent:
                named[name].assign(kept[name])
        return roads


def measured(name, choices, seed, baselines):
    """One training: its score, its steps and epochs, and the baselines' scores where they are asked for."""
    task, rows = inner_split(name, seed)
    with tempfile.TemporaryDirectory() as folder:
        recipe = task.recipe.changed(**{"length": "short", **choices, "seed": seed})
        run = RunStore(Path(folder)).create(task.name, recipe, rows, owner="local")
        training = Inner(run, time.monotonic())
        scores = training.go()
        told = {name: _told(training, scores)} | training.by_road()
        if baselines:
            others, _ = baselines_of(run).score_baselines(
                training.problem, training.parts["train"], training.parts["test"]
            )
            told |= {method: _told(training, own) for method, own in others.items()}
    if "bits_per_character" in scores:  # of tokens of several kinds no perplexity can be compared
        told["bits"] = round(scores["bits_per_character"], 4)
    return told | {
        "steps": training.step,
        "epochs": round(training.step / training.epoch_steps, 1),
        "best": training.best_epoch,
        "seconds": round(training.step * training.work.seconds, 1),
        "took": round(time.monotonic() - training.started, 1),
    }


def _told(training, scores):
    return round(scores[training.problem.measure(scores)], 4)


def choices_of(written):
    """`epochs=5,spelling=yes` as settings, each value as the recipe reads it."""
    pairs = [pair.split("=", 1) for pair in written.split(",") if pair]
    return {name: _value(value) for name, value in pairs}


def _value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sets")
    parser.add_argument("variants", nargs="*")
    parser.add_argument("--seeds", default="0")
    parser.add_argument("--baselines", action="store_true")
    asked = parser.parse_args()
    seeds, found = list(map(int, asked.seeds.split(","))), {}
    for name in asked.sets.split():
        for number, variant in enumerate(asked.variants or ["length=short"]):
            for seed in seeds:
                one = measured(name, choices_of(variant), seed, asked.baselines and not number)
                print(json.dumps({"set": name, "variant": variant, "seed": seed, **one}), flush=True)
                found.setdefault((name, variant), []).append(one)
    print_table(found)


def print_table(found):
    """A row for each set and variant: the mean score of the seeds and its spread, steps, epochs, seconds, baselines."""
    for (name, variant), ones in found.items():
        scores = [one[name] for one in ones]
        spread = statistics.stdev(scores) if len(scores) > 1 else 0.0
        means = {key: round(statistics.mean(one[key] for one in ones), 4) for key in ones[0] if key != name}
        print(f"| {name} | {variant} | {statistics.mean(scores):.4f} ({spread:.4f}) | {means} |")


if __name__ == "__main__":
    main()

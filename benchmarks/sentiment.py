"""The sentiment figures of benchmarks/README.md, on the data in ../shared/datasets. One training at a time.

python benchmarks/sentiment.py nsmc | sst2 | uci | finance | speed RUN
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "datasets"
sys.path.insert(0, str(REPOSITORY))

from nlp_models.datasets import Dataset, guess_columns  # noqa: E402
from nlp_models.fields import Label, Text  # noqa: E402
from nlp_models.predictor import Predictor  # noqa: E402
from nlp_models.readers import read_table  # noqa: E402
from nlp_models.runs import RunStore  # noqa: E402

FIELDS = (Text(), Label())


def command(*arguments):
    """One command of the product as a child, its JSON and its wall time."""
    since = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nlp_models", *map(str, arguments), "--json"],
        cwd=REPOSITORY, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout), time.monotonic() - since


def tell(name, trained, seconds):
    report = trained["report"]
    baselines = {key: round(scores["accuracy"], 4) for key, scores in report["baselines"].items()}
    found = {"set": name, "run": trained["run"], "accuracy": round(report["test"]["accuracy"], 4), "seconds": round(seconds, 1),
             "best_epoch": report["best_epoch"], "steps": report["steps"], "numpy_difference": report["numpy_difference"],
             "baselines": baselines}  # fmt: skip
    print(json.dumps(found), flush=True)
    return report["test"]["accuracy"]


def nsmc(*extra):
    folder = SHARED / "sentiment-ko-nsmc"
    trained, seconds = command(
        "train", "sentiment", "--data", folder / "ratings_train.txt", "--test", folder / "ratings_test.txt", *extra
    )
    tell("nsmc", trained, seconds)
    scores, seconds = command("evaluate", trained["run"], "--data", folder / "ratings_test.txt")
    print(json.dumps({"numpy accuracy": scores["accuracy"], "seconds": round(seconds, 1)}))


def sst2(*extra):
    folder = SHARED / "sentiment-en-sst2"
    tell("sst2", *command("train", "sentiment", "--data", folder / "train.tsv", "--validation", folder / "dev.tsv",
                          "--test", folder / "test.tsv", *extra))  # fmt: skip


def folds(name, texts, labels, splits, extra):
    """Train on each split; the mean is the figure."""
    found = []
    for number, test in enumerate(splits):
        held = set(map(int, test))
        with tempfile.TemporaryDirectory() as folder:
            files = {part: Path(folder) / f"{part}.jsonl" for part in ("train", "test")}
            for part, file in files.items():
                rows = [
                    {"text": t, "label": y}
                    for i, (t, y) in enumerate(zip(texts, labels, strict=True))
                    if (i in held) == (part == "test")
                ]
                file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
            trained, seconds = command(
                "train", "sentiment", "--data", files["train"], "--test", files["test"], "--seed", number, *extra
            )
            found.append(tell(f"{name} {number + 1}", trained, seconds))
    print(json.dumps({"set": name, "mean": round(statistics.mean(found), 4), "sd": round(statistics.stdev(found), 4)}))


def uci(*extra):
    from sklearn.model_selection import StratifiedKFold

    texts, labels = [], []
    for file in sorted((SHARED / "sentiment-en-uci").glob("*labelled.txt")):
        dataset = _read(file)
        texts += dataset.columns["text"]
        labels += dataset.columns["label"]
    splits = [test for _, test in StratifiedKFold(5, shuffle=True, random_state=0).split(texts, labels)]
    folds("uci", texts, labels, splits, extra)


def finance(*extra):
    from sklearn.model_selection import StratifiedShuffleSplit

    dataset = _read(SHARED / "sentiment-ko-finance" / "finance_data_cp949.csv", {"text": "kor_sentence"})
    texts, labels = dataset.columns["text"], dataset.columns["label"]
    splits = [test for _, test in StratifiedShuffleSplit(5, test_size=0.2, random_state=0).split(texts, labels)]
    folds("finance", texts, labels, splits, extra)


def speed(run_id):
    """Load, one sentence, many sentences: medians of a library call."""
    folder = RunStore.default().get(run_id, "local").folder
    loads = [_seconds(lambda: Predictor.load(folder)) for _ in range(7)]
    predictor = Predictor.load(folder)
    texts = _read(SHARED / "sentiment-ko-nsmc" / "ratings_test.txt").columns["text"][:20_000]
    ones = [_seconds(lambda text=text: predictor([text])) for text in texts[:500]]
    reads = [_seconds(lambda text=text: predictor.read(text)) for text in texts[:500]]
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "in.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        whole = command("predict", run_id, "--file", source, "--out", Path(temporary) / "out.csv")[1]
    print(json.dumps({
        "load_ms": round(1000 * statistics.median(loads), 1), "sentence_ms": round(1000 * statistics.median(ones), 2),
        "word_by_word_ms": round(1000 * statistics.median(reads), 2), "file_texts_per_second": round(len(texts) / whole),
    }))  # fmt: skip


def _read(path, chosen=None):
    table = read_table(path)
    return Dataset.from_table(table, guess_columns(table, FIELDS) | (chosen or {}))


def _seconds(call):
    since = time.perf_counter()
    call()
    return time.perf_counter() - since


if __name__ == "__main__":
    os.environ.setdefault("UNROLLED_RUNS", str(REPOSITORY / "data" / "runs"))
    {"nsmc": nsmc, "sst2": sst2, "uci": uci, "finance": finance, "speed": speed}[sys.argv[1]](*sys.argv[2:])

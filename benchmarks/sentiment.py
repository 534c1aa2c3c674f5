"""The sentiment figures of benchmarks/README.md, on the data in ../shared/datasets. One training at a time.

python benchmarks/sentiment.py nsmc | sst2 | uci | finance | speed RUN
"""

import csv
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import SHARED, command, folds, read, tell

from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.store import RunStore


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
    tell(
        "sst2",
        *command(
            "train",
            "sentiment",
            "--data",
            folder / "train.tsv",
            "--validation",
            folder / "dev.tsv",
            "--test",
            folder / "test.tsv",
            *extra,
        ),
    )


def uci(*extra):
    from sklearn.model_selection import StratifiedKFold

    texts, labels = [], []
    for file in sorted((SHARED / "sentiment-en-uci").glob("*labelled.txt")):
        dataset = read(file)
        texts += dataset.columns["text"]
        labels += dataset.columns["label"]
    splits = StratifiedKFold(5, shuffle=True, random_state=0).split(texts, labels)
    folds("sentiment", "uci", Dataset({"text": texts, "label": labels}), splits, extra)


def finance(*extra):
    from sklearn.model_selection import StratifiedShuffleSplit

    dataset = read(SHARED / "sentiment-ko-finance" / "finance_data_cp949.csv", {"text": "kor_sentence"})
    splits = StratifiedShuffleSplit(5, test_size=0.2, random_state=0).split(
        dataset.columns["text"], dataset.columns["label"]
    )
    folds("sentiment", "finance", dataset, splits, extra)


def speed(run_id):
    """Load, one sentence, many sentences: medians of a library call."""
    folder = RunStore.default().get(run_id, "local").folder
    loads = [_seconds(lambda: Predictor.load(folder)) for _ in range(7)]
    predictor = Predictor.load(folder)
    texts = read(SHARED / "sentiment-ko-nsmc" / "ratings_test.txt").columns["text"][:20_000]
    ones = [_seconds(lambda text=text: predictor([text])) for text in texts[:500]]
    reads = [_seconds(lambda text=text: predictor.read(text)) for text in texts[:500]]
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "in.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        whole = command("predict", run_id, "--file", source, "--out", Path(temporary) / "out.csv")[1]
    print(
        json.dumps(
            {
                "load_ms": round(1000 * statistics.median(loads), 1),
                "sentence_ms": round(1000 * statistics.median(ones), 2),
                "word_by_word_ms": round(1000 * statistics.median(reads), 2),
                "file_texts_per_second": round(len(texts) / whole),
            }
        )
    )


def _seconds(call):
    since = time.perf_counter()
    call()
    return time.perf_counter() - since


if __name__ == "__main__":
    {"nsmc": nsmc, "sst2": sst2, "uci": uci, "finance": finance, "speed": speed}[sys.argv[1]](*sys.argv[2:])

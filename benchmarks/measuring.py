"""What the benchmarks share: where the data stands, one command of the product with its time, a mean over splits."""

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
os.environ.setdefault("UNROLLED_RUNS", str(REPOSITORY / "data" / "runs"))

from nlp_models.datasets.columns import guess_columns  # noqa: E402
from nlp_models.datasets.dataset import Dataset  # noqa: E402
from nlp_models.datasets.fields import Label, Text  # noqa: E402
from nlp_models.datasets.readers import read_table  # noqa: E402

FIELDS = (Text(), Label())


def command(*arguments):
    """One command of the product as a child, its JSON and its wall time."""
    since = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nlp_models", *map(str, arguments), "--json"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout), time.monotonic() - since


def tell(name, trained, seconds, label=None):
    """Print what came of a training; gives `(accuracy, F1 of the label)`, the F1 None without a label."""
    report = trained["report"]
    f1 = {key: scores["per_class"][label]["f1"] for key, scores in _methods(report).items()} if label else {}
    found = {
        "set": name,
        "run": trained["run"],
        "accuracy": round(report["test"]["accuracy"], 4),
        "seconds": round(seconds, 1),
        "best_epoch": report["best_epoch"],
        "steps": report["steps"],
        "numpy_difference": report["numpy_difference"],
        "baselines": {key: round(scores["accuracy"], 4) for key, scores in report["baselines"].items()},
        "training_process_seconds": round(report["seconds"]["all"], 1),
    }
    if label:
        found["f1"] = {key: round(value, 4) for key, value in f1.items()}
    print(json.dumps(found), flush=True)
    return report["test"]["accuracy"], f1.get("ours")


def _methods(report):
    return {"ours": report["test"]} | report["baselines"]


def folds(task, name, dataset, splits, extra, label=None):
    """Train on each split `(train rows, test rows)`, the seed its number; the mean is the figure."""
    found = []
    texts, labels = dataset.columns["text"], dataset.columns["label"]
    for number, (_, test) in enumerate(splits):
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
                "train", task, "--data", files["train"], "--test", files["test"], "--seed", number, *extra
            )
            found.append(tell(f"{name} {number + 1}", trained, seconds, label))
    accuracy, f1 = zip(*found, strict=True)
    means = {"set": name, "mean": round(statistics.mean(accuracy), 4), "sd": round(statistics.stdev(accuracy), 4)}
    print(json.dumps(means | ({"f1": round(statistics.mean(f1), 4)} if label else {})), flush=True)


def read(path, chosen=None):
    """A file as a Dataset, its columns guessed where they are not chosen."""
    table = read_table(path)
    return Dataset.from_table(table, guess_columns(table, FIELDS) | (chosen or {}))

"""Trains this network again, from the rows beside this file, and compares the score.

Run it where Unrolled is: `python reproduce.py` in its folder, or with PYTHONPATH set to it. Ends with 0 when the score
is the same, with 1 when it is not. Another processor or other versions of the packages may round differently.
"""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nlp_models import runners
from nlp_models.datasets.dataset import Dataset
from nlp_models.recipe import Recipe
from nlp_models.runs.store import RunStore

TASK = ""
RECIPE = {}
EXPECTED = {}
VERSIONS = {}

HERE = Path(__file__).resolve().parent


def main():
    """Train, print both scores, say whether they are the same."""
    warn_of_other_versions()
    dataset = Dataset.load(HERE / "dataset.jsonl")
    if dataset.digest() != EXPECTED["data_sha256"]:
        print("dataset.jsonl is not the file that the network learned from.")
        return 1
    run = RunStore(HERE / "runs").create(TASK, Recipe.make(**RECIPE), dataset, owner="local", name="again")
    print(f"Training on {len(dataset):,} rows into {run.folder}")
    runners.chosen("inline").submit(run)
    if run.status.state != "done":
        print(f"The training ended as {run.status.state}.\n{run.log_tail()}")
        return 1
    measure = next(name for name in EXPECTED if name != "data_sha256")
    score, expected = run.report["test"][measure], EXPECTED[measure]
    print(f"{measure} {score:.6f}, expected {expected:.6f}")
    print("The same." if score == expected else "Not the same.")
    return 0 if score == expected else 1


def warn_of_other_versions():
    """Name the packages that differ from those of the first training."""
    for package, wanted in VERSIONS.items():
        try:
            installed = version(package)
        except PackageNotFoundError:
            installed = "not installed"
        if installed != wanted:
            print(f"{package} is {installed} here; the score was made with {wanted}.")


if __name__ == "__main__":
    sys.exit(main())

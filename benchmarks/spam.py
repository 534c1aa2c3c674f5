"""The spam figures of benchmarks/README.md, on the data in ../shared/datasets: the mean of five stratified 80/20 splits.

python benchmarks/spam.py csv | tsv | malicious
"""

import sys

from measuring import SHARED, folds, read
from sklearn.model_selection import StratifiedShuffleSplit

FILES = {
    "csv": (SHARED / "spam-en-sms" / "spam.csv", "spam"),  # cp1252, three nearly empty columns
    "tsv": (SHARED / "spam-en-sms" / "sms.tsv", "spam"),  # no header
    "malicious": (SHARED / "filter-ko-malicious" / "Dataset.csv", "0"),  # tab-separated, a BOM, 0 is malicious
}


def five_splits(name, *extra):
    """Rows as the product's own reader gives them; accuracy and the F1 of the label one looks for."""
    path, label = FILES[name]
    dataset = read(path)
    splits = StratifiedShuffleSplit(5, test_size=0.2, random_state=0).split(
        dataset.columns["text"], dataset.columns["label"]
    )
    folds("spam", name, dataset, splits, extra, label)


if __name__ == "__main__":
    five_splits(*sys.argv[1:])

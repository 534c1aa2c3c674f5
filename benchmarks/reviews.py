"""A file of 5,000 rows, made of our own sample, for what is timed."""

import csv
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def write_reviews(file: Path) -> None:
    """5,000 rows: two sentences of our sample in each, each pair once."""
    with (SAMPLES / "sentiment.en.csv").open(encoding="utf-8") as sample:
        rows = list(csv.DictReader(sample))
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["review", "label"])
        for label in ("positive", "negative"):
            texts = [row["text"] for row in rows if row["label"] == label]
            writer.writerows([f"{texts[n % 500]} {texts[(n * 7 + n // 500) % 500]}", label] for n in range(2500))

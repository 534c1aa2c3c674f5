"""The figures of captions in benchmarks/README.md: our scenes, and the photographs in ../shared/datasets.

python benchmarks/captions.py scenes-en | scenes-ko | flickr
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from measuring import REPOSITORY, SHARED, command

MINUTES = 15
FLICKR = SHARED / "captions-en-flickr8k-subset"
TOLD = (
    "rows",
    "exact",
    "exact_low",
    "exact_high",
    *(f"bleu_{n}" for n in range(1, 5)),
    "bleu_4_low",
    "bleu_4_high",
    "perplexity",
    "commonest_share",
    "blind_exact",
    *(f"blind_bleu_{n}" for n in range(1, 5)),
    "blind_perplexity",
)


def measure(name, *extra):
    """Train, score the held-out pictures once, print what came of it."""
    if name == "flickr":
        with tempfile.TemporaryDirectory() as folder:
            return tell(name, *trained(_zipped(Path(folder) / "flickr.zip"), extra))
    language = name.rpartition("-")[2]
    return tell(name, *trained(REPOSITORY / "data" / "samples" / f"captions.{language}.json", extra))


def trained(file, extra):
    """`(what train prints, seconds)`."""
    return command("train", "captions", "--data", file, "--minutes", MINUTES, *extra)


def _zipped(path):
    """The folder as the zip that somebody would bring."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FLICKR / "captions.txt", "captions.txt")
        for picture in sorted((FLICKR / "Images").glob("*.jpg")):
            archive.write(picture, f"Images/{picture.name}")
    return path


def tell(name, trained, seconds):
    """One line of JSON."""
    report = trained["report"]
    print(
        json.dumps(
            {
                "set": name,
                "run": trained["run"],
                "seconds": round(seconds, 1),
                **{key: round(report["test"][key], 4) for key in TOLD},
                "baselines": {
                    key: {m: round(one[m], 3) for m in ("exact", "bleu_1", "bleu_4")}
                    for key, one in report["baselines"].items()
                },
                **{key: report[key] for key in ("rows", "best_epoch", "epochs", "steps", "numpy_difference")},
            }
        )
    )


if __name__ == "__main__":
    measure(*sys.argv[1:])

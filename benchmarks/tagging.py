"""The tagging figures of benchmarks/README.md, on the data in ../shared/datasets: each by one command of the product.

python benchmarks/tagging.py ewt | gsd | conll | wnut | klue
"""

import json
import sys

from measuring import SHARED, command

SETS = {  # name -> (train, validation, test, minutes); KLUE's own test part is not public: a fifth is held back
    "ewt": ("pos-en-ewt/en_ewt-ud-train.conllu.zip", "pos-en-ewt/en_ewt-ud-dev.conllu", "pos-en-ewt/en_ewt-ud-test.conllu", 12),
    "gsd": ("pos-ko-gsd/ko_gsd-ud-train.conllu", "pos-ko-gsd/ko_gsd-ud-dev.conllu", "pos-ko-gsd/ko_gsd-ud-test.conllu", 8),
    "conll": ("ner-en-conll2003/eng.train", "ner-en-conll2003/eng.testa", "ner-en-conll2003/eng.testb", 18),
    "wnut": ("ner-en-wnut17/wnut17train.conll", "ner-en-wnut17/emerging.dev.conll", "ner-en-wnut17/emerging.test.annotated", 8),
    "klue": ("ner-ko-klue/klue-ner-v1.1_dev.tsv", None, None, 12),
}  # fmt: skip
TOLD = ("accuracy", "entity_f1", "entity_f1_low", "entity_f1_high", "accuracy_low", "accuracy_high", "unseen_accuracy")


def measure(name, *extra):
    """Train, score the test part once, print what came of it."""
    train, validation, test, minutes = SETS[name]
    parts = [("--validation", validation), ("--test", test)]
    files = [word for option, file in parts if file for word in (option, SHARED / file)]
    trained, seconds = command("train", "tagging", "--data", SHARED / train, *files, "--minutes", minutes, *extra)
    report = trained["report"]
    measured = {key: report["test"][key] for key in TOLD if report["test"].get(key) is not None}
    print(
        json.dumps(
            {
                "set": name,
                "run": trained["run"],
                "seconds": round(seconds, 1),
                **{key: round(value, 4) for key, value in measured.items()},
                "baselines": {
                    key: {m: round(one[m], 4) for m in ("accuracy", "entity_f1") if one[m] is not None}
                    for key, one in report["baselines"].items()
                },
                "best_epoch": report["best_epoch"],
                "epochs": report["epochs"],
                "steps": report["steps"],
                "numpy_difference": report["numpy_difference"],
            }
        )
    )


if __name__ == "__main__":
    measure(*sys.argv[1:])

"""The translation figures of benchmarks/README.md, on Tatoeba's pairs in ../shared/datasets: each by one command.

python benchmarks/translation.py en-fr | en-fr-plain | en-ko | en-ko-plain
"""

import json
import sys

from measuring import SHARED, command

from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.sequence_to_sequence.reading.pairs import referenced
from nlp_models.runs.store import RunStore

FILES = {"en-fr": "translation-en-fr-tatoeba/fra_first33000.txt", "en-ko": "translation-en-ko-tatoeba/kor.txt"}
MINUTES = {"en-fr": 16, "en-ko": 6}  # scoring by beams comes on top
CHOICES = {  # of the recipe, beside its defaults
    "en-fr": {
        "units": 256, "embedding_size": 256, "vocabulary_size": 4000, "batch_size": 128, "learning_rate": 0.003,
        "epochs": 21, "subword_sampling": 0.1, "beams": 4,
    },
    "en-ko": {"beams": 4},
}  # fmt: skip
PLAIN = ("--set", "attention=false")
SCORES = ("bleu", "chrf", "perplexity", "accuracy", "distinct_1", "distinct_2", "commonest_share", "relevance")
SIGNED = ("bleu_interval", "chrf_interval", "bleu_signature", "chrf_signature")


def measure(name, *extra):
    """Train, score the test part once, print what came of it."""
    pair = name.removesuffix("-plain")
    chosen = [word for key, value in CHOICES[pair].items() for word in ("--set", f"{key}={value}")]
    choices = [*chosen, *(PLAIN if name.endswith("-plain") else ()), *extra]
    if "--minutes" not in choices:
        choices += ["--minutes", MINUTES[pair]]
    trained, seconds = command(
        "train", "translation", "--data", SHARED / FILES[pair], "--name", f"translation-{name}", *choices
    )
    report = trained["report"]
    test, baselines = report["test"], report["baselines"]
    print(
        json.dumps(
            {
                "set": name,
                "run": trained["run"],
                "seconds": round(seconds, 1),
                "rows": report["rows"],
                "sources": test["questions"],
                **{key: round(test[key], 4) for key in SCORES if test.get(key) is not None},
                **{key: test[key] for key in SIGNED},
                "by_length": [
                    {key: group[key] for key in ("least", "most", "rows", "bleu", "chrf")}
                    for group in test["by_length"]
                ],
                "baselines": {key: {m: one[m] for m in ("bleu", "chrf")} for key, one in baselines.items()},
                "strict": strict(trained["run"]),
                "best_epoch": report["best_epoch"],
                "epochs": report["epochs"],
                "steps": report["steps"],
                "numpy_difference": report["numpy_difference"],
            }
        )
    )


def strict(run_id):
    """The scores of the test sentences none of whose references is also the translation of a sentence of another part."""
    from nlp_models.problems.sequence_to_sequence.scores import text_scores

    run = RunStore.default().open(run_id)
    whole, answers = run.dataset, json.loads((run.folder / "answers.json").read_text("utf-8"))["test"]
    rows, parts = answers["rows"], set(range(len(whole)))
    learned = {whole.columns["label"][row] for row in parts - set(rows)}
    test = Dataset({name: [whole.columns[name][row] for row in rows] for name in ("text", "label")})
    said = dict(zip(test.columns["text"], answers["said"], strict=True))
    kept = [(text, right) for text, right in zip(*referenced(test), strict=True) if not learned & set(right)]
    scores = text_scores([said[text] for text, _ in kept], [right for _, right in kept])
    return {"sources": len(kept), "bleu": scores["bleu"], "chrf": scores["chrf"]}


if __name__ == "__main__":
    measure(*sys.argv[1:])

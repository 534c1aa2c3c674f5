"""The chatbot figures of benchmarks/README.md, on ChatbotData in ../shared/datasets, by one command.

python benchmarks/chatbot.py [--minutes M] [--set KEY=VALUE ...]

Parted by question: none of the test's is learned from. Answers are the likeliest token each time, nothing at random.
The first 500 questions of the test part are told apart from the rest, for "commonest", "distinct" and "relevance".
"""

import json
import sys
import time
from collections import Counter

from measuring import SHARED, command

from nlp_models.answering.judging import judge
from nlp_models.answering.predictor import Predictor
from nlp_models.runs.store import RunStore

FILE = SHARED / "chatbot-ko-songys" / "ChatbotData.csv"
MINUTES = 8
ASKED = 500
SCORES = ("perplexity", "chrf", "bleu", "relevance", "candidates", "distinct_1", "distinct_2", "distinct_answers",
          "commonest_share", "accuracy", "questions", "rows")  # fmt: skip


def measure(*extra):
    """Train, score the test part once, print what came of it."""
    choices = [] if "--minutes" in extra else ["--minutes", MINUTES]
    trained, seconds = command("train", "chatbot", "--data", FILE, "--name", "chatbot-ko-songys", *choices, *extra)
    report, run = trained["report"], RunStore.default().open(trained["run"])
    said = judge(run).said[:ASKED]
    answer, often = Counter(said).most_common(1)[0]
    print(
        json.dumps(
            {
                "run": run.id,
                "seconds": round(seconds, 1),
                "asked": len(said),
                "commonest": [answer, often / len(said)],
                "different": len(set(said)) / len(said),
                "milliseconds": quickness(run),
                "test": {name: report["test"].get(name) for name in SCORES},
                "retrieval": {name: report["baselines"]["retrieval"].get(name) for name in SCORES},
                "best_epoch": report["best_epoch"],
                "epochs": report["epochs"],
                "steps": report["steps"],
                "numpy_difference": report["numpy_difference"],
                "unsure_below": report["recipe"]["unsure_below"],
            },
            ensure_ascii=False,
        )
    )


def quickness(run, texts=50):
    """Milliseconds of one answer in NumPy, alone, with its attention: the middle of some."""
    predictor, judged, times = Predictor.load(run.folder), judge(run), []
    for text in judged.texts[:texts]:
        since = time.perf_counter()
        predictor.read(text)
        times.append(1000 * (time.perf_counter() - since))
    return round(sorted(times)[len(times) // 2], 1)


if __name__ == "__main__":
    measure(*sys.argv[1:])

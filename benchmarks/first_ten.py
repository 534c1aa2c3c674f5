"""python benchmarks/first_ten.py [chatbot|examples] [FOLDER]: what the ready models say first.

chatbot asks both bots the ten things that people say first (first_ten.toml), each in one plain wording and five that no training saw;
examples answers the first examples of the pages that write. FOLDER holds the models in place of data/models.
"""

import sys
import tomllib
from pathlib import Path

import measuring  # noqa: F401  finds the library

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS

FIRST = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
WRITERS = {
    "chatbot": {"ko": "chatbot-ko", "en": "chatbot-en"},
    "translation": {"ko": "translation-en-ko", "en": "translation-en-fr"},
}


def said(folder, texts):
    """What it answers to each text: `[(words, whether it is sure enough to say them)]`."""
    answers = map(Predictor.load(folder).read, texts)
    return [(answer.said, answer.sure) for answer in answers]


def chatbot(models):
    """Both bots on all ten kinds."""
    for language, kinds in FIRST.items():
        for kind, texts in kinds.items():
            print(f"\n{language} {kind}")
            told(texts, said(models / f"chatbot-{language}", texts))


def told(texts, answers):
    """A line a text."""
    for text, (answer, sure) in zip(texts, answers, strict=True):
        print(f"  {text}  ->  {answer}{'' if sure else '  [not sure: not said]'}")


def examples(models):
    """The examples of the pages whose networks write sentences."""
    for name, by_language in WRITERS.items():
        for language, model in by_language.items():
            texts = tasks.load(name).examples["en" if name == "translation" else language]  # they read English
            print(f"\n{model}")
            told(texts, said(models / model, texts))


if __name__ == "__main__":
    asked = {"chatbot": chatbot, "examples": examples}[sys.argv[1] if len(sys.argv) > 1 else "chatbot"]
    asked(Path(sys.argv[2]) if len(sys.argv) > 2 else MODELS)

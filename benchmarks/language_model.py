"""The language model's figures of benchmarks/README.md, on the data in ../shared/datasets. One training at a time.

python benchmarks/language_model.py ptb | titles | headlines | speed [MINUTES and other options of train]
"""

import json
import sys
import time

import numpy as np
from measuring import SHARED, command

from nlp_models.answering.predictor import Config, Predictor
from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.language_model.forward import shapes
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.writing import write
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import Vocabulary

PTB = (
    "--epochs",
    8,
    "--minutes",
    17,
    "--set",
    "units=400",
    "--set",
    "embedding_size=200",
    "--set",
    "embedding_dropout=0.4",
)


def ptb(*extra):
    """Words as they are, the whole test set: 82,430 tokens."""
    files = {part: SHARED / "lm-en-ptb" / f"ptb.{part}.txt" for part in ("train", "valid", "test")}
    tell(
        "ptb",
        *command(
            "train",
            "next-word",
            "--data",
            files["train"],
            "--validation",
            files["valid"],
            "--test",
            files["test"],
            *PTB,
            *extra,
        ),
    )


def titles(*extra):
    """Korean news titles, in subwords."""
    files = {part: SHARED / "lm-ko-news-titles" / f"{part}.news_title.txt" for part in ("train", "dev", "test")}
    tell(
        "titles",
        *command(
            "train",
            "next-word",
            "--data",
            files["train"],
            "--validation",
            files["dev"],
            "--test",
            files["test"],
            *extra,
        ),
    )


def headlines(*extra):
    """The headline column of a table."""
    file = SHARED / "lm-en-nyt-headlines" / "ArticlesApril2018.csv"
    tell("headlines", *command("train", "next-word", "--data", file, "--text", "headline", *extra))


def tell(name, trained, seconds):
    """Print what came of a training."""
    report = trained["report"]
    print(
        json.dumps(
            {
                "set": name,
                "run": trained["run"],
                "seconds": round(seconds, 1),
                "epochs": report["epochs"],
                "steps": report["steps"],
                **{key: report["test"][key] for key in ("tokens", "perplexity", "bits_per_character", "accuracy")},
                "baselines": {key: round(scores["perplexity"], 1) for key, scores in report["baselines"].items()},
            }
        )
    )


def speed():
    """Answers and writing by a network of 10,000 words and 256 units, its weights drawn."""
    words = [f"w{number}" for number in range(9_997)]
    vocabulary = Vocabulary("word", ["<pad>", "<unk>", "<eos>", *words])
    recipe = Recipe.make(units=256, embedding_size=256, tokenizer="word", bidirectional=False)
    generator = np.random.default_rng(0)
    weights = {
        name: generator.normal(0, 0.05, shape).astype(np.float32)
        for name, shape in shapes(recipe.model_dump(), len(vocabulary)).items()
    }
    predictor = Predictor(Config(task="next-word", recipe=recipe, labels=[]), LanguageModel(vocabulary, 1), weights)
    text, found = " ".join(words[5:17]), {}
    times = [_timed(lambda: predictor.read(text)) for _ in range(200)]
    found["bars of twelve words, ms"] = round(1000 * float(np.median(times)), 2)
    for name, how in (
        ("drawn from all", Decoding()),
        ("top-k 40", Decoding(top_k=40)),
        ("top-p 0.9", Decoding(top_p=0.9)),
    ):
        seconds = _timed(lambda how=how: list(write(predictor, text, how, 2_000)))
        found[f"{name}, tokens/s"] = round(2_000 / seconds)
    print(json.dumps(found))


def _timed(call):
    since = time.perf_counter()
    call()
    return time.perf_counter() - since


if __name__ == "__main__":
    {"ptb": ptb, "titles": titles, "headlines": headlines, "speed": speed}[sys.argv[1]](*sys.argv[2:])

"""The ready models next-word-ko and next-word-en, from sentences whose licences allow it; ready_models.py calls it.

Short everyday sentences of Tatoeba and, for Korean, of a chatbot corpus; and our own stories, the held tenth of which
is the test on our sample. Nothing share-alike is in it, so the folders carry no licence of their own.
"""

import csv
import random

from measuring import SHARED
from shipping import ship, trained

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset

TATOEBA = "Tatoeba (tatoeba.org, by way of manythings.org/anki), CC BY 2.0 FR"
HELD = 0.1  # of the sentences
TIMES_OWN = 3  # our stories are few, and all that hangs together over several sentences


def english():
    """The English sides of the French and Korean pairs, each sentence once."""
    sentences = [
        *_side("translation-en-fr-tatoeba/fra_first33000.txt", 0),
        *_side("translation-en-ko-tatoeba/kor.txt", 0),
    ]
    return sentences, TATOEBA, {"tokens": "word", "units": 256, "embedding_size": 128, "minutes": 2, "epochs": 8}


def korean():
    """Questions and answers of a chatbot corpus, and the Korean sides of Tatoeba."""
    with open(SHARED / "chatbot-ko-songys" / "ChatbotData.csv", encoding="utf-8", newline="") as file:
        pairs = [(row["Q"].strip(), row["A"].strip()) for row in csv.DictReader(file)]
    sentences = [*(f"{asked} {said}" for asked, said in pairs), *_side("translation-en-ko-tatoeba/kor.txt", 1)]
    source = f"Chatbot_data_for_Korean v1.0 (songys), MIT; {TATOEBA}"
    return (
        sentences,
        source,
        {
            "tokens": "subword",
            "vocabulary_size": 4_000,
            "units": 256,
            "embedding_size": 128,
            "minutes": 15,
            "epochs": 20,
        },
    )


def build(name):
    """Train, check and write data/models/NAME."""
    task = tasks.load("next-word")
    dataset, sample, source, choices = data(name)
    with trained(task, task.recipe.changed(**choices), dataset, name) as run:
        on_sample = evaluate(Predictor.load(run.folder), sample)
        own_score = f"On the held tenth of our own stories: perplexity {on_sample['perplexity']:.1f} of {on_sample['tokens']} tokens"
        ship(
            run,
            name,
            f"{source}; stories written for Unrolled",
            "tested on a tenth of the sentences, held back",
            [own_score],
            on_sample,
        )


def data(name):
    """`(Dataset with its parts, held part of our own stories, source, choices of the recipe)`."""
    task, language = tasks.load("next-word"), name.rpartition("-")[2]
    sentences, source, choices = MIXES[name]()
    sentences = list(dict.fromkeys(sentences))
    random.Random(0).shuffle(sentences)
    sample = task.kind.split_dataset(task.sample(language), task.recipe)
    own = sample.part("train").columns["text"] * TIMES_OWN
    held = round(HELD * len(sentences))
    training = [*sentences[2 * held :], *own]
    random.Random(1).shuffle(training)
    texts = [*training, *sentences[held : 2 * held], *sentences[:held]]
    parts = ["train"] * len(training) + ["validation"] * held + ["test"] * held
    return Dataset({"text": texts, "part": parts}), sample.part("test"), source, choices


def _side(file, column):
    lines = (SHARED / file).read_text("utf-8").splitlines()
    return [line.split("\t")[column].strip() for line in lines if line.count("\t") >= column]


MIXES = {"next-word-en": english, "next-word-ko": korean}

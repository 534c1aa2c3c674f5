"""The ready models chatbot-ko and chatbot-en, from our own pairs alone; ready_models.py calls it.

Each learns from the sample, whose held tenth of the questions is the test, and from what people say first to a bot (small_talk);
chatbot-en from more on this and that, too. The wordings that judge it (first_ten.toml) are left out wherever they stand.
"""

import tomllib
from itertools import cycle, islice
from pathlib import Path

from shipping import ship, trained

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset

MORE = tasks.SAMPLES / "more"
FIRST = tomllib.loads(Path(__file__).with_name("first_ten.toml").read_text("utf-8"))
TESTED = "tested on a tenth of the questions, held back"
CHOICES = {"chatbot-ko": {"minutes": 60, "epochs": 20}, "chatbot-en": {"minutes": 60, "epochs": 24}}
EACH = 2  # answers that a question of small talk is learned with


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load("chatbot"), name.rpartition("-")[2]
    dataset = ours(task, language)
    with trained(task, task.recipe.changed(**CHOICES[name]), dataset, name) as run:
        ship(run, name, f"Talk written for Unrolled: {len(dataset):,} pairs, MIT", TESTED)


def ours(task, language):
    """The sample, parted, with more to learn from; nothing learned asks what the test or first_ten.toml asks."""
    sample = task.kind.split_dataset(task.sample(language), task.recipe)
    held = {plain(text) for text in sample.part("test").columns["text"]} | judged(language)
    rows = list(zip(*(sample.columns[name] for name in ("text", "label", "part")), strict=True))
    rows += [(*pair, "train") for pair in [*small_talk(language), *this_and_that(task, language)]]
    kept = [row for row in rows if row[2] == "test" or plain(row[0]) not in held]
    texts, labels, parts = (list(column) for column in zip(*kept, strict=True))
    return Dataset({"text": texts, "label": labels, "part": parts})


def judged(language):
    """The wordings of first_ten.toml that no training may see: all but the plainest of a kind."""
    return {plain(text) for texts in FIRST[language].values() for text in texts[1:]}


def small_talk(language):
    """`(question, answer)`: every question with two of its talk's answers, by turns."""
    talks = tomllib.loads((MORE / f"small_talk.{language}.toml").read_text("utf-8"))["talk"]
    for talk in talks:
        answers = cycle(talk["answered"])
        for asked in talk["asked"]:
            yield from ((asked, answer) for answer in islice(answers, min(EACH, len(talk["answered"]))))


def this_and_that(task, language):
    """English pairs with an answer each; a small Korean network learns better without such."""
    if language == "ko":
        return []
    more = task.dataset(task.kind.read_table(MORE / "chatbot.en.csv"))
    return zip(more.columns["text"], more.columns["label"], strict=True)


def plain(text):
    """Its letters and digits alone, in small letters."""
    return "".join(filter(str.isalnum, text)).lower()

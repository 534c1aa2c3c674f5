"""The ready models chatbot-ko and chatbot-en, from pairs whose licence allows it; ready_models.py calls it.

chatbot-ko learns from ChatbotData alone, its held tenth of the questions is the test. chatbot-en learns from our own pairs: the
sample, whose held tenth is the test, and more on this and that.
Rows that are not in this repository are known again by their fingerprints, so that a bot tells which answers it learned.
"""

from measuring import SHARED
from shipping import ship, trained

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.problems.language_model.memorisation import fingerprint

MORE = tasks.SAMPLES / "more" / "chatbot.en.csv"
SONGYS = "Chatbot_data_for_Korean v1.0 (songys), MIT"
TESTED = "tested on a tenth of the questions, held back"
CHOICES = {"chatbot-ko": {"minutes": 15, "epochs": 18}, "chatbot-en": {"minutes": 8}}


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load("chatbot"), name.rpartition("-")[2]
    dataset = ours(task) if language == "en" else songys(task)
    with trained(task, task.recipe.changed(**CHOICES[name]), dataset, name) as run:
        finish(task, run, name, language)


def finish(task, run, name, language):
    """Score it on our sample too, keep the fingerprints of what it learned, ship it."""
    if language == "en":
        return ship(run, name, f"{len(run.dataset):,} pairs written for Unrolled, MIT", TESTED)
    learned = task.kind.split_dataset(run.dataset, run.recipe).part("train").columns["label"]
    run.write_json("report.json", run.report | {"fingerprints": sorted(set(map(fingerprint, learned)))})
    held = evaluate(
        Predictor.load(run.folder), task.kind.split_dataset(task.sample(language), task.recipe).part("test")
    )
    told = f"On {held['questions']} questions of our own sample: chrF {held['chrf']:.1f}, fitting answers {held['relevance']:.2f}"
    ship(run, name, SONGYS, TESTED, [told], held)


def ours(task):
    """The English sample, and the pairs beside it to learn from; none of them asks what the test asks."""
    sample, more = task.kind.split_dataset(task.sample("en"), task.recipe), task.dataset(task.kind.read_table(MORE))
    held = {text.lower() for text in sample.part("test").columns["text"]}
    pairs = zip(more.columns["text"], more.columns["label"], strict=True)
    return sample.joined({text: label for text, label in pairs if text.lower() not in held}, anything=True)


def songys(task):
    """ChatbotData as a Dataset."""
    return task.dataset(task.kind.read_table(SHARED / "chatbot-ko-songys" / "ChatbotData.csv"))

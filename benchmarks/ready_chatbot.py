"""The ready models chatbot-ko and chatbot-en, from pairs whose licence allows it; ready_models.py calls it.

chatbot-ko learns from ChatbotData and our own pairs, chatbot-en from our own alone. The held tenth of the questions of
each is the test; what our sample holds back is held back here too.
"""

from measuring import SHARED
from shipping import ship, trained

from nlp_models import tasks
from nlp_models.datasets import Dataset
from nlp_models.evaluation import evaluate
from nlp_models.predictor import Predictor
from nlp_models.problems.pairs import plain_pairs

SONGYS = "Chatbot_data_for_Korean v1.0 (songys), MIT"
OWN = "pairs written for Unrolled, MIT"
CHOICES = {"chatbot-ko": {"minutes": 9}, "chatbot-en": {"minutes": 4}}


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load("chatbot"), name.rpartition("-")[2]
    sample = task.kind.parted(task.sample(language), task.recipe)
    dataset, source = sample, f"{len(sample):,} {OWN}"
    if language == "ko":
        public = task.kind.parted(songys(task), task.recipe)
        dataset, source = joined(public, sample), f"{SONGYS}; {len(sample):,} {OWN}"
    with trained(task, task.recipe.changed(**CHOICES[name]), dataset, name) as run:
        held = evaluate(Predictor.load(run.folder), sample.part("test"))
        line = f"On the {held['questions']} questions held back of our own sample: chrF {held['chrf']:.1f}, fitting answers {held['relevance']:.2f}"  # fmt: skip
        ship(run, name, source, "tested on a tenth of the questions, held back", [line], held)


def songys(task):
    """ChatbotData, its spaces made plain."""
    return plain_pairs(task.dataset(task.kind.read_table(SHARED / "chatbot-ko-songys" / "ChatbotData.csv")))


def joined(*datasets):
    """Pairs of several sets with the parts they have."""
    names = ("text", "label", "part")
    return Dataset({name: [value for dataset in datasets for value in dataset.columns[name]] for name in names})

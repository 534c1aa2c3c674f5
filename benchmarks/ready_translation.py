"""The ready translators of data/models: the very runs of translation.py, with the sources in their cards. Run by ready_models.py.

python benchmarks/ready_models.py translation-en-fr | translation-en-ko [RUN]

RUN is one that translation.py has trained; without it, it is trained now.
"""

import sys

from measuring import SHARED
from shipping import ship, trained
from translation import CHOICES, FILES, MINUTES

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.readers import read_table
from nlp_models.runs.store import RunStore

TATOEBA = "Tatoeba (tatoeba.org, by way of manythings.org/anki), CC BY 2.0 FR"
TESTED = "tested on a tenth of the different English sentences, held back with all their translations"
PAIRS = {"translation-en-fr": ("en-fr", "en"), "translation-en-ko": ("en-ko", "ko")}  # and our own sample that has both


def build(name):
    """Train (or take the run that is named), check and write data/models/NAME."""
    if len(sys.argv) > 2:
        return finish(RunStore.default().open(sys.argv[2]), name)
    pair, _ = PAIRS[name]
    task = tasks.load("translation")
    recipe = task.recipe.changed(minutes=MINUTES[pair], **CHOICES[pair])
    with trained(task, recipe, task.dataset(read_table(SHARED / FILES[pair])), name) as run:
        finish(run, name)


def finish(run, name):
    """Its score on our own pairs, and where the data comes from."""
    _, language = PAIRS[name]
    task = tasks.load("translation")
    sample = task.kind.split_dataset(task.sample(language, reads="en"), task.recipe).part("test")
    found = evaluate(Predictor.load(run.folder), sample)
    own = f"On the held tenth of our own pairs, on other subjects: BLEU {found['bleu']:.1f}, chrF {found['chrf']:.1f}"
    counted = f"BLEU is counted as `{run.report['test']['bleu_signature']}`"
    ship(run, name, TATOEBA, TESTED, [own, counted], found)

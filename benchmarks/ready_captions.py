"""The ready models captions-ko and captions-en, from our own scenes alone; ready_models.py calls it."""

from shipping import ship, trained

from nlp_models import tasks

CHOICES = {"minutes": 15, "epochs": 110}
SOURCE = "Unrolled's own scenes: 8,000 pictures drawn from a seed, MIT"
TESTED = "tested on pictures with a colour, a shape and a place that it never saw together"
NAMES = ("captions-ko", "captions-en")


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load("captions"), name.rpartition("-")[2]
    with trained(task, task.recipe.changed(**CHOICES), task.sample(language), name) as run:
        ship(run, name, SOURCE, TESTED)

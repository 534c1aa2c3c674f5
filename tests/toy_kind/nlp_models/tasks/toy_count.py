"""Toy count: how many red things are in a text?"""

from nlp_models.problems.counting.problem import FIELDS

from nlp_models.recipe import Recipe
from nlp_models.tasks import Task

TASK = Task(
    name="toy-count", title="Toy count", problem="counting", fields=FIELDS, label_names={},
    recipe=Recipe(cell="gru", units=8, embedding_size=8, largest=9, ema_momentum=0, learning_rate=0.02),
    examples={"en": ["red blue red", "blue green"], "ko": ["red blue red", "blue green"]},
)  # fmt: skip

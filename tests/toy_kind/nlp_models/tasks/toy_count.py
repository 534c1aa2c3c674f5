"""Toy count: how many red things are in a text?"""

from nlp_models.problems.counting.problem import FIELDS

from nlp_models.recipe import Recipe
from nlp_models.tasks import MANY_TO_ONE, Task

TASK = Task(
    name="toy-count",
    title="Toy count",
    problem="counting",
    fields=FIELDS,
    label_names={},
    purpose="Counts the red things in a text.",
    shape=MANY_TO_ONE,
    flow="many words in → one number out",
    recipe=Recipe(cell="gru", units=8, embedding_size=8, largest=9, ema_momentum=0, learning_rate=0.02),
    examples={"en": ["red blue red", "blue green"], "ko": ["red blue red", "blue green"]},
)

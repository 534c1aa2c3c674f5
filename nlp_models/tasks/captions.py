"""Captions: what is on this picture? One-to-many."""

from nlp_models.messages import mark
from nlp_models.problems.captioning import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import Task

TASK = Task(
    name="captions",
    title=mark("Captions"),
    problem="captioning",
    fields=FIELDS,
    recipe=Recipe(
        cell="gru", units=128, embedding_size=64, bidirectional=False, dropout=0.0, embedding_dropout=0.0,
        token_dropout=0.3, weight_decay=0.05, average_weights=0.99, patience=30, test_share=0.1, beams=3,
    ),
    label_names={},
    examples={
        "ko": ["scene:900001: 3 blue star top", "scene:900002: 1 red heart left, 2 yellow moon right", "scene:900003: big green ring bottom-left"],
        "en": ["scene:900004: 2 purple cross left", "scene:900005: 1 orange circle above, 1 black square below", "scene:900006: small pink star middle"],
    },
)  # fmt: skip

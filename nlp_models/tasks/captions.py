"""Captions: what is on this picture? One-to-many."""

from nlp_models.messages import mark
from nlp_models.problems.captioning.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import ONE_TO_MANY, Task

TASK = Task(
    name="captions",
    title=mark("Captions"),
    purpose=mark("Describes a picture in words."),
    more=mark("For pictures with captions, your own or drawn scenes: what is on them, how many, where."),
    shape=ONE_TO_MANY,
    flow=mark("one picture in → many words out"),
    problem="captioning",
    fields=FIELDS,
    recipe=Recipe(
        cell="gru",
        units=128,
        embedding_size=64,
        bidirectional=False,
        dropout=0.0,
        embedding_dropout=0.0,
        token_dropout=0.3,
        weight_decay=0.05,
        ema_momentum=0.99,
        patience=30,
        test_share=0.1,
        num_beams=3,
    ),
    label_names={},
    examples={
        "ko": [
            "scene:900039: 4 purple triangle middle",
            "scene:900067: big green heart middle",
            "scene:900044: 1 red cross above, 1 orange circle below",
        ],
        "en": [
            "scene:900044: 1 red cross above, 1 orange circle below",
            "scene:900033: 3 pink triangle left",
            "scene:900008: big orange cross left",
        ],
    },
)

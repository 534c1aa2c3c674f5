"""Sentiment: does a sentence praise or complain? Many-to-one."""

from nlp_models.messages import mark
from nlp_models.problems.classification.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import MANY_TO_ONE, Task

TASK = Task(
    name="sentiment",
    title=mark("Sentiment"),
    purpose=mark("Says whether a sentence praises or complains."),
    more=mark(
        "For reviews, comments, answers in a survey. With labels of your own it sorts texts by anything: topic, mood, language."
    ),
    shape=MANY_TO_ONE,
    flow=mark("many words in → one label out"),
    problem="classification",
    fields=FIELDS,
    recipe=Recipe(),
    label_names={"positive": mark("Positive"), "negative": mark("Negative"), "neutral": mark("Neutral")},
    examples={
        "ko": [
            "지루할 줄 알았는데 끝까지 눈을 뗄 수 없었어요",
            "배우는 좋은데 이야기가 지루해요",
            "다음에 또 오고 싶은 식당이에요",
        ],
        "en": [
            "The story starts well and then falls apart",
            "I would happily stay there again",
            "Cheap, noisy and broken after a week",
        ],
    },
)

"""Chatbot: what does one say to that? A question is read, an answer is written. Many-to-many, one after the other."""

from nlp_models.datasets.fields import Source, Target
from nlp_models.messages import mark
from nlp_models.recipe import Recipe
from nlp_models.tasks import ACROSS, Task

TASK = Task(
    name="chatbot",
    title=mark("Chatbot"),
    purpose=mark("Answers what you say to it."),
    more=mark(
        "For small talk, or for the questions that come again and again: it learns from pairs of a question and its answer."
    ),
    shape=ACROSS,
    flow=mark("your sentence in → a reply out"),
    problem="sequence_to_sequence",
    view="chatbot",
    fields=(Source(title=mark("Column with the questions")), Target(title=mark("Column with the answers"))),
    recipe=Recipe(
        cell="gru",
        max_tokens=40,
        dropout=0.3,
        embedding_dropout=0.2,
        test_share=0.1,
        contrastive_weight=0.5,
        learning_rate=0.004,  # benchmarks/README.md: without the contrast it says the same to everything
        allow_repeats=False,
    ),
    label_names={},
    talks_back=True,
    examples={
        "ko": ["오늘 너무 피곤해", "비 오는 날엔 뭐 하지?", "발표 때문에 떨려"],
        "en": ["I'm so tired today", "What should I cook tonight?", "I lost my phone on the bus"],
    },
)

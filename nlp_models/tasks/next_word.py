"""Next word: what comes after these words? A language model, many-to-many in step (RNNLM)."""

from nlp_models.messages import mark
from nlp_models.problems.language_model.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import IN_STEP, Task

TASK = Task(
    name="next-word",
    title=mark("Next word"),
    purpose=mark("Reads the beginning of a text and says which word comes next."),
    more=mark(
        "For continuing a text in its own style. Today's large language models predict the next token too; they are only much larger."
    ),
    shape=IN_STEP,
    flow=mark("every word in → the word after it out"),
    problem="language_model",
    fields=FIELDS,
    recipe=Recipe(
        bidirectional=False,
        lower_case=False,
        dropout=0.4,
        embedding_dropout=0.3,
        weight_decay=0.0,
        ema_momentum=0.0,
        units=256,
        patience=5,
        test_share=0.1,
        held_back="spread",
    ),
    label_names={},
    talks_back=True,
    examples={
        "ko": ["그 영화를 보고", "어떻게 해야 할지", "나도 그렇게 할"],
        "en": ["I would like to", "It's time to", "I don't know what to"],
    },
)

"""Translation: the same thing in another language. A sentence is read, another is written; either direction."""

from nlp_models.datasets.fields import Source, Target
from nlp_models.messages import mark
from nlp_models.recipe import Recipe
from nlp_models.tasks import Task

TASK = Task(
    name="translation",
    title=mark("Translation"),
    problem="sequence_to_sequence",
    view="translation",
    fields=(Source(title=mark("Column to translate from")), Target(title=mark("Column to translate to"))),
    recipe=Recipe(
        cell="gru",
        max_tokens=60,
        dropout=0.3,
        embedding_dropout=0.2,
        token_dropout=0,
        label_smoothing=0.1,
        test_share=0.1,
    ),  # benchmarks/README.md: hidden tokens cost two points of BLEU
    label_names={},
    use="Translating sentences like those it learned from",
    variants={"plain": mark("Without attention")},
    examples={
        "ko": ["제 친구는 주말마다 책을 읽어요.", "열쇠가 어디에 있어요?", "내일 다시 전화할게요."],
        "en": ["My sister is learning a new language.", "Where is the key?", "The bread is on the table."],
    },
)

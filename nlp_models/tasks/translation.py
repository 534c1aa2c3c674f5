"""Translation: the same thing in another language. A sentence is read, another is written; either direction."""

from nlp_models.datasets.fields import Source, Target
from nlp_models.messages import mark
from nlp_models.recipe import Recipe
from nlp_models.tasks import ACROSS, Task

TASK = Task(
    name="translation",
    title=mark("Translation"),
    purpose=mark("Says a sentence again in another language."),
    more=mark("For pairs of sentences in two languages, or of any two texts of which one becomes the other."),
    shape=ACROSS,
    flow=mark("a sentence in → its translation out"),
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
        "ko": ["열쇠가 어디에 있어요?", "제 친구는 주말마다 책을 읽어요.", "내일 다시 전화할게요."],
        "en": ["Where is the key?", "I want to play the piano.", "Tom doesn't speak French."],
    },
)

"""Spam filter: is a message genuine, or does it want something? Many-to-one, and one label is much the rarer."""

from nlp_models.messages import mark
from nlp_models.problems.classification.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import MANY_TO_ONE, Task

TASK = Task(
    name="spam",
    title=mark("Spam filter"),
    purpose=mark("Tells genuine messages from those that are after something."),
    more=mark(
        "For messages of which few are spam, and where losing a genuine one costs more than letting spam through."
    ),
    shape=MANY_TO_ONE,
    flow=mark("many words in → one verdict out"),
    problem="classification",
    fields=FIELDS,
    recipe=Recipe(token_dropout=0.3, embedding_dropout=0.5),  # a few words give spam away, and are learned by heart
    rare="spam",
    ask=mark("Paste a message"),
    look=mark("Look inside this message"),
    label_names={"spam": mark("Spam"), "ham": mark("Genuine")},
    examples={
        "ko": [
            "[해오름택배] 주소가 틀려 물건을 보관 중입니다. 오늘 안에 확인해 주세요 <링크>",
            "나 지금 출발해. 일곱 시쯤 도착할 것 같아",
            "[가람시] 내일 오전 10시부터 수돗물이 나오지 않습니다. 물을 미리 받아 두세요",
        ],
        "en": [
            "Your parcel is on hold because of an unpaid fee. Pay today <link>",
            "I'm on the bus now, be there around seven",
            "Reminder: your dentist appointment is on Tuesday at 10. Call us if you cannot come",
        ],
    },
)

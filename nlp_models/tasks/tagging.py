"""Tagging: what is each word? Parts of speech or entities, as the tags of the file have it. Many-to-many, in step."""

from nlp_models.messages import mark
from nlp_models.problems.tagging.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import IN_STEP, Task

TASK = Task(
    name="tagging",
    title=mark("Tagging"),
    purpose=mark("Says of every word what it is: a noun, a verb, a name."),
    more=mark(
        "For finding names, dates or parts of speech in a text. The tags may be any of your own, one for every word."
    ),
    shape=IN_STEP,
    flow=mark("every word in → its tag out"),
    problem="tagging",
    fields=FIELDS,
    recipe=Recipe(embedding_size=100, max_tokens=400, token_dropout=0.3),
    label_names={
        "ADJ": mark("Adjective"),
        "ADP": mark("Adposition"),
        "ADV": mark("Adverb"),
        "AUX": mark("Auxiliary"),
        "CCONJ": mark("Conjunction"),
        "DET": mark("Determiner"),
        "INTJ": mark("Interjection"),
        "NOUN": mark("Noun"),
        "NUM": mark("Numeral"),
        "PART": mark("Particle"),
        "PRON": mark("Pronoun"),
        "PROPN": mark("Proper noun"),
        "PUNCT": mark("Punctuation"),
        "SCONJ": mark("Subordinator"),
        "SYM": mark("Symbol"),
        "VERB": mark("Verb"),
        "PER": mark("Person"),
        "person": mark("Person"),
        "PS": mark("Person"),
        "LOC": mark("Place"),
        "location": mark("Place"),
        "LC": mark("Place"),
        "ORG": mark("Organisation"),
        "OG": mark("Organisation"),
        "MISC": mark("Other name"),
        "DT": mark("Date"),
        "TI": mark("Time"),
        "QT": mark("Quantity"),
        "corporation": mark("Company"),
        "group": mark("Group"),
        "product": mark("Product"),
        "creative-work": mark("Work of art"),
    },
    variants={"pos": mark("Parts of speech"), "ner": mark("Names")},
    examples={
        "ko": [
            "서울시는 지난 3월 김민수 교수를 초청해 강연을 열었다",
            "손흥민이 2015년 영국으로 건너갔다",
            "우리 동네 빵집은 아침 일찍 문을 연다",
        ],
        "en": [
            "The museum in Busan opens its doors again in May",
            "May I join you for lunch?",
            "Maria left her watch in Paris and watches the clock",
        ],
    },
)

"""Talk in YAML: ChatterBot, Rasa, intents, questions and answers; and YAML that would do harm."""

import io
import zipfile

import pytest
from talking import read

from nlp_models.errors import DataError

CHATTERBOT = """\
categories:
- greetings
conversations:
# the first
- - Hello
  - Hi
- - "Is it: so?"
  - Yes
  - 12
"""
NLU = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hey
    - hello [there](place)
- intent: goodbye
  examples: |
    - bye
- intent: faq/ask
  examples: |
    - why
- lookup: city
  examples: |
    - Berlin
"""
DOMAIN = """\
intents:
  - greet
responses:
  utter_greet:
  - text: "Hey! How are you?"
    image: "https://example.org/x.jpg"
  - text: Hi
  utter_farewell:
  - text: "Bye, {name}"
  utter_faq/ask:
  - text: So
"""
RULES = "rules:\n- rule: end\n  steps:\n  - intent: goodbye\n  - action: utter_farewell\n"


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize("name", ["greetings.yml", "greetings.yaml", None])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_chatterbots_conversations_are_read_as_they_are_written(name, ends):
    table = read(CHATTERBOT.replace("\n", ends).encode("utf-8-sig"), name)
    assert table.shape == "talk_in_yaml"
    assert table.rows == [("Hello", "Hi"), ("Is it: so?", "Yes"), ("Yes", "12")]


def test_chatterbots_corpus_is_read_from_a_zip():
    files = {"korean/a.yml": CHATTERBOT, "korean/b.yml": "conversations:\n- - 안녕\n  - 네\n"}
    assert len(read(zipped(files), "corpus.zip").rows) == 4


def test_rasas_examples_are_answered_by_its_responses():
    greeting = [
        ("hey", "Hey! How are you?"),
        ("hey", "Hi"),
        ("hello there", "Hey! How are you?"),
        ("hello there", "Hi"),
    ]
    assert read(NLU + DOMAIN, "bot.yml").rows == [*greeting, ("why", "So")]
    files = {"bot/domain.yml": DOMAIN, "bot/data/nlu.yml": NLU, "bot/data/rules.yml": RULES, "bot/config.yml": "a: b\n"}
    assert read(zipped(files), "bot.zip").rows == [*greeting, ("bye", "Bye, {name}"), ("why", "So")]


@pytest.mark.parametrize("text, missing", [(NLU, "no responses"), (DOMAIN, "not what people say")])
def test_half_a_rasa_bot_is_told_what_is_missing(text, missing):
    with pytest.raises(DataError, match=rf"{missing}.*nlu.yml and domain.yml in one zip"):
        read(text, "half.yml")


def test_questions_with_answers_and_intents_are_read():
    assert read("- question: hi you\n  answer: yes\n- question: b\n  answer: c\n", "q.yaml").rows == [
        ("hi you", "yes"),
        ("b", "c"),
    ]
    assert read("data:\n- q: hi you\n  a: yes\n", "q.yaml").rows == [("hi you", "yes")]
    assert read("안녕 너: 그래\n뭐해: 밥 먹어\n", "q.yaml").rows == [("안녕 너", "그래"), ("뭐해", "밥 먹어")]
    assert read("intents:\n- tag: a\n  patterns: [hi, hey]\n  responses: [yo]\n", "q.yml").rows == [
        ("hi", "yo"),
        ("hey", "yo"),
    ]


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
REFUSED = {
    "an alias": (BOMB, "Line 2 refers to another place of the file"),
    "depth": ("conversations: " + "[" * 60 + "x" + "]" * 60, "nests deeper"),
    "code": ("!!python/object/apply:os.system ['echo']", "nobody answers another"),
    "broken": ("conversations: [a: b: c\n- x", "Line 1 is not YAML."),
    "something else": ("language: en\npipeline: []\n", "holds no conversations"),
    "too large": ("conversations:\n" + "- - aaaaaaaaaaaaaaaaa\n  - bbbbbbbbbbbbbbbbb\n" * 300_000, "at most 10 MB are read"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_do_harm_or_says_nothing_is_refused(kind):
    text, told = REFUSED[kind]
    with pytest.raises(DataError, match=told):
        read(text, "x.yml")

"""Talk in JSON: messages with roles, ShareGPT, lists of texts, intents, instructions."""

import json

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from talking import CASES, left_out, read

from nlp_models.errors import DataError


def roles(*turns, who="role", what="content"):
    return [{who: name, what: text} for name, text in turns]


FIRST = roles(("system", "Be kind."), ("user", "안녕?"), ("assistant", "네"), ("user", "bye"), ("assistant", "see you"))
SECOND = roles(("user", "why,"), ("user", "then?"), ("assistant", "so\n\nso"), ("tool", "42"))
PAIRS = [("안녕?", "네"), ("bye", "see you"), ("why, then?", "so so")]
CHATS = [{"messages": FIRST, "id": 1}, {"messages": SECOND, "id": 2}]
SHARED = [
    {
        "id": "x",
        "conversations": [
            {"from": turn["role"].replace("user", "human").replace("assistant", "gpt"), "value": turn["content"]}
            for turn in turns
        ],
    }
    for turns in (FIRST, SECOND)
]


def lines(values):
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values)


@pytest.mark.parametrize("values", [CHATS, SHARED], ids=["messages", "sharegpt"])
def test_conversations_are_pairs_of_asking_and_answering(values):
    for text in (lines(values), json.dumps(values), json.dumps(values, indent=2), json.dumps({"data": values})):
        for name in ("chat.json", "chat.jsonl", None):
            table = read(text, name)
            assert (table.shape, table.rows, table.line_numbers) == ("chat_json", PAIRS, [1, 2, 3])


def test_a_single_conversation_is_read():
    for text in (json.dumps(FIRST), json.dumps({"messages": FIRST}, indent=1), lines(FIRST)):
        assert read(text).rows == PAIRS[:2]


def test_parts_of_a_content_that_are_no_text_are_left_out():
    parts = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "x"}}]
    assert read(json.dumps({"messages": roles(("user", parts), ("assistant", "ok"))})).rows == [("look", "ok")]
    silent = roles(("user", "a"), ("assistant", None), ("user", "b"), ("assistant", "c"))
    assert read(json.dumps({"messages": silent})).rows == [("a b", "c")]


def test_lists_of_texts_answer_in_turn():
    talks = [{"dialog": ["hi", "hello", "bye"], "act": [1, 2, 3]}, {"dialog": ["x", "y"], "act": [1, 2]}]
    for text in (lines(talks), json.dumps({"dialogues": talks}), json.dumps([["hi", "hello", "bye"], ["x", "y"]])):
        assert read(text, shape="chat_json").rows == [("hi", "hello"), ("hello", "bye"), ("x", "y")]
    assert read(json.dumps({"conversations": [["hi", "hello"], ["x", "y"]]})).shape == "chat_json"


def test_turns_of_people_each_answer_the_one_before():
    turns = roles(
        ("Mira", "hi"), ("Tom", "hello"), ("Mira", "and"), ("Mira", "you?"), ("Tom", "x"), who="speaker", what="text"
    )
    table = read(json.dumps(turns))
    assert table.rows == [("hi", "hello"), ("hello", "and you?"), ("and you?", "x")]
    assert set(table.speakers) == {"Mira", "Tom"}


INTENTS = [
    {"tag": "greet", "patterns": ["Hi", "Hey"], "responses": ["Hello", "Yo"], "context_set": ""},
    {"tag": "bye", "patterns": ["Bye"], "responses": []},
]
CROSSED = [("Hi", "Hello"), ("Hi", "Yo"), ("Hey", "Hello"), ("Hey", "Yo")]


def test_every_pattern_is_paired_with_every_response():
    renamed = [{"intent": "a", "text": one["patterns"], "responses": one["responses"]} for one in INTENTS]
    by_name = {one["tag"]: {"examples": one["patterns"], "responses": one["responses"]} for one in INTENTS}
    for value in ({"intents": INTENTS}, INTENTS, {"intents": renamed}, {"intents": by_name}):
        for indent in (None, 4):
            table = read(json.dumps(value, indent=indent), "intents.json")
            assert (table.shape, table.rows) == ("intents", CROSSED)
    assert table.notes[-1].values == {"count": "1"}


def test_the_case_is_crossed():
    table = read(CASES / "12_intents.json")
    assert (table.shape, len(table.rows)) == ("intents", 60)
    assert table.rows[0] == ("Do you like the soup?", "The soup is fine.")


def test_an_instruction_is_read_with_its_input():
    values = [
        {"instruction": "Add.", "input": "1\n2", "output": "3"},
        {"instruction": "Say.", "input": "", "output": "hi"},
        {"instruction": "x", "input": "", "output": ""},
    ]
    for text in (json.dumps(values, indent=2), lines(values)):
        table = read(text, "alpaca.json")
        assert (table.shape, table.rows) == ("instructions", [("Add. 1 2", "3"), ("Say.", "hi")])
        assert left_out(table) == {"An instruction without its output, or the other way round": (3,)}


@pytest.mark.parametrize(
    "text, told",
    [
        ('{"messages": [{"role": "user", "content": "x"}', "Line 1 is not JSON."),
        (
            '{"messages": [{"role": "user", "content": "x"}]}',
            "In this talk nobody answers another: it takes two speakers in turn. Lines found: 1.",
        ),
        (
            '{"intents": [{"patterns": ["x"], "responses": []}]}',
            "No intent here has both patterns and responses; what people say and what is answered are needed.",
        ),
    ],
)
def test_what_cannot_be_read_is_told(text, told):
    with pytest.raises(DataError) as caught:
        read(text)
    assert str(caught.value) == told


def test_too_many_pairs_are_refused_while_they_are_made():
    many = json.dumps({"intents": [{"patterns": ["x"] * 3_000, "responses": ["y"] * 3_000}]})
    with pytest.raises(DataError, match="more than 2000000 rows"):
        read(many)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner)
    | st.dictionaries(st.sampled_from(["messages", "role", "content", "patterns", "responses", "text", "x"]), inner),
)


@examples(100)
@given(JSON, st.sampled_from(["chat_json", "intents", "instructions", "talk_in_yaml"]))
def test_any_json_is_read_or_refused_in_a_sentence(value, shape):
    try:
        table = read(json.dumps({"messages": value}), shape=shape)
    except DataError:
        return
    assert all(all(row) for row in table.rows) and len(set(table.line_numbers)) == len(table.rows)

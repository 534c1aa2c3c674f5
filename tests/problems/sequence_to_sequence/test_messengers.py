"""Chats of LINE, Telegram and Discord as these programs write them: what people said, and nothing of the rest."""

import json
import time

import pytest
from talking import left_out, read, said

from nlp_models.datasets.table import How
from nlp_models.errors import DataError

LINE = {
    "telephone": (
        "[LINE] 정나루님과의 대화\n저장 일시: 2031/03/01 13:20\n\n2031/03/01(토)\n13:10\t가람\t안녕\n13:10\t나루\t그래, 안녕\n13:11\t가람\t[사진]\n"
        "13:12\t가람\t\"뭐 해\n오늘\"\n13:13\t나루\t밥 먹어\n13:13\t\t나루님이 메시지 전송을 취소했습니다\n13:14\t가람\t☎ 통화시간 1:23\n13:15\t가람\t나도\n"
    ),
    "halves": (
        "[LINE] Chat history with Mira\nSaved on: 3/1/2031, 13:20\n\nSat, 3/1/2031\n1:10 PM\tTom\tHello\n1:10 PM\tMira\tHi there\n1:11 PM\tTom\t[Sticker]\n"
        "1:12 PM\tTom\tHow are you\n1:13 PM\tMira\tFine\n1:14 PM\tMira\tMira unsent a message.\n1:15 PM\tTom\tBye\n"
    ),
    "PC": "[LINE] 나루\n2031.03.01 토요일\n13:10 가람 안녕\n13:10 나루 그래, 안녕\n13:12 가람 뭐 해 오늘\n13:13 나루 밥 먹어\n13:15 가람 나도\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", LINE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line(kind, end):
    table = read(LINE[kind].replace("\n", end).encode("utf-8-sig"), "chat.txt")
    assert table.shape == "line_chat" and len(table.rows) == 4
    words = ("Hello", "Hi there") if kind == "halves" else ("안녕", "그래, 안녕")
    assert table.rows[0] == words and table.rows[2][0] in ("뭐 해 오늘", "How are you")
    assert not any(sign in said(table) for sign in ("13:", "PM", "가람", "Mira", "[", "☎", "취소"))


def telegram(*messages):
    return {"name": "Mira", "type": "personal_chat", "id": 1, "messages": list(messages)}


def sent(who, text, at="2031-03-01T13:10:00", kind="message", **more):
    return {
        "id": 1,
        "type": kind,
        "date": at,
        "date_unixtime": "1",
        "from": who,
        "from_id": f"user{who}",
        "text": text,
        "text_entities": [],
    } | more


TALK = (
    sent("Tom", "Hello", kind="service", action="create_group"), sent("Tom", "Hello"), sent("Tom", "", photo="a.jpg"),
    sent("Mira", ["see ", {"type": "link", "text": "example.org"}]), sent("Tom", "ok", "2031-03-01T23:10:00"), sent("Mira", "so", "2031-03-01T23:11:00"),
)  # fmt: skip


def test_telegram_one_chat_and_all():
    table = read(json.dumps(telegram(*TALK), indent=1), "result.json")
    assert table.shape == "messenger_json" and table.rows == [("Hello", "see example.org"), ("ok", "so")]
    assert sorted(left_out(table).values()) == [(1,), (3,)] and table.line_numbers == [4, 6]
    both = {"about": "x", "chats": {"about": "y", "list": [telegram(*TALK), telegram(*TALK[3:])]}}
    assert len(read(json.dumps(both), "result.json").rows) == 3


def test_discord_json_leaves_programs_out():
    def wrote(name, text, kind="Default", robot=False, **more):
        author = {"id": "1", "name": name, "discriminator": "0000", "nickname": name, "isBot": robot}
        return {
            "id": "1",
            "type": kind,
            "timestamp": "2031-03-01T13:10:00.123+00:00",
            "timestampEdited": None,
            "isPinned": False,
            "content": text,
            "author": author,
            "attachments": [],
        } | more

    chat = {"guild": {"id": "1", "name": "G"}, "channel": {"id": "1"}, "messages": [
        wrote("Tom", "hi <:smile:123>"), wrote("Robo", "level up", robot=True), wrote("Mira", "hey", "Reply"), wrote("Tom", "", attachments=[{}]),
        wrote("Tom", "Joined the server.", "GuildMemberJoin"), wrote("Tom", "so?"),
    ]}  # fmt: skip
    table = read(json.dumps(chat, indent=2), "general.json")
    assert table.shape == "messenger_json" and table.rows == [("hi smile", "hey"), ("hey", "so?")]


@pytest.mark.parametrize(
    "stamp",
    [
        "[01-Mar-31 01:1{n} PM] {who}#1234",
        "[3/1/2031 1:1{n} PM] {who}",
        "[2031-03-01 13:1{n}] {who}",
        "{who} — Today at 1:1{n} PM",
        "{who} — 오늘 오후 1:1{n}",
    ],
)
def test_discord_text(stamp):
    lines = [
        ("Tom", "Hello\nyou"),
        ("Mira", "hey"),
        ("Tom", "\n{Attachments}\nhttps://example.org/a.png"),
        ("Tom", "so?\n\n{Reactions}\nx (2)"),
        ("Mira", "yes"),
        ("Tom", "Pinned a message."),
    ]
    head = "=====\nGuild: G\nChannel: general\n=====\n\n" if stamp.startswith("[") else ""
    text = head + "\n\n".join(stamp.format(n=n, who=who) + "\n" + words for n, (who, words) in enumerate(lines))
    table = read(text, "general.txt")
    assert table.shape == "discord_text" and table.rows == [("Hello you", "hey"), ("hey", "so?"), ("so?", "yes")]


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_name_and_a_dash(dash):
    table = read(f"Mira {dash} Hello.\nTom {dash} Hi - fine?\nMira {dash} Yes\nTom {dash} ok\n", "talk.txt")
    assert table.shape == "speakers" and table.rows[0] == ("Hello.", "Hi - fine?") and len(table.rows) == 3


def test_lists_with_dashes_are_no_talk():
    words = "apple - a fruit\nriver - water that runs\nnight - when it is dark\nroad - a way\nhouse - where one lives\n"
    assert read(words, "words.txt").shape != "speakers"


@pytest.mark.parametrize(
    "text", ["1\tx\t" * 200_000, "[" * 300_000, "13:10\t" + "a\t" * 200_000 + "\n", "— " * 200_000 + "1:10 PM\n"]
)
def test_what_is_made_to_take_long_does_not(text):
    began = time.process_time()
    try:
        read(f"[LINE] x\n{text}", "chat.txt")
    except DataError as error:
        assert str(error)
    assert time.process_time() - began < 10


def test_a_pause_parts_talks():
    assert len(read(json.dumps(telegram(*TALK)), "result.json", **{"pause": 1440}).rows) == 3
    assert How().pause is None

"""Dialogues whose lines begin with who speaks, scripts with names in capitals, and prose that merely has colons."""

import pytest
from talking import left_out, read

KNOWN = {
    "names": ("Mira: Hello.\nTom: Hi: fine?\nMira: Yes\nTom: ok", 3),
    "spaces": ("손님 : 커피 주세요\n점원 : 네\n손님 : 얼마예요?\n점원 : 삼천 원이요\n", 3),
    "letters": ("A: 안녕하세요\r\nB: 네, 안녕하세요\r\nA: 이거 얼마예요?\r\nB: 천 원이요", 3),
    "no space": ("가:안녕\n나:그래\n가:뭐해\n나:밥\n", 3),
    "wide colon": ("가：안녕\n나：그래\n가：뭐해\n나：밥\n", 3),
    "capitals": ("MIRA: I love it!\n\nTOM: Do you?\n\nMIRA: Yes.\n\nTOM: Fine.\n", 3),
    "bold": ("**Mira**: hi\n**Tom:** hello\n**Mira**: a\n**Tom**: b\n", 3),
    "titles": ("Dr. Lee: Well?\nMrs. Kim: It hurts.\nDr. Lee: Where?\nMrs. Kim: Here.\n", 3),
    "times": ("[10:23] Mira: Hello\n[10:24] Tom: Hi\n10:25 Mira: what\n10:25 - Tom: no\n", 3),
    "dates": ("2031-03-01 10:23 Mira: a\n2031-03-01 10:24 Tom: b\n2031-03-02 10:24 Tom: c\n2031-03-02 10:25 Mira: d\n", 2),
    "talks": ("A: a\nB: b\nA: c\n\nB: d\nA: e\n", 3),
    "numbered talks": ("대화 1\nA: a\nB: b\nA: c\n대화 2\nB: d\nA: e\n", 3),
    "a third who speaks once": ("A: a\nB: b\nA: c\nWaiter: d\nB: e\nA: f\n", 5),
}  # fmt: skip


@pytest.mark.parametrize("kind", KNOWN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_that_begin_with_a_speaker_are_talk(kind, encoding):
    text, pairs = KNOWN[kind]
    table = read(text.encode(encoding), "talk.txt")
    assert (table.shape, len(table.rows)) == ("speakers", pairs)
    assert not any(name in text for row in table.rows for text in row for name in ("Mira", "MIRA", "손님", "A:", "**"))


@pytest.mark.parametrize(
    "asks, answers", [("Q", "A"), ("Q{n}", "A{n}"), ("질문", "답변"), ("User", "Bot"), ("Human", "Assistant")]
)
def test_an_answer_is_no_question(asks, answers):
    lines = [f"{asks.format(n=n)}: what {n}\n{answers.format(n=n)}: that {n}\n" for n in range(4)]
    for text in ("".join(lines), "\n".join(lines), "\n".join(lines).replace("\nA", "\n\nA")):
        assert read(text).rows == [(f"what {n}", f"that {n}") for n in range(4)]


def test_numbered_questions_need_no_colon():
    assert read("Q1. What?\nA1. A lamp.\n\nQ2. Why?\nA2. So.\n").rows == [("What?", "A lamp."), ("Why?", "So.")]


def test_lines_without_a_name_go_on_with_what_was_said():
    text = "A title\n\nMira: Hello\nand you: there?\nTom: Yes\nMira: Good\nso\nTom: Bye\nMira: x\nTom: y\n"
    table = read(text)
    assert table.rows[0] == ("Hello and you: there?", "Yes") and table.rows[1] == ("Yes", "Good so")
    assert left_out(table) == {"A line before anybody speaks, or a rule between talks": (1,)}
    assert table.line_numbers[0] == 5


def test_two_languages_in_turn_are_pairs_of_translation():
    assert read("en: Hello\nko: 안녕\nen: Bye\nko: 잘 가\n").rows == [("Hello", "안녕"), ("Bye", "잘 가")]


PROSE = {
    "a story": "Note: this is a story.\nIt was late. He said: go home.\nThe rain fell: hard.\nNote: on\nNobody: came.\nThe end: yes.\nMore\nAnd more",
    "records": "Title: A\nPrice: 3\n\nTitle: B\nPrice: 4\n\nTitle: C\nPrice: 5\n",
    "records of three": "Files: a\nLicence: b\nRows: c\n\n" * 5,
    "requirements": "Needs: x\nNeeds: y\nNeeds: z\nNeeds: a\nNeeds: b\nNeeds: c\nNeeds: d\nFor: e\nNeeds: f\nFor: g\n",
    "code": "width: 3px;\nheight: 3px;\nwidth: 4px;\nheight: 5px;\nwidth: 6px;\n",
    "headings": "Soup: a dish\nBread: another\nWater: a drink\nMilk: too\nTea: as well\nSalt: no\nRice: a dish\nOil: no\n",
    "links": "http://a.b\nhttps://c.d\nhttp://e.f\nhttps://g.h",
    "times": "10:20 go\n10:30 come\n10:40 leave\n10:50 end",
    "plain talk": "hello there\nhi how are you\nfine thanks\nwell: good",
}


@pytest.mark.parametrize("kind", PROSE)
def test_prose_with_colons_is_no_talk_of_speakers(kind):
    assert read(PROSE[kind]).shape in ("lines_in_turn", "delimited")


SCRIPT = """\
INT. KITCHEN - DAY

A kettle boils.

MIRA
I love
the soup.

TOM
(smiling)
Do you?

MIRA (CONT'D)
Yes.

EXT. STREET

TOM
Come on.

MIRA
Where to?
"""


def test_a_script_is_read_by_its_names_in_capitals():
    table = read(SCRIPT)
    assert table.shape == "screenplay"
    assert table.rows == [("I love the soup.", "Do you?"), ("Do you?", "Yes."), ("Come on.", "Where to?")]
    assert left_out(table) == {"A scene or a direction: nobody said it": (1, 3, 16)}


def test_shouting_is_no_script():
    assert read("STOP\nplease stop\nNO\nwhy not\nSTOP\nI said so\nWELL\nwell what\n").shape == "lines_in_turn"

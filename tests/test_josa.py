"""Particles as a Korean reader says them, and one form of a percentage, over the whole catalogue."""

import ast
import re
import string
from itertools import pairwise

import pytest
from catalogue import REPOSITORY, catalogue

from nlp_models.josa import PAIRS, chosen
from nlp_models.messages import Message, mark, percent, render, said

SAMPLES = ("네모", "긍정", "길", "3", percent(0.98), "LSTM", "film", "“별”", "그림 (2)", "⏎")  # every kind of ending
NO_BREAK = "\u00a0"
OWN_FORMAT = r"%(\.\d)?[dfs]\s?%%"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("“네모", "”를"),
        ("‘부정", "’을"),
        ("길", "을"),
        ("LSTM", "을"),
        ("GRU", "를"),
        ("RNN", "을"),
        ("BLEU", "를"),
        ("Positive", "를"),
        ("film", "을"),
        ("book", "을"),
        ("cat", "을"),
        ("great", "를"),
        ("apple", "을"),
        ("phone", "을"),
        ("11-0.txt", "를"),
        ("reviews.csv", "를"),
        ("data.json", "을"),
        ("98%", "를"),
        ("7", "을"),
        ("2", "를"),
        ("0.0", "을"),
        ("1,000", "을"),
        ("영화평 (2)", "을"),
        ("[별]", "을"),
        ("**네모**", "를"),
        ("ㅋ", "을"),
        ("ㅠ", "를"),
        ("", "를"),
        ("⏎", "를"),
        ("사진😀", "을"),
    ],
)
def test_object_particle_follows_what_is_read(before, expected):
    sign = expected[:-1]
    assert chosen(f"{sign}을(를)", before) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("부정", "으로"),
        ("길", "로"),
        ("네모", "로"),
        ("7", "로"),
        ("3", "으로"),
        ("URL", "로"),
        ("LSTM", "으로"),
        ("file", "로"),
    ],
)
def test_direction_takes_rieul_for_a_vowel(before, expected):
    assert chosen("(으)로", before) == expected


def test_every_pair_has_both_of_its_forms():
    for pair, (behind_consonant, behind_vowel) in PAIRS.items():
        assert chosen(pair, "문") == behind_consonant and chosen(pair, "나무") == behind_vowel


def test_a_value_keeps_its_own_letters(monkeypatch):
    monkeypatch.setattr("nlp_models.messages.translator", lambda language: lambda text: text)
    assert said("‘{name}’을(를)", {"name": "값을(를) 50 %"}, "ko") == "‘값을(를) 50 %’를"
    assert said("“{name}”: {n:.1f} % of 50 %", {"name": "50 %", "n": 2}, "en") == (
        f"“50 %”: 2.0{NO_BREAK}% of 50{NO_BREAK}%"
    )


def _sentences():
    """Every sentence in both languages, with every sample for all of its values."""
    for message in catalogue():
        names = [name for _, name, _, _ in string.Formatter().parse(message.id) if name] if message.id else []
        for value in SAMPLES if names else ("",):
            for language in ("ko", "en"):
                yield language, render(Message(message.id, dict.fromkeys(names, value)), language)


def test_no_korean_sentence_shows_both_forms_of_a_particle():
    shown = [text for language, text in _sentences() if language == "ko"]
    double = re.compile("|".join(map(re.escape, PAIRS)) + r"|\((?:으|이|가|를|을|는|은|와|과|예요|이에요)\)")
    assert len(shown) > 1000 and not [text for text in shown if double.search(text)]


def test_a_percentage_has_one_form():
    """English never breaks before %, Korean has no space there."""
    for language, text in _sentences():
        for found in re.finditer(r"\d(\s*)%(?!p)", text):
            assert found[1] == (NO_BREAK if language == "en" else ""), text


def test_a_share_reads_the_same_within_a_message():
    whole = Message(mark("{number} %"), {"number": percent(0.9)})
    assert said("{share}예요, 50%쯤", {"share": "80%"}, "ko") == "80%\u2060예요, 50%\u2060쯤"
    assert render(percent(0.984, 1)) == f"98.4{NO_BREAK}%" and render(percent(0.984, 1), "ko") == "98.4%"
    assert render(whole, "ko").startswith("90%")


def test_no_code_writes_a_percentage_of_its_own():
    """Not in an f-string, nor as a format of a table's column: messages.percent and words.percent_format do."""
    found = []
    for file in sorted([*(REPOSITORY / "pages").rglob("*.py"), *(REPOSITORY / "nlp_models").rglob("*.py")]):
        if file.name == "shown_numbers.py":  # cells as a stranger's workbook shows them
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and _shows_percent(node.values):
                found.append(f"{file.name}:{node.lineno}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(OWN_FORMAT, node.value):
                found.append(f"{file.name}:{node.lineno}")
    assert not found


def _shows_percent(parts):
    after = pairwise(parts)
    return any(
        isinstance(value, ast.FormattedValue) and str(getattr(text, "value", "")).lstrip().startswith("%")
        for value, text in after
    )

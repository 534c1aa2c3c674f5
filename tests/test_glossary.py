"""One word for one thing, in Korean: the catalogue and the explained words keep forbidden twins out."""

import re

import pytest
from babel.messages.pofile import read_po
from catalogue import PO, REPOSITORY

# what may not be said: what is said instead
TWINS = {
    r"묶음": "번들(bundle), 여러 개는 '모아서'",
    r"네트워크": "신경망",
    r"낱말": "단어",
    r"(?<![가-힣])행(?![동위사복렬하해])": "줄",
    r"훈련": "학습",
    r"라벨": "정답",
    r"에폭": "에포크",
    r"엘에스티엠|지알유": "LSTM, GRU",
    r"하이퍼\s?파라미터": "설정",
    r"모형": "모델",
    r"gram(?=[은는이가을를과와보도조의])": "그램",
    r"(?:테스트|시험)[ ·]?(?:데이터|문장|점수|파일)": "평가",
}


@pytest.fixture(scope="module")
def korean():
    """Everything that is said in Korean: `{English or place: Korean}`."""
    with open(PO, "rb") as file:
        said = {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}
    return said | {"terms.toml": (REPOSITORY / "pages/ui/terms/terms.toml").read_text("utf-8")}


@pytest.mark.parametrize("twin", TWINS, ids=range(len(TWINS)))
def test_a_thing_has_one_name(korean, twin):
    found = {english[:60]: re.findall(f".{{0,12}}(?:{twin}).{{0,12}}", text)[:3] for english, text in korean.items()}
    assert not {place: words for place, words in found.items() if words}, f"say {TWINS[twin]}"

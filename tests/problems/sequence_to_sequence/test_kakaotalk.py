"""KakaoTalk's exports: PC, Android, iPhone, English, with notices, pictures, and lines over several rows."""

import pytest
from talking import CASES, left_out, read, said

PC = """\
나루 님과 카카오톡 대화
저장한 날짜 : 2031-03-02 10:11:12

--------------- 2031년 3월 1일 토요일 ---------------
[가람] [오후 1:10] 점심 먹었어?
[가람] [오후 1:10] 나는 아직
[나루] [오후 1:12] 아직이야
같이 먹자

그래서 어디?
[가람] [오후 1:13] 사진 3장
[가람] [오후 1:14] [공지] 여기 어때?
보라님이 들어왔습니다.
[나루] [오후 1:15] 삭제된 메시지입니다.
[나루] [오후 1:16] 좋아
--------------- 2031년 3월 2일 일요일 ---------------
[나루] [오전 12:05] 자니?
[가람] [오전 12:07] 파일: 숙제.hwp
[가람] [오전 12:08] 아니
"""
PAIRS = [
    ("점심 먹었어? 나는 아직", "아직이야 같이 먹자 그래서 어디?"),
    ("아직이야 같이 먹자 그래서 어디?", "[공지] 여기 어때?"),
    ("[공지] 여기 어때?", "좋아"),
    ("자니?", "아니"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_pc_export_is_what_was_said(encoding, ends):
    table = read(PC.replace("\n", ends).encode(encoding), "KakaoTalk_2031.txt")
    assert (table.shape, table.rows) == ("kakaotalk", PAIRS)
    assert table.line_numbers == [7, 12, 15, 19]  # where the answer begins
    assert table.guess == {"text": "question", "label": "answer"} and set(table.speakers) == {"가람", "나루"}
    assert left_out(table) == {
        "A date or a notice: nobody said it": (1, 2, 4, 13, 16),
        "A picture, a file or a call: no words": (11, 18),
        "A deleted message": (14,),
    }


def test_without_title_and_last_newline_it_is_known_by_its_lines():
    table = read("[가람] [오후 1:10] 뭐해\n[나루] [오후 1:11] 밥 먹어, 너는?\n[가람] [13:12] 나도")
    assert table.shape == "kakaotalk" and table.rows[-1] == ("밥 먹어, 너는?", "나도")


ANDROID = """\
모임 3 님과 카카오톡 대화
저장한 날짜 : 2031년 3월 2일 오전 10:11


2031년 3월 1일 오후 1:10
2031년 3월 1일 오후 1:10, 가람님이 나루님과 보라님을 초대했습니다.
2031년 3월 1일 오후 1:10, 가람 : 안녕
2031년 3월 1일 오후 1:11, 나루 : 안녕: 반가워
둘째 줄
2031년 3월 1일 오후 1:12, 보라 : 이모티콘
2031년 3월 1일 오후 3:30, 보라 : (이모티콘) 늦었네
2031년 3월 1일 오후 3:31, 가람 : 괜찮아
2031년 3월 1일 오후 3:40, 보라님이 나갔습니다.
"""
IPHONE = """\
나루 님과 카카오톡 대화
저장한 날짜 : 2031. 3. 2. 오전 10:11

2031년 3월 1일 토요일
2031. 3. 1. 오후 1:10: 가람님이 나루님을 초대했습니다.
2031. 3. 1. 오후 1:10, 가람 : 안녕
2031. 3. 1. 오후 1:11, 나루 : 안녕: 반가워
둘째 줄
2031. 3. 1. 오후 1:12, 보라 : 이모티콘
2031. 3. 1. 15:30, 보라 : (이모티콘) 늦었네
2031. 3. 1. 15:31, 가람 : 괜찮아
2031. 3. 1. 15:40: 보라님이 나갔습니다.
"""
ENGLISH_PHONE = """\
KakaoTalk Chats with Naru
Date Saved : Mar 2, 2031 at 10:11\u202fAM

Saturday, March 1, 2031
March 1, 2031 at 1:10\u202fPM, 가람 : 안녕
March 1, 2031 at 1:11\u202fPM, 나루 : 안녕: 반가워
둘째 줄
Mar 1, 2031, 1:12 PM, 보라 : Emoticons
March 1, 2031 at 3:30 PM, 보라 : 늦었네
March 1, 2031 at 3:31 PM, 가람 : 괜찮아
March 1, 2031 at 3:31 PM, 보라 left.
"""


@pytest.mark.parametrize("text", [ANDROID, IPHONE, ENGLISH_PHONE], ids=["android", "iphone", "english"])
def test_a_telephones_export_is_what_was_said(text):
    table = read(text, "talk.txt")
    assert (table.shape, table.rows) == ("kakaotalk", [("안녕", "안녕: 반가워 둘째 줄"), ("늦었네", "괜찮아")])


def test_an_english_pc_export_is_what_was_said():
    text = """\
KakaoTalk Chats with Group
Date Saved : 2031-03-02 10:11:12

--------------- Saturday, March 1, 2031 ---------------
Mira invited Tom.
[Mira] [1:10 PM] Lunch?
[Tom] [1:11 PM] Yes
where
she left.
[Mira] [1:12 PM] Photo
[Mira] [1:13 PM] 3 photos
[Mira] [1:14 PM] There
Tom left.
"""
    table = read(text)
    assert table.rows == [("Lunch?", "Yes where she left."), ("Yes where she left.", "There")]
    assert 13 in left_out(table)["A date or a notice: nobody said it"]


def test_a_pause_can_be_changed():
    text = "[가람] [오후 1:10] 하나\n[나루] [오후 1:50] 둘\n[가람] [오후 5:10] 셋\n[나루] [오후 5:11] 넷\n"
    assert [len(read(text, pause=pause).rows) for pause in (None, 30, 1_000)] == [2, 1, 3]


def test_after_midnight_without_a_date_line_it_is_the_next_day():
    text = "[가람] [오후 11:58] 하나\n[나루] [오전 12:01] 둘\n[가람] [오후 11:50] 셋\n[나루] [오후 11:51] 넷\n"
    assert read(text).rows == [("하나", "둘"), ("셋", "넷")]


def test_a_picture_of_another_keeps_two_lines_apart():
    text = "[가람] [오후 1:10] 하나\n[나루] [오후 1:10] 사진\n[가람] [오후 1:11] 예쁘다\n[나루] [오후 1:12] 그치\n"
    assert read(text).rows == [("예쁘다", "그치")]


def test_the_case_holds_neither_names_nor_times_nor_pictures():
    table = read(CASES / "12d_kakaotalk_pc.txt")
    assert table.shape == "kakaotalk" and len(table.rows) == 46
    assert table.rows[:2] == [("1월에 수프 어때?", "좋지!"), ("2월에 영화 어때?", "글쎄 잘 모르겠어")]
    assert not any(word in said(table) for word in ("가람", "나루", "오후", "사진", "2031", "---"))


def test_prose_with_brackets_is_no_chat():
    text = "[그림 1] 오늘의 날씨는 맑음\n[그림 2] 내일은 흐림\n2031년 3월 1일 오후 1:10, 회의가 열렸다\n"
    assert read(text).shape == "lines_in_turn"

"""Whoever tells of being hurt gets the kind card, however it is spelt; sayings do not."""

import pytest

from nlp_models.messages import render
from nlp_models.safety import told
from nlp_models.safety.card import TITLES, WORDS
from nlp_models.safety.lines import LINES, LOOKED_UP

SELF_HARM = (
    "I want to die",
    "i wanna die lol",
    "kms",
    "I want to kill myself",
    "im gonna kill myself",
    "I don't want to live anymore",
    "i wish i was dead",
    "I cut myself",
    "I've been cutting myself",
    "suicidal thoughts",
    "I want to end my life",
    "I feel like dying",
    "no reason to live",
    "i wnat to die",
    "I WANT TO DIE!!!",
    "I'm going to hurt myself",
    "I'm tired of living",
    "everyone would be better off without me",
    "want to die",
    "I just want to disappear forever",
    "how to kill myself",
    "죽고 싶어",
    "죽고싶다",
    "자살하고 싶다",
    "나 자해했어",
    "ㅈㄱ싶",
    "죽 고 싶 어",
    "죽.고.싶.다",
    "나 죽을래",
    "그냥 죽어버릴래",
    "살기 싫어",
    "나 진짜 살기 싫다",
    "자살할래",
    "나 자살할 거야",
    "손목을 그었어",
    "사라지고 싶어",
    "차라리 죽는 게 나아",
    "오늘 죽을 거야",
    "옥상에서 뛰어내리고 싶어",
    "태어나지 말았어야 했어",
    "유서 썼어",
    "살 이유가 없어",
    "자1살 하고 싶다",
    "죽고시퍼",
    "나 자꾸 자해해",
    "자살",
)

ABUSE = (
    "someone touches me",
    "My dad hits me",
    "my stepfather beats me",
    "he touched me",
    "I was raped",
    "my uncle keeps touching me",
    "My mom is hitting me every day",
    "I'm being abused",
    "I'm scared to go home",
    "my boyfriend hits me",
    "my teacher touched my body",
    "아빠가 나를 때려",
    "아빠가 때려요",
    "엄마한테 맞았어",
    "삼촌이 내 몸을 만져요",
    "누가 나를 만져",
    "성폭행당했어",
    "선생님이 자꾸 만져요",
    "새아빠가 술 마시고 나를 때려",
    "형이 맨날 때려",
    "집에서 맞고 살아요",
    "오빠가 저를 성추행했어요",
    "학대당하고 있어요",
    "아빠가 엄마를 때려",
)

BULLYING = (
    "I am being bullied",
    "kids at school hit me",
    "they make fun of me",
    "everyone at school bullies me",
    "왕따 당하고 있어",
    "애들이 나를 괴롭혀",
    "친구들이 날 때려요",
    "반 애들이 따돌려",
    "학폭 당했어요",
    "they keep teasing me",
)

SAYINGS = (
    "배고파 죽겠다",
    "웃겨 죽는 줄",
    "I'm dying to see it",
    "this game kills me",
    "더워 죽겠네",
    "심심해 죽겠어",
    "보고 싶어 죽겠어",
    "힘들어 죽을 것 같아",
    "졸려 죽겠다",
    "너 죽을래?",
    "I could die laughing",
    "He died in 1990",
    "My phone died",
    "I'm dying of boredom",
    "I hit the ball",
    "He hit a home run",
    "it hit me yesterday",
    "She beat me at chess",
    "My brother hurt his knee",
    "He touched me deeply",
    "10 kms away",
    "It's 20 kms from here",
    "I don't want to live here",
    "I'd kill for a coffee",
    "오늘 너무 피곤해",
    "비 오는 날엔 뭐 하지?",
    "친구랑 싸웠어",
    "I'm so tired today",
    "What should I cook tonight?",
    "I lost my phone on the bus",
    "자살골을 넣었어",
    "여자 살림",
    "혼자 살기 좋은 동네",
    "여기 살기 싫어",
    "엄마가 강아지를 만져요",
    "형이 공을 때렸어",
    "시계가 죽었어",
    "죽을 끓였다",
    "죽 먹고 싶어",
    "팥죽 먹고 싶다",
    "나한테 딱 맞아",
    "옷이 맞아",
    "문제를 다 맞았어",
    "Are you dying to know?",
    "Do they want to die?",
    "I cut myself some slack",
    "kill time",
    "I'm killing it",
    "Suicide Squad was boring",
    "I don't want to die",
    "dead tired",
    "이 게임 죽인다",
    "분위기 죽이네",
    "I want to diet",
    "I want to dye my hair",
    "My mom hugged me",
    "she kicked me out of the game",
    "the movie touched me",
    "This song touched me",
    "누가 창문을 만졌어",
    "아저씨가 길을 알려 줬어",
    "할머니가 나를 안아 줬어",
    "선생님이 나를 칭찬했어",
    "비를 맞았어",
    "주사 맞았어",
    "병원에서 주사를 맞았어요",
    "아빠한테 혼났어",
    "They beat us in the final",
    "The kids hit the ball",
    "사라지고 없어",
    "한강에 가서 치킨 먹자",
    "살 빼고 싶어",
    "I just die every time",
    "ouch I hurt myself",
    "people will laugh at me on stage",
    "I teased somebody and I feel bad",
    "That razor is dangerous, I cut myself every time.",
    "I am sick of living in dirt",
    "Grandma beat us all at the dancing game",
    "just die already",
)


@pytest.mark.parametrize("text", SELF_HARM)
def test_self_harm_is_heard(text):
    assert told(text).kind == "self-harm"


@pytest.mark.parametrize("text", [*ABUSE, *BULLYING])
def test_being_hurt_is_heard(text):
    assert told(text).kind == ("abuse" if text in ABUSE else "bullying")


@pytest.mark.parametrize("text", SAYINGS)
def test_sayings_and_other_talk_get_their_answer(text):
    assert told(text) is None


def test_lines_follow_the_language_written_in():
    assert [line.number for line in told("나 죽고 싶어", "en").lines] == ["109", "1388"]
    assert [line.number for line in told("i want to die", "ko").lines] == ["109", "1388"], "on a Korean page"
    assert {"988", "116 123", "0800 1111", "116 111", "13 11 14", "findahelpline.com"} <= {
        line.number for line in told("i want to die").lines
    }
    assert [line.number for line in told("아빠가 나를 때려").lines] == ["112", "1388"]
    assert [line.number for line in told("애들이 나를 괴롭혀").lines] == ["117", "1388"]


def test_letters_of_another_form_are_heard():
    import unicodedata

    assert told(unicodedata.normalize("NFD", "죽고 싶어"))
    assert told("Ｉ ｗａｎｔ ｔｏ ｄｉｅ")
    assert told("I don’t want to live anymore")
    assert told("죽\u200b고 싶어")


def test_a_card_says_what_becomes_of_what_was_written():
    """Short, without alarm, and without an exclamation mark; the promise last."""
    for kind in TITLES:
        text = f"{render(TITLES[kind])} {render(WORDS[kind])}"
        assert "!" not in text and len(text) < 330
        assert all(lines[kind] for lines in LINES.values())
    assert told("kms").text().splitlines()[-1] == "What you wrote is not saved, and nobody is told of it."


def test_a_long_text_takes_no_time():
    import time

    since = time.process_time()
    told("아빠가 오늘도 나를 " * 2_000)
    told("my dad has always been keeping " * 2_000)
    assert time.process_time() - since < 2


def test_every_number_has_the_page_that_gives_it_and_a_day_on_which_it_was_looked_up():
    every = [line for cards in LINES.values() for lines in cards.values() for line in lines]
    assert all(line.source.startswith(("https://", "http://")) for line in every)
    assert all(line.dated <= LOOKED_UP for line in every)
    assert len({(line.number, line.source) for line in every}) == len({line.number for line in every})  # one page each

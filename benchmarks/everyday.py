"""Everyday pairs of our own, English and Korean, for the ready model translation-en-ko.

    pairs(8_000, seed=0)   # [("The book is on the desk.", "책은 책상 위에 있어요."), ...], each English sentence once

Phrases written for it and put together by grammar: tenses, particles and word order are what a small network can learn,
and 3,800 pairs of Tatoeba show each of them too seldom. The tables stand in everyday_words.py, set phrases in everyday_said.csv. Korean in 해요체.
"""

import csv
import random
from pathlib import Path

from everyday_verbs import VERBS
from everyday_words import (
    ADJECTIVES,
    FEELINGS,
    JOBS,
    LIKED,
    MONTHS,
    OWN,
    PEOPLE,
    PLACES,
    POSITIONS,
    POSSESSORS,
    THINGS,
    WEATHER,
    WHEN,
)

from nlp_models.josa import chosen

FINALS, SYLLABLES, RIEUL, SSANG_SIOT = 28, 0xAC00, 8, 20
HOURS = ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PAST = {"am": "was", "is": "was", "are": "were"}


def pairs(count, seed):
    """So many different pairs, in an order of their own."""
    made, found = random.Random(seed), dict(said())
    while len(found) < count:
        english, korean = made.choices(PATTERNS, WEIGHTS)[0](made)
        english = english[0].upper() + english[1:]
        found.setdefault(english, chosen(korean))
    rows = list(found.items())
    made.shuffle(rows)
    return rows


def said():
    """Set phrases, as they stand."""
    with (Path(__file__).parent / "everyday_said.csv").open(encoding="utf-8", newline="") as file:
        return [(row["english"], row["korean"]) for row in csv.DictReader(file)]


def action(made):
    """Somebody does, did, will do something: with a time or a place, or none."""
    (who, be, ko_who, _), verb = made.choice(PEOPLE), made.choice(VERBS)
    tense = made.choice(("now", "now", "past", "will", "want", "must", "can", "doing", "not", "did not", "cannot"))
    time, ko_time = made.choice(WHEN[{"past": "past", "did not": "past", "will": "will"}.get(tense, "now")])
    if tense in ("want", "must", "can", "cannot", "doing"):
        time, ko_time = made.choice((("", ""), ("", ""), (" today", "오늘 "), (" now", "지금 ")))
    told = english_verb(verb, tense, be)
    told = told.replace("{own}", OWN.get(who, "his"))
    tense = "wants" if tense == "want" and who not in ("I", "we") else tense
    return f"{who} {told}{time}.", f"{ko_who} {ko_time}{korean_verb(verb, tense)}."


def english_verb(verb, tense, be):
    """The verb with its object, as `be` ("am", "is", "are") asks."""
    one = be == "is"
    return {
        "now": verb.third if one else verb.base,
        "past": verb.past,
        "will": f"will {verb.base}",
        "want": f"{'wants' if one else 'want'} to {verb.base}",
        "must": f"{'has' if one else 'have'} to {verb.base}",
        "can": f"can {verb.base}",
        "cannot": f"can't {verb.base}",
        "doing": f"{be} {verb.doing}",
        "not": ("doesn't " if one else "don't ") + verb.base,
        "did not": f"didn't {verb.base}",
    }[tense]


def korean_verb(verb, tense):
    """Its 해요 form in a tense, with what stands before it."""
    stem, polite = verb.stem, verb.polite
    return (
        verb.before
        + {
            "now": f"{polite}요",
            "past": f"{with_final(polite, SSANG_SIOT)}어요",
            "will": f"{adnominal(stem)} 거예요",
            "want": f"{stem}고 싶어요",
            "wants": f"{stem}고 싶어 해요",  # of others
            "must": f"{polite}야 해요",
            "can": f"{adnominal(stem)} 수 있어요",
            "cannot": f"{adnominal(stem)} 수 없어요",
            "doing": f"{stem}고 있어요",
            "not": f"{stem}지 않아요",
            "did not": f"{stem}지 않았어요",
        }[tense]
    )


def with_final(word, final):
    """The word with a consonant under its last syllable: 가 -> 갔."""
    code = ord(word[-1])
    return word[:-1] + chr(code - (code - SYLLABLES) % FINALS + final)


def adnominal(stem):
    """가 -> 갈, 읽 -> 읽을, 들 (of 듣) as it is written in the table."""
    final = (ord(stem[-1]) - SYLLABLES) % FINALS
    if final == RIEUL:
        return stem
    irregular = {"듣": "들을", "걷": "걸을", "돕": "도울", "눕": "누울"}
    if stem[-1] in irregular:
        return stem[:-1] + irregular[stem[-1]]
    return stem + "을" if final else with_final(stem, RIEUL)


def asked(made):
    """Do you, did you, can you, will you; and with a question word."""
    verb = _yours(made.choice(VERBS))
    helper, tense = made.choice((("Do", "now"), ("Did", "past"), ("Can", "can"), ("Do", "want"), ("Will", "will")))
    to = "want to " if tense == "want" else ""
    word, ko_word = made.choice((*[("", "")] * 3, ("When ", "언제 "), ("Why ", "왜 "), ("Where ", "어디에서 ")))
    if ko_word and tense == "can":
        word = ko_word = ""
    helper = helper.lower() if word else helper
    return f"{word}{helper} you {to}{verb.base}?", f"{ko_word}{korean_verb(verb, tense)}?"


def order(made):
    """Please do, don't, let's."""
    kind = made.choice(("please", "don't", "let's"))
    verb = _yours(made.choice(VERBS), "our" if kind == "let's" else "your")
    stem = verb.stem
    final = (ord(stem[-1]) - SYLLABLES) % FINALS
    please = (
        with_final(stem, 0) + "세요" if final == RIEUL else adnominal(stem)[:-1] + "으세요" if final else stem + "세요"
    )
    if kind == "please":
        return f"Please {verb.base}.", f"{verb.before}{please}."
    if kind == "don't":
        return f"Don't {verb.base}.", f"{verb.before}{stem}지 마세요."
    return f"Let's {verb.base}.", f"같이 {verb.before}{verb.polite}요."


def _yours(verb, own="your"):
    return verb._replace(base=verb.base.replace("{own}", own))


def where_thing(made):
    """The book is on the desk; is there a; where is."""
    (thing, a, ko), (place, ko_place) = made.choice(THINGS), made.choice(PLACES_OF_THINGS)
    position, ko_position = made.choice(POSITIONS)
    form = made.randrange(5)
    if form == 0:
        return f"Where is the {thing}?", f"{ko}은(는) 어디에 있어요?"
    if form == 1:
        own, ko_own = made.choice(POSSESSORS)
        return f"Where is {own} {thing}?", f"{ko_own} {ko}은(는) 어디에 있어요?"
    if place == thing:
        return f"Is this your {thing}?", f"이건 당신의 {ko}이에요(예요)?"
    if form == 2:
        return f"The {thing} is {position} the {place}.", f"{ko}은(는) {ko_place} {ko_position}에 있어요."
    if form == 3:
        return f"There is {a} {thing} {position} the {place}.", f"{ko_place} {ko_position}에 {ko}이(가) 있어요."
    return f"Is the {thing} {position} the {place}?", f"{ko}은(는) {ko_place} {ko_position}에 있어요?"


def where_place(made):
    """Where is the station; somebody is there, was there, goes there."""
    place, the, ko = made.choice(PLACES)
    who, be, ko_who, _ = made.choice(PEOPLE)
    form = made.randrange(6)
    if form == 0 and the:
        return f"Where is the {place}?", f"{ko}은(는) 어디에 있어요?"
    if form == 1 and the:
        return f"Is there a {place} near here?", f"이 근처에 {ko}이(가) 있어요?"
    if form == 2:
        past = be if be == "are" else "is"
        return f"{who} {PAST[past]} at {the}{place}.", f"{ko_who} {ko}에 있었어요."
    if form == 3:
        return f"{who} {be} at {the}{place} now.", f"{ko_who} 지금 {ko}에 있어요."
    if form == 4:
        return f"{who} {be} at {the}{place}.", f"{ko_who} {ko}에 있어요."
    return f"I want to go to {the}{place}.", f"저는 {ko}에 가고 싶어요."


def having(made):
    """I have, do you have, I need, whose, how much, this is my."""
    (thing, a, ko), (own, ko_own) = made.choice(THINGS), made.choice(POSSESSORS)
    adjective, ko_now, ko_that = made.choice(ADJECTIVES)
    form = made.randrange(12)
    return (
        (f"I have {a} {thing}.", f"저는 {ko}이(가) 있어요."),
        (f"I don't have {a} {thing}.", f"저는 {ko}이(가) 없어요."),
        (f"Do you have {a} {thing}?", f"{ko} 있어요?"),
        (f"I need {a} {thing}.", f"저는 {ko}이(가) 필요해요."),
        (f"How much is this {thing}?", f"이 {ko}은(는) 얼마예요?"),
        (f"This is {own} {thing}.", f"이건 {ko_own} {ko}이에요(예요)."),
        (f"That is {own} {thing}.", f"저건 {ko_own} {ko}이에요(예요)."),
        (f"Whose {thing} is this?", f"이건 누구의 {ko}이에요(예요)?"),
        (f"The {thing} is {adjective}.", f"{ko}은(는) {ko_now}요."),
        (f"This {thing} is very {adjective}.", f"이 {ko}은(는) 아주 {ko_now}요."),
        (f"The {thing} was {adjective}.", f"{ko}은(는) {with_final(ko_now, SSANG_SIOT)}어요."),
        (f"I bought {article(adjective)} {adjective} {thing}.", f"저는 {ko_that} {ko}을(를) 샀어요."),
    )[form]


def article(word):
    """a or an."""
    return "an" if word[0] in "aeiou" else "a"


def being(made):
    """Somebody is tired, is a doctor, was happy."""
    who, be, ko_who, whose = made.choice(PEOPLE)
    feeling, ko_now = made.choice(FEELINGS)
    (job, a, ko_job), form = made.choice(JOBS), made.randrange(8)
    past = f"{with_final(ko_now, SSANG_SIOT)}어요"
    if form == 0:
        return f"{who} {PAST[be]} {feeling}.", f"{ko_who} {past}."
    if form == 1:
        return f"Are you {feeling}?", f"{ko_now}요?"
    if form == 2:
        return f"{who} {be} very {feeling}.", f"{ko_who} 아주 {ko_now}요."
    if form in (3, 4) or whose != "one":
        return f"{who} {be} {feeling}.", f"{ko_who} {ko_now}요."
    if form == 5:
        return f"{who} {be} not {a} {job}.", f"{ko_who} {ko_job}이(가) 아니에요."
    return f"{who} {be} {a} {job}.", f"{ko_who} {ko_job}이에요(예요)."


def liking(made):
    """What somebody likes, hates, does not like."""
    (who, be, ko_who, _), (liked, ko) = made.choice(PEOPLE), made.choice(LIKED)
    one, form = be == "is", made.randrange(6)
    return (
        (f"{who} {'likes' if one else 'like'} {liked}.", f"{ko_who} {ko}을(를) 좋아해요."),
        (f"{who} {'does' if one else 'do'}n't like {liked}.", f"{ko_who} {ko}을(를) 좋아하지 않아요."),
        (f"Do you like {liked}?", f"{ko}을(를) 좋아해요?"),
        (f"I like {liked} very much.", f"저는 {ko}을(를) 아주 좋아해요."),
        (f"{who} {'hates' if one else 'hate'} {liked}.", f"{ko_who} {ko}을(를) 싫어해요."),
        (f"I love {liked}.", f"저는 {ko}을(를) 정말 좋아해요."),
    )[form]


def counted(made):
    """Hours, months, weather, brothers and sisters."""
    number, form = made.randrange(12), made.randrange(5)
    weather, ko_weather = made.choice(WEATHER)
    day, ko_day, past = made.choice(
        (("today", "오늘은", ""), ("", "", ""), ("yesterday", "어제는", "was"), ("now", "지금", ""))
    )
    if form == 0:
        return f"It is {NUMBERS[number]} o'clock.", f"{HOURS[number]} 시예요."
    if form == 1:
        month, ko_month = made.choice(MONTHS)
        own, ko_own = made.choice(POSSESSORS)
        return f"{own} birthday is in {month}.", f"{ko_own} 생일은 {ko_month}이에요."
    if form == 2:
        kin, ko_kin, few = (
            *made.choice(
                (("brother", "형제"), ("sister", "자매"), ("cat", "고양이"), ("dog", "개"), ("friend", "친구"))
            ),
            made.randrange(1, 5),
        )
        unit = "마리" if kin in ("cat", "dog") else "명"
        return f"I have {NUMBERS[few]} {kin}s.", f"저는 {ko_kin}이(가) {HOURS[few]} {unit} 있어요."
    told = f"{with_final(ko_weather, SSANG_SIOT)}어요" if past else f"{ko_weather}요"
    return f"It {past or 'is'} {weather} {day}".strip() + ".", f"{ko_day} {told}.".strip()


PLACES_OF_THINGS = (("desk", "책상"), ("table", "탁자"), ("bed", "침대"), ("chair", "의자"), ("box", "상자"), ("bag", "가방"), ("sofa", "소파"), ("door", "문"), ("window", "창문"), ("car", "자동차"))  # fmt: skip
PATTERNS = (action, asked, order, where_thing, where_place, having, being, liking, counted)
WEIGHTS = (34, 10, 6, 10, 6, 12, 10, 8, 4)

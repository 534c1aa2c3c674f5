"""Verbs of everyday.py with their objects, in both languages; all written for Unrolled."""

from typing import NamedTuple


class Verb(NamedTuple):
    """English forms, and Korean ones: what stands before the verb, its stem, and the stem before 요 (읽, 읽어)."""

    base: str
    third: str
    past: str
    doing: str
    before: str
    stem: str
    polite: str


def _verbs(*forms_and_objects):
    """Verbs of `("eat eats ate eating", "먹 먹어", {"pizza": "피자를 ", ...})`."""
    for forms, korean, objects in forms_and_objects:
        stem, polite = korean.split(" ")
        for english, before in objects.items():
            yield Verb(*(f"{form} {english}".strip() for form in forms.split(" ")), before, stem, polite)


FOOD = {
    "pizza": "피자를",
    "bread": "빵을",
    "an apple": "사과를",
    "lunch": "점심을",
    "breakfast": "아침을",
    "dinner": "저녁을",
    "kimchi": "김치를",
    "noodles": "국수를",
    "ice cream": "아이스크림을",
    "rice": "밥을",
    "fruit": "과일을",
    "fish": "생선을",
    "meat": "고기를",
    "vegetables": "채소를",
    "a sandwich": "샌드위치를",
    "cake": "케이크를",
}
DRINK = {"water": "물을", "milk": "우유를", "coffee": "커피를", "tea": "차를", "juice": "주스를"}
SUBJECTS = {
    "English": "영어를",
    "Korean": "한국어를",
    "math": "수학을",
    "science": "과학을",
    "history": "역사를",
    "French": "프랑스어를",
}
GAMES = {
    "soccer": "축구를",
    "football": "축구를",
    "basketball": "농구를",
    "baseball": "야구를",
    "tennis": "테니스를",
    "games": "게임을",
    "badminton": "배드민턴을",
}
GO = {
    "to school": "학교에",
    "to the library": "도서관에",
    "to the park": "공원에",
    "home": "집에",
    "to the hospital": "병원에",
    "to the market": "시장에",
    "to work": "회사에",
    "to bed": "자러",
    "to Seoul": "서울에",
    "to Busan": "부산에",
    "to the bank": "은행에",
    "to the beach": "바닷가에",
    "to the movies": "영화관에",
    "shopping": "쇼핑하러",
    "fishing": "낚시하러",
    "to the museum": "박물관에",
    "to the bathroom": "화장실에",
    "to the station": "역에",
}
BUY = {
    "a book": "책을",
    "bread": "빵을",
    "shoes": "신발을",
    "flowers": "꽃을",
    "a bag": "가방을",
    "a hat": "모자를",
    "a car": "자동차를",
    "a present": "선물을",
    "clothes": "옷을",
    "some fruit": "과일을",
    "a ticket": "표를",
    "a phone": "휴대전화를",
    "an umbrella": "우산을",
}
FIND = {
    "the key": "열쇠를",
    "the phone": "휴대전화를",
    "the wallet": "지갑을",
    "the umbrella": "우산을",
    "the book": "책을",
    "the cat": "고양이를",
    "the ticket": "표를",
}


FORGOTTEN = {
    "umbrella": "우산을",
    "bag": "가방을",
    "phone": "휴대전화를",
    "wallet": "지갑을",
    "key": "열쇠를",
    "book": "책을",
    "hat": "모자를",
}


def _spaced(words, **more):
    return {english: korean + " " for english, korean in (words | more).items()}


VERBS = tuple(
    _verbs(
        ("eat eats ate eating", "먹 먹어", _spaced(FOOD)),
        ("have has had having", "먹 먹어", {"lunch": "점심을 ", "breakfast": "아침을 ", "dinner": "저녁을 "}),
        ("drink drinks drank drinking", "마시 마셔", _spaced(DRINK)),
        (
            "read reads read reading",
            "읽 읽어",
            _spaced({"a book": "책을", "the newspaper": "신문을", "books": "책을", "a letter": "편지를"}),
        ),
        (
            "write writes wrote writing",
            "쓰 써",
            _spaced({"a letter": "편지를", "a diary": "일기를", "a story": "이야기를"}),
        ),
        ("study studies studied studying", "공부하 공부해", _spaced(SUBJECTS) | {"": ""}),
        (
            "learn learns learned learning",
            "배우 배워",
            _spaced(SUBJECTS) | {"the piano": "피아노를 ", "to swim": "수영을 "},
        ),
        ("teach teaches taught teaching", "가르치 가르쳐", _spaced(SUBJECTS)),
        (
            "speak speaks spoke speaking",
            "하 해",
            _spaced({"English": "영어를", "Korean": "한국어를", "French": "프랑스어를"}),
        ),
        ("play plays played playing", "하 해", _spaced(GAMES)),
        ("play plays played playing", "치 쳐", _spaced({"the piano": "피아노를", "the guitar": "기타를"})),
        ("go goes went going", "가 가", _spaced(GO)),
        (
            "come comes came coming",
            "오 와",
            _spaced({"home": "집에", "here": "여기에", "to school": "학교에", "back": "다시"}),
        ),
        ("buy buys bought buying", "사 사", _spaced(BUY)),
        ("look looks looked looking", "찾 찾아", {f"for {key}": word + " " for key, word in FIND.items()}),
        ("find finds found finding", "찾 찾아", _spaced(FIND)),
        (
            "watch watches watched watching",
            "보 봐",
            _spaced({"TV": "텔레비전을", "a movie": "영화를", "the game": "경기를", "a film": "영화를"}),
        ),
        ("see sees saw seeing", "보 봐", _spaced({"the sea": "바다를", "a movie": "영화를", "the stars": "별을"})),
        ("meet meets met meeting", "만나 만나", _spaced({"a friend": "친구를", "the teacher": "선생님을"})),
        ("listen listens listened listening", "듣 들어", {"to music": "음악을 ", "to the radio": "라디오를 "}),
        (
            "make makes made making",
            "만들 만들어",
            _spaced({"a cake": "케이크를", "dinner": "저녁을", "a chair": "의자를", "a robot": "로봇을"}),
        ),
        (
            "open opens opened opening",
            "열 열어",
            _spaced({"the door": "문을", "the window": "창문을", "the box": "상자를"}),
        ),
        ("close closes closed closing", "닫 닫아", _spaced({"the door": "문을", "the window": "창문을"})),
        ("clean cleans cleaned cleaning", "청소하 청소해", _spaced({"the room": "방을", "the house": "집을"})),
        (
            "take takes took taking",
            "타 타",
            _spaced({"the bus": "버스를", "a taxi": "택시를", "the train": "기차를", "the subway": "지하철을"}),
        ),
        ("take takes took taking", "찍 찍어", _spaced({"a picture": "사진을", "photos": "사진을"})),
        ("take takes took taking", "하 해", _spaced({"a shower": "샤워를"})),
        ("ride rides rode riding", "타 타", _spaced({"a bike": "자전거를", "a horse": "말을"})),
        (
            "wait waits waited waiting",
            "기다리 기다려",
            {"for the bus": "버스를 ", "for a friend": "친구를 ", "here": "여기에서 "},
        ),
        ("draw draws drew drawing", "그리 그려", _spaced({"a picture": "그림을"})),
        ("do does did doing", "하 해", _spaced({"{own} homework": "숙제를", "the dishes": "설거지를"})),
        ("clean cleans cleaned cleaning", "청소하 청소해", {"{own} room": "방을 "}),
        ("wash washes washed washing", "씻 씻어", _spaced({"{own} hands": "손을", "{own} face": "얼굴을"})),
        (
            "forget forgets forgot forgetting",
            "잊어버리 잊어버려",
            _spaced({f"{{own}} {thing}": korean for thing, korean in FORGOTTEN.items()}),
        ),
        (
            "lose loses lost losing",
            "잃어버리 잃어버려",
            _spaced({f"{{own}} {thing}": korean for thing, korean in FORGOTTEN.items()}),
        ),
        (
            "call calls called calling",
            "전화하 전화해",
            _spaced({"{own} mother": "엄마에게", "{own} friend": "친구에게", "{own} father": "아빠에게"}),
        ),
        (
            "help helps helped helping",
            "도와주 도와줘",
            _spaced({"{own} mother": "엄마를", "{own} friend": "친구를", "{own} sister": "언니를"}),
        ),
        ("meet meets met meeting", "만나 만나", {"{own} friends": "친구들을 "}),
        ("play plays played playing", "놀 놀아", {"with {own} friends": "친구들과 ", "with the dog": "개와 "}),
        ("wash washes washed washing", "씻 씻어", _spaced({"the apples": "사과를"})),
        ("wash washes washed washing", "하 해", _spaced({"the dishes": "설거지를"})),
        ("call calls called calling", "전화하 전화해", {"a friend": "친구에게 ", "the doctor": "의사에게 "}),
        (
            "help helps helped helping",
            "도와주 도와줘",
            _spaced({"the teacher": "선생님을", "the children": "아이들을"}),
        ),
        (
            "lose loses lost losing",
            "잃어버리 잃어버려",
            _spaced({"the key": "열쇠를", "the phone": "휴대전화를", "the wallet": "지갑을", "the ticket": "표를"}),
        ),
        (
            "forget forgets forgot forgetting",
            "잊어버리 잊어버려",
            _spaced({"the name": "이름을", "the umbrella": "우산을", "the book": "책을", "the homework": "숙제를"}),
        ),
        (
            "live lives lived living",
            "살 살아",
            {"in Seoul": "서울에 ", "in Korea": "한국에 ", "in London": "런던에 ", "here": "여기에 "},
        ),
        (
            "work works worked working",
            "일하 일해",
            {"": "", "at a bank": "은행에서 ", "at a hospital": "병원에서 ", "here": "여기에서 "},
        ),
        ("sit sits sat sitting", "앉 앉아", {"here": "여기에 ", "on the chair": "의자에 "}),
        (
            "get gets got getting",
            "일어나 일어나",
            {"up": "", "up at seven": "일곱 시에 ", "up early": "일찍 ", "up at six": "여섯 시에 "},
        ),
        ("sleep sleeps slept sleeping", "자 자", {"": "", "here": "여기에서 ", "well": "잘 "}),
        ("swim swims swam swimming", "수영하 수영해", {"": "", "in the sea": "바다에서 "}),
        ("sing sings sang singing", "노래하 노래해", {"": ""}),
        ("sing sings sang singing", "부르 불러", {"a song": "노래를 "}),
        ("dance dances danced dancing", "추 춰", {"": "춤을 "}),
        ("run runs ran running", "뛰 뛰어", {"": "", "in the park": "공원에서 "}),
        ("walk walks walked walking", "걸어가 걸어가", {"to school": "학교에 ", "home": "집에 "}),
        ("cook cooks cooked cooking", "요리하 요리해", {"": ""}),
        ("exercise exercises exercised exercising", "운동하 운동해", {"": ""}),
        ("travel travels traveled traveling", "여행하 여행해", {"": ""}),
        ("cry cries cried crying", "울 울어", {"": ""}),
        ("laugh laughs laughed laughing", "웃 웃어", {"": ""}),
        ("smile smiles smiled smiling", "웃 웃어", {"": ""}),
        ("rest rests rested resting", "쉬 쉬어", {"": ""}),
        (
            "send sends sent sending",
            "보내 보내",
            _spaced({"a letter": "편지를", "a message": "메시지를", "an email": "이메일을"}),
        ),
        ("use uses used using", "쓰 써", _spaced({"the computer": "컴퓨터를", "a pen": "펜을"})),
    )
)

"""The words and phrases that everyday.py puts together; all written for Unrolled."""

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
PEOPLE = (  # English, its "be", Korean with the particle of what is spoken of, one or many
    ("I", "am", "저는", "one"),
    ("I", "am", "저는", "one"),
    ("I", "am", "저는", "one"),
    ("we", "are", "우리는", "many"),
    ("they", "are", "그들은", "many"),
    ("he", "is", "그는", "one"),
    ("she", "is", "그녀는", "one"),
    ("my friend", "is", "제 친구는", "one"),
    ("my brother", "is", "제 형은", "one"),
    ("my sister", "is", "제 언니는", "one"),
    ("Minji", "is", "민지는", "one"),
    ("Junho", "is", "준호는", "one"),
    ("my mother", "is", "우리 엄마는", "one"),
    ("my father", "is", "우리 아빠는", "one"),
    ("Tom", "is", "톰은", "one"),
    ("the children", "are", "아이들은", "many"),
    ("the student", "is", "그 학생은", "one"),
    ("my son", "is", "제 아들은", "one"),
    ("my daughter", "is", "제 딸은", "one"),
    ("Mary", "is", "메리는", "one"),
    ("my friends", "are", "제 친구들은", "many"),
)
OWN = {
    "I": "my",
    "we": "our",
    "they": "their",
    "you": "your",
    "my friends": "their",
    "the children": "their",
} | dict.fromkeys(("she", "my sister", "Minji", "my mother", "my daughter", "Mary"), "her")  # the others: his
POSSESSORS = (
    ("my", "제"),
    ("my", "제"),
    ("your", "당신의"),
    ("his", "그의"),
    ("her", "그녀의"),
    ("our", "우리"),
    ("Tom's", "톰의"),
    ("my brother's", "제 형의"),
    ("my mother's", "우리 엄마"),
)
NOTHING = ("", "")
_ANY = (
    NOTHING,
    NOTHING,
    (" at home", "집에서 "),
    (" at school", "학교에서 "),
    (" with friends", "친구들과 "),
)
WHEN = {  # English behind, Korean before
    "now": (
        *_ANY,
        (" every day", "매일 "),
        (" every morning", "매일 아침 "),
        (" after school", "방과 후에 "),
        (" on Sundays", "일요일마다 "),
        (" in the morning", "아침에 "),
        (" in the evening", "저녁에 "),
        (" every evening", "매일 저녁 "),
        (" on Saturdays", "토요일마다 "),
    ),
    "past": (
        *_ANY,
        (" yesterday", "어제 "),
        (" last night", "어젯밤에 "),
        (" last week", "지난주에 "),
        (" this morning", "오늘 아침에 "),
        (" on Monday", "월요일에 "),
        (" last year", "작년에 "),
    ),
    "will": (
        *_ANY,
        (" tomorrow", "내일 "),
        (" tonight", "오늘 밤에 "),
        (" next week", "다음 주에 "),
        (" this weekend", "이번 주말에 "),
        (" later", "나중에 "),
        (" on Friday", "금요일에 "),
    ),
}
THINGS = tuple((english, "an" if english[0] in "aeiou" else "a", korean) for english, korean in {
    "book": "책", "bag": "가방", "key": "열쇠", "phone": "휴대전화", "pen": "펜", "pencil": "연필", "umbrella": "우산", "hat": "모자", "watch": "시계", "car": "자동차",
    "bike": "자전거", "chair": "의자", "table": "탁자", "desk": "책상", "bed": "침대", "cat": "고양이", "dog": "개", "cup": "컵", "ball": "공", "map": "지도",
    "letter": "편지", "picture": "그림", "photo": "사진", "computer": "컴퓨터", "camera": "카메라", "wallet": "지갑", "ticket": "표", "coat": "외투", "shirt": "셔츠", "house": "집",
    "room": "방", "box": "상자", "bottle": "병", "knife": "칼", "spoon": "숟가락", "clock": "시계", "newspaper": "신문", "guitar": "기타", "piano": "피아노", "bird": "새",
    "flower": "꽃", "tree": "나무", "apple": "사과", "egg": "달걀", "banana": "바나나", "toy": "장난감", "lamp": "램프", "towel": "수건", "ring": "반지", "dictionary": "사전",
}.items())  # fmt: skip
PLACES = tuple((english, "" if english in ("school", "home", "work") else "the ", korean) for english, korean in {
    "station": "역", "bus stop": "버스 정류장", "library": "도서관", "school": "학교", "hospital": "병원", "bank": "은행", "park": "공원", "market": "시장", "post office": "우체국",
    "airport": "공항", "museum": "박물관", "restaurant": "식당", "hotel": "호텔", "bathroom": "화장실", "toilet": "화장실", "home": "집", "work": "회사", "bakery": "빵집", "bookstore": "서점",
    "beach": "바닷가", "pharmacy": "약국", "subway station": "지하철역", "supermarket": "슈퍼마켓", "cafe": "카페", "zoo": "동물원", "theater": "극장", "church": "교회", "police station": "경찰서",
}.items())  # fmt: skip
POSITIONS = (
    ("on", "위"),
    ("on", "위"),
    ("under", "아래"),
    ("in", "안"),
    ("next to", "옆"),
    ("behind", "뒤"),
    ("in front of", "앞"),
)
ADJECTIVES = (  # Korean before 요, and before a noun
    ("big", "커", "큰"),
    ("small", "작아", "작은"),
    ("heavy", "무거워", "무거운"),
    ("light", "가벼워", "가벼운"),
    ("expensive", "비싸", "비싼"),
    ("cheap", "싸", "싼"),
    ("pretty", "예뻐", "예쁜"),
    ("beautiful", "아름다워", "아름다운"),
    ("clean", "깨끗해", "깨끗한"),
    ("dirty", "더러워", "더러운"),
    ("good", "좋아", "좋은"),
    ("nice", "좋아", "좋은"),
    ("long", "길어", "긴"),
    ("warm", "따뜻해", "따뜻한"),
    ("strange", "이상해", "이상한"),
)
FEELINGS = (
    ("hungry", "배고파"),
    ("tired", "피곤해"),
    ("happy", "행복해"),
    ("sad", "슬퍼"),
    ("busy", "바빠"),
    ("sick", "아파"),
    ("thirsty", "목말라"),
    ("cold", "추워"),
    ("angry", "화났어"),
    ("tall", "키가 커"),
    ("short", "키가 작아"),
    ("kind", "친절해"),
    ("smart", "똑똑해"),
    ("sleepy", "졸려"),
    ("late", "늦었어"),
    ("bored", "심심해"),
    ("lonely", "외로워"),
    ("strong", "힘이 세"),
    ("at home", "집에 있어"),
    ("young", "어려"),
    ("beautiful", "아름다워"),
    ("funny", "재미있어"),
    ("healthy", "건강해"),
)
JOBS = tuple((english, "an" if english[0] in "aeiou" else "a", korean) for english, korean in {
    "doctor": "의사", "student": "학생", "teacher": "선생님", "nurse": "간호사", "singer": "가수", "cook": "요리사", "writer": "작가", "driver": "운전사", "farmer": "농부",
    "police officer": "경찰관", "engineer": "기술자", "scientist": "과학자", "actor": "배우", "artist": "화가", "lawyer": "변호사", "good student": "좋은 학생", "high school student": "고등학생", "firefighter": "소방관", "dentist": "치과 의사", "pilot": "비행기 조종사",
}.items())  # fmt: skip
LIKED = tuple({
    "dogs": "개", "cats": "고양이", "music": "음악", "fish": "생선", "apples": "사과", "soccer": "축구", "coffee": "커피", "summer": "여름", "winter": "겨울", "spring": "봄", "autumn": "가을", "books": "책", "movies": "영화",
    "flowers": "꽃", "the sea": "바다", "math": "수학", "English": "영어", "science": "과학", "Korean food": "한국 음식", "kimchi": "김치", "pizza": "피자", "chocolate": "초콜릿", "milk": "우유", "ice cream": "아이스크림", "snow": "눈", "rain": "비",
    "animals": "동물", "games": "게임", "school": "학교", "this song": "이 노래", "this book": "이 책", "baseball": "야구", "art": "미술", "history": "역사", "vegetables": "채소", "meat": "고기", "fruit": "과일", "tea": "차", "mountains": "산", "birds": "새", "bread": "빵",
}.items())  # fmt: skip
MONTHS = tuple(
    (name, f"{number}월")
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
)
WEATHER = (("cold", "추워"), ("hot", "더워"), ("warm", "따뜻해"), ("cool", "시원해"), ("cloudy", "흐려"), ("windy", "바람이 불어"), ("dark", "어두워"), ("raining", "비가 와"), ("snowing", "눈이 와"), ("sunny", "날씨가 맑아"))  # fmt: skip

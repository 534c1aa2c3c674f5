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
SAID = {  # said as they stand
    "Hello.": "안녕하세요.", "Hi.": "안녕하세요.", "Good morning.": "좋은 아침이에요.", "Good night.": "안녕히 주무세요.", "Good evening.": "안녕하세요.", "Goodbye.": "안녕히 가세요.", "Bye.": "잘 가요.",
    "How are you?": "어떻게 지내세요?", "How are you today?": "오늘 어떻게 지내세요?", "I'm fine.": "저는 잘 지내요.", "I am fine.": "저는 잘 지내요.", "I'm fine, thank you.": "저는 잘 지내요. 고마워요.", "Nice to meet you.": "만나서 반가워요.",
    "Thank you.": "고마워요.", "Thank you very much.": "정말 고마워요.", "Thanks.": "고마워요.", "Thanks a lot.": "정말 고마워요.", "You're welcome.": "천만에요.", "I'm sorry.": "미안해요.", "I am sorry.": "미안해요.", "Sorry.": "미안해요.", "Excuse me.": "실례합니다.", "I'm sorry I'm late.": "늦어서 미안해요.", "It's okay.": "괜찮아요.", "That's okay.": "괜찮아요.", "No problem.": "문제없어요.", "Don't worry.": "걱정하지 마세요.",
    "See you.": "또 봐요.", "See you tomorrow.": "내일 봐요.", "See you later.": "나중에 봐요.", "See you again.": "또 만나요.", "See you on Monday.": "월요일에 봐요.", "See you next week.": "다음 주에 봐요.", "Have a nice day.": "좋은 하루 보내세요.", "Have a good weekend.": "좋은 주말 보내세요.",
    "What is your name?": "이름이 뭐예요?", "What's your name?": "이름이 뭐예요?", "My name is Tom.": "제 이름은 톰이에요.", "My name is Minji.": "제 이름은 민지예요.", "What is his name?": "그의 이름이 뭐예요?", "What is her name?": "그녀의 이름이 뭐예요?", "Where are you from?": "어디에서 왔어요?", "I am from Korea.": "저는 한국에서 왔어요.", "I'm from Korea.": "저는 한국에서 왔어요.", "He is from London.": "그는 런던에서 왔어요.", "I am from Busan.": "저는 부산에서 왔어요.",
    "How old are you?": "몇 살이에요?", "I am ten years old.": "저는 열 살이에요.", "I am fifteen years old.": "저는 열다섯 살이에요.", "I am seventeen years old.": "저는 열일곱 살이에요.", "She is five years old.": "그녀는 다섯 살이에요.", "Where do you live?": "어디에 살아요?", "What do you do?": "무슨 일을 해요?",
    "What time is it?": "몇 시예요?", "What time is it now?": "지금 몇 시예요?", "What day is it today?": "오늘 무슨 요일이에요?", "Today is Monday.": "오늘은 월요일이에요.", "Today is Friday.": "오늘은 금요일이에요.", "When is your birthday?": "생일이 언제예요?", "Today is my birthday.": "오늘은 제 생일이에요.", "Happy birthday.": "생일 축하해요.",
    "How much is this?": "이거 얼마예요?", "How much is it?": "얼마예요?", "How much is that?": "저거 얼마예요?", "What is this?": "이게 뭐예요?", "What is that?": "저게 뭐예요?", "What's this?": "이게 뭐예요?", "Who is that?": "저 사람은 누구예요?", "Who is that woman?": "저 여자는 누구예요?", "Who is that boy?": "저 남자아이는 누구예요?", "Who is he?": "그는 누구예요?", "Who is she?": "그녀는 누구예요?", "Who are you?": "누구세요?", "Who is it?": "누구세요?",
    "What are you doing?": "뭐 하고 있어요?", "What are you eating?": "뭐 먹고 있어요?", "What are you reading?": "뭐 읽고 있어요?", "What do you want?": "뭘 원해요?", "What do you want to eat?": "뭐 먹고 싶어요?", "What do you want to do?": "뭐 하고 싶어요?", "What did you do yesterday?": "어제 뭐 했어요?", "What did you eat?": "뭐 먹었어요?", "What happened?": "무슨 일이에요?", "What's wrong?": "무슨 일이에요?", "Where are you?": "어디예요?", "Where are you going?": "어디에 가요?", "Where is he?": "그는 어디에 있어요?", "Where is she?": "그녀는 어디에 있어요?", "Where is my mother?": "우리 엄마는 어디에 있어요?",
    "Why are you late?": "왜 늦었어요?", "Why are you sad?": "왜 슬퍼요?", "Why are you laughing?": "왜 웃고 있어요?", "Why is he crying?": "그는 왜 울고 있어요?", "Why?": "왜요?", "Really?": "정말이에요?", "Are you okay?": "괜찮아요?", "Are you busy now?": "지금 바빠요?", "Are you ready?": "준비됐어요?", "I'm ready.": "준비됐어요.",
    "Can you help?": "도와줄 수 있어요?", "Please help me.": "저를 도와주세요.", "Help me.": "저를 도와주세요.", "Can I help you?": "도와드릴까요?", "Can I sit here?": "여기 앉아도 돼요?", "Can I go home?": "집에 가도 돼요?", "May I come in?": "들어가도 돼요?", "May I sit down?": "앉아도 돼요?", "Come in, please.": "들어오세요.", "Come in.": "들어오세요.", "Sit down, please.": "앉으세요.", "Sit down.": "앉으세요.", "Stand up, please.": "일어나세요.", "Be quiet.": "조용히 하세요.", "Close the door, please.": "문을 닫으세요.", "Wait a minute.": "잠깐만 기다리세요.", "Please wait.": "기다려 주세요.", "Please speak slowly.": "천천히 말해 주세요.", "Say it again, please.": "다시 말해 주세요.", "Give me water, please.": "물 좀 주세요.", "Water, please.": "물 좀 주세요.", "Look at this.": "이것 좀 보세요.", "Listen to me.": "제 말을 들어 보세요.", "Call me.": "전화하세요.", "Hurry up.": "서두르세요.", "Be careful.": "조심하세요.",
    "I know.": "알아요.", "I don't know.": "몰라요.", "I know him.": "저는 그를 알아요.", "I don't know him.": "저는 그를 몰라요.", "Do you know him?": "그를 알아요?", "I understand.": "이해했어요.", "Do you understand?": "이해했어요?", "I think so.": "저도 그렇게 생각해요.", "I agree.": "동의해요.", "Yes.": "네.", "No.": "아니요.", "Of course.": "물론이에요.", "Me too.": "저도요.", "I love my family.": "저는 제 가족을 사랑해요.", "I love her.": "저는 그녀를 사랑해요.", "I love him.": "저는 그를 사랑해요.", "She loves him.": "그녀는 그를 사랑해요.", "He loves her.": "그는 그녀를 사랑해요.", "I miss you.": "보고 싶어요.", "I need you.": "저는 당신이 필요해요.", "I like you.": "저는 당신을 좋아해요.", "I like him.": "저는 그를 좋아해요.", "He likes you.": "그는 당신을 좋아해요.",
    "I will call you.": "전화할게요.", "I will call you later.": "나중에 전화할게요.", "I will call you tomorrow.": "내일 전화할게요.", "I will help you.": "도와줄게요.", "I'll help you.": "도와줄게요.", "I'll call you.": "전화할게요.", "I will wait for you.": "기다릴게요.", "I'll be back.": "다시 올게요.", "I'm going home.": "저는 집에 가요.", "I am coming.": "지금 가요.",
    "It is delicious.": "맛있어요.", "It's delicious.": "맛있어요.", "This is delicious.": "이거 맛있어요.", "The food was delicious.": "음식이 맛있었어요.", "It was delicious.": "맛있었어요.", "The movie was fun.": "영화가 재미있었어요.", "The movie was interesting.": "영화가 재미있었어요.", "The book was boring.": "책이 지루했어요.", "The book was interesting.": "책이 재미있었어요.", "This book is interesting.": "이 책은 재미있어요.", "This movie is boring.": "이 영화는 지루해요.", "The class was boring.": "수업이 지루했어요.", "It was fun.": "재미있었어요.", "It is easy.": "쉬워요.", "It is difficult.": "어려워요.", "English is difficult.": "영어는 어려워요.", "English is fun.": "영어는 재미있어요.", "Korean is easy.": "한국어는 쉬워요.", "The test was easy.": "시험이 쉬웠어요.", "The test was difficult.": "시험이 어려웠어요.", "It's too expensive.": "너무 비싸요.", "It's beautiful.": "아름다워요.", "It is important.": "중요해요.", "It's hot today.": "오늘은 더워요.", "It's cold.": "추워요.", "It's raining.": "비가 와요.", "It's snowing.": "눈이 와요.", "It rained yesterday.": "어제 비가 왔어요.", "It will rain tomorrow.": "내일 비가 올 거예요.", "How is the weather?": "날씨가 어때요?", "The weather is nice.": "날씨가 좋아요.", "The weather is good today.": "오늘은 날씨가 좋아요.",
    "My head hurts.": "머리가 아파요.", "I have a headache.": "머리가 아파요.", "I have a cold.": "감기에 걸렸어요.", "I am lost.": "길을 잃었어요.", "I'm lost.": "길을 잃었어요.", "I'm tired.": "피곤해요.", "I'm hungry.": "배고파요.", "I'm full.": "배불러요.", "I'm happy.": "행복해요.", "I'm cold.": "추워요.", "I'm busy.": "바빠요.", "I'm a student.": "저는 학생이에요.", "He's a doctor.": "그는 의사예요.", "She's my sister.": "그녀는 제 언니예요.", "He is my friend.": "그는 제 친구예요.", "He is my brother.": "그는 제 형이에요.", "She is my mother.": "그녀는 제 엄마예요.", "She is my teacher.": "그녀는 제 선생님이에요.", "They are my friends.": "그들은 제 친구들이에요.", "We are friends.": "우리는 친구예요.", "We are students.": "우리는 학생이에요.", "You are my friend.": "당신은 제 친구예요.", "You are kind.": "당신은 친절해요.", "You are right.": "당신 말이 맞아요.", "He is right.": "그의 말이 맞아요.",
    "Where is the key?": "열쇠는 어디에 있어요?", "I want to play the piano.": "저는 피아노를 치고 싶어요.", "Tom doesn't speak French.": "톰은 프랑스어를 하지 않아요.", "I lost my key.": "열쇠를 잃어버렸어요.", "I lost my phone.": "휴대전화를 잃어버렸어요.", "I forgot my book.": "책을 잊어버렸어요.", "I forgot my bag.": "가방을 잊어버렸어요.", "I cleaned my room.": "제 방을 청소했어요.", "I have to clean my room.": "제 방을 청소해야 해요.", "I did my homework.": "숙제를 했어요.", "I am doing my homework.": "숙제를 하고 있어요.", "Do your homework.": "숙제를 하세요.", "I wash my hands.": "손을 씻어요.", "Wash your hands.": "손을 씻으세요.", "I brush my teeth.": "이를 닦아요.", "Turn on the light.": "불을 켜세요.", "Turn off the TV.": "텔레비전을 끄세요.", "Let's eat.": "먹어요.", "Let's play.": "같이 놀아요.", "Let's start.": "시작해요.", "Congratulations.": "축하해요.", "Good luck.": "행운을 빌어요.", "Good job.": "잘했어요.", "Merry Christmas.": "메리 크리스마스.", "Happy New Year.": "새해 복 많이 받으세요.",
}  # fmt: skip

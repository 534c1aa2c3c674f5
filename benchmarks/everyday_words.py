"""The words and phrases that everyday.py puts together; all written for Unrolled."""

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

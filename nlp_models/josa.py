"""Korean particles by the last sound before them: the catalogue writes both forms, what is shown has the one that fits.

    chosen("”을(를) ", before="“네모"), chosen("(으)로 ", before="LSTM")     # "”를 ", "으로 "

Numbers and Latin letters are taken as Korean reads them aloud (3 삼, L 엘, film 필름); quotes and other signs are skipped,
so is a bracket behind a word. messages.said applies it to the catalogue's own letters, never to a value's.
"""

import re

PAIRS = {  # as the catalogue writes it: behind a consonant, behind a vowel
    "을(를)": ("을", "를"), "를(을)": ("을", "를"), "은(는)": ("은", "는"), "는(은)": ("은", "는"),
    "이(가)": ("이", "가"), "가(이)": ("이", "가"), "과(와)": ("과", "와"), "와(과)": ("과", "와"),
    "이에요(예요)": ("이에요", "예요"), "예요(이에요)": ("이에요", "예요"),
    "(으)로": ("으로", "로"), "(이)": ("이", ""),
}  # fmt: skip
BOTH = re.compile("|".join(map(re.escape, PAIRS)))
VOWEL, RIEUL, CONSONANT = "vowel", "rieul", "consonant"  # what the last sound is; (으)로 takes ㄹ for a vowel
BRACKET = re.compile(r"(?<=\S)\s*[(\[（][^()\[\]（）]*[)\]）]\W*$")
LAST = re.compile(r"([가-힣ㄱ-ㅣ]|[A-Za-z]+|\d|%)[^\w%]*$")
SYLLABLES, FINALS = 0xAC00, 28  # the first of Hangul's; so many of a consonant and a vowel, the first without a final
RIEUL_AT = 8
READ_WITH_RIEUL, READ_WITH_CONSONANT = "178l", "036mnr"  # 일, 칠, 팔, 엘; 영, 삼, 육, 엠, 엔, 알
LATIN_RIEUL = re.compile(r"le?$")  # label 라벨, apple 애플, file 파일
LATIN_CONSONANT = re.compile(
    r"[mn]$|ng$|[aeiou][mn]e$|(?<![aeiou])[aeiou][ckpt]$|oo[kp]$|ck$|[aeiou]b$"
)  # 필름, 폰, 북


def chosen(literal: str, before: str = "") -> str:
    """A piece of the catalogue with its particles chosen; `before` is what stands before it."""

    def fitting(pair: re.Match[str]) -> str:
        sound = last_sound(before + literal[: pair.start()])
        behind_consonant = sound == CONSONANT or (sound == RIEUL and pair[0] != "(으)로")
        return PAIRS[pair[0]][0 if behind_consonant else 1]

    return BOTH.sub(fitting, literal)


def last_sound(text: str) -> str:
    """Whether a text read aloud ends in a VOWEL, in RIEUL or in another CONSONANT; signs that cannot be read are vowels."""
    read = LAST.search(BRACKET.sub("", text))
    if not read:
        return VOWEL
    last = read[1]
    if "가" <= last <= "힣":
        return _of_final((ord(last) - SYLLABLES) % FINALS)
    if "ㄱ" <= last <= "ㅎ":  # a consonant by its name: 기역, 리을
        return RIEUL if last == "ㄹ" else CONSONANT
    return (
        _of_word(last.lower()) if re.search("[a-z]", last) and re.search("[aeiouy]", last.lower()) else _of_sign(last)
    )


def _of_final(number: int) -> str:
    return RIEUL if number == RIEUL_AT else CONSONANT if number else VOWEL


def _of_word(word: str) -> str:
    """Of a word of Latin letters, as it is mostly taken into Korean."""
    if len(word) == 1:
        return _of_sign(word)
    return RIEUL if LATIN_RIEUL.search(word) else CONSONANT if LATIN_CONSONANT.search(word) else VOWEL


def _of_sign(letters: str) -> str:
    """Of a digit, or of letters read one by one: LSTM 엘에스티엠; % is 퍼센트."""
    last = letters[-1].lower()
    return RIEUL if last in READ_WITH_RIEUL else CONSONANT if last in READ_WITH_CONSONANT else VOWEL

"""How a scene is told: in_english(scene), in_korean(scene). Every caption of a scene says all of it."""

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
AT = {
    "top-left": "in the top left corner", "top": "at the top", "top-right": "in the top right corner",
    "left": "on the left", "middle": "in the middle", "right": "on the right",
    "bottom-left": "in the bottom left corner", "bottom": "at the bottom", "bottom-right": "in the bottom right corner",
    "above": "at the top", "below": "at the bottom",
}  # fmt: skip
SIDE_OF = {"left": "to the left of", "above": "above"}
STANDING = {"left": "one above the other", "right": "one above the other"}

KOREAN_COLOURS = {"red": "빨간", "orange": "주황색", "yellow": "노란", "green": "초록색", "blue": "파란", "purple": "보라색",
                  "pink": "분홍색", "black": "까만"}  # fmt: skip
KOREAN_SHAPES = {"circle": "동그라미", "square": "네모", "triangle": "세모", "star": "별", "heart": "하트", "moon": "초승달",
                 "ring": "고리", "cross": "십자가"}  # fmt: skip
KOREAN_NUMBERS = {1: "한", 2: "두", 3: "세", 4: "네"}
KOREAN_PLACES = {
    "top-left": "왼쪽 위에", "top": "위쪽에", "top-right": "오른쪽 위에", "left": "왼쪽에", "middle": "가운데에",
    "right": "오른쪽에", "bottom-left": "왼쪽 아래에", "bottom": "아래쪽에", "bottom-right": "오른쪽 아래에",
    "above": "위쪽에", "below": "아래쪽에",
}  # fmt: skip
KOREAN_SIZES = {"big": "큰", "small": "작은"}


def in_english(scene):
    """Two captions; of two groups always from left to right or from top to bottom."""
    first, *others = scene.groups
    if others:
        (second,) = others
        one, other = _named(first), _named(second)
        return [f"{one} {SIDE_OF[first.place]} {other}", f"{one} {AT[first.place]} and {other} {AT[second.place]}"]
    where, verb = AT[first.place], "is" if first.count == 1 else "are"
    if first.count > 1:
        where = f"{STANDING.get(first.place, 'side by side')} {where}"
    return [f"{_named(first)} {where}", f"there {verb} {_named(first)} {where}"]


def _named(group):
    """A big red star; two blue crosses."""
    if group.count > 1:
        return f"{NUMBERS[group.count]} {group.colour} {group.shape}{'es' if group.shape == 'cross' else 's'}"
    words = " ".join(filter(None, [group.size, group.colour, group.shape]))
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def in_korean(scene):
    """The same in Korean."""
    first, *others = scene.groups
    if others:
        (here, one), (there, other) = ((KOREAN_PLACES[group.place], _with_particle(_korean(group))) for group in scene.groups)  # fmt: skip
        return [f"{here} {one}, {there} {other} 있어요", f"{one} {here}, {other} {there} 있어요"]
    where, what = KOREAN_PLACES[first.place], _with_particle(_korean(first))
    if first.count == 1:
        return [f"{where} {what} 있어요", f"{what} {where} 있어요"]
    way = "세로로" if first.place in STANDING else "가로로"
    return [f"{where} {what} {way} 나란히 있어요", f"{what} {where} {way} 나란히 있어요"]


def _korean(group):
    """큰 빨간 별; 파란 십자가 두 개."""
    words = [KOREAN_SIZES.get(group.size), KOREAN_COLOURS[group.colour], KOREAN_SHAPES[group.shape]]
    count = [KOREAN_NUMBERS[group.count], "개"] if group.count > 1 else []
    return " ".join(filter(None, [*words, *count]))


def _with_particle(words):
    """이 after a final consonant, 가 after a vowel."""
    return words + ("이" if (ord(words[-1]) - ord("가")) % 28 else "가")

"""How a scene is told: in_english(scene), in_korean(scene). Every caption of a scene says all of it."""

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
AT = {
    "top-left": "in the top left corner", "top": "at the top", "top-right": "in the top right corner",
    "left": "on the left", "middle": "in the middle", "right": "on the right",
    "bottom-left": "in the bottom left corner", "bottom": "at the bottom", "bottom-right": "in the bottom right corner",
}  # fmt: skip
SIDE_OF = {"left": "to the left of", "right": "to the right of", "above": "above", "below": "below"}
STANDING = {"left": "one above the other", "right": "one above the other"}

KOREAN_COLOURS = {"red": "빨간", "orange": "주황색", "yellow": "노란", "green": "초록색", "blue": "파란", "purple": "보라색",
                  "pink": "분홍색", "black": "까만"}  # fmt: skip
KOREAN_SHAPES = {"circle": "동그라미", "square": "네모", "triangle": "세모", "star": "별", "heart": "하트", "moon": "초승달",
                 "ring": "고리", "cross": "십자가"}  # fmt: skip
KOREAN_NUMBERS = {1: "한", 2: "두", 3: "세", 4: "네"}
KOREAN_PLACES = {
    "top-left": "왼쪽 위에", "top": "위쪽에", "top-right": "오른쪽 위에", "left": "왼쪽에", "middle": "가운데에",
    "right": "오른쪽에", "bottom-left": "왼쪽 아래에", "bottom": "아래쪽에", "bottom-right": "오른쪽 아래에",
}  # fmt: skip
KOREAN_SIDES = {"left": "왼쪽에", "right": "오른쪽에", "above": "위에", "below": "아래에"}
KOREAN_SIZES = {"big": "큰", "small": "작은"}


def in_english(scene):
    """Two captions of one group; of two groups one from each side."""
    first, *others = scene.groups
    if others:
        (second,) = others
        return [
            f"{_named(one)} {SIDE_OF[one.place]} {_named(other)}" for one, other in ((first, second), (second, first))
        ]
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
        (second,) = others
        return [
            f"{_korean(other)} {KOREAN_SIDES[one.place]} {_with_particle(_korean(one))} 있어요"
            for one, other in ((first, second), (second, first))
        ]
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


def _all_words():
    """Every word that a caption of a scene can have, in either language."""
    shapes = [*KOREAN_SHAPES, *(f"{shape}s" for shape in KOREAN_SHAPES), "crosses"]
    english = [*NUMBERS.values(), *AT.values(), *SIDE_OF.values(), *STANDING.values(), *KOREAN_COLOURS, *shapes]
    korean = [*KOREAN_COLOURS.values(), *KOREAN_SHAPES.values(), *map(_with_particle, KOREAN_SHAPES.values())]
    korean += [*KOREAN_NUMBERS.values(), *KOREAN_PLACES.values(), *KOREAN_SIDES.values(), *KOREAN_SIZES.values()]
    rest = "a an big small there is are side by side 개 개가 있어요 세로로 가로로 나란히"
    return frozenset(" ".join([*english, *korean, rest]).split())


WORDS = _all_words()

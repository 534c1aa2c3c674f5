"""drawn(name, language): the small picture of a term as an SVG, 340 wide, in the theme's colours by classes of card.css.

Every picture is a function below, found by its name in terms.toml. Texts in it are symbols, numbers or come from WORDS.
"""

import math
from functools import cache

from pages.ui.frame.words import percent

WORDS = {
    "sentence": {"en": ("great", "actors", "dull", "story"), "ko": ("배우는", "좋은데", "이야기가", "지루해")},
    "translated": {"en": ("I", "like", "cats"), "ko": ("나는", "고양이를", "좋아해")},
    "translation": {"en": ("j’", "aime", "chats"), "ko": ("I", "like", "cats")},
    "attended": {"en": "aime", "ko": "cats"}, "gradient": {"en": "gradient", "ko": "기울기"},
    "temperature": {"en": "temperature", "ko": "온도"},
    "window": {"en": "window of 2", "ko": "창 2개"}, "state": {"en": "state", "ko": "상태"},
    "loss": {"en": "loss", "ko": "손실"}, "training": {"en": "training", "ko": "학습"},
    "validation": {"en": "validation", "ko": "검증"}, "epoch": {"en": "epoch", "ko": "에포크"},
    "best": {"en": "best", "ko": "가장 좋음"}, "learning": {"en": "one step", "ko": "한 스텝"},
    "next": {"en": "the next", "ko": "다음 스텝"}, "answering": {"en": "answering", "ko": "답할 때"},
    "begins": {"en": ("the", "cat", "dog", "sat", "ran", "slept"), "ko": ("그", "고양이", "강아지", "앉아", "달려", "자")},
    "right": {"en": "right answer", "ko": "정답"}, "given": {"en": "its answer", "ko": "신경망의 답"},
    "yes": {"en": "yes", "ko": "예"}, "no": {"en": "no", "ko": "아니요"},
    "encoder": {"en": "encoder", "ko": "인코더"}, "decoder": {"en": "decoder", "ko": "디코더"},
    "word": {"en": "cat", "ko": "고양이"}, "chance": {"en": "probability", "ko": "확률"},
    "back": {"en": "steps back", "ko": "거슬러 간 시점"},
}  # fmt: skip


@cache
def drawn(name, code):
    """The SVG of a picture in a language; the same text every time."""
    width, height, parts = globals()[name](lambda word: WORDS[word][code])
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">{"".join(parts)}</svg>'


# --- what pictures are made of ---


def text(x, y, words, kind="", anchor="middle"):
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" class="{kind}">{words}</text>'


def line(points, kind="line"):
    return f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in points)}" class="{kind}"/>'


def arrow(points, kind="line"):
    """A line with a tip at its end."""
    (x0, y0), (x, y) = points[-2:]
    way = math.atan2(y - y0, x - x0)
    wings = [(x - 8 * math.cos(way + side), y - 8 * math.sin(way + side)) for side in (0.42, -0.42)]
    tip = " ".join(f"{a:.1f},{b:.1f}" for a, b in [(x, y), *wings])
    return line(points, kind) + f'<polygon points="{tip}" class="tip"/>'


def box(x, y, width, height, words="", kind="box", letters=""):
    """A box with its words in the middle."""
    shape = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" class="{kind}"/>'
    return shape + (text(x + width / 2, y + height / 2 + 4.5, words, letters) if words else "")


def dot(x, y, words="", kind="box", radius=12):
    shape = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" class="{kind}"/>'
    return shape + (text(x, y + 4.5, words) if words else "")


# --- cells ---


def rnn_cell(_):
    """h = tanh(W x + U h)."""
    return 340, 130, [
        box(96, 20, 148, 70, kind="box"), arrow([(20, 55), (140, 55)]), text(34, 47, "h"),
        box(140, 38, 64, 34, "tanh", "box"), arrow([(204, 55), (320, 55)]), text(304, 47, "h′"),
        arrow([(172, 122), (172, 72)]), text(184, 116, "x", anchor="start"),
    ]  # fmt: skip


def lstm_cell(_):
    """The memory c runs along the top, three gates on the state h below."""
    gates = [("f", 70), ("i", 122), ("g", 174), ("o", 250)]
    return (
        340,
        190,
        [
            box(44, 14, 252, 150),
            arrow([(10, 40), (86, 40)], "main"),
            arrow([(110, 40), (148, 40)], "main"),
            arrow([(172, 40), (330, 40)], "main"),
            text(20, 32, "c"),
            text(318, 32, "c′"),
            dot(98, 40, "×"),
            dot(160, 40, "+"),
            dot(160, 78, "×"),
            dot(262, 96, "×"),
            arrow([(98, 112), (98, 52)]),
            arrow([(134, 112), (134, 78), (148, 78)]),
            arrow([(186, 112), (186, 78), (172, 78)]),
            arrow([(160, 66), (160, 52)]),
            arrow([(262, 118), (262, 108)]),
            arrow([(262, 40), (262, 84)]),
            *(box(x + (12 if name == "f" else 0), 112, 28 if name != "o" else 24, 26, name) for name, x in gates),
            arrow([(274, 96), (330, 96)]),
            text(318, 88, "h′"),
            text(256, 66, "tanh", "small", "end"),
            line([(10, 152), (262, 152)]),
            text(20, 146, "h"),
            arrow([(60, 186), (60, 152)]),
            text(70, 182, "x", anchor="start"),
            *(arrow([(x, 152), (x, 138)]) for x in (96, 136, 188, 262)),
        ],
    )


def gru_cell(_):
    """One state h along the top, mixed with the candidate by z; r before the candidate. r and z see h, too."""
    return 340, 196, [
        box(44, 14, 252, 156), arrow([(10, 40), (136, 40)], "main"), arrow([(160, 40), (226, 40)], "main"),
        arrow([(250, 40), (330, 40)], "main"), text(20, 32, "h"), text(318, 32, "h′"),
        dot(148, 40, "×"), dot(238, 40, "+"), dot(238, 82, "×"), dot(98, 96, "×"),
        arrow([(98, 40), (98, 84)]), arrow([(98, 128), (98, 108)]), arrow([(110, 96), (180, 96), (180, 112)]),
        box(84, 128, 28, 24, "r"), box(134, 112, 28, 26, "z"), arrow([(148, 112), (148, 52)]),
        box(166, 112, 28, 26, "g"), arrow([(194, 125), (238, 125), (238, 94)]), arrow([(238, 70), (238, 52)]),
        arrow([(148, 66), (210, 66), (226, 78)]), text(190, 62, "1−z", "small"),
        line([(60, 40), (60, 162), (148, 162)]), line([(60, 194), (60, 182), (180, 182)]), text(46, 192, "x"),
        arrow([(98, 182), (98, 152)]), arrow([(148, 182), (148, 138)]), arrow([(180, 182), (180, 138)]),
    ]  # fmt: skip


def unrolled_row(say):
    """The same cell at every word."""
    parts = []
    for at, word in enumerate(say("sentence")):
        x = 24 + 80 * at
        parts += [box(x, 24, 48, 36, "h" + "₁₂₃₄"[at]), arrow([(x + 24, 92), (x + 24, 60)]), text(x + 24, 108, word)]
        parts.append(arrow([(x + 48, 42), (x + 80, 42)] if at < 3 else [(x + 48, 42), (x + 72, 42)], "main"))
    return 340, 116, parts


def both_ways(say):
    """One reader from each end."""
    parts = []
    for at, word in enumerate(say("sentence")):
        x = 20 + 80 * at
        parts += [box(x, 18, 54, 24, "→"), box(x, 52, 54, 24, "←"), text(x + 27, 98, word)]
        if at < 3:
            parts += [arrow([(x + 54, 30), (x + 80, 30)], "main"), arrow([(x + 80, 64), (x + 54, 64)], "main")]
    return 340, 106, parts


# --- learning ---


def dropped_out(say):
    """Others are missing at every step; when it answers none is."""
    parts = []
    for place, (title, missing) in enumerate((("learning", (1, 4, 5)), ("next", (0, 2, 6)), ("answering", ()))):
        for at in range(8):
            x, y = 30 + 112 * place + 24 * (at % 4), 22 + 28 * (at // 4)
            gone = at in missing
            parts.append(dot(x, y, "×" if gone else "", "soft dash" if gone else "full", 9))
        parts.append(text(66 + 112 * place, 84, say(title)))
    return 340, 92, parts


def overfitting_curve(say):
    """The training loss falls on, the validation loss turns."""
    xs = [40 + 5 * at for at in range(45)]
    falling = [(x, 30 + 88 * (1 - math.exp(-(x - 40) / 70))) for x in xs]
    turning = [(x, 34 + 66 * (1 - math.exp(-(x - 40) / 45)) - 0.0016 * max(0, x - 110) ** 2) for x in xs]
    best = max(turning, key=lambda point: point[1])
    return (
        340,
        160,
        [
            arrow([(40, 136), (40, 14)], "soft"),
            arrow([(40, 136), (300, 136)], "soft"),
            text(40, 10, say("loss")),
            text(306, 152, say("epoch")),
            line(falling, "soft dash"),
            line(turning, "main"),
            text(268, falling[-1][1] + 6, say("training"), anchor="start"),
            text(268, turning[-1][1] + 4, say("validation"), anchor="start"),
            dot(best[0], best[1], kind="main", radius=6),
            text(best[0], best[1] - 12, say("best")),
        ],
    )


def vanishing(say):
    """0.6 times as much at every step back."""
    parts = []
    for at in range(8):
        height = 84 * 0.6 ** (7 - at)
        parts.append(
            f'<rect x="{18 + 40 * at}" y="{96 - height:.1f}" width="28" height="{height:.1f}" rx="3" class="full"/>'
        )
        parts.append(text(32 + 40 * at, 112, at - 7 or "0") if at else text(32, 112, "−7"))
    parts = [part.replace(">-", ">−") for part in parts]
    return (
        340,
        138,
        [
            *parts,
            arrow([(320, 122), (24, 122)], "soft"),
            text(172, 136, say("back")),
            text(18, 16, say("gradient"), anchor="start"),
        ],
    )


def minus_log(say):
    """−ln p over p."""
    points = [(52 + 260 * p, 118 - 26 * -math.log(p)) for p in (n / 60 for n in range(1, 61))]
    return (
        340,
        158,
        [
            arrow([(52, 118), (52, 6)], "soft"),
            arrow([(52, 118), (330, 118)], "soft"),
            line(points, "main"),
            text(44, 14, "4", anchor="end"),
            text(44, 70, "2", anchor="end"),
            text(44, 122, "0", anchor="end"),
            text(66, 16, "−ln p", anchor="start"),
            text(52, 133, "0"),
            text(182, 133, "0.5"),
            text(312, 133, "1"),
            text(182, 152, say("chance") + " p"),
        ],
    )


# --- words, windows, writing ---


def window_and_state(say):
    """A window sees two words, a state has passed them all."""
    parts = []
    for at, word in enumerate(say("sentence")):
        x = 44 + 84 * at
        inside = at > 1
        parts += [text(x, 32, word, "" if inside else "dim"), text(x, 110, word)]
        if at < 3:
            parts.append(arrow([(x + 12, 84), (x + 72, 84)], "main"))
        parts.append(dot(x, 84, kind="full", radius=7))
    frame = '<rect x="170" y="12" width="166" height="32" rx="6" class="main"/>'
    return (
        340,
        120,
        [frame, text(253, 60, say("window")), *parts, text(44, 68, say("state"))],
    )


def embedding_row(say):
    """A token is a row of the table."""
    rows = ((".1", "−.7", ".4", ".0"), (".8", ".2", "−.5", ".3"), ("−.2", ".6", ".1", "−.9"))
    parts = [text(52, 61, say("word")), arrow([(84, 56), (130, 56)], "main")]
    for row, numbers in enumerate(rows):
        for column, number in enumerate(numbers):
            x, y = 140 + 48 * column, 12 + 30 * row
            parts.append(box(x, y, 44, 26, number, "box" if row != 1 else "box chosen", "" if row == 1 else "dim"))
    return 340, 104, [*parts, '<rect x="136" y="39" width="196" height="32" rx="6" class="main"/>']


def encoder_decoder(say):
    """What the encoder read goes over to the decoder as its state."""
    parts = []
    for side, (name, words) in enumerate((("encoder", say("translated")), ("decoder", say("translation")))):
        for at, word in enumerate(words):
            x = 6 + 172 * side + 54 * at
            parts += [box(x, 38, 40, 30), text(x + 20, 86 if side == 0 else 28, word, "small")]
            if at < 2 or side == 0:
                parts.append(arrow([(x + 40, 53), (x + (54 if at < 2 else 64), 53)], "main"))
        parts.append(text(80 + 172 * side, 108, say(name)))
    return 340, 116, parts


def attention_weights(say):
    """The word being written takes most from one place."""
    parts = []
    for at, (word, share) in enumerate(zip(say("translated"), (0.05, 0.85, 0.1), strict=True)):
        x = 60 + 110 * at
        parts.append(
            f'<line x1="{x}" y1="86" x2="170" y2="36" class="main" style="stroke-width:{1 + 9 * share:g}px;opacity:{0.3 + 0.7 * share:g}"/>'
        )
        parts += [box(x - 36, 86, 72, 28, word), text(x, 132, percent(share))]
    return 340, 138, [*parts, box(130, 8, 80, 28, say("attended"))]


def beam_tree(say):
    """Two beginnings are followed, the rest is dropped."""
    start, *words = say("begins")
    first = [(words[0], 30, 0.5), (words[1], 96, 0.4)]
    last = [(words[2], 14, 0.3, 0), (words[3], 48, 0.1, 0), (words[3], 80, 0.34, 1), (words[4], 114, 0.06, 1)]
    parts = [text(24, 68, start)]
    for word, y, share in first:
        parts += [line([(40, 63), (96, y)], "main"), text(104, y + 4, f"{word} {share:g}", anchor="start")]
    for word, y, share, parent in last:
        kept = share > 0.2
        kind = "" if kept else "dim"
        parts += [
            line([(184, first[parent][1]), (232, y)], "main" if kept else "soft dash"),
            text(240, y + 4, f"{word} {share:g}", kind, "start"),
        ]
    return 340, 126, parts


def temperatures(say):
    """The same scores divided by 0.5, 1 and 2."""
    parts = []
    for place, warmth in enumerate((0.5, 1, 2)):
        scores = [math.exp(score / warmth) for score in (2, 1.2, 0.5, 0)]
        for at, score in enumerate(scores):
            height, x = 84 * score / sum(scores), 20 + 112 * place + 20 * at
            parts.append(f'<rect x="{x}" y="{92 - height:.1f}" width="16" height="{height:.1f}" rx="2" class="full"/>')
        parts.append(text(58 + 112 * place, 110, f"{warmth:g}" if place else f"{say('temperature')} {warmth:g}"))
    return 340, 116, parts


def confusion_table(say):
    """Rows are right answers, columns given ones."""
    parts, cells = [], ((("full", 45), ("box", 5)), (("box", 8), ("full", 42)))
    for row, (name, squares) in enumerate(zip(("yes", "no"), cells, strict=True)):
        parts.append(text(146, 66 + 40 * row, say(name), anchor="end"))
        parts.append(text(186 + 66 * row, 36, say(name)))
        for column, (kind, count) in enumerate(squares):
            parts.append(
                box(156 + 66 * column, 44 + 40 * row, 60, 34, str(count), kind, "on" if kind == "full" else "")
            )
    return 340, 128, [*parts, text(219, 16, say("given")), text(92, 86, say("right"), anchor="end")]

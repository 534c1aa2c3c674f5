"""width_of(lines): at how many letters the lines of a text are cut, as those of a book are; None where they are not."""

MOST_LINES = 5_000  # looked at
NARROW, WIDE = 40, 120
FULL = 0.72  # of the width: a line that goes on is as long
GOING_ON = 0.8  # of the lines that another follows are full
LOWER = 0.4  # of the lines that go on begin in small letters, or in a script that has none


def paragraphs_of(lines: list[str]) -> list[tuple[int, list[str]]]:
    """`(place of its first line, its lines)` of each paragraph: lines between empty ones."""
    found: list[tuple[int, list[str]]] = []
    open_now = False
    for place, line in enumerate(lines):
        if line.strip():
            if not open_now:
                found.append((place, []))
            found[-1][1].append(line)
        open_now = bool(line.strip())
    return found


def width_of(lines: list[str]) -> int | None:
    """The width at which lines are cut; None where they end by themselves, as those of poems and lists do."""
    blocks = [block for _, block in paragraphs_of(lines[:MOST_LINES]) if len(block) > 1]
    followed = [line.rstrip() for block in blocks for line in block[:-1]]
    after = [line.lstrip() for block in blocks for line in block[1:]]
    if len(followed) < 8:
        return None
    lengths = sorted(map(len, followed))
    width = lengths[int(0.95 * len(lengths))]
    if not NARROW <= width <= WIDE or lengths[-1] > 1.3 * width + 10:
        return None
    full = sum(len(line) >= FULL * width for line in followed)
    small = sum(not line[:1].isupper() for line in after)
    return (
        width if full >= GOING_ON * len(followed) and small >= LOWER * len(after) and _end_anywhere(followed) else None
    )


def _end_anywhere(lines: list[str]) -> bool:
    """Whether most lines end within a sentence: they are no sentences of one length."""
    return sum(line.endswith((".", "!", "?", "…", "。")) for line in lines) < len(lines) / 2

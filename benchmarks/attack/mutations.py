"""What happens to files on their way: `mutated(name, data, random)` gives the file as it might arrive, seeded."""

import gzip
import random

from made_zips import zipped

MARKUP = "<script>alert(1)</script> ![i](http://evil.example/i.png) :red[x] $x$ **b** =1+1"
NAMES = (
    "a.csv",
    "a.tsv",
    "a.txt",
    "a.json",
    "a.jsonl",
    "a.xlsx",
    "a.zip",
    "a.conll",
    "a",
    "../../a.csv",
    "가.csv",
    "a.csv\0.zip",
)
Changed = tuple[str, bytes]


def cut(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data[: rng.randrange(len(data) + 1)]


def without_its_beginning(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data[rng.randrange(len(data) + 1) :]


def flipped(name: str, data: bytes, rng: random.Random) -> Changed:
    """Some bits of it, as a failing disk leaves them."""
    changed = bytearray(data)
    for _ in range(min(len(data), 1 + len(data) // 500)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return name, bytes(changed)


def a_hole(name: str, data: bytes, rng: random.Random) -> Changed:
    start = rng.randrange(len(data) + 1)
    return name, data[:start] + bytes(min(4096, len(data) - start)) + data[start + 4096 :]


def many_times(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data * rng.randrange(2, 1 + max(2, 3_000_000 // max(1, len(data))))


def shuffled_lines(name: str, data: bytes, rng: random.Random) -> Changed:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return name, b"\n".join(lines)


def no_line_ends(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data.replace(b"\n", rng.choice([b"\r", b"\r\r\n", b"\v", b"", "\u2028".encode()]))


def other_letters(name: str, data: bytes, rng: random.Random) -> Changed:
    text = data.decode("utf-8", "replace")
    return name, text.encode(rng.choice(["cp949", "utf-16", "utf-32", "utf-16-be", "cp1252", "utf-7"]), "replace")


def mixed_letters(name: str, data: bytes, rng: random.Random) -> Changed:
    half = rng.randrange(len(data) + 1)
    return name, data[:half] + data[half:].decode("utf-8", "replace").encode("utf-16")


def other_separators(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data.replace(b",", rng.choice([b";", b"|", b"\t", b'"', b",,,,", b"\0"]))


def quotes(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data.replace(b" ", b'"', rng.randrange(1, 9))


def markup(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data.replace(rng.choice([b" ", b"text", b"label", b"1"]), MARKUP.encode(), 40)


def odd_letters(name: str, data: bytes, rng: random.Random) -> Changed:
    odd = rng.choice(
        ["\u202e", "\ufeff", "\U000e0041", "\ud800", "a\u0301" * 300, "👩‍👩‍👧‍👦", "\x1b[31m", "\ufdfa" * 50]
    )
    return name, data.replace(b" ", odd.encode("utf-8", "surrogatepass"), 60)


def a_long_line(name: str, data: bytes, rng: random.Random) -> Changed:
    return name, data + rng.choice([b"a", b",", b'"', b" ", b"[", "가".encode()]) * rng.choice([10_000, 2_000_000])


def another_name(name: str, data: bytes, rng: random.Random) -> Changed:
    return rng.choice(NAMES), data


def packed(name: str, data: bytes, rng: random.Random) -> Changed:
    inner = rng.choice(
        [name, "../../../etc/cron.d/x", "/etc/passwd", "a/" * 200 + "a.csv", "con.csv", "x" * 300 + ".csv"]
    )
    return "a.zip", zipped({inner: data})


def packed_often(name: str, data: bytes, rng: random.Random) -> Changed:
    for _ in range(rng.randrange(2, 12)):
        name, data = "a.zip", zipped({name: data})
    return name, data


def by_gzip(name: str, data: bytes, rng: random.Random) -> Changed:
    return rng.choice([name, f"{name}.gz"]), gzip.compress(data, rng.randrange(1, 10), mtime=0)


def many_files(name: str, data: bytes, rng: random.Random) -> Changed:
    return "a.zip", zipped({f"{number % 7}/{number}.txt": data[:200] for number in range(rng.choice([50, 20_000]))})


MUTATIONS = (
    cut,
    without_its_beginning,
    flipped,
    a_hole,
    many_times,
    shuffled_lines,
    no_line_ends,
    other_letters,
    mixed_letters,
    other_separators,
    quotes,
    markup,
    odd_letters,
    a_long_line,
    another_name,
    packed,
    packed_often,
    by_gzip,
    many_files,
)


def mutated(name: str, data: bytes, rng: random.Random) -> tuple[str, Changed]:
    """What was done, and the file: one change, or two."""
    done = rng.sample(MUTATIONS, rng.choice([1, 1, 2]))
    for change in done:
        name, data = change(name, data, rng)
    return ", ".join(change.__name__ for change in done), (name, data)

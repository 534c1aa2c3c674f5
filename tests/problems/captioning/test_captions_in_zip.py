"""Zips of pictures as people have them: the Flickr forms, COCO's JSON, a text beside each picture; what lacks its other half is left out."""

import json
import time
from unicodedata import normalize

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from made_zips import CASES, told, zipped
from test_pictures import huge, picture

from nlp_models import tasks
from nlp_models.datasets import limits
from nlp_models.errors import DataError
from nlp_models.problems.captioning.pictures import cost_of, name_of, pixels

TASK = tasks.load("captions")
PICTURES = {f"Images/{n}.jpg": picture((20 * n, 30, 30)) for n in range(8)}


def read(files, **how):
    return TASK.kind.read_table(zipped(files), "mine.zip", **how)


def seen(table):
    """`{picture: captions}` of a Table."""
    dataset = TASK.dataset(table)
    return dict(zip(map(name_of, dataset.columns["text"]), dataset.columns["label"], strict=True))


def test_the_case_of_a_caption_without_its_picture():
    table = TASK.kind.read_table(CASES / "13b_flickr_token_missing.zip")
    assert len(seen(table)) == 40
    assert "the zip holds no such picture" in told(table)
    assert sum(len(one.rows) for one in table.skipped) > 0


EIGHT = range(8)


def lines(form, names=EIGHT):
    return "".join(form.format(n=n, k=k) for n in names for k in range(2))


@pytest.mark.parametrize(
    "captions",
    [
        {"Flickr8k.token.txt": lines("{n}.jpg#{k}\tA ball , red and {n} .\n")},
        {
            "Flickr8k.token.txt": lines("{n}.jpg#{k}\tA ball , red and {n} .\r\n"),
            "Flickr8k.lemma.token.txt": lines("{n}.jpg#{k}\ta ball\n"),
        },
        {"captions.txt": "image,caption\n" + lines('{n}.jpg,"A ball , red and {n} ."\n')},
        {"captions.txt": "\ufeffimage,caption\r\n" + lines("{n}.jpg,A ball , red and {n} .\r\n").rstrip()},
        {"results.csv": "image_name| comment_number| comment\n" + lines("{n}.jpg| {k}| A ball , red and {n} .\n")},
        {
            "results.csv": "image_name| comment_number| comment\n"
            + lines("{n}.jpg| {k}| A ball , red and {n} .\n")
            + "7.jpg| 4   A dog runs .\n"
        },
    ],
    ids=["token", "lemma", "quoted", "unquoted", "results", "a missing bar"],
)
def test_the_flickr_forms(captions):
    found = seen(read(PICTURES | captions))
    assert len(found) == 8 and found["3.jpg"].split("\n")[0] == "A ball , red and 3 ."


@pytest.mark.parametrize("form", ["{n}.jpg#{k}\tbild {n}\n", "{n}.jpg| {k}| bild {n}\n"])
def test_captions_and_pictures_without_the_other_are_counted(form):
    table = read(PICTURES | {"captions.txt": lines(form, [0, 1, 2, 3, 4, 5, 11, 12])})
    assert len(seen(table)) == 6
    assert "no such picture: 11.jpg, 12.jpg" in told(
        table
    ) and "2 pictures are left out for they have no caption" in told(table)
    assert [one.rows for one in table.skipped] == [(13, 14, 15, 16)]
    assert table.line_numbers == list(range(1, 13))


def test_lists_of_pictures_say_the_parts():
    lists = {
        "Flickr_8k.trainImages.txt": "0.jpg\n1.jpg\n2.jpg\n3.jpg\n",
        "Flickr_8k.devImages.txt": "4.jpg\n5.jpg\n",
        "Flickr_8k.testImages.txt": "6.jpg\n7.jpg",
    }
    table = read(PICTURES | lists | {"Flickr8k.token.txt": lines("{n}.jpg#{k}\ta ball {n}\n")})
    assert [table.values("part").count(part) for part in ("train", "validation", "test")] == [8, 4, 4]


COCO = {
    "info": {"year": 2014},
    "images": [{"id": n, "file_name": f"{n}.jpg", "height": 70, "width": 90} for n in range(9)],
    "licenses": [],
    "annotations": [{"id": 100 + n, "image_id": n % 9, "caption": f"a red ball,\n number {n % 9}"} for n in range(18)],
}
KARPATHY = {
    "images": [
        {
            "filename": f"{n}.jpg",
            "imgid": n,
            "split": ("train", "restval", "val", "test")[n // 2],
            "sentences": [{"raw": f"a ball {n}", "tokens": ["a"]}] * 2,
        }
        for n in range(8)
    ],
    "dataset": "flickr8k",
}


def test_captions_as_coco_has_them():
    table = read(
        PICTURES
        | {
            "annotations/captions_train2014.json": json.dumps(COCO),
            "annotations/instances.json": '{"images": [], "annotations": [{"bbox": []}]}',
        }
    )
    assert table.shape == "coco_captions" and table.columns == ("image", "caption")
    assert seen(table)["3.jpg"] == "a red ball, number 3" and len(seen(table)) == 8
    assert "no such picture: 8.jpg" in told(table)


def test_parts_as_coco_and_karpathy_have_them():
    train = COCO | {"annotations": COCO["annotations"][:4]}
    val = COCO | {"annotations": COCO["annotations"][4:]}
    table = read(PICTURES | {"captions_train2017.json": json.dumps(train), "captions_val2017.json": json.dumps(val)})
    assert table.values("part").count("train") == 4 and set(table.values("part")) == {"train", "validation"}
    table = read(PICTURES | {"dataset.json": json.dumps(KARPATHY)})
    assert [table.values("part").count(part) for part in ("train", "validation", "test")] == [8, 4, 4]


@pytest.mark.parametrize(
    "found",
    [
        "{",
        "[]",
        '{"images": 1, "annotations": {}}',
        '{"images": [1, {}], "annotations": [1, {"caption": 3}]}',
        "[" * 5000,
    ],
)
def test_other_json_is_told(found):
    with pytest.raises(DataError):
        read(PICTURES | {"captions.json": found, "b.json": '{"images": []}'})


@pytest.mark.parametrize(
    "files",
    [
        {f"Images/{n}.txt": f"a ball {n}\n" for n in range(8)},
        {f"captions/{n}.txt": f"\ufeffa ball {n}\r\n\r\na toy {n}".encode() for n in range(8)},
        {f"Images/{n}.TXT": f"공 {n}\n".encode("cp949") for n in range(8)} | {"readme.txt": "mine"},
    ],
    ids=["beside", "in a folder", "korean"],
)
def test_a_text_beside_each_picture(files):
    table = read(PICTURES | files)
    assert table.shape == "sidecar_captions" and len(seen(table)) == 8
    assert seen(table)["3.jpg"].split("\n")[0] in ("a ball 3", "공 3")


def test_a_picture_without_its_text_is_counted():
    table = read(PICTURES | {f"Images/{n}.txt": "a ball" * (n > 1) for n in range(7)})
    assert len(seen(table)) == 5 and "3 pictures are left out for they have no caption" in told(table)


def test_names_are_found_however_they_are_written():
    pictures = {
        normalize("NFD", f"그림/사진 {n}.jpg"): data for n, data in enumerate(PICTURES.values())
    }  # decomposed, as a Mac writes
    captions = "".join(f"사진 {n},빨간 공 {n}\n" for n in range(8))  # composed, without the ending
    assert len(seen(read(pictures | {"설명.csv": "그림,설명\n" + captions}))) == 8


def test_all_pixels_together_are_counted_before_any_is_unpacked(monkeypatch):
    large = {f"{n}.png": huge(6245) for n in range(100)}
    start = time.monotonic()
    with pytest.raises(DataError, match="too large together"):
        read(large | {"captions.csv": "image,caption\n" + "".join(f"{n}.png,a ball {n}\n" for n in range(100))})
    assert time.monotonic() - start < 5
    monkeypatch.setattr(limits, "PIXELS", 90 * 70 * 7 // 8)
    with pytest.raises(DataError, match="too large together"):
        read(PICTURES | {"captions.csv": "image,caption\n" + "".join(f"{n}.jpg,a ball {n}\n" for n in range(8))})
    assert cost_of(picture(size=(80, 80)), "a") == 800 and cost_of(b"no") is None


def test_bytes_of_pictures_are_counted_while_reading(monkeypatch):
    monkeypatch.setattr(limits, "PICTURE_BYTES", 1_000)
    with pytest.raises(DataError, match="more than is sensible"):
        read(PICTURES | {"captions.csv": "image,caption\n" + "".join(f"{n}.jpg,a ball {n}\n" for n in range(8))})


def test_a_transparent_large_picture_is_as_white_as_a_small_one():
    from nlp_models.problems.captioning.pictures import as_text

    clear = picture((255, 0, 0, 0), size=(2100, 2000), kind="PNG", mode="RGBA")
    assert (pixels(as_text(clear, "a.png")) == 255).all()


@examples(60)
@given(
    st.dictionaries(
        st.sampled_from(["captions.txt", "0.txt", "1.txt", "a.json", "results.csv", "9.jpg"]),
        st.binary(max_size=200) | st.text(max_size=100).map(lambda text: ("0.jpg,a\n{" + text).encode()),
        min_size=1,
    )
)
def test_any_bytes_beside_pictures_give_a_table_or_a_sentence(files):
    try:
        table = read({"0.jpg": PICTURES["Images/0.jpg"], "1.jpg": PICTURES["Images/1.jpg"]} | files)
    except DataError:
        return
    assert len(table.rows) == len(table.line_numbers)

"""A stranger's zip of pictures: what can be read is read, what cannot is told in a sentence, bombs are left packed."""

import io
import struct
import zipfile
import zlib

import numpy as np
import pytest
from conftest import SHARED
from PIL import Image

from nlp_models import tasks
from nlp_models.datasets import limits
from nlp_models.errors import DataError
from nlp_models.problems.captioning.pictures import as_text, check, name_of, pixels

TASK = tasks.load("captions")


def picture(colour=(200, 30, 30), size=(90, 70), kind="JPEG", **how):
    written = io.BytesIO()
    Image.new(how.pop("mode", "RGB"), size, colour).save(written, kind, **how)
    return written.getvalue()


def zipped(files, packed=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


def kaggle(rows=8, **more):
    """A zip as Kaggle has it, two captions a picture."""
    lines = [f"{n}.jpg,{said}" for n in range(rows) for said in (f"picture {n}", f'"a red one, number {n}"')]
    files = {"captions.txt": "image,caption\n" + "\n".join(lines)}
    files |= {f"Images/{n}.jpg": picture((20 * n, 30, 30)) for n in range(rows)}
    return zipped(files | more)


def huge(side):
    """A PNG whose head announces side x side pixels, and little more."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def test_a_row_for_each_picture_with_all_its_captions():
    dataset = TASK.dataset(TASK.kind.read_table(kaggle()))
    assert len(dataset) == 8
    assert dataset.columns["label"][3] == "picture 3\na red one, number 3"
    assert name_of(dataset.columns["text"][3]) == "3.jpg"
    assert np.abs(pixels(dataset.columns["text"][3]).astype(int) - (60, 30, 30)).max() < 12
    assert dataset.row_numbers[3] == 8  # the line of its first caption: the header is line 1


@pytest.mark.parametrize(
    "captions",
    [
        {"Flickr8k.token.txt": "".join(f"{n}.jpg#{k}\ta picture {n}\n" for n in range(8) for k in range(2))},
        {
            "results.csv": "image_name| comment_number| comment\n"
            + "".join(f"{n}.jpg| {k}| a picture {n} .\n" for n in range(8) for k in range(2))
        },
        {"data.jsonl": "".join(f'{{"file_name": "Images/{n}.jpg", "text": "a picture {n}"}}\n' for n in range(8))},
        {"설명.csv": "그림,설명\n" + "".join(f"{n}.JPG,그림 {n}\n" for n in range(8))},
    ],
    ids=["token", "results", "jsonl", "korean"],
)
def test_other_layouts_are_understood(captions):
    pictures = {f"Images/{n}.jpg": picture() for n in range(8)}
    dataset = TASK.dataset(TASK.kind.read_table(zipped(captions | pictures)))
    assert len(dataset) == 8 and dataset.columns["label"][0].strip(" .") in ("a picture 0", "그림 0")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (zipped({"captions.csv": "image,caption\n1.jpg,a dog"}), "no pictures in this file"),
        (zipped({"1.jpg": picture()}), "one file with the captions"),
        (
            zipped({"1.jpg": picture(), "a.csv": "image,caption\n", "b.csv": "image,caption\n"}),
            "one file with the captions",
        ),
        (kaggle(**{"captions.txt": "image,caption\na.jpg,a dog\nb.jpg,a cat"}), "names a picture"),
        (kaggle(**{"Images/2.jpg": b"GIF89a" + bytes(50)}), "2.jpg is not a PNG or JPEG"),
        (kaggle(**{"Images/2.jpg": picture(kind="GIF")}), "2.jpg is not a PNG or JPEG"),
        (kaggle(**{"Images/2.jpg": picture(7, size=(300, 300), mode="L")[:700]}), "2.jpg is damaged"),
        (kaggle(**{"Images/2.jpg": huge(30_000)}), "2.jpg has more than 40 million pixels"),
        (zipped({"captions.csv": "image,caption\n1.png,a", "1.png": bytes(30_000_000)}), "more than is sensible"),
        (kaggle()[:-400], "damaged"),
        (b"text,label\na film,good\na play,bad\n", "no pictures in this file"),
        (b'{"scenes": "fr", "pictures": 100}', "Scenes are asked for"),
        (b'{"scenes": "en", "pictures": 1000000}', "Scenes are asked for"),
    ],
    ids=range(13),
)
def test_what_cannot_be_read_is_told(source, told):
    with pytest.raises(DataError, match=told):
        TASK.dataset(TASK.kind.read_table(source, "a.zip"))


def test_there_is_a_limit_on_pictures_and_on_bytes(monkeypatch):
    monkeypatch.setattr(limits, "PICTURES", 5)
    with pytest.raises(DataError, match="holds 8 pictures; at most 5"):
        TASK.kind.read_table(kaggle())
    with pytest.raises(DataError, match="the page takes up to"):
        TASK.kind.read_table(kaggle(), limit_bytes=1000)


def test_pictures_are_small_upright_and_on_white():
    turned = Image.new("RGB", (40, 20), "blue")
    turned.paste((255, 0, 0), (0, 0, 20, 20))  # left half red
    exif = turned.getexif()
    exif[0x0112] = 6  # to be turned a quarter to the right: red comes to the top
    written = io.BytesIO()
    turned.save(written, "JPEG", exif=exif, quality=95)
    upright = pixels(as_text(written.getvalue(), "a.jpg"))
    assert upright.shape == (64, 64, 3) and upright[8, 32, 0] > 200 and upright[56, 32, 2] > 200
    clear = pixels(as_text(picture((0, 0, 0, 0), kind="PNG", mode="RGBA"), "b.png"))
    assert (clear == 255).all()


def test_a_text_that_somebody_else_made_is_looked_at():
    small = as_text(picture(size=(64, 64)), "사진 1.jpg")
    assert name_of(small) == "사진 1.jpg" and len(small) < 3_000
    check(small)
    large = small.replace(small.partition("base64,")[2], as_base64(picture(size=(4000, 4000))))
    for text in (
        large[:30_000],
        small[:-300],
        "data:image/png;base64,AAAA",
        "data:text/html;base64,AAAA",
        "hello",
        small + "A" * 50_000,
    ):
        with pytest.raises(DataError):
            pixels(text)


def as_base64(data):
    import base64

    return base64.b64encode(data).decode()


FLICKR = SHARED / "captions-en-flickr8k-subset"


@pytest.mark.skipif(not FLICKR.exists(), reason="the shared datasets are not here")
def test_seven_hundred_photographs_are_read():
    files = {f"Images/{file.name}": file.read_bytes() for file in (FLICKR / "Images").glob("*.jpg")}
    dataset = TASK.dataset(
        TASK.kind.read_table(zipped({"captions.txt": (FLICKR / "captions.txt").read_bytes(), **files}))
    )
    assert len(dataset) == 700
    assert {cell.count("\n") for cell in dataset.columns["label"]} <= {3, 4}  # five, some said twice
    assert max(map(len, dataset.columns["text"])) < 20_000
    TASK.kind.check(dataset)

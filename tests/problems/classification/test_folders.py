"""A zip whose folders, or whose files, are called after the labels."""

import pytest
from made_zips import CASES, told, zipped, zipped_by_windows

from nlp_models.problems.classification.problem import Classification

READ = Classification.read_table


def test_the_case():
    table = READ(CASES / "10_folder_per_class.zip")
    assert table.shape == "folders" and len(table.rows) == 60
    assert {label: table.values("label").count(label) for label in ("pos", "neg")} == {"pos": 30, "neg": 30}
    assert table.rows[0] == ("The soup was sticky and slow on Tuesday", "neg", "reviews/neg/1.txt")


def imdb():
    files = {
        f"aclImdb/{part}/{label}/{n}_7.txt": f"A film, {n}.<br />Good"
        for part in ("train", "test")
        for label in ("pos", "neg", "unsup")
        for n in range(6)
    }
    return files | {
        "aclImdb/README": "about",
        "aclImdb/imdb.vocab": "the",
        "aclImdb/train/urls_pos.txt": "http",
        "aclImdb/train/labeledBow.feat": "9 0:9",
    }


def test_parts_are_kept_and_the_unlabelled_left_out():
    table = READ(zipped(imdb()))
    assert table.columns == ("text", "label", "part", "file") and len(table.rows) == 24
    assert {*zip(table.values("label"), table.values("part"), strict=True)} == {
        (a, b) for a in ("pos", "neg") for b in ("train", "test")
    }
    assert "aclImdb/train/unsup/ (6)" in told(table) and table.guess["part"] == "part"


@pytest.mark.parametrize(
    "files",
    [
        {
            f"20_newsgroups/{label}/{n}": f"From: me {n}\n\nHello,\nyou"
            for label in ("alt.atheism", "sci.space")
            for n in range(53068, 53074)
        },
        {
            f"{label}/{n}.txt": f"카페 {n}".encode("cp949" if n % 2 else "utf-8")
            for label in ("긍정", "부정")
            for n in range(6)
        },
        {f"data/{label}/{n}.txt": f"caf\xe9 {n}".encode("cp1252") for label in ("a", "b") for n in range(6)},
        {f"data\\{label}\\{n}.txt": f"text {n}" for label in ("a", "b") for n in range(6)},
    ],
    ids=["newsgroups", "two encodings", "western", "backslashes"],
)
def test_a_folder_a_class(files):
    table = READ(zipped(files))
    assert table.shape == "folders" and len(table.rows) == 12 and len(set(table.values("label"))) == 2
    assert "�" not in "".join(table.values("text"))


def test_names_by_korean_windows():
    table = READ(zipped_by_windows({f"{label}/{n}번째.txt": "글" for label in ("긍정", "부정적") for n in range(5)}))
    assert set(table.values("label")) == {"긍정", "부정적"}


@pytest.mark.parametrize(
    ("files", "labels", "part"),
    [
        ({"pos.txt": "good, one\nfine\n", "neg.txt": "bad\r\ndull\r\n"}, {"pos", "neg"}, False),
        (
            {
                "rt/rt-polarity.pos": "good , one\nfine\n",
                "rt/rt-polarity.neg": "bad\ndull\n",
                "rt-polaritydata.README.1.0.txt": "about",
            },
            {"pos", "neg"},
            False,
        ),
        (
            {"train_pos.txt": "a\nb", "train_neg.txt": "c\n", "test_pos.txt": "a", "test_neg.txt": "d"},
            {"pos", "neg"},
            True,
        ),
        ({"긍정.txt": "좋다\n", "부정.txt": "나쁘다\n", "중립.txt": "글쎄\n"}, {"긍정", "부정", "중립"}, False),
        (
            {
                "data/train/good/all.txt": "good\nfine\n",
                "data/train/bad/all.txt": "bad\n",
                "data/test/bad/all.txt": "bad\n",
            },
            {"good", "bad"},
            True,
        ),
        ({"austen.txt": "it is a truth\nthat\n", "poe.txt": "once upon\na midnight\n"}, {"austen", "poe"}, False),
    ],
)
def test_a_file_a_class_has_a_text_a_line(files, labels, part):
    table = READ(zipped(files))
    assert table.shape == "folders" and set(table.values("label")) == labels and ("part" in table.columns) == part


@pytest.mark.parametrize(
    "files",
    [
        {"train.txt": "a\nb\n", "test.txt": "c\n"},
        {
            "s/imdb_labelled.txt": "Good case.\t1\nBad, case.\t0\n" * 9,
            "s/yelp_labelled.txt": "Good case.\t1\nBad, case.\t0\n" * 9,
        },
        {"train/a.txt": "a", "train/b.txt": "b", "test/a.txt": "a", "test/b.txt": "b"},
        {"data/a.csv": "text,label\nx,y\n", "data/b.csv": "text,label\nx,y\n"},
    ],
)
def test_other_zips_are_not_taken_for_labels(files):
    assert READ(zipped(files)).shape != "folders"


def test_what_is_no_text_is_left_out_and_told():
    files = {f"{label}/{n}.txt": f"text {n}" for label in "ab" for n in range(5)} | {
        "a/9.txt": b"\0\1\2",
        "b/8.txt": "  \n",
    }
    table = READ(zipped(files))
    assert len(table.rows) == 10 and "(1): a/9.txt" in told(table) and "these texts are empty" in told(table)

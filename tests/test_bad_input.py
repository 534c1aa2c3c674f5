"""What a stranger may bring: on the command line one sentence and exit 2, on the page the same sentence; nothing is lost."""

import io
import json
import random
import resource
import zipfile

import numpy as np
import pytest
import safetensors.numpy
from conftest import REPOSITORY, tiny_rows
from streamlit.testing.v1 import AppTest
from test_exports import network_folder

from nlp_models.command_line import main
from nlp_models.runs import bundles
from pages.ui.frame.words import plain

KOREAN = "text,label\n" + "재미있는 영화였어요,긍정\n정말 지루했습니다,부정\n" * 20
ROW = "a good film,positive\n"
NOISE = random.Random(0).randbytes(5000)
COMMANDS_ON_A_RUN = [
    ["evaluate", "{}", "--data", "{file}"],
    ["predict", "{}", "--text", "a"],
    ["probe", "{}", "--text", "a"],
    ["cancel", "{}"],
    ["stop", "{}"],
    ["resume", "{}"],
    ["delete", "{}"],
    ["export", "{}", "--to", "x.zip"],
]
NOT_OURS = "This is not a bundle made by Unrolled."


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


FILES = {
    "an empty file": ("a.csv", b"", "This file is empty."),
    "one class only": (
        "a.csv",
        ("text,label\n" + ROW * 20).encode(),
        'Every label is "positive"; at least two kinds are needed.',
    ),
    "no label column": (
        "a.csv",
        b"review\n" + b"a good film\na bad film\n" * 9,
        "There is no column named 'label'. The file has: review.",
    ),
    "one row": (
        "a.csv",
        b"text,label\na good film,positive\n",
        "One row is too little to learn from; at least 8 are needed.",
    ),
    "four rows": (
        "a.csv",
        b"text,label\n" + b"good,1\nbad,0\n" * 2,
        "4 rows are too few to learn from; at least 8 are needed.",
    ),
    "a line of 100,000 columns": (
        "a.csv",
        b"text,label\n" + b"a,1\nb,0\n" * 9 + b"a," * 99_999 + b"a\n",
        "Row 20 has 100000 columns where the header has 2.",
    ),
    "nothing but 100,000 columns": (
        "a.csv",
        b"a," * 99_999 + b"a\n",
        "This file has 100000 columns; at most 200 are read.",
    ),
    "a quote that never closes": (
        "a.csv",
        ("text,label\n" + '"good, warm\nand long",positive\n' * 9 + '"bad, cold,negative\n' + "so\n" * 9).encode(),
        "A quote opens in row 20 and does not close as it should.",
    ),
    "a quote lost in one row": (
        "a.csv",
        ("text,label\n" + '"good, warm",positive\n' * 9 + '"bad, cold,negative\n').encode(),
        "Row 11 has 3 columns where the header has 2.",
    ),
    "two encodings in one": (
        "a.csv",
        KOREAN.encode("cp949") + KOREAN.encode(),
        "The letters in row 43 cannot be read as cp949; choose the encoding.",
    ),
    "cp949 cut inside a letter": (
        "a.csv",
        KOREAN.encode("cp949").rstrip(b"\n")[:-1],
        "The letters in row 41 cannot be read as cp949; choose the encoding.",
    ),
    "random bytes named .csv": ("a.csv", NOISE, "This is not a text file: it holds NUL bytes."),
    "random bytes named .xlsx": ("a.xlsx", NOISE, "This is not a workbook or zip file, whatever its name says."),
    "NUL bytes": ("a.csv", b"text,label\na\0b,1\n" * 9, "This is not a text file: it holds NUL bytes."),
    "an xlsx bomb": (
        "a.xlsx",
        zipped({"xl/workbook.xml": bytes(201 * 2**20)}),
        "This file unpacks to 201 MB, more than is sensible.",
    ),
}


def damaged_weights(folder, name, array):
    found = safetensors.numpy.load((folder / "weights.safetensors").read_bytes())
    return safetensors.numpy.save(found | {name: array})


def with_nan(files, folder):
    bias = safetensors.numpy.load(files["weights.safetensors"])["answer/bias"].copy()
    bias[0] = np.nan
    return files | {"weights.safetensors": damaged_weights(folder, "answer/bias", bias)}


def with_wrong_shape(files, folder):
    return files | {"weights.safetensors": damaged_weights(folder, "answer/bias", np.zeros(7, np.float32))}


def with_too_many_units(files, folder):
    config = json.loads(files["config.json"])
    config["recipe"]["units"] = 10**9
    return files | {"config.json": json.dumps(config).encode()}


BUNDLES = {
    "a zip that is no bundle": (lambda files, folder: {"holiday.jpg": b"jpg"}, NOT_OURS),
    "a path that leads out": (
        lambda files, folder: files | {"../config.json": b"{}"},
        'The file name "../config.json" in this zip is not allowed.',
    ),
    "extra members": (
        lambda files, folder: files | {"model.keras": b"x"},
        "This bundle holds files that do not belong there: model.keras.",
    ),
    "wrong shapes": (
        with_wrong_shape,
        "The weights of this bundle have the wrong shape: answer/bias is 7, 2 was expected.",
    ),
    "NaN weights": (with_nan, "The weights of this bundle contain values that are not numbers: answer/bias."),
    "an oversized config": (
        lambda files, folder: files | {"config.json": random.Random(0).randbytes(100_001)},
        "config.json in this bundle is larger than 100 kB.",
    ),
    "a config out of bounds": (with_too_many_units, "The settings of this bundle are not valid (recipe.units)."),
    "an oversized vocabulary": (
        lambda files, folder: files | {"vocabulary.json": random.Random(0).randbytes(8_000_001)},
        "vocabulary.json in this bundle is larger than 8000 kB.",
    ),
}


@pytest.fixture
def kept(store, tiny_dataset, tiny_recipe):
    """A run that was there before; it has to be there afterwards, alone."""
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local", name="before")
    run.update_status(state="cancelled")
    yield run
    assert [found.id for found in store.list("local")] == [run.id]
    assert run.dataset == tiny_dataset


@pytest.fixture
def page(monkeypatch):
    def open_page(**query):
        monkeypatch.setenv("UNROLLED_VISITORS", "one")
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/sentiment.py")
        test.query_params.update({"lang": "en", **query})
        return test.run()

    return open_page


def one_line(capsys):
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and not told.out
    return told.err.rstrip("\n")


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_one_sentence_on_the_command_line(name, kept, tmp_path, capsys):
    file, content, sentence = FILES[name]
    (tmp_path / file).write_bytes(content)
    assert main(["train", "sentiment", "--data", str(tmp_path / file), "--json"]) == 2
    assert one_line(capsys) == sentence


def test_bad_files_get_the_same_sentences_on_the_page_which_goes_on(page, kept):
    test = page(step="data", source="file")
    for name, (file, content, sentence) in FILES.items():
        test.file_uploader[0].upload(file, content).run()
        assert not test.exception, name
        told = [part.value for part in (*test.error, *test.caption)]
        asked = "Both a text and a label column are needed." if name == "no label column" else plain(sentence)
        assert asked in told, name
        assert "Train on this data" not in [button.label for button in test.button], name
    test.file_uploader[0].upload("good.csv", b"text,label\n" + b"good,1\nbad,0\n" * 10).run()
    assert not test.error and "Train on this data" in [button.label for button in test.button]


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bad_bundle_is_one_sentence_on_the_command_line_and_on_the_page(name, kept, page, tmp_path, capsys):
    change, sentence = BUNDLES[name]
    folder = network_folder(tmp_path / "made")
    data = zipped(change({file: (folder / file).read_bytes() for file in bundles.LIMITS}, folder))
    (tmp_path / "b.zip").write_bytes(data)
    assert main(["import", str(tmp_path / "b.zip")]) == 2
    assert one_line(capsys) == sentence
    test = page(step="home")
    next(u for u in test.file_uploader if "bundle" in u.label).upload("b.zip", data).run()
    assert not test.exception and plain(sentence) in [error.value for error in test.error]


def test_a_megabyte_in_try_is_read_as_far_as_the_network_reads(page):
    test = page()
    test.text_input(key="sentence-sentiment").set_value("a lovely film " * 75_000).run()
    assert not test.exception and not test.error
    assert "Only the first 128 words were read" in [part.value for part in test.caption]
    assert test.metric[0].value.endswith("\u00a0%")


@pytest.mark.parametrize("command", COMMANDS_ON_A_RUN, ids=lambda command: command[0])
@pytest.mark.parametrize("run_id", ["0123456789abcdefghjkmnpqrs", "../../etc"])
def test_an_unknown_run_is_one_sentence_in_every_command(kept, tmp_path, capsys, command, run_id):
    (tmp_path / "a.csv").write_text("text,label\n" + "good,1\nbad,0\n" * 9)
    assert main([part.format(run_id, file=tmp_path / "a.csv") for part in command]) == 2
    assert one_line(capsys) == "There is no such run; it may have been deleted or the link is wrong."


@pytest.mark.parametrize("run_id", ["0123456789abcdefghjkmnpqrs", "../../etc/passwd", ""])
def test_an_unknown_run_in_the_link_is_told_and_the_page_answers(page, kept, run_id):
    test = page(run=run_id)
    told = plain("There is no such run; it may have been deleted or the link is wrong.")
    assert not test.exception and test.metric
    assert [error.value for error in test.error] == ([told] if run_id else [])


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (20_000, "There is no room for temporary files on this computer. Try again later, or tell whoever runs it."),
        (42_000, "The disk is full. Delete old runs, then try again."),  # the file is read, its run finds no room
    ],
)
def test_a_full_disk_on_the_command_line_leaves_no_half_a_run(kept, tmp_path, capsys, room, told):
    texts, labels = tiny_rows(2000)
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(f"{t},{y}\n" for t, y in zip(texts, labels, strict=True)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        assert main(["train", "sentiment", "--data", str(tmp_path / "a.csv")]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert one_line(capsys) == told

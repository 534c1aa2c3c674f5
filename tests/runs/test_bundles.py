"""A bundle we write can be read; a stranger's zip is told what is wrong with it before anything is used."""

import io
import json
import random
import stat
import struct
import zipfile

import numpy as np
import pytest
import safetensors.numpy

from nlp_models.errors import BundleError
from nlp_models.runs import bundles
from nlp_models.runs.bundles import LIMITS, Manifest, check_weights, export, read, unpack

KERNEL = np.arange(12, dtype=np.float16).reshape(3, 4)
EXPECTED = {"cell/kernel": ((3, 4), ("F16", "F32")), "cell/bias": ((4,), ("F16", "F32"))}
NOT_OURS = "This is not a bundle made by Unrolled."


def weights(**arrays):
    return safetensors.numpy.save({"cell/kernel": KERNEL, "cell/bias": np.ones(4, np.float32)} | arrays)


def good_files():
    manifest = Manifest(task="sentiment", created="2025-01-01T00:00:00Z", name="영화")
    return {
        "manifest.json": manifest.model_dump_json().encode(),
        "config.json": b'{"units": 2}',
        "vocabulary.json": b'{"tokens": ["a", "b"]}',
        "weights.safetensors": weights(),
        "report.json": b'{"accuracy": 0.5}',
        "card.md": "# 카드".encode(),
    }


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of name -> bytes, or of (ZipInfo or name, bytes) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return buffer.getvalue()


def refusal(data):
    with pytest.raises(BundleError) as error:
        read(data)
    return str(error.value)


@pytest.fixture
def run_folder(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    for name, data in good_files().items():
        (folder / name).write_bytes(data)
    return folder


# ours


def test_exported_bundle_is_read_back(run_folder, tmp_path):
    (run_folder / "log.txt").write_text("not for others")
    export(run_folder, tmp_path / "out.zip")
    assert read(tmp_path / "out.zip") == good_files()
    assert read((tmp_path / "out.zip").read_bytes()) == good_files()


def test_same_run_gives_the_same_bytes(run_folder, tmp_path):
    for name in ("one.zip", "two.zip"):
        export(run_folder, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_unfinished_run_cannot_be_exported(run_folder, tmp_path):
    (run_folder / "weights.safetensors").unlink()
    with pytest.raises(BundleError, match=r"no trained network yet: weights\.safetensors missing"):
        export(run_folder, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


def test_bundle_that_we_would_refuse_is_not_written(run_folder, tmp_path):
    (run_folder / "manifest.json").write_text("{}")
    with pytest.raises(BundleError):
        export(run_folder, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


def test_unpacked_bundle_is_whole_or_not_there(tmp_path, monkeypatch):
    folder = tmp_path / "models" / "one"
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(bundles, "write_aside", lambda path, data: (_ for _ in ()).throw(OSError("disk full")))
        unpack(good_files(), folder)
    assert list((tmp_path / "models").iterdir()) == []
    unpack(good_files(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == good_files()
    with pytest.raises(FileExistsError):
        unpack(good_files(), folder)


def test_only_the_six_files_are_unpacked(tmp_path):
    with pytest.raises(ValueError, match="what read gave"):
        unpack(good_files() | {"../evil": b""}, tmp_path / "one")


# a stranger's zip


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\5\6" + bytes(18), zipped({"holiday.jpg": b"jpg"})])
def test_what_is_no_bundle_is_told_so(data):
    assert refusal(data) == NOT_OURS


def test_truncated_zip_is_no_bundle():
    data = zipped(good_files())
    assert {refusal(data[:length]) for length in range(0, len(data), 7)} == {NOT_OURS}


def test_missing_files_are_named():
    files = {name: data for name, data in good_files().items() if name not in ("card.md", "config.json")}
    assert refusal(zipped(files)) == "This bundle lacks config.json, card.md."


def test_extra_files_are_named():
    files = good_files() | {"model.keras": b"", "sub/": b""}
    assert refusal(zipped(files)) == "This bundle holds files that do not belong there: model.keras, sub/."


def test_long_and_strange_names_are_shown_short():
    words = refusal(zipped(good_files() | {"x" * 5000: b"", "a\nb": b""}))
    assert len(words) < 250 and "\n" not in words


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicates_are_refused():
    pairs = [*good_files().items(), ("config.json", b"{}")]
    assert refusal(zipped(pairs)) == "This zip holds config.json twice."


@pytest.mark.parametrize("name", ["../config.json", "a/../../b", "/etc/passwd", "..\\config.json", "C:/x", "a\\b"])
def test_names_that_point_elsewhere_are_refused(name):
    assert refusal(zipped(good_files() | {name: b"x"})) == f'The file name "{name}" in this zip is not allowed.'


def test_name_with_a_hidden_tail_is_refused():
    data = zipped(good_files() | {"config.jsonXtail": b"x"}).replace(b"config.jsonXtail", b"config.json\0tail")
    assert refusal(data) == 'The file name "config.json?tail" in this zip is not allowed.'


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_are_refused(kind):
    link = zipfile.ZipInfo("config.json")
    link.external_attr = (kind | 0o777) << 16
    pairs = [(name, data) for name, data in good_files().items() if name != "config.json"]
    assert refusal(zipped([*pairs, (link, b"/etc/passwd")])) == "config.json in this bundle is a link, not a file."


def test_encrypted_files_are_refused():
    data = bytearray(zipped(good_files()))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert refusal(bytes(data)) == "manifest.json in this bundle is encrypted."


def test_other_compressions_are_refused():
    words = refusal(zipped(good_files(), zipfile.ZIP_LZMA))
    assert words == "manifest.json in this bundle is compressed in a way we do not read."


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("config.json", 100),
        ("vocabulary.json", 8000),
        ("manifest.json", 10),
        ("card.md", 200),
        ("report.json", 5000),
    ],
)
def test_oversized_files_are_refused(name, limit):
    data = random.Random(0).randbytes(LIMITS[name] + 1)
    words = refusal(zipped(good_files() | {name: data}))
    assert words == f"{name} in this bundle is larger than {limit} kB."


def test_bomb_is_refused_before_it_is_read():
    words = refusal(zipped(good_files() | {"weights.safetensors": bytes(20_000_000)}))
    assert words == "weights.safetensors in this bundle is compressed too far to be what it says."


def test_bomb_that_lies_about_its_size_is_refused():
    data = zipped(good_files() | {"card.md": bytes(5_000_000)})
    data = data.replace((5_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refusal(data) == "card.md in this bundle is damaged."


def test_total_size_is_limited(monkeypatch):
    monkeypatch.setattr(bundles, "TOTAL_LIMIT", 3_000_000)
    big = random.Random(0).randbytes(1_500_000).hex().encode()
    files = good_files() | {"vocabulary.json": big, "report.json": big}
    assert refusal(zipped(files)) == "This bundle is larger than 3 MB."
    assert refusal(bytes(3_000_001)) == "This bundle is larger than 3 MB."


def many_members(number):
    return zipped({f"{n}.txt": b"" for n in range(number)} | good_files())


def test_zip_with_many_members_is_refused_by_its_count():
    assert refusal(many_members(95)) == "This zip holds 101 files; a bundle holds 6."


def test_long_directory_is_refused_though_it_says_to_list_six():
    data = bytearray(many_members(5000))
    data[-12:-10] = (6).to_bytes(2, "little")
    assert refusal(bytes(data)) == NOT_OURS


def test_long_directory_behind_a_second_end_record_is_refused():
    data = many_members(5000)
    size, start = struct.unpack("<LL", data[-10:-2])
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 5006, 5006, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(data) - 22, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 6, 6, 300, start, 0)
    forged = data[:-22] + large + locator + end
    assert len(zipfile.ZipFile(io.BytesIO(forged)).infolist()) == 5006  # Python follows the second record
    assert refusal(forged) == NOT_OURS


def test_changed_bytes_are_noticed():
    data = bytearray(zipped(good_files(), zipfile.ZIP_STORED))
    data[data.index(b"accuracy")] ^= 1
    assert refusal(bytes(data)) == "report.json in this bundle is damaged."


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff", b"[" * 99_000, b"7"])
def test_json_that_is_no_object_is_refused(text):
    assert refusal(zipped(good_files() | {"config.json": text})) == "config.json in this bundle is damaged."


def test_manifest_says_where_it_is_wrong():
    good = json.loads(good_files()["manifest.json"])
    for field, value in {
        "format": "zip",
        "task": "../x",
        "name": "x" * 201,
        "extra": 1,
        "version": 0,
    }.items():
        words = refusal(zipped(good_files() | {"manifest.json": json.dumps(good | {field: value}).encode()}))
        assert words == f"The manifest of this bundle is wrong at {field}."


def test_newer_bundle_asks_for_an_update():
    manifest = json.dumps(json.loads(good_files()["manifest.json"]) | {"version": 2}).encode()
    assert "has version 2, this Unrolled reads up to 1" in refusal(zipped(good_files() | {"manifest.json": manifest}))


def test_randomly_damaged_bundle_raises_nothing_but_bundle_errors():
    chance = random.Random(0)
    good = zipped(good_files())
    refused = 0
    for _ in range(2000):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            files = read(bytes(data))
            check_weights(files["weights.safetensors"], EXPECTED)
        except BundleError as error:
            assert str(error)
            refused += 1
    assert refused > 1000


# weights


def told(data, expected=EXPECTED):
    with pytest.raises(BundleError) as error:
        check_weights(data, expected)
    return str(error.value)


def with_header(header, body=b""):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(header).to_bytes(8, "little") + header + body


def test_good_weights_come_back_as_float32():
    arrays = check_weights(weights(), EXPECTED)
    assert {name: array.dtype for name, array in arrays.items()} == dict.fromkeys(EXPECTED, np.float32)
    assert np.array_equal(arrays["cell/kernel"], KERNEL)


def test_tables_in_eight_bits_come_back_to_a_hundredth_of_their_rows_largest_number():
    kernel = np.random.default_rng(0).normal(0, [[0.01], [1], [30]], (3, 4)).astype(np.float32)
    stored = bundles.eight_bits({"cell/kernel": kernel, "cell/bias": np.ones(4, np.float32)})
    assert stored["cell/kernel"].dtype == np.int8 and stored["cell/bias"].dtype == np.float16
    arrays = check_weights(safetensors.numpy.save(stored), EXPECTED)
    assert set(arrays) == set(EXPECTED)
    assert (np.abs(arrays["cell/kernel"] - kernel) <= 0.01 * np.abs(kernel).max(axis=1, keepdims=True)).all()


def test_eight_bits_without_their_scales_are_refused():
    stored = bundles.eight_bits({"cell/kernel": KERNEL.astype(np.float32), "cell/bias": np.ones(4, np.float32)})
    scale = stored.pop("cell/kernel.scale")
    assert "lack cell/kernel.scale" in told(safetensors.numpy.save(stored))
    assert "wrong shape: cell/kernel.scale" in told(safetensors.numpy.save(stored | {"cell/kernel.scale": scale[:2]}))
    endless = np.full_like(scale, np.inf)
    assert "not numbers: cell/kernel.scale" in told(safetensors.numpy.save(stored | {"cell/kernel.scale": endless}))
    unasked = {"cell/kernel": KERNEL, "cell/bias": np.ones(4, np.float32), "cell/kernel.scale": scale}
    assert "do not know: cell/kernel.scale" in told(safetensors.numpy.save(unasked))


def test_wrong_shapes_are_told():
    words = told(weights(), EXPECTED | {"cell/kernel": ((128, 512), ("F16",))})
    assert words == ("The weights of this bundle have the wrong shape: cell/kernel is 3x4, 128x512 was expected.")


def test_missing_and_unknown_arrays_are_named():
    assert told(weights(), EXPECTED | {"head/bias": ((1,), ("F16",))}) == "The weights of this bundle lack head/bias."
    words = told(weights(evil=np.ones(1, np.float32)))
    assert words == "The weights of this bundle hold arrays we do not know: evil."


def test_wrong_types_are_told():
    words = told(weights(**{"cell/bias": np.ones(4, np.int64)}))
    assert words == "The weights of this bundle have the wrong type: cell/bias is I64, F16, F32 was expected."


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_numbers_are_refused(value):
    words = told(weights(**{"cell/bias": np.array([0, 1, value, 3], np.float32)}))
    assert words == "The weights of this bundle contain values that are not numbers: cell/bias."


def test_shape_bomb_is_refused_without_memory():
    entry = {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 4]}
    expected = {"cell/kernel": ((3, 4), ("F32",))}
    words = told(with_header({"cell/kernel": entry}, bytes(4)), expected)
    assert "wrong shape: cell/kernel is 1099511627776x1099511627776, 3x4 was expected" in words


@pytest.mark.parametrize("offsets", [[0, 10**15], [0, 4], [-4, 48], [48, 0], "0", None, [8, 56]])
def test_offsets_that_do_not_fit_are_refused(offsets):
    entry = {"dtype": "F32", "shape": [3, 4], "data_offsets": offsets}
    words = told(with_header({"cell/kernel": entry}, bytes(48)), {"cell/kernel": ((3, 4), ("F32",))})
    assert words == "weights.safetensors in this bundle is damaged."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1234567",
        b"\xff" * 8,
        (2**63).to_bytes(8, "little") + b"{}",
        with_header(b"{"),
        with_header(b"[]"),
        with_header({"cell/kernel": 7}),
        with_header(b"{" + b" " * 100_000 + b"}"),
        with_header(b"[" * 50_000),
    ],
)
def test_garbled_header_is_refused(data):
    assert told(data) == "weights.safetensors in this bundle is damaged."

"""A bundle: a trained network as a zip of exactly six files, and a stranger's zip checked before anything is used.

    export(run.folder, Path("sentiment.zip"))
    files = read(uploaded_bytes)          # {"manifest.json": b"...", ...} or a BundleError that says what is wrong
    unpack(files, folder)
    arrays = check_weights(files["weights.safetensors"], {"cell/kernel": ((128, 512), ("F16", "F32"))})

Nothing is extracted by name, nothing is unpickled, and no size in the file is believed.
"""

import io
import json
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError

from nlp_models.errors import BundleError
from nlp_models.files import write_aside

LIMITS = {  # bytes; the order is the order in the zip
    "manifest.json": 10_000,
    "config.json": 100_000,
    "vocabulary.json": 8_000_000,
    "weights.safetensors": 200_000_000,
    "report.json": 5_000_000,
    "card.md": 200_000,
}
TOTAL_LIMIT = 210_000_000
FEW_ROWS = 3  # a GRU's bias has two, of hundreds of numbers each: a scale for them all would be coarse
SCALE = ".scale"  # beside a table in eight bits: what each of its rows is multiplied by
HEADER_LIMIT = 100_000  # of weights.safetensors; ours have some 40 arrays
MEMBERS_LIMIT = 100  # named one by one when they are not ours
DIRECTORY_LIMIT = 100_000  # bytes that list the members; zipfile believes these, not the count
RATIO_LIMIT = 200  # our text shrinks 20-fold at most, a bomb 1000-fold
RATIO_FREE = 1_000_000  # a small file cannot be a bomb
VERSION = 1

Files = Mapping[str, bytes]  # by name
Arrays = dict[str, NDArray[np.float32]]


class Manifest(BaseModel):
    """What a bundle says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["unrolled-bundle"] = "unrolled-bundle"
    version: Literal[1] = VERSION
    task: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")
    created: str = Field(max_length=40)
    name: str = Field("", max_length=200)


def export(run_folder: Path, to: Path) -> None:
    """Write the bundle of a trained run; the same run gives the same bytes."""
    missing = [name for name in LIMITS if not (run_folder / name).is_file()]
    if missing:
        raise BundleError("This run has no trained network yet: {names} missing.", names=listed(missing))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in LIMITS:
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o644 << 16
            archive.writestr(member, (run_folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    read(buffer.getvalue())  # what we give away, we would accept
    write_aside(Path(to), buffer.getvalue())


def read(source: Path | bytes) -> dict[str, bytes]:
    """The six files of a bundle by name.

    Args:
        source: a Path, or the bytes of a zip from anybody.

    Raises BundleError, saying what is wrong with it.
    """
    data = source if isinstance(source, bytes) else _read_path(source)
    if len(data) > TOTAL_LIMIT:
        raise _too_large()
    check_directory(data)
    with open_zip(data) as archive:
        _check_members(archive.infolist())
        files = {member.filename: _read_member(archive, member) for member in archive.infolist()}
    for name in ("config.json", "vocabulary.json", "report.json"):
        parse_object(files, name)
    read_manifest(files)
    return files


def read_manifest(files: Files) -> Manifest:
    """The Manifest among the files of a bundle."""
    data = parse_object(files, "manifest.json")
    version = data.get("version")
    if data.get("format") == "unrolled-bundle" and isinstance(version, int) and version > VERSION:
        raise BundleError(
            "This bundle has version {version}, this Unrolled reads up to {known}. Update Unrolled first.",
            version=str(version)[:20],
            known=VERSION,
        )
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        where = shown(error.errors()[0]["loc"][-1])
        raise BundleError("The manifest of this bundle is wrong at {name}.", name=where) from None


def unpack(files: Files, folder: Path) -> None:
    """Write the files that `read` gave into a new folder, whole or not at all."""
    if set(files) != set(LIMITS):
        raise ValueError("unpack takes what read gave")
    if folder.exists():
        raise FileExistsError(folder)
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    aside.mkdir(parents=True)
    try:
        for name, data in files.items():
            write_aside(aside / name, data)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def eight_bits(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Tables in int8, each row with a scale of its own beside it (NAME.scale): half of float16. Biases stay in float16."""
    stored: dict[str, NDArray[Any]] = {}
    for name, array in arrays.items():
        if array.ndim < 2 or len(array) < FEW_ROWS:
            stored[name] = array.astype(np.float16)
            continue
        largest = np.abs(array).max(axis=tuple(range(1, array.ndim)), keepdims=True)
        scale = np.maximum(largest / 127, 1e-6).astype(np.float16)
        stored[name] = np.clip(np.rint(array / scale.astype(np.float32)), -127, 127).astype(np.int8)
        stored[name + SCALE] = scale.reshape(-1)
    return stored


def check_weights(weights_bytes: bytes, expected: Mapping[str, tuple[Sequence[int], Collection[str]]]) -> Arrays:
    """The arrays of weights.safetensors as float32, if they are exactly the expected ones.

    Args:
        expected: name -> (shape, the dtype names allowed, as safetensors writes them: "F16", "F32"). What may be F16 may
            be in eight bits, too.
    """
    header = read_header(weights_bytes)
    wanted, expected = expected, _as_stored(header, expected)
    if missing := sorted(set(expected) - set(header)):
        raise BundleError("The weights of this bundle lack {names}.", names=listed(missing))
    if extra := sorted(set(header) - set(expected)):
        raise BundleError("The weights of this bundle hold arrays we do not know: {names}.", names=listed(extra))
    for name, (shape, dtypes) in expected.items():
        _check_shape(name, header[name].get("shape"), shape)
        if header[name].get("dtype") not in dtypes:
            raise BundleError(
                "The weights of this bundle have the wrong type: {name} is {found}, {expected} was expected.",
                name=name,
                found=shown(header[name].get("dtype")),
                expected=listed(dtypes),
            )
    checked = {name: _check_array(name, array, expected[name][0]) for name, array in load(weights_bytes).items()}
    return {name: _scaled(checked[name], checked.get(name + SCALE)) for name in wanted}


def _as_stored(
    header: Mapping[str, Mapping[str, Any]], expected: Mapping[str, tuple[Sequence[int], Collection[str]]]
) -> dict[str, tuple[Sequence[int], Collection[str]]]:
    """What is expected of this file: of a table in eight bits also the scales of its rows."""
    stored = dict(expected)
    for name, (shape, dtypes) in expected.items():
        if len(shape) > 1 and "F16" in dtypes and header.get(name, {}).get("dtype") == "I8":
            stored |= {name: (shape, ("I8",)), name + SCALE: (shape[:1], ("F16",))}
    return stored


def _scaled(array: NDArray[np.float32], scale: NDArray[np.float32] | None) -> NDArray[np.float32]:
    return array if scale is None else array * scale.reshape(-1, *[1] * (array.ndim - 1))


def _check_array(name: str, array: NDArray[Any], shape: Sequence[int]) -> NDArray[np.float32]:
    _check_shape(name, list(array.shape), shape)  # the header again, as safetensors read it
    array = array.astype(np.float32)
    if not np.isfinite(array).all():
        raise BundleError("The weights of this bundle contain values that are not numbers: {name}.", name=name)
    return array


def _check_shape(name: str, given: object, expected: Sequence[int]) -> None:
    if given != list(expected):
        shape = _by(given) if isinstance(given, list) else shown(given)
        raise BundleError(
            "The weights of this bundle have the wrong shape: {name} is {found}, {expected} was expected.",
            name=name,
            found=shape,
            expected=_by(expected),
        )


def read_header(data: bytes) -> dict[str, dict[str, Any]]:
    """The arrays that a safetensors file announces: name -> {"dtype", "shape", "data_offsets"}."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(HEADER_LIMIT, len(data) - 8):
        raise _damaged("weights.safetensors")
    header = parse_object({"weights.safetensors": data[8 : 8 + length]}, "weights.safetensors")
    header.pop("__metadata__", None)
    if not all(isinstance(entry, dict) for entry in header.values()):
        raise _damaged("weights.safetensors")
    return header


def load(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of a safetensors file, as they are stored."""
    try:
        return safetensors.numpy.load(data)
    except (SafetensorError, ValueError):
        raise _damaged("weights.safetensors") from None


def _read_path(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(TOTAL_LIMIT + 1)


def open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError):
        raise _not_a_bundle() from None  # its directory is garbled


def check_directory(data: bytes) -> None:
    """Refuse a zip whose directory is long before zipfile reads it into memory.

    The last 22 bytes of a zip without a comment are its end record: PKWARE APPNOTE 6.3.10, 4.3.16.
    """
    if len(data) < 22 or data[-22:-18] != b"PK\5\6" or data[-42:-38] == b"PK\6\7":  # the latter: zip64, for 4 GB
        raise _not_a_bundle()
    count, size = struct.unpack("<HL", data[-12:-6])
    if size > DIRECTORY_LIMIT:
        raise _not_a_bundle()
    if count > MEMBERS_LIMIT:
        raise BundleError("This zip holds {count} files; a bundle holds {expected}.", count=count, expected=len(LIMITS))


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    for member in members:
        check_name(member)
    names = [member.filename for member in members]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BundleError("This zip holds {names} twice.", names=listed(twice))
    if missing := [name for name in LIMITS if name not in names]:
        if len(missing) == len(LIMITS):
            raise _not_a_bundle()
        raise BundleError("This bundle lacks {names}.", names=listed(missing))
    if extra := [name for name in names if name not in LIMITS]:
        raise BundleError("This bundle holds files that do not belong there: {names}.", names=listed(extra))
    for member in members:
        _check_member(member)
    if sum(member.file_size for member in members) > TOTAL_LIMIT:
        raise _too_large()


def check_name(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # filename is already tidied
    parts = name.split("/")
    if ".." in parts or "\\" in name or name.startswith("/") or ":" in parts[0] or name != member.filename:
        raise BundleError('The file name "{name}" in this zip is not allowed.', name=shown(name))


def _check_member(member: zipfile.ZipInfo) -> None:
    """A plain file, readable and of a believable size."""
    name, mode = member.filename, member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BundleError("{name} in this bundle is a link, not a file.", name=name)
    if member.flag_bits & 1:
        raise BundleError("{name} in this bundle is encrypted.", name=name)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BundleError("{name} in this bundle is compressed in a way we do not read.", name=name)
    if member.file_size > LIMITS[name]:
        raise _member_too_large(name)
    if member.file_size > max(RATIO_FREE, RATIO_LIMIT * member.compress_size):
        raise BundleError("{name} in this bundle is compressed too far to be what it says.", name=name)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            data = file.read(LIMITS[member.filename] + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise _damaged(member.filename) from None
    if len(data) > LIMITS[member.filename]:
        raise _member_too_large(member.filename)
    return data


def parse_object(files: Files, name: str) -> dict[str, Any]:
    try:
        data = json.loads(files[name])
    except (ValueError, RecursionError):
        raise _damaged(name) from None
    if not isinstance(data, dict):
        raise _damaged(name)
    return data


def listed(names: Collection[object]) -> str:
    """Names from a stranger as one short line."""
    first = [shown(name) for name in list(names)[:6]]
    return ", ".join(first) + (", ..." if len(names) > 6 else "")


def shown(value: object) -> str:
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value)[:80])
    return text + ("..." if len(str(value)) > 80 else "")


def _by(shape: Sequence[object]) -> str:
    return shown("x".join(str(size) for size in shape[:8]) or "1")


def _not_a_bundle() -> BundleError:
    return BundleError("This is not a bundle made by Unrolled.")


def _too_large() -> BundleError:
    return BundleError("This bundle is larger than {limit} MB.", limit=TOTAL_LIMIT // 10**6)


def _member_too_large(name: str) -> BundleError:
    return BundleError("{name} in this bundle is larger than {limit} kB.", name=name, limit=LIMITS[name] // 1000)


def _damaged(name: str) -> BundleError:
    return BundleError("{name} in this bundle is damaged.", name=name)

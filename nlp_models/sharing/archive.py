"""A run as one file to keep: on a host whose disk is not kept, download it, bring it back, go on.

    data = pack(run)                                    # bytes of a zip; RunError while it waits or trains
    kept = read(uploaded_bytes)                         # or a BundleError that says what is wrong with it
    store.import_run(kept.task, kept.recipe, kept.files, kept.status, owner=visitor, name=kept.name)

An unfinished run travels with its rows, its last checkpoint and its best weights; a finished one with its rows and its
bundle, without checkpoints: it does not go on. Either takes its snapshots along, where there is room for them. Whatever ended an unfinished one (cancelled, failed, cut off), it comes
back as `interrupted`: that is what can be resumed, and what the page says then is true. A stranger's file is checked as
strictly as a bundle (archive_contents.py has what each file may hold): nothing is extracted by name or unpickled.
"""

import io
import json
import stat
import struct
import zipfile
import zlib
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import BundleError, RunError
from nlp_models.recipe import Recipe
from nlp_models.runs import asked, bundles, snapshots
from nlp_models.runs.records import Status
from nlp_models.sharing import archive_contents
from nlp_models.sharing.archive_contents import CHECKPOINT, check_contents, damaged, read_object, read_strictly
from nlp_models.sharing.sandbox import open_in_sandbox

TOTAL_LIMIT = 200_000_000
ALWAYS = {  # bytes at most; the order is the order in the zip
    "run.json": 10_000,
    "recipe.json": 20_000,
    "status.json": 20_000,
    "dataset.jsonl": 150_000_000,
}
TO_GO_ON = {"metrics.jsonl": 2_000_000, "vocabulary.json": bundles.LIMITS["vocabulary.json"]}
CHECKPOINT_LIMITS = {"state.safetensors": 150_000_000, "best.safetensors": 100_000_000, "facts.json": 1_000}
OPTIONAL = {
    "schedule.json": 1_000, "answers.json": 20_000_000, "examples.json": 130_000,
    asked.TEXT: 200_000, asked.ANSWERS: asked.MOST_BYTES + 200_000,
}  # fmt: skip
FINISHED = {"metrics.jsonl": 2_000_000, **bundles.LIMITS}
VERSION = 1


class Label(BaseModel):
    """run.json: what the file says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["unrolled-run"] = "unrolled-run"
    version: Literal[1] = VERSION
    task: str = Field(max_length=50, pattern="^[a-z-]+$")
    name: str = Field("", max_length=80)


@dataclass(frozen=True)
class Kept:
    """A checked run: its files by name, and what RunStore.import_run needs to know of them."""

    task: str
    name: str
    recipe: Recipe
    status: Status
    files: dict[str, bytes]


def pack(run):
    """The run as the bytes of a zip. Raises RunError while it waits or trains, or when its rows are not here."""
    run.only_mine()
    _refuse_active(run)
    run.dataset_path.exists() or run.dataset  # a run that came as a bundle raises: its rows are elsewhere
    try:
        files = _files_of(run)
    except FileNotFoundError:  # somebody resumed or deleted it meanwhile
        raise _not_now() from None
    _refuse_active(run)
    if sum(map(len, files.values())) > TOTAL_LIMIT:
        raise _too_large()
    data = _zipped(files)
    read(data)  # what we give away, we would take back
    return data


def _refuse_active(run):
    if run.is_active:
        raise _not_now()


def _not_now():
    return RunError("This run is waiting or training. Download it when it has ended, or stop it first.")


def _files_of(run):
    status, about = run.status, run.about
    epoch = _last_checkpoint(run)
    wanted = ["recipe.json", "dataset.jsonl"]
    if status.state == "done":
        wanted += bundles.LIMITS
    elif epoch:
        wanted += ["vocabulary.json", *(CHECKPOINT.format(epoch) + name for name in CHECKPOINT_LIMITS)]
    if status.state == "done" or epoch:
        wanted += [name for name in OPTIONAL if (run.folder / name).exists()]
    files = {name: (run.folder / name).read_bytes() for name in wanted}
    taken_along = {
        name: (run.folder / name).read_bytes() for name in _snapshots_of(run) if status.state == "done" or epoch
    }
    if sum(len(data) for data in (*files.values(), *taken_along.values())) <= TOTAL_LIMIT:
        files |= taken_along
    files["run.json"] = Label(task=about.task, name=about.name).model_dump_json().encode()
    stored = asdict(status) | {"message": None, "device": None}
    files["status.json"] = json.dumps(stored).encode()
    if status.state == "done" or epoch:
        rows = run.metrics() if status.state == "done" else run.metrics()[:epoch]
        files["metrics.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return files


def _snapshots_of(run):
    return [snapshots.path_of(run.folder, at).relative_to(run.folder).as_posix() for at in snapshots.epochs(run.folder)]


def _last_checkpoint(run):
    """The epoch of the newest whole checkpoint; 0 for none."""
    return max((int(folder.name[-4:]) for folder in (run.folder / "checkpoint").glob("epoch-*")), default=0)


def _zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o644 << 16
            dense = name.endswith(".safetensors")  # does not shrink, and is most of it
            archive.writestr(member, data, zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(data):
    """The Kept run of the bytes of a zip from anybody; BundleError, DataError or RecipeError say what is wrong.

    It parses what it finds: a web process asks `brought.run_file`, which lets a child do that.
    """
    return checked(unzipped(data))


def unzipped(data):
    """The files of a run by name, each of a size that it may have; what is in them is not looked at."""
    if len(data) > TOTAL_LIMIT:
        raise _too_large()
    with _open(data) as archive:
        members = archive.infolist()
        limits = _check_names(members)
        for member in members:
            _check_member(member, limits[member.filename])
        if sum(member.file_size for member in members) > TOTAL_LIMIT:
            raise _too_large()
        return {member.filename: _read_member(archive, member, limits[member.filename]) for member in members}


def checked(files):
    """The Kept run of these files, if each holds what a training writes."""
    label, task = _read_label(files)
    recipe, status = check_contents(files, task.kind)
    if status.state == "done":
        _check_network(files, task)
    return kept(files, task.name, label.name, recipe, status)


def kept(files, task, name, recipe, status):
    """The Kept run of files that were checked."""
    told_otherwise = ("run.json", "recipe.json", "status.json")
    return Kept(task, name, recipe, status, {name: data for name, data in files.items() if name not in told_otherwise})


def _check_network(files, task):
    """The bundle among the files answers, and to the task that it says."""
    open_in_sandbox(files["vocabulary.json"])
    predictor = Predictor.from_files(files)
    if (bundles.read_manifest(files).task, predictor.config.task) != (task.name, task.name):
        raise damaged("manifest.json")
    for name in filter(snapshots.is_one, files):
        predictor.with_weights(files[name])


def _read_label(files):
    data = read_object(files, "run.json")
    version = data.get("version")
    if data.get("format") == "unrolled-run" and isinstance(version, int) and version > VERSION:
        raise BundleError(
            "This run file has version {version}, this Unrolled reads up to {known}. Update Unrolled first.",
            version=str(version)[:20],
            known=VERSION,
        )
    label = read_strictly(Label, files, "run.json")
    return label, tasks.load(label.task)


def _open(data):
    try:
        bundles.check_directory(data)
        return bundles.open_zip(data)
    except BundleError:
        raise _not_a_run() from None


def _check_names(members):
    """The most bytes of each file, if these are exactly the files of a finished or of an unfinished run."""
    for member in members:
        bundles.check_name(member)
    names = [member.filename for member in members]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BundleError("This zip holds {names} twice.", names=bundles.listed(twice))
    if "run.json" not in names:
        raise _is_a_bundle() if set(names) == set(bundles.LIMITS) else _not_a_run()
    needed = ALWAYS | _limits_of_kind(names)
    if missing := [name for name in needed if name not in names]:
        raise BundleError("This run file lacks {names}.", names=bundles.listed(missing))
    beside = dict.fromkeys([name for name in names if snapshots.is_one(name)][: snapshots.MOST], snapshots.MOST_BYTES)
    allowed = needed | (OPTIONAL | beside if len(needed) > len(ALWAYS) else {})
    if extra := [name for name in names if name not in allowed]:
        raise BundleError("This run file holds files that do not belong there: {names}.", names=bundles.listed(extra))
    return allowed


def _limits_of_kind(names):
    """What is needed beside ALWAYS: by a finished run, by one with a checkpoint, by one that had not begun."""
    if "weights.safetensors" in names:
        return FINISHED
    epoch = next((epoch for name in names if (epoch := archive_contents.epoch_of(name))), None)
    if not epoch:
        return {}
    folder = CHECKPOINT.format(epoch)
    return TO_GO_ON | {folder + name: limit for name, limit in CHECKPOINT_LIMITS.items()}


def _check_member(member, limit):
    """A plain file, readable and of a believable size."""
    name = member.filename
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise BundleError("{name} in this run file is a link, not a file.", name=name)
    if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BundleError("{name} in this run file is encrypted or packed in a way we do not read.", name=name)
    if member.file_size > limit:
        raise _member_too_large(name, limit)
    if member.file_size > max(bundles.RATIO_FREE, bundles.RATIO_LIMIT * member.compress_size):
        raise BundleError("{name} in this run file is compressed too far to be what it says.", name=name)


def _read_member(archive, member, limit):
    try:
        with archive.open(member) as file:
            data = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error):
        raise damaged(member.filename) from None
    if len(data) > limit:
        raise _member_too_large(member.filename, limit)
    return data


def _member_too_large(name, limit):
    return BundleError("{name} in this run file is larger than {limit} kB.", name=name, limit=limit // 1000)


def _too_large():
    return BundleError("A run file has at most {limit} MB; this one is larger.", limit=TOTAL_LIMIT // 10**6)


def _not_a_run():
    return BundleError("This is not a run file made by Unrolled.")


def _is_a_bundle():
    return BundleError("This is a bundle: it answers, but cannot go on training. Bring it in where it says Take home.")

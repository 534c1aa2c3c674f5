"""What somebody brings back, a bundle or the file of a run, checked in a child with little memory before it is kept.

    taken = bundle(uploaded_bytes)         # exports.Bundle
    kept = run_file(uploaded_bytes)        # archive.Kept
    bring(uploaded_bytes, store, owner=)   # either, as a run of the store

The child is `python -m nlp_models.sharing.brought`: 48 million empty rows are a megabyte in a zip and six thousand parsed.
This process reads again only what the child has found to be what a training writes.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nlp_models.errors import BundleError, DataError, UnrolledError
from nlp_models.files import room_told
from nlp_models.messages import Message
from nlp_models.reading.child import TOO_LARGE, limit_and_ask, tell
from nlp_models.reading.limited import in_child, seconds_for
from nlp_models.recipe import Recipe
from nlp_models.runs import bundles
from nlp_models.runs.records import Status
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive, exports

MEGABYTES = 2_000  # the largest file of a run, 200 MB, is held twice beside what it becomes
CHECKED = "checked.json"


def bundle(data: bytes) -> exports.Bundle:
    """A Bundle that answers, of bytes from anybody; BundleError says what is wrong."""
    if len(data) > bundles.TOTAL_LIMIT:
        bundles.read(data)  # raises
    _checked_in_child(data, "bundle")
    return exports.opened_bundle(bundles.read(data))


def run_file(data: bytes) -> archive.Kept:
    """A Kept run, of bytes from anybody; BundleError says what is wrong."""
    files = archive.unzipped(data)
    told = _checked_in_child(data, "run")
    recipe, status = Recipe.make(**told["recipe"]), Status(**told["status"])
    return archive.kept(files, told["task"], told["name"], recipe, status)


def bring(data: bytes, store: RunStore, *, owner: str, name: str = "") -> Run:
    """Keep a bundle or the file of a run as a run of the store; BundleError or LimitReached say why not."""
    if not is_run_file(data):
        return exports.import_bundle(bundle(data), store, owner=owner, name=name)
    kept = run_file(data)
    return store.import_run(kept.task, kept.recipe, kept.files, kept.status, owner=owner, name=kept.name)


def is_run_file(data: bytes) -> bool:
    """Whether a zip says that it is the file of a run."""
    try:
        bundles.check_directory(data)
        with bundles.open_zip(data) as members:
            return "run.json" in members.namelist()
    except BundleError:
        raise BundleError("This is neither a run file nor a bundle made by Unrolled.") from None


def _checked_in_child(data: bytes, what: str) -> dict[str, Any]:
    with room_told():
        made = tempfile.TemporaryDirectory(prefix="unrolled-brought-")
        (Path(made.name) / "source").write_bytes(data)
    with made as folder:
        asked: dict[str, object] = {"what": what, "folder": folder}
        try:
            in_child(__name__, asked, Path(folder), 2 * seconds_for(len(data)), megabytes=MEGABYTES)
        except DataError as error:
            raise BundleError(error.message.text, **error.message.values).coded(error.code) from None
        return json.loads((Path(folder) / CHECKED).read_bytes())


def _check(asked: dict[str, Any]) -> None:
    """What the child does."""
    folder = Path(asked["folder"])
    try:
        data = (folder / "source").read_bytes()
        told = (
            _as_told(archive.read(data))
            if asked["what"] == "run"
            else {"task": exports.validate_bundle(data).config.task}
        )
        (folder / CHECKED).write_text(json.dumps(told), "utf-8")
    except UnrolledError as error:
        tell(folder, error.message)
    except (MemoryError, RecursionError):
        tell(folder, Message(TOO_LARGE.message.text, {"memory": MEGABYTES}))


def _as_told(kept: archive.Kept) -> dict[str, Any]:
    recipe = kept.recipe.model_dump(mode="json")
    return {"task": kept.task, "name": kept.name, "recipe": recipe, "status": asdict(kept.status)}


if __name__ == "__main__":
    _check(limit_and_ask(sys.argv[1:]))

"""Somebody else's run, tried from every page and with every command: nobody but its owner sees it, a link shows no row of it.

A run of each kind is brought into a store, a mark in every row; the owner sees the mark (so it can be seen), a stranger never.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import opened_page
from streamlit.runtime.context import ContextProxy
from test_bad_input import COMMANDS_ON_A_RUN

from benchmarks.attack import Asked, Try, tried
from benchmarks.attack.brought import MADE
from nlp_models.command_line import main
from nlp_models.errors import RunNotFound, UnrolledError
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore, hash_owner

MARK, NAME = "qzmark", "qzname"  # in every row, and in the run's name
STEPS = ("try", "data", "train", "judge", "inside", "home")
UNKNOWN = "0" * 26
OWNER = "local"  # who asks on a computer of one's own


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """Pages, then commands, then the calls of the library."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNROLLED_RUNS", str(folder / "runs"))
        store = RunStore.default()
        runs = [marked(store, path, number) for number, path in enumerate(sorted(MADE.glob("*.folder.zip")))]
        for run in runs[1:2] if asked.few else runs:
            yield from on_pages(run, store, patch, STEPS[3:4] if asked.few else STEPS)
        for run in runs:
            yield from by_commands(run, store, folder)
            yield from by_calls(run, store)


def marked(store: RunStore, path: Path, number: int) -> Run:
    """The run that this zip holds, its owner somebody, each row with the mark."""
    run_id = f"{number + 1:026}"
    zipfile.ZipFile(path).extractall(store.root / run_id)
    run = store.open(run_id)
    head, *rows = [json.loads(line) for line in run.dataset_path.read_text("utf-8").splitlines()]
    column = 1 if run.about.task == "captions" else 0  # 0 is the picture
    for row in rows:
        row[column] = f"{MARK} {row[column]}"
        row[1:2] = [f"O {row[1]}" if run.about.task == "tagging" else row[1]] if len(row) > 1 else []
    lines = [json.dumps(line, ensure_ascii=False) for line in (head, *rows)]
    run.dataset_path.write_text("\n".join(lines) + "\n", "utf-8")
    run.write_json(
        "examples.json", [f"{MARK} {text}" for text in json.loads((run.folder / "examples.json").read_bytes())]
    )
    given_to(run, OWNER)
    return run


def given_to(run: Run, owner: str, **about: bool) -> None:
    """Make it somebody's."""
    (run.folder / "owner.txt").write_text(hash_owner(owner))
    known = json.loads((run.folder / "about.json").read_bytes())
    run.write_json("about.json", known | {"owner": hash_owner(owner), "name": NAME} | about)


def on_pages(run: Run, store: RunStore, patch: pytest.MonkeyPatch, steps: tuple[str, ...]) -> Iterator[Try]:
    """Its owner sees the mark somewhere; a stranger with its address nothing of it, by a shared link no row."""
    page = run.about.task.replace("-", "_")
    patch.setenv("UNROLLED_VISITORS", "one")
    seen = "".join(shown(page, run, step) for step in steps)
    yield Try(
        f"{page}: its owner sees the rows", "" if MARK in seen else "nothing is seen, so nothing is shown by this"
    )
    patch.delenv("UNROLLED_VISITORS")
    patch.setattr(ContextProxy, "cookies", {})  # a browser that was never here
    for shared in (False, True):
        given_to(run, OWNER, shared=shared)
        for step in steps:
            yield tried(
                f"{page}, {step}, shared={shared}", lambda step=step, shared=shared: hidden(page, run, step, shared)
            )
    given_to(run, OWNER, shared=False)
    yield tried(f"{page}: the list of runs", lambda: hidden("runs", run, "try", False))


def shown(page: str, run: Run, step: str) -> str:
    """Everything that a page sends to the browser."""
    test = opened_page(page, step=step, run=run.id)
    return (
        repr(test.main) + repr(test.sidebar) + "".join(str(part.proto) for part in test.main if hasattr(part, "proto"))
    )


def hidden(page: str, run: Run, step: str, shared: bool) -> None:
    """Nothing of it is on the page of a stranger."""
    told = shown(page, run, step)
    assert MARK not in told, f"a row is seen: {told[told.find(MARK) - 200 : told.find(MARK) + 100]}"
    assert shared or NAME not in told, "its name is seen"


def by_commands(run: Run, store: RunStore, folder: Path) -> Iterator[Try]:
    """Every command on a run says of a foreign one what it says of none."""
    given_to(run, "ann", shared=False)
    (folder / "a.csv").write_text("text,label\n" + "good,1\nbad,0\n" * 9)
    for command in COMMANDS_ON_A_RUN:
        foreign, unknown = (
            said([part.format(name, file=folder / "a.csv") for part in command]) for name in (run.id, UNKNOWN)
        )
        same = foreign == unknown and foreign[0] == 2 and not (folder / "x.zip").exists()
        yield Try(f"{run.about.task}: {command[0]} on a foreign run", "" if same else f"{foreign} is not {unknown}")


def said(command: list[str]) -> tuple[int, str]:
    """What a command ends with, and says."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = main(command)
    return status, out.getvalue() + err.getvalue()


def by_calls(run: Run, store: RunStore) -> Iterator[Try]:
    """A stranger gets it only while it is shared, and can change nothing then."""
    given_to(run, "ann", shared=False)
    with pytest.raises(RunNotFound):
        store.get(run.id, "bob")
    yield Try(f"{run.about.task}: a stranger gets no run")
    given_to(run, "ann", shared=True)
    seen = store.get(run.id, "bob")
    before = {path.name: path.read_bytes() for path in run.folder.iterdir()}
    changes = {
        "stop": seen.request_stop,
        "cancel": seen.request_cancel,
        "resume": seen.prepare_resume,
        "rows": lambda: seen.dataset,
        "delete": lambda: store.delete(seen),
        "remove": lambda: store.remove(seen),
        "rename": lambda: store.rename(seen, "x"),
        "share": lambda: store.share(seen, True, True),
    }
    for name, change in changes.items():
        yield refused(f"{run.about.task}: {name} of a shared run", change)
    after = {path.name: path.read_bytes() for path in run.folder.iterdir()}
    yield Try(f"{run.about.task}: no file of it has changed", "" if after == before else "it has")


def refused(what: str, change: Callable[[], Any]) -> Try:
    """A Try that held when a sentence of ours refused it."""
    try:
        change()
    except UnrolledError:
        return Try(what)
    return Try(what, "it was let")

"""Trains in a child process on this computer, in a session of its own: it outlives the tab and the web server."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from nlp_models.errors import RunError, UnrolledError
from nlp_models.files import disk_told
from nlp_models.runners import warm
from nlp_models.runs.records import read_status
from nlp_models.runs.run import Run
from nlp_models.runs.store import REPOSITORY, RunStore

BEAT = 2  # seconds; well under those after which a run that nobody holds counts as cut off
PATIENCE = 30  # seconds; a training looks at the flag after every batch
PROCESSES = Path("/proc")  # Linux; elsewhere `ps` is asked


class Local:
    """Starts the training and returns at once."""

    def submit(self, run: Run) -> None:
        handed = warm.handed_over(run, os.environ | environment(run))
        process = handed or start(run)
        # not only so that the ended child does not stay as a zombie: one that was killed before it began is begun anew
        follow = threading.Thread(target=_until_ended, args=(run, process, handed), name=f"reap-{run.id}", daemon=True)
        follow.start()

    def prepare(self, store: RunStore) -> None:
        """Somebody may train soon: a process imports TensorFlow meanwhile, where there is room. Returns at once."""
        warm.prepare(store, os.environ | environment_of(store.root))

    def cancel(self, run: Run) -> None:
        """The training ends within a batch."""
        run.request_cancel()

    def end(self, run: Run) -> None:
        """By force, where it does not hear; RunError when there is nobody to end."""
        end(run)

    def hangs(self, run: Run) -> bool:
        """Whether a cancel was asked more than 30 seconds ago and the training still lives."""
        return hangs(run)

    def is_alive(self, run: Run) -> bool:
        return not run.lock_is_free()

    def is_there(self) -> bool:
        """Whether trainings can be had where it executes them."""
        return True

    def place_in_line(self, run: Run, store: RunStore) -> int | None:
        """0 when it trains, 1 for the next in line, and so on; None when neither."""
        return run.position(store)


def start(run: Run) -> subprocess.Popen[bytes]:
    """The training process of this run; what it prints is added to the run's log.txt."""
    with disk_told(), open(run.folder / "log.txt", "ab") as log:
        return subprocess.Popen(
            command(run),
            cwd=REPOSITORY,
            env=os.environ | environment(run),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            close_fds=True,
        )


def _until_ended(run: Run, process: subprocess.Popen[bytes], handed: subprocess.Popen[bytes] | None) -> None:
    followed(run, process)
    if handed and _never_began(run) and (another := _begun_anew(run)):
        followed(run, another)


def _begun_anew(run: Run) -> subprocess.Popen[bytes] | None:
    """Another process for it; None where the disk is full or it is deleted: it then looks cut off, and may be resumed."""
    with suppress(UnrolledError, FileNotFoundError):
        return start(run)
    return None


def followed(run: Run, process: subprocess.Popen[bytes]) -> None:
    """Wait until it ends; until it holds the lock, say that it is being started: a busy host imports for minutes."""
    starting = _brought_by(run)
    while process.poll() is None and run.lock_is_free():
        for one in starting:
            one.say_starting()
        with suppress(subprocess.TimeoutExpired):
            process.wait(BEAT)
    process.wait()


def _never_began(run: Run) -> bool:
    """Whether it still waits for a process: the one it was handed to is gone."""
    try:
        return read_status(run.folder).state == "queued" and run.lock_is_free() and not run.cancel_requested
    except RunError:  # deleted meanwhile
        return False


def hangs(run: Run) -> bool:
    """Whether a cancel was asked more than 30 seconds ago and the training still lives."""
    try:
        asked = (run.folder / "cancel").stat().st_mtime
    except FileNotFoundError:
        return False
    return time.time() - asked > PATIENCE and not run.lock_is_free()


def end(run: Run) -> None:
    """Kill a training that does not hear; the run is then cancelled. Raises RunError when there is nobody to kill.

    The pid is believed only while a process holds the run's lock and its command line names this run, or has the mark by
    which it waited for one: the number of an ended training may be somebody else's by now.
    """
    run.only_mine()
    pid, known = _pid_of(run)
    if run.lock_is_free() or pid is None or not any(name in command_line(pid) for name in known):
        raise RunError("There is no training of this run on this computer to end.")
    with suppress(ProcessLookupError):  # it ended at this very moment
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:  # started by hand: its group is somebody's terminal
            os.kill(pid, signal.SIGKILL)
    with run.hold_lock():  # waits until it is gone
        run.end_without("cancelled")


def _brought_by(run: Run) -> list[Run]:
    """The runs of which any may have brought the process that trains it: those of its group, or itself."""
    if run.store is None or not run.group:
        return [run]
    return [other for other, about in run.store.abouts() if about.group == run.group]


def _pid_of(run: Run) -> tuple[int | None, list[str]]:
    """The number of the training process, and of what its command line has one thing: a mark, or the id of a run."""
    try:
        pid, *mark = (run.folder / "pid").read_text().split()
        return (int(pid) if int(pid) > 1 else None), mark or [one.id for one in _brought_by(run)]
    except (FileNotFoundError, ValueError):
        return None, []


def command_line(pid: int) -> str:
    """The words that a process was started with; "" when it is gone or not ours to ask."""
    if (PROCESSES / "self").exists():
        try:
            return (PROCESSES / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            return ""
    asked = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout


def command(run: Run) -> list[str]:
    return [sys.executable, "-m", "nlp_models", "train", "--run", run.id]


def environment(run: Run) -> dict[str, str]:
    return environment_of(run.folder.resolve().parent)


def environment_of(root: Path) -> dict[str, str]:
    """What a training knows beside its server's own environment."""
    return {
        "UNROLLED_RUNS": str(root),
        "TF_CPP_MIN_LOG_LEVEL": "2",  # the log is for people: warnings and errors only
        "PYTHONUNBUFFERED": "1",
    }

"""Training processes that are acted: threads that go through the real worker with the real files, step by step, and train nothing."""

import threading

from nlp_models.errors import RunError
from nlp_models.messages import Message
from nlp_models.runs.run import NETWORK
from nlp_models.training import waiting, worker
from nlp_models.training.ended import UNLEARNED, Cancelled

EPOCHS, STEPS = 2, 2
REPORT = {"test": {}, "baselines": {}, "rows": {}, "seconds": {}}


class Killed(BaseException):
    """As SIGKILL: nothing is written after it, the kernel frees the lock."""


class Process(threading.Thread):
    """A training process that takes a step when it is told to."""

    def __init__(self, store, run_id=None):
        super().__init__(daemon=True)
        self.store, self.id = store, run_id
        self.turn, self.paused = threading.Semaphore(0), threading.Semaphore(0)
        self.killed, self.fails, self.lives, self.error = False, False, True, None
        self.start()

    def run(self):
        try:
            self.wait()
            self.work()
        except BaseException as error:
            self.error = error
        self.lives = False
        self.paused.release()

    def work(self):
        worker.run_worker(self.store, self.id)

    def wait(self):
        self.turn.acquire()
        if self.killed:
            raise Killed
        if self.fails:
            raise RunError("The loss is no longer a number; a lower learning rate helps.")

    def go(self, kill=False):
        """Until its next pause, or its end."""
        self.killed = kill
        self.turn.release()
        assert self.paused.acquire(timeout=20), "it hangs"


class Warm(Process):
    """One that imports, waits and is told a run: to its server a Popen, within what training/waiting.py does."""

    pid = 1  # only whether there is one

    def __init__(self, store):
        self.stdin, self.told, self.tired = Line(self), None, False
        super().__init__(store)

    def work(self):
        waiting.main("a mark")

    def poll(self):
        return None if self.lives else 0

    def wait(self):
        """Of the Popen, where it has ended; of the thread, its next step."""
        if threading.current_thread() is self:
            super().wait()


class Line:
    """The end of the server of the standard input of one that waits."""

    def __init__(self, process):
        self.process = process

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.told = self.process.told or ""

    def write(self, line):
        if not self.process.lives:
            raise BrokenPipeError
        self.process.told = self.process.id = line.decode().strip()


def waited(_seconds):
    """In place of `waiting._waited`: the run it was told; "" where its time is over, though it may be told one by now."""
    process = threading.current_thread()
    pause()
    while process.told is None and not process.tired:
        pause()
    told = "" if process.tired else process.told
    pause()
    return told


def pause(_seconds=0):
    """Where others come between, and a process may be killed."""
    process = threading.current_thread()
    process.paused.release()
    process.wait()


def train(run, _started):
    """A training that is alone."""
    for _ in by_epochs(run):
        pass


class Training:
    """One of a group."""

    def __init__(self, run, _started):
        self.run = run

    @property
    def done(self):
        return len(self.run.metrics()) / EPOCHS

    def by_epochs(self):
        return by_epochs(self.run)

    def waited(self, _seconds):
        pass


def by_epochs(run):
    """The road of training/loop.py and finalize.py through the files of a run."""
    run.update_status(state="running", message=Message("Getting ready"))
    pause()
    epoch = max((int(folder.name[-4:]) for folder in (run.folder / "checkpoint").glob("epoch-*")), default=0)
    run.cut_metrics(epoch)
    step = epoch * STEPS
    while epoch < EPOCHS and not (epoch and run.stop_requested):
        epoch += 1
        for taken in range(STEPS):
            check_goes_on(run, step)
            if taken and run.stop_requested:
                break
            step += 1
            pause()
        run.append_metrics({"epoch": epoch, "step": step})
        pause()
        (run.folder / "checkpoint" / f"epoch-{epoch:04d}").mkdir(parents=True)
        pause()
        yield
    for name in NETWORK:
        check_goes_on(run, step)
        run.write_json(name, REPORT)
        pause()
    if not run.end_well(best_epoch=1):
        raise Cancelled


def check_goes_on(run, step):
    if run.cancel_requested:
        raise Cancelled
    if not step and run.stop_requested:
        raise Cancelled(Message(UNLEARNED))

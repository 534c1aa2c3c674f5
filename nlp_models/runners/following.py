"""follow(run): a training told on the terminal until it ends: its progress, and what was asked after each epoch."""

import sys
import time
from contextlib import suppress

from nlp_models.errors import RunError
from nlp_models.runs import asked
from nlp_models.runs.run import Run, Status
from nlp_models.safety import word_filter

SECONDS_BETWEEN = 0.3


def follow(run: Run) -> None:
    """Returns when it neither waits nor trains; ctrl-C cancels it."""
    told = 0
    try:
        while run.is_active:
            told = _tell_answers(run, told)
            _draw(run.status)
            time.sleep(SECONDS_BETWEEN)
    except KeyboardInterrupt:
        with suppress(RunError):  # it has just ended
            run.request_cancel()
        raise
    _tell_answers(run, told)
    _draw(run.status, last=True)


def _tell_answers(run: Run, told: int) -> int:
    """The answers after the epoch that was told last; gives the last epoch now."""
    clear = "\r\033[K" if sys.stderr.isatty() else ""  # the line with the progress
    new = [answered for answered in asked.answers(run) if answered.epoch > told]
    for answered in new:
        print(f"{clear}epoch {answered.epoch}: {word_filter().masked(answered.said.line)}", file=sys.stderr)
    return new[-1].epoch if new else told


def _draw(status: Status, last: bool = False) -> None:
    if not sys.stderr.isatty():
        return
    done = (status.step or 0) / max(1, status.steps or 1)
    bar = "#" * int(done * 30)
    score = f"  validation {status.score:.4f}" if status.score else ""
    text = f"\r[{bar:<30}] epoch {status.epoch or 0}/{status.epochs or '?'}  {status.tokens_per_second or 0:,.0f} tokens/s{score} "
    print(text, end="\n" if last else "", file=sys.stderr, flush=True)

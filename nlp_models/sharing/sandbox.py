"""open_in_sandbox(data): a stranger's subword model, opened first in a child with little memory and little time.

SentencePiece is C++ and follows the numbers in the model; should a made-up one break it, a child dies, not the web server.
The child is `python -m nlp_models.sharing.sandbox` with the vocabulary.json on its stdin.
"""

import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from nlp_models.errors import BundleError
from nlp_models.text.vocabulary import Vocabulary, sides_of

MEMORY = 2 * 2**30  # addresses, most of them never touched; the largest model we read needs 0.3 GB beside NumPy
SECONDS = 10  # of computing; an honest model takes 0.1
PATIENCE = 20 * SECONDS  # by the clock; a busy computer is slow to start Python
TRIAL = ["A film ½ ﷺ Ａ", "재미있는 영화였어요 ㄱ", ""]


def open_in_sandbox(data):
    """Raise BundleError unless a vocabulary.json (bytes) can be opened and used; only subword models are C++'s to open."""
    with suppress(ValueError, RecursionError, AttributeError):  # what is no vocabulary is told where it is read
        if all(side.get("kind") != "subword" for side in sides_of(json.loads(data))):
            return
        command, few = [sys.executable, "-m", "nlp_models.sharing.sandbox"], {"OPENBLAS_NUM_THREADS": "1"}
        try:
            child = subprocess.run(
                command,
                input=data,
                env=os.environ | few,
                cwd=Path(__file__).parents[2],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            raise _too_busy() from None
        if child.returncode:
            raise _unreadable()


def _unreadable():
    return BundleError("The vocabulary of this bundle cannot be read.")


def _too_busy():
    return BundleError(
        "This computer is too busy now: checking was given up after {seconds} seconds. Try it again in a moment.",
        seconds=PATIENCE,
    )


def _limit(kind, most):
    with suppress(ValueError, OSError):  # macOS knows no limit of addresses
        resource.setrlimit(kind, (most, most))


def _use(text):
    """What the web process would do with it."""
    for side in sides_of(json.loads(text)):
        vocabulary = Vocabulary.from_json(json.dumps(side))
        vocabulary.encode_all(TRIAL)
        for line in TRIAL:
            vocabulary.tokenize(line)


if __name__ == "__main__":
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    _use(sys.stdin.buffer.read().decode("utf-8"))

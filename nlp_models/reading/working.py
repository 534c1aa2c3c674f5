"""Working: a child that goes on with a table which is there already; ended with the table."""

import subprocess
import weakref


class Working:
    """Holds the child; who lets go of this ends it."""

    def __init__(self, child: "subprocess.Popen[bytes]", promised: str) -> None:
        self.child, self.promised = child, promised  # the key of what it is about to leave: large.py
        weakref.finalize(self, _end, child)

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended yet."""
        return self.child.poll() is None


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.kill()
    child.wait()

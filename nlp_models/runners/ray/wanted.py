"""What whoever runs the host has set about its cluster, and whether anybody listens there: without Ray."""

import os
import re
import socket
import time
from dataclasses import dataclass
from typing import Self

from nlp_models.errors import RunError
from nlp_models.runs.limits import read

ADDRESS = re.compile(r"(?:ray://)?\[?([A-Za-z0-9_.:-]+?)\]?:(\d{1,5})")
SETTLES = 2.0  # seconds; of a head that is lost one process ends after the other


@dataclass(frozen=True)
class Wanted:
    """What whoever runs the host has set."""

    address: str
    cpus: int
    gpus: int

    @classmethod
    def of_host(cls) -> Self:
        """By the environment; RunError where that is amiss."""
        address = os.environ.get("RAY_ADDRESS", "").strip()
        if not address:
            raise RunError("Trainings on a cluster need RAY_ADDRESS, such as ray://gpu.example.org:10001.")
        if not ADDRESS.fullmatch(address):
            raise RunError('RAY_ADDRESS must be ray://HOST:PORT or HOST:PORT, not "{got}".', got=address)
        return cls(address, read("UNROLLED_RAY_CPUS", 1, least=1), read("UNROLLED_RAY_GPUS", 0, least=0))

    @property
    def answers(self) -> bool:
        """Whether anything listens there."""
        found = ADDRESS.fullmatch(self.address)
        assert found
        try:
            socket.create_connection((found[1], int(found[2])), timeout=5).close()
        except (OSError, OverflowError):
            return False
        return True

    def is_gone(self) -> bool:
        """Whether nobody listens there, or soon will: what is lost is the cluster, not only one machine of it."""
        until = time.monotonic() + SETTLES
        while answers := self.answers:
            if time.monotonic() > until:
                break
            time.sleep(0.2)
        return not answers

    @property
    def room(self) -> dict[str, int]:
        """What a training takes of a machine, as Ray calls it."""
        return {"CPU": self.cpus} | ({"GPU": self.gpus} if self.gpus else {})

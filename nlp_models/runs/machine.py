"""What this computer has for trainings: cores and memory, those of its container where it has one."""

import os
from pathlib import Path

from nlp_models.files import write_aside

MEGABYTE = 2**20
NODE = "UNROLLED_NODE"  # environment variable: what a machine of a cluster is called
LEARNED_ON, MOST_LETTERS = "machines.txt", 200  # file of a run; of what a report says of it
TRAINING_MB = 2_000  # that a training takes at most, ours and most people's
# of a container, by the second version of Linux's control groups and by the first
MEMORY = (("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))


def cores(groups: Path = Path("/sys/fs/cgroup")) -> int:
    """How many processors this process may use."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read(groups / "cpu.max").partition(" ")
    quota = quota if quota.isdecimal() else _read(groups / "cpu/cpu.cfs_quota_us")
    period = period or _read(groups / "cpu/cpu.cfs_period_us")
    if quota.isdecimal() and period.isdecimal() and int(period):
        own = min(own, max(1, int(quota) // int(period)))
    return own


def memory(groups: Path = Path("/sys/fs/cgroup"), told: Path = Path("/proc/meminfo")) -> tuple[int, int] | None:
    """`(megabytes there are, megabytes free now)`; None where nobody tells."""
    lines = dict(line.split(":", 1) for line in _read(told).splitlines() if ":" in line)
    try:
        whole, free = (int(lines[name].split()[0]) // 1024 for name in ("MemTotal", "MemAvailable"))
    except (KeyError, ValueError, IndexError):
        return None
    for limit, used in MEMORY:
        most, now = _read(groups / limit), _read(groups / used)
        if most.isdecimal() and now.isdecimal() and int(most) // MEGABYTE < whole:
            whole = int(most) // MEGABYTE
            free = min(free, whole - int(now) // MEGABYTE)
    return whole, free


def named(device: str) -> str:
    """What trains, with the name of its machine where that is one of a cluster: "NVIDIA L4 (gpu-1)"."""
    node = os.environ.get(NODE, "")[:60]
    return f"{device} ({node})" if node else device


def learned_on(folder: Path, device: str, goes_on: bool) -> str:
    """Keep that a run learns on this device from now on; gives all it has learned on: "CPU (gpu-1), then CPU (gpu-2)"."""
    file = folder / LEARNED_ON
    before = file.read_text("utf-8", "replace").splitlines() if goes_on and file.exists() else []
    devices = before if before[-1:] == [device] else [*before, device]
    if devices != before:
        write_aside(file, "\n".join(devices).encode())
    return ", then ".join(devices)[-MOST_LETTERS:]


def trainings_at_once() -> int:
    """How many trainings go on beside each other unless the host says so: half the cores, as far as memory reaches."""
    room = memory()
    return max(1, min(cores() // 2, room[0] // TRAINING_MB if room else 1))


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:  # another system, or not ours to read
        return ""

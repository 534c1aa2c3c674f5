"""A training that costs nothing, and the driver that starts it on real machines of a cluster: what is tested is the way there and back.

python light.py RUN TOKEN is `nlp_models.runners.ray.driver` with this Trainee; python light.py RUN is such a training.
"""

import errno
import os
import sys
import time
from pathlib import Path

from nlp_models.runners.ray import node
from nlp_models.runs.store import RunStore

EPOCHS = 4000
BETWEEN = 0.2  # seconds an epoch
NODE = os.environ.get("UNROLLED_NODE", "")


class Light(node.Trainee):
    """Starts the pretended training; may lack what the environment of the driver says that it lacks."""

    def __init__(self):
        node.SILENCE = 10.0  # a test waits for it
        super().__init__()

    def command(self, run_id):
        return [sys.executable, __file__, run_id]


class OldVersions(Light):
    def facts(self):
        facts = super().facts()
        return facts | {"versions": facts["versions"] | {"tensorflow": "2.0.0"}}


class FullDisk(Light):
    def take(self, name, offset, data):
        raise OSError(errno.ENOSPC, "No space left on device")


def train(run):
    """An epoch every moment: metrics, a checkpoint of two files, status; as the loop does it."""
    first = len(run.metrics()) + 1
    for epoch in range(first, EPOCHS + 1):
        if run.cancel_requested:
            return run.end_without("cancelled")
        if run.stop_requested:
            break
        run.update_status(state="running", epoch=epoch, epochs=EPOCHS, step=epoch, steps=EPOCHS, device=f"CPU ({NODE})")
        run.append_metrics({"epoch": epoch, "loss": 1 / epoch})
        checkpoint(run.folder / "checkpoint", epoch)
        time.sleep(BETWEEN)
    (run.folder / "weights.safetensors").write_bytes(b"w" * 3_000_000)  # more than a piece
    run.end_well()


def checkpoint(folder, epoch):
    folder.mkdir(exist_ok=True)
    aside = folder / f".epoch-{epoch:04d}"
    aside.mkdir()
    (aside / "state.safetensors").write_bytes(str(epoch).encode() * 20_000)
    (aside / "facts.json").write_text(str(epoch))
    aside.rename(folder / f"epoch-{epoch:04d}")
    for old in sorted(folder.glob("epoch-*"))[:-2]:
        for file in old.iterdir():
            file.unlink()
        old.rmdir()


def main(run_id):
    run = RunStore.default().open(run_id)
    with run.hold_lock():
        print("pretended in", Path.cwd(), "for", NODE, flush=True)
        train(run)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        import light

        from nlp_models.runners.ray import cluster, driver

        cluster.Trainee = getattr(light, os.environ.get("PRETENDED", "Light"))
        driver.BEAT = driver.LOOKS = 0.4  # a test waits for it
        sys.exit(driver.main(*sys.argv[1:]))

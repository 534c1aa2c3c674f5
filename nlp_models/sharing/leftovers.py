"""What is left of a run that cannot be read any more, as it lies there: for whoever wants to mend it, or have the rows back."""

import io
import zipfile
from contextlib import suppress

from nlp_models.runs.run import Run

OURS_ALONE = ("alive.lock", "lease.json", "pid", "owner.txt", "starting")  # of no use to anybody else


def pack_leftovers(run: Run) -> bytes:
    """A zip of all its files; one that vanishes or cannot be opened meanwhile is left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(run.folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name not in OURS_ALONE:
                with suppress(OSError):
                    archive.writestr(path.relative_to(run.folder).as_posix(), path.read_bytes())
    return packed.getvalue()

"""A file that asks for scenes, `{"scenes": "en", "pictures": 4800}`: as many drawn ones as it asks for."""

import json
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.drawn import scenes

TITLE = mark("scenes to be drawn")

MOST_SCENES = 20_000
LANGUAGES = ("en", "ko")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A short JSON object with the key `scenes`."""
    return Sighting(1.0, Message(mark("a request for drawn scenes"))) if _asked(source) else None


def read(source: Source, how: How) -> Table:
    """Scenes, each with all its captions, in the parts they belong to."""
    asked = _asked(source) or {}
    language, wanted = asked.get("scenes"), asked.get("pictures", 0)
    if language not in LANGUAGES or not isinstance(wanted, int) or not 8 <= wanted <= MOST_SCENES:
        raise DataError(
            'Scenes are asked for as {{"scenes": "en" or "ko", "pictures": 8 to {most}}}.', most=MOST_SCENES
        )
    rows = []
    for scene in map(scenes.make, range(wanted)):
        rows += [(str(scene), caption, scenes.part_of(scene)) for caption in scenes.captions(scene, language)]
    return Table(("image", "caption", "part"), rows, list(range(1, len(rows) + 1)), "scenes")


def _asked(source: Source) -> dict[str, Any] | None:
    """What a file asks for, if it asks for scenes."""
    if not source.start.startswith(b"{") or source.size > 1_000:
        return None
    try:
        asked = json.loads(source.data)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) and "scenes" in asked else None

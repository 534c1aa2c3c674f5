"""languages_of(run): which languages a network reads and writes, as far as its vocabulary tells."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp_models.answering.ready import ReadyModel
from nlp_models.errors import UnrolledError
from nlp_models.recipe import is_korean
from nlp_models.runs.records import whole
from nlp_models.runs.run import Run
from nlp_models.text.vocabulary import Vocabulary, sides_of

COMMONEST = 2000  # tokens that are looked at
JAMO = dict.fromkeys([*range(0x1100, 0x1200), *range(0x3131, 0x3164)], "가")  # parts of syllables


def languages_of(run: Run | ReadyModel) -> set[str]:
    """Codes of the languages of a finished run: "ko" of what is mostly Hangul, "en" of any other; both of some translators."""
    return set(run.languages) if isinstance(run, ReadyModel) else set(_languages(run.folder))


@lru_cache(maxsize=256)  # a finished run's vocabulary never changes
def _languages(folder: Path) -> tuple[str, ...]:
    try:
        with whole("vocabulary.json"):
            sides = sides_of(json.loads((folder / "vocabulary.json").read_bytes()))
            return tuple("ko" if _is_korean(side) else "en" for side in sides)
    except UnrolledError:  # none there, or a disk lost it: it is told where the network is asked
        return ()


def _is_korean(side: dict[str, Any]) -> bool:
    tokens = side.get("tokens") or Vocabulary.from_json(json.dumps(side)).tokens
    return is_korean([token.translate(JAMO) for token in tokens[:COMMONEST]])

"""A network that writes on says nothing that tells of being hurt, as "I would like to" and "die" do; `told` has the phrases.

untold("I would like to", " die of joy.")        # ' ··· of joy.'
"""

import re
from functools import lru_cache

from nlp_models.safety.told import told
from nlp_models.safety.word_filter import MASK

LOOKED_BACK = 160  # letters; a phrase is shorter
WORD = re.compile(r"(\s*)(\S+)(\s*)")


def begins_to_tell(text: str, longer: str) -> bool:
    """Whether a text tells of being hurt with what was put behind it, and did not before."""
    return _tells(longer[-LOOKED_BACK:]) and not _tells(text[-LOOKED_BACK:])


def untold(text: str, written: str) -> str:
    """What was written behind a text, three dots in the place of every word that would make it tell of being hurt."""
    if told(text) or not told(text + written):
        return written
    kept = text
    for before, word, after in WORD.findall(written):
        kept += before + (MASK if begins_to_tell(kept, kept + before + word) else word) + after
    return kept[len(text) :]


@lru_cache(maxsize=2048)
def _tells(text: str) -> bool:
    return told(text) is not None

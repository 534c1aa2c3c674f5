"""What a session remembers of the memory lab: keys like those of `state.py`."""

from __future__ import annotations

from pages.ui.frame.key import Key

LAB: Key[str] = Key("lab")  # which of the three
SENTENCES: Key[str] = Key("sentences")  # the language of the key words
SHOWN_RUN: Key[str] = Key("recall-run")  # id of one's own run, or "ready"
DISTANCE: Key[int] = Key("recall-distance")
ANOTHER: Key[int] = Key("recall-another")  # which of the example sentences
WHEN: Key[str] = Key("reach-when")  # before or after learning
TIMES: Key[float] = Key("reach-times")  # what the recurrent weights are multiplied by
CLIPPED: Key[bool] = Key("reach-clipped")
CELL: Key[str] = Key("reach-cell")  # whose product is spelled out
UNIT: Key[int] = Key("reach-unit")
NETWORK: Key[str] = Key("look-back-network")  # id of a run or ready model
OWN_TEXT: Key[str] = Key("recall-own-text")  # pasted
OWN_FILE: Key[tuple[str, str]] = Key("recall-own-file")  # (name, text) of a file that was given
OWN_KEYS: Key[str] = Key("recall-own-keys")  # with commas between
OWN_FRAME: Key[str] = Key("recall-own-frame")
OWN_OTHERS: Key[str] = Key("recall-own-others")  # between the sentences
OWN_PROPOSED: Key[str] = Key("recall-own-proposed")  # the text whose words stand among the keys

"""Safe to show a class: `word_filter()` stands before everything that a network writes, `told(text)` gives a kind card where
somebody tells of hurting themselves, or of being hurt; `untold(text, written)` keeps a network from telling of it.
"""

from nlp_models.safety.card import Card as Card
from nlp_models.safety.onward import begins_to_tell as begins_to_tell
from nlp_models.safety.onward import untold as untold
from nlp_models.safety.told import told as told
from nlp_models.safety.word_filter import WordFilter as WordFilter
from nlp_models.safety.word_filter import word_filter as word_filter

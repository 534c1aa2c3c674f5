"""Safe to show a class: `word_filter()` stands before everything that a network writes, `told(text)` gives a kind card where
somebody tells of hurting themselves, or of being hurt.
"""

from nlp_models.safety.card import Card as Card
from nlp_models.safety.told import told as told
from nlp_models.safety.word_filter import WordFilter as WordFilter
from nlp_models.safety.word_filter import word_filter as word_filter

"""The name that people's scripts import: see datasets/readers.py."""

from nlp_models.datasets.readers import Table as Table
from nlp_models.datasets.readers import read_table as read_table

"""From a person's file to a Dataset: readers (bytes -> Table), dataset (Table -> Dataset), doctor (what is wrong with it)."""

from nlp_models.datasets.columns import guess_columns as guess_columns
from nlp_models.datasets.dataset import Dataset as Dataset
from nlp_models.datasets.dataset import Edit as Edit
from nlp_models.datasets.dataset import parse_names as parse_names

"""The name that people's scripts import: see runs/run.py."""

from nlp_models.runs.records import Status as Status
from nlp_models.runs.run import Run as Run

"""The name that people's scripts import: see runs/run.py."""

from nlp_models.runs.run import Run as Run
from nlp_models.runs.run import Status as Status

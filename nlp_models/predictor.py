"""The name that people's scripts import: see answering/predictor.py."""

from nlp_models.answering.predictor import Config as Config
from nlp_models.answering.predictor import Predictor as Predictor

"""Sentiment: does a sentence praise or complain?"""

from nlp_models import tasks
from pages.ui.use_case import use_case

use_case(tasks.load("sentiment"))

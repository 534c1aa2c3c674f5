"""A stranger's file, read in a child with little memory and little time; and how it would be read, told as JSON.

table = read_limited("sentiment", Path("reviews.csv"))
inspection(tasks.load("sentiment"), table)["columns"]      # {"text": "review", "label": "stars"}
"""

from nlp_models.reading.inspection import inspection as inspection
from nlp_models.reading.limited import read_limited as read_limited

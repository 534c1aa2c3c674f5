"""What the doctor looks for in texts with numbers."""

from nlp_models.datasets.doctor import empty, fine, lengths
from nlp_models.messages import Message


def summary(patient):
    yield fine("summary", Message("{rows} rows to count in", {"rows": len(patient.texts)}))


CHECKS, HEALTHY = (summary, lengths, empty), "No empty texts"

"""tag_called(...): a tag as people read it, without the codes of its scheme."""

from nlp_models.problems.tagging.entities import OUTSIDE, kind_of
from pages.ui.frame.words import t
from pages.ui.views.tagging.words import kind_label


def tag_called(task, predictor, tag):
    """The name of its kind; of a name's words whether it begins there or goes on."""
    kind = kind_of(tag)
    label = kind_label(task, predictor.config.names, kind)
    if tag in (kind, OUTSIDE):
        return label
    if tag.startswith("B-"):
        return t("{kind} (begins)", kind=label)
    return t("{kind} (goes on)", kind=label)

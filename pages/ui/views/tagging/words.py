"""A tagged sentence as chips: a word's tag by name and colour, with how sure the network is."""

from nlp_models.problems.tagging.entities import OUTSIDE, as_bio, kind_of, spans_of
from nlp_models.text.vocabulary import SPACE
from pages.ui.answer.answering import label_name
from pages.ui.charts.words_component import words_view
from pages.ui.frame.words import percent, t

# which colour of the theme a kind has, by its name, on every page and for every data set; kin share one
COLOURS = {
    "Noun": 4, "Proper noun": 0, "Pronoun": 3, "Numeral": 3, "Verb": 5, "Auxiliary": 5, "Adjective": 2, "Adverb": 2,
    "Determiner": 1, "Adposition": 1, "Conjunction": 1, "Subordinator": 1, "Particle": 1, "Interjection": 6,
    "Punctuation": 6, "Symbol": 6, "Person": 4, "Place": 0, "Organisation": 5, "Company": 5, "Date": 2, "Group": 2,
    "Time": 3, "Product": 3, "Quantity": 1, "Work of art": 1, "Other name": 6,
}  # fmt: skip


def colour_of(task, kind, kinds):
    """The number of its colour; of a kind that nobody named, by its place among all there are."""
    known = COLOURS.get(task.label_names.get(kind, ""))
    return sorted(kinds).index(kind) if known is None else known


def kind_name(task, names, kind):
    """A type or tag as people read it; its own value where nobody named it."""
    return label_name(task, names, kind)


def kind_label(task, names, kind):
    """A kind, or that a word is no name."""
    return t("no name") if kind == OUTSIDE else kind_name(task, names, kind)


def tag_called(task, names, tag):
    """A tag without the codes of its scheme: the name of its kind; of a name's words whether it begins there or goes on."""
    kind = kind_of(tag)
    label = kind_label(task, names, kind)
    if tag in (kind, OUTSIDE):
        return label
    if tag.startswith("B-"):
        return t("{kind} (begins)", kind=label)
    return t("{kind} (goes on)", kind=label)


def with_kind(tags, first, end, kind, of_entities):
    """The tags with the words from `first` to `end` made one of `kind`; of entities one entity, or none."""
    changed, rest = list(tags), end - first - 1
    if not of_entities:
        changed[first:end] = [kind] * (end - first)
        return changed
    changed[first:end] = [OUTSIDE] * (rest + 1) if kind == OUTSIDE else [f"B-{kind}", *[f"I-{kind}"] * rest]
    return as_bio(changed)


def tagged_words(task, names, words, tags, confidence=None, letters=False, only=(), key="tagged", title="", kinds=()):
    """Draw the chips; gives the span `(first, end, kind)` of the clicked one, or None.

    Args:
        only: kinds that are marked; all when empty.
        kinds: every kind there is, so that a kind keeps its colour from sentence to sentence.
    """
    spans = spans_of(words, tags, letters)
    shown, values, labels = [], [], []
    for first, end, kind in spans:
        marked = kind is not None and (not only or kind in only)
        shown.append("".join(words[first:end]).replace(SPACE, " "))
        values.append(colour_of(task, kind, kinds) if marked and kind in kinds else None)
        sure = f" {percent(min(confidence[first:end]))}" if confidence else ""
        labels.append(f"{kind_name(task, names, kind)}{sure}" if marked else "")
    clicked = words_view(shown, values, "label", labels, key=key, title=title)
    return None if clicked is None else spans[clicked]

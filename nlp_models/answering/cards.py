"""card_instead(predictor, text): the kind card that stands in the place of an answer, on the command line and in files."""

from collections.abc import Callable, Sequence

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.safety import Card, told


def card_instead(predictor: Predictor, text: str, beside: Callable[[Card], object] = lambda _: None) -> Card | None:
    """The card where a text tells of being hurt and the network would talk back; `beside` gets one that stands beside the answer."""
    card = told(text)
    if card and not tasks.load(predictor.config.task).talks_back:
        beside(card)
        return None
    return card


def with_cards(predictor: Predictor, texts: Sequence[str], answers: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Cells of a file's rows; the card in the first of them where one stands instead of the answer."""
    rows = zip(map(lambda text: card_instead(predictor, text), texts), answers, strict=True)
    return [[card.line(), *[""] * (len(cells) - 1)] if card else cells for card, cells in rows]

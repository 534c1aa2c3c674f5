"""How a token is shown to people."""

from nlp_models.text.vocabulary import END, SPACE

BLANK = "␣"  # a space that is a token of its own
BREAK = "⏎"  # the end of a line, where a text has to stand on one


def shown(vocabulary, number, token=None):
    """A token as a page shows it: a piece within a word has a dot before it, the end of a line and a space are signs.

    `token` is what was typed, where the vocabulary may not know it.
    """
    if number == END:
        return BREAK
    token = vocabulary.tokens[number] if token is None else token
    if vocabulary.kind == "subword" and not token.startswith(SPACE):
        return f"·{token}"
    return token.replace(SPACE, " ").strip() or BLANK

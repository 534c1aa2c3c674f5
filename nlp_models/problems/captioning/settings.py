"""What can be set of a network that tells pictures."""

from nlp_models.settings import ChosenTokens, CommonSettings, HiddenTokens, Writing


class Settings(Writing, HiddenTokens, ChosenTokens, CommonSettings):
    """Nothing beside what is shared."""

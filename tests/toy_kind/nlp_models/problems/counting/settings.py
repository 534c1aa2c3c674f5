"""What can be set of a network that counts."""

from pydantic import Field

from nlp_models.settings import ChosenTokens, CommonSettings


class Settings(ChosenTokens, CommonSettings):
    """Beside what is shared: the largest answer."""

    largest: float = Field(100, ge=1, le=10_000, description="No answer is larger than this.")

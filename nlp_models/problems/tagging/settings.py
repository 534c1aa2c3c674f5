"""What can be set of a tagger."""

from typing import Annotated, Literal

from pydantic import Field

from nlp_models.messages import mark
from nlp_models.settings import CommonSettings, HiddenTokens, Shown, WholeText

READERS = {
    "convolution": mark("by a convolution"), "recurrent": mark("by a recurrent network"), "none": mark("not at all"),
}  # fmt: skip


class Settings(WholeText, HiddenTokens, CommonSettings):
    """Beside what is shared: how letters are read and tags are chosen. Its tokens are the words of the file."""

    characters: Annotated[
        Literal["convolution", "recurrent", "none"],
        Shown("network", after="embedding_size", on_card="max_tokens", options=READERS),
    ] = Field(
        "convolution",
        title=mark("Letters of a word"),
        description=mark("How the letters of a word are read, beside the word itself."),
    )
    crf: Annotated[Literal["auto", "yes", "no"], Shown("network", after="characters", on_card="characters")] = Field(
        "auto",
        title=mark("CRF"),
        description=mark("Choose all tags of a sentence together (CRF); auto: where tags name entities."),
    )

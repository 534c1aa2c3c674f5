"""A Discord chat as text: `[01/03/2031 1:10 PM] name` above what they say, or `name — Today at 1:10 PM` as it is copied."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.chat_exports import Post, gathered, share
from nlp_models.problems.sequence_to_sequence.reading.stamps import CLOCK, DATE, MONTH
from nlp_models.problems.sequence_to_sequence.reading.talk import MEDIA, NOTICE, plain, sort_out, talk_table

TITLE = mark("a Discord chat")
EXPORTED = re.compile(
    rf"\[(?:{DATE}|\d{{1,2}}-{MONTH}-\d{{2,4}}),? {CLOCK}\] (?P<who>\S.{{0,60}}?)(?:#\d{{4}})?(?: \(pinned\))?(?P<text>)$"
)
COPIED = re.compile(
    rf"(?P<who>\S.{{0,40}}?) ?— ?(?:(?:Today|Yesterday)(?:,? at)? ?|오늘 ?|어제 ?|{DATE},? (?:at )?)?{CLOCK}(?P<text>)$"
)
RULE = re.compile(r"=+$|(?:Guild|Channel|Topic|After|Before): |Exported \d+ message")
BESIDE = re.compile(r"\s*\{(?:Attachments|Embed|Reactions|Stickers|Inline Emojis)\}.*$")
MARKUP = re.compile(r"<a?:(\w+):\d+>|<[@#]&?!?\d+>")
NOTICES = re.compile(
    r"(?:Joined the server|Pinned a message|Started a (?:call|thread).{0,100}|Added .{1,60} to the group|Left the group|Changed the channel.{0,100})\.?$"
)
LEAST, LEAST_SHARE = 3, 0.2  # of the lines name who speaks


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where lines of a time and a name stand above what is said."""
    if not source.is_text:
        return None
    count, part = max(share(source.sample, begins.match) for begins in (EXPORTED, COPIED))
    if count < LEAST or part < LEAST_SHARE:
        return None
    return Sighting(0.97, Message(mark("lines of a name and a time, as Discord has them, above what is said")))


def read(source: Source, how: How) -> Table:
    """What people said, in pairs."""
    begins = max((EXPORTED, COPIED), key=lambda one: share(source.sample, one.match))
    export = gathered(source.lines, begins.match, lambda line, _: RULE.match(line))
    left = export.left
    said = sort_out(export.said(why_left_out), left, cleaned)
    return talk_table(said, source, how, "txt", left)


def why_left_out(post: Post) -> str | None:
    """Why a message says nothing, if it does not."""
    text = cleaned(post.text)
    return MEDIA if not text else NOTICE if NOTICES.match(text) else None


def cleaned(text: str) -> str:
    """A text without what stands beside it, and without Discord's own signs."""
    text = BESIDE.sub("", text) if "{" in text else text
    return plain(MARKUP.sub(r"\1", text) if "<" in text else text)

"""A LINE chat as it is exported: a line for each day, then `13:10<tab>name<tab>text`; of a PC with spaces between."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.chat_exports import SHOWN, Export, Post, exported, gathered, share
from nlp_models.problems.sequence_to_sequence.reading.stamps import CLOCK, DATE, bare
from nlp_models.problems.sequence_to_sequence.reading.talk import DELETED, MEDIA, NOTICE, plain, sort_out, talk_table

TITLE = mark("a LINE chat")
EXPORT_TITLE = re.compile(r"\[LINE\] ?\S.{0,100}$|(?:저장 ?일시|저장한 날짜|Saved on|保存日時) ?[:：] ?.{1,40}$")
DATE_LINE = re.compile(rf"{DATE} ?(?:\(.{{1,4}}\))?$")
TABBED = re.compile(rf"{CLOCK}\t(?P<who>[^\t]{{1,60}})\t(?P<text>.*)")
SPACED = re.compile(rf"{CLOCK} (?P<who>\S{{1,40}}) (?P<text>.+)")
STAMPED = re.compile(rf"{CLOCK}\t")
WITHOUT_WORDS = re.compile(
    r"\[(?:사진|동영상|스티커|이모티콘|음성 ?메시지|파일|연락처|위치(?: ?정보)?|앨범|노트|투표|선물|송금|Photo|Video|Sticker|Emoji|Voice ?message|Audio|File"
    r"|Contact|Location|Albums?|Notes?|Poll|Gift|LINE Pay|スタンプ|写真|動画|ファイル|ボイスメッセージ)\].{0,60}|☎.{0,60}",
    re.IGNORECASE,
)
GONE = re.compile(
    r".{0,60}(?:unsent a message|메시지(?:의)? ?전송을 취소했습니다|メッセージの送信を取り消しました)\.?", re.IGNORECASE
)
NOTICES = re.compile(
    r".{1,60}(?:joined the (?:group|chat)|left the (?:group|chat)|changed the group.{0,80}|님이 (?:그룹|채팅|대화)?\S{0,6} ?(?:참여|나갔|초대|들어)\S{0,20}습니다)\.?$"
)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where its title says so, or lines begin with a time, a tab and a name, below lines that are dates."""
    if (chat := exported(source)) is None or not chat.is_text:
        return None
    titled = any(EXPORT_TITLE.match(line.strip("\ufeff ")) for line in chat.sample[:2])
    tabbed, part = share(chat.sample, TABBED.match)
    dated = any(DATE_LINE.match(bare(line).strip()) for line in chat.sample)
    because = Message(mark("lines begin with a time and a name, below dates, as LINE writes them"))
    if tabbed > 1 and ((part >= SHOWN and dated) or titled):
        return Sighting(1.0 if titled else 0.97, because)
    return Sighting(0.98, because) if titled and share(chat.sample, SPACED.match)[0] > 1 else None


def read(source: Source, how: How) -> Table:
    """What people said, in pairs."""
    source = exported(source) or source
    export = _gathered(source)
    left = export.left
    said = sort_out(export.said(why_left_out), left, cleaned)
    return talk_table(said, source, how, "txt", left)


def _gathered(source: Source) -> Export:
    begins = TABBED if share(source.sample, TABBED.match)[0] > 1 else SPACED

    def aside(line: str, _: set[str]) -> re.Match[str] | None:
        return DATE_LINE.match(line) or EXPORT_TITLE.match(line) or STAMPED.match(line)

    return gathered(source.lines, begins.match, aside)


def why_left_out(post: Post) -> str | None:
    """Why a message says nothing, if it does not."""
    if GONE.fullmatch(post.text):
        return DELETED
    if not post.text or WITHOUT_WORDS.fullmatch(post.text):
        return MEDIA
    return NOTICE if NOTICES.match(post.text) else None


def cleaned(text: str) -> str:
    """A text without the quotes that hold one of several lines."""
    return plain(text[1:-1]) if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else plain(text)

"""A WhatsApp chat as it is exported: `12/31/23, 9:41 PM - Name: text`, `[31.12.23, 21:41:10] Name: text`."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.chat_exports import SHOWN, Post, exported, gathered, share
from nlp_models.problems.sequence_to_sequence.reading.stamps import CLOCK, DATE
from nlp_models.problems.sequence_to_sequence.reading.talk import DELETED, MEDIA, NOTICE, plain, sort_out, talk_table

TITLE = mark("a WhatsApp chat")
STAMP = rf"(?P<open>\[)?{DATE},? (?:(?:at|às|um|à) )?{CLOCK}(?(open)\] ?| [-–] )"
SAID = re.compile(rf"{STAMP}(?P<who>[^:]{{1,60}}):(?=\s|$) ?(?P<text>.*)")
STAMPED = re.compile(STAMP)
GONE = re.compile(
    r"(?:This message was deleted|You deleted this message)(?: by admin.{0,60})?\.?|삭제된 메시지입니다\.?|이 메시지는 삭제되었습니다\.?"
    r"|(?:이 )?메시지(?:가|를) 삭제(?:되었습니다|했습니다|하였습니다)\.?|Diese Nachricht wurde gelöscht\.?|Du hast diese Nachricht gelöscht\.?"
    r"|Se eliminó este mensaje\.?|Eliminaste este mensaje\.?|Ce message a été supprimé\.?|Vous avez supprimé ce message\.?",
    re.IGNORECASE,
)
OMITTED = r"(?:omitted|제외됨|제외|생략됨|생략|weggelassen|ausgeschlossen|omitid[oa]s?|omis\w{0,3}|absente?s?|omess[oi]|oculto)"
THINGS = r"(?:Media|image|images|video|audio|sticker|GIF|document|photo|video note|contact card|이미지|사진|동영상|오디오|스티커|문서|미디어|미디어 파일|연락처|Bild|Sticker|Medien|imagen|vídeo|documento|multimedia|média|vidéo|immagine|imagem|áudio|figurinha)"
FILE = r"[^<>\n]{1,100}\.(?:jpe?g|png|webp|gif|heic|mp4|mov|3gp|opus|ogg|mp3|m4a|aac|pdf|docx?|xlsx?|pptx?|hwpx?|txt|csv|vcf|zip) \([^()]{5,30}\)"
WITHOUT_WORDS = re.compile(
    rf"<[^<>]{{1,40}} ?{OMITTED}>|{THINGS} ?{OMITTED}|{FILE}|<[^<>:]{{1,20}}: [^<>]{{1,200}}>|null"
    r"|(?:Missed|Silenced) (?:voice|video|group voice|group video) call.{0,60}|(?:Voice|Video) call(?:[,.] .{0,40})?|(?:부재중 )?(?:음성|영상) ?통화.{0,30}"
    r"|(?:live )?location(?: shared)?(?:: https?://\S+)?|(?:POLL|투표):.*|Waiting for this message\..*",
    re.IGNORECASE,
)
OWN_OMITTED = re.compile(rf"(?:\S{{1,20}} ){{1,3}}{OMITTED}", re.IGNORECASE)
NAMED_NOTICE = re.compile(
    r" (?:changed (?:the|this|their|to)|created (?:the )?(?:group|community)|added|removed|pinned) ?| 님이 "
)  # before a colon
NOTICES = re.compile(
    r"Messages and calls are|Messages (?:you send )?to this (?:chat|group)|메시지와 통화는 종단간|이 대화방의 메시지|Nachrichten und Anrufe sind|Les messages et les appels"
    r"|Los mensajes y las llamadas|.{0,60}(?:security code (?:with .{1,60} )?changed|보안 ?코드가|Sicherheitsnummer)"
    r"|.{0,60}disappearing messages|This (?:chat|business|group) .{1,200}|You(?:'re| are) (?:now|no longer) an admin"
)
GROUP = re.compile(
    r".{0,60}(?:created (?:this |the )?group|added (?:you|.{1,60})|joined (?:using|from|via) .{1,60}|was added|were added|removed .{1,60}|left|joined"
    r"|changed (?:the|this|their|to) .{1,200}|pinned a message|now an admin)\.?|.{1,60}님?(?:이|을|를) .{0,60}(?:초대|추가|나갔|변경|만들|입장|퇴장|들어)\S{0,10}"
)
ROUND_IT = re.compile(
    rf"^{FILE} | ?<(?:This message was edited|이 메시지는 수정되었습니다|수정된 메시지)>$", re.IGNORECASE
)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where most lines begin with a date, a time and a name."""
    if (chat := exported(source)) is None:
        return None
    count, part = share(chat.sample, head)
    if count < 2 or part < SHOWN:
        return None
    return Sighting(0.98, Message(mark("lines begin with a date, a time and a name as WhatsApp writes them")))


def read(source: Source, how: How) -> Table:
    """What people said, in pairs."""
    source = exported(source) or source
    export = gathered(source.lines, head, lambda line, _: STAMPED.match(line))
    left = export.left
    said = sort_out(export.said(why_left_out), left, lambda text: plain(ROUND_IT.sub("", text)))
    return talk_table(said, source, how, "txt", left)


def head(line: str) -> re.Match | None:
    """A line that begins a message of a person."""
    match = SAID.match(line)
    return None if match is None or NAMED_NOTICE.search(match["who"]) else match


def why_left_out(post: Post) -> str | None:
    """Why a message says nothing, if it does not."""
    if GONE.fullmatch(post.text):
        return DELETED
    if not post.text or WITHOUT_WORDS.fullmatch(post.text) or (post.own and OWN_OMITTED.fullmatch(post.text)):
        return MEDIA
    return NOTICE if NOTICES.match(post.text) or (post.own and GROUP.fullmatch(post.text)) else None

"""A KakaoTalk chat as it is exported by a PC (`[이름] [오후 1:10] 말`) or a telephone (`2031년 3월 1일 오후 1:10, 이름 : 말`)."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.chat_exports import SHOWN, Post, exported, gathered, share
from nlp_models.problems.sequence_to_sequence.reading.stamps import CLOCK, DATE
from nlp_models.problems.sequence_to_sequence.reading.talk import DELETED, MEDIA, NOTICE, plain, sort_out, talk_table

TITLE = mark("a KakaoTalk chat")
PC = re.compile(rf"\[(?P<who>.{{1,60}}?)\] \[{CLOCK}\](?P<text>.*)")
PHONE = re.compile(rf"{DATE},?(?: at)? {CLOCK}, (?P<who>.{{1,60}}?) : ?(?P<text>.*)")
EXPORT_TITLE = re.compile(
    r"(?:.{1,80}(?:님과 )?카카오톡 대화|KakaoTalk Chats? with .{1,80}|(?:저장한 날짜|Date Saved) ?: .{1,40})$"
)
DATE_LINE = re.compile(rf"-*\s?{DATE}(?:,?(?: at)? {CLOCK})?\s?-*$")
STAMPED_NOTICE = re.compile(rf"{DATE},?(?: at)? {CLOCK}[,:] ")
NOTICES = re.compile(
    r".{1,60}님이 (?:.{1,200}님을 )?(?:초대|들어왔|나갔|내보냈|입장|퇴장)\S{0,8}(?:습니다|했어요|어요)?\.?$"
    r"|.{1,60}님을 (?:내보냈|초대했|강퇴했)습니다\.?$"
    r"|채팅방 관리자가 (?:메시지를 가렸|.{1,30})습니다\.?$"
    r"|.{1,60}님이 .{1,40}(?:변경했습니다|되었습니다|설정했습니다|해제했습니다)\.?$"
    r"|.{1,60} (?:has )?(?:joined|left) (?:this|the) (?:chat|chatroom|group chat|open chat)\.?$"
    r"|.{1,60} (?:has been|was) (?:removed|invited).{0,60}\.?$|The chatroom manager .{1,80}$"
)
COMES_AND_GOES = re.compile(
    r"(?P<who>.{1,60}?) (?:has )?(?:invited .{1,200}|joined|left)\.$"
)  # only of a known speaker
GONE = re.compile(
    r"삭제된 메시지입니다\.?|메시지가 삭제되었습니다\.?|가려진 메시지입니다\.?|채팅방 관리자가 메시지를 가렸습니다\.?"
    r"|Deleted message\.?|(?:This|The) message (?:was|has been) deleted\.?",
    re.IGNORECASE,
)
WITHOUT_WORDS = re.compile(
    r"사진(?: ?\d{1,3}장)?|동영상(?: ?\d{1,3}개)?|\(?이모티콘\)?|\(?스티커\)?|음성 ?메시지|음성메세지|<사진>|<동영상>"
    r"|(?:파일|지도|연락처|위치|캘린더|투표|일정|음악|샵검색|File|Map|Contact|Location|Calendar|Poll|Music) ?: .*"
    r"|(?:보이스톡|페이스톡|라이브톡|그룹콜|그룹 ?보이스톡)(?:| ?(?:해요|종료|취소|부재중|거절|응답 없음|시작|\d{1,2}:\d{2}).{0,20})"
    r"|(?:Photos?|Videos?|Emoticons?|\(?Emoticon\)?|Stickers?|Voice (?:Note|Message)s?)"
    r"|(?:Photos?|Videos?) ?\(?\d{1,3}\)?|\d{1,3} (?:photos?|videos?)"
    r"|(?:Voice ?Talk|Voice Call|Video Call|Face ?Talk|Live ?Talk|VoiceTalk|FaceTalk)(?: (?:ended|canceled|cancelled|missed|started|no answer|\d{1,2}:\d{2}).{0,20})?"
    r"|(?:사진|동영상|이모티콘|음성메시지|파일|지도|연락처)(?: ?\d{1,3}(?:장|개))?[을를] 보냈습니다\.?"
    r"|[0-9a-f]{32,80}\.\w{2,5}",
    re.IGNORECASE,
)
STICKER = re.compile(r"^\((?:이모티콘|Emoticon)\) ?", re.IGNORECASE)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where most lines begin with a name and a time, or a title says what it is."""
    if (chat := exported(source)) is None:
        return None
    count, part = share(chat.sample, head)
    titled = any(EXPORT_TITLE.match(line.strip("\ufeff ")) for line in chat.sample[:3])
    if count < 2 or (part < SHOWN and not titled):
        return None
    return Sighting(
        1.0 if titled else 0.96, Message(mark("lines begin with a name and a time as KakaoTalk writes them"))
    )


def read(source: Source, how: How) -> Table:
    """What people said, in pairs."""
    source = exported(source) or source
    export = gathered(source.lines, head, aside)
    left = export.left
    said = sort_out(export.said(why_left_out), left, cleaned)
    return talk_table(said, source, how, "txt", left)


def head(line: str) -> re.Match | None:
    """A line that begins a message."""
    return (PC if line.startswith("[") else PHONE).match(line)


def aside(line: str, speakers: set[str]) -> re.Match | bool | None:
    """A line that nobody says."""
    if (match := COMES_AND_GOES.match(line)) and match["who"] in speakers:
        return True
    return DATE_LINE.match(line) or STAMPED_NOTICE.match(line) or EXPORT_TITLE.match(line) or NOTICES.match(line)


def why_left_out(post: Post) -> str | None:
    """Why a message says nothing, if it does not."""
    if GONE.fullmatch(post.text):
        return DELETED
    if WITHOUT_WORDS.fullmatch(post.text):
        return MEDIA
    return NOTICE if post.who == "오픈채팅봇" else None


def cleaned(text: str) -> str:
    """What is left of a text without the mark of a sticker."""
    return plain(STICKER.sub("", text))

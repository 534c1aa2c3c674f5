"""What a column is, and the header names by which we recognise it in a stranger's file."""

from dataclasses import dataclass
from typing import Protocol

from nlp_models.messages import mark


class Field(Protocol):
    """One column that is needed: its name in a Dataset, how it is asked for, and the headers it is known by."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def known_as(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Text:
    """A column of free text."""

    name: str = "text"
    title: str = mark("Column with the text")
    known_as: tuple[str, ...] = (
        "text", "sentence", "document", "review", "comment", "content", "message", "v2", "문장", "리뷰", "본문", "내용", "댓글", "kor_sentence",
    )  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A column of class labels; the file's own values are the ids."""

    name: str = "label"
    title: str = mark("Column with the label")
    known_as: tuple[str, ...] = (
        "label", "labels", "lable", "lables", "class", "category", "sentiment", "target", "y", "v1", "정답", "라벨", "분류", "감성",
    )  # fmt: skip


@dataclass(frozen=True)
class Words:
    """A column of sentences whose words are parted by spaces; in a file with one word a line, its words."""

    name: str = "text"
    title: str = mark("Column with the words")
    known_as: tuple[str, ...] = (
        "word", "words", "form", "token", "tokens", "char", "text", "sentence", "단어", "낱말", "토큰", "글자", "문장",
    )  # fmt: skip


@dataclass(frozen=True)
class Tags:
    """A column of tags, one for every word of the sentence; as they stand in the file."""

    name: str = "label"
    title: str = mark("Column with the tags")
    known_as: tuple[str, ...] = (
        "entity", "ne_tag", "ner_tags", "ner", "upos", "pos", "tags", "tag", "label", "xpos", "chunk", "개체명", "품사", "태그", "정답",
    )  # fmt: skip


LANGUAGES = (
    "korean", "kor", "ko", "kr", "한국어", "국어", "한글", "한글문장", "english", "eng", "en", "영어", "영문", "영어문장",
    "french", "français", "francais", "fra", "fr", "프랑스어", "불어", "german", "deu", "de", "독일어", "spanish", "spa",
    "es", "스페인어", "japanese", "jpn", "ja", "일본어", "chinese", "zho", "zh", "중국어",
)  # fmt: skip
"""Columns named after a language: of a pair of them the first is read and the second written, unless told otherwise."""


@dataclass(frozen=True)
class Source:
    """The first of a pair of texts: what is asked, or what is translated."""

    name: str = "text"
    title: str = mark("Column that is read")
    known_as: tuple[str, ...] = (
        "source", "src", "question", "q", "prompt", "input", "utterance", "원문", "질문", "물음", "입력",
    )  # fmt: skip


@dataclass(frozen=True)
class Target:
    """The second of a pair of texts: what is answered, or the translation."""

    name: str = "label"
    title: str = mark("Column that is written")
    known_as: tuple[str, ...] = (
        "target", "tgt", "answer", "a", "reply", "response", "output", "translation", "번역", "번역문", "답변", "대답", "답", "응답", "출력",
    )  # fmt: skip


PAIR_NAMES = frozenset((*Source().known_as, *Target().known_as, *LANGUAGES))


@dataclass(frozen=True)
class Picture:
    """A column of pictures: names of files in the same zip, or scenes."""

    name: str = "text"
    title: str = mark("Column with the picture")
    known_as: tuple[str, ...] = (
        "image", "picture", "image_name", "file_name", "filename", "file", "img", "photo", "path", "그림", "사진", "이미지", "파일",
    )  # fmt: skip


@dataclass(frozen=True)
class Caption:
    """A column of captions; a picture may have several, a row each."""

    name: str = "label"
    title: str = mark("Column with the caption")
    known_as: tuple[str, ...] = (
        "caption", "captions", "comment", "description", "sentence", "text", "캡션", "설명", "문장",
    )  # fmt: skip

"""What a column is, and the header names by which we recognise it in a stranger's file."""

from dataclasses import dataclass

from nlp_models.messages import mark


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

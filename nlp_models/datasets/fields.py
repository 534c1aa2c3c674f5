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
        "texts", "sentences", "documents", "reviews", "comments", "messages", "tweet", "tweets", "body", "post", "posts", "phrase", "statement",
        "utterance", "query", "sms", "email", "feedback", "review_text", "reviewtext", "review text", "comment_text", "tweet_text", "full_text",
        "text_clean", "clean_text", "cleaned_text", "message_text", "review_body", "review_content", "headline", "article",
        "글", "텍스트", "문서", "메시지", "후기", "의견", "발화", "원문", "글 내용", "리뷰내용", "리뷰 내용", "댓글내용", "댓글 내용",
    )  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A column of class labels; the file's own values are the ids."""

    name: str = "label"
    title: str = mark("Column with the label")
    known_as: tuple[str, ...] = (
        "label", "labels", "lable", "lables", "class", "category", "sentiment", "target", "y", "v1", "정답", "라벨", "분류", "감성",
        "classes", "categories", "polarity", "intent", "intents", "emotion", "emotions", "mood",
        "spam", "is_spam", "toxic", "is_toxic", "tag", "topic", "genre", "airline_sentiment", "sentiments", "verdict", "gold", "gold_label",
        "label_text", "label_name",
        "레이블", "감정", "긍부정", "의도", "카테고리", "유형", "종류", "범주", "주제", "스팸", "판정",
        "rating", "ratings", "score", "stars", "star", "review_rating", "star_rating", "overall", "평점", "별점", "점수",
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
        "source", "src", "question", "q", "prompt", "instruction", "input", "utterance", "원문", "질문", "물음", "입력",
    )  # fmt: skip


@dataclass(frozen=True)
class Target:
    """The second of a pair of texts: what is answered, or the translation."""

    name: str = "label"
    title: str = mark("Column that is written")
    known_as: tuple[str, ...] = (
        "target", "tgt", "answer", "a", "reply", "response", "output", "completion", "translation", "번역", "번역문", "답변", "대답", "답", "응답", "출력",
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


PART_COLUMNS = ("split", "part", "set", "fold", "partition", "subset", "dataset", "데이터셋", "구분", "분할")
PART_NAMES = {
    **dict.fromkeys(("train", "training", "trn", "tr", "학습", "훈련"), "train"),
    **dict.fromkeys(("validation", "valid", "val", "dev", "devel", "development", "검증"), "validation"),
    **dict.fromkeys(("test", "testing", "tst", "eval", "evaluation", "평가", "시험", "테스트"), "test"),
}
"""Columns that may say which part a row belongs to, if they hold nothing but names of parts."""

OTHER_NAMES = frozenset(
    (
        *PART_COLUMNS,
        *Picture().known_as,
        *Caption().known_as,
        "id",
        "ids",
        "index",
        "idx",
        "no",
        "no.",
        "nr",
        "nr.",
        "#",
        "number",
        "num",
        "row",
        "date",
        "time",
        "datetime",
        "timestamp",
        "created_at",
        "author",
        "user",
        "username",
        "user_id",
        "name",
        "url",
        "link",
        "source",
        "lang",
        "language",
        "title",
        "topic",
        "image",
        "file",
        "filename",
        "file_name",
        "caption",
        "captions",
        "speaker",
        "번호",
        "순번",
        "날짜",
        "일자",
        "작성자",
        "작성일",
        "이름",
        "아이디",
        "제목",
        "언어",
        "출처",
        "사진",
        "설명",
    )
)
"""What people call columns that are neither: beside a known name they show that a row is a header."""

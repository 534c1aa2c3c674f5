"""What people bring on Data, by the kind of problem: which files, in which words they are asked for, how they are examined."""

from dataclasses import dataclass

from nlp_models.messages import mark

TABLES = ("csv", "tsv", "txt", "jsonl", "xlsx", "zip")
WORD_A_LINE = ("conll", "conllu", "bio", "iob", "train", "testa", "testb", "annotated")


@dataclass(frozen=True)
class Bringing:
    """msgids, and the ends of the names of files."""

    file: str = mark("A file with a text and a label in every row")
    paste: str = mark("One row a line: text, tab or comma, label")  # "": such data cannot be pasted
    example: str = mark("Sentences written for this lab.")
    missing: str = mark("Both a text and a label column are needed.")  # while a column is not chosen
    types: tuple[str, ...] = TABLES
    checks: str = "labels"  # of the doctor
    names: bool = False  # whether labels are listed, to be shown under other names
    written: bool = False  # whether the label is a text, typed and not chosen
    word_a_line: bool = False  # a pasted row is a column of words and their tags


BRINGINGS = {
    "classification": Bringing(names=True),
    "language_model": Bringing(
        file=mark("Any text file, or a table with a column of text"), paste=mark("Any text, read line by line"),
        missing=mark("Which column holds the text?"), checks="text",
    ),
    "tagging": Bringing(
        file=mark("A file with a word and its tag on every line (CoNLL, CoNLL-U)"),
        paste=mark("A word and its tag on every line, an empty line between sentences"),
        types=(*TABLES, *WORD_A_LINE), checks="tags", word_a_line=True,
    ),
    "sequence_to_sequence": Bringing(
        file=mark("A file with two texts in every row: what is read and what is written"),
        paste=mark("One pair a line, a tab or comma between; or a dialogue, where each line answers the one before"),
        example=mark("Pairs written for this lab."),
        missing=mark("Both columns are needed: what is read and what is written."), checks="pairs", written=True,
    ),
    "captioning": Bringing(
        file=mark("A zip with pictures (PNG, JPEG) and a file of captions: image,caption"), paste="",
        example=mark("Pictures drawn for this lab: some combinations of colour, shape and place are kept for the test."),
        missing=mark("Both a column with the pictures and one with the captions are needed."),
        types=("zip", "json", "csv", "jsonl"), checks="pictures",
    ),
}  # fmt: skip


def brought(task):
    """The Bringing of a task's kind of problem."""
    return BRINGINGS.get(task.problem, Bringing())

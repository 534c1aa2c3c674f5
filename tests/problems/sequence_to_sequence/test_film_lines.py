"""Film lines as Cornell gives them, and DailyDialog's dialogues a line."""

import io
import zipfile

from talking import CASES, left_out, read

LINES = [
    "L925 +++$+++ u0 +++$+++ m0 +++$+++ BIANCA +++$+++ Let's go.",
    "L1045 +++$+++ u0 +++$+++ m0 +++$+++ BIANCA +++$+++ They do not!",
    "L1044 +++$+++ u2 +++$+++ m0 +++$+++ CAMERON +++$+++ They do to!",
    "L924 +++$+++ u2 +++$+++ m0 +++$+++ CAMERON +++$+++ Wow",
    "L923 +++$+++ u2 +++$+++ m0 +++$+++ CAMERON +++$+++ ",
    "L926 +++$+++ u5 +++$+++ m1 +++$+++ ANNA +++$+++ Another film",
    "broken",
    "L927 +++$+++ u6 +++$+++ m1 +++$+++ BEN +++$+++ Café?",
] + [f"L{n} +++$+++ u{n % 2} +++$+++ m2 +++$+++ X{n % 2} +++$+++ text {n}" for n in range(5000, 5010)]
CONVERSATIONS = (
    "u0 +++$+++ u2 +++$+++ m0 +++$+++ ['L924', 'L925']\nu5 +++$+++ u6 +++$+++ m1 +++$+++ ['L926', 'L927', 'L9']\n"
)


def test_lines_answer_in_the_order_of_their_numbers_within_a_film():
    for encoding in ("utf-8", "cp1252"):
        table = read("\r\n".join(LINES).encode(encoding), "movie_lines.txt")
        assert table.shape == "movie_lines"
        assert table.rows[:3] == [("Wow", "Let's go."), ("Another film", "Café?"), ("They do to!", "They do not!")]
        assert len(table.rows) == 12 and table.line_numbers[:3] == [1, 8, 2]
        assert left_out(table) == {
            "Not a number, a speaker and a text between the marks": (7,),
            "A line without words": (5,),
        }


def test_the_zip_lists_its_conversations_itself():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("cornell movie-dialogs corpus/README.txt", "hello")
        archive.writestr("cornell movie-dialogs corpus/movie_lines.txt", "\n".join(LINES).encode("cp1252"))
        archive.writestr("cornell movie-dialogs corpus/movie_conversations.txt", CONVERSATIONS)
    table = read(written.getvalue(), "cornell.zip")
    assert table.rows == [("Wow", "Let's go."), ("Another film", "Café?")]


def test_the_case_is_sorted_and_cut():
    table = read(CASES / "12b_movie_lines.txt")
    assert (table.shape, len(table.rows)) == ("movie_lines", 119)
    assert table.rows[0] == ("I avoid the soup in May.", "Do you like the soup in May?")
    assert not any("+++" in text or "MIRA" in text for row in table.rows for text in row)


def test_a_dialogue_a_line_is_cut_where_its_texts_end():
    text = "Hi , Tom . __eou__ Hello ! __eou__ Bye . __eou__\nNo , sir . __eou__ Well . __eou__\n"
    table = read(text, "dialogues_text.txt")
    assert (table.shape, table.line_numbers) == ("eou", [1, 2, 3])
    assert table.rows == [("Hi , Tom .", "Hello !"), ("Hello !", "Bye ."), ("No , sir .", "Well .")]


def test_turns_of_several_texts_are_one():
    assert read("hi __eou__ you __eou__ __eot__ yes __eou__ __eot__\n" * 2).rows == [("hi you", "yes")] * 2

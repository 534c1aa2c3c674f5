"""WhatsApp's exports: 12 and 24 hours, several orders of the date, iPhone and Android, invisible marks, notices."""

import io
import zipfile

import pytest
from talking import left_out, read

STAMPS = [
    "12/31/23, 9:4{n}\u202fPM - {who}: ",
    "31/12/2023, 21:4{n} - {who}: ",
    "31/12/23 21:4{n} - {who}: ",
    "31.12.23, 21:4{n} - {who}: ",
    "2023-12-31, 9:4{n} p.m. - {who}: ",
    "[31.12.23, 21:4{n}:10] {who}: ",
    "[12/31/23, 9:4{n}:10\u202fPM] {who}: ",
    "\u200e[31/12/2023, 21:4{n}:10] {who}: ",
    "2023. 12. 31. 오후 9:4{n} - {who}: ",
    "[2023. 12. 31. 오후 9:4{n}:10] {who}: ",
]


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_stamp_is_known(stamp, ends):
    talk = [("Anna", "Hi"), ("Ben", "Hello: you"), ("Ben", "there, or\nnot"), ("Anna", "Yes")]
    lines = [stamp.format(n=n, who=who) + text for n, (who, text) in enumerate(talk)]
    table = read(ends.join(lines).replace("or\nnot", f"or{ends}not").encode("utf-8-sig"), "chat.txt")
    assert (table.shape, table.rows) == (
        "whatsapp",
        [("Hi", "Hello: you there, or not"), ("Hello: you there, or not", "Yes")],
    )


ANDROID = """\
12/31/23, 9:41\u202fPM - Messages and calls are end-to-end encrypted. No one outside of this chat can read them. Tap to learn more.
12/31/23, 9:41\u202fPM - Mira created group "Soup: club"
12/31/23, 9:41\u202fPM - Tom joined using this group's invite link
12/31/23, 9:42\u202fPM - Mira: who comes?
12/31/23, 9:44\u202fPM - Tom: <Media omitted>
12/31/23, 9:45\u202fPM - Mira: This message was deleted
12/31/23, 9:46\u202fPM - Mira changed the subject from "Soup: club" to "A: b"
12/31/23, 9:47\u202fPM - Tom: me <This message was edited>
1/1/24, 12:06\u202fAM - Mira: fine
1/1/24, 12:16\u202fAM - Tom: IMG-20240101-WA0001.jpg (file attached)
1/1/24, 12:17\u202fAM - Mira: null
1/1/24, 4:17\u202fAM - Tom: late
1/1/24, 4:27\u202fAM - Mira left
"""


def test_notices_media_and_deleted_messages_are_left_out():
    table = read(ANDROID)
    assert table.rows == [("who comes?", "me")]  # over two hours until "fine"
    assert left_out(table) == {
        "A date or a notice: nobody said it": (1, 2, 3, 7, 13),
        "A picture, a file or a call: no words": (5, 10, 11),
        "A deleted message": (6,),
    }
    assert set(table.speakers) == {"Mira", "Tom"}


IPHONE = """\
[31.12.23, 21:41:10] Soup: \u200eMessages and calls are end-to-end encrypted. No one can read them.
[31.12.23, 21:41:12] Soup: \u200eMira created this group
[31.12.23, 21:41:13] Mira: hello
\u200e[31.12.23, 21:42:13] ~\u202fTom: \u200eimage omitted
\u200e[31.12.23, 21:42:14] ~\u202fTom: \u200e<attached: 00000012-PHOTO-2023.jpg>
\u200e[31.12.23, 21:42:15] ~\u202fTom: \u200eMissed voice call
[31.12.23, 21:42:16] ~\u202fTom: the dog was omitted
[31.12.23, 21:43:13] Mira: yes
\u200e[31.12.23, 21:44:13] Mira: \u200eaudio omitted
\u200e[31.12.23, 21:44:13] Soup: \u200eMira left
"""


def test_an_iphones_marks_tell_what_nobody_said():
    table = read(IPHONE, "_chat.txt")
    assert table.rows == [("hello", "the dog was omitted"), ("the dog was omitted", "yes")]
    assert set(table.speakers) == {"Mira", "Tom"}


@pytest.mark.parametrize("days", [("3/4/2024", "3/5/2024", "3/6/2024"), ("4/3/2024", "5/3/2024", "6/3/2024")])
def test_the_order_of_day_and_month_is_the_one_that_leaps_least(days):
    lines = [f"{day}, 23:58 - Anna: a\n{day}, 23:59 - Ben: b\n" for day in days]
    assert len(read("".join(lines)).rows) == 3


def test_over_midnight_is_no_pause():
    text = "03/04/2024, 23:58 - Anna: a\n04/04/2024, 00:02 - Ben: b\n"
    assert read(text).rows == [("a", "b")]
    text = "4/30/24, 11:58 PM - Anna: a\n5/1/24, 12:02 AM - Ben: b\n"
    assert read(text).rows == [("a", "b")]


def test_a_zip_with_its_pictures_is_read_by_its_text():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("_chat.txt", IPHONE)
        archive.writestr("00000012-PHOTO-2023.jpg", b"\xff\xd8 no words")
    assert read(written.getvalue(), "WhatsApp Chat - Soup.zip").rows[0] == ("hello", "the dog was omitted")


def test_a_list_of_dates_is_no_chat():
    assert read("12/31/23, 9:41 PM - soup\n12/31/23, 9:42 PM - bread\n").shape != "whatsapp"

"""Whom to call: every number of the cards, with the page that gives it, how old that page is, and the day on which it was looked up.

The pages were read as stored copies, not rung up. Check them once a year, and change `LOOKED_UP` then (docs/host.md).
"""

from dataclasses import dataclass

from nlp_models.messages import Message, mark

LOOKED_UP = "2026-11-29"


@dataclass(frozen=True)
class Line:
    """Somewhere to call: a number, who answers, the page that gives the number, and its date where it has one."""

    number: str
    who: Message
    source: str
    dated: str = ""  # year, month or day of the page


SUICIDE_SOURCE = (
    "https://go.seoul.co.kr/news/prnewsView.php?id=410211&page=6&section=b_sec_1"  # Ministry of Health and Welfare
)
SUICIDE = Line("109", Message(mark("Suicide prevention line, day and night")), SUICIDE_SOURCE, "2026-02-13")
YOUTH = Line(  # a mobile phone reaches it behind an area code only; that one may text 1388: pressian.com, 2026-02-13
    "1388",
    Message(
        mark(
            "Youth line, day and night, also by text message. From a mobile phone dial an area code first: 02-1388 in Seoul"
        )
    ),
    "http://www.gidaily.co.kr/69140",
    "2025-01-24",
)
POLICE = Line("112", Message(mark("Police, also when a child is hurt")), "http://m.korea1391.go.kr/report.html")
SCHOOL = Line(
    "117",
    Message(mark("School violence line, day and night")),
    "https://www.etoday.co.kr/news/view/598119",
    "2012-06-18",
)
CHILDREN_UK = Line(
    "0800 1111",
    Message(mark("UK, up to 18: Childline")),
    "https://www.sunderlandecho.com/news/opinion/columnists/childline-advice-when-a-child-contacts-us-we-will-listen-and-support-them-3817957",
    "2022-08-28",
)
CHILDREN_EUROPE = Line(
    "116 111",
    Message(mark("Many countries of Europe: the line for children")),
    "https://childhelplineinternational.org/15-years-of-116111/",
    "2022-10-29",
)
CHILDREN_AUSTRALIA = Line(
    "1800 55 1800",
    Message(mark("Australia, up to 25: Kids Helpline")),
    "https://www.openaustralia.org.au/debates/?id=2023-03-20.209.2",
    "2023-03-20",
)
AMERICA = Line(
    "988",
    Message(mark("USA and Canada, by phone or text message")),
    "https://mentalhealthcommission.ca/catalyst/988-launches-in-canada/",
    "2023",
)
CHILDREN_AMERICA = Line(
    "1-800-422-4453",
    Message(mark("USA and Canada: Childhelp")),
    "https://mochildcareaware.org/child-care-educator-child-abuse-hotlines",
)
SAMARITANS = Line(
    "116 123",
    Message(mark("UK and Ireland: Samaritans")),
    "https://www.samaritans.org/how-we-can-help/contact-samaritan/",
)
AUSTRALIA = Line(
    "13 11 14",
    Message(mark("Australia: Lifeline")),
    "https://lifelineh2h.org.au/get-help/telephone-crisis-support/faqs/",
)
ELSEWHERE = Line("findahelpline.com", Message(mark("Other countries")), "https://findahelpline.com/AU")
CHILDREN = (CHILDREN_UK, CHILDREN_EUROPE, CHILDREN_AUSTRALIA)


def _korean(line: Line) -> Line:
    """A Korean line as it stands among those of other countries."""
    return Line(line.number, Message(mark("Korea")), line.source, line.dated)


LINES: dict[str, dict[str, tuple[Line, ...]]] = {
    "ko": {"self-harm": (SUICIDE, YOUTH), "abuse": (POLICE, YOUTH), "bullying": (SCHOOL, YOUTH)},
    "en": {
        "self-harm": (AMERICA, SAMARITANS, CHILDREN_UK, CHILDREN_EUROPE, AUSTRALIA, _korean(SUICIDE), ELSEWHERE),
        "abuse": (CHILDREN_AMERICA, *CHILDREN, _korean(POLICE), ELSEWHERE),
        "bullying": (AMERICA, *CHILDREN, _korean(SCHOOL), ELSEWHERE),
    },
}

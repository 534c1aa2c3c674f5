"""The automatic judges of `make screenshots` find what is wrong with a bad page, and nothing on a good one."""

import pytest
from test_browser import chromium  # noqa: F401

pytest.importorskip("PIL")
pytest.importorskip("playwright")
from screenshots import JUDGES, pages_of_the_app

PAGE = """<body style="margin:0;background:{paper};font:16px sans-serif;color:{ink}">
<div data-testid="stApp" style="background:{paper}"><div data-testid="stMain" style="overflow:auto">
<div data-testid="stMainBlockContainer">{content}</div></div></div></body>"""
GOOD = """<p>A sentence that is long enough to need a second line on a telephone, and breaks at its spaces only.</p>
<div style="overflow-x:auto"><div style="width:900px">a row that scrolls by itself</div></div>
<svg width="200" height="40"><rect width="200" height="40" fill="#97CFC9"/><text x="9" y="25" fill="#1A2027">0.51</text></svg>
<p style="width:70px">cross-entropy <span style="font-size:1px">&#8203;</span></p>
<span style="position:absolute;width:1px;height:1px;overflow:hidden;font-size:6px">for screen readers</span>"""


@pytest.fixture
def judge(chromium):  # noqa: F811
    tab = chromium.new_page(viewport={"width": 390, "height": 844})

    def judge(content, theme="light"):
        paper, ink = {"light": ("#FFFFFF", "#1A2027"), "dark": ("#14181D", "#E8ECEF")}[theme]
        tab.set_content(PAGE.format(content=content, paper=paper, ink=ink))
        return tab.evaluate(f"({JUDGES})({theme!r})")

    yield judge
    tab.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_good_page_has_nothing_to_tell(judge, theme):
    assert judge(GOOD, theme) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('<p style="font-size:12px">small</p>', 'text of 12.0 px: "small"'),
        (
            '<svg width="90" height="90" viewBox="0 0 180 180"><text y="40" font-size="16">half</text></svg>',
            "text of 8.0 px",
        ),
        ('<p style="color:#BBB">grey on white</p>', "hard to read, contrast 1.9"),
        (
            '<svg width="99" height="40"><rect width="99" height="40" fill="#075F5B"/><text x="9" y="25">0.9</text></svg>',
            "hard to read",
        ),
        ('<div style="width:900px">wide</div>', "the page scrolls sideways"),
        ('<p style="width:20px;word-break:break-all">letters</p>', 'a word is broken: "letters"'),
        (
            '<p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">too long for this</p>',
            "cut off",
        ),
        ("<svg width='99' height='40'><text y='25'>entertain…</text></svg>", "cut off in a drawing"),
    ],
)
def test_each_fault_is_told(judge, content, sentence):
    assert any(sentence in told for told in judge(content)), judge(content)


def test_black_text_and_a_white_box_are_told_in_the_dark_only(judge):
    black = '<p style="color:#000">night</p>'
    box = '<div data-testid="box" style="background:#FFF;width:99px;height:99px"></div>'
    assert any("hard to read" in told for told in judge(black, "dark")) and not judge(black)
    assert any("a light box in the dark: box" in told for told in judge(box, "dark")) and not judge(box)


def test_every_file_in_pages_is_in_the_menu():
    pages, strays = pages_of_the_app()
    assert "/" in pages.values() and strays == []

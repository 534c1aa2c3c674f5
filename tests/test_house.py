"""The rooms stay small: modules of a folder, lines of a file, of a page and of a function; tests/house.py counts them."""

import statistics
from collections import Counter

import house

ROOTS = {"nlp_models": 14, "pages/ui": 14}  # modules beside their folders
MOST_MODULES = 18
MOST_LINES = 400
MOST_LINES_OF_A_PAGE = 80
MEDIAN, NINE_IN_TEN, LONGEST = 6, 17, 45  # lines of a function


def test_no_folder_holds_more_than_one_can_see_at_a_glance():
    modules = house.modules_of_folders()
    assert all(modules[folder] <= most for folder, most in ROOTS.items())
    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES} == {}


def test_no_file_is_longer_than_one_sitting():
    lines = house.lines_of_files(*house.ALL)
    assert len(lines) > 400 and {file: count for file, count in lines.items() if count > MOST_LINES} == {}
    pages = house.lines_of_pages()
    assert len(pages) > 8 and max(pages.values()) <= MOST_LINES_OF_A_PAGE, Counter(pages).most_common(3)


def test_functions_are_short():
    lengths = house.lines_of_functions()
    assert statistics.median(lengths) <= MEDIAN and lengths[9 * len(lengths) // 10] <= NINE_IN_TEN
    assert lengths[-1] <= LONGEST


def test_the_formatter_is_told_off_only_where_rows_of_data_stand():
    left = house.no_tables(*house.ALL)
    assert left == {}


def test_rows_of_data_are_told_from_code():
    table = "ROWS = [\n    (1, 'one', ONE),\n    (-2, 'two', mark('zwei')),\n]  # fmt: skip\n"
    code = "rows = f(\n    a, b,\n    c,\n)  # fmt: skip\n"
    beside = "@parametrize('n, word', [\n    (1, 'one'),\n    (2, 'two'),\n])  # fmt: skip\ndef test(n, word): ...\n"
    head = "def f(\n    a, b,\n    c=1,\n):  # fmt: skip\n    return a\n"
    assert [house.skipped_by_formatter(text) for text in (table, code, beside, head)] == [[], [4], [], [4]]

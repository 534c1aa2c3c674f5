"""Words: every term of the field in two sentences, to search and to link to: /words?word=lstm."""

from pages.ui.frame.frame import within_frame
from pages.ui.terms.page import words_page

within_frame()
words_page()

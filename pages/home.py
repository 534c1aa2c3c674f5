"""Home: what Unrolled is, a network that reads a sentence, and the ways on."""

from pages.ui.frame.frame import within_frame
from pages.ui.home.page import home_page

within_frame()
home_page()

"""Inside the cell: the very network, step by step: /inside_the_cell?run=ID&text=A+sentence."""

from pages.ui.frame.frame import within_frame
from pages.ui.inside.page import inside_page

within_frame()
inside_page()

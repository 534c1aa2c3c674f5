"""What a page owes to keyboards, screen readers, phones and paper, where Streamlit leaves it out: a style and a script.

app.py puts STYLE before the page and SCRIPT behind it; docs/accessibility.md lists what neither can mend.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "everyone.css").read_text("utf-8")
SCRIPT = (FOLDER / "everyone.js").read_text("utf-8")

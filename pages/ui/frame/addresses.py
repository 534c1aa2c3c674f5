"""Where pages are: the script of a use case, and what the browser's tab says of it."""

import streamlit as st

PRODUCT = "Unrolled"


def page_of(task_name: str) -> str:
    """The script of a task's page."""
    return f"pages/{task_name.replace('-', '_')}.py"


def name_tab(*parts: str) -> None:
    """What the browser's tab says: "Spam filter · Judge – Unrolled"."""
    st.set_page_config(page_title=" – ".join([*([" · ".join(parts)] if parts else []), PRODUCT]))

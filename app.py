"""The frame: list of pages, title, language. A table of contents, no logic. Run: streamlit run app.py"""

import streamlit as st

from pages.ui.frame.addresses import PRODUCT
from pages.ui.frame.everyone import SCRIPT, STYLE
from pages.ui.frame.frame import enter
from pages.ui.frame.kept_objects import set_aside
from pages.ui.frame.remember import keep_in_vain, remembered, tell_in_vain
from pages.ui.frame.state import FRAMED, LANGUAGE
from pages.ui.frame.visitor import sign_in
from pages.ui.frame.words import LANGUAGES, language, t
from pages.ui.lessons.card import CSS, narrow_card, wide_card
from pages.ui.lessons.page import follow_address
from pages.ui.terms.popover import LINKS, popovers

# each page names the tab itself; named here again at every rerun, its title would flicker
st.set_page_config(None if FRAMED.get() else PRODUCT, page_icon="pages/ui/icon.png", layout="wide")
browsers = "ko" if (st.context.locale or "").startswith("ko") else "en"
remembered(LANGUAGE, list(LANGUAGES), browsers)

st.logo("pages/ui/logo.svg", size="large")
page = st.navigation(
    {
        "": [st.Page("pages/home.py", title=t("Home"), icon=":material/home:", default=True)],
        t("Use cases"): [
            st.Page("pages/next_word.py", title=t("Next word"), icon=":material/text_select_move_forward_word:"),
            st.Page("pages/sentiment.py", title=t("Sentiment"), icon=":material/thumbs_up_down:"),
            st.Page("pages/spam.py", title=t("Spam filter"), icon=":material/report:"),
            st.Page("pages/tagging.py", title=t("Tagging"), icon=":material/sell:"),
            st.Page("pages/chatbot.py", title=t("Chatbot"), icon=":material/forum:"),
            st.Page("pages/translation.py", title=t("Translation"), icon=":material/translate:"),
            st.Page("pages/captions.py", title=t("Captions"), icon=":material/image:"),
        ],
        t("Understand"): [
            st.Page("pages/inside_the_cell.py", title=t("Inside the cell"), icon=":material/biotech:"),
            st.Page("pages/race.py", title=t("Race"), icon=":material/sports_score:", url_path="race"),
            st.Page("pages/memory.py", title=t("Memory lab"), icon=":material/psychology:", url_path="memory"),
            st.Page("pages/lessons.py", title=t("Lessons"), icon=":material/school:", url_path="lessons"),
            st.Page("pages/words.py", title=t("Words explained"), icon=":material/dictionary:", url_path="words"),
        ],
        t("My work"): [
            st.Page("pages/runs.py", title=t("Runs"), icon=":material/history:", url_path="runs"),
        ],
    },
    expanded=True,
)
enter()
follow_address()
with st.sidebar:
    wide_card()
    st.segmented_control(
        t("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.get,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        **remembered(LANGUAGE, list(LANGUAGES), browsers),
    )
    sign_in()

st.html(f"<style>{STYLE}{LINKS}{CSS}</style>")
narrow_card()
tell_in_vain()
page.run()
keep_in_vain()
popovers()
# after the page, or it costs a gap; for screen readers
st.html(f"<script>document.documentElement.lang={language()!r}\n{SCRIPT}</script>", unsafe_allow_javascript=True)
set_aside()

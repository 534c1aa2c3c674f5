"""Who is asking: one person on their own computer, somebody signed in, or a browser known by a random cookie."""

import os
import re
import secrets

import streamlit as st

from nlp_models.runs.store import RunStore
from pages.ui.frame.key import forget_all_but
from pages.ui.frame.state import FRAMED, LANGUAGE, VISITOR, in_url
from pages.ui.frame.words import plain, t

IDENTITY = re.compile("[0-9a-f]{32}")  # 128 bits
A_YEAR = 365 * 24 * 3600
AN_HOUR = 3600


def visitor() -> str:
    """The id under which this visitor's runs are kept; the store keeps only its hash."""
    if os.environ.get("UNROLLED_VISITORS") == "one":
        return "local"
    if st.user.get("is_logged_in"):
        return f"{st.user['iss']} {st.user['sub']}"  # OpenID Connect core, 5.7: only the two together never change
    if not VISITOR.is_set():
        known = st.context.cookies.get(VISITOR, "")
        VISITOR.set(known if IDENTITY.fullmatch(known) else secrets.token_hex(16))
    return VISITOR.value


def keep_visitor() -> None:
    """Put the id into the browser, until the browser brings it back. Call it after the page: it draws nothing."""
    mine = visitor()
    if mine == VISITOR.get() and st.context.cookies.get(VISITOR) != mine:
        cookie = f"{VISITOR}={mine}; path=/; max-age={A_YEAR}; SameSite=Lax"
        st.html(f"<script>document.cookie={cookie!r}</script>", unsafe_allow_javascript=True)
    clear_old_runs()


def become_nobody() -> None:
    """A new identity, which has nothing, and none of what this session remembered but its language.

    The new number goes into the browser in the place of the old one (`keep_visitor`), which is then nowhere any more.
    """
    forget_all_but({FRAMED, LANGUAGE, in_url(LANGUAGE)})
    for name in set(st.query_params) - {LANGUAGE}:
        del st.query_params[name]
    VISITOR.set(secrets.token_hex(16))


def sign_in() -> None:
    """A button to sign in or out, where the host has set up `st.login` in secrets.toml; else nothing."""
    if os.environ.get("UNROLLED_VISITORS") == "one" or "is_logged_in" not in st.user:
        return
    if st.user["is_logged_in"]:
        name = st.user.get("name") or st.user.get("email") or ""
        st.button(
            t("Sign out {name}", name=plain(str(name))), icon=":material/logout:", type="tertiary", on_click=st.logout
        )
    else:
        st.button(t("Sign in"), icon=":material/login:", type="tertiary", on_click=st.login)


@st.cache_resource(ttl=AN_HOUR, show_spinner=False)
def clear_old_runs() -> None:
    """At most once an hour, by whoever looks first: runs older than the stated days go, also when nobody trains."""
    RunStore.default().sweep()

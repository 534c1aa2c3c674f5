"""Who is asking: one person on their own computer, or a browser known by a random cookie."""

import os
import re
import secrets

import streamlit as st

COOKIE = "unrolled_visitor"
IDENTITY = re.compile("[0-9a-f]{32}")  # 128 bits
A_YEAR = 365 * 24 * 3600


def visitor():
    """The id under which this visitor's runs are kept; the store keeps only its hash."""
    if os.environ.get("UNROLLED_VISITORS") == "one":
        return "local"
    if COOKIE not in st.session_state:
        known = st.context.cookies.get(COOKIE, "")
        st.session_state[COOKIE] = known if IDENTITY.fullmatch(known) else secrets.token_hex(16)
    return st.session_state[COOKIE]


def keep_visitor():
    """Put the id into the browser, until the browser brings it back. Call it after the page: it draws nothing."""
    mine = visitor()
    if mine != "local" and st.context.cookies.get(COOKIE) != mine:
        cookie = f"{COOKIE}={mine}; path=/; max-age={A_YEAR}; SameSite=Lax"
        st.html(f"<script>document.cookie={cookie!r}</script>", unsafe_allow_javascript=True)

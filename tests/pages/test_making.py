"""A download that cannot be made says why, where its button is."""

import errno
import os
import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from nlp_models.errors import BundleError, LimitReached, RunError
from pages.ui.take_home.making import Making


def failing(error):
    def make():
        raise error

    made = Making()
    made.make = make
    return made


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BundleError("This is not a bundle made by Unrolled."), BundleError),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), LimitReached),
        (ZeroDivisionError(), RunError),
    ],
)
def test_why_it_could_not_be_made_is_known_to_the_page(error, told):
    made = failing(error)
    with pytest.raises((BundleError, LimitReached, ZeroDivisionError)):
        made()
    assert made.ended() and isinstance(made.error, told)
    made.make = lambda: b"file"
    assert made() == b"file" and made.ended() and made.error is None


def page():
    import streamlit as st

    from nlp_models.errors import BundleError
    from pages.ui.take_home.making import made_at_a_click

    def make():
        raise BundleError("The bundle answers differently from this network; it was not written.")

    left, _ = st.columns(2)
    with left:
        made_at_a_click("Download", make, "a.zip", "take")


def test_the_sentence_stands_at_the_button():
    test = AppTest.from_function(page).run()
    made = test.session_state["making-take"]

    def by_another_thread():
        time.sleep(0.1)
        with pytest.raises(BundleError):
            made()

    threading.Thread(target=by_another_thread, daemon=True).start()
    test.get("download_button")[0].click().run()
    assert [error.value for error in test.error] == [
        "The bundle answers differently from this network; it was not written."
    ]

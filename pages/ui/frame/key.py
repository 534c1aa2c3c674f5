"""A `Key`: the name of one thing in `st.session_state`, with the type of what stands under it; `state.py` has them all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Generic, TypeVar, overload

import streamlit as st

T = TypeVar("T")
D = TypeVar("D")


def forget_all_but(keys: Collection[str]) -> None:
    """Everything that the session remembers goes, but what stands under these keys."""
    for key in set(st.session_state) - set(keys):
        del st.session_state[key]


class Key(str, Generic[T]):
    """The name of one thing in the session, and the ways to it."""

    @overload
    def get(self) -> T | None: ...
    @overload
    def get(self, default: D) -> T | D: ...
    def get(self, default: Any = None) -> Any:
        """What is there, or the default."""
        return st.session_state.get(self, default)

    @property
    def value(self) -> T:
        """What must be there: a KeyError where it is not."""
        return st.session_state[self]

    def set(self, value: T) -> None:
        """Keep it; of a widget only before it is drawn, or from an on_click."""
        st.session_state[self] = value

    def setdefault(self, value: T) -> T:
        """What is there; the value is kept and given where nothing is."""
        return st.session_state.setdefault(self, value)

    def pop(self) -> T | None:
        """What was there, once."""
        return st.session_state.pop(self, None)

    def is_set(self) -> bool:
        return self in st.session_state

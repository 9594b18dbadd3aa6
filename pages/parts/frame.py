"""The frame around every page, and the guard that keeps a page inside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from followup.charts.template import LIGHT, PALETTES, Palette
from followup.texts import words

_FRAMED = "framed"
ICON = str(Path(__file__).parent / "icon.png")
"""A file of ours: Streamlit would fetch a named icon from another host."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the menu. Its address differs from its file's name, see `require_frame`."""

    file: str
    title: str
    address: str
    icon: str


PAGES = (
    PageEntry("pages/overview.py", words.OVERVIEW, "oversikt", ":material/dashboard:"),
    PageEntry("pages/upload.py", words.UPLOAD, "las-in", ":material/upload_file:"),
    PageEntry("pages/review.py", words.REVIEW, "granskning", ":material/fact_check:"),
    PageEntry("pages/decisions.py", words.DECISIONS, "beslut", ":material/gavel:"),
    PageEntry("pages/chains.py", words.CHAINS, "beslutskedja", ":material/account_tree:"),
    PageEntry("pages/assignments.py", words.ASSIGNMENTS, "uppdrag", ":material/assignment:"),
    PageEntry("pages/case_balance.py", words.CASE_BALANCE, "arendebalans", ":material/balance:"),
    PageEntry("pages/indicators.py", words.INDICATORS, "indikatorer", ":material/speed:"),
    PageEntry("pages/changes.py", words.CHANGES, "jamforelse", ":material/compare_arrows:"),
    PageEntry("pages/versions.py", words.VERSIONS, "underlag", ":material/inventory_2:"),
    PageEntry("pages/log.py", words.LOG, "logg", ":material/history:"),
)


def menu() -> list[st.Page]:
    """The pages of the menu, the overview first and default."""
    return [
        st.Page(one.file, title=one.title, url_path=one.address, icon=one.icon, default=at == 0)
        for at, one in enumerate(PAGES)
    ]


def enter() -> None:
    """Mark that app.py has run, and dress what Streamlit itself writes in Swedish."""
    st.session_state[_FRAMED] = True
    ground = palette()
    style = words.STYLE.replace("MUTED", ground.muted).replace("GROUND", ground.ground)
    st.html(f"<style>{style}</style>")


def palette() -> Palette:
    """The colours of the ground that this session looks at."""
    theme = getattr(st.context.theme, "type", None)
    return PALETTES.get(str(theme), LIGHT)


def require_frame() -> None:
    """Go to app.py unless it has run: until then Streamlit shows pages/ files bare."""
    if not st.session_state.get(_FRAMED):
        st.switch_page("app.py")

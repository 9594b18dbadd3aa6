"""The frame around every page, and the guard that keeps a page inside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from followup.cells.cell import Cell
from followup.charts.template import LIGHT, PALETTES, Palette
from followup.contents.meeting import Part
from followup.texts import words

_FRAMED, _PAGE, _TURNED, _DRAWN = "framed", "page", "page-turned", "drawn"
_WHOLE = "whole"
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
    PageEntry("pages/meeting.py", words.MEETING, "mote", ":material/groups:"),
    PageEntry("pages/since_last.py", words.SINCE_LAST, "nytt", ":material/fiber_new:"),
    PageEntry("pages/snapshots.py", words.SNAPSHOTS, "frysta", ":material/ac_unit:"),
    PageEntry(
        "pages/allocations.py", words.ALLOCATIONS, "fordelning", ":material/stacked_bar_chart:"
    ),
    PageEntry(
        "pages/reallocations.py", words.REALLOCATIONS, "omdisponeringar", ":material/swap_horiz:"
    ),
    PageEntry("pages/reserves.py", words.RESERVES, "oforutsett", ":material/savings:"),
    PageEntry("pages/reconciliation.py", words.RECONCILIATION, "avstamning", ":material/rule:"),
    PageEntry("pages/commitments.py", words.COMMITMENTS, "ataganden", ":material/handshake:"),
    PageEntry("pages/portfolio.py", words.PORTFOLIO, "portfolj", ":material/show_chart:"),
    PageEntry("pages/loans.py", words.LOANS, "lan", ":material/account_balance:"),
    PageEntry(
        "pages/liquidity.py", words.LIQUIDITY, "likviditet", ":material/account_balance_wallet:"
    ),
    PageEntry("pages/limits.py", words.LIMITS, "limiter", ":material/speed:"),
    PageEntry("pages/changes.py", words.CHANGES, "jamforelse", ":material/compare_arrows:"),
    PageEntry("pages/versions.py", words.VERSIONS, "underlag", ":material/inventory_2:"),
    PageEntry("pages/log.py", words.LOG, "logg", ":material/history:"),
)


SECTIONS = {
    "": ("oversikt",),
    words.VERSIONS: ("las-in", "granskning", "underlag", "jamforelse", "logg"),
    words.DECISIONS: (
        "mote",
        "nytt",
        "beslut",
        "beslutskedja",
        "uppdrag",
        "arendebalans",
        "indikatorer",
        "frysta",
    ),
    words.BUDGET: ("fordelning", "omdisponeringar", "oforutsett", "avstamning", "ataganden"),
    words.FINANCE: ("portfolj", "lan", "likviditet", "limiter"),
}
"""The menu: the addresses under each heading, the overview before all of them and default."""

CHANGING = ("las-in", "underlag")
"""The pages on which underlag are changed."""


def menu() -> dict[str, list[st.Page]]:
    """The pages of the menu under their headings."""
    by_address = {one.address: one for one in PAGES}
    return {
        heading: [_page(by_address[address]) for address in addresses if address in by_address]
        for heading, addresses in SECTIONS.items()
    }


def _page(one: PageEntry) -> st.Page:
    return st.Page(
        one.file, title=one.title, url_path=one.address, icon=one.icon, default=one == PAGES[0]
    )


def enter() -> None:
    """Mark that app.py has run, and dress what Streamlit itself writes in Swedish."""
    st.session_state[_FRAMED] = True
    ground = palette()
    style = words.STYLE.replace("MUTED", ground.muted).replace("GROUND", ground.ground)
    st.html(f"<style>{style}</style>")


def at(page: st.Page) -> None:
    """Mark which page is shown, with nothing drawn on it yet."""
    shown = next(one for one in PAGES if one.title == page.title)
    st.session_state[_TURNED] = st.session_state.get(_PAGE) != shown
    st.session_state[_PAGE] = shown
    st.session_state[_DRAWN] = {}
    st.session_state.pop(_WHOLE, None)


def page() -> PageEntry:
    """The page that is shown."""
    found: PageEntry = st.session_state[_PAGE]
    return found


def has_turned() -> bool:
    """Whether the run before this one, if any, was of another page."""
    is_other: bool = st.session_state[_TURNED]
    return is_other


def drawn() -> dict[str, Cell]:
    """The cells that the page has drawn in this run, by id, in the order they were drawn."""
    found: dict[str, Cell] = st.session_state[_DRAWN]
    return found


def offer_whole(make: Callable[[], tuple[Part, ...]]) -> None:
    """Have more than what is drawn be taken out: a meeting with all of its items."""
    st.session_state[_WHOLE] = make


def whole() -> Callable[[], tuple[Part, ...]] | None:
    """What makes all that the page may be taken out with; null for what it draws alone."""
    found: Callable[[], tuple[Part, ...]] | None = st.session_state.get(_WHOLE)
    return found


def palette() -> Palette:
    """The colours of the ground that this session looks at."""
    theme = getattr(st.context.theme, "type", None)
    return PALETTES.get(str(theme), LIGHT)


def require_frame() -> None:
    """Go to app.py unless it has run: until then Streamlit shows pages/ files bare."""
    if not st.session_state.get(_FRAMED):
        st.switch_page("app.py")

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
    words.DECISIONS: ("beslut", "beslutskedja", "uppdrag", "arendebalans", "indikatorer"),
    words.BUDGET: ("fordelning", "omdisponeringar", "oforutsett", "avstamning", "ataganden"),
    words.FINANCE: ("portfolj", "lan", "likviditet", "limiter"),
}
"""The menu: the addresses under each heading, the overview before all of them and default."""


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


def palette() -> Palette:
    """The colours of the ground that this session looks at."""
    theme = getattr(st.context.theme, "type", None)
    return PALETTES.get(str(theme), LIGHT)


def require_frame() -> None:
    """Go to app.py unless it has run: until then Streamlit shows pages/ files bare."""
    if not st.session_state.get(_FRAMED):
        st.switch_page("app.py")

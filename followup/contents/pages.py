"""Every page that has cells: its address, its title and its contents, for whoever has no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from followup.cells.cell import Cell
from followup.contents import (
    allocations,
    assignments,
    case_balance,
    chains,
    changes,
    commitments,
    decisions,
    indicators,
    limits,
    liquidity,
    loans,
    log,
    meeting,
    overview,
    portfolio,
    reallocations,
    reconciliation,
    reserves,
    review,
    since_last,
    versions,
)
from followup.contents.meeting import Part
from followup.contents.view import View
from followup.texts import words

Contents = Callable[[View], tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is called, and the cells that it opens with."""

    title: str
    contents: Contents


PAGES: Mapping[str, Page] = {
    "oversikt": Page(words.OVERVIEW, overview.contents),
    "granskning": Page(words.REVIEW, review.contents),
    "mote": Page(words.MEETING, meeting.contents),
    "nytt": Page(words.SINCE_LAST, since_last.contents),
    "beslut": Page(words.DECISIONS, decisions.contents),
    "beslutskedja": Page(words.CHAINS, chains.contents),
    "uppdrag": Page(words.ASSIGNMENTS, assignments.contents),
    "arendebalans": Page(words.CASE_BALANCE, case_balance.contents),
    "indikatorer": Page(words.INDICATORS, indicators.contents),
    "fordelning": Page(words.ALLOCATIONS, allocations.contents),
    "omdisponeringar": Page(words.REALLOCATIONS, reallocations.contents),
    "oforutsett": Page(words.RESERVES, reserves.contents),
    "avstamning": Page(words.RECONCILIATION, reconciliation.contents),
    "ataganden": Page(words.COMMITMENTS, commitments.contents),
    "portfolj": Page(words.PORTFOLIO, portfolio.contents),
    "lan": Page(words.LOANS, loans.contents),
    "likviditet": Page(words.LIQUIDITY, liquidity.contents),
    "limiter": Page(words.LIMITS, limits.contents),
    "jamforelse": Page(words.CHANGES, changes.contents),
    "underlag": Page(words.VERSIONS, versions.contents),
    "logg": Page(words.LOG, log.contents),
}
"""By the page's address, in the order of the menu."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "budget": ("fordelning", "omdisponeringar", "oforutsett", "avstamning", "ataganden"),
    "finans": ("portfolj", "lan", "likviditet", "limiter"),
}
"""Several pages in one, by the heading that they stand under in the menu."""


def sections(view: View, address: str) -> tuple[Part, ...]:
    """The pages of an address or of a group: one part per page that has cells."""
    found = [PAGES[one] for one in GROUPS.get(address, (address,))]
    parts = (Part(one.title, "", one.contents(view)) for one in found)
    return tuple(part for part in parts if part.cells)


def title(address: str) -> str:
    """What a page or a group is called."""
    return PAGES[address].title if address in PAGES else address.capitalize()

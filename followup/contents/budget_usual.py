"""What the budget's pages show unless somebody chooses: organisation, year, board and unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from followup.cells.budget_scope import Scope
from followup.contents.view import View
from followup.texts.units import usual


@dataclass(frozen=True, slots=True)
class Years:
    """The budget years that can be asked for, the latest first, and the one shown unless one is."""

    offered: tuple[int, ...]
    usual: int


@dataclass(frozen=True, slots=True)
class OfYear:
    """The boards of a year in alphabetical order, and its largest amount (kr)."""

    boards: tuple[str, ...]
    largest: Decimal | None


@dataclass(frozen=True, slots=True)
class Offers:
    """What a page has to choose from: organisations, their years, and what each year has."""

    organisations: tuple[str, ...]
    years: Callable[[str], Years]
    of_year: Callable[[str, int], OfYear]


def offers(
    view: View,
    slot: str,
    organisations: Callable[[View], tuple[str, ...]],
    years: Callable[[View, str], Years],
    of_year: Callable[[View, str, int], OfYear],
) -> Offers:
    """What a page has to choose from in a view, each list made once and kept under `slot`."""
    return Offers(
        view.remembered(lambda: organisations(view), slot, "organisations"),
        lambda organisation: view.remembered(
            lambda: years(view, organisation), slot, "years", organisation
        ),
        lambda organisation, year: view.remembered(
            lambda: of_year(view, organisation, year), slot, "boards", organisation, year
        ),
    )


def years(budgeted: Sequence[int], others: Sequence[int], as_of: dt.date) -> Years:
    """The years that there are; `others` can be chosen too, and one of the two is not empty.

    Shown is the latest of `budgeted` that is at most a year after `as_of`, else the latest of
    them; without any it is one of `others`.
    """
    usual_ones = budgeted or others
    ahead = as_of.year + 1
    at_hand = max((one for one in usual_ones if one <= ahead), default=max(usual_ones))
    return Years(tuple(sorted({*budgeted, *others}, reverse=True)), at_hand)


def organisation(names: Sequence[str]) -> str:
    """The organisation that a page is about: the first of those with data."""
    return min(names)


def scope(offers: Offers, as_of: dt.date) -> Scope:
    """The scope of a page that nobody has chosen anything on."""
    shown = organisation(offers.organisations)
    year = offers.years(shown).usual
    return Scope(shown, year, as_of, usual(offers.of_year(shown, year).largest))


def largest(amounts: pl.Series) -> Decimal | None:
    """The largest amount whatever its sign (kr); null without any."""
    found = amounts.abs().max()
    return found if isinstance(found, Decimal) else None

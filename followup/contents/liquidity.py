"""Likviditet och borgen: one organisation's cash, guarantees and calendar, each of its report."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from followup.cells import finance_calendar, guarantees
from followup.cells import liquidity as cells
from followup.cells.cell import Cell
from followup.cells.finance_calendar import RHYTHMS
from followup.contents import finance_frames
from followup.contents.finance_frames import report_dates, rows
from followup.contents.view import View
from followup.measures.finance_calendar import calendar
from followup.measures.guarantees import totals
from followup.measures.liquidity import course
from followup.measures.loans import debt
from followup.texts.units import Unit, usual

KINDS = ("liquidity", "guarantees", "loans")
USUAL_RHYTHM = next(iter(RHYTHMS))
_MONEY = pl.Decimal(38, 2)


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens, of the first organisation that has any of the sheets."""
    names = finance_frames.organisations(view, *KINDS)
    if not names:
        return ()
    organisation = names[0]
    unit = usual(largest(view, organisation))
    return tuple(
        draw(view, organisation, unit)
        for kind, draw in (("liquidity", held), ("guarantees", granted), ("loans", days))
        if report_dates(view, kind, organisation)
    )


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest of cash, ceilings and debts (kr)."""
    return finance_frames.largest(_amounts(view, organisation))


def headlines(view: View, organisation: str, unit: Unit) -> list[tuple[str, str, str]]:
    """The figures at the top, of the sheets that there are."""
    cash, ceilings = _course(view, organisation), _totals(view, organisation)
    found = []
    if cash.height:
        found += cells.headlines(cash, finance_frames.scope(view, "liquidity", organisation, unit))
    if ceilings.height:
        found += guarantees.headlines(
            ceilings, finance_frames.scope(view, "guarantees", organisation, unit)
        )
    return found


def held(view: View, organisation: str, unit: Unit) -> Cell:
    """Cash, credit and net debt; the organisation has rows of Likviditet."""
    scope = finance_frames.scope(view, "liquidity", organisation, unit)
    own, loans = (rows(view, kind, organisation) for kind in ("liquidity", "loans"))
    found = _course(view, organisation)
    return view.latest(lambda: cells.liquidity(own, loans, found, scope), "liquidity cell", scope)


def granted(view: View, organisation: str, unit: Unit) -> Cell:
    """What is granted and used; the organisation has rows of Borgen."""
    scope = finance_frames.scope(view, "guarantees", organisation, unit)
    own, found = rows(view, "guarantees", organisation), _totals(view, organisation)
    return view.latest(lambda: guarantees.guarantees(own, found, scope), "guarantees cell", scope)


def days(view: View, organisation: str, unit: Unit, rhythm: str = USUAL_RHYTHM) -> Cell:
    """The days ahead; the organisation has rows of Lån, `rhythm` is one of `RHYTHMS`."""
    scope = finance_frames.scope(view, "loans", organisation, unit)
    own, found = rows(view, "loans", organisation), _events(view, organisation, rhythm)
    return view.latest(
        lambda: finance_calendar.calendar(own, found, rhythm, scope), "days cell", scope, rhythm
    )


def entries(view: View, organisation: str, unit: Unit, rhythm: str) -> pl.DataFrame:
    """What is still to come, for a calendar file; see `cells.finance_calendar.entries`."""
    scope = finance_frames.scope(view, "loans", organisation, unit)
    return finance_calendar.entries(_events(view, organisation, rhythm), rhythm, scope)


def _events(view: View, organisation: str, rhythm: str) -> pl.DataFrame:
    report = finance_frames.report(view, "loans", organisation)
    return view.latest(
        lambda: calendar(report, view.as_of, RHYTHMS[rhythm]), "finance days", organisation, rhythm
    )


def _course(view: View, organisation: str) -> pl.DataFrame:
    own, loans = (rows(view, kind, organisation) for kind in ("liquidity", "loans"))
    return view.remembered(lambda: course(own, loans), "liquidity course", organisation)


def _totals(view: View, organisation: str) -> pl.DataFrame:
    own = rows(view, "guarantees", organisation)
    return view.remembered(lambda: totals(own), "guarantee totals", organisation)


def _amounts(view: View, organisation: str) -> pl.Series:
    loans = rows(view, "loans", organisation)
    return view.remembered(
        lambda: pl.concat(
            [
                _course(view, organisation)["cash"].cast(_MONEY),
                _totals(view, organisation)["granted"].cast(_MONEY),
                debt(loans)["debt"].cast(_MONEY),
            ]
        ),
        "finance amounts", organisation,
    )  # fmt: skip

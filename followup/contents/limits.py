"""Limiter: one organisation's measures against its finance policy, and what its report states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from followup.cells import limit_bands, limit_deviations, stated
from followup.cells import limits as cells
from followup.cells.cell import Cell
from followup.contents import finance_frames
from followup.contents.view import View
from followup.measures.limits import NEAR_PERCENT, judged
from followup.measures.policy_values import Reports
from followup.measures.stated import compared
from followup.texts.units import usual

_ROWS = ("loans", "liquidity", "guarantees", "portfolio_returns")
KINDS = ("policy_limits", "stated_figures", *_ROWS)


@dataclass(frozen=True, slots=True)
class Shown:
    """The cells of the page, and the paragraph of the report of deviations.

    `bands` and `stated` are null when there is nothing to draw or to compare.
    """

    overview: Cell
    deviations: Cell
    paragraph: str
    bands: Cell | None
    stated: Cell | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Those that there are, in the page's order."""
        every = (self.overview, self.deviations, self.bands, self.stated)
        return tuple(one for one in every if one is not None)


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens, of the first organisation that it can be about."""
    names = finance_frames.organisations(view, *KINDS)
    if not names:
        return ()
    about = cells.View(names[0], view.as_of, usual(largest(view, names[0])))
    return shown(view, about).cells


def has_limits(view: View, organisation: str) -> bool:
    """Whether there is a policy to hold the organisation's measures against."""
    return bool(_limits(view, organisation).height)


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest of the amounts (kr) that the page writes."""
    amounts = _judged(view, organisation, NEAR_PERCENT).filter(pl.col("unit") == "kr")
    found = amounts.select(pl.max_horizontal(pl.col("value", "minimum", "maximum").max())).item()
    return found if isinstance(found, Decimal) else None


def headlines(view: View, about: cells.View) -> list[tuple[str, str, str]]:
    """How many limits have each status; see `cells.limits.headlines`."""
    return cells.headlines(_judged(view, about.organisation, about.near_percent))


def shown(view: View, about: cells.View) -> Shown:
    """Everything on the page; it is kept for what was asked for last."""
    return view.latest(lambda: _shown(view, about), "limit cells", about)


def _shown(view: View, about: cells.View) -> Shown:
    organisation = about.organisation
    found, reports = _judged(view, organisation, about.near_percent), _reports(view, organisation)
    overview = cells.overview(found, reports, _limits(view, organisation), about)
    bands = limit_bands.bands(found, overview, about)
    told = finance_frames.rows(view, "stated_figures", organisation)
    return Shown(
        overview=overview,
        deviations=limit_deviations.deviations(found, overview, about),
        paragraph=limit_deviations.paragraph(found, about),
        bands=None if bands.draw is None else bands,
        stated=stated.stated(compared(told, reports), about) if told.height else None,
    )


def _judged(view: View, organisation: str, near_percent: int) -> pl.DataFrame:
    reports, held = _reports(view, organisation), _limits(view, organisation)
    return view.remembered(
        lambda: judged(reports, held, view.as_of, near_percent),
        "judged", organisation, near_percent,
    )  # fmt: skip


def _limits(view: View, organisation: str) -> pl.DataFrame:
    return finance_frames.rows(view, "policy_limits", organisation)


def _reports(view: View, organisation: str) -> Reports:
    return Reports(*(finance_frames.rows(view, kind, organisation) for kind in _ROWS))

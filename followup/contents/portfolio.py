"""Portfölj: one organisation's portfolio, and the months that are looked at more closely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from followup.cells import portfolio as cells
from followup.cells import (
    portfolio_excess,
    portfolio_index,
    portfolio_risk,
    portfolio_weights,
)
from followup.cells.cell import Cell
from followup.cells.finance_scope import Scope
from followup.cells.portfolio_index import Range
from followup.cells.portfolio_words import whole_of
from followup.contents import finance_frames
from followup.contents.view import View
from followup.texts.units import usual

KIND = "portfolio_returns"


@dataclass(frozen=True, slots=True)
class Closer:
    """What is looked at more closely: a class, and the months from and to; null means all."""

    asset_class: str
    months: Range | None = None


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens, of the first organisation that has a portfolio."""
    names = finance_frames.organisations(view, KIND)
    if not names:
        return ()
    unit = usual(largest(view, names[0]))
    about = finance_frames.scope(view, KIND, names[0], unit)
    closer = Closer(asset_classes(view, names[0])[0])
    return (summary(view, about), grown(view, about, closer), *below(view, about, closer))


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest market value (kr) of its months."""
    return finance_frames.largest(_rows(view, organisation)["market_value"])


def asset_classes(view: View, organisation: str) -> list[str]:
    """Its classes, the whole portfolio first; the pictures are usually of the first."""
    rows = _rows(view, organisation)
    whole = whole_of(rows)["asset_class"].unique().sort().to_list()
    return [*whole, *sorted(set(rows["asset_class"]) - set(whole))]


def headlines(view: View, scope: Scope) -> list[tuple[str, str, str]]:
    """The figures at the top; see `cells.portfolio.headlines`."""
    rows = _rows(view, scope.organisation)
    return view.remembered(lambda: cells.headlines(rows, scope), "portfolio headlines", scope)


def summary(view: View, scope: Scope) -> Cell:
    """The classes' returns; see `cells.portfolio.summary`."""
    rows = _rows(view, scope.organisation)
    return view.remembered(lambda: cells.summary(rows, scope), "portfolio summary", scope)


def grown(view: View, scope: Scope, closer: Closer) -> Cell:
    """The class against its index over all months, those that are looked at marked."""
    rows = _rows(view, scope.organisation)
    return view.latest(
        lambda: portfolio_index.grown(rows, scope, closer.asset_class, closer.months),
        "portfolio index", scope, closer,
    )  # fmt: skip


def below(view: View, scope: Scope, closer: Closer) -> tuple[Cell, ...]:
    """What the months narrow: the differences, the risk, the weights and what is stated."""
    return view.latest(lambda: _below(view, scope, closer), "portfolio cells", scope, closer)


def _below(view: View, scope: Scope, closer: Closer) -> tuple[Cell, ...]:
    within, narrowed = _narrowed(_rows(view, scope.organisation), scope, closer.months)
    limits = finance_frames.rows(view, "policy_limits", scope.organisation)
    return (
        portfolio_excess.monthly(within, narrowed, closer.asset_class),
        portfolio_risk.risk(within, narrowed),
        portfolio_weights.spread(within, limits, narrowed, _all_classes(view)),
        portfolio_excess.stated_against_computed(within, narrowed),
    )


def _narrowed(rows: pl.DataFrame, scope: Scope, chosen: Range | None) -> tuple[pl.DataFrame, Scope]:
    """The rows of the chosen months, and the scope at the last of them that there is."""
    if chosen is None:
        return rows, scope
    first, last = chosen
    within = rows.filter(pl.col("month").is_between(first, last))
    months = within["month"].unique().sort(descending=True).to_list()
    former = months[1] if len(months) > 1 else None
    return within, replace(scope, as_of=last, report_date=months[0], former=former)


def _rows(view: View, organisation: str) -> pl.DataFrame:
    return finance_frames.rows(view, KIND, organisation)


def _all_classes(view: View) -> list[str]:
    """Every asset class of what is loaded, whoever's it is, so that colours stay."""
    return view.of_files(
        lambda: sorted(set(view.whole.dataset[KIND]["asset_class"])), "asset classes"
    )

"""Portfölj: what it is worth, and how it is spread against the policy's normal and band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.cells.portfolio_words import NO_HOLDINGS, told_percent, whole_of
from followup.charts import portfolio_weights as charts
from followup.measures.portfolio_weights import Place, against_policy, weights
from followup.texts.formats import NBSP, counted, listed, number

Row = Mapping[str, Any]
_WORDS = {Place.ABOVE: "över ", Place.BELOW: "under ", Place.WITHIN: "inom "}


def spread(rows: pl.DataFrame, limits: pl.DataFrame, scope: Scope, classes: Sequence[str]) -> Cell:
    """Each class's weight in the latest month, with a band for its limits.

    Args:
        rows: the organisation's rows of Portfölj.
        limits: its rows of Limiter.
        scope: whose they are, and of which month.
        classes: the classes of the whole dataset, which have a colour each.
    """
    latest = rows.filter(pl.col("month") == scope.report_date)
    found = against_policy(weights(latest), limits)
    drawn = found.with_columns(
        pl.Series("told", [_told(row, scope) for row in found.to_dicts()], pl.String),
        pl.Series("band", [_band(row) for row in found.to_dicts()], pl.String),
    )
    headline = _headline(found)
    return Cell(
        id="portfolj-vikter",
        about=scope.about,
        headline=f"{_worth(latest, scope)}{headline}",
        measure=scope.measured("Andel av marknadsvärdet mot policyns min, normal och max", "%"),
        draw=(lambda palette: charts.bands(drawn, classes, palette)) if found.height else None,
        native=(lambda palette: charts.bands_numbers(drawn, palette)) if found.height else None,
        alt=f"Ett band från min till max per tillgångsslag med en markör: {headline}",
        table=found.select(
            pl.col("asset_class").alias("Tillgångsslag"),
            pl.col("market_value").alias("Marknadsvärde, kr"),
            *(
                (pl.col(name) * 100).round(1).alias(label)
                for name, label in (
                    ("share", "Andel, %"), ("minimum", "Min, %"), ("normal", "Normal, %"),
                    ("maximum", "Max, %"),
                )
            ),
            _from_normal().alias("Mot normal, procentenheter"),
            pl.col("place").alias("Läge"),
        ),
        definition=(
            "Andelen är tillgångsslagets marknadsvärde delat med hela portföljens, som raden"
            " Totalt anger det; utan ett sådant värde är det summan av tillgångsslagen. Min, normal"
            " och max är de som bladet Limiter anger för måttet Andel av portföljen, med"
            " tillgångsslaget under Avser, och som senast började gälla vid månadens slut. Ingen"
            " limit är inbyggd: utan rad i Limiter är tillgångsslaget utan limit."
        ),
        sources=pl.concat([sources_of(latest), _limit_sources(limits, found)]),
    )  # fmt: skip


def _from_normal() -> pl.Expr:
    return ((pl.col("share") - pl.col("normal")) * 100).round(1)


def _limit_sources(limits: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    used = found.select(
        pl.col("limit_file").alias("file"),
        pl.col("limit_sheet").alias("sheet"),
        pl.col("limit_row").alias("row"),
    )
    return sources_of(limits.join(used, on=["file", "sheet", "row"], how="semi"))


def _worth(latest: pl.DataFrame, scope: Scope) -> str:
    whole = whole_of(latest)
    if not whole.height or whole["market_value"][0] is None:
        return "Hela portföljens marknadsvärde saknas; "
    return f"Portföljen är värd {scope.unit.shown(whole['market_value'][0])}; "


def _headline(found: pl.DataFrame) -> str:
    """Portföljen är värd 3 225,2 mnkr; båda tillgångsslagen ligger inom sina limiter."""
    places = found["place"]
    outside = found.filter(places.is_in([Place.ABOVE, Place.BELOW])).to_dicts()
    limited = int((places == Place.WITHIN).sum()) + len(outside)
    if outside:
        return listed([_breach(row) for row in outside])
    if not limited:
        return "inget tillgångsslag har ett innehav och en limit att jämföra med"
    return f"{_within(limited)}{_unlimited(places)}"


def _within(limited: int) -> str:
    if limited == 1:
        return "det enda tillgångsslaget med limit och innehav ligger inom den"
    word = "båda tillgångsslagen" if limited == 2 else f"alla {number(limited)} tillgångsslag"
    return f"{word} med limit och innehav ligger inom den"


def _unlimited(places: pl.Series) -> str:
    count = int((places == Place.NO_LIMIT).sum())
    return f", {counted(count, 'saknar', 'saknar')} limit" if count else ""


def _breach(row: Row) -> str:
    is_above = row["place"] == Place.ABOVE
    bound = _share(row["maximum"] if is_above else row["minimum"])
    word = "över högst" if is_above else "under lägst"
    return f"{row['asset_class']} är {_share(row['share'])}, {word} {bound}"


def _told(row: Row, scope: Scope) -> str:
    """48,0 % · 1 548,1 mnkr."""
    if row["place"] == Place.NO_HOLDINGS:
        return NO_HOLDINGS
    return f"{_share(row['share'])} · {scope.unit.shown(row['market_value'])}"


def _band(row: Row) -> str:
    """Inom 30–60 %, normalt 45 %."""
    low, high, normal = row["minimum"], row["maximum"], row["normal"]
    if low is None and high is None:
        return str(Place.NO_LIMIT)
    if low is None:
        band = f"högst {_short(high)}"
    elif high is None:
        band = f"lägst {_short(low)}"
    else:
        band = f"{_short(low)}–{_short(high)}"
    middle = "" if normal is None else f", normalt {_short(normal)}{NBSP}%"
    return f"{_WORDS.get(row['place'], '')}{band}{NBSP}%{middle}"


def _share(share: float | None) -> str:
    return told_percent(None if share is None else share * 100)


def _short(share: float) -> str:
    """A limit in percent without decimals that say nothing: 30, 12,5."""
    found = exact(round(share * 100, 4))
    text = number(found, 1)
    return text.removesuffix(",0")

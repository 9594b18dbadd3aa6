"""Stated against computed: what Finansrapport says, next to what the rows give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.limit_words import Row, written
from followup.cells.limits import View
from followup.texts.formats import MISSING, counted, day
from followup.texts.units import Unit


def stated(compared: pl.DataFrame, view: View) -> Cell:
    """Every stated figure of the latest report and the one before it.

    Args:
        compared: what `stated.compared` gave of the organisation; at least one row.
        view: whose they are.
    """
    dates = compared["report_date"].unique().sort(descending=True).to_list()
    shown = compared.filter(pl.col("report_date").is_in(dates[:2])).sort(
        "report_date", descending=True, maintain_order=True
    )
    rows = shown.to_dicts()
    latest = [row for row in rows if row["report_date"] == dates[0]]
    return Cell(
        id="limit-angivet",
        about=view.organisation,
        headline=headline(latest),
        measure=(
            f"Angivet i finansrapporten mot raderna, belopp i {view.unit}, {view.organisation},"
            f" per {day(dates[0])}{_beside(dates)}"
        ),
        table=pl.DataFrame(
            {
                "Mått": [row["measure"] for row in rows],
                "Rapport": [row["report_date"] for row in rows],
                "Angivet": [_stated(row, view.unit) for row in rows],
                "Raderna ger": [_computed(row, view.unit) for row in rows],
                "Skillnad": [_gap(row, view.unit) for row in rows],
                "Stämmer": [_agrees(row) for row in rows],
            },
            schema=dict.fromkeys(("Mått",), pl.String)
            | {"Rapport": pl.Date}
            | dict.fromkeys(("Angivet", "Raderna ger", "Skillnad", "Stämmer"), pl.String),
        ),
        definition=(
            "Det som finansrapporten anger hålls mot det som raderna för samma rapportdag ger, och"
            " skillnaden är angivet minus raderna. Ett tal stämmer när skillnaden är högst en halv"
            " enhet i den sista siffra som anges. Ett belopp i jämna miljoner, minst tio, räknas"
            " som angivet i hela miljoner, och på samma sätt för tusental. Utan rader för dagen,"
            " med en annan enhet eller med ett mått som inte räknas finns inget att jämföra med."
        ),
        sources=sources_of(shown),
    )


def headline(rows: Sequence[Row]) -> str:
    """Alla 3 angivna tal stämmer med raderna."""
    known = [row for row in rows if row["agrees"] is not None]
    wrong = [row for row in known if not row["agrees"]]
    unknown = len(rows) - len(known)
    left = f"; {counted(unknown, 'tal', 'tal')} kan inte jämföras" if unknown else ""
    if not known:
        return "Inget av rapportens tal kan jämföras med raderna"
    if wrong:
        names = counted(len(known), "angivet tal", "angivna tal")
        return f"{len(wrong)} av {names} skiljer sig mer än avrundningen från raderna{left}"
    every = {1: "Det angivna talet", 2: "Båda angivna talen"}
    right = every.get(len(known), f"Alla {len(known)} angivna tal")
    return f"{right} stämmer med raderna{left}"


def _stated(row: Row, unit: Unit) -> str:
    if row["unit"] is None:
        return f"{row['stated'].normalize():f}".replace(".", ",")
    return written(row["stated"], row, unit, _known(row["computed"]))


def _computed(row: Row, unit: Unit) -> str:
    return written(row["computed"], row, unit, _known(row["stated"]))


def _gap(row: Row, unit: Unit) -> str:
    if row["difference"] is None:
        return MISSING
    told = written(row["difference"], row, unit, [row["difference"] * 0])
    return told.replace("%", "procentenheter")


def _known(amount: Decimal | None) -> list[Decimal]:
    return [] if amount is None else [amount]


def _agrees(row: Row) -> str:
    if row["agrees"] is None:
        return "Kan inte jämföras"
    if not row["agrees"]:
        return "Nej"
    return "Ja, avrundat" if row["difference"] else "Ja"


def _beside(dates: Sequence[object]) -> str:
    return f", föregående rapport {dates[1]}" if len(dates) > 1 else ""

"""Lån: one row per loan and report date."""

from __future__ import annotations

from typing import Annotated

import pandera.polars as pa
import polars as pl

from data_models.columns import LOAN_YEARS_AHEAD, FieldType, column
from data_models.kind import Dating, Kind, SheetRow
from data_models.vocabulary import RateType

_FAR = {"years_ahead": LOAN_YEARS_AHEAD}


class Loans(SheetRow):
    """A loan as it stood on the report date."""

    organisation: str = column(
        "Organisation",
        "Region, kommun eller förbund",
        "Region",
        "Kommun",
        "Myndighet",
        "Huvudman",
        "Org",
        required=True,
        fixable=True,
    )
    report_date: pl.Date = column(
        "Rapportdatum",
        "Dagen som skulden avser",
        "Per",
        "Datum",
        "Rapport per",
        "Avser datum",
        "Per datum",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    loan_id: str = column(
        "Lån",
        "Lånets nummer eller namn",
        "Lånenr",
        "Lånenummer",
        "Lån nr",
        "Kontrakt",
        "Låne-id",
        required=True,
    )
    lender: str = column(
        "Långivare",
        "Den som lånat ut",
        "Kreditgivare",
        "Bank",
        "Motpart",
        "Finansiär",
        "Utgivare",
    )
    debt: Annotated[pl.Decimal, 20, 2] = column(
        "Skuld",
        "Kvarvarande skuld i kronor",
        "Belopp",
        "Kapitalbelopp",
        "Låneskuld",
        "Nominellt belopp",
        "Restskuld",
        kind=FieldType.AMOUNT,
        required=True,
        negative={"least": 0},
    )
    rate: Annotated[pl.Decimal, 12, 6] = column(
        "Ränta %",
        "Räntesats i procent",
        "Ränta",
        "Räntesats",
        "Aktuell ränta",
        "Ränta procent",
        "Kupong",
        "Nominell ränta",
        kind=FieldType.PERCENT,
        required=True,
        rate_implausible={"least": -5, "most": 25},
    )
    rate_type: str = column(
        "Räntetyp",
        "Fast eller rörlig",
        "Typ av ränta",
        "Fast/rörlig",
        "Räntebindning",
        "Ränteform",
        "Typ",
        allowed=RateType,
    )
    start_date: pl.Date = column(
        "Startdatum",
        "Dagen lånet lyftes",
        "Start",
        "Utbetalningsdag",
        "Lånedatum",
        "Från",
        "Upptaget",
        kind=FieldType.DATE,
    )
    maturity_date: pl.Date = column(
        "Kapitalförfall",
        "Dagen lånet förfaller",
        "Förfall",
        "Förfallodag",
        "Slutdatum",
        "Slutförfall",
        "Förfallodatum",
        kind=FieldType.DATE,
        required=True,
        date_implausible=_FAR,
    )
    rate_reset_date: pl.Date = column(
        "Ränteförfall",
        "Dagen räntan sätts om",
        "Räntejustering",
        "Räntebindning t.o.m.",
        "Ränteomsättning",
        "Nästa räntejustering",
        "Räntebunden till",
        kind=FieldType.DATE,
        date_implausible=_FAR,
    )
    decision: str = column(
        "Beslut",
        "Beslutet som lånet vilar på",
        "Delegationsbeslut",
        "Beslutat",
        "Beslutsnr",
        "Beslutshänvisning",
        "Enligt beslut",
    )

    @pa.check("maturity_date", error="maturity_before_start")
    def maturity_follows_start(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """A loan does not mature before it starts."""
        return data.lazyframe.select(pl.col("maturity_date") >= pl.col("start_date"))


KIND = Kind(
    name="loans",
    sheet="Lån",
    title="Lån",
    position=8,
    schema=Loans,
    identity=tuple(map(pl.col, ("organisation", "report_date", "loan_id"))),
    sheet_aliases=("Låneskuld", "Lånestock", "Skuldportfölj", "Låneportfölj"),
    defaults=(
        pl.when(pl.col("rate_type") == RateType.FIXED.value)
        .then(pl.coalesce("rate_reset_date", "maturity_date"))
        .otherwise(pl.col("rate_reset_date"))
        .alias("rate_reset_date"),
    ),
    dating=Dating.LATEST,
    dated_by="report_date",
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "report_date": "2024-11-30",
        "loan_id": "L-1",
        "lender": "Kommuninvest",
        "debt": "200000000",
        "rate": "2,35",
        "rate_type": "fast",
        "start_date": "2024-10-15",
        "maturity_date": "2028-02-15",
        "decision": "delegationsbeslut 2024-10-10",
    },
)

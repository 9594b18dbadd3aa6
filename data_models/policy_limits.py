"""Limiter: one row per measure and date it holds from."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class PolicyLimits(SheetRow):
    """What the finance policy allows for a measure. Percent limits are typed as percent."""

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
    measure: str = column(
        "Mått",
        "Måttet som begränsas, med ett av kontraktets ord",
        "Limit",
        "Nyckeltal",
        "Risk",
        "Riskmått",
        "Begränsning",
        required=True,
    )
    applies_to: str = column(
        "Avser",
        "Tillgångsslag eller långivare som limiten gäller",
        "Gäller",
        "Tillgångsslag",
        "Avgränsning",
        "Motpart",
        "Gäller för",
    )
    minimum: Annotated[pl.Decimal, 24, 6] = column(
        "Min",
        "Lägsta tillåtna värde",
        "Minimum",
        "Lägst",
        "Minst",
        "Undre gräns",
        "Golv",
        kind=FieldType.NUMBER,
    )
    normal: Annotated[pl.Decimal, 24, 6] = column(
        "Normal",
        "Normalläge",
        "Norm",
        "Normalläge",
        "Normalvikt",
        "Mål",
        "Riktvärde",
        kind=FieldType.NUMBER,
    )
    maximum: Annotated[pl.Decimal, 24, 6] = column(
        "Max",
        "Högsta tillåtna värde",
        "Maximum",
        "Högst",
        "Maximalt",
        "Övre gräns",
        "Limit max",
        kind=FieldType.NUMBER,
    )
    unit: str = column(
        "Enhet",
        "kr, %, år eller antal",
        "Måttenhet",
        "Sort",
        "Anges i",
        "Enheter",
        "Uttryckt i",
    )
    valid_from: pl.Date = column(
        "Gäller från",
        "Första dagen limiten gäller",
        "Från och med",
        "Fr.o.m.",
        "Beslutad",
        "Giltig från",
        "Fastställd",
        kind=FieldType.DATE,
    )


KIND = Kind(
    name="policy_limits",
    sheet="Limiter",
    title="Limiter",
    position=11,
    schema=PolicyLimits,
    identity=tuple(map(pl.col, ("organisation", "measure", "applies_to", "valid_from"))),
    sheet_aliases=("Limit", "Finanspolicy", "Risklimiter"),
    dating=Dating.UNTIL,
    dated_by="valid_from",
    example={
        "organisation": "Region Exempel",
        "measure": "Kapitalförfall inom 12 månader",
        "maximum": "30",
        "unit": "%",
        "valid_from": "2024-01-01",
    },
)

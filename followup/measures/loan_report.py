"""Everything that is measured of each report of loans, and what its rows leave untold."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import RateType
from followup.measures import loans as measures
from followup.measures.loans import REPORT


def report(loans: pl.DataFrame) -> pl.DataFrame:
    """Every measure of every report, see `measures.loans`.

    Returns:
        organisation, report_date, debt (kr), rate_percent, capital_fixing_years,
        rate_fixing_years, maturing_12m_share, rate_reset_12m_share, floating_share,
        largest_lender_share, lender, rate_sensitivity (kr); the earliest report first.
    """
    parts = (
        measures.average_rate(loans),
        measures.capital_fixing_years(loans).rename({"years": "capital_fixing_years"}),
        measures.rate_fixing_years(loans).rename({"years": "rate_fixing_years"}),
        measures.maturing_12m_share(loans).rename({"share": "maturing_12m_share"}),
        measures.rate_reset_12m_share(loans).rename({"share": "rate_reset_12m_share"}),
        measures.floating_share(loans).rename({"share": "floating_share"}),
        measures.largest_lender_share(loans).rename({"share": "largest_lender_share"}),
        measures.rate_sensitivity(loans).rename({"cost": "rate_sensitivity"}),
    )
    whole = measures.debt(loans)
    for part in parts:
        whole = whole.join(part, on=REPORT, how="left", maintain_order="left")
    return whole


def untold(loans: pl.DataFrame) -> pl.DataFrame:
    """How much debt is counted although its row leaves something out or has run out.

    Returns:
        organisation, report_date, matured (maturity before the report date), open_reset (no
        Ränteförfall and not fixed), unnamed (no lender), untyped (no Räntetyp); all kr.
    """
    is_fixed = (pl.col("rate_type") == RateType.FIXED.value).fill_null(value=False)
    missing = {
        "matured": pl.col("maturity_date") < pl.col("report_date"),
        "open_reset": pl.col("rate_reset_date").is_null() & ~is_fixed,
        "unnamed": pl.col("lender").is_null(),
        "untyped": pl.col("rate_type").is_null(),
    }
    amounts = [pl.col("debt").filter(which).sum().alias(name) for name, which in missing.items()]
    return loans.group_by(REPORT).agg(amounts).sort(REPORT)

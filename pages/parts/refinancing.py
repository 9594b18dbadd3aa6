"""What if a loan were refinanced, or another taken up: the terms to try, and what they do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from data_models.vocabulary import RateType
from followup import values
from followup.cells import loan_what_if
from followup.cells.finance_scope import Scope
from followup.measures import loan_what_if as measures
from followup.measures.loan_what_if import Terms
from followup.texts.formats import NBSP, counted, mnkr, number, percent
from followup.texts.literal import markdown
from pages.parts import cell, finance_view

_REFINANCE, _ADD = "Lägg om ett lån", "Ta upp ett nytt lån"
_KEY = "tank-om"
_LONGEST_MONTHS, _USUAL_MONTHS = 600, 36
_LONGEST_NAME = 60
_LONGEST_NUMBER = 20


def draw(rows: pl.DataFrame, policy: pl.DataFrame, scope: Scope) -> None:
    """The terms to try on the latest report's rows, and every measure and limit beside today's.

    `policy` is the organisation's rows of Limiter.
    """
    st.markdown("### Tänk om")
    st.caption("Pröva andra villkor och se vad de gör med varje mått. Inget av det sparas.")
    kind = st.segmented_control(
        "Vad ska prövas?", [_REFINANCE, _ADD], default=_REFINANCE, key=f"{_KEY}-vad", required=True
    )
    tried = _refinanced(rows, scope) if kind == _REFINANCE else _added(rows, scope)
    if tried is not None:
        thought, about = tried
        cell.draw(loan_what_if.what_if(rows, thought, about, scope))
        near = finance_view.near_percent(st.columns([2, 6])[0])
        cell.draw(loan_what_if.limits(rows, thought, policy, about, scope, near_percent=near))


def _refinanced(rows: pl.DataFrame, scope: Scope) -> tuple[pl.DataFrame, str] | None:
    """The loans with a chosen one refinanced, and that in words."""
    loans = rows.sort("maturity_date", "loan_id")
    told = {row["loan_id"]: _loan(row, scope) for row in loans.to_dicts()}
    name = st.selectbox(
        "Lån, det som förfaller först överst", list(told), index=None, key=f"{_KEY}-lan",
        placeholder="Välj ett lån", format_func=lambda one: told[one],
    )  # fmt: skip
    if name is None:
        return None
    (loan,) = rows.filter(pl.col("loan_id") == name).to_dicts()
    terms = _terms(number(loan["rate"], 3), f"{scope.organisation}-{name}")
    if terms is None:
        return None
    return measures.refinanced(rows, name, terms), f"Med {_short(name)} till {_said(terms)}"


def _loan(row: dict[str, Any], scope: Scope) -> str:
    """L-20-1, Bank B, 300,0 mnkr till 0,52 %, förfaller 2025-09-09."""
    named = ", ".join(_short(one) for one in (row["loan_id"], row["lender"]) if one)
    amount, rate = scope.unit.shown(row["debt"]), percent(row["rate"], 2)
    return f"{named}, {amount} till {rate}, förfaller {row['maturity_date']}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _added(rows: pl.DataFrame, scope: Scope) -> tuple[pl.DataFrame, str] | None:
    """The loans and a new one, and that in words."""
    left, right = st.columns(2)
    amount = _number(left, "Belopp, mnkr", "", "belopp", (Decimal(0), Decimal(100_000)))
    lender = right.selectbox(
        "Långivare", rows["lender"].drop_nulls().unique().sort().to_list(), index=None,
        key=f"{_KEY}-langivare", placeholder="Välj eller skriv en ny", accept_new_options=True,
    )  # fmt: skip
    terms = _terms("3,000", scope.organisation)
    if not amount or terms is None:
        return None
    debt = amount * 1_000_000
    told = f"Med ett nytt lån på {mnkr(debt)} till {_said(terms)}"
    return measures.with_loan(rows, debt, lender, terms), told


def _terms(rate: str, about: str) -> Terms | None:
    """What is asked for; null while the rate cannot be read. `about` tells its fields apart."""
    first, second, third, fourth = st.columns(4)
    asked = _number(first, "Ränta, %", rate, f"ranta-{about}", (Decimal(-5), Decimal(25)))
    months = second.number_input(
        "Löptid, månader", min_value=1, max_value=_LONGEST_MONTHS, value=_USUAL_MONTHS,
        key=f"{_KEY}-loptid-{about}",
    )  # fmt: skip
    kind = RateType(
        third.selectbox("Räntetyp", [str(one) for one in RateType], key=f"{_KEY}-typ-{about}")
    )
    rate_months = fourth.number_input(
        "Månader till ny ränta", min_value=1, max_value=_LONGEST_MONTHS, value=3,
        disabled=kind is RateType.FIXED, key=f"{_KEY}-bindning-{about}",
    )  # fmt: skip
    return None if asked is None else Terms(asked, kind, months, rate_months)


def _number(
    place: Any, label: str, usual: str, key: str, bounds: tuple[Decimal, Decimal]
) -> Decimal | None:
    """A number as Swedes write it; null, and a line that says why, when it cannot be read."""
    text: str = place.text_input(
        label, usual, key=f"{_KEY}-{key}", max_chars=_LONGEST_NUMBER, placeholder="till exempel 50"
    )
    if not text:
        return None
    read = values.numbers(pl.Series([text], dtype=pl.String)).item()
    if read is not None and bounds[0] <= read <= bounds[1]:
        return Decimal(read).quantize(Decimal("0.000001"))
    least, most = (number(one) for one in bounds)
    place.caption(markdown(f"Skriv ett tal från {least} till {most}, till exempel 2,35."))
    return None


def _said(terms: Terms) -> str:
    """3,00 % fast i 36 månader."""
    lasting = counted(terms.months, "månad", "månader")
    kind = terms.rate_type if terms.rate_type is RateType.FIXED else "rörligt"
    return f"{percent(terms.rate, 2)}{NBSP}{kind} i {lasting}"

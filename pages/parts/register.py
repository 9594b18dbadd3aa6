"""The register of decisions: what is asked for, a page of rows, and the decision chosen."""

from __future__ import annotations

import polars as pl
import streamlit as st

from data_models.vocabulary import DecisionKind
from followup.cells import decisions
from followup.measures.decisions import RegisterFilter, matching, meeting_years, ordered
from followup.measures.selection import Selection
from followup.texts import words
from followup.texts.formats import MISSING, counted
from followup.texts.literal import markdown
from pages.parts import cell, session

PAGE_ROWS = 50
_WIDE_LIMITS = (85, 170)
"""As many signs fit on one line and on two of the widest column of three."""


def draw(height: int, chosen: Selection) -> None:
    """The register with its own filters; a click on a row shows the whole decision.

    `height` is how many att-satser the page's own filters choose from.
    """
    whole = session.at_any_date()["decisions"]
    rows = session.of_files(lambda: ordered(whole), "ordered", chosen.organisation, chosen.body)
    wanted = _wanted(rows)
    found = session.latest(lambda: matching(rows, wanted, chosen.as_of), "matching", wanted)
    register = decisions.register(found, height, chosen.as_of.isoformat())
    cell.draw(register, wanted, content=lambda: _rows(found, f"{wanted} {chosen}"))


def _rows(found: pl.DataFrame, asked: str) -> None:
    """One page of rows to choose from, and the decision that is chosen.

    A choice belongs to what was `asked` for: row 3 of another search is another decision.
    """
    if not found.height:
        st.caption("Inga att-satser stämmer med det som söks.")
        return
    page, first = _page(found, asked)
    table = decisions.register_table(page)
    event = st.dataframe(
        cell.legible(table),
        hide_index=True,
        height=36 * min(page.height + 1, 13) + 3,
        key=f"register-{first}-{asked}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=cell.column_formats(table),
        placeholder=MISSING,
        alt=f"Beslutsregistret, {counted(found.height, 'rad', 'rader')}",
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < page.height:
        _decision(page.row(chosen[0], named=True))
    else:
        st.caption("Markera rutan längst till vänster på en rad för att se hela beslutet.")


def _wanted(rows: pl.DataFrame) -> RegisterFilter:
    years = session.remembered(lambda: meeting_years(rows), "years")
    search, kind, year, amount = st.columns([3, 2, 1, 2])
    asked = search.text_input(
        "Sök", key="sok", bind="query-params", placeholder="ord, § eller diarienummer"
    )
    of_kind = kind.selectbox(
        "Beslutstyp", [str(one) for one in DecisionKind], index=None, key="typ",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    in_year = year.selectbox(
        "År", years, index=None, key="ar", placeholder=words.ALL, bind="query-params"
    )
    least = amount.number_input(
        "Belopp minst, kr", min_value=0, value=None, step=100_000, key="belopp",
        placeholder="inget krav", bind="query-params",
    )  # fmt: skip
    return RegisterFilter(asked or "", of_kind, in_year, least)


def _page(found: pl.DataFrame, asked: str) -> tuple[pl.DataFrame, int]:
    """One page of rows, so that a large register is never sent whole."""
    pages = max(1, -(-found.height // PAGE_ROWS))
    number = 1
    if pages > 1:
        number = st.number_input(
            f"Sida av {pages}",
            min_value=1,
            max_value=pages,
            value=1,
            key=f"sida-{asked}",
            width=160,
        )
    first = (int(number) - 1) * PAGE_ROWS
    return found.slice(first, PAGE_ROWS), first


def _decision(row: dict[str, object]) -> None:
    lines = decisions.decision(row, session.combined().sheets)
    with st.container(border=True):
        place = f"{row['file']}, bladet {row['sheet']}, rad {row['row']}"
        heading = f"§ {row['paragraph']} {row['title']}" if row["paragraph"] else str(row["title"])
        st.markdown(f"### {markdown(heading)}")
        st.caption(
            markdown(f"{row['organisation']}, {row['body']} {row['meeting_date']} · {place}")
        )
        st.dataframe(
            lines,
            hide_index=True,
            height="content",
            row_height=cell.row_pixels(lines, _WIDE_LIMITS),
            column_config=cell.column_formats(lines),
            key="beslut-detalj",
            alt=heading,
        )

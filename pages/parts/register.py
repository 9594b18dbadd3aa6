"""The register of decisions: what is asked for, a page of rows, and the decision chosen."""

from __future__ import annotations

import polars as pl
import streamlit as st

from data_models.vocabulary import DecisionKind
from followup.cells import decisions
from followup.contents import decisions as contents
from followup.contents.view import View
from followup.measures.decisions import RegisterFilter
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import cell, choosing, contract_form, following, session

_WIDE_LIMITS = (85, 170)
"""As many signs fit on one line and on two of the widest column of three."""


def draw() -> None:
    """The register with its own filters; a click on a row shows the whole decision."""
    view = session.viewed()
    wanted = _wanted(view)
    found, register = contents.rows(view, wanted), contents.register(view, wanted)
    asked = f"{wanted} {view.selection}"
    cell.draw(register, wanted, content=lambda: _rows(found, register.table, asked))
    contract_form.download("decisions", view.dataset["decisions"])


def _rows(found: pl.DataFrame, table: pl.DataFrame, asked: str) -> None:
    """Rows to choose from, and the decision that is chosen with its matter's chain."""
    if not found.height:
        st.caption("Inga att-satser stämmer med det som söks.")
        return
    label = f"Beslutsregistret, {counted(found.height, 'rad', 'rader')}"
    chosen = choosing.one_of(table, asked, "register", label, "se hela beslutet och dess kedja")
    if chosen is not None:
        _decision(found.row(chosen, named=True))


def _wanted(view: View) -> RegisterFilter:
    years = contents.years(view)
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


def _decision(row: dict[str, object]) -> None:
    """A whole decision: where it stands, its matter's way through the bodies, and every cell."""
    lines = decisions.decision(row, session.combined().sheets)
    with st.container(border=True):
        place = f"{row['file']}, bladet {row['sheet']}, rad {row['row']}"
        heading = f"§ {row['paragraph']} {row['title']}" if row["paragraph"] else str(row["title"])
        st.markdown(f"### {markdown(heading)}")
        st.caption(
            markdown(f"{row['organisation']}, {row['body']} {row['meeting_date']} · {place}")
        )
        at = str(row["file"]), str(row["sheet"]), int(str(row["row"]))
        chain = following.matter_of(*at)
        if chain is not None:
            cell.draw(chain, *at)
        st.dataframe(
            lines,
            hide_index=True,
            height="content",
            row_height=cell.row_pixels(lines, _WIDE_LIMITS),
            column_config=cell.column_formats(lines),
            key="beslut-detalj",
            alt=heading,
        )

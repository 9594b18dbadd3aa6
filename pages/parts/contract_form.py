"""Rows to take along in the contract's own form, which loads again as it was."""

from __future__ import annotations

import polars as pl
import streamlit as st

from data_models.kinds import KINDS
from followup.exports.contract import as_contract
from followup.exports.persons import PERSON_HEADERS, masked_rows
from followup.exports.report import masked
from followup.exports.tables_archive import whole
from followup.texts import words
from followup.texts.formats import counted
from pages.parts import reported

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(kind: str, rows: pl.DataFrame) -> None:
    """A sheet of the rows, persons' names hidden unless they are asked for."""
    sheet = KINDS[kind].sheet
    with st.container(horizontal=True, vertical_alignment="center"):
        is_named = st.session_state.get(f"{kind}-namn", False)
        report = reported.reported((), with_notes=False)
        about = whole(report if is_named else masked(report))
        st.download_button(
            f"Ladda ner bladet {sheet} ({counted(rows.height, 'rad', 'rader')})",
            lambda: as_contract(kind, rows if is_named else masked_rows(kind, rows), about),
            f"{sheet}.xlsx", _XLSX, key=f"download-{kind}", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        if any(column.header in PERSON_HEADERS for column in KINDS[kind].columns):
            st.checkbox(words.WITH_NAMES, key=f"{kind}-namn")

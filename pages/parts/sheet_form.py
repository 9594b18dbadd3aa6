"""How a sheet is read, chosen by hand: kind, header row, unit, columns and fixed values."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from data_models.choices import Choices
from data_models.columns import FieldType
from data_models.dataset import SheetReport
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.texts.literal import markdown
from pages.parts import cell, own
from pages.parts.own import Upload

_UNUSED = ""
_UNITS = ["kr", "tkr", "mnkr", "mdkr"]
_FORGET = "Läs som det hittades"


def draw(name: str, upload: Upload) -> None:
    """The form for one sheet at a time, with the sheet's first rows beside it."""
    reports = {report.sheet: report for report in upload.loaded.sheets}
    chosen = st.selectbox("Blad", list(reports), key=f"hand-sheet-{name}")
    if chosen is None:
        return
    report = reports[chosen]
    rows = own.preview(name, upload.loaded.sha256, upload.content).get(chosen)
    if rows is None or not rows.height:
        st.caption("Bladet är tomt.")
        return
    cell.show_table(rows, f"hand-rows-{name}-{chosen}", f"Första raderna i {chosen}", "")
    kinds = [_UNUSED, *KINDS]
    kind_name = st.selectbox(
        "Läs bladet som", kinds, index=kinds.index(report.kind or report.nearest or _UNUSED),
        format_func=lambda one: KINDS[one].sheet if one else "läs inte bladet",
        key=f"hand-kind-{name}-{chosen}",
    )  # fmt: skip
    with st.form(f"hand-{name}-{chosen}-{kind_name}", border=False):
        choices = _choices(report, rows, kind_name)
        keep = st.form_submit_button("Läs bladet så här", type="primary")
        forget = st.form_submit_button(_FORGET, type="tertiary")
    if keep:
        _apply(name, upload, report, choices)
    if forget:
        _forget(name, upload, report)


def _choices(report: SheetReport, rows: pl.DataFrame, kind_name: str) -> Choices:
    if not kind_name:
        return Choices(kind="")
    kind = KINDS[kind_name]
    found_at = report.header_row or (0 if report.kind else 1)
    left, right = st.columns(2)
    header_row = left.number_input(
        "Rubrikrad (0 om rubriker saknas)", min_value=0, max_value=30, value=found_at
    )
    unit = right.selectbox(
        "Enhet för belopp", _UNITS, index=_UNITS.index(report.unit) if report.unit else 0
    )
    st.markdown("**Kolumner.** Flera textkolumner får ha samma innebörd; de sätts då ihop.")
    found = _found(report, rows, kind)
    columns = _columns(report, found, kind)
    st.markdown("**Fasta värden** för det som bladet saknar.")
    fixed = _fixed(report, kind)
    is_other = kind_name != report.kind or header_row != found_at
    as_found = is_other and columns == found  # nobody chose: the new headers are matched anew
    return Choices(kind_name, int(header_row), unit, None if as_found else columns, fixed)


def _found(report: SheetReport, rows: pl.DataFrame, kind: Kind) -> dict[str, str]:
    """The field of every column as it was read; "" for one that is not used as this kind."""
    read = {column.letter: column.field or _UNUSED for column in report.columns}
    letters = [name for name in rows.columns if name != "Rad"]
    return {at: read.get(at, _UNUSED) if report.kind == kind.name else _UNUSED for at in letters}


def _columns(report: SheetReport, found: Mapping[str, str], kind: Kind) -> dict[str, str]:
    fields = [_UNUSED, *(column.field for column in kind.columns)]
    titles = {column.field: column.header for column in kind.columns}
    headers = {column.letter: markdown(column.header[:40]) for column in report.columns}
    return {
        at: place.selectbox(
            f"{at}: {headers.get(at) or 'utan rubrik'}", fields, index=fields.index(field),
            format_func=lambda one: titles.get(one, "används inte"),
            key=f"hand-column-{report.file}-{report.sheet}-{kind.name}-{at}",
        )
        for (at, field), place in zip(found.items(), _grid(len(found)), strict=True)
    }  # fmt: skip


def _grid(count: int) -> list[st.delta_generator.DeltaGenerator]:
    return [place for _ in range(-(-count // 3)) for place in st.columns(3)][:count]


def _fixed(report: SheetReport, kind: Kind) -> Mapping[str, str]:
    fixable = [column for column in kind.columns if column.fixable]
    given = {}
    for column, place in zip(fixable, _grid(len(fixable)), strict=True):
        key = f"hand-fixed-{report.file}-{report.sheet}-{kind.name}-{column.field}"
        value = report.fixed.get(column.field, "")
        if column.kind is FieldType.ENUM:
            options = ["", *column.allowed]
            at = options.index(value) if value in options else 0
            given[column.field] = place.selectbox(column.header, options, index=at, key=key)
        else:
            given[column.field] = place.text_input(column.header, value=value, key=key)
    return {field: value.strip() for field, value in given.items() if value.strip()}


def _apply(name: str, upload: Upload, report: SheetReport, choices: Choices) -> None:
    kept = own.choice_store().keep(report.signature, choices)
    own.add(name, upload.content, {**upload.choices, report.sheet: choices})
    if kept:
        st.toast("Valet används också för nästa fil med samma rubriker, utom datum och år.")
    st.rerun()


def _forget(name: str, upload: Upload, report: SheetReport) -> None:
    own.choice_store().forget(report.signature)
    rest = {sheet: one for sheet, one in upload.choices.items() if sheet != report.sheet}
    own.add(name, upload.content, {**rest, report.sheet: Choices()})
    st.rerun()

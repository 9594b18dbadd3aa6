"""The files of the session: reading new ones in, and what was understood of each."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from data_models.dataset import SheetReport
from data_models.findings import Severity
from data_models.kinds import KINDS
from followup.header_rows import RECOGNISED
from followup.measures.findings import since
from followup.texts import words
from followup.texts.formats import counted, number
from followup.texts.literal import markdown
from pages.parts import accepting, cell, own, sheet_form
from pages.parts.own import Upload

_ROUND = "upload-round"


def read_new() -> None:
    """The uploader; what is dropped on it is read at once and the uploader emptied.

    It takes any file: what cannot be read is told in our words, not in Streamlit's.
    """
    at = st.session_state.setdefault(_ROUND, 0)
    given = st.file_uploader(words.UPLOAD_LABEL, accept_multiple_files=True, key=f"uploader-{at}")
    if not given:
        return
    with st.status(f"Läser {counted(len(given), 'fil', 'filer')} …", expanded=True) as status:
        for file in given:
            st.write(markdown(file.name))
            own.add(file.name, file.getvalue())
        status.update(label="Klart", state="complete")
    st.session_state[_ROUND] = at + 1
    st.rerun()


def show(name: str, upload: Upload) -> None:
    """What became of one file: read or refused, its findings, and sheet by sheet."""
    loaded = upload.loaded
    with st.container(border=True):
        st.markdown(f"### {markdown(name)}")
        if loaded.readable:
            _understood(name, upload)
        else:
            st.error(markdown(loaded.message), icon=":material/error:")
        can_be = accepting.can_be(upload)
        if can_be:
            st.caption(words.DRAFT)
        with st.container(horizontal=True, vertical_alignment="center"):
            accepts = can_be and st.toggle(words.ACCEPT_AS, key=f"accepts-{name}")
            by_hand = loaded.readable and st.toggle(words.BY_HAND, key=f"hand-{name}")
            if st.button(words.REMOVE, key=f"remove-{name}", type="tertiary"):
                own.remove(name)
                st.rerun()
        if by_hand:
            sheet_form.draw(name, upload)
        if accepts:
            accepting.draw(name, upload)


def _understood(name: str, upload: Upload) -> None:
    loaded = upload.loaded
    st.markdown(markdown(_summary(upload)))
    if upload.before is not None:
        gone, left, new = since(upload.before.findings, loaded.findings)
        st.markdown(f"**Sedan förra filen:** {gone} fynd borta, {left} kvar, {new} nya.")
    cell.show_table(_sheets(loaded.sheets), f"sheets-{name}", f"Bladen i {name}")


def _summary(upload: Upload) -> str:
    loaded = upload.loaded
    rows = sum(loaded.dataset.row_counts.values())
    known = sum(sheet.kind is not None for sheet in loaded.sheets)
    errors, warnings = loaded.count(Severity.ERROR), loaded.count(Severity.WARNING)
    return (
        f"{counted(rows, 'rad', 'rader')} ur {known} av {len(loaded.sheets)} blad."
        f" {counted(errors, 'fel', 'fel')} och {counted(warnings, 'varning', 'varningar')}."
    )


def _sheets(sheets: Sequence[SheetReport]) -> pl.DataFrame:
    lines = [
        {
            "Blad": sheet.sheet,
            "Läst som": KINDS[sheet.kind].sheet if sheet.kind else "inte igenkänt",
            "Säkerhet": _certainty(sheet),
            "Rubrikrad": sheet.header_row,
            "Enhet": sheet.unit or "",
            "Lästa": sheet.rows_read,
            "Inlästa": sheet.rows_loaded,
            "Utelämnade": sheet.rows_excluded,
            "Anmärkning": _remark(sheet),
        }
        for sheet in sheets
    ]
    return pl.DataFrame(lines, schema_overrides={"Rubrikrad": pl.Int64, "Enhet": pl.String})


def _certainty(sheet: SheetReport) -> str:
    if sheet.kind is not None and sheet.score < RECOGNISED:
        return "för hand"
    return f"{number(round(sheet.score * 100))} %"


def _remark(sheet: SheetReport) -> str:
    if sheet.kind is None:
        near = KINDS[sheet.nearest].sheet if sheet.nearest else ""
        lacks = f", saknar {', '.join(sheet.missing)}" if sheet.missing else ""
        return f"liknar mest {near}{lacks}" if near else ""
    if sheet.missing:
        return f"saknar {', '.join(sheet.missing)}"
    unused = [column.header for column in sheet.columns if column.field is None]
    return f"används inte: {', '.join(unused)}" if unused else ""

"""Findings: which are asked for, and the downloads that go back to whoever mends the file."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from followup.cells.findings import SEVERITY_WORDS
from followup.exports import finding_list
from followup.exports.marking import MarkingFailed, marked_up_in_worker
from followup.measures.findings import Wanted
from followup.texts import words
from followup.texts.literal import markdown
from pages.parts import session
from pages.parts.session import Upload

_MARKED = "marked"


@dataclass(frozen=True, slots=True)
class _Made:
    """A marked-up copy, or why there is none, with the file and findings it was made of."""

    sha256: str
    findings: pl.DataFrame
    content: bytes
    notes: tuple[str, ...]


def chosen(findings: pl.DataFrame) -> Wanted:
    """The filters of the findings, in the address."""
    left, middle, right = st.columns(3)
    severity = left.selectbox(
        "Allvar", list(SEVERITY_WORDS), index=None, placeholder=words.ALL, key="allvar",
        format_func=lambda one: SEVERITY_WORDS[one], bind="query-params",
    )  # fmt: skip
    files = findings["file"].unique(maintain_order=True).to_list()
    file = middle.selectbox(
        "Fil", files, index=None, placeholder=words.ALL, key="fil", bind="query-params"
    )
    sheets = findings["sheet"].unique(maintain_order=True).to_list()
    sheet = right.selectbox(
        "Blad", sheets, index=None, placeholder=words.ALL, key="blad", bind="query-params"
    )
    return Wanted(severity, file, sheet)


def draw() -> None:
    """Per file: the marked-up copy, and the list as a workbook or text."""
    st.subheader("Ta med fynden tillbaka")
    for name, upload in session.uploads().items():
        if upload.loaded.readable:
            _of_file(name, upload)


def _of_file(name: str, upload: Upload) -> None:
    findings = session.combined().findings.filter(pl.col("file") == name)
    stem = name.rsplit(".", 1)[0]
    with st.container(border=True):
        st.markdown(f"**{markdown(name)}**")
        with st.container(horizontal=True):
            _marked_copy(name, stem, upload, findings)
            st.download_button(
                "Fyndlista, Excel", lambda: finding_list.as_xlsx(findings), f"{stem} fynd.xlsx",
                key=f"list-xlsx-{name}", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "Fyndlista, CSV", lambda: finding_list.as_csv(findings), f"{stem} fynd.csv",
                "text/csv", key=f"list-csv-{name}", on_click="ignore",
            )  # fmt: skip
        made = _made(name, upload, findings)
        for note in made.notes if made else ():
            st.caption(markdown(note))


def _marked_copy(name: str, stem: str, upload: Upload, findings: pl.DataFrame) -> None:
    """A button that makes the copy in the worker, then one that hands it over."""
    made = _made(name, upload, findings)
    if made is None:
        if st.button("Gör granskad kopia", key=f"mark-{name}", type="primary"):
            with st.spinner("Märker upp cellerna …"):
                _mark(name, upload, findings)
            st.rerun()
    elif made.content:
        st.download_button(
            "Ladda ner granskad kopia", made.content, f"{stem} granskad.xlsx", type="primary",
            key=f"marked-{name}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _mark(name: str, upload: Upload, findings: pl.DataFrame) -> None:
    try:
        copy = marked_up_in_worker(upload.content, name, findings)
        made = _Made(upload.loaded.sha256, findings, copy.content, copy.notes)
    except MarkingFailed as failed:
        made = _Made(upload.loaded.sha256, findings, b"", (str(failed),))
    st.session_state.setdefault(_MARKED, {})[name] = made


def _made(name: str, upload: Upload, findings: pl.DataFrame) -> _Made | None:
    """The copy made for this file and these very findings; null when there is none."""
    made: _Made | None = st.session_state.get(_MARKED, {}).get(name)
    if made is None or made.sha256 != upload.loaded.sha256 or not made.findings.equals(findings):
        return None
    return made

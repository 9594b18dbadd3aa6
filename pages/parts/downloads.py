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
from pages.parts.session import ShownFile

_MARKED = "marked"
_MOST_AT_ONCE = 6
"""More files than this are chosen from a list."""


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
    readable = [one for one in session.files() if one.readable]
    if len(readable) > _MOST_AT_ONCE:
        wanted = st.selectbox(
            "Fil att ta tillbaka", readable, format_func=lambda one: one.title, key="tillbaka"
        )
        readable = [wanted] if wanted else []
    for file in readable:
        _of_file(file)


def _of_file(file: ShownFile) -> None:
    whole = session.combined().findings
    findings = session.of_files(
        lambda: whole.filter(pl.col("file") == file.name), "findings of", file.name
    )
    stem = file.file.rsplit(".", 1)[0]
    with st.container(border=True):
        st.markdown(f"**{markdown(file.title)}**")
        with st.container(horizontal=True):
            _marked_copy(file, stem, findings)
            st.download_button(
                "Fyndlista, Excel", lambda: finding_list.as_xlsx(findings), f"{stem} fynd.xlsx",
                key=f"list-xlsx-{file.name}", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "Fyndlista, CSV", lambda: finding_list.as_csv(findings), f"{stem} fynd.csv",
                "text/csv", key=f"list-csv-{file.name}", on_click="ignore",
            )  # fmt: skip
        made = _made(file, findings)
        for note in made.notes if made else ():
            st.caption(markdown(note))


def _marked_copy(file: ShownFile, stem: str, findings: pl.DataFrame) -> None:
    """A button that makes the copy in the worker, then one that hands it over."""
    made = _made(file, findings)
    if made is None:
        if st.button("Gör granskad kopia", key=f"mark-{file.name}", type="primary"):
            with st.spinner("Märker upp cellerna …"):
                _mark(file, findings)
            st.rerun()
    elif made.content:
        st.download_button(
            "Ladda ner granskad kopia", made.content, f"{stem} granskad.xlsx", type="primary",
            key=f"marked-{file.name}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _mark(file: ShownFile, findings: pl.DataFrame) -> None:
    try:
        copy = marked_up_in_worker(file.content(), file.file, findings)
        made = _Made(file.sha256, findings, copy.content, copy.notes)
    except MarkingFailed as failed:
        made = _Made(file.sha256, findings, b"", (str(failed),))
    st.session_state.setdefault(_MARKED, {})[file.name] = made


def _made(file: ShownFile, findings: pl.DataFrame) -> _Made | None:
    """The copy made for this file and these very findings; null when there is none."""
    made: _Made | None = st.session_state.get(_MARKED, {}).get(file.name)
    if made is None or made.sha256 != file.sha256 or not made.findings.equals(findings):
        return None
    return made

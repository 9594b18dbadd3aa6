"""Taking the page, or one of its cells, out of the app as it is seen."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial

import streamlit as st

from followup.cells.cell import Cell
from followup.charts.template import config
from followup.contents.meeting import Part
from followup.exports.formats import FORMATS, Format, file_name
from followup.exports.report import Report, masked
from followup.texts import words
from followup.texts.literal import markdown
from pages.parts import address, frame, reported, session
from pages.parts.export_job import Job, Stage

_JOB, _PICTURE, _DRAWN_AS = "export-job", "export-picture", "export-drawn-as"
_PICTURES = ("png", "svg")
_EVERY_SECONDS = 0.5


# --- one cell -----------------------------------------------------------------------------------


def chart_settings(cell_id: str) -> dict[str, object]:
    """Plotly's settings for a cell's chart, whose own button saves it under a name to find."""
    form = st.session_state.get(_PICTURE) or _PICTURES[0]
    st.session_state[_DRAWN_AS] = form
    return config(f"{cell_id} {session.selection().as_of.isoformat()}", form)


def of_cell(cell: Cell) -> None:
    """A button per format for one cell, names hidden."""
    report = reported.reported(reported.shown([cell]), with_notes=True)
    named = replace(report, title=cell.id)
    with st.container(horizontal=True, gap="small"):
        for form in FORMATS.values():
            if form.name not in _PICTURES:
                st.download_button(
                    form.title, _deferred(report, form), file_name(named, form),
                    form.mime_of(report), key=f"{cell.id}-{form.name}", on_click="ignore",
                )  # fmt: skip
    if cell.draw is not None:
        _picture_form(cell)


def _deferred(report: Report, form: Format) -> Callable[[], bytes]:
    return lambda: form.write(masked(report))


def _picture_form(cell: Cell) -> None:
    """Which kind of picture the charts' own button saves; a chart has it from when it is drawn."""
    st.segmented_control(
        words.PICTURE_FORM, _PICTURES, format_func=str.upper, required=True,
        default=st.session_state.get(_PICTURE, _PICTURES[0]), key=f"{cell.id}-bild-som",
        on_change=_choose_picture, args=(f"{cell.id}-bild-som",),
    )  # fmt: skip
    if st.session_state.get(_PICTURE, _PICTURES[0]) != st.session_state[_DRAWN_AS]:
        st.rerun()


def _choose_picture(key: str) -> None:
    st.session_state[_PICTURE] = st.session_state[key]


# --- the page -----------------------------------------------------------------------------------


def draw() -> None:
    """The page's cells as a file, at the end of every page that has drawn some."""
    if frame.drawn():
        with st.container(border=True, key="export-page"):
            _panel()


@st.fragment
def _panel() -> None:
    st.markdown(f"**{words.EXPORT_PAGE}**")
    cells = tuple(frame.drawn().values())
    job: Job | None = st.session_state.get(_JOB)
    is_busy = job is not None and job.stage is Stage.UNDER_WAY
    whole = frame.whole()
    if whole is not None and not _is_whole(is_busy=is_busy):
        whole = None
    make = whole or partial(reported.shown, cells)
    form, with_notes, with_names = _asked_for(is_busy=is_busy)
    asked = (
        frame.page().address, whole is not None, form.name, with_notes, with_names,
        repr(session.selection()), repr(address.chosen()),
        tuple((one.id, one.headline) for one in cells),
    )  # fmt: skip
    if job is not None and job.asked != asked:
        job.stop()
        del st.session_state[_JOB]
        job = None
    if form.name in _PICTURES and not _has_chromium():
        st.warning(words.NO_PICTURES)
    elif job is None or job.stage is not Stage.UNDER_WAY:
        st.button(
            words.MAKE_FILE, key="export-make", type="primary", on_click=_begin,
            args=(asked, form, make, with_notes, with_names),
        )  # fmt: skip
    if job is not None:
        _tell(job)


def _is_whole(*, is_busy: bool) -> bool:
    """Whether all of a meeting is asked for, and not just what is drawn of it."""
    chosen = st.segmented_control(
        words.WHAT_TO_EXPORT, [words.WHOLE_MEETING, words.WHAT_IS_SHOWN], required=True,
        default=words.WHOLE_MEETING, key="export-what", disabled=is_busy,
    )  # fmt: skip
    return chosen == words.WHOLE_MEETING


def _asked_for(*, is_busy: bool) -> tuple[Format, bool, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Format", list(FORMATS), format_func=lambda one: FORMATS[one].title, width=220,
            key="export-format", persist_state="session", disabled=is_busy,
        )  # fmt: skip
        with_notes = st.checkbox(
            words.WITH_NOTES, value=True, key="export-notes", persist_state="session",
            disabled=is_busy,
        )  # fmt: skip
        with_names = st.checkbox(
            words.WITH_NAMES, key="export-names", persist_state="session", disabled=is_busy,
        )  # fmt: skip
    form = FORMATS[name]
    st.caption(markdown(f"{form.title}: {form.holds}. {words.NAMES_HELP}"))
    return form, with_notes, with_names


def _has_chromium() -> bool:
    """Asked of the module only when a picture is wanted: it takes seconds to load."""
    with st.spinner("Letar efter Chromium …", show_time=False):
        program = importlib.import_module("followup.exports.chromium").chromium()
    return program is not None


def _begin(
    asked: Hashable, form: Format, make: Callable[[], tuple[Part, ...]], with_notes: bool,
    with_names: bool,
) -> None:  # fmt: skip
    """A button's callback: have the file made, of what `make` gives."""
    report = reported.reported(make(), with_notes=with_notes)
    ready = (lambda made: made) if with_names else masked
    st.session_state[_JOB] = Job(asked, form, report, ready)


def _tell(job: Job) -> None:
    if job.stage is Stage.UNDER_WAY:
        _follow(job)
    elif job.stage is Stage.DONE:
        st.download_button(
            words.FETCH_FILE.format(name=markdown(job.file)), job.content, job.file, job.mime,
            key="export-fetch", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    elif job.stage is Stage.CANCELLED:
        st.info(words.CANCELLED)
    else:
        st.error(markdown(job.told), icon=":material/error:")


@st.fragment(run_every=_EVERY_SECONDS)
def _follow(job: Job) -> None:
    """How far it has come, looked at again and again until it is over."""
    if job.stage is not Stage.UNDER_WAY:
        st.rerun()
    told = f"{job.done} av {job.of} rutor klara"
    st.progress(job.done / max(job.of, 1), told)
    st.button(words.CANCEL, key="export-cancel", on_click=job.stop)

"""Draws a notebook cell: headline, measure, picture, and what stands behind its toggles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import streamlit as st

from followup.cells.cell import Cell
from followup.texts import words
from followup.texts.formats import MISSING, counted
from followup.texts.literal import markdown
from pages.parts import address, exporting, frame, noting, session

_TABLE_ROWS = 12
_ROW_PIXELS = 35
_LINE_PIXELS = 20
_LINE_LIMITS = (55, 110)
"""Longer texts than this need a second and a third line in a wide column."""
_METRIC_PIXELS = 132
_LONGEST_DEFINITION = 2_000
_MEASURED_ROWS = 1_000
"""So many rows tell how long a table's texts are."""


def draw(
    cell: Cell,
    *parts: object,
    content: Callable[[], None] | None = None,
    picture: Callable[[], None] | None = None,
) -> None:
    """Show `cell`. `parts` tell apart its versions, as for `session.remembered`.

    `content` draws what stands where the picture would be, for a cell whose rows can be chosen;
    `picture` draws the cell's picture, for one that takes more than a click.
    """
    frame.drawn()[cell.id] = cell
    with st.container(border=True):
        st.markdown(f"### {markdown(cell.headline)}")
        st.caption(markdown(cell.measure))
        if cell.draw is not None and picture is not None:
            picture()
        elif cell.draw is not None:
            palette = frame.palette()
            paint = cell.draw
            chart = session.remembered(lambda: paint(palette), cell.id, palette.name, *parts)
            _picture(cell, chart)
        if content is not None:
            content()
        is_open = cell.draw is None and cell.table.height > 0
        _behind(cell, opened=is_open, has_table=content is None)


def _picture(cell: Cell, chart: Any) -> None:
    """The chart; a click on a bar sets the filter that the cell names."""
    key = f"{cell.id}-bild"
    settings = exporting.chart_settings(cell.id)
    if cell.picks is None:
        st.plotly_chart(chart, theme=None, config=settings, alt=cell.alt, key=key)
        return
    picks = cell.picks

    def pick() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points:
            address.choose(picks.filter, picks.values[points[0]["point_index"]])

    st.plotly_chart(
        chart, theme=None, config=settings, alt=cell.alt, key=key, on_select=pick,
        selection_mode="points",
    )  # fmt: skip
    st.caption(words.PICK)


def show_table(table: pl.DataFrame, key: str, label: str, missing: str = MISSING) -> None:
    """A table to read and sort, its numbers and dates written the reader's way.

    Long texts are broken over up to three lines. `missing` stands where there is nothing.
    """
    if not table.height:
        st.caption(words.NO_ROWS)
        return
    row = row_pixels(table)
    st.dataframe(
        legible(table, missing),
        hide_index=True,
        row_height=row,
        height=min(row * table.height, _ROW_PIXELS * _TABLE_ROWS) + _ROW_PIXELS + 3,
        column_config=column_formats(table),
        lazy=table.height > 1_000,
        placeholder=missing,
        key=key,
        alt=label,
    )


def legible(table: pl.DataFrame, missing: str = MISSING) -> pl.DataFrame:
    """The table with `missing` as a text of its own: Streamlit's placeholder is too faint."""
    return table.with_columns(pl.col(pl.String).fill_null(missing))


def row_pixels(table: pl.DataFrame, limits: tuple[int, ...] = _LINE_LIMITS) -> int:
    """A row's height, with room for the table's longest text; each limit passed is a line."""
    lines = sum(_longest(table) > limit for limit in limits)
    return _ROW_PIXELS + lines * _LINE_PIXELS


def _longest(table: pl.DataFrame) -> int:
    lengths = table.head(_MEASURED_ROWS).select(pl.col(pl.String).str.len_chars().max())
    return max((length or 0 for row in lengths.iter_rows() for length in row), default=0)


def column_formats(table: pl.DataFrame) -> dict[str, Any]:
    """Column settings by type: separators for numbers, ISO dates."""
    formats: dict[str, Any] = {}
    for name, dtype in table.schema.items():
        if dtype.is_decimal() or dtype.is_float():
            formats[name] = st.column_config.NumberColumn(format="localized")
        elif dtype == pl.Date:
            formats[name] = st.column_config.DateColumn(format="YYYY-MM-DD")
        elif dtype == pl.String and _longest(table.select(name)) > _LINE_LIMITS[0]:
            formats[name] = st.column_config.TextColumn(width="large")
    return formats


@st.fragment
def _behind(cell: Cell, *, opened: bool, has_table: bool) -> None:
    """The toggles, in the same order in every cell, and what the chosen ones show.

    A cell whose rows stand in the picture's place has no toggle for them.
    """
    sources = _sources_label(cell.sources)
    notes = noting.on(cell)
    options = [words.TABLE, words.DEFINITION, sources, words.NOTE, words.EXPORT]
    if not has_table:
        options.remove(words.TABLE)
    chosen = st.pills(
        markdown(f"Visa om {cell.measure}"), options, selection_mode="multi",
        default=[words.TABLE] if opened and has_table else [],
        key=f"{cell.id}-visa", label_visibility="collapsed",
        format_func=lambda one: f"{one} ({len(notes)})" if one == words.NOTE and notes else one,
    )  # fmt: skip
    if words.TABLE in chosen:
        show_table(cell.table, f"{cell.id}-tabell", cell.headline)
    if words.DEFINITION in chosen:
        st.markdown(markdown(cell.definition, _LONGEST_DEFINITION))
    if sources in chosen:
        show_table(cell.sources, f"{cell.id}-kallor", sources)
    if words.NOTE in chosen:
        noting.draw(cell)
    if words.EXPORT in chosen:
        exporting.of_cell(cell)


def _sources_label(sources: pl.DataFrame) -> str:
    files = sources["Fil"].n_unique() if sources.height else 0
    rows = counted(sources.height, "rad", "rader")
    return f"Källor: {rows} i {counted(files, 'fil', 'filer')}"


def about(cell: Cell) -> dict[str, str]:
    """What an export tells of its cell: the sentence, the measure, the filters and the files."""
    chosen = session.selection()
    told = {
        "Rubrik": cell.headline,
        "Mått": cell.measure,
        "Så räknas det": cell.definition,
        words.AS_OF: chosen.as_of.isoformat(),
        words.ORGANISATION: chosen.organisation or words.ALL,
        words.BODY: chosen.body or words.ALL,
    }
    files = [f"{one.title} (sha-256 {one.sha256})" for one in session.files()]
    return told | {"Filer": ", ".join(files)}


def headline_row(labels: Sequence[tuple[str, str, str]]) -> None:
    """At most six figures beside each other: label, value and what it is seen against."""
    with st.container(horizontal=True):
        for label, value, comparison in labels:
            with st.container(width=_METRIC_PIXELS):
                st.metric(label, value)
                st.caption(markdown(comparison))

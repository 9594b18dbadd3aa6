"""A report as slides: one per cell, its chart to be edited in PowerPoint with its own data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import polars as pl

from followup.cells.cell import Cell
from followup.charts.native import Native
from followup.charts.template import LIGHT, Palette
from followup.exports.report import Note, Report, Section, Tell, untold
from followup.exports.slide_charts import add_chart
from followup.exports.slide_tables import add_table
from followup.exports.slide_template import (
    CONTENT,
    FRONT_TITLE,
    LANGUAGE,
    MEASURE,
    SOURCE,
    TITLE,
    UNDER,
    Layout,
    Slot,
    add_number,
    blank,
)
from followup.exports.slide_texts import on_slide, speak_swedish, write
from followup.exports.source_line import dated, files_behind, sheets_behind, source_line
from followup.texts import words
from followup.texts.formats import day, long_day

_CHOSEN, _SOURCES = "Urval", "Källor"
_LONGEST_TITLE = 400
_LONGEST_NOTE = 2_000
_MOST_SHEETS = 40
_ROWS_A_SLIDE = 12
_BOXES = {Slot.TITLE: TITLE, Slot.UNDER: UNDER, Slot.MEASURE: MEASURE, Slot.SOURCE: SOURCE}


def as_pptx(report: Report, tell: Tell = untold) -> bytes:
    """The report as a .pptx file: a first slide, one per cell, and the sources last.

    Every chart and table has an alternative text. Speaker notes have the cell's definition, its
    whole sources and what people wrote on it.

    Args:
        report: what is shown; persons are masked already.
        tell: told after each cell; what it raises ends the export.
    """
    deck = blank(LIGHT)
    _describe(deck, report)
    _add_first(deck, report)
    done, count = 0, len(report.cells)
    for section in report.sections:
        if len(report.sections) > 1 and not _tells_itself(section):
            _add_divider(deck, section)
        for cell in section.cells:
            _add_cell(deck, report, cell, LIGHT)
            done += 1
            tell(done, count)
    _add_sources(deck, report, LIGHT)
    content = BytesIO()
    deck.save(content)
    return content.getvalue()


def _describe(deck: Any, report: Report) -> None:
    about = deck.core_properties
    about.title = on_slide(report.title)
    about.subject = f"{words.AS_OF} {day(report.as_of)}"
    about.author = about.last_modified_by = words.APP
    about.language = LANGUAGE
    made = dt.datetime.combine(report.made_on, dt.time())
    about.created = about.modified = made


def _add_first(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[Layout.TITLE])
    slide.name = "Titel"
    write(slide.placeholders[Slot.TITLE], [on_slide(report.title)], FRONT_TITLE, 40)
    chosen = [f"{on_slide(label, 60)}: {on_slide(value, 200)}" for label, value in report.chosen]
    lines = [
        f"{words.AS_OF[:1]}{words.AS_OF[1:].lower()} {long_day(report.as_of)}",
        *([" · ".join(chosen)] if chosen else []),
        f"Framtaget {long_day(report.made_on)} ur {words.APP}",
        *(["Personers namn är dolda."] if report.is_masked else []),
    ]
    _fill(slide, Slot.UNDER, lines, 18)


def _tells_itself(section: Section) -> bool:
    """Whether its one cell says what its own slide would: an item of a meeting."""
    return [section.lead] == [cell.headline for cell in section.cells]


def _add_divider(deck: Any, section: Section) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[Layout.SECTION])
    write(slide.placeholders[Slot.TITLE], [on_slide(section.heading)], FRONT_TITLE, 36)
    if section.lead:
        _fill(slide, Slot.UNDER, [on_slide(section.lead, _LONGEST_NOTE)], 18)
    else:
        _remove(slide.placeholders[Slot.UNDER])
    add_number(slide)


def _fill(slide: Any, slot: Slot, lines: list[str], usual: int) -> None:
    write(slide.placeholders[slot], lines, _BOXES[slot], usual)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _add_cell(deck: Any, report: Report, cell: Cell, palette: Palette) -> None:
    native = cell.native(palette) if cell.native is not None else None
    slide = deck.slides.add_slide(deck.slide_layouts[_layout(cell, native)])
    _fill(slide, Slot.TITLE, [on_slide(cell.headline, _LONGEST_TITLE)], 28)
    _fill(slide, Slot.MEASURE, [on_slide(cell.measure)], 14)
    shown = _add_content(slide, cell, native, palette)
    source = f"{source_line(cell)}{f'. {shown}' if shown else ''}"
    _fill(slide, Slot.SOURCE, [on_slide(source), on_slide(dated(report, cell))], 10)
    add_number(slide)
    _add_notes(slide, report, cell)


def _layout(cell: Cell, native: Native | None) -> Layout:
    if _has_bars(native):
        return Layout.CHART
    return Layout.TABLE if cell.table.height else Layout.TEXT


def _has_bars(native: Native | None) -> bool:
    return native is not None and bool(native.categories) and bool(native.series)


def _add_content(slide: Any, cell: Cell, native: Native | None, palette: Palette) -> str:
    """The chart, else the table; how much of the table there was room for."""
    place = slide.placeholders[Slot.CONTENT]
    if native is not None and _has_bars(native):
        _tell_alt(add_chart(place, native, palette), cell)
        return ""
    if cell.table.height:
        frame, shown = add_table(place, cell.table, palette)
        _tell_alt(frame, cell)
        return shown
    write(place, [words.NO_ROWS], CONTENT, 18)
    return ""


def _tell_alt(frame: Any, cell: Cell) -> None:
    about = frame._element.nvGraphicFramePr.cNvPr
    about.set("descr", on_slide(cell.alt or cell.headline, _LONGEST_NOTE))


def _add_notes(slide: Any, report: Report, cell: Cell) -> None:
    """Speaker notes: how it is counted, where it comes from, and what people wrote on it."""
    frame = slide.notes_slide.notes_text_frame
    sheets = sheets_behind(cell.sources)
    rest = len(sheets) - _MOST_SHEETS
    lines = [
        on_slide(cell.headline, _LONGEST_NOTE),
        f"{words.DEFINITION}: {on_slide(cell.definition, _LONGEST_NOTE)}",
        *(f"Källa: {on_slide(sheet)}" for sheet in sheets[:_MOST_SHEETS]),
        *([f"och {rest} blad till"] if rest > 0 else []),
        *(
            f"Fil: {on_slide(one.title)}, sha-256 {one.sha256}"
            for one in files_behind(report, cell)
        ),
        *(_told(note) for note in report.notes.get(cell.id, ())),
    ]
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        speak_swedish(run)


def _told(note: Note) -> str:
    return (
        f"{words.NOTE} {note.at:%Y-%m-%d %H:%M}, {on_slide(note.author)}:"
        f" {on_slide(note.text, _LONGEST_NOTE)} (rubriken var då: {on_slide(note.headline)})"
    )


def _add_sources(deck: Any, report: Report, palette: Palette) -> None:
    """The last slides: what was chosen, and every file with its whole hash."""
    days = ((words.AS_OF, day(report.as_of)), ("Framtaget", day(report.made_on)))
    _add_list(deck, _CHOSEN, ("Urval", "Valt"), (*days, *report.chosen), palette)
    files = tuple((one.title, one.sha256) for one in report.basis)
    _add_list(deck, _SOURCES, ("Fil", "sha-256"), files, palette)


def _add_list(
    deck: Any, title: str, head: tuple[str, str], rows: Sequence[tuple[str, str]], palette: Palette
) -> None:
    """A table of two columns of text, on as many slides as it takes."""
    for start in range(0, len(rows), _ROWS_A_SLIDE):
        slide = deck.slides.add_slide(deck.slide_layouts[Layout.TABLE])
        _fill(slide, Slot.TITLE, [title], 28)
        part = pl.DataFrame(
            rows[start : start + _ROWS_A_SLIDE], dict.fromkeys(head, pl.String), orient="row"
        )
        frame, _ = add_table(slide.placeholders[Slot.CONTENT], part, palette)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
        _remove(slide.placeholders[Slot.MEASURE])
        _remove(slide.placeholders[Slot.SOURCE])
        add_number(slide)

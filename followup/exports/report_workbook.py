"""A report as an Excel workbook: a sheet per cell, and what stands behind them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

from followup.cells.cell import Cell
from followup.charts.template import LIGHT
from followup.exports import workbook_charts
from followup.exports.frame_sheet import FrameSheet
from followup.exports.report import Report, Tell, untold
from followup.exports.safe import cell_text, one_line, sheet_name
from followup.exports.tables import MAX_ROWS, Formats, for_print, width, workbook, write_table
from followup.exports.tables_archive import noted, whole

CONTENTS, SOURCES, ABOUT = "Innehåll", "Källor", "Om"
_ROW, _LINE = 20, 15
_PIXELS_PER_CHARACTER, _PADDING, _USUAL_WIDTH = 7, 5, 64
_LONGEST_NAME = 25
_TEXT_WIDTH = 110
_CONTENTS_WIDTHS = {"Blad": 36, "Svar": 80, "Mått": 80}
_TALLEST = 400
_ENGLISH, _SWEDISH = b'lang="en-US"', b'lang="sv-SE"'
_WRAPPED, _UNWRAPPED = b"<a:bodyPr/>", b'<a:bodyPr wrap="none"/>'
"""Of labels: some programs break them after every word when they may."""
_CREATED, _LANGUAGE = b"<dcterms:created", b"<dc:language>sv-SE</dc:language>"


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook being written."""

    book: Any
    formats: Formats
    report: Report
    names: Mapping[int, str]


def as_xlsx(report: Report, tell: Tell = untold) -> bytes:
    """`report` as a workbook with contents, a sheet per cell, sources and what it is made of.

    Tables are Excel tables, and charts are Excel's own, drawn from cells beside them. The same
    report gives the same bytes.

    Args:
        report: what to write.
        tell: told how many cells are done; may raise to cancel.
    """
    content = BytesIO()
    day = f"Läge per {report.as_of.isoformat()}"
    book = workbook(content, report.made_on, title=one_line(report.title), subject=day)
    made = _Book(book, Formats(book), report, _names(report.cells))
    _write_contents(made)
    for number, cell in enumerate(report.cells):
        _write_cell(made, number, cell)
        tell(number + 1, len(report.cells))
    _write_sources(made)
    _write_about(made)
    book.close()
    return _in_swedish(content)


def _in_swedish(made: BytesIO) -> bytes:
    """The same workbook, said to be in Swedish: it and its charts, with labels on one line."""
    content = BytesIO()
    with ZipFile(made) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "docProps/core.xml":
                text = text.replace(_CREATED, _LANGUAGE + _CREATED)
            elif part.filename.startswith("xl/charts/"):
                text = text.replace(_ENGLISH, _SWEDISH).replace(_WRAPPED, _UNWRAPPED)
            target.writestr(part, text, ZIP_DEFLATED)
    return content.getvalue()


def _names(cells: tuple[Cell, ...]) -> dict[int, str]:
    """A sheet's name per cell: its number and the first words of what it measures."""
    taken, names = [CONTENTS, SOURCES, ABOUT], {}
    for at, cell in enumerate(cells):
        words = re.split(r"[,;:(]", one_line(cell.measure) or one_line(cell.id))[0]
        names[at] = sheet_name(f"{at + 1} {_whole_words(words)}", taken)
        taken.append(names[at])
    return names


def _whole_words(text: str) -> str:
    if len(text) <= _LONGEST_NAME:
        return text
    return text[: _LONGEST_NAME + 1].rsplit(" ", 1)[0][:_LONGEST_NAME]


def _write_contents(made: _Book) -> None:
    page, formats = made.book.add_worksheet(CONTENTS), made.formats
    _write_heading(page, formats, made.report.title, f"Läge per {made.report.as_of.isoformat()}")
    for column, (head, wide) in enumerate(_CONTENTS_WIDTHS.items()):
        page.set_column(column, column, wide)
        page.write_string(3, column, head, formats.bold)
    row, number = 4, 0
    for section in made.report.sections:
        page.write_string(row, 0, one_line(section.heading), _section(formats))
        _write_words(page, formats, row, 1, section.lead)
        row += 1
        for cell in section.cells:
            _link(page, formats, row, made.names[number])
            told = one_line(cell.headline), one_line(cell.measure)
            page.set_row(row, _LINE * max(1 + len(text) // 70 for text in told))
            for column, text in enumerate(told, 1):
                _write_words(page, formats, row, column, text)
            row, number = row + 1, number + 1
    for name in (SOURCES, ABOUT):
        _link(page, formats, row, name)
        row += 1
    page.freeze_panes(4, 0)
    for_print(page, 3)


def _write_cell(made: _Book, number: int, cell: Cell) -> None:
    page, formats = made.book.add_worksheet(made.names[number], FrameSheet), made.formats
    _write_heading(page, formats, cell.headline, cell.measure)
    _link(page, formats, 2, CONTENTS, "Till innehållet")
    row = _write_notes(made, page, cell)
    table = cell.table.head(MAX_ROWS - row)
    native = None if cell.native is None else cell.native(LIGHT)
    beside = _beside(table)
    if native is not None and native.categories:
        workbook_charts.insert(page, formats, native, cell.alt, (row, beside))
        row += workbook_charts.height(native) // _ROW + 2
    else:
        page.freeze_panes(row + 1, 0)
    write_table(page, formats, table, f"Tabell{number + 1}", row)
    for_print(page, row)
    page.print_area(0, 0, row + max(table.height, 1), beside - 2)


def _beside(table: pl.DataFrame) -> int:
    """The first column that is free of both the table and the chart above it."""
    column, covered = 0, 0
    widths = [width(name, table[name]) * _PIXELS_PER_CHARACTER + _PADDING for name in table.columns]
    while column < len(widths) or covered < workbook_charts.WIDTH:
        covered += widths[column] if column < len(widths) else _USUAL_WIDTH
        column += 1
    return column + 1


def _write_notes(made: _Book, page: Any, cell: Cell) -> int:
    """What people wrote, a row each from the fifth on; the first free row after them."""
    row, style = 4, made.formats.of("note", text_wrap=True, italic=True, quote_prefix=True)
    for note in made.report.notes.get(cell.id, ()):
        text = cell_text(f"Anteckning {noted(note)}")
        page.merge_range(row, 0, row, 5, "", style)
        page.write_string(row, 0, text, style)
        page.set_row(row, min(_LINE * (1 + len(text) // _TEXT_WIDTH + text.count("\n")), _TALLEST))
        row += 1
    return row if row == 4 else row + 1


def _write_sources(made: _Book) -> None:
    page = made.book.add_worksheet(SOURCES, FrameSheet)
    behind = [
        cell.sources.cast(dict.fromkeys(cell.sources.columns, pl.String)).select(
            pl.lit(made.names[at]).alias("Blad i arbetsboken"),
            pl.lit(cell.headline).alias("Svar"),
            pl.all(),
        )
        for at, cell in enumerate(made.report.cells)
        if cell.sources.height
    ]
    if not behind:
        page.write_string(0, 0, "Inga rader ligger bakom svaren.", made.formats.text)
        return
    every = pl.concat(behind, how="diagonal")
    numbered = every.with_columns(
        pl.col(name).cast(pl.Int64, strict=False) for name in every.columns if name == "Rad"
    )
    write_table(page, made.formats, numbered.head(MAX_ROWS), "Kallor")
    page.freeze_panes(1, 0)
    for_print(page, 0)


def _write_about(made: _Book) -> None:
    page, formats = made.book.add_worksheet(ABOUT), made.formats
    page.set_column(0, 0, 40)
    page.set_column(1, 1, _TEXT_WIDTH)
    pairs = whole(made.report)
    pairs += [(made.names[at], cell.definition) for at, cell in enumerate(made.report.cells)]
    for row, (label, told) in enumerate(pairs):
        page.write_string(row, 0, cell_text(label), formats.bold)
        _write_words(page, formats, row, 1, told)
    for_print(page, 0)


def _write_heading(page: Any, formats: Formats, title: str, told: str) -> None:
    large = formats.of("title", bold=True, font_size=14, font_color=LIGHT.text, quote_prefix=True)
    muted = formats.of("measure", font_color=LIGHT.muted, quote_prefix=True)
    page.write_string(0, 0, one_line(title), large)
    page.write_string(1, 0, one_line(told), muted)


def _write_words(page: Any, formats: Formats, row: int, column: int, text: str) -> None:
    words = cell_text(text)
    page.write_string(row, column, words, formats.of_words(words))


def _section(formats: Formats) -> Any:
    return formats.of("section", bold=True, font_color=LIGHT.accent, quote_prefix=True)


def _link(page: Any, formats: Formats, row: int, name: str, shown: str = "") -> None:
    style = formats.of("link", font_color=LIGHT.accent, underline=1)
    quoted = name.replace("'", "''")
    page.write_url(row, 0, f"internal:'{quoted}'!A1", style, shown or name)

"""Every table of a report for other programs: an archive of CSV files, or one JSON file."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl

from followup.cells.cell import Cell
from followup.exports.json_tables import encoded, rows
from followup.exports.report import Note, Report, Section, Tell, untold
from followup.exports.safe import cell_text
from followup.exports.tables import as_csv as csv_of

_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
ABOUT_FILE = "om.csv"
HIDDEN, SHOWN = "dolda", "visas"


def as_csv(report: Report, tell: Tell = untold) -> bytes:
    """A zip file with a CSV file per cell, and om.csv that says what they are.

    The same report gives the same bytes. Cells without a column have no file.

    Args:
        report: what to write.
        tell: told how many cells are done; may raise to cancel.
    """
    content = BytesIO()
    cells = report.cells
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        _add(archive, ABOUT_FILE, csv_of(about(report)))
        for number, cell in enumerate(cells, 1):
            if cell.table.width:
                _add(archive, file_of(number, cell), csv_of(cell.table))
            tell(number, len(cells))
    return content.getvalue()


def as_json(report: Report, tell: Tell = untold) -> bytes:
    """One UTF-8 object: what was asked for, the files behind, and every cell with its rows.

    Amounts are numbers with every digit that they have; read them as decimals to keep them.

    Args:
        report: what to write.
        tell: told how many cells are done; may raise to cancel.
    """
    made, cells = [], [(section, cell) for section in report.sections for cell in section.cells]
    for number, (section, cell) in enumerate(cells, 1):
        made.append(_cell(report, section, cell))
        tell(number, len(cells))
    whole = {
        "titel": encoded(cell_text(report.title)),
        "läge per": encoded(report.as_of.isoformat()),
        "gjord": encoded(report.made_on.isoformat()),
        "urval": encoded({cell_text(label): cell_text(value) for label, value in report.chosen}),
        "personers namn": encoded(persons(report)),
        "filer": encoded(
            [{"fil": cell_text(one.title), "sha-256": one.sha256} for one in report.basis]
        ),
        "frågor": "[" + ",\n".join(made) + "]",
    }
    return (_object(whole) + "\n").encode()


def about(report: Report) -> pl.DataFrame:
    """What an export says of itself.

    Returns:
        Vad, Värde: title, days, filters, files with their hash, then per cell its file, headline,
        measure and definition, and what people wrote on it.
    """
    pairs = [*whole(report)]
    for number, cell in enumerate(report.cells, 1):
        named = file_of(number, cell) if cell.table.width else f"Fråga {number}"
        pairs += [
            (named, cell.headline),
            ("Mått", cell.measure),
            ("Så räknas det", cell.definition),
        ]
        pairs += [("Anteckning", noted(note)) for note in report.notes.get(cell.id, ())]
    return pl.DataFrame(pairs, schema={"Vad": pl.String, "Värde": pl.String}, orient="row")


def whole(report: Report) -> list[tuple[str, str]]:
    """What holds for the whole report, as label and value in words."""
    return [
        ("Titel", report.title),
        ("Läge per", report.as_of.isoformat()),
        ("Gjord", report.made_on.isoformat()),
        *report.chosen,
        ("Personers namn", persons(report)),
        *((f"Fil: {one.title}", f"sha-256 {one.sha256}") for one in report.basis),
    ]


def persons(report: Report) -> str:
    """Whether persons' names are hidden, as a word."""
    return HIDDEN if report.is_masked else SHOWN


def noted(note: Note) -> str:
    """A note in words: when and who, what the headline said then, and the text."""
    return f"{_moment(note.at)}, {note.author}, när rubriken var ”{note.headline}”: {note.text}"


def file_of(number: int, cell: Cell) -> str:
    """The name of a cell's file within the archive."""
    return f"{number:02d}-{_NOT_IN_NAMES.sub('-', cell.id).strip('-')}.csv"


def _cell(report: Report, section: Section, cell: Cell) -> str:
    notes = [
        {"när": _moment(one.at), "vem": cell_text(one.author), "rubrik då": cell_text(one.headline),
         "text": cell_text(one.text)}
        for one in report.notes.get(cell.id, ())
    ]  # fmt: skip
    return _object(
        {
            "id": encoded(cell_text(cell.id)),
            "avsnitt": encoded(cell_text(section.heading)),
            "rubrik": encoded(cell_text(cell.headline)),
            "mått": encoded(cell_text(cell.measure)),
            "så räknas det": encoded(cell_text(cell.definition)),
            "i ord": encoded(cell_text(cell.alt)),
            "anteckningar": encoded(notes),
            "rader": rows(cell.table),
            "källor": rows(cell.sources),
        }
    )


def _object(parts: dict[str, str]) -> str:
    return "{" + ",\n".join(f"{encoded(name)}: {value}" for name, value in parts.items()) + "}"


def _moment(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(ZipInfo(name, _FIRST_ZIP_DAY), content, ZIP_DEFLATED)

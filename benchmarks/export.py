"""What taking things out costs: a meeting pack in each format, and a large table in Excel.

`python -m benchmarks.export [--runs 5] [--rows 100000]`. The pack is twelve cells with charts,
tables, notes and sources. Beside it the same bare charts are written by XlsxWriter and by
python-pptx alone, without labels, tables or sources. The large table is a register as it was
loaded, with formats, headers, filters and harmless text; its peer is XlsxWriter in constant-memory
mode writing the same cells without any of that. Medians; the table's ratio has a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from io import BytesIO

import polars as pl
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from xlsxwriter import Workbook

from benchmarks.register import register_workbook
from followup.cells.cell import Cell
from followup.charts.native import Native, Series, Shape
from followup.charts.template import LIGHT, Bars, Palette, horizontal_bars
from followup.exports.formats import FORMATS
from followup.exports.report import Basis, Note, Report, Section
from followup.exports.tables import as_xlsx
from followup.loading import load

TABLE_LIMIT = 1.3
CELLS, CATEGORIES = 12, 12
_DAY = dt.date(2024, 12, 17)


def meeting_pack() -> Report:
    """Twelve cells with two series over twelve boards, a table of forty rows, and notes."""
    cells = tuple(_cell(number) for number in range(CELLS))
    note = Note(
        "Återkommer i mars.", "ekonom", "ekonom", dt.datetime(2024, 12, 17, 9, 30), "Som nu"
    )
    return Report(
        title="Finansutskottet 2024-12-17",
        sections=(Section("Budget", cells),),
        as_of=_DAY,
        made_on=_DAY,
        chosen=(("Organisation", "Region Exempel"),),
        basis=(Basis("register.xlsx", "ab" * 32),),
        notes={"fraga-3": (note,)},
    )


def _cell(number: int) -> Cell:
    names = [f"Nämnd {at} med ett namn" for at in range(CATEGORIES)]
    outcome = [Decimal(1_213_000 * (CATEGORIES - at) + number) for at in range(CATEGORIES)]
    proposed = [Decimal(250_000 * at) for at in range(CATEGORIES)]
    labels = [f"{amount / 1_000_000:.1f} mnkr" for amount in outcome]

    def draw(palette: Palette) -> object:
        bars = Bars("beslutat", [float(one) for one in outcome], labels, palette.accent)
        return horizontal_bars(palette, names, [bars])

    def native(palette: Palette) -> Native:
        decided = Series("beslutat", tuple(outcome), palette.accent, tuple(labels))
        hatched = Series("föreslaget", tuple(proposed), palette.accent, is_hatched=True)
        return Native(Shape.BARS, tuple(names), (decided, hatched), "kr")

    rows = range(40)
    table = {
        "Nämnd": [names[at % 12] for at in rows],
        "Belopp, kr": [outcome[at % 12] for at in rows],
    }
    sources = {"Fil": ["register.xlsx"] * 40, "Blad": ["Beslut"] * 40, "Rad": list(rows),
               "§": [str(at) for at in rows]}  # fmt: skip
    return Cell(
        id=f"fraga-{number}",
        headline=f"Nämnderna har fått {number} tillskott",
        measure=f"Tillskott {number} per nämnd, kr",
        table=pl.DataFrame(table),
        definition="Summan av beslutade tillskott.",
        sources=pl.DataFrame(sources),
        draw=draw,
        alt="Staplar per nämnd.",
        native=native,
    )


def bare_workbook(report: Report) -> bytes:
    """The pack's charts by XlsxWriter alone."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    for number, native in enumerate(_natives(report)):
        sheet = book.add_worksheet()
        chart, last = book.add_chart({"type": "bar", "subtype": "stacked"}), len(native.categories)
        sheet.write_column(1, 0, native.categories)
        for at, one in enumerate(native.series, 1):
            sheet.write_column(1, at, one.values)
            name = f"Sheet{number + 1}"
            chart.add_series(
                {"categories": [name, 1, 0, last, 0], "values": [name, 1, at, last, at]}
            )
        sheet.insert_chart(0, 4, chart)
    book.close()
    return content.getvalue()


def bare_slides(report: Report) -> bytes:
    """The pack's charts by python-pptx alone."""
    show, content = Presentation(), BytesIO()
    for native in _natives(report):
        data = CategoryChartData()
        data.categories = list(native.categories)
        for one in native.series:
            data.add_series(one.name, [float(value or 0) for value in one.values])
        slide = show.slides.add_slide(show.slide_layouts[6])
        box = Inches(1), Inches(1), Inches(8), Inches(5)
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box, data)
    show.save(content)
    return content.getvalue()


def _natives(report: Report) -> list[Native]:
    return [cell.native(LIGHT) for cell in report.cells if cell.native is not None]


def bare_table(table: pl.DataFrame) -> bytes:
    """The cells of `table` by XlsxWriter in constant-memory mode, without formats."""
    content = BytesIO()
    book = Workbook(content, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row, values in enumerate(table.iter_rows()):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return content.getvalue()


def medians(*calls: Callable[[], object], runs: int) -> list[float]:
    """Seconds per call, the calls taking turns."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(runs):
        for times, call in zip(taken, calls, strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def packs(runs: int) -> None:
    report = meeting_pack()
    peers = {"xlsx": ("XlsxWriter, bare charts", bare_workbook),
             "pptx": ("python-pptx, bare charts", bare_slides)}  # fmt: skip
    print(f"A meeting pack of {CELLS} cells, seconds")
    for name, form in FORMATS.items():
        form.write(report)
        if name not in peers:
            (ours,) = medians(partial(form.write, report), runs=runs)
            print(f"  {name:<5}{ours:8.3f}")
            continue
        told, peer = peers[name]
        ours, theirs = medians(partial(form.write, report), partial(peer, report), runs=runs)
        print(f"  {name:<5}{ours:8.3f}   {told} {theirs:.3f}   × {ours / theirs:.2f}")


def large_table(rows: int, runs: int) -> None:
    path = register_workbook(rows)
    table = load(path.read_bytes(), path.name).dataset["decisions"]
    table = table.select(name for name in table.columns if table[name].null_count() < table.height)
    ours, theirs = medians(
        lambda: as_xlsx(table, "Beslut", {}), lambda: bare_table(table), runs=runs
    )
    ratio = ours / theirs
    told = "ok" if ratio <= TABLE_LIMIT else "FALLS SHORT"
    print(f"A table of {table.height} rows × {table.width} columns in Excel, seconds")
    print(f"  ours {ours:.2f}   XlsxWriter, bare cells in constant memory {theirs:.2f}"
          f"   × {ratio:.2f} (at most {TABLE_LIMIT})   {told}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    packs(given.runs)
    large_table(given.rows, min(given.runs, 3))


if __name__ == "__main__":
    main()

"""A decision register of any size, the same for the same size, kept in benchmarks/.work."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import xlsxwriter

WORK = Path(__file__).parent / ".work"
HEADERS = (
    "Organisation", "Organ", "Sammanträdesdatum", "Paragraf", "Diarienummer", "Ärende",
    "Att-sats nr", "Att-sats", "Beslutstyp", "Nästa organ", "Slutligt organ", "Utfall", "Villkor",
    "Belopp", "Beloppstyp", "Budgetår", "Finansieringskälla", "Mottagare", "Ärendeansvarig",
    "Handläggare",
)  # fmt: skip
_CLAUSES_PER_MATTER = 3
_FAULTS_PER_THOUSAND = 1


def register_workbook(rows: int) -> Path:
    """The workbook with so many att-satser of 21 regions, one in a thousand with a fault."""
    path = WORK / f"register_{rows}.xlsx"
    if not path.exists():
        WORK.mkdir(exist_ok=True)
        _write(path, rows)
    return path


def _write(path: Path, rows: int) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Beslut")
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADERS)
    dice = random.Random(1)
    for at in range(rows):
        for column, value in enumerate(_row(at, dice)):
            if isinstance(value, dt.date):
                sheet.write_datetime(at + 1, column, dt.datetime.combine(value, dt.time()), date)
            elif value != "":
                sheet.write(at + 1, column, value)
    book.close()


def _row(at: int, dice: random.Random) -> list[object]:
    matter = at // _CLAUSES_PER_MATTER
    year = 2010 + matter % 14
    is_faulty = dice.randrange(1000) < _FAULTS_PER_THOUSAND
    return [
        f"Region {matter % 21 + 1}",
        "Finansutskottet" if matter % 2 else "Regionstyrelsen",
        dt.date(year, matter % 12 + 1, matter % 28 + 1),
        f"§ {matter // 8_400 * 400 + matter % 400 + 1}",
        f"{year % 100}RS{matter}",
        f"Tilläggsbudget och omdisponering {matter}",
        at % _CLAUSES_PER_MATTER + 1,
        f"tillföra nämnden medel för ändamål {at} enligt bifogad förteckning",
        "foreslår" if is_faulty else "föreslår",
        "Regionstyrelsen",
        "Regionfullmäktige",
        "",
        "",
        dice.randint(1, 10**8),
        "tilläggsanslag",
        year,
        "oförutsedda kostnadsökningar",
        f"Nämnd {matter % 12}",
        "ekonomidirektör",
        "controller",
    ]

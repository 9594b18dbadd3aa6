"""Small workbooks as a finance officer would save them, for tests from bytes to screen."""

import datetime as dt
import io

from openpyxl import Workbook

HEADERS = (
    "Organisation", "Organ", "Sammanträdesdatum", "Paragraf", "Diarienummer", "Ärende",
    "Att-sats nr", "Att-sats", "Beslutstyp", "Belopp", "Beloppstyp", "Budgetår",
    "Finansieringskälla",
)  # fmt: skip
USUAL = {
    "Organisation": "Region Ett",
    "Organ": "Finansutskottet",
    "Sammanträdesdatum": dt.date(2024, 12, 17),
    "Paragraf": "212",
    "Diarienummer": "RS 1-2024",
    "Ärende": "Tilläggsbudget",
    "Att-sats nr": 1,
    "Att-sats": "bevilja medel ur reserven",
    "Beslutstyp": "beslutar",
}


def book(sheets):
    """A workbook of sheets by name, each a list of rows."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def register(*rows, sheet="Beslut", headers=HEADERS):
    """A decision register; each row is the usual one, on its own §, with its cells on top."""
    lines = [
        {**USUAL, "Paragraf": str(200 + at), "Diarienummer": f"RS {at}-2024", **row}
        for at, row in enumerate(rows, 1)
    ]
    return book({sheet: [headers, *([line.get(one) for one in headers] for line in lines)]})


GOOD = register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, "Beloppstyp": "tilläggsanslag",
     "Budgetår": 2025, "Finansieringskälla": "Reserven"},
    {"Ärende": "Delårsrapport", "Att-sats": "lägga rapporten till handlingarna"},
    {"Organ": "Regionstyrelsen", "Ärende": "Bidrag", "Sammanträdesdatum": dt.date(2023, 5, 3)},
)  # fmt: skip
"""Three att-satser in two bodies, without a fault."""

FAULTY = register(
    {"Belopp": "många kronor", "Beloppstyp": "tilläggsanslag", "Budgetår": 2025,
     "Finansieringskälla": "Reserven"},
    {"Beslutstyp": "bestämmer"},
    {"Ärende": None},
    {"Ärende": "Delårsrapport"},
)  # fmt: skip
"""Three rows with an error each and a good one."""

CORRECTED = register(
    {"Belopp": 500_000, "Beloppstyp": "tilläggsanslag", "Budgetår": 2025,
     "Finansieringskälla": "Reserven"},
    {"Beslutstyp": "bestämmer"},
    {"Ärende": "Bidrag", "Sammanträdesdatum": "förra veckan"},
    {"Ärende": "Delårsrapport"},
)  # fmt: skip
"""`FAULTY` with two errors mended, one left and a new one."""

BROKEN = GOOD[: len(GOOD) // 2]
"""A workbook whose upload was cut short."""

"""The words of the template: the sheet 'Läs mig' and the comment on each header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from followup.exports.style import LINK, TOP, WRAPPED, font, for_print

SHEET = "Läs mig"
TITLE = "Mall för uppföljning av budget och beslut"
REQUIRED = "Obligatorisk."
OPTIONAL = "Får lämnas tom."
PERSONAL = "Personuppgift: döljs i exporter om ingen väljer annat."
HOW_TO_FILL_IN: Mapping[FieldType, str] = {
    FieldType.PARAGRAPH: "Skriv paragrafen, till exempel § 212.",
    FieldType.FLAG: "Skriv ja eller nej.",
    FieldType.INTEGER: "Skriv ett heltal.",
    FieldType.YEAR: "Skriv året med fyra siffror.",
    FieldType.DATE: "Skriv datum som 2024-12-31.",
    FieldType.MONTH: "Skriv månadens sista dag som 2024-12-31.",
    FieldType.AMOUNT: "Skriv beloppet i kronor.",
    FieldType.PERCENT: "Skriv procenttalet utan procenttecken: 2,347 betyder 2,347 %.",
    FieldType.NUMBER: "Skriv ett tal. Procent skrivs som procenttal: 30 betyder 30 %.",
}
_RULES = (
    "Fyll i de blad som du har uppgifter till. Övriga blad kan lämnas tomma eller tas bort.",
    "Låt bladens namn och rubrikerna på första raden stå kvar.",
    "Rubriker i fet stil på mörk botten är obligatoriska: cellerna under dem måste fyllas i."
    " Håll pekaren över en rubrik för att se vad kolumnen betyder.",
    "Belopp anges i kronor. Står de i tusental eller miljoner lägger du till enheten i rubriken,"
    " till exempel Belopp tkr eller Belopp mnkr.",
    "Procent anges som procenttal utan procenttecken: 2,347 betyder 2,347 %.",
    "Datum anges som 2024-12-31. En frist skrivs som i beslutet, till exempel april 2025.",
    "I budgeten är nettokostnaden ett positivt tal.",
    "Lämna cellen tom när en uppgift saknas. Skriv inte 0.",
    "Skriv dokument och sida i kolumnen längst till höger, så att varje siffra kan spåras.",
)
_EXAMPLES = (
    "Varje blad har en exempelrad. Rader med ordet {source} i kolumnen längst till höger läses"
    " inte in; ta bort dem eller skriv över dem."
)


def about(column: Column, words: Sequence[str]) -> str:
    """The comment on the header of `column`, where `words` are what its drop-down list offers."""
    parts = [
        f"{column.description}.",
        REQUIRED if column.required else OPTIONAL,
        HOW_TO_FILL_IN.get(column.kind, ""),
        f"{'Tillåtna värden' if column.allowed else 'Ord att välja'}: {', '.join(words)}."
        if words and column.kind is not FieldType.FLAG
        else "",
        PERSONAL if column.personal else "",
    ]
    return "\n".join(part for part in parts if part)


def write(sheet: Worksheet, kinds: Sequence[Kind], source: str) -> None:
    """Make `sheet` the how-to of the template, with a link to the sheet of each of `kinds`."""
    sheet.title = SHEET
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 96
    sheet["A1"] = TITLE
    sheet["A1"].font = font(bold=True, size=16)
    row = 3
    for rule in (*_RULES, _EXAMPLES.format(source=source)):
        _sentence(sheet, row, rule)
        row += 1
    sheet.cell(row + 1, 1, "Bladen i mallen").font = font(bold=True)
    for number, kind in enumerate(kinds, row + 2):
        _line_about(sheet, number, kind)
    for_print(sheet)


def _sentence(sheet: Worksheet, row: int, text: str) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    sheet.cell(row, 1, f"• {text}").alignment = WRAPPED
    sheet.row_dimensions[row].height = 16 * (1 + len(text) // 135)


def _line_about(sheet: Worksheet, row: int, kind: Kind) -> None:
    name = sheet.cell(row, 1, kind.sheet)
    name.hyperlink = Hyperlink(
        ref=name.coordinate, location=f"{quote_sheetname(kind.sheet)}!A1", display=kind.sheet
    )
    name.font = LINK
    name.alignment = TOP
    required = ", ".join(column.header for column in kind.columns if column.required)
    told = sheet.cell(row, 2, f"{kind.title}. Måste fyllas i: {required}.")
    told.alignment = WRAPPED

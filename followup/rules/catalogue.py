"""Every rule there is: a stable id, a severity, and the Swedish sentence with its remedy.

A sentence may name {value} (the text in the cell), {header} (the column's header) and {detail}
(what the check found out). Where a rule is checked stands in `scope`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from data_models.findings import FINDING_SCHEMA, Severity

_SLOT = re.compile(r"(\{\w+\})")


class Scope(StrEnum):
    """What a rule looks at."""

    FILE = "filen"
    SHEET = "bladet"
    CELL = "cellen"
    ROW = "raden"
    DATASET = "hela underlaget"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue."""

    id: str
    severity: Severity
    scope: Scope
    title: str
    sentence: str


_FEL, _VARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_ALL = (
    # --- fel: the row is left out -----------------------------------------------------------
    Rule(
        "required_empty", _FEL, Scope.CELL, "Obligatorisk uppgift saknas",
        "{header} saknas. Fyll i cellen och läs in filen igen.",
    ),
    Rule(
        "required_column_missing", _FEL, Scope.SHEET, "Obligatorisk kolumn saknas",
        "Bladet saknar kolumnen {detail}, så inga rader kan läsas. Lägg till kolumnen, peka ut den"
        " eller ange ett fast värde på sidan Läs in.",
    ),
    Rule(
        "unreadable_number", _FEL, Scope.CELL, "Oläsligt tal",
        "”{value}” kan inte läsas som ett tal. Skriv till exempel 1 213 000 eller 2,8 mnkr.",
    ),
    Rule(
        "unreadable_percent", _FEL, Scope.CELL, "Oläslig procentsats",
        "”{value}” kan inte läsas som procent. Skriv till exempel 2,347 för 2,347 %.",
    ),
    Rule(
        "unreadable_date", _FEL, Scope.CELL, "Oläsligt datum",
        "”{value}” kan inte läsas som ett datum. Skriv till exempel 2021-12-01.",
    ),
    Rule(
        "unreadable_year", _FEL, Scope.CELL, "Oläsligt årtal",
        "”{value}” kan inte läsas som ett årtal. Skriv fyra siffror, till exempel 2022.",
    ),
    Rule(
        "unreadable_integer", _FEL, Scope.CELL, "Oläsligt heltal",
        "”{value}” kan inte läsas som ett heltal. Skriv bara siffror.",
    ),
    Rule(
        "unreadable_flag", _FEL, Scope.CELL, "Varken ja eller nej",
        "”{value}” är varken ja eller nej. Skriv ja eller nej.",
    ),
    Rule(
        "not_allowed", _FEL, Scope.CELL, "Ordet finns inte i listan",
        "”{value}” är inte ett av orden för {header}. {detail}",
    ),
    Rule(
        "negative", _FEL, Scope.CELL, "Negativt där bara positivt är rimligt",
        "{header} är negativt ({value}). Skriv beloppet utan minustecken.",
    ),
    Rule(
        "rate_implausible", _FEL, Scope.CELL, "Orimlig ränta",
        "Räntan {value} ligger utanför −5 till 25 procent. Skriv räntan i procent, till exempel"
        " 2,347.",
    ),
    Rule(
        "year_implausible", _FEL, Scope.CELL, "Orimligt årtal",
        "Året {value} ligger före 1990 eller mer än 15 år framåt. Rätta årtalet.",
    ),
    Rule(
        "date_implausible", _FEL, Scope.CELL, "Orimligt datum",
        "Datumet {value} ligger före 1990 eller för långt fram i tiden. Rätta datumet.",
    ),
    Rule(
        "maturity_before_start", _FEL, Scope.ROW, "Förfall före start",
        "Lånet förfaller {value}, före sitt startdatum. Rätta det datum som är fel.",
    ),
    Rule(
        "years_reversed", _FEL, Scope.ROW, "Slutår före startår",
        "Till år ({value}) ligger före Från år. Rätta det år som är fel.",
    ),
    Rule(
        "clause_empty", _FEL, Scope.ROW, "Att-sats utan lydelse",
        "Att-satsen saknar lydelse. Skriv den, eller sätt Beslutstyp till utgår eller informeras.",
    ),
    Rule(
        "error_cell", _FEL, Scope.CELL, "Felvärde i cellen",
        "Cellen visar felet {value}. Rätta formeln i Excel, spara och läs in filen igen.",
    ),
    Rule(
        "formula_without_value", _FEL, Scope.CELL, "Formel utan uträknat värde",
        "Cellen har en formel vars värde inte är sparat. Öppna filen i Excel, låt den räkna om,"
        " spara och läs in filen igen.",
    ),
    Rule(
        "duplicate_identity", _FEL, Scope.DATASET, "Samma rad två gånger",
        "Raden har samma identitet som {detail}. Ta bort den ena, eller rätta det som skiljer"
        " dem åt.",
    ),
    # --- varning ----------------------------------------------------------------------------
    Rule(
        "next_body_missing", _VARNING, Scope.ROW, "Nästa organ saknas",
        "Beslutstypen {detail} lämnar ärendet vidare, men Nästa organ är tomt. Fyll i vem som"
        " har bollen.",
    ),
    Rule(
        "amount_kind_missing", _VARNING, Scope.ROW, "Belopp utan beloppstyp",
        "Raden har ett belopp men ingen beloppstyp. Fyll i Beloppstyp så att beloppet räknas rätt.",
    ),
    Rule(
        "budget_year_missing", _VARNING, Scope.ROW, "Belopp utan budgetår",
        "Raden har ett belopp men inget budgetår. Fyll i Budgetår.",
    ),
    Rule(
        "funding_source_missing", _VARNING, Scope.ROW, "Belopp utan finansieringskälla",
        "Beloppstypen {detail} ska ha en finansieringskälla. Fyll i anslaget eller reserven.",
    ),
    Rule(
        "paragraph_missing", _VARNING, Scope.ROW, "Paragraf saknas",
        "Paragraf saknas, så beslutet kan inte pekas ut i protokollet. Fyll i paragrafens nummer.",
    ),
    Rule(
        "negative_amount", _VARNING, Scope.ROW, "Negativt belopp i beslut",
        "Beloppet {value} är negativt. Är det en minskning stämmer det; rätta annars tecknet.",
    ),
    Rule(
        "budget_year_far", _VARNING, Scope.ROW, "Budgetår långt från beslutet",
        "Budgetåret {value} ligger långt från beslutet {detail}. Rätta årtalet om det är"
        " felskrivet.",
    ),
    Rule(
        "year_in_text_far", _VARNING, Scope.ROW, "Årtal i texten långt från beslutet",
        "Texten nämner {detail} års budget, långt från beslutets år. Kontrollera om årtalet är"
        " felskrivet.",
    ),
    Rule(
        "unknown_measure", _VARNING, Scope.ROW, "Okänt mått",
        "”{value}” är inte ett av måtten som kan räknas fram, så raden visas utan jämförelse."
        " {detail}",
    ),
    Rule(
        "total_disagrees", _VARNING, Scope.CELL, "Summa som inte stämmer",
        "Summan {value} stämmer inte med raderna, som ger {detail}. Rätta summan eller raderna.",
    ),
    Rule(
        "possible_total", _VARNING, Scope.CELL, "Rad som ser ut som en summa",
        "Beloppet {value} är lika med summan av {detail}. Är raden en summa: skriv Summa i dess"
        " första cell, så räknas den inte dubbelt.",
    ),
    Rule(
        "percent_mixed", _VARNING, Scope.SHEET, "Procentformat och vanliga tal blandade",
        "Kolumnen {header} blandar celler i procentformat med vanliga tal. Kontrollera {detail}"
        " och använd ett och samma format.",
    ),
    Rule(
        "percent_unknown", _VARNING, Scope.SHEET, "Procentformat kan inte läsas",
        "I det här filformatet syns inte om {header} har procentformat, och alla tal är mindre än"
        " ett. Kontrollera värdena, eller spara filen som .xlsx.",
    ),
    Rule(
        "thousands_comma", _VARNING, Scope.SHEET, "Komma läst som tusentalsavgränsare",
        "Alla kommatecken i {header} följs av tre siffror och har lästs som"
        " tusentalsavgränsare. Kontrollera beloppen.",
    ),
    Rule(
        "unit_conflict", _VARNING, Scope.SHEET, "Olika enheter ovanför tabellen",
        "Ovanför tabellen står olika enheter ({detail}), så beloppen har lästs i kronor. Välj"
        " enhet på sidan Läs in.",
    ),
    Rule(
        "stated_excess_disagrees", _VARNING, Scope.ROW, "Angiven skillnad stämmer inte",
        "Angiven skillnad {value} stämmer inte med avkastning minus index, {detail}. Rätta det"
        " tal som är fel.",
    ),
    Rule(
        "stated_figure_disagrees", _VARNING, Scope.DATASET, "Angivet tal stämmer inte med raderna",
        "Rapporten anger {value}, men raderna ger {detail}. Rätta rapporten eller raderna.",
    ),
    # --- info: what was done or noticed -----------------------------------------------------
    Rule(
        "clause_no_missing", _INFO, Scope.ROW, "Att-satsens nummer saknas",
        "Paragrafen har flera att-satser men den här saknar nummer. Fyll i Att-sats nr.",
    ),
    Rule(
        "paragraph_order", _INFO, Scope.ROW, "Paragrafer i annan ordning",
        "{value} står efter {detail} i samma protokoll. Kontrollera att paragrafen är rätt.",
    ),
    Rule(
        "deadline_unreadable", _INFO, Scope.CELL, "Frist som inte kan läsas",
        "Fristen ”{value}” kan inte läsas som en dag och bevaras som text. Skriv till exempel"
        " april 2022.",
    ),
    Rule(
        "registry_no_new_form", _INFO, Scope.DATASET, "Diarienummer i ny form",
        "Diarienumret {value} har en form som inte setts förut hos {detail}. Kontrollera det.",
    ),
    Rule(
        "stated_excess_rounding", _INFO, Scope.ROW, "Skillnad inom avrundning",
        "Angiven skillnad {value} skiljer sig från de avrundade talens {detail}; det ryms inom"
        " avrundningen 0,1 procentenheter.",
    ),
    Rule(
        "date_missing_counts", _INFO, Scope.ROW, "Ändring utan beslutsdatum",
        "Beslutsdatum saknas, så raden räknas med vilket datum som än väljs. Fyll i datumet.",
    ),
    Rule(
        "sheet_not_recognised", _INFO, Scope.SHEET, "Bladet är inte igenkänt",
        "Bladet är inte igenkänt och läses inte. {detail}",
    ),
    Rule(
        "column_unused", _INFO, Scope.SHEET, "Kolumnen används inte",
        "Kolumnen ”{value}” används inte. Peka ut den på sidan Läs in om den behövs.",
    ),
    Rule(
        "row_excluded", _INFO, Scope.ROW, "Raden räknas inte som data",
        "Raden räknas inte som data: {detail}.",
    ),
    Rule(
        "header_below", _INFO, Scope.SHEET, "Rubrikraden hittades längre ned",
        "Rubrikraden hittades på rad {detail}; raderna ovanför har lästs som rubrik och"
        " anmärkning.",
    ),
    Rule(
        "header_of_two_rows", _INFO, Scope.SHEET, "Rubriker i två rader",
        "Rubrikerna har lästs ihop från två rader.",
    ),
    Rule(
        "unit_scaled", _INFO, Scope.SHEET, "Belopp omräknade till kronor",
        "Beloppen i {header} är angivna i {detail} och har räknats om till kronor.",
    ),
    Rule(
        "unit_in_cells", _INFO, Scope.SHEET, "Enhet i cellerna",
        "Celler i {header} har egen enhet ({detail}) och har räknats om till kronor.",
    ),
    Rule(
        "amount_rounded", _INFO, Scope.CELL, "Belopp avrundat till ören",
        "{value} har fler än två decimaler och har avrundats till hela ören.",
    ),
    Rule(
        "sign_turned", _INFO, Scope.SHEET, "Tecken vänt",
        "Bladet skriver kostnader med minus. Tecknen är vända så att nettokostnad är positiv.",
    ),
    Rule(
        "years_unpivoted", _INFO, Scope.SHEET, "År som kolumner",
        "Åren {detail} stod som kolumner och har blivit en rad per år.",
    ),
    Rule(
        "columns_joined", _INFO, Scope.SHEET, "Kolumner sammanslagna",
        "{header} är hopsatt av flera kolumner ({detail}).",
    ),
    Rule(
        "fixed_value", _INFO, Scope.SHEET, "Fast värde för bladet",
        "{header} saknas som kolumn; ”{value}” gäller för hela bladet, {detail}. Ändra det på"
        " sidan Läs in om det är fel.",
    ),
    Rule(
        "percent_scaled", _INFO, Scope.SHEET, "Procentformat läst",
        "{detail} i {header} har procentformat och har lästs som procent.",
    ),
    Rule(
        "month_as_last_day", _INFO, Scope.CELL, "Månad läst som sista dag",
        "”{value}” anger ingen dag och har lästs som månadens sista dag.",
    ),
    Rule(
        "serial_date", _INFO, Scope.CELL, "Datum läst ur Excels dagnummer",
        "”{value}” är ett dagnummer utan datumformat och har lästs som {detail}.",
    ),
    Rule(
        "merged_filled", _INFO, Scope.SHEET, "Sammanfogade celler",
        "{detail} har fått samma värde i alla sina rader.",
    ),
    Rule(
        "hidden_read", _INFO, Scope.SHEET, "Dolt innehåll läst",
        "{detail} har lästs som vanligt.",
    ),
    Rule(
        "counts_from_1904", _INFO, Scope.FILE, "Datumsystem från 1904",
        "Arbetsboken räknar dagar från 1904; datumen har lästs så.",
    ),
    Rule(
        "macros_left", _INFO, Scope.FILE, "Makron körs inte",
        "Arbetsboken har makron. De har inte körts, bara värdena är lästa.",
    ),
)  # fmt: skip

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}
"""The catalogue by rule id."""

CELL_COLUMNS = {
    "file": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
    "field": pl.String(),
    "header": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}


def found(rule_id: str, cells: pl.DataFrame) -> pl.DataFrame:
    """A findings frame with one row per row of `cells`, worded by the rule.

    `cells` has the columns of `CELL_COLUMNS`; those it lacks are null.
    """
    rule = RULES[rule_id]
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in CELL_COLUMNS.items()
        if name not in cells.columns
    ]
    pieces = [_piece(text) for text in _SLOT.split(rule.sentence) if text]
    return (
        cells.with_columns(missing)
        .with_columns(
            pl.lit(rule.id).alias("rule"),
            pl.lit(rule.severity.value).alias("severity"),
            pl.concat_str(pieces).str.strip_chars().alias("message"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in FINDING_SCHEMA.items())
    )


def _piece(text: str) -> pl.Expr:
    if not _SLOT.fullmatch(text):
        return pl.lit(text)
    return pl.col(text[1:-1]).fill_null("").str.slice(0, 200)


def one(rule_id: str, **cell: str | None) -> pl.DataFrame:
    """A findings frame with a single row."""
    return found(rule_id, pl.DataFrame([cell], schema_overrides=CELL_COLUMNS))

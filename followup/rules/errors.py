"""Rules of severity fel: the row, or the whole sheet, is left out."""

from __future__ import annotations

from data_models.findings import Severity
from followup.rules.rule import Rule, Scope

_FEL = Severity.ERROR

ERRORS = (
    Rule(
        "required_empty", _FEL, Scope.CELL, "Obligatorisk uppgift saknas",
        "{header} saknas. Fyll i cellen och läs in filen igen.",
    ),
    Rule(
        "required_column_missing", _FEL, Scope.SHEET, "Obligatorisk kolumn saknas",
        "Bladet saknar {detail}, så inga rader kan läsas. Lägg till det som kolumn, peka ut"
        " kolumnen eller ange ett fast värde på sidan Läs in.",
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
    Rule(
        "identity_in_two_underlag", _FEL, Scope.DATASET, "Samma rad i två underlag",
        "Raden finns i två underlag: {detail}. Bara raden i det som godkändes senast räknas. Ta"
        " bort den ur det andra.",
    ),
    Rule(
        "budget_year_implausible", _FEL, Scope.ROW, "Orimligt budgetår",
        "Budgetåret {value} ligger mer än 15 år från beslutet {detail}. Rätta det som är"
        " felskrivet.",
    ),
)  # fmt: skip

"""Rules of severity info: what was done or noticed."""

from __future__ import annotations

from data_models.findings import Severity
from followup.rules.rule import Rule, Scope

_INFO = Severity.INFO

NOTES = (
    Rule(
        "clause_no_missing", _INFO, Scope.ROW, "Att-satsens nummer saknas",
        "Paragrafen har flera att-satser men den här saknar nummer. Fyll i Att-sats nr.",
    ),
    Rule(
        "paragraph_order", _INFO, Scope.ROW, "Paragrafer i annan ordning",
        "{detail} i samma protokoll. Kontrollera att paragrafen är rätt.",
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
    Rule(
        "total_rounding", _INFO, Scope.CELL, "Summa inom avrundning",
        "Summan {value} skiljer sig från raderna, som ger {detail}, men inte mer än den sista"
        " siffrans avrundning.",
    ),
    Rule(
        "months_to_years", _INFO, Scope.SHEET, "Månader omräknade till år",
        "{header} är angivet i månader på en del rader och har räknats om till år.",
    ),
    Rule(
        "labels_filled", _INFO, Scope.SHEET, "Etikett på gruppens första rad",
        "{header} står bara på gruppens första rad och har fyllts i på {detail} rader under."
        " Kontrollera att grupperna stämmer.",
    ),
    Rule(
        "own_sheet", _INFO, Scope.SHEET, "Appens eget blad",
        "Bladet är appens eget ({detail}) och läses inte.",
    ),
)  # fmt: skip

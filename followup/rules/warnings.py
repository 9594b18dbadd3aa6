"""Rules of severity varning: what may be right but seldom is."""

from __future__ import annotations

from data_models.findings import Severity
from followup.rules.rule import Rule, Scope

_VARNING = Severity.WARNING

WARNINGS = (
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
        "appropriation_needed", _VARNING, Scope.DATASET, "Nämnd i stället för anslag",
        "”{value}” är en nämnd med {detail} i årets budget. Skriv vilket anslag ändringen gäller.",
    ),
    Rule(
        "decision_amount_differs", _VARNING, Scope.DATASET, "Beslutat belopp är ett annat",
        "{detail}. Rätta det belopp som är fel.",
    ),
    Rule(
        "original_differs", _VARNING, Scope.DATASET, "Ursprunglig budget är en annan",
        "Ursprunglig budget är {detail}, som räknas. Rätta det belopp som är fel.",
    ),
    Rule(
        "stated_excess_disagrees", _VARNING, Scope.ROW, "Angiven skillnad stämmer inte",
        "Angiven skillnad {value} stämmer inte med avkastning minus index, {detail}. Rätta det"
        " tal som är fel.",
    ),
    Rule(
        "stated_figure_disagrees", _VARNING, Scope.DATASET, "Angivet tal stämmer inte med raderna",
        "Rapporten anger {detail}. Rätta rapporten eller raderna.",
    ),
    Rule(
        "rate_implausible", _VARNING, Scope.CELL, "Orimlig ränta",
        "Räntan {value} ligger utanför −5 till 25 procent. Skriv räntan i procent, till exempel"
        " 2,347.",
    ),
    Rule(
        "text_cut", _VARNING, Scope.CELL, "Texten är kortad",
        "Texten är längre än de 32 767 tecken som en cell i Excel rymmer, och slutet är inte läst."
        " Korta texten eller dela upp den.",
    ),
)  # fmt: skip

"""A case per rule of the catalogue: what triggers it, in which cell and with which words, and
what comes close without."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from unittest import mock

import openpyxl

from data_models.dataset import Loaded
from data_models.kinds import KINDS
from followup.loading import combine, load
from followup.workbook import Workbook
from tests.making import (
    book,
    by_hand,
    cells,
    csv_bytes,
    letter,
    load_kind,
    load_rows,
    row,
    sheet,
)

GRANTS = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
GRANT = ["Region X", 2024, "Bidrag", "Förening A", 1000]


@dataclass(frozen=True)
class Case:
    """A rule, what triggers it and where, its sentence, and what comes close without."""

    rule: str
    trigger: Callable[[], Loaded]
    cell: str
    sentence: str
    quiet: Callable[[], Loaded]


def one(kind: str, **changes: object) -> Callable[[], Loaded]:
    return lambda: load_kind(kind, row(kind, **changes))


def at(kind: str, field: str, excel_row: int = 2) -> str:
    return f"{letter(kind, field)}{excel_row}"


def grants(
    *rows: list[object], header: list[object] = GRANTS, name: str = "Blad1"
) -> Callable[[], Loaded]:
    return lambda: load_rows([header, *rows], name)


def version(underlag: str, name: str, **changes: object) -> Loaded:
    content = book({KINDS["grants"].sheet: sheet("grants", row("grants", **changes))})
    return replace(load(content, name), underlag=underlag)


def titled(*titles: str) -> Callable[[], Loaded]:
    return lambda: load_rows([*[[title] for title in titles], GRANTS, GRANT])


def touched(kind: str, touch: Callable[[openpyxl.Workbook], None]) -> Callable[[], Loaded]:
    return lambda: load(book({KINDS[kind].sheet: sheet(kind)}, touch), "a.xlsx")


def cell_set(kind: str, field: str, **attributes: object) -> Callable[[openpyxl.Workbook], None]:
    def touch(made: openpyxl.Workbook) -> None:
        cell = made[KINDS[kind].sheet][at(kind, field)]
        for name, value in attributes.items():
            setattr(cell, name, value)

    return touch


def hide_row(made: openpyxl.Workbook) -> None:
    made.worksheets[0].row_dimensions[2].hidden = True


def merge(made: openpyxl.Workbook) -> None:
    made.worksheets[0].merge_cells("C2:C3")


def as_1904(made: openpyxl.Workbook) -> None:
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def registry(*numbers: str) -> Callable[[], Loaded]:
    rows = [row("decisions", paragraph=str(at), registry_no=no) for at, no in enumerate(numbers, 1)]
    return lambda: load_kind("decisions", *rows)


def paragraphs(*numbers: str, **changes: object) -> Callable[[], Loaded]:
    rows = [
        row("decisions", paragraph=number, title=f"Ärende {at}", **changes)
        for at, number in enumerate(numbers)
    ]
    return lambda: load_kind("decisions", *rows)


def finance(
    value: object, measure: str = "Total låneskuld", unit: str = "mnkr"
) -> Callable[[], Loaded]:
    stated = row("stated_figures", measure=measure, value=value, unit=unit)
    sheets = {"Lån": sheet("loans"), "Finansrapport": sheet("stated_figures", stated)}
    return lambda: load(book(sheets), "a.xlsx")


def changed(*lines: str, **changes: object) -> Callable[[], Loaded]:
    """A change beside budget lines of one board, with the appropriations given."""
    board = {"board": "Kulturnämnden", "budget_year": 2025}
    budget = [row("budget_lines", appropriation=line, **board) for line in lines]
    sheets = {
        "Budget": sheet("budget_lines", *budget),
        "Budgetändringar": sheet("budget_changes", row("budget_changes", **changes)),
    }
    return lambda: load(book(sheets), "a.xlsx")


def decided(amount: object, *stated: object) -> Callable[[], Loaded]:
    """A final decision on an amount and the changes that follow it."""
    decision = row(
        "decisions", amount=amount, body="Regionfullmäktige", decision_kind="beslutar",
        next_body=None, paragraph="§ 120", meeting_date="2024-12-15",
    )  # fmt: skip
    changes = [row("budget_changes", number=at, amount=one) for at, one in enumerate(stated, 1)]
    sheets = {
        "Beslut": sheet("decisions", decision),
        "Budgetändringar": sheet("budget_changes", *changes),
    }
    return lambda: load(book(sheets), "a.xlsx")


def originals(*given: object) -> Callable[[], Loaded]:
    """A budget line with an original on each of several dates."""
    dates = [f"2025-{month:02}-28" for month in range(1, len(given) + 1)]
    rows = [
        row("budget_lines", original=one, actual_to=date)
        for one, date in zip(given, dates, strict=True)
    ]
    return lambda: load_kind("budget_lines", *rows)


def rates(*given: object) -> Callable[[], Loaded]:
    rows = [row("loans", loan_id=f"L{at}", rate=rate) for at, rate in enumerate(given)]

    def make() -> Loaded:
        def touch(made: openpyxl.Workbook) -> None:
            made["Lån"][at_rate].number_format = "0.00%"

        at_rate = at("loans", "rate")
        return load(book({"Lån": sheet("loans", *rows)}, touch), "a.xlsx")

    return make


def rates_of_unseen_format(*given: str) -> Callable[[], Loaded]:
    """Loans from a kind of file, such as .xls, whose number formats are not read."""
    rows = [row("loans", loan_id=f"L{at}", rate=rate) for at, rate in enumerate(given)]
    made = Workbook((cells(sheet("loans", *rows), "Lån", knows_percent=False),))

    def make() -> Loaded:
        with mock.patch("followup.loading.open_workbook", return_value=made):
            return load(b"", "a.xls")

    return make


def with_macros() -> Loaded:
    """A workbook whose content type says that it may hold macros."""
    source, target = io.BytesIO(book({"Fördelning": sheet("grants")})), io.BytesIO()
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(plain, macro))
        new.writestr("xl/vbaProject.bin", b"made up")
    return load(target.getvalue(), "a.xlsm")


LONG = "x" * 33_000
FAR_LOAN = f"{dt.date.today().year + 61}-01-01"
CLAUSES = [row("decisions", clause_no=None, clause=f"att {at}") for at in range(2)]
LABELS = [["Nämnd", "Slag", "Budget", "Organisation", "År"]] + [
    [board, "drift", at, "Region X", 2024] for at, board in enumerate(["A", None, None, None], 1)
]
OWN = [["Granskning av arbetsboken"], ["1 fel i 1 blad."]]

CASES = (
    # --- fel
    Case(
        "required_empty",
        one("grants", recipient=None),
        at("grants", "recipient"),
        "Mottagare saknas. Fyll i cellen och läs in filen igen.",
        one("grants", previous=None),
    ),
    Case(
        "required_column_missing",
        grants(GRANT[3:], header=GRANTS[3:], name="Fördelning"),
        "A1",
        "Bladet saknar Organisation, Budgetår och Anslag, så inga rader kan läsas. Lägg till det"
        " som kolumn, peka ut kolumnen eller ange ett fast värde på sidan Läs in.",
        grants(GRANT),
    ),
    Case(
        "unreadable_number",
        one("grants", amount="okänt"),
        at("grants", "amount"),
        "”okänt” kan inte läsas som ett tal. Skriv till exempel 1 213 000 eller 2,8 mnkr.",
        one("grants", amount="2,8 mnkr"),
    ),
    Case(
        "unreadable_percent",
        one("loans", rate="låg"),
        at("loans", "rate"),
        "”låg” kan inte läsas som procent. Skriv till exempel 2,347 för 2,347 %.",
        one("loans", rate="2,347 %"),
    ),
    Case(
        "unreadable_date",
        one("loans", report_date="i höstas"),
        at("loans", "report_date"),
        "”i höstas” kan inte läsas som ett datum. Skriv till exempel 2021-12-01.",
        one("loans", report_date="30 november 2024"),
    ),
    Case(
        "unreadable_year",
        one("grants", budget_year="2024–2025"),
        at("grants", "budget_year"),
        "”2024–2025” kan inte läsas som ett årtal. Skriv fyra siffror, till exempel 2022.",
        one("grants", budget_year="år 2024"),
    ),
    Case(
        "unreadable_integer",
        one("decisions", clause_no="a"),
        at("decisions", "clause_no"),
        "”a” kan inte läsas som ett heltal. Skriv bara siffror.",
        one("decisions", clause_no="1."),
    ),
    Case(
        "unreadable_flag",
        one("guarantees", joint_and_several="kanske"),
        at("guarantees", "joint_and_several"),
        "”kanske” är varken ja eller nej. Skriv ja eller nej.",
        one("guarantees", joint_and_several="-"),
    ),
    Case(
        "not_allowed",
        one("assignments", status="pågår"),
        at("assignments", "status"),
        "”pågår” är inte ett av orden för Status. Menade du pågående? Orden är ej påbörjat,"
        " pågående, klart – väntar beslut, avslutat, avskrivet.",
        one("assignments", status="KLART - VÄNTAR BESLUT"),
    ),
    Case(
        "negative",
        one("guarantees", granted="-5"),
        at("guarantees", "granted"),
        "Beviljat tak är negativt (-5). Skriv beloppet utan minustecken.",
        one("guarantees", granted="0"),
    ),
    Case(
        "year_implausible",
        one("decisions", from_year="1850"),
        at("decisions", "from_year"),
        "Året 1850 ligger före 1990 eller mer än 15 år framåt. Rätta årtalet.",
        one("decisions", from_year="1990", to_year="1991"),
    ),
    Case(
        "date_implausible",
        one("loans", maturity_date=FAR_LOAN),
        at("loans", "maturity_date"),
        f"Datumet {FAR_LOAN} ligger före 1990 eller för långt fram i tiden. Rätta datumet.",
        one("loans", maturity_date="2060-01-01"),
    ),
    Case(
        "maturity_before_start",
        one("loans", maturity_date="2024-01-01"),
        at("loans", "maturity_date"),
        "Lånet förfaller 2024-01-01, före sitt startdatum. Rätta det datum som är fel.",
        one("loans", maturity_date="2024-10-15"),
    ),
    Case(
        "years_reversed",
        one("decisions", from_year=2026, to_year=2025),
        at("decisions", "to_year"),
        "Till år (2025) ligger före Från år. Rätta det år som är fel.",
        one("decisions", from_year=2025, to_year=2025),
    ),
    Case(
        "clause_empty",
        one("decisions", clause=None),
        at("decisions", "clause"),
        "Att-satsen saknar lydelse. Skriv den, eller sätt Beslutstyp till utgår eller informeras.",
        one("decisions", clause=None, decision_kind="utgår"),
    ),
    Case(
        "budget_year_implausible",
        one("decisions", budget_year=2002, meeting_date="2022-01-01"),
        at("decisions", "budget_year"),
        "Budgetåret 2002 ligger mer än 15 år från beslutet 2022-01-01. Rätta det som är"
        " felskrivet.",
        one("decisions", budget_year=2012, meeting_date="2022-01-01"),
    ),
    Case(
        "error_cell",
        touched("grants", cell_set("grants", "previous", value="#DIV/0!", data_type="e")),
        at("grants", "previous"),
        "Cellen visar felet #DIV/0!. Rätta formeln i Excel, spara och läs in filen igen.",
        grants([*GRANT, "x"], header=[*GRANTS, "Telefon"]),
    ),
    Case(
        "formula_without_value",
        touched("grants", cell_set("grants", "amount", value="=1+1")),
        at("grants", "amount"),
        "Cellen har en formel vars värde inte är sparat. Öppna filen i Excel, låt den räkna om,"
        " spara och läs in filen igen.",
        grants(GRANT),
    ),
    Case(
        "duplicate_identity",
        lambda: load_kind("grants", row("grants"), row("grants", amount=5)),
        "A3",
        "Raden har samma identitet som rad 2 i bladet Fördelning (a.xlsx). Ta bort den ena, eller"
        " rätta det som skiljer dem åt.",
        lambda: load_kind("grants", row("grants"), row("grants", budget_year=2024)),
    ),
    Case(
        "identity_in_two_underlag",
        lambda: combine([version("Nya", "b.xlsx"), version("Gamla", "a.xlsx")]),
        "A2",
        "Raden finns i två underlag: Nya, rad 2 i bladet Fördelning, och Gamla, rad 2 i bladet"
        " Fördelning. Bara raden i det som godkändes senast räknas. Ta bort den ur det andra.",
        lambda: combine([version("Nya", "b.xlsx"), version("Gamla", "a.xlsx", budget_year=2020)]),
    ),
    # --- varning
    Case(
        "next_body_missing",
        one("decisions", next_body=None),
        at("decisions", "next_body"),
        "Beslutstypen föreslår lämnar ärendet vidare, men Nästa organ är tomt. Fyll i vem som har"
        " bollen.",
        one("decisions", next_body=None, decision_kind="beslutar"),
    ),
    Case(
        "amount_kind_missing",
        one("decisions", amount_kind=None),
        at("decisions", "amount_kind"),
        "Raden har ett belopp men ingen beloppstyp. Fyll i Beloppstyp så att beloppet räknas rätt.",
        one("decisions", amount_kind=None, amount=None),
    ),
    Case(
        "budget_year_missing",
        one("decisions", budget_year=None),
        at("decisions", "budget_year"),
        "Raden har ett belopp men inget budgetår. Fyll i Budgetår.",
        one("decisions", budget_year=None, amount=None),
    ),
    Case(
        "funding_source_missing",
        one("decisions", funding_source=None),
        at("decisions", "funding_source"),
        "Beloppstypen tilläggsanslag ska ha en finansieringskälla. Fyll i anslaget eller reserven.",
        one("decisions", funding_source=None, amount_kind="fördelning"),
    ),
    Case(
        "paragraph_missing",
        one("decisions", paragraph="-"),
        at("decisions", "paragraph"),
        "Paragraf saknas, så beslutet kan inte pekas ut i protokollet. Fyll i paragrafens nummer.",
        one("decisions", paragraph="1"),
    ),
    Case(
        "negative_amount",
        one("decisions", amount="-5"),
        at("decisions", "amount"),
        "Beloppet -5 är negativt. Är det en minskning stämmer det; rätta annars tecknet.",
        one("decisions", amount="0"),
    ),
    Case(
        "budget_year_far",
        one("grants", budget_year=2034),
        at("grants", "budget_year"),
        "Budgetåret 2034 ligger långt från beslutet 2024-12-10. Rätta årtalet om det är"
        " felskrivet.",
        one("grants", budget_year=2029),
    ),
    Case(
        "year_in_text_far",
        one("decisions", clause="ta medel ur 2002 års budget", meeting_date="2022-01-01"),
        at("decisions", "clause"),
        "Texten nämner 2002 års budget, långt från beslutets år. Kontrollera om årtalet är"
        " felskrivet.",
        one("decisions", clause="ta medel ur 2025 års budget"),
    ),
    Case(
        "unknown_measure",
        one("policy_limits", measure="Soliditet"),
        at("policy_limits", "measure"),
        "”Soliditet” är inte ett av måtten som kan räknas fram, så raden visas utan jämförelse."
        " Måtten är Total låneskuld, Genomsnittsränta, Räntebindningstid, Kapitalbindningstid,"
        " Kapitalförfall inom 12 månader, Ränteförfall inom 12 månader, Rörlig ränta, Största"
        " långivare, Likvida medel, Borgensåtaganden, Andel av portföljen.",
        one("policy_limits", measure="TOTAL LÅNESKULD"),
    ),
    Case(
        "total_disagrees",
        grants(GRANT, ["Summa", None, None, None, 1001]),
        "E3",
        "Summan 1001 stämmer inte med raderna, som ger 1000. Rätta summan eller raderna.",
        grants(GRANT, ["Summa", None, None, None, 1000]),
    ),
    Case(
        "possible_total",
        grants(
            *(
                [*GRANT[:3], name, amount]
                for name, amount in (("A", 1), ("B", 2), ("C", 4), ("Alla", 7))
            )
        ),
        "E5",
        "Beloppet 7 är lika med summan av de 3 raderna ovanför. Är raden en summa: skriv Summa i"
        " dess första cell, så räknas den inte dubbelt.",
        grants(*([*GRANT[:3], name, amount] for name, amount in (("A", 1), ("B", 2), ("C", 3)))),
    ),
    Case(
        "rate_implausible",
        one("loans", rate="2347"),
        at("loans", "rate"),
        "Räntan 2347 ligger utanför −5 till 25 procent. Skriv räntan i procent, till"
        " exempel 2,347.",
        one("loans", rate="-5"),
    ),
    Case(
        "percent_mixed",
        rates(0.02347, 2.5, 3),
        at("loans", "rate", 3),
        "Kolumnen Ränta % blandar celler i procentformat med vanliga tal. Kontrollera F3, F4 och"
        " använd ett och samma format.",
        rates(0.02347, "2,5 %"),
    ),
    Case(
        "percent_unknown",
        rates_of_unseen_format("0,02", "0,03", "0,04"),
        at("loans", "rate"),
        "I det här filformatet syns inte om Ränta % har procentformat, och alla tal är mindre än"
        " ett. Kontrollera värdena, eller spara filen som .xlsx.",
        rates_of_unseen_format("0,02", "2,5", "3"),
    ),
    Case(
        "thousands_comma",
        grants([*GRANT[:4], "412,500"], [*GRANT[:3], "B", "1,200"]),
        "E2",
        "Alla kommatecken i Belopp följs av tre siffror och har lästs som tusentalsavgränsare."
        " Kontrollera beloppen.",
        grants([*GRANT[:4], "412,500"], [*GRANT[:3], "B", "1,2"]),
    ),
    Case(
        "unit_conflict",
        titled("Belopp i tkr", "mnkr"),
        "A3",
        "Ovanför tabellen står olika enheter (mnkr, tkr), så beloppen har lästs i kronor. Välj"
        " enhet på sidan Läs in.",
        titled("Belopp i tkr", "tkr"),
    ),
    Case(
        "appropriation_needed",
        changed("Musik", "Teater", to_unit="kulturnämnden"),
        at("budget_changes", "to_unit"),
        "”kulturnämnden” är en nämnd med 2 driftsanslag i årets budget. Skriv vilket anslag"
        " ändringen gäller.",
        changed("Musik", to_unit="Kulturnämnden"),
    ),
    Case(
        "decision_amount_differs",
        decided(2_000_000, 1_500_000),
        at("budget_changes", "amount"),
        "Ändringen är på 1\u00a0500\u00a0000\u00a0kr, men beslutet är på"
        " 2\u00a0000\u00a0000\u00a0kr: Regionfullmäktige 2024-12-15 § 120, rad 2 i bladet Beslut"
        " (a.xlsx). Rätta det belopp som är fel.",
        decided(1_500_000, 1_500_000),
    ),
    Case(
        "original_differs",
        originals(120_000_000, 120_000_000, 121_000_000),
        at("budget_lines", "original", 4),
        "Ursprunglig budget är 121\u00a0000\u00a0000\u00a0kr, men samma budgetrad har tidigast"
        " 120\u00a0000\u00a0000\u00a0kr på rad 2 i bladet Budget (a.xlsx), som räknas. Rätta det"
        " belopp som är fel.",
        originals(120_000_000, 120_000_000),
    ),
    Case(
        "stated_excess_disagrees",
        one("portfolio_returns", stated_excess="0,5"),
        at("portfolio_returns", "stated_excess"),
        "Angiven skillnad 0,5 stämmer inte med avkastning minus index, 0,2 procentenheter. Rätta"
        " det tal som är fel.",
        one("portfolio_returns", stated_excess="0,3"),
    ),
    Case(
        "stated_figure_disagrees",
        finance(210),
        at("stated_figures", "value"),
        "Rapporten anger 210\u00a0000\u00a0000\u00a0kr, men lånen ger"
        " 200\u00a0000\u00a0000\u00a0kr. Rätta rapporten eller raderna.",
        finance(200),
    ),
    Case(
        "text_cut",
        lambda: load(csv_bytes([GRANTS, [*GRANT[:3], LONG, 5]]), "a.csv"),
        "D2",
        "Texten är längre än de 32 767 tecken som en cell i Excel rymmer, och slutet är inte läst."
        " Korta texten eller dela upp den.",
        grants([*GRANT[:3], LONG[:32_767], 5]),
    ),
    # --- info
    Case(
        "clause_no_missing",
        lambda: load_kind("decisions", *CLAUSES),
        at("decisions", "clause_no"),
        "Paragrafen har flera att-satser men den här saknar nummer. Fyll i Att-sats nr.",
        lambda: load_kind("decisions", CLAUSES[0]),
    ),
    Case(
        "paragraph_order",
        paragraphs("§ 210", "§ 212", "§ 211"),
        at("decisions", "paragraph", 4),
        "§ 211 står efter § 212 i samma protokoll. Kontrollera att paragrafen är rätt.",
        lambda: load_kind(
            "decisions",
            *(
                row("decisions", paragraph=number, meeting_date=day, title=f"{day} {number}")
                for day, numbers in (
                    ("2024-11-01", ("1", "2", "3", "1", "2")),
                    ("2024-12-01", (None, "1", "2")),
                    ("2025-01-01", (None, "207", None, "208")),
                )
                for number in numbers
            ),
        ),
    ),
    Case(
        "deadline_unreadable",
        one("assignments", deadline="snarast"),
        at("assignments", "deadline"),
        "Fristen ”snarast” kan inte läsas som en dag och bevaras som text. Skriv till exempel"
        " april 2022.",
        one("assignments", deadline="löpande"),
    ),
    Case(
        "registry_no_new_form",
        registry(*[f"RS {n}-2024" for n in range(8)], "2024/17"),
        at("decisions", "registry_no", 10),
        "Diarienumret 2024/17 har en form som inte setts förut hos Region Exempel."
        " Kontrollera det.",
        registry(*[f"RS {n}-2024" for n in range(8)], "KS 5-2023"),
    ),
    Case(
        "stated_excess_rounding",
        one("portfolio_returns", stated_excess="0,3"),
        at("portfolio_returns", "stated_excess"),
        "Angiven skillnad 0,3 skiljer sig från de avrundade talens 0,2 procentenheter; det ryms"
        " inom avrundningen 0,1 procentenheter.",
        one("portfolio_returns", stated_excess="0,2"),
    ),
    Case(
        "date_missing_counts",
        one("budget_changes", decided_on=None),
        at("budget_changes", "decided_on"),
        "Beslutsdatum saknas, så raden räknas med vilket datum som än väljs. Fyll i datumet.",
        one("budget_changes"),
    ),
    Case(
        "sheet_not_recognised",
        lambda: load_rows([["Motpart", "Färg"], ["A", "grön"]]),
        "A1",
        "Bladet är inte igenkänt och läses inte. Det liknar mest Borgen, men saknar Organisation,"
        " Rapportdatum och Beviljat tak.",
        grants(GRANT),
    ),
    Case(
        "column_unused",
        grants([*GRANT, "070"], header=[*GRANTS, "Telefon"]),
        "F1",
        "Kolumnen ”Telefon” används inte. Peka ut den på sidan Läs in om den behövs.",
        grants(GRANT),
    ),
    Case(
        "row_excluded",
        grants(GRANT, ["Summa", None, None, None, 1000]),
        "A3",
        "Raden räknas inte som data: den är en summarad.",
        grants(GRANT),
    ),
    Case(
        "header_below",
        titled("Bidrag 2024"),
        "A2",
        "Rubrikraden hittades på rad 2; raderna ovanför har lästs som rubrik och anmärkning.",
        grants(GRANT),
    ),
    Case(
        "header_of_two_rows",
        grants(
            [None] * 4 + ["beviljat", "föregående år"], [*GRANT, 900], header=[*GRANTS, "Belopp"]
        ),
        "A2",
        "Rubrikerna har lästs ihop från två rader.",
        grants(GRANT),
    ),
    Case(
        "unit_scaled",
        grants(GRANT, header=[*GRANTS[:4], "Belopp tkr"]),
        "E2",
        "Beloppen i Belopp tkr är angivna i tkr och har räknats om till kronor.",
        grants(GRANT, header=[*GRANTS[:4], "Belopp kr"]),
    ),
    Case(
        "unit_in_cells",
        grants([*GRANT[:4], "2,8 mnkr"]),
        "E2",
        "Celler i Belopp har egen enhet (mnkr) och har räknats om till kronor.",
        grants([*GRANT[:4], "28 kr"]),
    ),
    Case(
        "amount_rounded",
        grants([*GRANT[:4], "1,005"], [*GRANT[:3], "B", "1,2"]),
        "E2",
        "1,005 har fler än två decimaler och har avrundats till hela ören.",
        grants([*GRANT[:4], "1,25"]),
    ),
    Case(
        "sign_turned",
        one("budget_lines", original="-5"),
        at("budget_lines", "original"),
        "Bladet skriver kostnader med minus. Tecknen är vända så att nettokostnad är positiv.",
        one("budget_lines", original="5", actual="-5"),
    ),
    Case(
        "years_unpivoted",
        lambda: load_rows(
            [
                ["Organisation", "Nämnd", "Slag", "Budget 2022", "Plan 2023"],
                ["X", "K", "drift", 1, 2],
            ]
        ),
        "A1",
        "Åren 2022, 2023 stod som kolumner och har blivit en rad per år.",
        one("budget_lines"),
    ),
    Case(
        "columns_joined",
        lambda: load_rows(
            [["a", "b", "c"], ["x", "y", 1]],
            choices=by_hand(
                kind="grants",
                header_row=1,
                columns={"A": "recipient", "B": "recipient", "C": "amount"},
                fixed={"organisation": "X", "budget_year": "2024", "appropriation": "Bidrag"},
            ),
        ),
        "A1",
        "Mottagare är hopsatt av flera kolumner (A, B).",
        grants(GRANT),
    ),
    Case(
        "fixed_value",
        lambda: load_rows([["Region Skåne"], GRANTS[1:], GRANT[1:]]),
        "A2",
        "Organisation saknas som kolumn; ”Region Skåne” gäller för hela bladet, hämtat ur rubriken."
        " Ändra det på sidan Läs in om det är fel.",
        lambda: load_rows([GRANTS[1:], GRANT[1:]], fixed={"organisation": "Region Y"}),
    ),
    Case(
        "percent_scaled",
        rates(0.02347),
        at("loans", "rate"),
        "1 cell i Ränta % har procentformat och har lästs som procent.",
        one("loans"),
    ),
    Case(
        "month_as_last_day",
        one("loans", report_date="november 2024"),
        at("loans", "report_date"),
        "”november 2024” anger ingen dag och har lästs som månadens sista dag.",
        one("portfolio_returns", month="november 2024"),
    ),
    Case(
        "serial_date",
        one("loans", report_date="45626"),
        at("loans", "report_date"),
        "”45626” är ett dagnummer utan datumformat och har lästs som 2024-11-30.",
        one("loans"),
    ),
    Case(
        "merged_filled",
        lambda: load(book({"Blad1": [GRANTS, GRANT, [*GRANT[:2], None, "B", 5]]}, merge), "a.xlsx"),
        "A1",
        "C2:C3 har fått samma värde i alla sina rader.",
        grants(GRANT),
    ),
    Case(
        "hidden_read",
        touched("grants", hide_row),
        "A1",
        "Dolda rader (1) har lästs som vanligt.",
        one("grants"),
    ),
    Case(
        "counts_from_1904",
        touched("grants", as_1904),
        "A1",
        "Arbetsboken räknar dagar från 1904; datumen har lästs så.",
        one("grants"),
    ),
    Case(
        "macros_left",
        with_macros,
        "A1",
        "Arbetsboken har makron. De har inte körts, bara värdena är lästa.",
        one("grants"),
    ),
    Case(
        "total_rounding",
        grants(
            [*GRANT[:4], 1.2],
            [*GRANT[:3], "B", 1.3],
            ["Summa", None, None, None, 2.6],
            header=[*GRANTS[:4], "Belopp mnkr"],
        ),
        "E4",
        "Summan 2,6 skiljer sig från raderna, som ger 2,5, men inte mer än den sista siffrans"
        " avrundning.",
        grants(
            [*GRANT[:4], 1.2],
            [*GRANT[:3], "B", 1.3],
            ["Summa", None, None, None, 2.5],
            header=[*GRANTS[:4], "Belopp mnkr"],
        ),
    ),
    Case(
        "months_to_years",
        one("policy_limits", measure="Räntebindningstid", maximum="60", unit="månader"),
        at("policy_limits", "maximum"),
        "Max är angivet i månader på en del rader och har räknats om till år.",
        one("policy_limits", measure="Räntebindningstid", maximum="5", unit="år"),
    ),
    Case(
        "labels_filled",
        lambda: load_rows(LABELS),
        "A3",
        "Nämnd står bara på gruppens första rad och har fyllts i på 3 rader under. Kontrollera att"
        " grupperna stämmer.",
        lambda: load_rows(LABELS[:3]),
    ),
    Case(
        "own_sheet",
        lambda: load(book({"Granskning": OWN, "B": [GRANTS, GRANT]}), "a.xlsx"),
        "A1",
        "Bladet är appens eget (en tidigare granskning) och läses inte.",
        lambda: load_rows([["Granskning"], GRANTS, GRANT], "Granskning"),
    ),
)

"""Shapes that published spreadsheets have, made up small."""

import datetime as dt
from decimal import Decimal

import openpyxl
import polars as pl

from followup.loading import load
from tests.making import book, by_hand, csv_bytes, findings, message, rules, values

FIXED = {"organisation": "X kommun", "budget_year": "2023", "kind": "drift"}


def test_a_frame_budget_of_results_with_headings_and_two_grand_totals():
    rows = [
        [None, None, "Sektionens budget"],
        [None, "Fastslagen 2022", None, "Budget 2023"],
        [],
        [None, "Resultatställe", "Intäkter", "Utgifter", "Resultat"],
        [],
        [None, "Nämnder"],
        [1, "Centralt", 246_000, -481_900, -235_900],
        [2, "Mottagningen", 898_150, -1_391_800, -493_650],
        [3, "Dagen", 409_060, -176_100, 232_960],
        [],
        [None, "Total Nämnder", 1_553_210, -2_049_800, -496_590],
        [],
        [None, "Projekt"],
        [None, "Spexet", 298_200, -534_428, -236_228],
        [None, "Balen"],
        [None, "Resan", 0, -3_500, -3_500],
        [],
        [None, "Total Projekt", 298_200, -537_928, -239_728],
        [],
        [None, "Utanför budget"],
        [],
        [None, "Total", 1_851_410, -2_587_728, -736_318],
        [None, "Total med 2023 projekt", 1_553_210, -2_053_300, -500_090],
    ]
    loaded = load(
        book({"Rambudget": rows}),
        "budget_2023.xlsx",
        choices=by_hand(
            kind="budget_lines", header_row=4, columns={"B": "board", "E": "original"}, fixed=FIXED
        ),
    )
    assert loaded.dataset["budget_lines"]["original"].sum() == 736_318
    assert "sign_turned" in rules(loaded)
    assert findings(loaded, "fel", "varning") == [
        ("required_empty", "E15", "original", None),
        ("total_disagrees", "E23", "original", "-500090"),
    ]


def test_an_account_list_with_codes_and_years_as_columns():
    rows = [
        [
            "konto",
            "konto_tekst",
            "ansvar",
            "ansvar_tekst",
            "rekneskap_2011",
            "budsjett_2012",
            "budsjett_2013",
        ],
        ["00300", "Lønn", "F357", "Skulevegen", "15 383", "0", "0"],
        ["02300", "Byggetenester", "340", "Vegar", " 1 213 000 ", " 2 000 000 ", " 3 000 000 "],
        ["09700", "Overføring", "900", "Finans", " -1 362 250 ", " -2 000 000 ", " -3 000 000 "],
    ]
    loaded = load(
        csv_bytes(rows),
        "budsjett-2013.csv",
        choices=by_hand(
            kind="budget_lines",
            header_row=1,
            columns={
                "A": "appropriation",
                "B": "appropriation",
                "C": "board",
                "D": "board",
                "E": "original",
                "F": "original",
                "G": "original",
            },
            fixed={"organisation": "X kommune", "kind": "investering"},
        ),
    )
    lines = loaded.dataset["budget_lines"]
    assert dict(lines.group_by("budget_year").agg(pl.col("original").sum()).rows()) == {
        2011: -133_867,
        2012: 0,
        2013: 0,
    }
    assert lines["board"].unique().sort().to_list() == [
        "340 – Vegar",
        "900 – Finans",
        "F357 – Skulevegen",
    ]
    assert findings(loaded, "fel") == []


def test_debt_by_date_and_instrument_as_stated_figures():
    rows = [
        ["Periodo", "Total", "Interna"],
        ["2000-01-01", "1029.4", "268.9"],
        ["2000-02-01", "1017.4", "282.7"],
    ]
    loaded = load(
        csv_bytes(rows, ","),
        "debt.csv",
        choices=by_hand(
            kind="stated_figures",
            header_row=1,
            columns={"A": "report_date", "B": "value"},
            fixed={"organisation": "Landet", "measure": "Total låneskuld", "unit": "mnkr"},
        ),
    )
    assert values(loaded.dataset["stated_figures"], "report_date", "value", "unit") == [
        (dt.date(2000, 1, 1), 1_029_400_000, "kr"),
        (dt.date(2000, 2, 1), 1_017_400_000, "kr"),
    ]
    assert findings(loaded, "fel", "varning") == []


def test_a_list_of_matters_is_recognised_without_its_first_header():
    rows = [
        [None, "Ärende", "Beteckning", "Förslag"],
        [None, "Information", None, None],
        ["1.", "Information om\nbudget 13.00–13.20", "2023-00250", None],
    ]
    loaded = load(
        csv_bytes(rows, ","),
        "ks_2024-01-23_arendelista.csv",
        fixed={
            "organisation": "X kommun",
            "body": "Kommunstyrelsen",
            "decision_kind": "informeras",
        },
    )
    assert values(loaded.dataset["decisions"], "title", "registry_no", "meeting_date") == [
        ("Information om budget 13.00–13.20", "2023-00250", dt.date(2024, 1, 23)),
    ]
    assert [one[:2] for one in findings(loaded, "varning")] == [("paragraph_missing", "B3")]


def test_stacked_blocks_of_three_rows_are_declined_in_clear_words():
    rows = [
        ["FY2016 ESTIMATED OBLIGATIONS"],
        ["WATER FUND"],
        ["Department", "CLASS 100", "TOTAL", "BUDGET"],
        [],
    ]
    for name in ("OIT", "MDO"):
        rows += [
            [name],
            ["FY16 EST OBLIG", 5, 5, 5],
            ["FY17 REQUEST", 6, 6],
            ["INCREASE", 1, 1],
            [],
        ]
    loaded = load(book({"A": rows}), "water.xlsx")
    assert list(loaded.dataset) == []
    assert message(loaded, "sheet_not_recognised") == (
        "Bladet är inte igenkänt och läses inte. Det liknar mest Budget, men saknar Organisation,"
        " Budgetår, Nämnd och Slag."
    )


def test_levels_in_one_column_are_not_summed_in_silence():
    rows = [[None, "Specifikation av utgifter", "Tusental kronor"], []]
    areas = {"1": (10, 20, 30, 40), "2": (5, 6, 7), "3": (100, 200, 300)}
    for number, parts in areas.items():
        rows += [
            [number, f"Område {number}", sum(parts)],
            *[[None, f"{at} Anslag", part] for at, part in enumerate(parts, 1)],
        ]
    rows += [[None, "Summa anslag", 718]]
    loaded = load(
        book({"Utgifter": rows}),
        "spec.xlsx",
        choices=by_hand(
            kind="budget_lines",
            header_row=1,
            columns={"B": "appropriation", "C": "original"},
            fixed={**FIXED, "board": "Staten"},
        ),
    )
    warned = [one[:2] for one in findings(loaded, "varning")]
    assert [cell for rule, cell in warned if rule == "possible_total"] == ["C3", "C8", "C12"]
    assert ("total_disagrees", "C16") in warned


def test_values_shown_in_thousands_are_not_scaled_by_format_or_file_name():
    def touch(made: openpyxl.Workbook) -> None:
        for at in (2, 3):
            made["DB IV"][f"C{at}"].number_format = "#,##0,"

    rows = [
        ["Direktion", "Produktgruppe", "Kosten"],
        ["A", "B", 17_526_415.75],
        ["A", "C", 5_153_716.76],
    ]
    loaded = load(
        book({"DB IV": rows}, touch),
        "Kanton_Werte in 1000 tkr.xlsx",
        choices=by_hand(
            kind="budget_lines",
            columns={"A": "board", "B": "appropriation", "C": "original"},
            header_row=1,
            fixed=FIXED,
        ),
    )
    assert loaded.dataset["budget_lines"]["original"].sum() == Decimal("22680132.51")


def test_key_columns_without_headers_can_be_pointed_out():
    rows = [["Kolada"], [None, None, "2012", "2013"], ["Bilväg", "Nacka", "5,4", "5,3"]]
    (report,) = load(book({"Blad1": rows}), "a.xlsx").sheets
    assert report.kind is None
    loaded = load(
        book({"Blad1": rows}),
        "a.xlsx",
        choices=by_hand(
            kind="indicators",
            header_row=2,
            columns={"A": "indicator", "B": "board", "C": "outcome"},
            fixed={"organisation": "Regionen", "goal": "Resor", "period": "2012"},
        ),
    )
    assert values(loaded.dataset["indicators"], "indicator", "board", "outcome") == [
        ("Bilväg", "Nacka", Decimal("5.4")),
    ]


def test_a_level_beside_changes_to_it_is_not_taken_for_several_years():
    rows = [
        ["Utgiftsområde", "Anslag", "Namn", "Regeringen", "C", "KD"],
        ["17", "10:1", "Film", "608", "0", "-155"],
    ]
    assert load(csv_bytes(rows), "motion-2022.csv").sheets[0].kind is None


def test_a_header_and_nothing_else_is_no_crash():
    loaded = load(book({"Antal, Summa": [["År", "Titel på systemet", "Antal, Summa"]]}), "a.xlsx")
    assert loaded.sheets[0].nearest == "decisions"
    assert list(loaded.dataset) == []


def test_table_fragments_without_headers_are_no_crash():
    rows = [
        ["Andel\nmat", "*", "*", "Minska"],
        ["Avfall", "72,1", "84,5", "Minska"],
        ["Natur", "7,4 %", "*", "Öka"],
    ]
    assert load(csv_bytes(rows), "a.csv").sheets[0].kind is None


def test_a_report_laid_out_for_print_is_no_crash():
    rows = [[" " * 800 + "Ekonomi", " " * 300 + "3000"], [None, " " * 300], ["x", "-5,9 (-1,3)"]]
    loaded = load(book({"Rapport": rows}), "a.xlsx")
    assert list(loaded.dataset) == []


def test_a_cell_of_mostly_spaces_is_read_for_what_is_in_it():
    rows = [
        ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"],
        ["X", "2024", "B", " " * 700 + "Förening", " " * 400 + "1 000" + " " * 400],
    ]
    loaded = load(book({"Blad1": rows}), "a.xlsx")
    assert values(loaded.dataset["grants"], "recipient", "amount") == [("Förening", 1000)]

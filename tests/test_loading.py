import datetime as dt
import hashlib
import io
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data_models.choices import Choices
from data_models.findings import FINDING_SCHEMA, Severity
from data_models.kinds import KINDS
from followup.addresses import split_address
from followup.exports.template import template
from followup.loading import load
from followup.rows import rows_of
from followup.tables import understand
from tests.making import (
    book,
    by_hand,
    cells,
    csv_bytes,
    findings,
    letter,
    load_kind,
    load_rows,
    row,
    rules,
    sheet,
    values,
)

GRANTS = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
GRANT = ["Region X", 2024, "Bidrag", "Förening A", 1000]
SLOWLY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def accounted(loaded):
    """Whether every row read is either loaded or excluded, and every finding has its cell."""
    told = loaded.findings
    assert told["cell"].str.contains(r"^[A-Z]{1,3}[1-9]\d*$").all()
    assert told["message"].str.contains(r"[.…]$").all()
    assert not told["message"].str.contains(r"\{(?:value|header|detail)\}").any()
    for report in loaded.sheets:
        assert report.rows_read == report.rows_loaded + report.rows_excluded
        assert min(report.rows_loaded, report.rows_excluded) >= 0
        if report.kind:
            here = loaded.dataset[report.kind].filter(pl.col("sheet") == report.sheet)
            assert here["row"].n_unique() == report.rows_loaded
    return True


def faulty_places(loaded):
    """(sheet, row) of every cell with a fel, short of those about a whole sheet."""
    faults = loaded.findings.filter(
        (pl.col("severity") == "fel") & (pl.col("rule") != "required_column_missing")
    )
    return {(one, split_address(cell)[1]) for one, cell in faults.select("sheet", "cell").rows()}


# Whole workbooks


@pytest.mark.parametrize("kind", KINDS)
def test_a_standard_sheet_loads_into_its_whole_schema(kind):
    loaded = load_kind(kind)
    assert loaded.dataset[kind].schema == pl.Schema(KINDS[kind].frame_schema)
    (report,) = loaded.sheets
    assert (report.kind, report.header_row, report.rows_read, report.rows_loaded) == (kind, 1, 1, 1)
    assert report.score >= 0.9
    assert values(loaded.dataset[kind], "file", "sheet", "row", "value_column") == [
        ("a.xlsx", KINDS[kind].sheet, 2, None),
    ]


def test_the_template_is_understood_and_its_example_rows_are_left_out():
    loaded = load(template(), "mall.xlsx")
    assert [report.kind for report in loaded.sheets if report.kind] == list(KINDS)
    assert loaded.dataset.row_counts == dict.fromkeys(KINDS, 0)
    assert rules(loaded) == {"own_sheet", "row_excluded"}
    assert accounted(loaded)


def test_every_kind_in_one_workbook_loads_side_by_side():
    loaded = load(book({kind.sheet: sheet(kind.name) for kind in KINDS.values()}), "a.xlsx")
    assert loaded.dataset.row_counts == dict.fromkeys(KINDS, 1)
    assert findings(loaded) == []


def test_two_sheets_of_one_kind_are_one_frame():
    rows = [[GRANTS, [*GRANT[:3], name, 5]] for name in ("A", "B")]
    loaded = load(book({"Bidrag vår": rows[0], "Bidrag höst": rows[1]}), "a.xlsx")
    assert values(loaded.dataset["grants"], "sheet", "row", "recipient") == [
        ("Bidrag vår", 2, "A"),
        ("Bidrag höst", 2, "B"),
    ]


def test_what_is_told_about_a_file_carries_its_name_and_digest():
    content = book({"Blad1": [GRANTS, GRANT]})
    loaded = load(content, "bidrag.xlsx")
    assert (loaded.file, loaded.sha256) == ("bidrag.xlsx", hashlib.sha256(content).hexdigest())
    assert loaded.findings.schema == pl.Schema(FINDING_SCHEMA)
    assert set(loaded.findings["file"]) == {"bidrag.xlsx"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_a_file_that_cannot_be_read_says_why(content):
    loaded = load(content, "a.xlsx")
    assert not loaded.readable
    assert loaded.message.endswith(".")
    assert (loaded.sheets, findings(loaded), list(loaded.dataset)) == ((), [], [])


def test_a_text_file_loads_as_a_sheet():
    loaded = load(csv_bytes([GRANTS, GRANT]), "bidrag.csv")
    assert loaded.dataset["grants"]["amount"].to_list() == [1000]


def test_a_recognised_sheet_without_rows_is_a_loaded_kind_without_rows():
    loaded = load_rows([GRANTS])
    assert "grants" in loaded.dataset
    assert loaded.dataset.row_counts == {"grants": 0}
    assert findings(loaded) == []


def test_a_sheet_that_lacks_a_required_column_is_read_but_not_loaded():
    loaded = load_rows([GRANTS[1:], GRANT[1:], GRANT[1:]])
    (report,) = loaded.sheets
    assert (report.kind, report.missing) == ("grants", ("Organisation",))
    assert (report.rows_read, report.rows_loaded, report.rows_excluded) == (2, 0, 2)
    assert loaded.count(Severity.ERROR) == 1


def test_an_unknown_sheet_has_its_headers_and_the_nearest_kind_in_its_report():
    (report,) = load_rows([["Motpart", "Färg"], ["A", "grön"]]).sheets
    assert (report.kind, report.nearest) == (None, "guarantees")
    assert report.missing == ("Organisation", "Rapportdatum", "Beviljat tak")
    assert [column.header for column in report.columns] == ["Motpart", "Färg"]


# Real shapes in one go


def test_titles_notes_units_subtotals_years_and_footnotes_in_one_sheet():
    def touch(made: openpyxl.Workbook) -> None:
        made["Driftbudget"].merge_cells("A6:A8")

    loaded = load(
        book(
            {
                "Driftbudget": [
                    ["Region Skåne", None, None, None, None],
                    ["Budget och plan, belopp i mnkr", None, None, None, None],
                    [],
                    ["Nämnd", "Verksamhet", "Budget", "Plan", "Kommentar"],
                    [None, None, "2024", "2025", None],
                    ["Hälso- och sjukvårdsnämnden", "Primärvård", 1640, 1690.5, "preliminärt"],
                    [None, "Specialistvård", 4310, "4 420", None],
                    [None, "Summa vård", 5950, 6110.5, None],
                    [],
                    ["Nämnd", "Verksamhet", "Budget", "Plan", "Kommentar"],
                    [None, None, "2024", "2025", None],
                    ["Kulturnämnden", "Musik", 12, "-", None],
                    ["Totalt", None, 5962, 6110.5, None],
                    ["* Exklusive pensioner", None, None, None, None],
                ]
            },
            touch,
        ),
        "budget.xlsx",
    )
    lines = loaded.dataset["budget_lines"]
    assert values(lines, "board", "appropriation", "budget_year", "original", "kind") == [
        ("Hälso- och sjukvårdsnämnden", "Primärvård", 2024, 1_640_000_000, "drift"),
        ("Hälso- och sjukvårdsnämnden", "Primärvård", 2025, 1_690_500_000, "drift"),
        ("Hälso- och sjukvårdsnämnden", "Specialistvård", 2024, 4_310_000_000, "drift"),
        ("Hälso- och sjukvårdsnämnden", "Specialistvård", 2025, 4_420_000_000, "drift"),
        ("Kulturnämnden", "Musik", 2024, 12_000_000, "drift"),
    ]
    assert findings(loaded, "fel") == [("required_empty", "D12", "original", "-")]
    assert findings(loaded, "varning") == []
    assert accounted(loaded)


def test_fixed_values_by_hand_fill_what_a_list_of_matters_lacks():
    rows = [
        [None, "Ärende", "Beteckning", "Förslag"],
        [None, "Information"],
        ["1.", "Budget", "2024-1", "godkänns"],
        ["2.", "Taxa", "2024-2", "fastställs"],
    ]
    loaded = load(
        csv_bytes(rows),
        "ks_2024-01-23_arendelista.csv",
        fixed={"organisation": "X kommun", "body": "Kommunstyrelsen", "decision_kind": "beslutar"},
    )
    assert values(
        loaded.dataset["decisions"], "meeting_date", "title", "registry_no", "final_body"
    ) == [
        (dt.date(2024, 1, 23), "Budget", "2024-1", "Kommunstyrelsen"),
        (dt.date(2024, 1, 23), "Taxa", "2024-2", "Kommunstyrelsen"),
    ]
    assert findings(loaded, "fel") == []


def test_choices_are_asked_for_by_sheet_and_signature_of_the_sheet_as_found():
    asked = []

    def choices(name, signature):
        asked.append((name, signature))

    loaded = load(book({"Blad1": [GRANTS, GRANT]}), "a.xlsx", choices=choices)
    assert asked == [("Blad1", loaded.sheets[0].signature)]
    chosen = load(
        book({"Blad1": [GRANTS, GRANT]}),
        "a.xlsx",
        choices=by_hand(
            kind="grants",
            columns=dict(
                zip(
                    "ABCD",
                    ("organisation", "budget_year", "recipient", "appropriation"),
                    strict=True,
                )
            )
            | {"E": "amount"},
        ),
    )
    assert chosen.sheets[0].signature == loaded.sheets[0].signature
    assert values(chosen.dataset["grants"], "recipient", "appropriation") == [
        ("Bidrag", "Förening A")
    ]


def test_a_sheet_left_out_by_hand_is_listed_without_rows():
    loaded = load(book({"Blad1": [GRANTS, GRANT]}), "a.xlsx", choices=by_hand(kind=""))
    assert loaded.sheets[0].kind is None
    assert list(loaded.dataset) == []


# Duplicates


def test_the_first_of_two_equal_rows_stays_and_the_later_is_a_fault():
    loaded = load_kind("grants", row("grants", amount=1), row("grants", amount=2))
    assert loaded.dataset["grants"]["amount"].to_list() == [1]
    assert findings(loaded, "fel") == [("duplicate_identity", "A3", None, None)]
    assert accounted(loaded)


def test_a_faulty_row_does_not_push_out_its_double():
    loaded = load_kind("grants", row("grants", amount="x"), row("grants", amount=2))
    assert loaded.dataset["grants"]["amount"].to_list() == [2]
    assert [rule for rule, *_ in findings(loaded, "fel")] == ["unreadable_number"]


def test_doubles_over_two_sheets_are_found():
    loaded = load(book({"Fördelning": sheet("grants"), "Bidrag": sheet("grants")}), "a.xlsx")
    assert loaded.dataset.row_counts == {"grants": 1}
    (told,) = loaded.findings.filter(rule="duplicate_identity").select("sheet", "cell").rows()
    assert told == ("Bidrag", "A2")


# Properties

organisations = st.sampled_from(["Region X", "Region Y"])
recipients = st.sampled_from(["A", "B", "C", "D"])
amounts = st.one_of(
    st.integers(-10, 10**9),
    st.decimals(0, 10**6, places=2).map(str),
    st.sampled_from(["", "x", "-"]),
)
grant_rows = st.lists(
    st.tuples(
        organisations,
        st.sampled_from([2023, 2024, "år 2025", "x"]),
        st.just("Bidrag"),
        recipients,
        amounts,
    ),
    max_size=12,
)


def loaded_set(loaded):
    return sorted(
        values(loaded.dataset["grants"].select(pl.exclude("row")), *GRANT_FIELDS), key=repr
    )


GRANT_FIELDS = ("organisation", "budget_year", "appropriation", "recipient", "amount")


@given(grant_rows, st.randoms(use_true_random=False))
@SLOWLY
def test_the_order_of_rows_changes_nothing_but_which_double_wins(rows, chance):
    identities = [one[:4] for one in rows]
    assume(len(set(map(repr, identities))) == len(identities))
    shuffled = list(rows)
    chance.shuffle(shuffled)
    first, second = (load_rows([GRANTS, *given]) for given in (rows, shuffled))
    assert loaded_set(first) == loaded_set(second)


decision_rows = st.lists(
    st.fixed_dictionaries(
        {
            "paragraph": st.sampled_from([None, "§ 1", "2"]),
            "title": st.sampled_from(["Budget", "Taxa"]),
            "clause_no": st.sampled_from([None, 1, "2", "x"]),
            "clause": st.sampled_from(["att a", "att b", None]),
            "decision_kind": st.sampled_from(["beslutar", "utgår", "oklart"]),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(decision_rows, st.randoms(use_true_random=False))
@SLOWLY
def test_nor_does_it_change_which_decisions_there_are(rows, chance):
    identity = [part.alias(str(at)) for at, part in enumerate(KINDS["decisions"].identity)]

    def identities(given):
        loaded = load_kind("decisions", *(row("decisions", **one) for one in given))
        return sorted(loaded.dataset["decisions"].select(identity).rows(), key=repr)

    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert identities(rows) == identities(shuffled)


@given(grant_rows)
@SLOWLY
def test_every_row_read_is_loaded_or_excluded_and_no_row_with_a_fault_is_loaded(rows):
    loaded = load_rows([GRANTS, *rows])
    assert accounted(loaded)
    places = set(loaded.dataset["grants"].select("sheet", "row").rows())
    assert not places & faulty_places(loaded)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=8))
@SLOWLY
def test_thousands_and_kronor_give_the_same_frames(thousands):
    rows = [[*GRANT[:3], f"F{at}", amount] for at, amount in enumerate(thousands)]
    scaled = load_rows([[*GRANTS[:4], "Belopp (tkr)"], *rows])
    kronor = load_rows([GRANTS, *([*one[:4], one[4] * 1000] for one in rows)])
    assert scaled.dataset["grants"].equals(kronor.dataset["grants"])


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=25),
    st.sampled_from(
        [
            "Summa",
            "Organisation",
            "2024",
            "#REF!",
            "=1",
            "1e400",
            "-" * 50,
            "0000-00-00",
            "9" * 40,
            "\x00",
            "inom 999 år",
            "§",
            "(",
            "1.2.3",
            "99999",
            "½",
            "😀" * 5,
        ]
    ),
)


@given(st.sampled_from(sorted(KINDS)), st.data())
@settings(SLOWLY, max_examples=50)
def test_no_text_in_any_cell_makes_loading_raise(kind, data):
    columns = KINDS[kind].columns
    rows = data.draw(
        st.lists(st.lists(texts, min_size=len(columns), max_size=len(columns)), max_size=4)
    )
    loaded = load(csv_bytes([[one.header for one in columns], *rows]), "a.csv")
    assert accounted(loaded)
    assert not faulty_places(loaded) & {
        (one, at)
        for frame in loaded.dataset.frames.values()
        for one, at in frame.select("sheet", "row").rows()
    }


@given(st.lists(st.lists(texts, max_size=6), max_size=8))
@SLOWLY
def test_no_sheet_of_texts_makes_loading_raise(rows):
    assert accounted(load(csv_bytes(rows), "a.csv"))


@given(st.data())
@SLOWLY
def test_a_good_row_with_one_cell_of_anything_loads_or_is_told(data):
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    field = data.draw(st.sampled_from([one.field for one in KINDS[kind].columns]))
    loaded = load(csv_bytes(sheet(kind, row(kind, **{field: data.draw(texts)}))), "a.csv")
    if not loaded.dataset[kind].height:
        assert findings(loaded) or loaded.message
    assert accounted(loaded)


# Cells of every type


def test_numbers_dates_and_truth_values_of_excel_load_as_what_they_are():
    given = row(
        "guarantees",
        report_date=dt.datetime(2024, 11, 30),
        granted=5e7,
        used=31_000_000.5,
        joint_and_several=True,
    )
    loaded = load_kind("guarantees", given)
    assert values(
        loaded.dataset["guarantees"], "report_date", "granted", "used", "joint_and_several"
    ) == [
        (dt.date(2024, 11, 30), Decimal(50_000_000), Decimal("31000000.50"), True),
    ]


def test_a_formula_with_a_stored_value_is_that_value():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet("Bidrag")
        page.write_row(0, 0, GRANTS)
        page.write_row(1, 0, GRANT[:4])
        page.write_formula(1, 4, "=500*2", None, 1000)
    assert load(target.getvalue(), "a.xlsx").dataset["grants"]["amount"].to_list() == [1000]


def test_broken_cells_in_columns_that_are_not_used_hurt_nobody():
    def touch(made: openpyxl.Workbook) -> None:
        broken = made["Blad1"]["F2"]
        broken.value, broken.data_type = "#REF!", "e"
        made["Blad1"]["F3"] = "=1+1"

    given = [[*GRANTS, "Telefon"], [*GRANT, None]]
    loaded = load(book({"Blad1": given}, touch), "a.xlsx")
    assert findings(loaded, "fel", "varning") == []
    assert loaded.sheets[0].rows_read == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_any_type_may_be_all_there_is_with_the_rest_fixed(kind):
    columns = KINDS[kind].columns
    fixed = {one.field: str(KINDS[kind].example.get(one.field, "x")) for one in columns}
    for one in {column.kind: column for column in columns}.values():
        for rows in ([], [[fixed[one.field]]]):
            given = csv_bytes([[one.header], *rows])
            loaded = load(given, "a.csv", fixed=fixed, choices=by_hand(kind=kind))
            assert loaded.readable
            assert accounted(loaded)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_of_any_shape_may_be_called_anything_by_hand(kind):
    for rows in ([], [[None]], [["x"]], [["x", "y"], [1, 2]], [[1], [], ["Summa", 5]]):
        content = book({"Blad1": rows, "Blad2": [["x"]]})
        for row_number in (None, 0, 30):
            choice = by_hand(kind=kind, header_row=row_number)
            assert accounted(load(content, "a.xlsx", choices=choice))


def test_forged_merges_and_addresses_are_passed_over():
    forged = cells(
        [GRANTS, *[[*GRANT[:3], f"F{at}", 5] for at in range(3)]],
        merged=("C2:C1048576", "D0:D9", "AAAA1:B2", "E2:E2", "A1"),
        errors={"E0": "#REF!", "E99": "#REF!"}, valueless=frozenset({"E0"}),
    )  # fmt: skip
    understood = understand(forged, "a.xlsx", Choices(), {})
    assert rows_of(forged, understood, understood.kind).data.height == 3


def test_a_choice_for_a_column_that_is_not_there_is_passed_over():
    columns = dict(zip("ABCDEZ", (*GRANT_FIELDS, "source"), strict=True))
    loaded = load(
        book({"Blad1": [GRANTS, GRANT]}), "a.xlsx",
        choices=by_hand(kind="grants", columns=columns, header_row=1, unit="nonsense"),
    )  # fmt: skip
    assert loaded.dataset["grants"].height == 1


def test_an_error_under_one_year_takes_only_that_years_row():
    def touch(made: openpyxl.Workbook) -> None:
        for address in ("E2", "B3"):
            broken = made["Blad1"][address]
            broken.value, broken.data_type = "#REF!", "e"

    header = ["Organisation", "Nämnd", "Slag", "Budget 2022", "Plan 2023"]
    given = [header, ["X", "Kultur", "drift", 1, None], ["X", None, "drift", 1, 2]]
    loaded = load(book({"Blad1": given}, touch), "a.xlsx")
    assert findings(loaded, "fel") == [
        ("error_cell", "E2", "original", "#REF!"),
        ("error_cell", "B3", "board", "#REF!"),
    ]
    assert values(loaded.dataset["budget_lines"], "row", "budget_year") == [(2, 2022)]
    assert accounted(loaded)


def test_the_cell_of_a_finding_is_where_its_text_stands():
    given = row("decisions", amount="många", meeting_date="igår", outcome="kanske")
    loaded = load_kind("decisions", given)
    assert {(cell, value) for _, cell, _, value in findings(loaded, "fel")} == {
        (f"{letter('decisions', 'amount')}2", "många"),
        (f"{letter('decisions', 'meeting_date')}2", "igår"),
        (f"{letter('decisions', 'outcome')}2", "kanske"),
    }

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Dataset, ReadColumn, SheetReport
from data_models.findings import no_findings
from data_models.kinds import KINDS
from followup.cells import decisions, findings, overview
from followup.cells.cell import sources_of
from followup.charts.template import LIGHT
from followup.measures.decisions import RegisterFilter, matching, ordered
from tests import frames
from tests.frames import frame

AS_OF = "2024-12-31"


def spaced(text):
    """The text with ordinary spaces, easier to read in a test."""
    return text.replace("\u00a0", " ")


def headline(cell):
    return spaced(cell.headline)


def everything():
    """A cell of each sort, from hardly any data."""
    rows = frame("decisions", {}, {"amount": Decimal(5)})
    empty = frame("decisions")
    found = frames.findings({}, {"severity": "info"})
    return [
        decisions.clauses(rows, AS_OF),
        decisions.clauses(empty, AS_OF),
        decisions.amounts(rows, AS_OF),
        decisions.amounts(empty, AS_OF),
        decisions.register(rows, rows.height, AS_OF),
        decisions.register(empty, rows.height, AS_OF),
        findings.review(found),
        findings.review(no_findings()),
        overview.loaded(frames.dataset(decisions=rows), ["a.xlsx"]),
        overview.loaded(Dataset(), []),
        overview.soundness(found),
        overview.soundness(no_findings()),
    ]


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_cell_has_all_its_parts_in_words(cell):
    assert cell.headline
    assert not cell.headline.endswith(".")
    assert cell.measure
    assert cell.definition.endswith(".")
    assert all(name[0].isupper() or name == "§" for name in cell.table.columns)
    assert {"Fil", "Blad"} <= set(cell.sources.columns)


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_picture_has_its_conclusion_in_words(cell):
    if cell.draw is not None:
        assert cell.draw(LIGHT).data
        assert len(cell.alt) > 10 or not cell.table.height


def test_ids_are_the_names_of_files_and_addresses():
    for cell in everything():
        assert cell.id.isascii()
        assert cell.id.replace("-", "").isalpha()


# --- att-satser per organ -----------------------------------------------------------------------


def test_the_headline_counts_clauses_and_names_the_body_with_most():
    rows = frame("decisions", {"body": "RS"}, {"body": "FU"}, {"body": "FU"})
    assert headline(decisions.clauses(rows, AS_OF)) == "3 att-satser i 2 organ, flest i FU"


def test_a_single_body_is_not_said_to_have_the_most():
    assert headline(decisions.clauses(frame("decisions", {}), AS_OF)) == "1 att-sats i 1 organ"


def test_bodies_that_two_organisations_share_are_named_with_both():
    rows = frame(
        "decisions", {"organisation": "A", "body": "RS"}, {"organisation": "B", "body": "RS"},
        {"organisation": "B", "body": "FU"},
    )  # fmt: skip
    texts = " ".join(decisions.clauses(rows, AS_OF).draw(LIGHT).data[-1].text)
    assert "RS, A " in texts
    assert "RS, B " in texts
    assert "FU, B" not in texts


def test_bodies_with_as_many_have_none_that_leads():
    rows = frame("decisions", {"body": "RS"}, {"body": "FU"})
    assert headline(decisions.clauses(rows, AS_OF)) == "2 att-satser i 2 organ"


def test_a_picture_has_at_most_fifteen_bars_says_so_and_the_table_has_all():
    rows = frame("decisions", *({"body": f"Nämnd {at}"} for at in range(40)))
    cell = decisions.clauses(rows, AS_OF)
    assert cell.measure.endswith("; bilden visar de 15 största av 40")
    assert len(cell.draw(LIGHT).data[0].x) == decisions.MOST_BARS
    assert cell.table.height == 40


def test_clause_figures_have_the_body_as_their_only_dimension():
    rows = frame("decisions", {"body": "RS"}, {"body": "FU"}, {"body": "FU"})
    found = decisions.clauses(rows, AS_OF).figures
    assert [(one.name, one.organisation, one.dimensions, one.value, one.unit) for one in found] == [
        ("decisions.clauses", "Region Ett", {"body": "FU"}, 2, "antal"),
        ("decisions.clauses", "Region Ett", {"body": "RS"}, 1, "antal"),
    ]


def test_a_loaded_register_without_rows_counts_none():
    (clauses,) = decisions.clauses(frame("decisions"), AS_OF).figures
    (amount,) = decisions.amounts(frame("decisions"), AS_OF).figures
    assert (clauses.value, clauses.dimensions) == (0, {"body": None})
    assert (amount.value, amount.dimensions) == (0, {"amount_kind": None, "year": None})


# --- belopp -------------------------------------------------------------------------------------


def _amount(kr, kind="tilläggsanslag", decision_kind="beslutar", **row):
    return {"amount": Decimal(kr), "amount_kind": kind, "decision_kind": decision_kind,
            "budget_year": 2025} | row  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Ingen att-sats har något belopp"),
        ([{}], "Ingen att-sats har något belopp"),
        ([_amount(2_800_000)], "Alla 2,8 mnkr som ändrar budgeten är beslutade"),
        (
            [_amount(2_800_000, decision_kind="föreslår")],
            "Inget av de 2,8 mnkr som ändrar budgeten är beslutat",
        ),
        (
            [_amount(2_800_000), _amount(500_000, decision_kind="föreslår")],
            "2,8 mnkr som ändrar budgeten är beslutat, 0,5 mnkr är inte beslutat",
        ),
        (
            [_amount(2_800_000), _amount(900_000_000, "borgen")],
            "Alla 2,8 mnkr som ändrar budgeten är beslutade; 1 belopp rör inte budgeten",
        ),
        (
            [_amount(5, "borgen"), _amount(5, None)],
            "Inget belopp ändrar budgeten; 2 belopp rör inte budgeten",
        ),
    ],
)
def test_the_headline_adds_only_what_changes_the_budget(rows, said):
    assert headline(decisions.amounts(frame("decisions", *rows), AS_OF)) == said


def test_no_amounts_give_no_picture():
    assert decisions.amounts(frame("decisions", {}), AS_OF).draw is None


def test_amount_figures_are_exact_per_kind_and_year():
    rows = frame(
        "decisions",
        _amount("0.10"),
        _amount("0.20", decision_kind="föreslår"),
        _amount(7, None, budget_year=None),
    )
    found = decisions.amounts(rows, AS_OF).figures
    assert [(one.dimensions, one.value, one.unit) for one in found] == [
        ({"amount_kind": "tilläggsanslag", "year": 2025}, Decimal("0.30"), "kr"),
        ({"amount_kind": None, "year": None}, Decimal("7.00"), "kr"),
    ]


def test_an_amount_without_kind_or_year_says_so_in_the_picture():
    rows = frame("decisions", _amount(7, None, budget_year=None))
    (text,) = decisions.amounts(rows, AS_OF).draw(LIGHT).data[-1].text
    assert text.startswith("utan beloppstyp utan budgetår")


def test_sources_are_only_the_rows_with_amounts():
    rows = frame("decisions", {}, _amount(5, source="Protokoll s. 3"))
    (source,) = decisions.amounts(rows, AS_OF).sources.to_dicts()
    assert source == {
        "Fil": "a.xlsx", "Blad": "Beslut", "Rad": 3, "§": "212", "Källa": "Protokoll s. 3",
    }  # fmt: skip


def test_sources_without_paragraphs_have_no_column_for_them():
    assert "§" not in sources_of(frame("loans", {})).columns


# --- registret och ett beslut -------------------------------------------------------------------


def test_the_register_says_how_many_of_all_it_shows():
    rows = frame("decisions", {"title": "Borgen"}, {"title": "Bidrag", "amount": Decimal(5)})
    every = decisions.register(rows, rows.height, AS_OF)
    found = matching(ordered(rows), RegisterFilter("borgen"), dt.date.max)
    some = decisions.register(found, rows.height, AS_OF)
    assert headline(every) == "2 att-satser i registret, 1 har belopp"
    assert headline(some) == "1 att-sats av 2 i registret"


def _report(**columns):
    read = [ReadColumn(letter, field, f"{letter}1", field) for field, letter in columns.items()]
    return SheetReport(
        "a.xlsx", "Beslut", "decisions", 1.0, 1, "kr", 1, 1, 0, tuple(read), "0" * 16
    )


def test_a_whole_decision_has_every_column_and_the_cell_it_stands_in():
    row = frame("decisions", {"amount": Decimal(1_213_000), "row": 14}).row(0, named=True)
    lines = decisions.decision(row, [_report(title="F", amount="N")])
    told = {name: (spaced(value), cell) for name, value, cell in lines.iter_rows()}
    assert list(told) == [column.header for column in KINDS["decisions"].columns]
    assert told["Ärende"] == ("Tilläggsbudget", "F14")
    assert told["Belopp"] == ("1 213 000 kr", "N14")
    assert told["Sammanträdesdatum"] == ("2024-12-17", "")
    assert told["Mottagare"] == ("saknas", "")


def test_a_decision_of_a_sheet_that_is_gone_has_no_cells():
    row = frame("decisions", {}).row(0, named=True)
    assert set(decisions.decision(row, [])["Cell"]) == {""}


# --- granskningen -------------------------------------------------------------------------------


def test_the_review_counts_findings_by_severity():
    found = frames.findings({}, {"severity": "varning"}, {"severity": "info"}, {"severity": "info"})
    assert headline(findings.review(found)) == "1 fel, 1 varning och 2 upplysningar"
    assert findings.review(no_findings()).headline == "Inga fynd i det valda"


def test_a_fault_that_repeats_is_one_line_with_its_cells():
    found = frames.findings(
        *({"rule": "negative", "cell": f"H{row}", "value": "-1"} for row in range(2, 419))
    )
    cell = findings.review(found)
    (line,) = cell.table.to_dicts()
    assert line["Cell"] == "417 celler i kolumn H (H2–H418)"
    assert line["Fynd"] == "Negativt där bara positivt är rimligt"
    assert line["Så rättas det"].startswith("Till exempel H2: ")
    assert spaced(cell.measure) == "417 fynd på 1 rad, en per fel eller kolumn"


def test_a_single_finding_shows_its_cell_value_and_remedy():
    (line,) = findings.review(frames.findings({"rule": "negative"})).table.to_dicts()
    assert (line["Allvar"], line["Cell"], line["Värde"]) == ("Fel", "N2", "många")
    assert line["Så rättas det"] == "Beloppet kan inte läsas. Skriv ett tal."


# --- översikten ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "refused", "said"),
    [
        (["a.xlsx"], [], "1 fil är inläst: 1 rad om Region Ett"),
        (["a.xlsx", "b.xlsx"], [], "2 filer är inlästa: 1 rad om Region Ett"),
        (["a.xlsx"], ["c.pdf"], "1 fil är inläst: 1 rad om Region Ett; 1 fil kunde inte läsas"),
    ],
)
def test_the_overview_says_what_is_loaded_and_what_could_not_be(files, refused, said):
    data = frames.dataset(decisions=frame("decisions", {}))
    assert headline(overview.loaded(data, files, refused)) == said


def test_more_than_three_organisations_are_counted():
    rows = frame("decisions", *({"organisation": f"Region {at}"} for at in range(4)))
    cell = overview.loaded(frames.dataset(decisions=rows), ["a.xlsx"])
    assert headline(cell) == "1 fil är inläst: 4 rader om 4 organisationer"


def test_the_period_is_of_the_rows_own_dates():
    rows = frame("decisions", {"meeting_date": dt.date(2021, 12, 1)}, {})
    cell = overview.loaded(frames.dataset(decisions=rows), ["a.xlsx"])
    assert "2021-12-01 – 2024-12-17" in cell.measure
    assert "utan datum" in overview.loaded(Dataset(), []).measure


def test_row_figures_are_per_organisation_and_kind():
    data = frames.dataset(decisions=frame("decisions", {}, {}), loans=frame("loans"))
    found = overview.loaded(data, ["a.xlsx"]).figures
    assert [(one.organisation, one.dimensions, one.value) for one in found] == [
        ("Region Ett", {"kind": "decisions"}, 2),
        (None, {"kind": "loans"}, 0),
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "Underlaget har inga fel och inga varningar, så alla rader är med"),
        (
            [{"severity": "info"}],
            "Underlaget har inga fel och inga varningar, så alla rader är med",
        ),
        (
            [{"cell": "B2"}, {"cell": "C2"}, {"cell": "B3"}, {"severity": "varning", "cell": "B9"}],
            "Underlaget har 3 fel och 1 varning; 2 rader är utelämnade tills felen är rättade",
        ),
        (
            [{"cell": "B2"}],
            "Underlaget har 1 fel och inga varningar; 1 rad är utelämnad tills felen är rättade",
        ),
        (
            [{"severity": "info", "rule": "sheet_not_recognised", "cell": "A1"}],
            "Underlaget har inga fel och inga varningar; 1 blad är inte inläst",
        ),
        (
            [{"rule": "required_column_missing", "cell": "A1"}, {"cell": "B2", "sheet": "Lån"}],
            "Underlaget har 2 fel och inga varningar; 1 rad är utelämnad tills felen är rättade"
            " och 1 blad är inte inläst",
        ),
    ],
)
def test_soundness_says_which_rows_and_sheets_are_left_out(found, said):
    assert headline(overview.soundness(frames.findings(*found))) == said


def test_sheets_of_the_same_name_are_told_apart_by_file():
    long = "vasterbotten_regionstyrelsen_2024.xlsx"
    cell = overview.soundness(frames.findings({"file": "a.xlsx"}, {"file": long}))
    labels = set(cell.table["Blad"])
    assert labels == {"Beslut · a.xlsx", "Beslut · vasterbo…yrelsen_2024.xlsx"}


def test_the_worst_sheet_is_first():
    cell = overview.soundness(
        frames.findings({"sheet": "A", "severity": "info"}, {"sheet": "B"}, {"sheet": "B"})
    )
    assert cell.table.row(0) == ("B", 2, 0, 0)


def _headlines(**given):
    return {
        one.label: (spaced(one.value), spaced(one.comparison))
        for one in overview.headlines(frames.dataset(**given), dt.date(2024, 12, 31))
    }


def test_headlines_are_one_per_subject_that_has_data():
    assert _headlines() == {}
    assert _headlines(loans=frame("loans")) == {}
    assert _headlines(loans=frame("loans", {}), decisions=frame("decisions", {})) == {
        "Att-satser": ("1", "0 med belopp, senast 2024-12-17"),
        "Låneskuld": ("200 mnkr", "1 lån, 2024-10-31"),
    }


def test_the_debt_is_the_latest_reports():
    loans = frame("loans", {"report_date": dt.date(2024, 9, 30), "debt": Decimal(900_000_000)}, {})
    assert _headlines(loans=loans)["Låneskuld"] == ("200 mnkr", "1 lån, 2024-10-31")


def test_the_portfolios_month_is_that_of_the_whole():
    returns = frame(
        "portfolio_returns", {"asset_class": "Aktier", "portfolio_return": Decimal(9)}, {}
    )
    assert _headlines(portfolio_returns=returns)["Portföljens månad"] == (
        "\u22120,2 %",
        "index \u22120,6 %, 2024-10",
    )


def test_a_month_without_a_return_is_missing_and_not_zero():
    returns = frame("portfolio_returns", {"portfolio_return": None, "benchmark_return": None})
    assert _headlines(portfolio_returns=returns)["Portföljens månad"] == (
        "saknas",
        "index saknas, 2024-10",
    )


def test_assignments_are_counted_once_however_long_their_history():
    rows = frame(
        "assignments",
        {"assignment_id": "U1", "status_date": dt.date(2024, 2, 1)},
        {"assignment_id": "U1", "status_date": dt.date(2024, 3, 1)},
        {"assignment_id": "U2", "board": "Regionstyrelsen"},
    )
    assert _headlines(assignments=rows)["Uppdrag"] == ("2", "1 öppet utan nämnd")


def test_a_closed_assignment_and_one_that_got_a_board_later_are_not_without_a_board():
    rows = frame(
        "assignments",
        {"assignment_id": "U1", "status": "avslutat", "status_date": dt.date(2024, 2, 1)},
        {"assignment_id": "U2", "status_date": dt.date(2024, 2, 1)},
        {"assignment_id": "U2", "board": "RS", "status_date": dt.date(2024, 3, 1)},
    )
    assert _headlines(assignments=rows)["Uppdrag"] == ("2", "0 öppna utan nämnd")


def test_there_are_at_most_six_headlines():
    given = {kind: frame(kind, {}) for kind in (
        "decisions", "assignments", "budget_changes", "loans", "portfolio_returns", "liquidity",
        "grants",
    )}  # fmt: skip
    assert len(_headlines(**given)) == 6


def test_the_sum_of_grants_is_exact():
    rows = frame("grants", {}, {"amount": Decimal("0.50")})
    assert _headlines(grants=rows)["Fördelade bidrag"] == ("2 476 000,50 kr", "2 mottagare")


def test_every_row_of_a_table_is_of_plain_values():
    for cell in everything():
        assert not any(dtype == pl.Object for dtype in cell.table.dtypes)


def test_findings_whose_first_file_has_none_are_listed():
    line = {"rule": "paragraph_missing", "severity": "varning", "file": "b.xlsx", "cell": "D2"}
    of_second = no_findings().vstack(pl.DataFrame([line], schema=no_findings().schema))
    later = pl.concat([no_findings(), of_second, of_second], rechunk=False)
    shown = findings.findings_table(later.with_columns(message=pl.lit("Saknas."))).row(
        0, named=True
    )
    assert shown["Cell"] == "2 celler i kolumn D (D2–D2)"
    assert shown["Så rättas det"] == "Till exempel D2: Saknas."

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Dataset, Loaded
from data_models.findings import FINDING_SCHEMA
from followup.cells import allocations, budget_figures, grants, variance
from followup.cells.budget_scope import Budget, Scope, of_kind, sources
from followup.charts.template import LIGHT
from followup.figures import figures_of
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from followup.measures.grants import per_recipient, placed
from followup.measures.variance import per_line
from followup.texts.literal import plotly
from followup.texts.units import Unit
from tests.budgeted import BOARD, OTHER, SO_FAR, TODAY, WHOLE_YEAR, rows
from tests.hostile import HOSTILE

SCOPE = Scope("Region Ett", 2025, TODAY, Unit.KR)
MINUS = "\u2212"
ALIVE = re.compile(r"<(?!br>)")
"""What plotly would make something of."""


def spaced(text):
    return text.replace("\u00a0", " ").replace(MINUS, "-")


def budget(*given, changed=(), register=({},), shared=(), as_of=TODAY):
    """The frames of one organisation and year, out of rows of the sheets."""
    dataset = Dataset(
        {
            "budget_lines": rows("budget_lines", *given),
            "budget_changes": rows("budget_changes", *changed),
            "decisions": rows("decisions", *register),
            "grants": rows("grants", *shared),
        }
    )
    found = lines(dataset["budget_lines"], as_of)
    all_changes = changes(dataset["budget_changes"], dataset["decisions"], as_of)
    moved = legs(all_changes, found, NO_ALIASES)
    recipients = placed(per_recipient(dataset["grants"]), found)
    return Budget(per_line(found, moved), moved, recipients, all_changes, dataset)


def framed(*given, scope=SCOPE, **kinds):
    """The cell of frames of a budget; with a board in the scope, of that board alone."""
    of_year = budget(*given, **kinds)
    return allocations.frames(_of_board(of_year, scope.board), of_year, scope)


def parted(*given, kind="drift", scope=SCOPE, **kinds):
    """The cell of the parts of a budget, likewise."""
    of_year = budget(*given, **kinds)
    return allocations.parts(_of_board(of_year, scope.board), of_year, scope, kind)


def _of_board(held, board):
    if board is None:
        return held
    wanted = pl.col("board") == board
    return replace(
        held, compared=held.compared.filter(wanted), legs=held.legs.filter(wanted),
        recipients=held.recipients.filter(wanted),
    )  # fmt: skip


def headline(cell):
    return spaced(cell.headline)


def column(cell, name):
    return cell.table[name].to_list()


# --- frames -------------------------------------------------------------------------------------


def test_the_frames_are_told_per_kind_with_the_largest_board():
    cell = framed({}, {"board": OTHER, "original": 300}, {"kind": "investering", "original": 7})
    assert headline(cell) == (
        "Region Ett har 400 kr till drift och 7 kr till investeringar 2025;"
        " störst är Kulturnämnden med 75,0 % av driften"
    )
    assert spaced(cell.measure) == (
        "Reviderad budget per nämnd och slag, kr, budget 2025, Region Ett, läge per 2025-09-01"
    )


def test_one_board_alone_is_not_called_the_largest():
    cell = framed({}, scope=replace(SCOPE, board=BOARD))
    assert headline(cell) == "Vårdnämnden har 100 kr till drift 2025"


def test_the_unit_is_that_of_the_page_and_the_table_is_exact():
    cell = framed({"original": 12_345_678}, scope=replace(SCOPE, unit=Unit.MNKR))
    assert headline(cell) == "Region Ett har 12,3 mnkr till drift 2025"
    assert column(cell, "Reviderad budget, kr") == [Decimal("12345678.00")]


def test_a_change_without_a_line_and_a_name_without_a_budget_stand_in_words():
    cell = framed({}, {"appropriation": "Labb"},
               changed=[{"to_unit": BOARD, "from_unit": "Reserven"}])  # fmt: skip
    assert column(cell, "Nämnd") == [BOARD, BOARD, "finns inte i budgeten"]
    assert column(cell, "Slag") == ["drift", "utan anslag", "utan anslag"]
    assert column(cell, "Beslutade ändringar, kr") == [0, 5, -5]


def test_a_click_on_a_frame_chooses_its_board_bar_by_bar():
    cell = framed({}, {"board": OTHER, "original": 300})
    assert (cell.picks.filter, cell.picks.values) == ("namnd", (OTHER, BOARD))


def test_a_boards_share_is_of_all_boards_also_when_it_is_shown_alone():
    alone = replace(SCOPE, board=BOARD)
    lines = ({}, {"board": OTHER, "original": 300})
    assert column(framed(*lines, scope=alone), "Andel av slaget, %") == [25.0]
    assert column(parted(*lines, scope=alone), "Andel av slaget, %") == [25.0, 25.0]
    assert framed(*lines, scope=alone).sources["Rad"].to_list() == [2]


def test_more_frames_than_there_is_room_for_are_told():
    many = [{"board": f"Nämnd {at}", "original": at} for at in range(1, 41)]
    cell = framed(*many)
    assert spaced(cell.measure).endswith("; bilden visar de 15 största av 40")
    assert len(cell.picks.values) == 15
    assert cell.table.height == 40


# --- the rows behind ----------------------------------------------------------------------------

COURSE = (
    {"actual": 10, "actual_to": dt.date(2025, 4, 30)}, {"actual": 60, "actual_to": SO_FAR}
)  # fmt: skip


def test_a_figure_opens_to_its_budget_rows_its_changes_and_their_decisions():
    cell = framed(*COURSE, changed=[{"to_unit": "Primärvård"}])
    assert cell.sources.select("Blad", "Rad", "§").rows() == [
        ("Budget", 2, None), ("Budget", 3, None), ("Budgetändringar", 2, None),
        ("Beslut", 2, "§ 7"),
    ]  # fmt: skip


def test_a_change_that_counts_nowhere_is_behind_nothing():
    rejected = {"outcome": "avslag"}
    held = budget({}, changed=[{"to_unit": "Primärvård"}], register=[rejected])
    assert sources(held)["Blad"].to_list() == ["Budget"]


def test_the_rows_behind_one_kind_are_its_own():
    held = budget({}, {"kind": "reserv", "appropriation": "Reserven"},
                  changed=[{"to_unit": "Primärvård"}])  # fmt: skip
    assert sources(of_kind(held, "reserv"))["Rad"].to_list() == [3]


# --- parts --------------------------------------------------------------------------------------


def test_the_parts_name_the_largest_board_and_what_most_of_it_is_for():
    held = budget({"original": 300}, {"appropriation": "Labb"}, {"board": OTHER})
    assert headline(allocations.parts(held, held, SCOPE, "drift")) == (
        "Vårdnämnden har 80,0 % av driften 2025, mest till Primärvård (75,0 % av nämndens)"
    )


def test_one_board_with_one_line_is_told_with_its_amount():
    held = budget({"kind": "reserv"}, {})
    assert headline(allocations.parts(held, held, SCOPE, "reserv")) == (
        "Vårdnämnden har 100 kr i reserver 2025"
    )


def test_recipients_stand_under_their_appropriation_and_in_the_sources():
    held = budget({"appropriation": "Bidrag"}, shared=[{"amount": 40}])
    cell = allocations.parts(held, held, SCOPE, "drift")
    assert cell.table.select("Anslag", "Mottagare", "Andel av delen ovanför, %").rows() == [
        ("", "", 100.0), ("Bidrag", "", 100.0), ("Bidrag", "Förening A", 40.0),
    ]  # fmt: skip
    assert cell.sources.select("Blad", "Rad").rows() == [("Budget", 2), ("Fördelning", 2)]


def test_lines_below_0_are_said_to_be_in_the_table_only():
    cell = parted({}, {"appropriation": "Avgift", "original": -9})
    assert spaced(cell.measure).endswith("; 1 anslag under noll visas bara i tabellen")


def test_the_picture_draws_what_the_table_tells():
    held = budget({"appropriation": "Bidrag"}, {"board": OTHER}, shared=[{"amount": 40}])
    picture = allocations.parts(held, held, SCOPE, "drift").draw(LIGHT).data[0]
    assert list(picture.ids) == ["0", "0/0", "0/1", "0/0/0", "0/1/0", "0/1/0/0"]
    assert sum(picture.values) == 200


def test_a_kind_that_is_all_below_0_has_no_picture():
    cell = parted({"original": -9})
    assert cell.draw is None
    assert headline(cell) == "Vårdnämnden har -9 kr till drift 2025"


# --- variance -----------------------------------------------------------------------------------


def whole(forecast, **fields):
    return {"actual": forecast, "actual_to": WHOLE_YEAR} | fields


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([whole(110)], "Driften 2025 gick 10 kr över budget (-10,0 %)"),
        ([whole(90)], "Driften 2025 gick 10 kr under budget (+10,0 %)"),
        ([whole(100)], "Driften 2025 gick jämnt ut"),
        ([{"forecast": 110}], "Driften 2025 väntas gå 10 kr över budget (-10,0 %)"),
        (
            [{"actual": 60, "actual_to": SO_FAR}],
            "Driften 2025 har, utan prognos, använt 60 av 100 kr t.o.m. 2025-08-31",
        ),
        (
            [{"forecast": 110}, {"appropriation": "Labb", "actual": 60, "actual_to": SO_FAR}],
            "Driften 2025 väntas gå 10 kr över budget (-10,0 %);"
            " 1 anslag till drift har, utan prognos, använt 60 av 100 kr t.o.m. 2025-08-31",
        ),
        ([{"actual": 60}], "Driften 2025 har, utan prognos, använt 60 av 100 kr hittills"),
        (
            [{"forecast": 90}, {"kind": "investering", "forecast": 120}, {"appropriation": "Labb"}],
            "Driften 2025 väntas gå 10 kr under budget (+10,0 %); investeringarna väntas gå 20 kr"
            " över budget (-20,0 %); 1 anslag saknar utfall",
        ),
        ([{}], "Inget av 1 anslag 2025 har utfall"),
    ],
)
def test_the_variance_is_told_per_kind(given, told):
    assert headline(variance.boards(budget(*given, as_of=WHOLE_YEAR), SCOPE)) == told


def test_each_board_says_in_words_whether_it_is_better():
    cell = variance.boards(
        budget({"forecast": 110}, {"board": OTHER, "forecast": 80}, {"board": "C", "forecast": 100},
               {"board": "D"}), SCOPE
    )  # fmt: skip
    assert cell.table.select("Nämnd", "Avvikelse, kr", "Mot budget").rows() == [
        (BOARD, -10, "sämre"), ("C", 0, "lika"), (OTHER, 20, "bättre"), ("D", None, None),
    ]  # fmt: skip
    texts = [spaced(one.text).split("<b>")[1] for one in cell.draw(LIGHT).layout.annotations]
    assert texts == [
        "lika med budget</b>", "+20 kr (+20,0 %), bättre än budget</b>",
        "-10 kr (-10,0 %), sämre än budget</b>",
    ]  # fmt: skip


def test_a_part_of_the_year_is_neither_better_nor_worse_than_the_budget():
    so_far = {"actual": 60, "actual_to": SO_FAR}
    cell = variance.boards(
        budget(so_far, {"board": OTHER, "forecast": 110},
               so_far | {"board": OTHER, "appropriation": "Labb"}), SCOPE
    )  # fmt: skip
    assert cell.table.select("Nämnd", "Avvikelse, kr", "Mot budget", "Bara hittills").rows() == [
        (OTHER, 30, "bara hittills", 1), (BOARD, 40, "bara hittills", 1),
    ]  # fmt: skip
    picture = cell.draw(LIGHT)
    assert [spaced(one.text).split("<b>")[1] for one in picture.layout.annotations] == [
        "+30 kr, varav +40 kr bara hittills</b>",
        "60 av 100 kr använt, ingen prognos</b>",
    ]
    assert set(picture.data[-1].marker.color) == {LIGHT.previous}


def test_lines_with_a_part_of_the_year_stand_after_those_that_can_be_judged():
    cell = variance.lines(
        budget({"actual": 90, "actual_to": SO_FAR}, {"appropriation": "Labb", "forecast": 80}),
        SCOPE,
    )
    assert headline(cell) == (
        "Inget av 1 anslag är sämre än budget; 1 har bara utfall t.o.m. 2025-08-31: Primärvård"
    )
    assert cell.table.select("Anslag", "Avvikelse, kr", "Mot budget").rows() == [
        ("Labb", 20, "bättre"), ("Primärvård", 10, "bara hittills"),
    ]  # fmt: skip


def test_a_small_amount_is_never_told_as_nothing():
    cell = variance.lines(
        budget({"original": 30_000_000, "forecast": 30_040_000}), replace(SCOPE, unit=Unit.MNKR)
    )
    assert headline(cell) == "1 anslag är sämre än budget, Primärvård: -40 000 kr (-0,1 %)"


def test_the_lines_stand_with_the_worst_first_and_those_without_outcome_named():
    cell = variance.lines(
        budget({"forecast": 90}, {"appropriation": "Labb", "forecast": 130},
               {"appropriation": "Vaccin"}), SCOPE
    )  # fmt: skip
    assert headline(cell) == (
        "1 av 2 anslag är sämre än budget, Labb: -30 kr (-30,0 %); 1 saknar utfall: Vaccin"
    )
    assert cell.table.select("Anslag", "Jämförs med").rows() == [
        ("Labb", "prognos"), ("Primärvård", "prognos"), ("Vaccin", "saknar utfall"),
    ]  # fmt: skip


def test_many_lines_without_outcome_are_counted_and_not_named():
    lacking = [{"appropriation": f"A{at}"} for at in range(4)]
    cell = variance.lines(budget({"forecast": 90}, *lacking), SCOPE)
    assert headline(cell) == "Inget av 1 anslag är sämre än budget; 4 saknar utfall"


def test_without_any_outcome_the_lines_are_counted():
    assert headline(variance.lines(budget({}), SCOPE)) == (
        "1 anslag är inlästa; 1 saknar utfall: Primärvård"
    )


# --- grants -------------------------------------------------------------------------------------


def given_to(*shared):
    held = budget({"appropriation": "Bidrag"}, shared=shared)
    of_year = held.recipients.filter(pl.col("budget_year") == 2025)
    return grants.recipients(of_year, held.dataset["grants"], SCOPE)


def test_grants_are_told_against_the_year_before():
    cell = given_to(
        {"recipient": "A", "previous": 60}, {"recipient": "B", "previous": 120},
        {"recipient": "C", "previous": 100}, {"recipient": "D"},
        {"recipient": "E", "budget_year": 2024},
    )  # fmt: skip
    assert headline(cell) == (
        "400 kr fördelas 2025 till 4 mottagare; jämfört med året före får 1 mer, 1 mindre och 1"
        " lika mycket; för 1 saknas året före; 1 som fick året före får inget"
    )
    texts = [spaced(one.text).split("<b>")[1] for one in cell.draw(LIGHT).layout.annotations]
    assert texts == [
        "100 kr, 25,0 %, +40 kr mot året före</b>", "100 kr, 25,0 %, -20 kr mot året före</b>",
        "100 kr, 25,0 %, lika som året före</b>", "100 kr, 25,0 %, året före saknas</b>",
        "inget, 100 kr året före</b>",
    ]  # fmt: skip
    assert cell.sources["Rad"].to_list() == [2, 3, 4, 5, 6]


def test_a_recipient_is_named_with_its_appropriation_where_there_are_several():
    cell = given_to({}, {"appropriation": "Kultur", "amount": 50})
    assert [one.text.split("<br>")[0] for one in cell.draw(LIGHT).layout.annotations] == [
        "Förening A, Bidrag", "Förening A, Kultur",
    ]  # fmt: skip
    assert column(cell, "Nämnd") == [BOARD, "anslaget finns inte i budgeten"]


# --- signs --------------------------------------------------------------------------------------


def signs(*files, turned=()):
    findings = pl.DataFrame(
        [dict.fromkeys(FINDING_SCHEMA) | {"rule": "sign_turned", "file": one, "sheet": "Budget"}
         for one in turned], schema=FINDING_SCHEMA,
    )  # fmt: skip
    read = rows("budget_lines", *({"file": one} for one in files))
    return headline(allocations.signs(read, findings, SCOPE))


def test_the_signs_of_each_sheet_are_told():
    assert signs("a") == "1 budgetblad läses som det står: nettokostnad är positiv"
    assert signs("a", "b") == "2 budgetblad läses som de står: nettokostnad är positiv"
    assert signs("a", turned="a") == (
        "Tecknen är vända i 1 budgetblad: kostnaderna stod som negativa tal"
    )
    assert signs("a", "b", turned="b") == (
        "Tecknen är vända i 1 av 2 budgetblad, 1 läses som det står"
    )


# --- figures ------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_frames():
    held = budget(
        {"actual": 60, "forecast": 90, "actual_to": SO_FAR}, changed=[{"to_unit": "Primärvård"}],
        shared=[{}],
    )  # fmt: skip
    found = (
        *allocations.frames(held, held, SCOPE).figures,
        *budget_figures.of_grants(held.dataset["grants"]),
    )
    of_kind_ = {"year": 2025, "board": BOARD, "kind": "drift"}
    of_board = {"year": 2025, "board": BOARD}
    assert [(one.name, dict(one.dimensions), one.value, one.unit) for one in found] == [
        ("budget.original", of_kind_, 100, "kr"),
        ("budget.revised", of_kind_, 105, "kr"),
        ("budget.actual", of_kind_, 60, "kr"),
        ("budget.forecast", of_kind_, 90, "kr"),
        ("budget.variance", of_board, 15, "kr"),
        ("budget.changes", of_board | {"state": "beslutad"}, 5, "kr"),
        ("grants.total", {"year": 2025, "appropriation": "Bidrag"}, 100, "kr"),
    ]


def names(**kinds):
    found = figures_of(Loaded("a.xlsx", "", Dataset(kinds)), TODAY)
    return {one["figure"] for one in found if one["figure"].startswith(("budget.", "grants."))}


def test_a_kind_that_is_not_loaded_gives_no_figure():
    assert names(budget_lines=rows("budget_lines", {"actual": 1, "forecast": 1})) == {
        "budget.original", "budget.revised", "budget.actual", "budget.forecast", "budget.variance",
    }  # fmt: skip
    assert names(budget_changes=rows("budget_changes", {"to_unit": "A"})) == set()
    assert names(grants=rows("grants")) == {"grants.total"}


def test_a_change_counts_by_the_body_that_decides_last():
    found = figures_of(
        Loaded("a.xlsx", "", Dataset({
            "budget_lines": rows("budget_lines", {}),
            "budget_changes": rows("budget_changes", {"to_unit": "Primärvård"}),
            "decisions": rows("decisions", {}),
        })), TODAY,
    )  # fmt: skip
    told = {one["figure"]: (one["dimensions"], one["value"]) for one in found}
    assert told["budget.changes"] == (
        {"year": 2025, "board": BOARD, "state": "beslutad"}, "5.00",
    )  # fmt: skip
    assert told["budget.revised"][1] == "105.00"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_file_stands_as_it_is(text):
    held = budget(
        {"board": text, "appropriation": text, "forecast": 1}, {"board": text},
        shared=[{"appropriation": text, "recipient": text}],
    )  # fmt: skip
    bars = (
        allocations.frames(held, held, SCOPE), variance.boards(held, SCOPE),
        grants.recipients(held.recipients, held.dataset["grants"], SCOPE),
    )  # fmt: skip
    shown = [cell.draw(LIGHT).layout.annotations[0].text.split("<br>")[0] for cell in bars]
    parts = allocations.parts(held, held, SCOPE, "drift").draw(LIGHT).data[0]
    assert all(one == plotly(text[:43] + "…" if len(text) > 44 else text) for one in shown)
    assert not any(ALIVE.search(one) for one in (*parts.labels, *parts.text))

"""What the page Oförutsett says: sentences, tables, sources and figures."""

import datetime as dt
import json
import re
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Loaded
from followup.cells import (
    reserve_agenda,
    reserve_draws,
    reserve_names,
    reserve_steps,
    reserves,
    what_if,
)
from followup.cells.budget_scope import Scope
from followup.charts.template import LIGHT
from followup.figures import figures_of
from followup.measures import reserve_names as naming
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.what_if import FreeLine, Scenario, proposals, supposed
from followup.texts.units import Unit
from tests import frames
from tests.budgeted import TODAY, of_lines, rows
from tests.hostile import HOSTILE

ONE = "Region Ett"
SCOPE = Scope(ONE, 2025, TODAY, Unit.KR)
RESERVE = {"appropriation": "Oförutsett", "kind": "reserv", "original": 100}
FREE = RESERVE | {"appropriation": "Fria medel", "original": 40}
DRAW = {"change_kind": "ianspråktagande", "from_unit": "Oförutsett", "to_unit": "Primärvård"}
PROPOSED = {"registry_no": "RS 2", "decision_kind": "föreslår", "paragraph": "212",
            "body": "Finansutskottet", "meeting_date": TODAY}  # fmt: skip
OF_TODAY = DRAW | {"registry_no": "RS 2"}
NBSP = "\u00a0"
NO_LACKING = pl.DataFrame(
    schema={"budget_year": pl.Int64, "reserve": pl.String, "decided_on": pl.Date,
            "paragraph": pl.String, "amount": pl.Decimal(38, 2)}
)  # fmt: skip


def held(*given, lines=(RESERVE, {}), register=({}, PROPOSED), aliases=NO_ALIASES):
    found = of_lines(*lines)
    changed = changes(rows("budget_changes", *given), rows("decisions", *register), TODAY)
    moved = legs(changed, found, aliases)
    return reserves.reserves_of(found, changed, moved, aliases, TODAY)


def said(text):
    return text.replace(NBSP, " ")


# --- what is left -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ((), "100 av 100 kr är kvar i Oförutsett 2025; inget mer är föreslaget"),
        ((DRAW,), "95 av 100 kr är kvar i Oförutsett 2025; inget mer är föreslaget"),
        (
            (OF_TODAY | {"amount": 30},),
            "100 av 100 kr är kvar i Oförutsett 2025; om allt föreslaget beslutas blir 70 kr kvar",
        ),
        (
            (DRAW, OF_TODAY | {"amount": 130}),
            "95 av 100 kr är kvar i Oförutsett 2025; om allt föreslaget beslutas fattas 35 kr."
            " Varning: förslagen övertrasserar Oförutsett med 35 kr",
        ),
        (
            (DRAW | {"amount": 120},),
            "−20 av 100 kr är kvar i Oförutsett 2025; inget mer är föreslaget."
            " Varning: besluten övertrasserar Oförutsett med 20 kr",
        ),
    ],
)
def test_the_headline_tells_what_is_left_and_what_the_proposals_would_leave(given, headline):
    assert said(reserves.left(held(*given), SCOPE).headline) == headline


def test_one_overdrawn_reserve_is_warned_of_though_all_together_are_not():
    cell = reserves.left(
        held(OF_TODAY | {"from_unit": "Fria medel", "amount": 60}, lines=(RESERVE, FREE, {})), SCOPE
    )
    assert said(cell.headline) == (
        "140 av 140 kr är kvar i 2 reserver 2025; om allt föreslaget beslutas blir 80 kr kvar."
        " Varning: förslagen övertrasserar Fria medel med 20 kr"
    )
    assert cell.picks.values == ("Oförutsett", "Fria medel")


def test_the_two_worst_are_named_and_the_rest_counted():
    names = [f"Pott {at}" for at in range(4)]
    lines = [RESERVE | {"appropriation": name} for name in names]
    given = [OF_TODAY | {"from_unit": name, "amount": 200 + at} for at, name in enumerate(names)]
    told = said(reserves.left(held(*given, lines=lines), SCOPE).headline)
    assert told.endswith(
        "Varning: förslagen övertrasserar Pott 3 med 103 kr, Pott 2 med 102 kr och 2 till"
    )


def test_a_year_without_reserves_says_so():
    cell = reserves.left(held(lines=({},)), SCOPE)
    assert cell.headline == "Budgeten 2025 har ingen reserv"
    assert (cell.draw, cell.table.height, cell.figures) == (None, 0, ())


def test_the_sources_are_the_budget_line_the_change_and_its_decision():
    assert reserves.left(held(OF_TODAY), SCOPE).sources.select("Blad", "Rad").rows() == [
        ("Budget", 2), ("Budgetändringar", 2), ("Beslut", 3),
    ]  # fmt: skip


def test_many_reserves_are_drawn_with_least_left_first_and_the_table_has_all():
    lines = [RESERVE | {"appropriation": f"Pott {at}", "original": at} for at in range(50)]
    cell = reserves.left(held(lines=lines), SCOPE)
    assert cell.measure.endswith("; bilden visar de 40 med minst kvar")
    assert cell.picks.values[:2] == ("Pott 0", "Pott 1")
    assert cell.table.height == 50


# --- the steps ----------------------------------------------------------------------------------


def test_the_steps_go_from_the_opening_over_every_paragraph_to_what_would_be_left():
    cell = reserve_steps.steps(held(DRAW, OF_TODAY), SCOPE, None)
    assert said(cell.headline) == (
        "Oförutsett 2025: från 100 kr med 1 beslutad § ned till 95 kr,"
        " och med 1 föreslagen § ned till 90 kr"
    )
    assert cell.table.select("Steg", "§", "Uttag, kr", "Kvar därefter, kr").rows() == [
        ("ursprungligt", None, None, 100), ("uttag", "§ 7", 5, 95), ("kvar", None, None, 95),
        ("uttag", "212", 5, 90), ("kvar om allt beslutas", None, None, 90),
    ]  # fmt: skip


def test_one_reserve_of_several_is_followed_by_itself():
    given = (DRAW, DRAW | {"from_unit": "Fria medel"})
    cell = reserve_steps.steps(held(*given, lines=(RESERVE, FREE, {})), SCOPE, "Fria medel")
    assert said(cell.headline) == "Fria medel 2025: från 40 kr med 1 beslutad § ned till 35 kr"


def test_a_reserve_without_draws_has_no_steps():
    cell = reserve_steps.steps(held(), SCOPE, None)
    assert said(cell.headline) == (
        "Oförutsett 2025: från 100 kr, inga uttag är beslutade eller föreslagna"
    )
    assert cell.table["Steg"].to_list() == ["ursprungligt", "kvar"]


def test_steps_that_find_no_room_are_one_and_the_levels_stay():
    kinds = ["beslutar"] * 12 + ["föreslår"] * 12
    register = [
        {"registry_no": f"N {at}", "paragraph": f"§ {at}", "decision_kind": kind}
        for at, kind in enumerate(kinds)
    ]
    given = [DRAW | {"registry_no": f"N {at}", "amount": 1} for at in range(24)]
    cell = reserve_steps.steps(held(*given, register=register), SCOPE, None)
    assert cell.measure.endswith("; bilden slår ihop det som inte får plats")
    assert cell.table.height == 27
    (names,) = cell.draw(LIGHT).select_traces({"mode": "text"})
    assert len(names.text) == 3 + 9 + 9
    assert said(names.text[1]) == "Tidigare uttag<br><b>−4 kr</b>"
    assert said(names.text[-2]) == "Övriga förslag<br><b>−4 kr föreslaget</b>"
    assert said(names.text[-1]) == "Kvar om allt beslutas<br><b>76 kr</b>"


# --- the list -----------------------------------------------------------------------------------


def test_the_days_proposals_stand_first_and_in_the_headline():
    cell = reserve_draws.listing(held(DRAW, OF_TODAY | {"amount": 30}), SCOPE, None, NO_LACKING)
    assert said(cell.headline) == (
        "1 förslag på mötet 2025-09-01 tar 30 kr ur reserverna 2025: § 212 30 kr"
    )
    assert cell.table.select("Dagens möte", "Läge", "§", "Uttag, kr").rows() == [
        ("ja", "föreslagen", "212", 30), ("nej", "beslutad", "§ 7", 5),
    ]  # fmt: skip


def test_without_proposals_of_the_day_the_headline_says_so_and_counts_the_rest():
    older = PROPOSED | {"meeting_date": dt.date(2025, 8, 1)}
    cell = reserve_draws.listing(
        held(DRAW, OF_TODAY, register=({}, older)), SCOPE, None, NO_LACKING
    )
    assert said(cell.headline) == (
        "Inget förslag på mötet 2025-09-01 tar ur reserverna 2025;"
        " i övrigt 1 förslag (5 kr) och 1 beslutat uttag (5 kr)"
    )
    nothing = reserve_draws.listing(held(), SCOPE, None, NO_LACKING)
    assert nothing.headline == "Inga uttag ur reserverna 2025"


def lacking(*given):
    return pl.DataFrame(
        [(2025, "Oförutsett", *one) for one in given], NO_LACKING.schema, orient="row"
    )


def test_what_the_meeting_proposes_without_a_row_is_told_beside_the_draws():
    earlier = dt.date(2025, 8, 1)
    rowless = lacking((TODAY, "9", Decimal(20)), (earlier, "1", Decimal(7)))
    cell = reserve_draws.listing(held(OF_TODAY), SCOPE, None, rowless)
    assert said(cell.headline) == (
        "1 förslag på mötet 2025-09-01 tar 5 kr ur reserverna 2025: § 212 5 kr;"
        " 1 förslag till (§ 9) på 20 kr saknar rad i budgeten"
    )


def test_what_the_meeting_takes_from_the_reserves_of_other_years_is_told_and_found():
    last_year = {"budget_year": 2024}
    both = held(
        OF_TODAY | last_year | {"amount": 30}, DRAW | last_year | {"number": "2"},
        lines=(RESERVE, RESERVE | last_year, {}),
    )  # fmt: skip
    cell = reserve_draws.listing(both, SCOPE, None, NO_LACKING)
    assert said(cell.headline) == (
        "Inga uttag ur reserverna 2025; mötets förslag tar också 30 kr ur reserverna 2024"
    )
    assert reserve_agenda.other_years(both, SCOPE).rows() == [(2024, 1, 30)]


def test_draws_that_reach_no_reserve_are_listed():
    cell = reserve_draws.unreached(held(DRAW | {"from_unit": "Oförutsedda behov"}), SCOPE)
    assert said(cell.headline) == "1 uttag som inte når någon reserv i budgeten 2025, 5 kr"
    assert cell.table.select("Från", "Belopp, kr").rows() == [("Oförutsedda behov", 5)]


# --- names and figures --------------------------------------------------------------------------


def saved(*pairs):
    return [(ONE, name, json.dumps({"reserve": reserve})) for name, reserve in pairs]


@pytest.mark.parametrize(
    ("pairs", "headline"),
    [
        ((), "Inga reservnamn är hopslagna; 1 namn kan vara samma reserv som ett annat"),
        ((("Oförutsedda medel", "Oförutsett"),), "1 namn räknas som en annan reserv"),
        ((("Oförutsedda medel", "oförutsedda medel"),), "Inga reservnamn är hopslagna"),
    ],
)
def test_the_alias_table_tells_what_is_merged_and_what_might_be(pairs, headline):
    table = naming.saved_names(saved(*pairs))
    lines = of_lines(RESERVE | {"original": 900}, RESERVE | {"appropriation": "Oförutsedda medel"})
    offered = naming.suggestions(lines, rows("budget_changes"), table)
    assert said(reserve_names.names(table, offered, ONE, TODAY).headline) == headline


def test_a_name_that_stands_alone_is_shown_as_itself():
    table = naming.saved_names(saved(("Buffert", "Buffert"), ("Potten", "Oförutsett")))
    cell = reserve_names.names(table, table.clear(), ONE, TODAY)
    assert cell.table.rows() == [(ONE, "Buffert", "sig själv"), (ONE, "Potten", "Oförutsett")]


def test_the_figures_are_per_year_and_reserve_and_follow_the_alias_table():
    given = {
        "budget_lines": rows("budget_lines", RESERVE, FREE, {}),
        "budget_changes": rows("budget_changes", DRAW, OF_TODAY | {"from_unit": "Fria medel"}),
        "decisions": rows("decisions", {}, PROPOSED),
    }
    loaded = Loaded("a.xlsx", "", frames.dataset(**given))

    def told(*pairs):
        return [
            (one["figure"], one["dimensions"], one["value"], one["organisation"])
            for one in figures_of(loaded, TODAY, saved(*pairs))
            if one["figure"].startswith("reserve.")
        ]

    of = {"year": 2025, "appropriation": "Oförutsett"}
    other = of | {"appropriation": "Fria medel"}
    assert told() == [
        ("reserve.opening", of, "100.00", ONE), ("reserve.decided", of, "5.00", ONE),
        ("reserve.proposed", of, "0.00", ONE), ("reserve.remaining", of, "95.00", ONE),
        ("reserve.opening", other, "40.00", ONE), ("reserve.decided", other, "0.00", ONE),
        ("reserve.proposed", other, "5.00", ONE), ("reserve.remaining", other, "40.00", ONE),
    ]  # fmt: skip
    assert told(("Fria medel", "Oförutsett")) == [
        ("reserve.opening", of, "140.00", ONE), ("reserve.decided", of, "5.00", ONE),
        ("reserve.proposed", of, "5.00", ONE), ("reserve.remaining", of, "135.00", ONE),
    ]  # fmt: skip


# --- what if ------------------------------------------------------------------------------------


def beside(scenario, *given):
    now = held(*given, lines=(RESERVE, FREE, {}))
    changed = supposed(now.changes, ONE, scenario)
    moved = legs(changed, now.lines, NO_ALIASES)
    then = reserves.reserves_of(now.lines, changed, moved, NO_ALIASES, TODAY)
    return what_if.beside(now, then, SCOPE)


def test_what_would_be_left_stands_beside_what_is():
    cell = beside(Scenario(), DRAW, OF_TODAY)
    assert said(cell.headline) == "I det tänkta är 130 kr kvar av 2 reserver 2025, mot 135 kr nu"
    assert cell.table.row(0) == (
        "Oförutsett", Decimal(95), Decimal(90), Decimal(-5), Decimal(90),
    )  # fmt: skip
    assert cell.sources["Blad"].unique().sort().to_list() == ["Beslut", "Budget", "Budgetändringar"]


def test_a_scenario_that_overdraws_a_reserve_warns():
    line = FreeLine(2025, "Fria medel", None, Decimal(50))
    told = said(beside(Scenario(lines=(line,))).headline)
    assert told.endswith("90 kr kvar av 2 reserver 2025, mot 140 kr nu."
                         " Varning: det övertrasserar Fria medel")  # fmt: skip


def test_a_proposal_is_called_by_paragraph_amount_parties_and_purpose():
    (row,) = proposals(held(OF_TODAY | {"purpose": "Hyra"}).changes).to_dicts()
    assert said(what_if.called(row)) == "§ 212, 5 kr, Oförutsett till Primärvård, Hyra, 2025"
    bare = row | {"decision_paragraph": None, "paragraph": None, "to_unit": None, "purpose": None}
    assert said(what_if.called(bare)) == (
        "utan §, 5 kr, Oförutsett till utan angiven mottagare, 2025"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_names_from_files_are_literal_in_pictures(text):
    own = held(OF_TODAY | {"from_unit": text}, lines=(RESERVE | {"appropriation": text}, {}))
    for cell in (reserves.left(own, SCOPE), reserve_steps.steps(own, SCOPE, None)):
        chart = cell.draw(LIGHT)
        told = [text for one in chart.data for text in one.text or one.customdata]
        assert told
        assert not [one for one in told if "<" in re.sub("</?b>|<br>", "", one)]


def test_a_reserves_bar_is_told_whatever_form_is_clicked():
    own = held(OF_TODAY | {"amount": 130}, lines=(RESERVE, FREE, {}))
    bars = [one for one in reserves.left(own, SCOPE).draw(LIGHT).data if one.type == "bar"]
    assert {len(one.x) for one in bars} == {2}
    short = next(one for one in bars if one.name == "föreslaget underskott")
    assert (list(short.base), list(short.x)) == ([-30.0, 0.0], [30.0, 0.0])
    assert short.marker.color == LIGHT.warning
    assert pl.Series(short.marker.line.width).to_list() == [1, 0]

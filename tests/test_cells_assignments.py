import datetime as dt
from decimal import Decimal

import pytest

from followup.cells import (
    assignment_timeline,
    assignments,
    case_balance,
    delegations,
    indicators,
    motions,
    recommendations,
    suggestions,
)
from followup.charts.template import LIGHT
from followup.measures.assignments import assignments as states_of
from followup.measures.suggestions import suggestions as suggested
from followup.texts.literal import MAX_SHOWN
from tests.followed import followed
from tests.frames import frame

TODAY = dt.date(2024, 12, 31)
MARCH, APRIL, JUNE = dt.date(2024, 3, 31), dt.date(2024, 4, 30), dt.date(2024, 6, 30)
GIVES = "ge direktören i uppdrag att återkomma"


def spaced(text):
    return text.replace("\u00a0", " ")


def headline(cell):
    return spaced(cell.headline)


def due(day, new=None, **fields):
    return {
        "deadline": day.isoformat(), "due_date": day, "due_precision": "dag",
        "new_deadline": new and new.isoformat(), "new_due_date": new,
    } | fields  # fmt: skip


def numbered(*rows, **fields):
    return [{"assignment_id": f"U{at}"} | fields | row for at, row in enumerate(rows, 1)]


def of(make, *rows, as_of=TODAY):
    """A cell of the states of some rows of Uppdrag."""
    made = frame("assignments", *rows)
    return make(states_of(made, as_of), made, as_of)


def falling(*rows, meetings=(), as_of=TODAY):
    made = frame("assignments", *rows)
    held = followed("meetings", *meetings)
    return assignment_timeline.falling(states_of(made, as_of), made, held, as_of)


def history(*rows):
    return assignment_timeline.history(frame("assignments", *rows), "Region Ett", "U1", TODAY)


def balance(*rows, decisions=()):
    made = frame("assignments", *rows)
    return case_balance.balance(states_of(made, TODAY), made, frame("decisions", *decisions), TODAY)


def offered(*rows):
    found = suggested(frame("decisions", *rows), frame("assignments"))
    return suggestions.offered(found, TODAY)


def raised(*rows, given=()):
    states = states_of(frame("assignments", *given), TODAY)
    return motions.raised(frame("decisions", *rows), states, TODAY)


def audited(*rows, given=()):
    made = frame("assignments", *given)
    decisions = frame("decisions", *({"case_kind": "revisionsrapport"} | row for row in rows))
    return recommendations.followed(decisions, states_of(made, TODAY), made, TODAY)


def delegated(*rows):
    return delegations.reported(followed("delegated_decisions", *rows),
                                followed("meetings"), TODAY)  # fmt: skip


def everything():
    """Every cell, with something to tell and with nothing."""
    for rows in ([], [due(MARCH, JUNE, board="Nämnden"), due(dt.date(2025, 1, 9))]):
        yield from (
            of(make, *numbered(*rows))
            for make in (
                assignments.ageing,
                assignments.listing,
                assignments.postponed,
                case_balance.oldest,
            )
        )
        yield falling(*numbered(*rows))
        yield history(*rows)
        yield balance(*rows)
    for clause in ([], [{"clause": GIVES, "case_kind": "motion"}]):
        yield offered(*clause)
        yield raised(*clause)
        yield audited(*clause)
    for rows in ([], [{}]):
        yield delegated(*rows)
        yield indicators.targets(followed("indicators", *rows))
        yield indicators.periods(followed("indicators", *rows))


@pytest.mark.parametrize("cell", list(everything()), ids=lambda cell: cell.id)
def test_every_cell_has_all_its_parts_in_words(cell):
    assert cell.headline
    assert not cell.headline.endswith(".")
    assert cell.measure
    assert cell.definition.endswith(".")
    assert len(cell.definition) <= MAX_SHOWN
    assert all(name[0].isupper() or name == "§" for name in cell.table.columns)
    assert {"Fil", "Blad", "Rad", "Källa"} <= set(cell.sources.columns)
    assert cell.id.isascii()
    assert cell.id.replace("-", "").isalpha()


@pytest.mark.parametrize("cell", list(everything()), ids=lambda cell: cell.id)
def test_every_picture_has_its_conclusion_in_words(cell):
    if cell.draw is not None:
        assert cell.draw(LIGHT).data
        assert cell.headline in cell.alt


# --- per board ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Inget uppdrag är registrerat"),
        ([{"status": "avslutat"}], "Inget av 1 registrerat uppdrag är öppet"),
        ([{}], "Inget av 1 öppet uppdrag är försenat"),
        ([{}, {}], "Inget av 2 öppna uppdrag är försenat"),
        ([due(MARCH), due(JUNE), {}],
         "2 av 3 öppna uppdrag är försenade, äldst sedan 31 mars 2024"),
        ([due(MARCH), {}], "1 av 2 öppna uppdrag är försenat, sedan 31 mars 2024"),
        ([due(JUNE), due(MARCH), {"status": "avslutat"}],
         "Alla 2 öppna uppdrag är försenade, äldst sedan 31 mars 2024"),
    ],
)  # fmt: skip
def test_the_headline_says_how_many_are_overdue_and_since_when(rows, said):
    assert headline(of(assignments.ageing, *numbered(*rows))) == said


def test_the_figures_of_a_board_are_its_counts():
    rows = numbered(
        due(MARCH, JUNE), due(dt.date(2025, 1, 9), responsible="chef"),
        {"deadline": "löpande", "due_precision": "löpande"}, {}, {"status": "avslutat"},
        board="Nämnden", decided_on=dt.date(2024, 12, 30),
    )  # fmt: skip
    rows[0]["decided_on"] = dt.date(2024, 12, 1)
    rows[1]["decided_on"] = dt.date(2024, 12, 10)
    cell = of(assignments.ageing, *rows)
    usual = ("Region Ett", {"board": "Nämnden"})
    assert [
        (one.name, one.organisation, dict(one.dimensions), one.value, one.unit)
        for one in cell.figures
    ] == [
        ("assignments.open", *usual, 4, "antal"),
        ("assignments.overdue", *usual, 1, "antal"),
        ("assignments.due_soon", *usual, 1, "antal"),
        ("assignments.no_deadline", *usual, 1, "antal"),
        ("assignments.running", *usual, 1, "antal"),
        ("assignments.no_owner", *usual, 3, "antal"),
        ("assignments.postponed", *usual, 1, "antal"),
        ("assignments.median_age_days", *usual, Decimal(11), "dagar"),
        ("assignments.no_board", "Region Ett", {}, 0, "antal"),
    ]


def test_how_near_is_near_is_told_as_it_was_set():
    made = frame("assignments", {})
    states = states_of(made, TODAY, 14)
    for make in (assignments.ageing, assignments.listing):
        assert "inom 14 dagar" in make(states, made, TODAY, 14).definition
        assert "inom 30 dagar" in make(states, made, TODAY).definition


@pytest.mark.parametrize(
    ("days", "median"), [([1580, 1580], "1580"), ([10, 11], "10.5"), ([3], "3")]
)
def test_a_median_age_is_written_out_and_exact(days, median):
    rows = numbered(*({"decided_on": TODAY - dt.timedelta(days=age)} for age in days))
    (found,) = [one.value for one in of(assignments.ageing, *rows).figures
                if one.name == "assignments.median_age_days"]  # fmt: skip
    assert str(found) == median


def test_no_rows_count_to_zero_and_have_no_age():
    values = {one.name: one.value for one in of(assignments.ageing).figures}
    assert values.pop("assignments.median_age_days") is None
    assert set(values.values()) == {0}


def test_a_click_on_a_bar_chooses_its_board_or_that_it_has_none():
    cell = of(assignments.ageing, *numbered({}, {"board": "Nämnden"}, {"board": "Nämnden"}))
    assert cell.picks.filter == "namnd"
    assert cell.picks.values == ("Nämnden", "utan nämnd")


def test_a_board_of_two_organisations_is_told_with_its_organisation():
    rows = numbered({}, {"organisation": "Region Två"}, {"board": "Nämnden"})
    texts = of(assignments.ageing, *rows).draw(LIGHT).data[-1].text
    assert [text.split("  ")[0] for text in texts] == [
        "Nämnden", "utan nämnd, Region Ett", "utan nämnd, Region Två",
    ]  # fmt: skip


def test_more_boards_than_the_picture_has_room_for_are_told():
    cell = of(assignments.ageing, *numbered(*({"board": f"N{at:02}"} for at in range(17))))
    assert spaced(cell.measure).endswith("; bilden visar 15 av 17")
    assert len(cell.picks.values) == 15
    assert cell.table.height == 17


# --- the list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Inget uppdrag är öppet"),
        ([due(MARCH, board="N", responsible="chef")],
         "1 öppet uppdrag, det äldsta från 1 januari 2024"),
        ([{}, due(MARCH)],
         "2 öppna uppdrag, det äldsta från 1 januari 2024; 2 saknar ansvarig nämnd, 2 saknar"
         " ansvarig och 1 saknar frist"),
    ],
)  # fmt: skip
def test_the_list_says_what_is_lacking(rows, said):
    assert headline(of(assignments.listing, *numbered(*rows))) == said


def test_the_sources_are_every_row_of_history_behind_what_is_shown():
    cell = of(assignments.listing, due(MARCH), {"status": "pågående", "status_date": APRIL},
              {"assignment_id": "U2", "status": "avslutat"})  # fmt: skip
    assert cell.table["Uppdrag-id"].to_list() == ["U1"]
    assert cell.sources["Rad"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ([], "Inget uppdrag har fått fristen framflyttad"),
        ([1], "1 uppdrag har fått fristen framflyttad, en gång"),
        ([1, 1], "2 uppdrag har fått fristen framflyttad, en gång var"),
        ([2], "1 uppdrag har fått fristen framflyttad 2 gånger"),
        ([3, 1], "2 uppdrag har fått fristen framflyttad, 1 av dem minst två gånger och som mest"
                 " 3 gånger"),
    ],
)  # fmt: skip
def test_postponements_are_counted(moved, said):
    rows = [
        due(MARCH, MARCH + dt.timedelta(days=turn), assignment_id=str(at),
            status_date=dt.date(2024, 1, 1 + turn))
        for at, times in enumerate(moved) for turn in range(times + 1)
    ]  # fmt: skip
    assert headline(of(assignments.postponed, *rows)) == said


# --- in time ------------------------------------------------------------------------------------

EARLY = dt.date(2024, 4, 1)
MEETING = {"date": dt.date(2024, 4, 20)}


def test_the_nearest_meeting_is_told_with_what_is_due_at_it():
    rows = numbered(due(APRIL), due(APRIL), due(JUNE), report_to="Regionstyrelsen")
    cell = falling(*rows, meetings=[MEETING], as_of=EARLY)
    assert headline(cell) == (
        "3 uppdrag förfaller framåt, närmast 2 till Regionstyrelsen 20 april 2024"
    )


def test_without_a_meeting_the_month_is_told():
    cell = falling(due(APRIL), as_of=EARLY)
    assert headline(cell) == "1 uppdrag förfaller framåt, närmast 1 i april 2024"
    assert headline(falling({})) == "Inget öppet uppdrag har en frist framåt"


def test_the_picture_has_at_most_eight_lanes_the_months_last():
    rows = numbered(*(due(APRIL, report_to=f"Organ {at}") for at in range(9)), due(JUNE))
    meetings = [MEETING | {"body": f"Organ {at}"} for at in range(9)]
    names = falling(*rows, meetings=meetings, as_of=EARLY).draw(LIGHT).layout.annotations
    assert len(names) == 8
    assert names[-1].text == "<b>Månadsvis, utan känt sammanträde</b>"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Uppdraget är inte känt den dagen"),
        ([due(MARCH)], "Uppdraget har aldrig följts upp"),
        ([due(MARCH), due(MARCH, JUNE, status="pågående", status_date=APRIL)],
         "Uppdraget har följts upp 1 gång: pågående 2024-04-30; fristen är framflyttad 1 gång"),
    ],
)  # fmt: skip
def test_the_history_says_how_often_it_was_followed_up(rows, said):
    assert headline(history(*rows)) == said


# --- ärendebalans -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"responsible": "regiondirektör"}, " och hör till regiondirektör"),
        ({"board": "Nämnden"}, " och ligger hos Nämnden utan ansvarig"),
        ({}, " och har varken nämnd eller ansvarig"),
        (due(MARCH, JUNE) | {"responsible": "chef"},
         ", hör till chef och är framflyttat 1 gång"),
    ],
)  # fmt: skip
def test_the_oldest_open_assignment_is_told_with_who_has_it(row, said):
    cell = of(case_balance.oldest, row)
    assert headline(cell) == f"Det äldsta öppna uppdraget är från 1 januari 2024{said}"


@pytest.mark.parametrize(
    ("boards", "said"),
    [
        (["A", "A"], "De 2 äldsta öppna uppdragen är från 1 januari 2024: 2 hos A"),
        ([None, "B", "A", "A"], "De 4 äldsta öppna uppdragen är från 1 januari 2024: 2 hos A,"
         " 1 hos B och 1 utan nämnd"),
        ([*"ABCDE", None], "De 6 äldsta öppna uppdragen är från 1 januari 2024: 1 hos A, 1 hos B,"
         " 1 hos C, 2 hos andra och 1 utan nämnd"),
    ],
)  # fmt: skip
def test_several_of_the_oldest_day_are_told_with_their_boards(boards, said):
    younger = {"board": "F", "decided_on": MARCH}
    rows = numbered(*({"board": board} for board in boards), younger)
    assert headline(of(case_balance.oldest, *rows)) == said


def test_a_bar_of_the_oldest_says_what_it_is_how_old_and_who_has_it():
    task = "utreda " * 10
    rows = numbered(due(MARCH, board="Hälso- och sjukvårdsnämnden", task=task), {"task": "skriva"})
    chart = of(case_balance.oldest, *rows).draw(LIGHT)
    assert [spaced(text) for text in chart.data[-1].text] == [
        f"{task[:44]}…<br><b>365 dagar, försenat · Hälso- och sjukvårdsnämn…</b>",
        "skriva<br><b>365 dagar · utan nämnd</b>",
    ]


def test_what_remains_of_each_matter_is_told():
    rows = numbered(
        due(MARCH), {"status": "klart – väntar beslut", "status_date": MARCH},
        {"status": "avslutat", "status_date": MARCH}, {},
    )  # fmt: skip
    for at, row in enumerate(rows):
        row["registry_no"] = f"RS {at}-2024"
    cell = balance(
        *rows,
        decisions=[
            {"registry_no": "RS 2-2024", "meeting_date": APRIL, "outcome": "godkänd"},
            {"registry_no": "RS 3-2024", "meeting_date": APRIL},
        ],
    )
    told = {row["Ärende"]: row for row in cell.table.to_dicts()}
    assert {key: row["Kvarstår"] for key, row in told.items()} == {
        "RS 0-2024": "återrapport, försenad (1 av 1)",
        "RS 1-2024": "beslut om återrapporten (1 av 1)",
        "RS 2-2024": "inget",
        "RS 3-2024": "återrapport (1 av 1)",
    }
    assert spaced(told["RS 2-2024"]["Beslut om återrapporten"]) == (
        "Finansutskottet 2024-04-30 § 212"
    )
    assert told["RS 1-2024"]["Beslut om återrapporten"] is None
    assert cell.sources.select("Blad", "Rad").rows() == [
        ("Uppdrag", 2), ("Uppdrag", 3), ("Uppdrag", 4), ("Uppdrag", 5), ("Beslut", 2),
    ]  # fmt: skip
    assert headline(cell) == (
        "3 av 4 ärenden har uppdrag kvar, 1 av dem med försenad återrapport; 1 väntar bara på"
        " beslut"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Inget uppdrag är registrerat"),
        ([{"status": "avslutat"}], "Inget återstår i 1 ärende med uppdrag"),
        ([{}], "1 av 1 ärende har uppdrag kvar"),
    ],
)
def test_the_balance_says_how_many_matters_remain(rows, said):
    assert headline(balance(*rows)) == said


def test_suggestions_are_counted_with_what_they_lack():
    assert headline(offered()) == "Ingen att-sats ger med ord ett uppdrag som saknas i Uppdrag"
    assert headline(offered({"clause": f"{GIVES} i april 2025"})) == (
        "1 att-sats ger uppdrag som saknas i Uppdrag"
    )
    assert headline(offered({"clause": GIVES}, {"clause": "återkomma", "paragraph": "9"})) == (
        "2 att-satser ger uppdrag som saknas i Uppdrag; 1 saknar mottagare och 2 saknar frist"
    )


MOTION = {"case_kind": "motion", "decision_kind": "föreslår", "final_body": "Regionfullmäktige",
          "registry_no": "1"}  # fmt: skip
GRANTED = MOTION | {"decision_kind": "beslutar", "body": "Regionfullmäktige", "outcome": "bifall",
                    "registry_no": "2"}  # fmt: skip
OLD = dt.date(2023, 12, 21)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Ingen motion, inget initiativ och ingen revisionsrapport är registrerad"),
        ([MOTION], "1 motion är inte avslutad"),
        ([MOTION | {"case_kind": "medborgarförslag"}], "1 medborgarförslag är inte avslutat"),
        ([MOTION | {"meeting_date": OLD}],
         "1 motion är inte avslutad; 1 över tiden, längst 10 dagar"),
        ([GRANTED], "1 motion är inte avslutad; 1 har bifallits men inte verkställts"),
        ([GRANTED | {"outcome": "avslag"}], "Alla väckta ärenden är avslutade: 1"),
        ([MOTION, GRANTED, MOTION | {"case_kind": "revisionsrapport", "registry_no": "3"}],
         "2 motioner och 1 revisionsrapport är inte avslutade; 1 har bifallits men inte"
         " verkställts"),
    ],
)  # fmt: skip
def test_raised_matters_are_told_per_kind(rows, said):
    assert headline(raised(*rows)) == said


def test_the_sources_of_raised_matters_are_all_their_rows():
    given = [{"case_kind": "initiativärende", "row": 9}, {"row": 10, "assignment_id": "U2"}]
    cell = raised(MOTION, MOTION | {"clause_no": 2}, {}, given=given)
    assert cell.sources.select("Blad", "Rad", "§").rows() == [
        ("Beslut", 2, "212"), ("Beslut", 3, "212"), ("Uppdrag", 9, None),
    ]  # fmt: skip


def test_the_figures_of_raised_matters_are_per_kind():
    cell = raised(MOTION, MOTION | {"registry_no": "4", "meeting_date": OLD}, GRANTED)
    assert [(one.name, dict(one.dimensions), one.value) for one in cell.figures] == [
        ("motions.undecided", {"case_kind": "motion"}, 2),
        ("motions.over_limit", {"case_kind": "motion"}, 1),
        ("motions.not_carried_out", {"case_kind": "motion"}, 1),
    ]


AUDIT = {"registry_no": "RS 8-2024"}
PROPOSED = {"decision_kind": "föreslår"}


@pytest.mark.parametrize(
    ("rows", "given", "said"),
    [
        ([], [], "Ingen revisionsrapport är registrerad"),
        ([AUDIT], [], "1 revisionsrapport är besvarad; ingen rekommendation finns i Uppdrag"),
        ([AUDIT | PROPOSED], [AUDIT],
         "1 revisionsrapport är inte besvarad; 1 av 1 rekommendation återstår"),
        ([AUDIT, {"registry_no": "B"}], [AUDIT | {"status": "avslutat", "status_date": MARCH}],
         "Alla 2 revisionsrapporter är besvarade; inget återstår av 1 rekommendation"),
        ([AUDIT, PROPOSED], numbered(AUDIT, AUDIT),
         "1 av 2 revisionsrapporter är inte besvarad; 2 av 2 rekommendationer återstår"),
        ([AUDIT | PROPOSED, PROPOSED], [],
         "Ingen av 2 revisionsrapporter är besvarad; ingen rekommendation finns i Uppdrag"),
    ],
)  # fmt: skip
def test_audit_reports_are_told_with_what_is_answered_and_what_remains(rows, given, said):
    assert headline(audited(*rows, given=given)) == said


def test_a_recommendation_has_its_answer_and_its_sources_in_both_sheets():
    cell = audited(AUDIT, given=[AUDIT | {"task": "stärk kontrollen"}])
    columns = ["Rekommendation", "Läge", "Svarets ord", "Svar av"]
    assert [spaced(" | ".join(row)) for row in cell.table.select(columns).iter_rows()] == [
        "stärk kontrollen | utan frist | bevilja medel | Finansutskottet 2024-12-17 § 212"
    ]
    assert cell.sources.select("Blad", "Rad").rows() == [("Uppdrag", 2), ("Beslut", 2)]


REPORTED = {"reported_to": "RS", "reported_on": MARCH}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Inget delegationsbeslut är registrerat"),
        ([REPORTED], "1 delegationsbeslut är anmält"),
        ([REPORTED, REPORTED], "Alla 2 delegationsbeslut är anmälda"),
        ([{}, REPORTED], "1 av 2 delegationsbeslut är inte anmält, äldst 356 dagar"),
        ([{}, {}], "2 av 2 delegationsbeslut är inte anmälda, äldst 356 dagar"),
    ],
)
def test_delegated_decisions_that_were_never_reported_are_told(rows, said):
    assert headline(delegated(*rows)) == said


# --- indicators ---------------------------------------------------------------------------------

MISSED = {"outcome": Decimal(12), "indicator": "b"}
MISSING = {"outcome": None, "indicator": "c"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Ingen indikator är registrerad"),
        ([{}], "1 indikator når målet"),
        ([{}, MISSED], "1 av 2 indikatorer når målet"),
        ([MISSED, MISSING], "1 indikator når inte målet; 1 kan inte bedömas"),
        ([MISSED, MISSED | {"indicator": "d"}], "Ingen av 2 indikatorer når målet"),
        ([MISSING], "1 indikator kan inte bedömas"),
    ],
)
def test_indicators_that_reach_their_target_are_counted(rows, said):
    assert headline(indicators.targets(followed("indicators", *rows))) == said


def test_an_indicator_is_told_with_its_outcome_and_bound():
    rows = [{"outcome": Decimal("8.50")}, MISSED, MISSING,
            {"indicator": "d", "desired_direction": "upp"},
            {"indicator": "e", "target": None}]  # fmt: skip
    texts = indicators.targets(followed("indicators", *rows)).draw(LIGHT).data[-1].text
    assert spaced(" | ".join(texts)).replace("<br><b>", ": ").replace("</b>", "") == (
        "Resor: 8,5 mot högst 10, uppnått | b: 12 mot högst 10, ej uppnått | c: utfall saknas"
        " | d: 8 mot minst 10, ej uppnått | e: 8, målvärde saknas"
    )


def drawn(*rows):
    """The groups' names and the periods of the outcomes, as they are drawn."""
    *_, heads, spans, _ = indicators.targets(followed("indicators", *rows)).draw(LIGHT).data
    return [*heads.text], [*spans.text]


def test_indicators_stand_under_their_goal_and_board():
    rows = [{"indicator": "a", "board": "B"}, {"indicator": "b", "board": "A"},
            {"indicator": "c", "board": "B"}, {"indicator": "d", "board": None}]  # fmt: skip
    heads, _ = drawn(*rows)
    assert heads == ["<b>Ekonomi, A</b>", "<b>Ekonomi, B</b>", "", "<b>Ekonomi, utan nämnd</b>"]


def test_indicators_of_several_organisations_are_told_apart():
    heads, _ = drawn({}, {"organisation": "Region Två"})
    assert heads == [
        "<b>Ekonomi, Regionstyrelsen, Region Ett</b>",
        "<b>Ekonomi, Regionstyrelsen, Region Två</b>",
    ]


@pytest.mark.parametrize(
    ("periods", "span"),
    [
        (["2024"], "2024"),
        (["2022", "2023", "2024"], "2022–2024"),
        (["2024 januari", "2024 december"], "2024 december"),
    ],
)
def test_a_course_is_told_with_the_periods_that_it_is_of(periods, span):
    _, spans = drawn(*({"period": period} for period in periods))
    assert spans == [span]


def test_at_most_twelve_indicators_are_drawn():
    rows = [{"indicator": f"i{at:02}"} for at in range(14)]
    cell = indicators.targets(followed("indicators", *rows))
    assert spaced(cell.measure).endswith("; bilden visar 12 av 14")
    assert len(cell.draw(LIGHT).data[-1].text) == 12
    assert cell.table.height == 14


def test_the_figures_of_indicators_are_per_goal_and_board():
    cell = indicators.targets(followed("indicators", {}, MISSED, MISSING))
    about = {"goal": "Ekonomi", "board": "Regionstyrelsen"}
    assert [(one.name, dict(one.dimensions), one.value) for one in cell.figures] == [
        ("indicators.met", about, 1), ("indicators.not_met", about, 1),
        ("indicators.missing", about, 1),
    ]  # fmt: skip

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.kinds import KINDS
from followup.loading import load
from followup.measures.chains import chains
from followup.measures.gaps import GAPS, Gap, gaps, per_gap, with_ages
from tests.frames import frame

SAMPLES = Path(__file__).parents[1] / "sample_data"
FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
DAY, AS_OF = dt.date(2024, 1, 10), dt.date(2024, 4, 10)
DAYS = (AS_OF - DAY).days
NO_MEETINGS = KINDS["meetings"].empty()
NO_DELEGATED = KINDS["delegated_decisions"].empty()


def row(kind, **fields):
    usual = {
        "body": FU, "meeting_date": DAY, "decision_kind": kind, "registry_no": "RS 1",
        "next_body": RS if kind != "beslutar" else None, "final_body": RF,
    }  # fmt: skip
    return usual | fields


def met(body, *days, organisation="Region Ett"):
    """Meetings of a body."""
    schema = KINDS["meetings"].frame_schema
    rows = [
        dict.fromkeys(schema) | {"organisation": organisation, "body": body, "date": day}
        for day in days
    ]
    return pl.DataFrame(rows, schema=schema)


def delegated(**fields):
    schema = KINDS["delegated_decisions"].frame_schema
    usual = {
        "organisation": "Region Ett", "decided_on": DAY, "delegate": "regiondirektör",
        "title": "Upphandling", "registry_no": "RS 1", "reported_to": RS,
    }  # fmt: skip
    return pl.DataFrame([dict.fromkeys(schema) | usual | fields], schema=schema)


def found(*rows, meetings=NO_MEETINGS, made=NO_DELEGATED, as_of=AS_OF):
    return gaps(frame("decisions", *rows), meetings, made, as_of)


def told(rows, *columns):
    return rows.select(columns or ("gap", "waiting_on", "age_days")).rows()


# --- kinds of gap -------------------------------------------------------------------------------


def test_a_proposal_that_was_never_taken_up_is_a_gap_with_its_place():
    rows = found(row("föreslår", row=7, paragraph="12", source="Protokoll"))
    assert rows.columns == list(GAPS)
    assert rows.drop("matter").to_dicts() == [{
        "gap": "föreslaget men aldrig upptaget", "organisation": "Region Ett",
        "matter_no": "RS 1", "title": "Tilläggsbudget", "is_guess": False, "clause_no": 1,
        "clause": "bevilja medel", "waiting_on": RS, "since": DAY, "age_days": DAYS,
        "age_meetings": None, "is_breach": False, "amount": None, "condition": None, "body": FU,
        "paragraph": "12", "source": "Protokoll", "file": "a.xlsx", "sheet": "Beslut", "row": 7,
    }]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "gap"),
    [
        ("återremitterar", "återremitterat och inte tillbaka"),
        ("överlämnar", "överlämnat utan förslag"),
        ("delegerar", "delegerat och inte återrapporterat"),
    ],
)
def test_what_is_sent_back_handed_over_or_delegated_is_a_gap(kind, gap):
    assert told(found(row(kind))) == [(gap, RS, DAYS)]


@pytest.mark.parametrize("kind", ["bordlägger", "utgår", "informeras"])
def test_other_states_lack_nothing(kind):
    assert found(row(kind)).height == 0


def test_a_final_decision_closes_the_gaps_before_it():
    later = row("beslutar", body=RF, meeting_date=DAY + dt.timedelta(days=30))
    for kind in ("föreslår", "överlämnar", "återremitterar", "delegerar"):
        assert found(row(kind), later).height == 0


def test_a_proposal_is_no_gap_until_the_body_has_met():
    before, after = DAY - dt.timedelta(days=9), AS_OF + dt.timedelta(days=9)
    assert found(row("föreslår"), meetings=met(RS, before, DAY, after)).height == 0
    rows = found(row("föreslår"), meetings=met(RS, before, DAY, AS_OF))
    assert told(rows, "age_meetings") == [(1,)]


def test_a_condition_that_was_never_met_is_a_gap_with_the_body_that_it_names():
    under = {"condition": "under förutsättning att RF beslutar", "body": RS, "final_body": RS}
    other = row("beslutar", registry_no="RS 2", body=RF, final_body=RF)
    rows = found(row("beslutar", **under), other)
    assert told(rows) == [("villkoret är inte uppfyllt", RF, DAYS)]


def test_a_condition_that_names_no_known_body_is_with_the_body_that_decided():
    rows = found(row("beslutar", condition="om staten betalar", body=RS, final_body=RS))
    assert told(rows) == [("villkoret är inte uppfyllt", RS, DAYS)]


def test_an_att_sats_that_waits_under_a_condition_has_two_gaps():
    rows = found(row("föreslår", condition="om RF beslutar"))
    assert rows["gap"].to_list() == [Gap.NOT_TAKEN_UP.value, Gap.CONDITION.value]
    assert rows["waiting_on"].to_list() == [RS, RS]


def test_a_delegated_decision_that_was_not_reported_is_a_gap():
    rows = found(made=delegated(row=5, file="d.xlsx", sheet="Delegationsbeslut"))
    assert told(rows, "gap", "title", "waiting_on", "body", "since", "file", "row") == [
        ("delegerat och inte återrapporterat", "Upphandling", "regiondirektör", RS, DAY,
         "d.xlsx", 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reported_on", "gaps_left"),
    [(None, 1), (AS_OF, 0), (DAY, 0), (AS_OF + dt.timedelta(days=1), 1)],
)
def test_a_delegated_decision_is_reported_from_its_day(reported_on, gaps_left):
    assert found(made=delegated(reported_on=reported_on)).height == gaps_left


def test_a_delegated_att_sats_is_closed_by_a_reported_decision_in_its_matter():
    assert found(row("delegerar"), made=delegated(reported_on=AS_OF)).height == 0
    unreported = found(row("delegerar"), made=delegated())
    assert told(unreported, "waiting_on") == [("regiondirektör",)]


@pytest.mark.parametrize(
    "other",
    [
        {"registry_no": "RS 9"}, {"registry_no": None}, {"organisation": "Region Två"},
        {"decided_on": DAY - dt.timedelta(days=1)},
    ],
)  # fmt: skip
def test_decisions_in_other_matters_or_before_close_no_delegation(other):
    rows = found(row("delegerar"), made=delegated(reported_on=AS_OF, **other))
    assert told(rows, "waiting_on") == [(RS,)]


def test_delegated_decisions_after_the_day_are_not_known():
    assert found(made=delegated(decided_on=AS_OF + dt.timedelta(days=1))).height == 0


COST = {"amount": Decimal(5), "amount_kind": "kostnad"}


@pytest.mark.parametrize(
    ("body", "is_breach"),
    [
        (RF, True), ("Kommunfullmäktige", True), ("RF", True), ("Fullmäktige i Region Ett", True),
        (RS, False), ("Fullmäktigeberedningen", False), ("Regionfullmäktiges presidium", False),
    ],
)  # fmt: skip
def test_a_decided_expenditure_without_funding_is_a_breach_in_a_council_only(body, is_breach):
    rows = found(row("beslutar", body=body, final_body=body, **COST))
    assert told(rows, "gap", "waiting_on", "is_breach", "amount") == [
        ("beslutad utgift utan finansiering", body, is_breach, Decimal(5))
    ]


def test_a_proposed_expenditure_without_funding_is_no_gap_of_that_kind():
    assert found(row("föreslår", **COST))["gap"].to_list() == [Gap.NOT_TAKEN_UP.value]


def test_a_board_that_decides_for_the_council_is_warned_of_funding_and_waited_for():
    rows = found(row("beslutar", body=RS, **COST))
    assert told(rows, "gap", "waiting_on") == [
        (Gap.NOT_TAKEN_UP.value, RF), (Gap.UNFUNDED.value, RS),
    ]  # fmt: skip


def test_gaps_come_kind_by_kind_the_oldest_first():
    rows = found(
        row("överlämnar", registry_no="RS 1"),
        row("föreslår", registry_no="RS 2", meeting_date=AS_OF),
        row("föreslår", registry_no="RS 3"),
    )
    assert rows["matter_no"].to_list() == ["RS 3", "RS 2", "RS 1"]


def test_nothing_loaded_has_no_gaps_of_any_kind():
    rows = found()
    assert (rows.columns, rows.height) == (list(GAPS), 0)
    assert per_gap(rows).select("gap", "gaps").rows() == [(gap.value, 0) for gap in Gap]


def test_gaps_are_counted_per_kind_with_the_oldest():
    rows = found(
        row("föreslår"),
        row("föreslår", registry_no="RS 2", meeting_date=AS_OF),
        row("beslutar", registry_no="RS 3", body=RF, **COST),
    )
    counted = per_gap(rows).filter(pl.col("gaps") > 0)
    assert counted.rows() == [
        (Gap.NOT_TAKEN_UP.value, 2, 0, DAY, DAYS), (Gap.UNFUNDED.value, 1, 1, DAY, DAYS),
    ]  # fmt: skip


# --- ages ---------------------------------------------------------------------------------------


def age_in(meetings):
    rows = chains(frame("decisions", row("överlämnar")), AS_OF)
    return with_ages(rows, meetings, AS_OF)["age_meetings"].item()


def later(*days):
    return [DAY + dt.timedelta(days=one) for one in days]


@pytest.mark.parametrize(
    ("meetings", "age"),
    [
        (NO_MEETINGS, None),
        (met(FU, *later(5)), None),
        (met(RS, *later(5), organisation="Region Två"), None),
        (met(RS, *later(-5)), None),
        (met(RS, *later(0)), None),
        (met(RS, *later(1, 30, DAYS)), 3),
        (met(RS, *later(-5, 0, 7)), 1),
        (met(RS, *later(7, DAYS + 1)), 1),
        (met(RS, *later(DAYS + 1)), 0),
        (met("RS", *later(7)), 1),
        (met(" REGIONSTYRELSEN", *later(7)), 1),
        (met(RS, *later(7, 7)), 1),
    ],
)
def test_the_age_in_meetings_is_those_of_the_body_after_the_day(meetings, age):
    assert age_in(meetings) == age


ANY_MEETINGS = st.lists(st.integers(-60, 200), max_size=12)


@settings(max_examples=40, deadline=None)
@given(ANY_MEETINGS)
def test_the_age_in_meetings_is_what_counting_them_gives(days):
    dates = {DAY + dt.timedelta(days=one) for one in days}
    held = sum(DAY < date <= AS_OF for date in dates)
    is_known = any(date > DAY for date in dates)
    assert age_in(met(RS, *dates)) == (held if is_known else None)


# --- the sample ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    files = sorted(SAMPLES.glob("vaster*_region*.xlsx")) + sorted(SAMPLES.glob("*finansutsk*.xlsx"))
    sets = [load(path.read_bytes(), path.name).dataset for path in files]
    kinds = ("decisions", "meetings", "delegated_decisions")
    parts = {kind: pl.concat([one[kind] for one in sets]) for kind in kinds}
    return gaps(*parts.values(), dt.date(2025, 1, 31))


def of_paragraph(sample, paragraph):
    return sample.filter(pl.col("paragraph") == paragraph)


def test_paragraph_212_was_never_taken_up_though_the_board_has_met_four_times(sample):
    assert told(of_paragraph(sample, "212"), "gap", "waiting_on", "age_days", "age_meetings") == [
        ("föreslaget men aldrig upptaget", RS, 1157, 4)
    ]


def test_paragraphs_210_211_and_215_were_handed_over_without_a_proposal(sample):
    rows = sample.filter(pl.col("gap") == Gap.NO_PROPOSAL.value)
    assert rows["paragraph"].to_list() == ["210", "211", "215"]


def test_the_conditions_of_items_13_to_15_were_never_met(sample):
    rows = sample.filter(
        pl.col("gap") == Gap.CONDITION.value, pl.col("organisation") == "Region Västerbotten"
    )
    assert told(rows, "paragraph", "clause_no") == [("13", 2), ("14", 1), ("15", 1)]


def test_paragraph_220_lacks_nothing(sample):
    assert of_paragraph(sample, "220").height == 0


def test_the_boards_investment_of_63_million_is_a_warning_and_no_breach(sample):
    rows = sample.filter(pl.col("gap") == Gap.UNFUNDED.value)
    assert told(rows, "amount", "waiting_on", "is_breach") == [(Decimal(63_000_000), RS, False)]


def test_every_delegated_decision_of_the_notice_is_reported(sample):
    rows = sample.filter(pl.col("gap") == Gap.NOT_REPORTED.value)
    assert rows["paragraph"].to_list() == ["216"]

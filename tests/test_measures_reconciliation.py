import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.measures.reconciliation import (
    ROWS,
    Bucket,
    in_order,
    of_rows,
    per_bucket,
    to_sort_out,
)  # fmt: skip
from followup.measures.reconciliation_sides import left_out
from followup.measures.reconciliation_words import other_amounts
from tests.followed import samples
from tests.reconciling import (
    DAY,
    FU,
    RF,
    RS,
    both,
    change,
    clause,
    frames_of,
    grant,
    reconciliation_of,
)  # fmt: skip

LATER = DAY + dt.timedelta(days=30)


def told(found, *columns):
    return found.rows.select(columns or ("bucket", "differs", "lines", "lines_amount")).rows()


def buckets(found):
    return found.rows["bucket"].to_list()


# --- one matter ---------------------------------------------------------------------------------


def test_a_decision_and_its_row_agree_and_tell_both_sides():
    found = both(
        [clause(1000, recipient="HSN", funding_source="Reserven", row=7, source="Protokoll")],
        [change(1000, to_unit="hsn", from_unit="Reserven", row=3)],
    )
    assert found.rows.columns == list(ROWS)
    assert found.rows.drop("matter").to_dicts() == [{
        "bucket": "stämmer", "differs": None, "is_rounded": False, "is_line": False, "pair": 0,
        "line_at": None, "clauses": 1, "decided_amount": Decimal(1000), "lines": 1,
        "lines_amount": Decimal(1000), "first_year": 2024, "last_year": 2024,
        "line_giver": "Reserven", "line_recipient": "hsn", "organisation": "Region Ett",
        "budget_year": 2024, "amount": Decimal(1000), "state": "beslutad", "condition": None,
        "body": RF, "decided_on": DAY, "paragraph": "9", "source": "Protokoll",
        "file": "a.xlsx", "sheet": "Beslut", "row": 7, "matter_no": "RS 1",
        "title": "Tilläggsbudget", "clause_no": 1, "clause": "bevilja medel",
        "amount_kind": "tilläggsanslag", "funding_source": "Reserven", "recipient": "HSN",
    }]  # fmt: skip
    assert found.lines.select("pair", "sheet", "row").rows() == [(0, "Budgetändringar", 3)]


@pytest.mark.parametrize(
    ("fields", "bucket", "differs"),
    [
        ({"amount": Decimal(900)}, "belopp skiljer", "belopp"),
        ({"budget_year": 2025}, "år skiljer", "år"),
        ({"to_unit": "RUN"}, "mottagare skiljer", "mottagare"),
        ({"amount": Decimal(900), "to_unit": "RUN"}, "belopp skiljer", "belopp, mottagare"),
        ({"budget_year": 2025, "to_unit": "RUN"}, "år skiljer", "år, mottagare"),
        ({"amount": Decimal(900), "budget_year": 2025}, "belopp skiljer", "belopp, år"),
    ],
)
def test_what_differs_first_is_the_bucket_and_all_of_it_is_told(fields, bucket, differs):
    found = both([clause(1000, recipient="HSN")], [change(1000, to_unit="HSN") | fields])
    assert told(found, "bucket", "differs") == [(bucket, differs)]


def test_a_decision_without_a_row_and_a_row_without_a_decision_are_found():
    found = both([clause(1000)], [change(1000, registry_no="RS 2", purpose="bygge")])
    assert told(found, "bucket", "is_line", "amount", "lines_amount", "matter_no") == [
        ("beslut utan rad", False, Decimal(1000), None, "RS 1"),
        ("rad utan beslut", True, Decimal(1000), Decimal(1000), "RS 2"),
    ]


def test_a_condition_that_is_not_met_goes_before_all_that_differs():
    found = both([clause(1000, condition="om staten betalar")], [change(900)])
    assert told(found) == [("villkorat belopp", "belopp", 1, Decimal(900))]


def test_a_commitment_is_never_compared():
    found = both(
        [
            clause(1000, amount_kind="borgen"),
            clause(7, amount_kind="upphandlingsvärde", clause_no=2),
        ],
        [change(1000)],
    )
    assert buckets(found) == ["åtagande", "åtagande", "rad utan beslut"]


@pytest.mark.parametrize("kind", ["kostnad", "statsbidrag"])
def test_amounts_that_are_not_of_the_budget_are_not_asked_for(kind):
    assert both([clause(1000, amount_kind=kind)]).rows.height == 0


def test_an_amount_without_a_kind_may_be_of_the_budget():
    assert buckets(both([clause(1000, amount_kind=None)])) == ["beslut utan rad"]


def test_a_blank_recipient_or_year_tells_nothing():
    found = both(
        [clause(1000, recipient="HSN"), clause(5, clause_no=2, budget_year=None, recipient="HSN")],
        [change(1000), change(5, to_unit="HSN", budget_year=2031)],
    )
    assert told(found, "bucket", "differs") == [("stämmer", None), ("stämmer", None)]


def test_a_row_to_an_appropriation_of_the_board_is_to_the_board():
    line = {"board": "HSN", "appropriation": "Primärvård"}
    found = both(
        [clause(1000, recipient="HSN")], [change(1000, to_unit="Primärvård")], lines=[line]
    )
    assert buckets(found) == ["stämmer"]


# --- several of a matter ------------------------------------------------------------------------


def test_rows_that_sum_to_the_decision_agree():
    found = both([clause(1000)], [change(400), change(350), change(250)])
    assert told(found) == [("stämmer", None, 3, Decimal(1000))]


def test_decisions_and_rows_are_paired_one_to_one_before_they_are_summed():
    found = both([clause(1000), clause(300, clause_no=2)], [change(300), change(600), change(400)])
    assert told(found) == [
        ("stämmer", None, 2, Decimal(1000)), ("stämmer", None, 1, Decimal(300)),
    ]  # fmt: skip


def test_equal_amounts_go_to_the_recipient_that_is_named():
    clauses = [clause(5, recipient="A"), clause(5, clause_no=2, recipient="B")]
    found = both(clauses, [change(5, to_unit="B"), change(5, to_unit="A")])
    assert told(found, "bucket", "line_recipient") == [("stämmer", "A"), ("stämmer", "B")]


def test_the_grants_of_an_appropriation_are_summed_for_the_decision_that_gives_them():
    grants = [
        grant(60, appropriation="Idrott", recipient="A"),
        grant(40, appropriation="Idrott", recipient="B"),
        grant(70, appropriation="Kultur", recipient="C"),
        grant(20, appropriation="Kultur", recipient="D"),
    ]
    clauses = [clause(90, amount_kind="fördelning"), clause(100, clause_no=2)]
    assert told(both(clauses, grants=grants), "bucket", "line_giver", "lines") == [
        ("stämmer", "Kultur", 2), ("stämmer", "Idrott", 2),
    ]  # fmt: skip


def test_grants_that_name_no_decision_are_not_asked_for_one():
    grants = [grant(60, registry_no=None), grant(50, registry_no=None, paragraph="3")]
    assert both([clause(7)], grants=grants).rows["is_line"].to_list() == [False]


def test_several_decisions_and_rows_that_sum_alike_agree_together():
    found = both([clause(700), clause(300, clause_no=2)], [change(600), change(400)])
    columns = ("bucket", "clauses", "decided_amount", "lines", "lines_amount")
    pair = ("stämmer", 2, Decimal(1000), 2, Decimal(1000))
    assert told(found, *columns) == [pair, pair]


def test_what_differs_is_told_by_recipient_when_several_decisions_are_left():
    clauses = [clause(1000, recipient="A"), clause(500, clause_no=2, recipient="B")]
    found = both(clauses, [change(400, to_unit="B"), change(900, to_unit="A")])
    assert told(found) == [
        ("belopp skiljer", "belopp", 1, Decimal(900)),
        ("belopp skiljer", "belopp", 1, Decimal(400)),
    ]


def test_a_single_decision_that_differs_has_all_rows_of_its_year():
    found = both(
        [clause(1000, recipient="A")], [change(600, to_unit="A"), change(300, to_unit="B")]
    )
    assert told(found) == [("belopp skiljer", "belopp", 2, Decimal(900))]


def test_a_sum_over_the_years_of_a_matter_is_another_year():
    found = both([clause(1000)], [change(600), change(400, budget_year=2025)])
    assert told(found, "bucket", "differs", "first_year", "last_year") == [
        ("år skiljer", "år", 2024, 2025)
    ]


def test_a_sum_agrees_within_the_rounding_of_the_words():
    words = {"clause": "omdisponera 2,8 miljoner kronor"}
    parts = [change(1_632_000), change(1_157_000)]
    rounded = both([clause(2_800_000, **words)], parts)
    assert told(rounded, "bucket", "differs", "is_rounded") == [("stämmer", None, True)]
    exact = both([clause(2_800_000)], parts)
    assert told(exact, "bucket", "differs", "is_rounded") == [("belopp skiljer", "belopp", False)]


def test_other_matters_and_other_organisations_are_never_paired():
    elsewhere = change(1000, organisation="Region Två")
    assert sorted(buckets(both([clause(1000)], [elsewhere]))) == [
        "beslut utan rad", "rad utan beslut",
    ]  # fmt: skip


# --- matters, bodies and time -------------------------------------------------------------------


def test_a_row_without_a_number_belongs_to_the_item_of_its_body_date_and_paragraph():
    row = change(1000, registry_no=None, body="RF", decided_on=DAY, paragraph="9")
    assert buckets(both([clause(1000)], [row])) == ["stämmer"]
    assert buckets(both([clause(1000)], [row | {"paragraph": "8"}])) == [
        "beslut utan rad", "rad utan beslut",
    ]  # fmt: skip


def test_a_row_with_a_number_that_the_register_lacks_is_looked_for_by_its_item():
    row = change(1000, registry_no="RS 7", body=RF, decided_on=DAY, paragraph="9")
    assert buckets(both([clause(1000)], [row])) == ["stämmer"]


def proposal(**fields):
    return clause(1000, body=FU, decision_kind="föreslår", next_body=RS, final_body=RF) | fields


def test_a_matter_of_several_bodies_counts_once_with_its_latest_amount():
    later = clause(900, meeting_date=LATER, paragraph="40", row=3)
    found = both([proposal(row=2), later], [change(900)])
    assert told(found, "bucket", "state", "amount", "row", "decided_on") == [
        ("stämmer", "beslutad", Decimal(900), 3, LATER)
    ]
    before = both([proposal(row=2), later], [change(1000)], as_of=DAY)
    assert told(before, "bucket", "state", "amount", "row") == [
        ("stämmer", "föreslagen", Decimal(1000), 2)
    ]


def test_a_decision_that_does_not_repeat_the_amount_has_that_of_the_proposal():
    later = clause(0, meeting_date=LATER, paragraph="40", row=3) | {"amount": None}
    found = both([proposal(row=2), later], [change(1000)])
    assert told(found, "bucket", "state", "amount", "row") == [
        ("stämmer", "beslutad", Decimal(1000), 2)
    ]


def test_the_same_change_of_two_bodies_is_one_row():
    row = {"purpose": "bygge", "decided_on": DAY, "paragraph": "9"}
    changes = [change(1000, body=FU, **row), change(1000, body=RF, **row | {"decided_on": LATER})]
    assert told(both([clause(1000)], changes)) == [("stämmer", None, 1, Decimal(1000))]


@pytest.mark.parametrize(
    "fields", [{"outcome": "avslag"}, {"outcome": "besvarad"}, {"decision_kind": "utgår"}]
)
def test_what_is_refused_or_withdrawn_is_left_out_and_counted(fields):
    all_clauses, changes, rows, _ = frames_of([clause(1000, **fields)], [change(1000)])
    assert all_clauses["stands"].to_list() == [False]
    assert left_out(all_clauses, changes).select("organisation", "clauses").rows() == [
        ("Region Ett", 1)
    ]
    assert both([clause(1000, **fields)], []).rows.height == 0
    if fields != {"outcome": "besvarad"}:
        assert rows.height == 0


# --- budget lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names", [{"recipient": "hsn"}, {"funding_source": "Primärvård"}, {"recipient": "primärvård"}]
)
def test_what_no_row_matches_is_looked_for_in_the_budget_by_name_year_and_amount(names):
    line = {"board": "HSN", "appropriation": "Primärvård", "original": Decimal(1000)}
    assert told(both([clause(1000, **names)], lines=[line]), "bucket", "line_recipient") == [
        ("stämmer", "Primärvård")
    ]
    assert buckets(both([clause(1000, **names)], lines=[line | {"budget_year": 2023}])) == [
        "beslut utan rad"
    ]
    assert buckets(both([clause(1001, **names)], lines=[line])) == ["beslut utan rad"]


def test_a_budget_line_is_for_one_decision_and_never_a_row_without_one():
    line = {"board": "HSN", "original": Decimal(1000)}
    clauses = [
        clause(1000, recipient="HSN", registry_no=f"RS {at}", paragraph=str(at)) for at in (1, 2)
    ]
    found = both(clauses, lines=[line, line | {"board": "RUN"}])
    assert buckets(found) == ["stämmer", "beslut utan rad"]
    assert found.lines["board"].to_list() == ["HSN"]


# --- invariants ---------------------------------------------------------------------------------

_MATTERS = st.sampled_from(["RS 1", "RS 2"])
_SMALL = st.integers(0, 4)
_NAMES = st.sampled_from([None, "A", "B"])
_YEARS = st.sampled_from([2024, 2025])
clauses_drawn = st.lists(
    st.builds(
        lambda amount, registry_no, budget_year, recipient: {
            "amount": amount, "registry_no": registry_no, "budget_year": budget_year,
            "recipient": recipient,
        },
        _SMALL, _MATTERS, st.one_of(st.none(), _YEARS), _NAMES,
    ),
    min_size=1, max_size=7,
)  # fmt: skip
changes_drawn = st.lists(
    st.builds(
        lambda amount, registry_no, budget_year, to_unit, from_unit: change(
            amount, registry_no=registry_no, budget_year=budget_year, to_unit=to_unit,
            from_unit=from_unit,
        ),
        _SMALL, _MATTERS, _YEARS, _NAMES, _NAMES,
    ),
    max_size=7,
)  # fmt: skip


def numbered(drawn):
    return [clause(**one, clause_no=at, clause=f"sats {at}") for at, one in enumerate(drawn, 1)]


@given(clauses_drawn, changes_drawn)
@settings(max_examples=60, deadline=None)
def test_every_decision_and_every_row_is_in_exactly_one_bucket(drawn, changes):
    found = both(numbered(drawn), changes)
    decided = found.rows.filter(~pl.col("is_line"))
    assert decided.height == len(drawn)
    assert sorted(found.lines["line_at"]) == list(range(len(changes)))
    alone = found.lines.filter(pl.col("pair").is_null())["line_at"].to_list()
    assert found.rows.drop_nulls("line_at")["line_at"].to_list() == alone
    assert set(buckets(found)) <= {str(one) for one in Bucket}
    amounts = per_bucket(found.rows)
    whole = sum(one["amount"] for one in drawn) + sum(changes[at]["amount"] for at in alone)
    assert amounts["amount"].sum() == whole
    assert amounts["count"].sum() == len(drawn) + len(alone)


@given(clauses_drawn, changes_drawn)
@settings(max_examples=60, deadline=None)
def test_pairs_are_of_one_matter_and_agree_only_when_their_sums_do(drawn, changes):
    found = both(numbered(drawn), changes)
    pairs = found.rows.drop_nulls("pair")
    beside = pairs.join(found.lines.select("pair", pl.col("registry_no")), on="pair")
    assert (beside["matter_no"] == beside["registry_no"]).all()
    agrees = pl.col("lines_amount") == pl.col("decided_amount")
    differs = pl.col("differs").str.contains("belopp").fill_null(value=False)
    assert pairs.select((agrees == ~differs).all()).item()


@given(clauses_drawn, changes_drawn, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_rows_does_not_matter(drawn, changes, chance):
    conditions = [{"condition": "om staten betalar"} if at % 3 == 0 else {} for at in range(9)]
    clauses = [one | more for one, more in zip(numbered(drawn), conditions, strict=False)]
    named = [one | {"number": str(at)} for at, one in enumerate(changes)]
    one = both(clauses, named)
    other = both(chance.sample(clauses, len(clauses)), chance.sample(named, len(named)))
    assert per_bucket(one.rows).equals(per_bucket(other.rows))


# --- what is made of it -------------------------------------------------------------------------


def test_each_organisation_has_every_bucket_with_count_and_amount():
    proposed = clause(5, decision_kind="föreslår", next_body=RF, registry_no="RS 3", paragraph="3")
    found = both([clause(1000), proposed], [change(1000), change(7, registry_no="RS 2")])
    rows = per_bucket(found.rows)
    assert rows["bucket"].to_list() == [str(one) for one in Bucket]
    assert rows.filter(pl.col("count") > 0).rows() == [
        ("Region Ett", "stämmer", 1, 1, 0, Decimal(1000)),
        ("Region Ett", "beslut utan rad", 1, 0, 1, Decimal(5)),
        ("Region Ett", "rad utan beslut", 1, 0, 0, Decimal(7)),
    ]


def test_what_is_to_be_sorted_out_comes_first_and_the_largest_of_it_before_the_rest():
    clauses = [
        clause(amount, registry_no=f"RS {amount}", paragraph=str(amount)) for amount in (1, 3, 2)
    ]
    found = both(clauses, [change(3, registry_no="RS 3")])
    assert in_order(found.rows)["amount"].to_list() == [2, 1, 3]
    assert to_sort_out(found.rows)["amount"].to_list() == [2, 1]


def test_the_lines_of_some_rows_are_those_beside_them():
    found = both(
        [clause(1000), clause(5, registry_no="RS 2", paragraph="2")],
        [change(1000), change(5, registry_no="RS 2"), change(9, registry_no="RS 3")],
    )
    some = found.rows.filter(pl.col("matter_no").is_in(["RS 2", "RS 3"]))
    assert of_rows(found, some)["amount"].to_list() == [5, 9]


def test_other_amounts_in_words_are_told_with_the_side_that_they_stand_on():
    found = both(
        [clause(1000, clause="bevilja 1 000 kr av 4 000 kr")],
        [change(1000, comment="3 000 kr"), change(9, registry_no="RS 2", comment="8 kr")],
    )
    assert other_amounts(found.rows, found.lines).rows() == [
        (0, Decimal(4000)), (0, Decimal(3000)), (1, Decimal(8)),
    ]  # fmt: skip


def test_nothing_is_reconciled_to_nothing():
    found = both([])
    assert (found.rows.height, found.lines.height, per_bucket(found.rows).height) == (0, 0, 0)


def test_many_alike_of_one_matter_are_paired_by_turn():
    many = 3_000
    clauses = [clause(5, clause_no=at, clause=str(at)) for at in range(many)]
    found = both(clauses, [change(5)] * (many - 1))
    assert found.rows.group_by("bucket").len().sort("len").rows() == [
        ("beslut utan rad", 1), ("stämmer", many - 1),
    ]  # fmt: skip


# --- the samples --------------------------------------------------------------------------------


def test_the_minutes_are_reconciled_as_they_were_written():
    found = reconciliation_of(samples(), dt.date(2025, 6, 30))
    assert told(found, "paragraph", "bucket", "amount", "lines", "lines_amount") == [
        ("17", "åtagande", 168_000_000, None, None),
        ("21", "åtagande", 245_610_000, None, None),
        (None, "beslut utan rad", 63_000_000, None, None),
        ("212", "stämmer", 2_789_000, 4, 2_789_000),
        ("213", "stämmer", 2_476_000, 8, 2_476_000),
        ("217", "villkorat belopp", 4_398_000, 1, 4_398_000),
        ("221", "stämmer", 7_263_000, 1, 7_263_000),
    ]
    conditional = found.rows.filter(pl.col("paragraph") == "217")
    assert other_amounts(conditional, of_rows(found, conditional))["stated"].to_list() == [
        8_797_988, 4_398_994,
    ]  # fmt: skip

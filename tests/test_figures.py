import datetime as dt
from decimal import Decimal

from data_models.dataset import Loaded
from followup.figures import figures_of
from tests import frames
from tests.frames import frame
from tests.making import load_kind, row

TODAY = dt.date(2025, 1, 1)


def _figures(as_of=TODAY, **kinds):
    return figures_of(Loaded("a.xlsx", "", frames.dataset(**kinds)), as_of)


def test_every_figure_has_the_five_keys_and_a_number_as_text():
    found = _figures(decisions=frame("decisions", {"amount": Decimal("1213000.50")}))
    assert found == [
        {"figure": "dataset.rows", "organisation": "Region Ett",
         "dimensions": {"kind": "decisions"}, "value": "1", "unit": "antal"},
        {"figure": "decisions.clauses", "organisation": "Region Ett",
         "dimensions": {"body": "Finansutskottet"}, "value": "1", "unit": "antal"},
        {"figure": "decisions.amount", "organisation": "Region Ett",
         "dimensions": {"amount_kind": None, "year": None}, "value": "1213000.50", "unit": "kr"},
        {"figure": "chain.clauses", "organisation": "Region Ett",
         "dimensions": {"state": "slutligt beslutat"}, "value": "1", "unit": "antal"},
        {"figure": "chain.waiting", "organisation": None,
         "dimensions": {"body": None}, "value": "0", "unit": "antal"},
        {"figure": "chain.conditional", "organisation": "Region Ett",
         "dimensions": {}, "value": "0", "unit": "antal"},
        {"figure": "chain.unfunded", "organisation": "Region Ett",
         "dimensions": {}, "value": "0", "unit": "antal"},
        {"figure": "meeting.items", "organisation": "Region Ett",
         "dimensions": {"body": "Finansutskottet", "date": "2024-12-17"},
         "value": "1", "unit": "antal"},
        {"figure": "since_last.moves", "organisation": "Region Ett",
         "dimensions": {"body": "Finansutskottet", "date": "2024-12-17",
                        "movement": "ny att-sats"}, "value": "1", "unit": "antal"},
    ]  # fmt: skip


def test_nothing_loaded_gives_no_figures():
    assert _figures() == []


def test_a_kind_that_is_not_loaded_gives_no_figure():
    meeting = {"organisation": "Region Ett", "body": "RS", "date": dt.date(2024, 12, 17)}
    names = {one["figure"] for one in _figures(meetings=frame("meetings", meeting))}
    assert names == {"dataset.rows"}


def test_a_kind_loaded_without_rows_sums_to_zero():
    values = {one["figure"]: one["value"] for one in _figures(decisions=frame("decisions"))}
    assert values == {
        "dataset.rows": "0", "decisions.clauses": "0", "decisions.amount": "0",
        "chain.clauses": "0", "chain.waiting": "0", "chain.conditional": "0",
        "chain.unfunded": "0",
    }  # fmt: skip


def test_figures_are_as_of_a_date():
    rows = frame(
        "decisions",
        {"meeting_date": dt.date(2024, 1, 1), "amount": Decimal(5)},
        {"meeting_date": dt.date(2024, 12, 1), "amount": Decimal(7)},
    )
    june = _figures(dt.date(2024, 6, 1), decisions=rows)
    assert {one["figure"]: one["value"] for one in june} == {
        "dataset.rows": "1", "decisions.clauses": "1", "decisions.amount": "5.00",
        "chain.clauses": "1", "chain.waiting": "0", "chain.conditional": "0",
        "chain.unfunded": "0", "meeting.items": "1", "since_last.moves": "1",
    }  # fmt: skip


def test_large_amounts_are_written_out_and_exact():
    amount = Decimal("999999999999999999.99")
    rows = frame("decisions", {"amount": amount}, {"amount": amount})
    (found,) = [one for one in _figures(decisions=rows) if one["figure"] == "decisions.amount"]
    assert found["value"] == "1999999999999999999.98"


def test_organisations_are_told_apart():
    rows = frame("decisions", {"organisation": "A"}, {"organisation": "B"})
    found = _figures(decisions=rows)
    assert [one["organisation"] for one in found if one["figure"] == "decisions.clauses"] == [
        "A", "B",
    ]  # fmt: skip


def test_assignments_give_their_figures_as_of_the_day():
    rows = frame("assignments", {"due_date": dt.date(2024, 6, 1), "due_precision": "dag"})
    found = _figures(dt.date(2024, 7, 1), assignments=rows)
    assert {one["figure"]: one["value"] for one in found} == {
        "dataset.rows": "1", "assignments.open": "1", "assignments.overdue": "1",
        "assignments.due_soon": "0", "assignments.no_deadline": "0", "assignments.running": "0",
        "assignments.no_owner": "1", "assignments.postponed": "0",
        "assignments.median_age_days": "182", "assignments.no_board": "1",
    }  # fmt: skip


def _example(kind):
    return load_kind(kind, row(kind)).dataset[kind]


def test_motions_delegations_and_indicators_give_theirs():
    found = _figures(
        decisions=frame("decisions", {"case_kind": "motion"}),
        delegated_decisions=load_kind("delegated_decisions", row("delegated_decisions")).dataset[
            "delegated_decisions"
        ],
        indicators=load_kind("indicators", row("indicators")).dataset["indicators"],
    )
    names = {one["figure"].split(".")[0] for one in found}
    assert names == {
        "dataset", "decisions", "chain", "motions", "delegations", "indicators", "meeting",
        "since_last",
    }  # fmt: skip

import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.measures.assignments import assignments
from followup.measures.motions import raised
from followup.measures.suggestions import as_assignments, suggestions
from tests.followed import samples
from tests.frames import frame


def found(*clauses, given=(), **fields):
    """Suggestions from att-satser of one matter."""
    rows = [
        {"clause": clause, "clause_no": at, "registry_no": "RS 1-2024"} | fields
        if isinstance(clause, str) else clause
        for at, clause in enumerate(clauses, 1)
    ]  # fmt: skip
    return suggestions(frame("decisions", *rows), frame("assignments", *given))


def told(suggested, *columns):
    return suggested.select(columns).rows()


@pytest.mark.parametrize(
    ("clause", "quoted", "recipient"),
    [
        ("ge regiondirektören i uppdrag att utreda frågan. Sedan annat",
         "ge regiondirektören i uppdrag att utreda frågan", "regiondirektören"),
        ("Regionstyrelsen ger hälso- och sjukvårdsnämnden i uppdrag att spara",
         "ger hälso- och sjukvårdsnämnden i uppdrag att spara", "hälso- och sjukvårdsnämnden"),
        ("att uppdra åt förvaltningen att komma med förslag",
         "uppdra åt förvaltningen att komma med förslag", "förvaltningen"),
        ("uppdras åt ekonomidirektören, efter samråd, att räkna",
         "uppdras åt ekonomidirektören, efter samråd, att räkna", "ekonomidirektören"),
        ("Regiondirektören får i uppdrag att teckna avtal",
         "får i uppdrag att teckna avtal", "Regiondirektören"),
        ("återkomma till styrelsen med en plan", "återkomma till styrelsen med en plan", None),
        ("återredovisning av åtgärder ska lämnas", "återredovisning av åtgärder ska lämnas", None),
        ("nämnden ska återrapportera i maj", "återrapportera i maj", None),
        ("godkänna redovisningen och ge regiondirektören tre uppdrag",
         "ge regiondirektören tre uppdrag", "regiondirektören"),
        ("uppdrag a: riskbedöma förslagen", "uppdrag a: riskbedöma förslagen", None),
        ("GE DIREKTÖREN I UPPDRAG ATT SKRIVA", "GE DIREKTÖREN I UPPDRAG ATT SKRIVA", "DIREKTÖREN"),
    ],
)  # fmt: skip
def test_the_words_that_give_an_assignment_are_quoted_with_who_is_to_do_it(
    clause, quoted, recipient
):
    assert told(found(clause), "quoted", "recipient") == [(quoted, recipient)]


@pytest.mark.parametrize(
    "clause",
    [
        "godkänna rapporten",
        "godkänna återrapporteringen",
        "lägga återrapporten till handlingarna",
        "notera informationen om återredovisning",
        "anse uppdraget slutfört",
        "fastställa uppdrag och regler",
        "ge föreningen 500 000 kronor",
        "anse sig ha fått informationen",
    ],
)
def test_other_words_give_none(clause):
    assert found(clause).height == 0


@pytest.mark.parametrize(
    "fields",
    [{"outcome": "avslag"}, {"decision_kind": "utgår"}, {"decision_kind": "informeras"}],
)
def test_what_is_rejected_withdrawn_or_informed_of_gives_none(fields):
    assert found("ge direktören i uppdrag att spara", **fields).height == 0


def test_recipient_of_the_register_stands_in_when_the_words_name_none():
    assert told(found("återkomma med plan", recipient="Nämnden"), "recipient") == [("Nämnden",)]


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("i april 2022 med organisation", "april 2022"),
        ("senast den 1 maj 2022", "1 maj 2022"),
        ("senast 2022-01-26", "2022-01-26"),
        ("under första halvåret 2022", "under första halvåret 2022"),
        ("inom 6 månader", "inom 6 månader"),
        ("inom sex månader", "inom sex månader"),
        ("under Q1 2025", "Q1 2025"),
        ("i samband med årsredovisning 2025", "i samband med årsredovisning 2025"),
        ("vid samtliga sammanträden", "samtliga sammanträden"),
        ("löpande", "löpande"),
        ("senast vid nästa sammanträde", "senast vid nästa sammanträde"),
        ("så snart det går", None),
    ],
)
def test_the_deadline_is_read_as_it_is_written(words, deadline):
    assert told(found(f"återkomma {words}"), "deadline") == [(deadline,)]


# --- what Uppdrag has ---------------------------------------------------------------------------

GIVES = "ge direktören i uppdrag att spara"
THIS = {"decided_on": dt.date(2024, 12, 17), "body": "Finansutskottet"}


def test_a_matter_whose_assignments_are_in_uppdrag_gives_no_suggestion():
    assert found(GIVES, given=[{"registry_no": "RS 1-2024"}]).height == 0
    assert found(GIVES, given=[{"registry_no": "RS 2-2024"}]).height == 1
    other = {"registry_no": "RS 1-2024", "organisation": "Region Två"}
    assert found(GIVES, given=[other]).height == 1


def test_history_of_one_assignment_counts_once():
    rows = [{"registry_no": "RS 1-2024"},
            {"registry_no": "RS 1-2024", "status_date": dt.date(2024, 1, 2)}]  # fmt: skip
    twice = found(GIVES, "återkomma i maj", given=rows)
    assert told(twice, "named_in_matter", "given_in_matter") == [(2, 1), (2, 1)]


def test_without_a_registry_number_body_day_and_paragraph_tie():
    same = THIS | {"paragraph": "212"}
    assert found(GIVES, registry_no=None, given=[same]).height == 0
    assert found(GIVES, registry_no=None, given=[same | {"body": "FINANSUTSKOTTET"}]).height == 0
    assert found(GIVES, registry_no=None, given=[same | {"paragraph": "9"}]).height == 1
    assert found(GIVES, registry_no=None, given=[same | {"body": "Nämnden"}]).height == 1


def test_without_either_nothing_can_be_tied_and_the_same_days_assignments_are_told():
    suggested = found(GIVES, registry_no=None, paragraph=None, given=[THIS])
    assert told(suggested, "given_in_matter", "given_same_day") == [(None, 1)]


def test_a_heading_that_names_the_clauses_below_it_is_left_out_and_its_recipient_holds():
    suggested = found("ge direktören två uppdrag", "uppdrag a: utreda", "uppdrag b: återkomma")
    assert told(suggested, "clause_no", "recipient", "named_in_matter") == [
        (2, "direktören", 2), (3, "direktören", 2),
    ]  # fmt: skip


def test_a_heading_that_names_more_than_stand_below_it_is_offered():
    suggested = found("ge direktören tre uppdrag", "uppdrag a: utreda")
    assert told(suggested, "clause_no", "named", "named_in_matter") == [(1, 3, 3), (2, 1, 3)]


def test_one_wording_that_several_bodies_passed_on_is_offered_once_as_the_latest_has_it():
    suggested = found(
        GIVES,
        {"clause": GIVES.upper(), "registry_no": "RS 1-2024", "body": "Regionstyrelsen",
         "meeting_date": dt.date(2025, 1, 20)},
    )  # fmt: skip
    assert told(suggested, "body", "named_in_matter") == [("Regionstyrelsen", 1)]


def test_a_suggestion_is_known_by_where_its_clause_stands():
    ids = found(GIVES, "återkomma i maj")["suggestion_id"].to_list()
    assert ids == [
        "Finansutskottet, 2024-12-17, § 212, att-sats 1",
        "Finansutskottet, 2024-12-17, § 212, att-sats 2",
    ]
    untold = found({"clause": GIVES, "clause_no": None, "paragraph": None})
    assert untold["suggestion_id"].to_list() == [
        f"Finansutskottet, 2024-12-17, Tilläggsbudget, att-sats {GIVES}"
    ]


def test_no_decisions_give_no_suggestions():
    assert found().height == 0


# --- granted ------------------------------------------------------------------------------------

MOTION = {
    "clause": "bifalla motionen", "title": "Motion om bussar", "case_kind": "motion",
    "outcome": "bifall", "registry_no": "RS 1-2024", "body": "Regionfullmäktige",
}  # fmt: skip
DECIDED = dt.date(2024, 12, 17)


def test_a_granted_motion_without_assignment_is_offered_as_one():
    columns = ("task", "quoted", "case_kind", "named_in_matter", "given_in_matter")
    assert told(found(MOTION), *columns) == [
        ("Motion om bussar: bifalla motionen", "bifalla motionen", "motion", 1, 0)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "avslag"},
        {"outcome": "besvarad"},
        {"decision_kind": "föreslår"},
        {"final_body": "Regionstyrelsen"},
        {"case_kind": "ärende"},
    ],
)
def test_only_what_the_final_body_grants_of_raised_matters_is_offered(fields):
    assert found(MOTION | fields).height == 0


@pytest.mark.parametrize(
    ("given_on", "offered"),
    [(DECIDED - dt.timedelta(days=1), 1), (DECIDED, 0), (DECIDED + dt.timedelta(days=1), 0)],
)
def test_an_assignment_given_before_the_bifall_only_prepared_it(given_on, offered):
    given = {"registry_no": "RS 1-2024", "decided_on": given_on}
    assert found(MOTION, given=[given]).height == offered


def test_a_motion_granted_in_words_that_give_an_assignment_is_offered_by_those_words():
    assert told(found(MOTION, MOTION | {"clause": GIVES, "clause_no": 2}), "clause") == [(GIVES,)]


def test_a_motion_granted_in_two_parts_is_offered_once():
    parts = [MOTION | {"clause": f"bifalla att-sats {at}", "clause_no": at} for at in (1, 2)]
    assert told(found(*parts), "clause") == [("bifalla att-sats 1",)]


def test_a_granted_motion_that_is_taken_is_followed_until_it_is_closed():
    read = pl.DataFrame(
        schema={"text": pl.String, "base": pl.Date, "date": pl.Date, "precision": pl.String}
    )
    taken = as_assignments(found(MOTION), read)
    assert told(taken, "task", "case_kind", "registry_no", "decided_on") == [
        ("Motion om bussar: bifalla motionen", "motion", "RS 1-2024", DECIDED)
    ]
    assert suggestions(frame("decisions", MOTION), taken).height == 0
    states = assignments(taken, DECIDED)
    standing = raised(frame("decisions", MOTION), states, DECIDED)
    assert told(standing, "standing", "open_assignments") == [("bifallen, ej verkställd", 1)]


# --- taken --------------------------------------------------------------------------------------


def test_a_suggestion_that_is_taken_is_a_row_of_uppdrag():
    taken = found("ge direktören i uppdrag att återkomma i april 2025")
    read = pl.DataFrame({
        "text": ["april 2025"], "base": [dt.date(2024, 12, 17)],
        "date": [dt.date(2025, 4, 30)], "precision": ["månad"],
    })  # fmt: skip
    expected = frame(
        "assignments",
        THIS | {
            "assignment_id": "Finansutskottet, 2024-12-17, § 212, att-sats 1",
            "paragraph": "212", "registry_no": "RS 1-2024",
            "task": "ge direktören i uppdrag att återkomma i april 2025",
            "responsible": "direktören", "deadline": "april 2025",
            "due_date": dt.date(2025, 4, 30), "due_precision": "månad", "case_kind": "ärende",
            "sheet": "Beslut",
        },
    )  # fmt: skip
    rows = as_assignments(taken, read)
    assert rows.schema == KINDS["assignments"].frame_schema
    assert_frame_equal(rows, expected)
    assert assignments(rows, dt.date(2025, 5, 1))["state"].to_list() == ["försenad"]


def test_what_is_taken_is_not_offered_again():
    taken = found(GIVES)
    nothing_read = pl.DataFrame(
        schema={"text": pl.String, "base": pl.Date, "date": pl.Date, "precision": pl.String}
    )
    rows = as_assignments(taken, nothing_read)
    decisions = frame("decisions", {"clause": GIVES, "registry_no": "RS 1-2024"})
    assert suggestions(decisions, rows).height == 0


# --- the samples --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    return samples()


def test_the_words_of_the_sample_give_what_its_uppdrag_lacks_when_it_is_empty(sample):
    suggested = suggestions(sample["decisions"], sample["assignments"].clear())
    north = suggested.filter(pl.col("organisation") == "Region Västernorrland")
    assert told(north, "paragraph", "clause_no", "recipient", "deadline") == [
        ("217", 3, None, "under första halvåret 2022"),
        ("222", 2, "regiondirektören", None),
        ("222", 3, "regiondirektören", "april 2022"),
        ("222", 4, "regiondirektören", "april 2022"),
    ]


def test_of_the_whole_sample_only_the_councils_list_of_seven_is_offered(sample):
    suggested = suggestions(sample["decisions"], sample["assignments"])
    assert told(suggested, "title", "quoted", "recipient", "named", "given_in_matter",
                "given_same_day") == [
        ("Fullmäktigeuppdrag 2025",
         "ge regiondirektören uppdragen enligt direktiv 1–6; fullmäktige listar sju",
         "regiondirektören", 7, None, 11),
    ]  # fmt: skip

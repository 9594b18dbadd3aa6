import datetime as dt
from decimal import Decimal

import pytest

from followup.cells import programs as cells
from followup.cells.budget_scope import Scope
from followup.cells.programs import Programs
from followup.charts.template import LIGHT
from followup.measures import programs as measures
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from followup.measures.variance import per_line
from followup.texts.units import Unit
from tests.budgeted import rows
from tests.test_measures_programs import APRIL, AS_OF, AUGUST, DECEMBER, INCOME, report

SCOPE = Scope("Region Ett", 2025, AS_OF, Unit.KR)


def programs(*given, changed=(), register=()):
    sheet = rows("budget_lines", *given)
    found = lines(sheet, AS_OF)
    told = changes(rows("budget_changes", *changed), rows("decisions", *register), AS_OF)
    moved = legs(told, found, NO_ALIASES)
    reports = measures.course(sheet, per_line(found, moved), AS_OF)
    return Programs(reports, measures.programs(reports), found, moved, told)


def read(text):
    return text.replace("\u00a0", " ")


def course(*given, **options):
    return cells.course(programs(*given, **options), 0, SCOPE)


def standing(*given):
    return cells.standing(programs(*given), SCOPE)


OVER = (report(APRIL, 40, 110), report(AUGUST, 80, 120))
WITHIN = (
    report(APRIL, 40, 90, appropriation="Tandvård"),
    report(AUGUST, 80, 90, appropriation="Tandvård"),
)  # fmt: skip
UNTOLD = (
    report(APRIL, -40, appropriation="Avgifter", **INCOME),
    report(AUGUST, -80, appropriation="Avgifter", **INCOME),
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (OVER, "1 program går över budget 2025, Primärvård: 20 kr"),
        (OVER + WITHIN, "1 av 2 program går över budget 2025, Primärvård: 20 kr"),
        (WITHIN, "1 program går inte över budget 2025"),
        (WITHIN + UNTOLD, "Inget av 2 program går över budget 2025; 1 går inte att bedöma än"),
    ],
)
def test_the_sentence_says_how_many_go_over_and_which_the_most(given, expected):
    assert read(standing(*given).headline) == expected


def test_of_several_over_the_furthest_is_named():
    other = [one | {"appropriation": "Tandvård", "forecast": 140} for one in OVER]
    assert read(standing(*OVER, *other).headline) == (
        "2 av 2 program går över budget 2025, mest Tandvård: 40 kr"
    )


def test_a_click_on_a_bar_chooses_its_program():
    one = standing(*OVER, *WITHIN, *UNTOLD)
    assert (one.picks.filter, one.picks.values) == (
        "program", ("Primärvård, Vårdnämnden, drift", "Tandvård, Vårdnämnden, drift")
    )  # fmt: skip


def test_the_table_has_every_program_with_the_reports_that_it_passed_in():
    table = standing(*OVER, *WITHIN, *UNTOLD).table.select(
        "Anslag", "Mot budget", "Avvikelse, kr", "Prognosen passerade", "Utfallet passerade"
    )
    assert table.rows() == [
        ("Primärvård", "prognosen över budget", Decimal(-20), APRIL, None),
        ("Tandvård", "inom budget", Decimal(10), None, None),
        ("Avgifter", "går inte att bedöma än", None, None, None),
    ]


def test_more_programs_than_the_picture_has_room_for_are_said():
    many = [
        report(day, 40, 110, appropriation=f"Anslag {at}")
        for at in range(16)
        for day in (APRIL, AUGUST)
    ]
    one = standing(*many)
    assert read(one.measure).endswith("bilden visar de 15 sämsta av 16")
    assert len(one.picks.values) == 15


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            OVER,
            "Primärvård väntas gå 20 kr över budget 2025; prognosen passerade budgeten i april,"
            " utfallet inte till och med augusti",
        ),
        (
            (*OVER, report(DECEMBER, 130, 130)),
            "Primärvård gick 30 kr över budget 2025; prognosen passerade budgeten i april,"
            " utfallet i december",
        ),
        (
            (report(APRIL, 40), report(AUGUST, 101)),
            "Primärvård ligger 1 kr över budget 2025; utfallet passerade budgeten i augusti",
        ),
        (
            (report(APRIL, 40, 90), report(AUGUST, 80, 90)),
            "Primärvård väntas hålla budget 2025: prognosen är 10 kr under",
        ),
        (
            (report(APRIL, 40, 90), report(AUGUST, 80, 100)),
            "Primärvård väntas hålla budget 2025: prognosen är lika med budget",
        ),
        (
            (report(APRIL, 40, 90), report(DECEMBER, 98, 98)),
            "Primärvård höll budget 2025: utfallet blev 2 kr under",
        ),
        (
            (report(APRIL, 40), report(AUGUST, 80)),
            "Primärvård ligger inom budget 2025 till och med augusti; prognos saknas",
        ),
        (
            (report(APRIL, -40, **INCOME), report(AUGUST, -80, **INCOME)),
            "Primärvård går inte att bedöma till och med augusti 2025: prognos saknas",
        ),
    ],
)
def test_the_course_is_told_in_a_sentence_with_its_months(given, expected):
    assert read(course(*given).headline) == expected


def test_the_table_is_the_course_report_by_report():
    assert course(*OVER).table.rows() == [
        (APRIL, Decimal(100), Decimal(40), Decimal("32.88"), Decimal(60), Decimal(110),
         Decimal(-10), "prognosen över"),
        (AUGUST, Decimal(100), Decimal(80), Decimal("66.58"), Decimal(20), Decimal(120),
         Decimal(-20), "prognosen över"),
    ]  # fmt: skip


def test_an_amount_that_is_missing_is_missing_in_the_table_and_not_0():
    table = course(report(APRIL, 40), report(AUGUST, 80)).table
    assert table["Prognos, kr"].to_list() == [None, None]


def test_sources_are_reports_decided_changes_and_what_decided_them():
    given = [report(None, None, None), *OVER]
    changed = [{"to_unit": "Primärvård"}, {"to_unit": "Primärvård", "registry_no": "RS 2"}]
    one = course(*given, changed=changed, register=[{}])
    assert one.sources.select("Blad", "Rad", "§").rows() == [
        ("Budget", 2, None), ("Budget", 3, None), ("Budget", 4, None),
        ("Budgetändringar", 2, None), ("Beslut", 2, "§ 7"),
    ]  # fmt: skip


def test_a_hostile_name_is_one_line_without_signs_of_control():
    given = [one | {"appropriation": "Vård\u202e\n<b>"} for one in OVER]
    assert course(*given).headline.startswith("Vård <b> väntas gå")


def test_of_many_months_only_those_with_room_are_written_the_last_among_them():
    reports = [report(dt.date(2025, at, 28), 10 * at, 100 + at) for at in range(1, 9)]
    (bars,) = course(*reports).draw(LIGHT).select_traces({"name": "avvikelse"})
    assert [bool(one) for one in bars.text] == [False, True] * 4

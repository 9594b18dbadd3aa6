import random

import pytest

from data_models.kinds import KINDS
from followup.headers import (
    header_cell,
    meanings,
    name_hint,
    normal,
    unit_in_header,
    units_in_title,
    year_in,
)
from tests.making import table

EVERY_COLUMN = [(kind.name, column) for kind in KINDS.values() for column in kind.columns]


def variant(kind, at):
    """The headers of `kind` with the at-th other word of each, shuffled, and three rows."""
    columns = [column for column in kind.columns if column.field != "source"]
    random.Random(at).shuffle(columns)
    words = [(one.header, *one.aliases)[at % (len(one.aliases) + 1)] for one in columns]
    example = [kind.example.get(one.field) for one in columns]
    return [words, example, example, example], [one.field for one in columns]


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Belopp (tkr)", "belopp"),
        ("Belopp, kr", "belopp"),
        ("BELOPP I MNKR", "belopp"),
        ("Budget 2022", "budget"),
        ("budsjett_2013", "budsjett"),
        ("Utfall t.o.m.", "utfall t o m"),
        ("Belopp*", "belopp"),
        ("Belopp 1)", "belopp"),
        ("Sam\u00admanträdes\u00addatum", "sammanträdesdatum"),
        ("Nämnd/\nstyrelse", "nämnd styrelse"),
        ("Kronor", "kronor"),
        ("2022", "2022"),
        ("§", "§"),
    ],
)
def test_a_header_is_compared_without_unit_year_and_punctuation(text, expected):
    assert normal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Belopp kr", "kr"), ("Belopp (tkr)", "tkr"), ("Budget, kkr", "tkr"),
        ("Belopp mkr", "mnkr"),
        ("Belopp mnkr", "mnkr"), ("Belopp Mkr", "mnkr"), ("Belopp MSEK", "mnkr"),
        ("Skuld mdkr", "mdkr"), ("Tusental kronor", "tkr"), ("Tusentals kronor", "tkr"),
        ("1000-tal kr", "tkr"), ("Miljoner kronor", "mnkr"), ("Belopp", None), ("Krav", None),
        ("Mkrona", None),
    ],
)  # fmt: skip
def test_a_header_may_name_its_unit(text, expected):
    assert unit_in_header(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Belopp i tkr"], ["tkr"]),
        (["Budget 2024", "(mnkr)"], ["mnkr"]),
        (["Tusentals kronor"], ["tkr"]),
        (["Beslut om 63 mnkr till vården"], []),
        (["Beslut om 63\u00a0mnkr"], []),
        (["Belopp i kr"], []),
        (["tkr", "mnkr"], ["mnkr", "tkr"]),
        (["Driftbudget"], []),
    ],
)
def test_a_title_gives_the_unit_of_the_table_but_not_an_amount_in_prose(texts, expected):
    assert units_in_title(texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Budget 2022", 2022), ("2022–2024", None), ("Budget", None), ("20221", None)],
)
def test_a_header_names_one_year_or_none(text, expected):
    assert year_in(text) == expected


def test_a_word_means_one_field_in_one_kind_and_another_in_the_next():
    found = meanings(("beslutsdatum",))
    assert found["decisions"] == {"meeting_date": 2}
    assert found["assignments"] == {"decided_on": 3}


def test_a_longer_header_may_begin_with_a_known_word():
    assert meanings(("belopp inklusive moms",))["grants"] == {"amount": 1}
    assert "grants" not in meanings(("beloppsgräns",))


def test_the_first_reading_of_a_header_wins():
    cell = header_cell("A", ["Beslut Datum", "Datum"])
    assert meanings(cell.words)["meetings"] == {"date": 3}


def test_a_bare_year_may_head_an_amount():
    assert meanings(header_cell("A", ["2023"]).words)["budget_lines"] == {"original": 1}
    assert meanings(header_cell("A", ["-2023"]).words) == {}


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Beslut", 1.0), ("BESLUT ", 1.0), ("Beslutsregister 2024", 0.6), ("Blad1", 0.0)],
)
def test_a_sheets_name_is_a_hint(name, hint):
    assert name_hint(name, "decisions") == hint


# Aliases


@pytest.mark.parametrize(
    ("kind", "column"), EVERY_COLUMN, ids=lambda one: getattr(one, "field", one)
)
def test_every_field_has_at_least_five_other_words(kind, column):
    assert len({normal(word) for word in column.aliases} - {normal(column.header)}) >= 5


@pytest.mark.parametrize("at", range(11))
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_is_recognised_by_other_words_in_any_order(kind, at):
    rows, fields = variant(kind, at)
    understood = table(rows)
    assert understood.kind is kind
    assert list(understood.fields.values()) == fields


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_is_recognised_by_its_required_columns_under_its_own_name(kind):
    columns = [column for column in kind.columns if column.required]
    rows = [[one.header for one in columns], [kind.example[one.field] for one in columns]]
    understood = table(rows, name=kind.sheet)
    assert understood.kind is kind
    assert understood.missing == ()

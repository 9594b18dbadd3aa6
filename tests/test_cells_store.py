"""The cells of what has been accepted and of the log."""

import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.cells import store as cells
from followup.contents import accounts
from followup.store.records import Action, Author, LogEntry, Underlag, Version

SUMMER = dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC)
ANNA = Author("ekonom", "Anna Ek")


def _version(number, *, is_current, **other):
    given = {"rows": {"decisions": 3, "loans": 2}, "errors": 1, "warnings": 4, "left_out": 1}
    return Version(
        number, "Register", number, f"{number}.xlsx", "ab", 2048, SUMMER, ANNA,
        is_current=is_current, **(given | other),
    )  # fmt: skip


def test_every_underlag_tells_its_current_version_and_a_withdrawn_one_that_it_is():
    current = _version(2, is_current=True)
    frame = accounts.of_underlag(
        [Underlag("Register", 5, 2, current), Underlag("Urlyft", 2, 1, None)]
    )
    cell = cells.all_underlag(frame)
    assert cell.headline.replace("\u00a0", " ") == "1 underlag gäller, med 5 rader; 1 är lyft ur"
    expected = pl.DataFrame(
        {
            "Underlag": ["Register", "Urlyft"], "Version": [2, None],
            "Fil": ["2.xlsx", "lyft ur"], "Godkänd": ["2026-07-01 14:30", None],
            "Av": ["Anna Ek", None], "Roll": ["ekonom (uppgivet)", None], "Rader": [5, None],
            "Fel": [1, None], "Varningar": [4, None], "Versioner": [2, 1],
        }
    )  # fmt: skip
    assert_frame_equal(cell.table, expected)
    assert cell.sources.rows() == [("2.xlsx", "ab")]


def test_the_versions_of_an_underlag_tell_which_counts():
    frame = accounts.of_versions([_version(2, is_current=False), _version(1, is_current=True)])
    cell = cells.versions(frame, "Register")
    told = "Version 1 av 2 gäller, med 5 rader, godkänd 2026-07-01 14:30 av Anna Ek"
    assert cell.headline.replace("\u00a0", " ") == told
    expected = pl.DataFrame(
        {
            "Version": [2, 1], "Gäller": ["", "gäller"], "Fil": ["2.xlsx", "1.xlsx"],
            "Godkänd": ["2026-07-01 14:30"] * 2, "Av": ["Anna Ek"] * 2,
            "Roll": ["ekonom (uppgivet)"] * 2, "Rader": [5, 5], "Fel": [1, 1],
            "Varningar": [4, 4], "Utelämnade": [1, 1], "Byte": [2048, 2048],
        }
    )  # fmt: skip
    assert_frame_equal(cell.table, expected)


def test_a_withdrawn_underlag_says_that_no_version_counts():
    cell = cells.versions(accounts.of_versions([_version(1, is_current=False)]), "Register")
    assert cell.headline == "Ingen version av Register gäller; 1\u00a0version finns kvar"


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (Action.ACCEPTED, "Anna Ek godkände version 2 av Register"),
        (Action.MADE_CURRENT, "Anna Ek gjorde version 2 av Register gällande"),
        (Action.WITHDRAWN, "Anna Ek lyfte ur Register"),
        (Action.REBUILT, "Anna Ek byggde om tabellerna"),
        (Action.RESTORED, "Anna Ek återställde en säkerhetskopia"),
        (Action.LEFT, "Anna Ek lämnade ett förslag till uppdrag"),
    ],
)
def test_the_log_tells_its_latest_entry_as_a_sentence(action, told):
    entry = LogEntry(1, SUMMER, ANNA, action, "Register", 2, "")
    cell = cells.log(accounts.of_log([entry]))
    assert cell.headline == f"1\u00a0händelse; senast {told}"
    assert {action.value for action in Action} == set(cells._TOLD)


def test_the_log_shows_remarks_only_where_there_are_any():
    plain = LogEntry(1, SUMMER, ANNA, Action.ACCEPTED, "Register", 2, "")
    remarked = LogEntry(2, SUMMER, Author("drift", "Bo", "inloggad"), Action.RESTORED, None, None,
                        "kopia.zip")  # fmt: skip
    table = cells.log(accounts.of_log([remarked, plain])).table
    assert table.rows() == [
        ("2026-07-01 14:30", "Bo", "drift", "nej", "Återställd ur säkerhetskopia", "", None,
         "kopia.zip"),
        ("2026-07-01 14:30", "Anna Ek", "ekonom", "ja", "Godkänd", "Register", 2, ""),
    ]  # fmt: skip
    assert "Anmärkning" not in cells.log(accounts.of_log([plain])).table.columns


def test_an_empty_log_has_no_latest_entry():
    cell = cells.log(accounts.of_log([]), "Register")
    assert cell.headline == "0\u00a0händelser om Register"
    assert cell.table.height == 0

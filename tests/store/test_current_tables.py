"""The tables that other programs read; that they hold the current rows is asserted throughout."""

import pytest

from data_models.kinds import KINDS
from followup.store.database import Database
from tests.store.engines import execute, is_sqlite, select
from tests.store.files import EVA, accept, seen
from tests.store.whole import assert_whole


def test_files_are_tied_to_their_underlag_and_version(open_store, clock, database_url):
    store = open_store(clock)
    accept(store, "Bidrag", "ett", "bidrag.xlsx", grants=[{"amount": 1}])
    accept(store, "Bidrag", "två", "bidrag.xlsx", grants=[{"amount": 2}])
    accept(store, "Lån", "lån", "lån.xlsx", loans=[{}])
    asked = "SELECT file, underlag, version, accepted_at FROM current_files ORDER BY file"
    told = select(database_url, asked)
    assert [row[:3] for row in told] == [("bidrag.xlsx", "Bidrag", 2), ("lån.xlsx", "Lån", 1)]
    assert [str(row[3])[:19] for row in told] == ["2024-12-17 09:30:00"] * 2


def test_a_row_leads_to_its_underlag(store, database_url):
    accept(store, "Ett", "ett", grants=[{"recipient": "A"}])
    accept(store, "Två", "två", grants=[{"recipient": "B"}])
    joined = select(
        database_url,
        "SELECT recipient, underlag FROM current_grants JOIN current_files USING (file)"
        " ORDER BY recipient",
    )
    assert joined == [("A", "Ett"), ("B", "Två")]


def test_there_is_a_table_for_every_kind_before_anything_is_accepted(store, database_url):
    for kind in KINDS:
        assert select(database_url, f"SELECT count(*) FROM current_{kind}") == [(0,)]


def test_tables_of_another_shape_are_made_anew_at_the_next_start(store, open_store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    store.close()
    execute(
        database_url,
        "DROP TABLE current_grants",
        "CREATE TABLE current_no_more (x INTEGER)",
        "UPDATE store_state SET tables_signature = 'another'",
    )
    again = open_store()
    assert_whole(again, database_url)
    with Database(database_url).reading() as connection:
        tables = connection.dialect.get_table_names(connection)
    assert "current_no_more" not in tables


def test_a_rebuild_puts_right_what_somebody_changed(store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}, {"recipient": "B"}])
    column = "amount_ore" if is_sqlite(database_url) else "amount"
    execute(
        database_url,
        f"UPDATE current_grants SET {column} = 7 WHERE row = 2",
        "DELETE FROM current_files",
    )
    with pytest.raises(AssertionError, match="grants"):
        assert_whole(store, database_url)
    store.rebuild(EVA)
    assert_whole(store, database_url)
    assert select(database_url, "SELECT underlag FROM current_files") == [("Bidrag",)]


def test_kinds_that_are_gone_leave_no_rows(store, database_url):
    accept(store, "Allt", "ett", grants=[{}], loans=[{}])
    accept(store, "Allt", "två", loans=[{}])
    assert select(database_url, "SELECT count(*) FROM current_grants") == [(0,)]
    store.withdraw("Allt", EVA, seen(store, "Allt"))
    assert select(database_url, "SELECT count(*) FROM current_loans") == [(0,)]
    assert select(database_url, "SELECT count(*) FROM current_files") == [(0,)]

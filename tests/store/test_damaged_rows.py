"""Rows and bytes that are not what was stored: noticed, and never shown."""

import io

import polars as pl
import pytest

from data_models.kinds import KINDS
from followup.store.database import StoreRefused
from followup.store.frames import stored
from followup.texts.store_words import StoreRefusal
from tests.store.engines import execute, is_sqlite
from tests.store.files import EVA, accept, assert_same, assert_same_frames, made, seen
from tests.store.whole import assert_whole


def unguarded(url, table, *statements, values=()):
    """Change a table that lets nobody change it, as one who may do anything can."""
    if is_sqlite(url):
        off, on = [f"DROP TRIGGER {table}_no_update"], []
    else:
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER"]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER"]
    execute(url, *off)
    execute(url, *statements, values=values)
    execute(url, *on)


def frame_bytes(kind, *rows):
    return stored(kind, made(b"x", **{kind: rows}).dataset[kind].drop("file")).parquet


def refused(act, *args):
    with pytest.raises(StoreRefused) as told:
        act(*args)
    return told.value


def test_rows_altered_in_the_database_are_noticed(store, database_url):
    version = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    forged = frame_bytes("grants", {"amount": 2})
    statement = "UPDATE version_frames SET parquet = %s WHERE frame = 'grants'"
    unguarded(database_url, "version_frames", statement, values=[forged])
    for told in (refused(store.current), refused(store.load, version), refused(store.rebuild, EVA)):
        assert told.refusal is StoreRefusal.FRAME_DAMAGED
        assert "Återställ den senaste säkerhetskopian" in str(told)
    assert "version 1 av Bidrag" in str(refused(store.load, version))


def test_rows_made_of_several_files_are_noticed_when_altered(store, database_url):
    accept(store, "Ett", "ett", grants=[{"recipient": "A"}])
    accept(store, "Två", "två", grants=[{"recipient": "B"}])
    forged = frame_bytes("grants", {"amount": 2})
    execute(database_url, "UPDATE valid_frames SET parquet = %s WHERE frame = 'grants'",
            values=[forged])  # fmt: skip
    assert refused(store.current).refusal is StoreRefusal.FRAME_DAMAGED
    store.rebuild(EVA)
    assert_whole(store, database_url)


@pytest.mark.parametrize("at", [0, 100, -1])
def test_one_bit_is_enough_to_be_noticed(store, database_url, at):
    version = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    bits = bytearray(frame_bytes("grants", {"amount": 1}))
    bits[at] ^= 1
    statement = "UPDATE version_frames SET parquet = %s WHERE frame = 'grants'"
    unguarded(database_url, "version_frames", statement, values=[bytes(bits)])
    assert refused(store.load, version).refusal is StoreRefusal.FRAME_DAMAGED


@pytest.mark.parametrize("altered", [b"", b"ett ", b"Ett"])
def test_an_original_that_was_altered_is_not_handed_out(store, database_url, altered):
    version = accept(store, "Bidrag", "ett")
    statement = "UPDATE originals SET content = %s"
    unguarded(database_url, "originals", statement, values=[altered])
    assert refused(store.original, version).refusal is StoreRefusal.DAMAGED


def test_damaged_rows_of_one_underlag_do_not_stop_another_from_being_seen(store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    loans = accept(store, "Lån", "lån", loans=[{}])
    statement = "UPDATE version_frames SET parquet = %s WHERE frame = 'grants'"
    unguarded(database_url, "version_frames", statement, values=[b"x"])
    assert_same(store.load(loans), made(b"l\xc3\xa5n", loans=[{}]))
    assert [one.name for one in store.underlag()] == ["Bidrag", "Lån"]
    assert len(store.log()) == 2


def test_a_version_from_before_a_kind_got_a_column_still_opens(store, database_url):
    version = accept(store, "Bidrag", "ett", grants=[{"amount": 1, "body": "RS", "previous": 5}])
    older = store.load(version).dataset["grants"].drop("file", "body", "previous", "paragraph")
    into = io.BytesIO()
    older.write_parquet(into)
    kept = stored("grants", older)
    statement = "UPDATE version_frames SET parquet = %s, sha256 = %s WHERE frame = 'grants'"
    unguarded(database_url, "version_frames", statement, values=[kept.parquet, kept.sha256])
    execute(database_url, "UPDATE valid_frames SET sha256 = %s WHERE frame = 'grants'",
            values=[kept.sha256])  # fmt: skip
    empty = [pl.lit(None, KINDS["grants"].frame_schema[one]).alias(one)
             for one in ("body", "previous", "paragraph")]  # fmt: skip
    expected = made(b"ett", grants=[{"amount": 1}]).dataset["grants"].with_columns(empty)
    assert_same_frames(store.load(version).dataset.frames, {"grants": expected})
    assert_same_frames(store.current().loaded.dataset.frames, {"grants": expected})
    store.rebuild(EVA)
    assert_whole(store, database_url)
    second = accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    store.make_current(version, EVA, seen(store, "Bidrag"))
    assert store.load(second).dataset["grants"].height == 1
    assert_whole(store, database_url)


def test_rows_of_a_kind_that_only_a_newer_app_knows_are_left_to_it(store, database_url):
    version = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    statement = "UPDATE version_frames SET frame = 'satellites' WHERE frame = 'grants'"
    unguarded(database_url, "version_frames", statement)
    assert refused(store.load, version).refusal is StoreRefusal.NEWER

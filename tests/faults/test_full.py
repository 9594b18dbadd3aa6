import psycopg
import pytest

from tests.faults.full import fill, make_room, refuses_what_is_too_large, small_disk
from tests.faults.others import opened
from tests.faults.work import Job
from tests.store.engines import fresh_database, sqlite_url
from tests.store.files import accept
from tests.store.whole import assert_whole

LARGE = Job("Två", 0, seed=3, rows=2_000, size=4_000_000)
SMALL = Job("Tre", 0, seed=4, rows=10, size=1_000)


@pytest.mark.parametrize(
    ("limit", "became"),
    [
        (0, "not opened"),
        (20_000, "not opened"),
        (60_000, "refused, refused"),
        (400_000, "refused, done"),
        (1_500_000, "refused, done"),
        (3_990_000, "refused, done"),
        (40_000_000, "done, done"),
    ],
)
def test_a_sqlite_file_that_may_not_grow(tmp_path, limit, became):
    url = sqlite_url(tmp_path / "data")
    fill(url)
    assert refuses_what_is_too_large(url, LARGE, SMALL, limit) == became


def test_a_full_disk_under_sqlite(tmp_path):
    with small_disk(tmp_path / "disk", "3m") as disk:
        if disk is None:
            pytest.skip("mounting a small file system is not allowed here")
        url = sqlite_url(disk / "data")
        fill(url)
        assert refuses_what_is_too_large(url, LARGE, SMALL) == "refused, done"
        assert [one.name for one in (disk / "data").iterdir()] == ["followup.db"]


def test_postgresql_files_that_may_not_grow(own_server, tmp_path):
    large = Job("Två", 0, seed=3, rows=500, size=22_000_000)
    own_server.stop()
    own_server.start(file_size=20_000_000)
    try:
        with fresh_database("postgresql", tmp_path, own_server.address) as url:
            fill(url)
            assert refuses_what_is_too_large(url, large, SMALL) == "refused, done"
    finally:
        own_server.stop()
        own_server.start()


def test_a_full_disk_under_postgresql(own_server, tmp_path):
    """The database alone on a small disk, and then with more room."""
    with small_disk(own_server.folder / "disk", "24m", own_server.owner) as disk:
        if disk is None:
            pytest.skip("mounting a small file system is not allowed here")
        on_server(own_server.address, f"CREATE TABLESPACE small LOCATION '{disk}'")
        options = "TABLESPACE small"
        with fresh_database("postgresql", tmp_path, own_server.address, options) as url:
            fill(url)
            large = Job("Två", 0, seed=3, rows=500, size=40_000_000)
            assert refuses_what_is_too_large(url, large, SMALL).startswith("refused")
            make_room(disk, "120m")
            with opened(url) as store:
                accept(store, "Fyra", "fyra")
                assert_whole(store, url)
        on_server(own_server.address, "DROP TABLESPACE small")


def on_server(address, statement):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)

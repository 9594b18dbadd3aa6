"""Addresses and places that cannot be used: a Swedish sentence, and no password in it."""

import os
import resource

import pytest

from followup.loading import combine
from followup.store.database import FILE, StoreRefused, database_url, sqlite_url, url_of
from followup.store.store import Store
from followup.texts.store_words import StoreRefusal
from tests.store.files import accept
from tests.store.processes import processes

PASSWORD = "hemligt"
NOBODY = 65_534


def refused(monkeypatch, address):
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", address)
    with pytest.raises(StoreRefused) as told:
        Store(combine)
    assert PASSWORD not in str(told.value)
    assert "ligt" not in str(told.value)
    return told.value.refusal


@pytest.mark.parametrize(
    "address",
    [
        "hej",
        "://",
        "mysql://u:hemligt@h/d",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:hemligt@h:port/d",
        "postgresql://[::1/d",
        "postgresql://u:hem@ligt@127.0.0.1:1/d",
        "postgresql://u:hemligt@127.0.0.1:1/d?no_such_option=1",
    ],
)
def test_what_is_no_address_is_told(monkeypatch, address):
    assert refused(monkeypatch, address) is StoreRefusal.BAD_ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:hemligt@127.0.0.1:1/d",
        "postgres://u:hemligt@127.0.0.1:1/d",
        "postgresql+asyncpg://u:hemligt@127.0.0.1:1/d",
        "postgresql://u:hem%40ligt@127.0.0.1:1/d",
        "postgresql://u@127.0.0.1:1/d?password=hemligt",
        "postgresql://u:hemligt@no-such-server.invalid/d",
    ],
)
def test_a_server_that_does_not_answer_is_told(monkeypatch, address):
    assert refused(monkeypatch, address) is StoreRefusal.UNREACHABLE


def test_a_database_that_does_not_stand_is_told(monkeypatch, postgresql_database):
    gone = postgresql_database.set(database="no_such_database")
    address = gone.render_as_string(hide_password=False)
    assert refused(monkeypatch, address) is StoreRefusal.UNREACHABLE


def test_without_an_address_the_store_is_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("FOLLOWUP_DATABASE_URL", raising=False)
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    assert database_url() == sqlite_url(tmp_path)
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", "  ")
    assert database_url() == sqlite_url(tmp_path)


def open_as_nobody(url, line):
    """Root may write anywhere, so somebody else tries."""
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        Store(combine, url_of(url)).close()
        line.send("opened")
    except StoreRefused as told:
        line.send(told.refusal.name)
    except BaseException as error:
        line.send(repr(error))


def opened_by_nobody(url):
    ours, theirs = processes().Pipe()
    address = url.render_as_string(hide_password=False)
    process = processes().Process(target=open_as_nobody, args=(address, theirs))
    process.start()
    assert ours.poll(60)
    process.join()
    return ours.recv()


@pytest.fixture
def open_folder(tmp_path_factory):
    """A folder that others can reach."""
    folder = tmp_path_factory.mktemp("open")
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and one.is_relative_to("/tmp") and one.name != "tmp":
            one.chmod(0o755)
    return folder


def test_a_folder_that_cannot_be_written_is_told(open_folder):
    open_folder.chmod(0o555)
    assert opened_by_nobody(sqlite_url(open_folder)) == "READ_ONLY"
    assert opened_by_nobody(sqlite_url(open_folder / "ny")) == "READ_ONLY"
    assert list(open_folder.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(open_folder):
    url = sqlite_url(open_folder)
    store = Store(combine, url)
    accept(store, "Bidrag", "ett")
    store.close()
    before = (open_folder / FILE).read_bytes()
    (open_folder / FILE).chmod(0o444)
    open_folder.chmod(0o555)
    assert opened_by_nobody(url) == "READ_ONLY"
    assert (open_folder / FILE).read_bytes() == before


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(StoreRefused) as told:
        Store(combine, sqlite_url(tmp_path / "data"))
    assert told.value.refusal is StoreRefusal.READ_ONLY

import random
import shutil

import pytest

from followup.store.database import FILE, StoreRefused, sqlite_url
from followup.texts.store_words import StoreRefusal
from tests.faults.damaging import damage_rounds, look, wal_rounds, with_a_wal
from tests.faults.others import opened
from tests.store.files import accept
from tests.store.whole import assert_whole

SEED = 20_241_217


def test_a_damaged_file_opens_whole_or_is_refused(sound, tmp_path, rounds, tell):
    damages = damage_rounds(sound, tmp_path / "work", 6 * rounds, SEED)
    tell(damages)
    assert damages.seen.total() == damages.rounds == 6 * rounds
    assert damages.seen["as it was"]
    assert damages.seen["refused when opened"]


def test_a_damaged_or_missing_wal_leaves_the_first_versions_whole(sound, tmp_path, rounds, tell):
    killed = with_a_wal(sound, tmp_path)
    damages = wal_rounds(killed, sound, tmp_path / "work", 2 * rounds, SEED)
    tell(f"-wal: {damages}")
    assert damages.rounds == 2 * rounds


def test_a_wal_that_is_whole_is_taken_up(sound, tmp_path):
    killed = with_a_wal(sound, tmp_path)
    with opened(sqlite_url(killed)) as store:
        _, versions, _ = assert_whole(store, sqlite_url(killed), sound.originals)
    assert [one.sha256 for one in versions] == [one.sha256 for one in sound.versions]


@pytest.mark.parametrize(
    "content",
    ["Kära dagbok\n".encode() * 1_000, b"xx", random.Random(1).randbytes(100_000), bytes(20_000)],
    ids=["a text", "two bytes", "noise", "zeros"],
)
def test_another_file_in_place_of_the_database_is_refused_and_left(tmp_path, content):
    file = tmp_path / FILE
    file.write_bytes(content)
    with pytest.raises(StoreRefused) as refused, opened(sqlite_url(tmp_path)):
        pass
    assert refused.value.refusal is StoreRefusal.DAMAGED
    assert str(file) in str(refused.value)
    assert file.read_bytes() == content


def test_an_empty_file_is_a_new_store_as_after_a_kill_at_the_first_start(tmp_path):
    (tmp_path / FILE).touch()
    with opened(sqlite_url(tmp_path)) as store:
        assert store.versions() == []
        accept(store, "Bidrag", "ett")
        assert_whole(store, sqlite_url(tmp_path))


def test_an_undamaged_copy_is_as_it_was(sound, tmp_path):
    shutil.copytree(sound.folder, tmp_path / "copy")
    assert look(sqlite_url(tmp_path / "copy"), sound) == "as it was"

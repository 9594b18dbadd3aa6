"""A backup is the whole store, and only a whole one is put back."""

import datetime as dt
import hashlib
import io
import json
import os
import tracemalloc
import zipfile
from contextlib import contextmanager
from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.figures import figures_of
from followup.loading import combine, load
from followup.store import queries, restoring
from followup.store.database import StoreRefused
from followup.store.records import Action, Proposal, SavedKind
from followup.store.restoring import is_backup
from followup.store.store import Store
from followup.texts.store_words import StoreRefusal
from tests import books
from tests.store.engines import ENGINES, execute, fresh_database, is_sqlite
from tests.store.files import BO, EVA, accept, assert_same, seen
from tests.store.whole import assert_whole, state_of

DAY = dt.date(2024, 12, 31)
OTHER = books.register({"Organisation": "Region Två"})
TABLES = {"underlag", "originals", "versions", "version_frames", "valid_versions", "log", "saved"}


@contextmanager
def opened(url):
    store = Store(combine, url)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store(database_url):
    with opened(database_url) as one:
        yield one


@pytest.fixture
def empty(tmp_path):
    """An empty store on SQLite, apart from the one that `store` is."""
    with fresh_database("sqlite", tmp_path / "tom") as url, opened(url) as one:
        yield one


loaded = cache(load)


def take(store, underlag, content, file):
    given = Proposal(underlag, content, loaded(content, file), seen(store, underlag))
    return store.accept(given, EVA).version


def fill(store):
    """Versions with rows, findings and none; made current again, withdrawn, and the same bytes."""
    first = take(store, "Beslut", books.GOOD, "beslut å.xlsx")
    take(store, "Beslut", books.CORRECTED, "beslut å.xlsx")
    take(store, "Beslut två", OTHER, "två.xlsx")
    accept(store, "Bidrag", "ett", "bidrag.csv", grants=[{"amount": 1}, {"amount": 2}])
    accept(store, "Bidrag", "ett", "bidrag.csv", grants=[{"amount": 1}])
    accept(store, "Lån", "lån", loans=[{}])
    save_things(store)
    store.make_current(first, BO, seen(store, "Beslut"))
    store.withdraw("Lån", BO, seen(store, "Lån"))


def save_things(store):
    """One thing saved over, one taken away, and one of another kind."""
    for content in ('"ett"', '"två"'):
        store.save(SavedKind.RESERVE_ALIAS, "Region Ett", "oförutsedda medel", content, EVA)
    store.save(SavedKind.SCENARIO, "", "Höjd skatt å", '{"ticked": ["\\u0000"]}', BO)
    store.save(SavedKind.SCENARIO, "Region Ett", "Borta", "[]", BO)
    store.take_away(SavedKind.SCENARIO, "Region Ett", "Borta", EVA)


@pytest.fixture
def kept(store, tmp_path):
    """A backup of a filled store."""
    fill(store)
    store.export(tmp_path / "kopia.zip")
    return tmp_path / "kopia.zip"


@pytest.fixture(scope="module")
def sqlite_backup(tmp_path_factory):
    """The bytes of a backup from SQLite, for what does not depend on where it came from."""
    folder = tmp_path_factory.mktemp("sqlite")
    with fresh_database("sqlite", folder) as url, opened(url) as store:
        fill(store)
        store.export(folder / "kopia.zip")
    return (folder / "kopia.zip").read_bytes()


@pytest.fixture
def sqlite_kept(sqlite_backup, tmp_path):
    (tmp_path / "kopia.zip").write_bytes(sqlite_backup)
    return tmp_path / "kopia.zip"


# --- what it holds --------------------------------------------------------------------------


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(members, table):
    return [json.loads(line) for line in members[f"tables/{table}.jsonl"].splitlines()]


def test_a_backup_holds_every_accepted_file_byte_for_byte(kept, store):
    members = members_of(kept)
    originals = {name.split("/")[1]: members[name] for name in members if "originals/" in name}
    assert originals == {one.sha256: store.original(one) for one in store.versions()}
    assert books.GOOD in originals.values()


def test_a_backup_holds_the_rows_of_every_version_as_parquet(kept, store):
    members = members_of(kept)
    for version in store.versions():
        for kind, frame in store.load(version).dataset.frames.items():
            parquet = members[f"versions/{version.id}/{kind}.parquet"]
            assert_frame_equal(pl.read_parquet(io.BytesIO(parquet)), frame.drop("file"))
        findings = pl.read_parquet(io.BytesIO(members[f"versions/{version.id}/findings.parquet"]))
        assert_frame_equal(findings, store.load(version).findings.drop("file"))


def test_a_backup_tells_of_versions_what_counts_and_who_did_what(kept, store):
    members = members_of(kept)
    versions = {one["id"]: one for one in lines_of(members, "versions")}
    for one in store.versions():
        told = versions.pop(one.id)
        assert (told["number"], told["file"], told["name"]) == (one.number, one.file, "Eva Åström")
        assert dt.datetime.fromisoformat(told["accepted_at"]) == one.accepted_at
        assert json.loads(told["sheets"])[0]["kind"] in one.rows
    assert versions == {}
    current = {one["version_id"] for one in lines_of(members, "valid_versions")}
    assert current == {one.id for one in store.versions() if one.is_current}
    assert [one["action"] for one in reversed(lines_of(members, "log"))] == [
        one.action.value for one in store.log()
    ]


def test_the_manifest_has_the_size_and_hash_of_every_member(kept):
    members = members_of(kept)
    manifest = json.loads(members.pop("manifest.json"))
    assert (manifest["what"], manifest["format"], manifest["app"]) == (
        "followup-backup", 2, "0.1.0",
    )  # fmt: skip
    assert dt.datetime.fromisoformat(manifest["made_at"]).tzinfo
    assert manifest["members"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in members.items()
    }
    assert {f"tables/{table}.jsonl" for table in TABLES} <= members.keys()


def test_rows_are_not_packed_twice_and_the_rest_is(kept):
    with zipfile.ZipFile(kept) as archive:
        packed = {one.filename: one.compress_type for one in archive.infolist()}
    stored = {name for name, how in packed.items() if how == zipfile.ZIP_STORED}
    assert stored == {name for name in packed if name.endswith(".parquet")}
    assert set(packed.values()) == {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def test_a_backup_is_one_state_though_somebody_accepts_meanwhile(
    store, database_url, tmp_path, empty, monkeypatch
):
    fill(store)
    before = store.versions()
    original = queries.original

    def after_another(connection, sha256):
        monkeypatch.setattr(queries, "original", original)
        with opened(database_url) as other:
            accept(other, "Nytt", "nytt")
        return original(connection, sha256)

    monkeypatch.setattr(queries, "original", after_another)
    store.export(tmp_path / "kopia.zip")
    assert len(store.versions()) == len(before) + 1
    empty.restore(tmp_path / "kopia.zip", EVA)
    assert empty.versions() == before


def test_a_backup_never_holds_the_whole_store_in_memory(store, tmp_path):
    size, many = 2_000_000, 12
    for at in range(many):
        accept(store, "Stor", os.urandom(size), grants=[{"amount": at}])
    tracemalloc.start()
    store.export(tmp_path / "kopia.zip")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "kopia.zip").stat().st_size > many * size
    assert most < many * size / 2


# --- writing it -----------------------------------------------------------------------------


def test_a_backup_takes_the_place_of_an_older_one_and_leaves_nothing_beside(store, tmp_path):
    folder = tmp_path / "kopior"
    folder.mkdir()
    (folder / "kopia.zip").write_bytes(b"en gammal")
    fill(store)
    store.export(folder / "kopia.zip")
    assert is_backup(folder / "kopia.zip")
    assert list(folder.iterdir()) == [folder / "kopia.zip"]


@pytest.mark.parametrize(
    ("table", "column", "part"),
    [("originals", "content", "originalfilen"), ("version_frames", "parquet", "versionen med id")],
)
def test_what_is_damaged_is_not_copied_over_a_good_backup(
    store, database_url, tmp_path, table, column, part
):
    fill(store)
    store.export(tmp_path / "kopia.zip")
    good = (tmp_path / "kopia.zip").read_bytes()
    damage(database_url, table, column)
    with pytest.raises(StoreRefused, match=part) as refused:
        store.export(tmp_path / "kopia.zip")
    assert refused.value.refusal is StoreRefusal.FRAME_DAMAGED
    assert (tmp_path / "kopia.zip").read_bytes() == good
    assert [one.name for one in tmp_path.glob(".*")] == []


def damage(url, table, column, value=b"annat"):
    """Change what is append-only, as a failing disk would."""
    off = (
        [f"DROP TRIGGER {table}_no_update"]
        if is_sqlite(url)
        else [f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"]
    )
    execute(url, *off)
    execute(url, f"UPDATE {table} SET {column} = %s", values=[value])


def test_a_backup_that_cannot_be_written_leaves_nothing(store, tmp_path):
    fill(store)
    (tmp_path / "mapp.zip").mkdir()
    with pytest.raises(OSError):
        store.export(tmp_path / "mapp.zip")
    with pytest.raises(OSError):
        store.export(tmp_path / "finns" / "inte.zip")
    assert [one.name for one in tmp_path.glob(".*")] == []


# --- putting it back ------------------------------------------------------------------------


@pytest.mark.parametrize("target", ENGINES)
def test_everything_comes_back_on_either_engine(kept, store, tmp_path, target):
    with fresh_database(target, tmp_path / "mål") as url, opened(url) as other:
        shared = other.restore(kept, BO)
        assert_same_store(other, store)
        assert_same(shared.loaded, store.current().loaded)
        assert shared.versions == store.current().versions
        assert shared.revision == other.revision()
        restored, *log = other.log()
        assert log == store.log()
        assert (restored.action, restored.author) == (Action.RESTORED, BO)
        assert restored.detail.startswith("kopia.zip, ")
        assert restored.at > log[0].at
        assert_whole(other, url, {one.sha256: store.original(one) for one in store.versions()})
        assert other.verify() == []


def assert_same_store(one, other):
    """The same versions to the last byte and moment, the same dataset and the same figures."""
    assert one.underlag() == other.underlag()
    assert one.versions() == other.versions()
    assert saved_in(one) == saved_in(other)
    for version in one.versions():
        assert_same(one.load(version), other.load(version))
        assert one.original(version) == other.original(version)
    assert_same(one.current().loaded, other.current().loaded)
    figures = figures_of(one.current().loaded, DAY)
    assert figures == figures_of(other.current().loaded, DAY)
    assert any(figure["value"] == "1213000.00" for figure in figures)


def saved_in(store):
    """Every state of everything that counts as saved, and of what was taken away."""
    return [
        *(store.saved(kind) for kind in SavedKind),
        store.saved_history(SavedKind.RESERVE_ALIAS, "Region Ett", "oförutsedda medel"),
        store.saved_history(SavedKind.SCENARIO, "Region Ett", "Borta"),
    ]


@pytest.mark.parametrize("target", ENGINES)
def test_life_goes_on_in_what_was_put_back(sqlite_kept, tmp_path, target):
    with fresh_database(target, tmp_path / "mål") as url, opened(url) as other:
        other.restore(sqlite_kept, BO)
        ids = {one.id for one in other.versions()}
        again = accept(other, "Bidrag", "tre", grants=[{"amount": 3}])
        new = accept(other, "Helt nytt", "fyra", grants=[{"amount": 4}])
        assert again.number == 3
        assert min(again.id, new.id) > max(ids)
        (alias,) = other.saved(SavedKind.RESERVE_ALIAS)
        saved = other.save(
            alias.kind, alias.organisation, alias.name, '"tre"', EVA, seen=alias.revision
        )
        assert (saved.id > alias.id, saved.over) == (True, None)
        assert other.saved(SavedKind.RESERVE_ALIAS) == [saved]
        other.make_current(other.versions()[-1], EVA, seen(other, "Beslut"))
        assert_whole(other, url)


def test_a_backup_of_a_backup_is_the_same_but_for_the_log(sqlite_kept, empty, tmp_path):
    empty.restore(sqlite_kept, BO)
    empty.export(tmp_path / "igen.zip")
    first, second = members_of(sqlite_kept), members_of(tmp_path / "igen.zip")
    differ = {name for name in first if first[name] != second[name]}
    assert differ == {"manifest.json", "tables/log.jsonl"}
    assert second["tables/log.jsonl"].startswith(first["tables/log.jsonl"])


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_from_before_things_were_saved_is_put_back(store, tmp_path, target):
    accept(store, "Bidrag", "ett")
    store.export(tmp_path / "kopia.zip")
    rewritten(tmp_path / "kopia.zip", as_format_1)
    with fresh_database(target, tmp_path / "mål") as url, opened(url) as other:
        other.restore(tmp_path / "kopia.zip", BO)
        assert other.versions() == store.versions()
        assert other.saved(SavedKind.SCENARIO) == []
        assert other.save(SavedKind.SCENARIO, "", "a", "1", EVA).id == 1
        assert other.verify() == []
        assert_whole(other, url)


def as_format_1(members):
    del members["tables/saved.jsonl"]
    with_manifest(format=1)(members)


def test_an_empty_store_has_a_backup_too(store, empty, tmp_path):
    store.export(tmp_path / "tom.zip")
    empty.restore(tmp_path / "tom.zip", EVA)
    assert empty.versions() == []
    assert [one.action for one in empty.log()] == [Action.RESTORED]


def test_days_are_as_they_were_known_before_the_backup(kept, store, empty):
    empty.restore(kept, BO)
    today = store.log()[0].at.date()
    for day in (today, today - dt.timedelta(days=1)):
        one, other = store.known_on(day), empty.known_on(day)
        assert (one.versions, one.is_before_start) == (other.versions, other.is_before_start)
        assert_same(one.loaded, other.loaded)


def test_a_backup_is_not_put_back_over_anything(sqlite_kept, store, database_url):
    accept(store, "Bidrag", "ett")
    before = state_of(store)
    with pytest.raises(StoreRefused) as refused:
        store.restore(sqlite_kept, EVA)
    assert refused.value.refusal is StoreRefusal.NOT_EMPTY
    assert state_of(store) == before
    assert_whole(store, database_url)


# --- what is no whole backup ----------------------------------------------------------------


def rewritten(path, change, *, is_sealed=True):
    """The backup with its members changed; sealed: with a manifest that says so."""
    members = members_of(path)
    change(members)
    if is_sealed and "manifest.json" in members:
        manifest = json.loads(members["manifest.json"])
        manifest["members"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def first_of(members, start):
    return next(name for name in members if name.startswith(start))


def with_manifest(**changes):
    def change(members):
        manifest = json.loads(members["manifest.json"]) | changes
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def other_byte(start):
    def change(members):
        name = first_of(members, start)
        members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])

    return change


def without(start):
    return lambda members: members.pop(first_of(members, start))


MISSING = object()


def with_lines(table, **values):
    """The last line of a table with other values; one of None is taken out, MISSING is null."""

    def change(members):
        *lines, last = lines_of(members, table)
        last = {
            name: None if value is MISSING else value
            for name, value in (last | values).items()
            if name not in values or value is not None
        }
        texts = [json.dumps(line) for line in (*lines, last)]
        members[f"tables/{table}.jsonl"] = "\n".join(texts).encode() + b"\n"

    return change


UNSEALED = {
    "a byte of an original is another": other_byte("originals/"),
    "a byte of rows is another": other_byte("versions/"),
    "a byte of the log is another": other_byte("tables/log"),
    "somebody else is told to have done it": lambda members: members.update(
        {"tables/log.jsonl": members["tables/log.jsonl"].replace(b"Eva", b"Eve")}
    ),
    "an original is missing": without("originals/"),
    "rows are missing": without("versions/"),
    "a table is missing": without("tables/log"),
    "the manifest is missing": without("manifest"),
    "a member is not told of": lambda members: members.update({"originals/" + "0" * 64: b""}),
    "the manifest is no JSON": lambda members: members.update({"manifest.json": b"{"}),
    "the manifest is a list": lambda members: members.update({"manifest.json": b"[]"}),
    "the manifest is nested without end": lambda members: members.update(
        {"manifest.json": b"[" * 100_000}
    ),
    "it is another program's": with_manifest(what="annat"),
    "it has no format": with_manifest(format="1"),
    "it is of no format": with_manifest(format=0),
    "it tells of no members": with_manifest(members=[]),
    "it was made at no time": with_manifest(made_at="igår"),
}
SEALED = {
    "a member leads out of the folder": lambda members: members.update({"../../hemma": b"x"}),
    "a member is absolute": lambda members: members.update({"/etc/hemma": b"x"}),
    "a table is missing and not told of": without("tables/log"),
    "an original is missing and not told of": without("originals/"),
    "rows are missing and not told of": without("versions/"),
    "an original is not what its name says": other_byte("originals/"),
    "rows are not what the table says": other_byte("versions/"),
    "a line is no JSON": lambda members: members.update({"tables/log.jsonl": b"{\n"}),
    "a line is a number": lambda members: members.update({"tables/log.jsonl": b"1\n"}),
    "a line lacks a column": with_lines("log", action=None),
    "a line has a column more": with_lines("log", other=1),
    "a version is of no file": with_lines("versions", file=MISSING),
    "a number is a text": with_lines("versions", number="1"),
    "a number is too large": with_lines("versions", number=2**40),
    "a moment has no zone": with_lines("log", at="2024-12-17T09:30:00"),
    "a deed that there is none of": with_lines("log", action="stulen"),
    "a version of no underlag": with_lines("versions", underlag_id=4711),
    "a log of no version": with_lines("log", version_id=4711),
    "two versions of one number": with_lines("versions", number=1, underlag_id=1),
    "sheets that are none": with_lines("versions", sheets='[{"file": 1}]'),
    "what is saved is missing and not told of": without("tables/saved"),
    "something saved is no JSON": with_lines("saved", content="{"),
    "something saved is of no name": with_lines("saved", name=MISSING),
    "something saved is of no kind": with_lines("saved", kind=MISSING),
    "something saved is a number": with_lines("saved", content=1),
    "a count of rows that is not theirs": with_lines("version_frames", rows=99),
}


def assert_refused(store, path, refusal=StoreRefusal.NOT_A_BACKUP):
    with pytest.raises(StoreRefused) as refused:
        store.restore(path, EVA)
    assert refused.value.refusal is refusal
    assert str(refused.value).startswith(f"{path.name} är ")
    assert (store.versions(), store.log(), store.revision()) == ([], [], 0)
    assert [store.saved(kind) for kind in SavedKind] == [[] for _ in SavedKind]


@pytest.mark.parametrize("change", UNSEALED.values(), ids=UNSEALED)
def test_a_backup_that_is_not_whole_changes_nothing(sqlite_kept, empty, change):
    rewritten(sqlite_kept, change, is_sealed=False)
    assert_refused(empty, sqlite_kept)


@pytest.mark.parametrize("change", SEALED.values(), ids=SEALED)
def test_a_backup_that_does_not_hang_together_changes_nothing(sqlite_kept, store, change):
    rewritten(sqlite_kept, change)
    assert_refused(store, sqlite_kept)


def test_what_was_refused_leaves_a_store_that_can_be_restored_to(kept, tmp_path, empty):
    good = kept.read_bytes()
    rewritten(kept, with_lines("log", version_id=4711))
    assert_refused(empty, kept)
    kept.write_bytes(good)
    empty.restore(kept, EVA)
    assert len(empty.versions()) == 6


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_backup_cut_short_changes_nothing(sqlite_kept, empty, share):
    content = sqlite_kept.read_bytes()
    sqlite_kept.write_bytes(content[: int(len(content) * share)])
    assert_refused(empty, sqlite_kept)


def test_a_backup_with_any_byte_changed_is_refused_or_the_same(sqlite_kept, tmp_path):
    content = sqlite_kept.read_bytes()
    with fresh_database("sqlite", tmp_path / "från") as url, opened(url) as store:
        fill(store)
        versions = [(one.underlag, one.number, one.sha256) for one in store.versions()]
    for at in range(0, len(content), len(content) // 60):
        sqlite_kept.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        with fresh_database("sqlite", tmp_path / str(at)) as url, opened(url) as target:
            try:
                target.restore(sqlite_kept, EVA)
            except StoreRefused as refused:
                assert refused.refusal is StoreRefusal.NOT_A_BACKUP
                assert target.versions() == []
            else:
                told = [(one.underlag, one.number, one.sha256) for one in target.versions()]
                assert told == versions


@pytest.mark.parametrize("content", [b"", b"PK", books.GOOD, b"x" * 1000])
def test_what_is_no_backup_is_told_as_such(empty, tmp_path, content):
    (tmp_path / "annat.zip").write_bytes(content)
    assert not is_backup(tmp_path / "annat.zip")
    assert_refused(empty, tmp_path / "annat.zip")


def test_a_backup_by_a_newer_app_is_told_as_such(sqlite_kept, empty):
    rewritten(sqlite_kept, with_manifest(format=3))
    assert is_backup(sqlite_kept)
    assert_refused(empty, sqlite_kept, StoreRefusal.BACKUP_NEWER)


def test_rows_of_a_kind_that_only_a_newer_app_knows_are_told_as_such(sqlite_kept, empty):
    rewritten(sqlite_kept, with_lines("version_frames", frame="novelties"))
    assert_refused(empty, sqlite_kept, StoreRefusal.BACKUP_NEWER)


def test_something_saved_of_a_kind_that_only_a_newer_app_knows_is_told_as_such(sqlite_kept, empty):
    rewritten(sqlite_kept, with_lines("saved", kind="novelty"))
    assert_refused(empty, sqlite_kept, StoreRefusal.BACKUP_NEWER)


@pytest.mark.parametrize("bound", ["_LARGEST_MEMBER", "_LARGEST_LINE", "_LARGEST_MANIFEST"])
def test_a_bomb_is_not_unpacked(sqlite_kept, empty, monkeypatch, bound):
    monkeypatch.setattr(restoring, bound, 100)
    assert_refused(empty, sqlite_kept)


@pytest.mark.parametrize("size", [0, 1, 10**6])
def test_a_member_of_another_size_than_told_is_refused(sqlite_kept, empty, size):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        manifest["members"][first_of(members, "originals/")]["size"] = size
        members["manifest.json"] = json.dumps(manifest).encode()

    rewritten(sqlite_kept, change, is_sealed=False)
    assert_refused(empty, sqlite_kept)

"""The commands that keep a store: export, import of a backup, verify, rebuild."""

import hashlib
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from followup import cli
from followup.loading import combine
from followup.store.records import Action
from followup.store.store import Store
from tests import books
from tests.store.engines import ENGINES, execute, fresh_database, is_sqlite, select
from tests.store.files import accept
from tests.store.whole import assert_whole
from tests.test_backup import damage

RESTORE = "med followup import KOPIA.zip.\n"
REBUILD = "Räkna fram det på nytt med followup rebuild.\n"


@pytest.fixture
def run(database_url, tmp_path, monkeypatch, capsys):
    """Runs a command on a store; gives status, stdout and stderr."""
    monkeypatch.setenv("FOLLOWUP_NAME", "Eva Åström")
    (tmp_path / "bra.xlsx").write_bytes(books.GOOD)
    (tmp_path / "fel.xlsx").write_bytes(books.FAULTY)

    def command(*arguments, on=database_url):
        monkeypatch.setenv("FOLLOWUP_DATABASE_URL", on.render_as_string(False))
        full = [str(tmp_path / one) if "." in one else one for one in arguments]
        status = cli.main(full)
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def filled(run):
    """A store with two underlag, so that the current dataset is made of several versions."""
    assert run("import", "bra.xlsx", "--underlag", "Beslut")[0] == 0
    assert run("import", "fel.xlsx", "--underlag", "Mera", "--without-faulty")[0] == 0


@pytest.fixture
def store(database_url):
    one = Store(combine, database_url)
    yield one
    one.close()


# --- export and import ----------------------------------------------------------------------


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_gives_the_same_figures_on_either_engine(run, filled, tmp_path, target):
    status, out, err = run("export", "kopia.zip")
    assert (status, err) == (0, "")
    assert out.startswith(f"{tmp_path / 'kopia.zip'}: säkerhetskopia av 2\u00a0versioner ur ")
    with fresh_database(target, tmp_path / "mål") as url:
        assert run("import", "kopia.zip", on=url) == (
            0, "kopia.zip är återställd: 2\u00a0versioner, 2 gäller.\n", "",
        )  # fmt: skip
        for command in (
            ("figures", "--json"), ("figures", "--json", "--as-of", "2023-12-31"),
            ("versions", "--json"),
        ):  # fmt: skip
            assert run(*command, on=url) == run(*command)
        restored, *log = json.loads(run("log", "--json", on=url)[1])
        assert log == json.loads(run("log", "--json")[1])
        assert (restored["action"], restored["name"]) == (Action.RESTORED.value, "Eva Åström")
        assert run("verify", on=url)[0] == 0


def test_a_backup_is_told_from_a_workbook_by_what_it_holds(run, filled, tmp_path):
    run("export", "kopia.xlsx")
    with fresh_database("sqlite", tmp_path / "mål") as url:
        assert run("import", "kopia.xlsx", on=url)[0] == 0
        assert len(json.loads(run("versions", "--json", on=url)[1])) == 2


@pytest.mark.parametrize("arguments", [("--underlag", "Beslut"), ("bra.xlsx",)])
def test_a_backup_is_restored_for_itself(run, filled, tmp_path, arguments):
    run("export", "kopia.zip")
    with fresh_database("sqlite", tmp_path / "mål") as url:
        status, out, err = run("import", "kopia.zip", *arguments, on=url)
        assert (status, out) == (2, "")
        assert err == ("kopia.zip är en säkerhetskopia. Återställ den för sig, utan --underlag.\n")
        assert run("versions", on=url) == (0, "", "")


def test_a_zip_that_is_no_backup_is_told_as_such(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "annat.zip", "w") as archive:
        archive.writestr("manifest.json", '{"what": "annat"}')
    status, out, err = run("import", "annat.zip")
    assert (status, out) == (2, "")
    assert err.startswith("annat.zip är ingen hel säkerhetskopia från appen.")


def test_a_missing_zip_is_told_as_one(run):
    told = (2, "", "kopia.zip: Filen finns inte. Kontrollera sökvägen.\n")
    assert run("import", "kopia.zip") == told


def test_a_backup_is_not_put_back_over_anything(run, filled, store):
    run("export", "kopia.zip")
    log = store.log()
    status, out, err = run("import", "kopia.zip")
    assert (status, out) == (2, "")
    assert "innehåller redan underlag" in err
    assert store.log() == log


@pytest.mark.parametrize("out", ["finns/inte.zip", "mapp.zip"])
def test_a_backup_that_cannot_be_written_is_told_in_a_sentence(run, filled, tmp_path, out):
    (tmp_path / "mapp.zip").mkdir()
    status, said, err = run("export", out)
    assert (status, said) == (2, "")
    assert err.startswith(f"{tmp_path / out}: Säkerhetskopian kunde inte skrivas dit.")


def test_a_backup_of_what_is_damaged_is_refused(run, filled, database_url, tmp_path):
    damage(database_url, "originals", "content")
    status, _, err = run("export", "kopia.zip")
    assert status == 2
    assert err.endswith(RESTORE)
    assert not (tmp_path / "kopia.zip").exists()


# --- verify and rebuild ---------------------------------------------------------------------


def test_a_sound_store_is_told_as_such(run, filled):
    status, out, err = run("verify")
    assert (status, err) == (0, "")
    assert out.startswith("Allt stämmer: 2\u00a0versioner i ")


def test_an_empty_store_is_sound(run):
    assert run("verify")[0] == 0


def faults_of(answer):
    status, out, err = answer
    assert (status, out) == (1, "")
    return err.splitlines(keepends=True)


def test_a_damaged_original_is_named(run, filled, database_url):
    damage(database_url, "originals", "content")
    first, second = faults_of(run("verify"))
    assert first.startswith("Originalfilen fel.xlsx, version 1 av Mera, är inte den som lagrades")
    assert second.startswith("Originalfilen bra.xlsx, version 1 av Beslut,")
    assert first.endswith(RESTORE)


def test_damaged_rows_are_named(run, filled, database_url):
    damage(database_url, "version_frames", "parquet")
    found = faults_of(run("verify"))
    assert {one.split(" stämmer")[0] for one in found} == {
        "Raderna i version 1 av Beslut", "Raderna i version 1 av Mera",
    }  # fmt: skip
    assert all(one.endswith(RESTORE) for one in found)


def test_a_count_of_rows_that_is_not_theirs_is_told(run, filled, database_url):
    damage(database_url, "version_frames", "rows", 99)
    assert faults_of(run("verify"))[0].startswith(
        "Version 1 av Mera har 1 rader i decisions, men 99 lagrades i databasen"
    )


def test_a_log_that_says_otherwise_than_what_counts_is_told(run, filled, database_url):
    execute(database_url, "DELETE FROM valid_versions WHERE underlag_id = 2")
    found = faults_of(run("verify"))
    assert found[0].startswith(
        "Loggen säger att Mera version 1, Beslut version 1 gäller, men databasen"
    )
    assert "har Beslut version 1 som gällande" in found[0]


def test_a_current_dataset_that_the_versions_do_not_give_is_told_and_rebuilt(
    run, filled, database_url, store
):
    ((parquet,),) = select(
        database_url, "SELECT parquet FROM version_frames WHERE frame = 'decisions' AND rows = 1"
    )
    values = [bytes(parquet), hashlib.sha256(bytes(parquet)).hexdigest()]
    execute(
        database_url,
        "UPDATE valid_frames SET parquet = %s, sha256 = %s, version_id = NULL"
        " WHERE frame = 'decisions'",
        values=values,
    )
    found = faults_of(run("verify"))
    assert any("är inte vad versionerna ger (decisions)" in one for one in found)
    assert found[0].endswith(REBUILD)
    assert run("rebuild")[0] == 0
    assert run("verify")[0] == 0
    assert_whole(store, database_url)


AMOUNT_FIELD = {True: "amount_ore", False: "amount"}
CHANGED_TABLES = {
    "a row is gone": ("DELETE FROM current_decisions WHERE row = 3", "/"),
    "an amount is another": ("UPDATE current_decisions SET {amount} = {amount} + 1", "amount"),
    "an amount is missing": ("UPDATE current_decisions SET {amount} = NULL", "amount"),
    "a missing text is empty": ("UPDATE current_decisions SET outcome = ''", "outcome"),
    "a text is another": ("UPDATE current_decisions SET title = 'x' WHERE row = 2", "title"),
    "a day is another": ("UPDATE current_decisions SET meeting_date = '2030-01-01'", "meeting"),
    "a number is another": ("UPDATE current_decisions SET row = row + 1", "row"),
    "a file is another": ("UPDATE current_files SET version = 7", "current_files"),
    "a table is gone": ("DROP TABLE current_loans", "Tabellen current_loans saknas"),
    "a column is gone": ("ALTER TABLE current_loans DROP COLUMN lender", "lender"),
}


@pytest.mark.parametrize(("statement", "told"), CHANGED_TABLES.values(), ids=CHANGED_TABLES)
def test_a_table_that_somebody_changed_is_told_and_rebuilt(
    run, filled, database_url, store, statement, told
):
    field = AMOUNT_FIELD[is_sqlite(database_url)]
    execute(database_url, statement.format(amount=field))
    (fault,) = faults_of(run("verify"))
    assert told in fault
    assert fault.startswith("Tabellen current_")
    assert fault.endswith(REBUILD)
    status, out, err = run("rebuild")
    assert (status, err) == (0, "")
    assert out == "Tabellerna är byggda om: 4\u00a0rader ur 2 underlag.\n"
    assert run("verify")[0] == 0
    assert_whole(store, database_url)


def test_sums_too_large_for_the_engine_are_still_held(run, store, database_url):
    amount = Decimal("92233720368547758.07")
    accept(store, "Bidrag", "ett", grants=[{"amount": amount}] * 3 + [{"amount": -amount}])
    assert run("verify")[0] == 0
    field = AMOUNT_FIELD[is_sqlite(database_url)]
    execute(database_url, f"UPDATE current_grants SET {field} = {field} - 1 WHERE amount > 0")
    assert "current_grants" in faults_of(run("verify"))[0]


def test_a_rebuild_is_logged(run, filled, store):
    run("rebuild")
    assert store.log()[0].action is Action.REBUILT
    assert store.log()[0].author.name == "Eva Åström"


def test_a_database_file_that_is_damaged_is_told(run, sqlite_database, tmp_path):
    for _ in range(3):
        run("import", "bra.xlsx", on=sqlite_database)
    run("import", "fel.xlsx", "--without-faulty", on=sqlite_database)
    with Path(sqlite_database.database).open("r+b") as file:
        file.seek(2 * 16_384)
        file.write(b"\xff" * 16_384 * 3)
    status, out, err = run("verify", on=sqlite_database)
    assert (status > 0, out) == (True, "")
    assert "skadad" in err
    assert "Traceback" not in err

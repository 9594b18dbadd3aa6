"""The commands on the store: accept, list, figures of what is accepted, the log."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from followup import cli
from followup.cli import opening
from followup.loading import combine
from followup.store import store as stores
from followup.store.records import Action, Author, Overtaken
from followup.store.store import Store
from tests import books

ROOT = Path(__file__).parents[1]
APRIL = books.register({"Ärende": "Bidrag", "Belopp": 5}, {"Ärende": "Lån", "Belopp": 7})
MAY = books.register(
    {"Ärende": "Bidrag", "Belopp": 6}, {"Ärende": "Lån", "Belopp": 7}, {"Ärende": "Ny"}
)
FILES = {
    "bra.xlsx": books.GOOD,
    "fel.xlsx": books.FAULTY,
    "trasig.xlsx": books.BROKEN,
    "april.xlsx": APRIL,
    "maj.xlsx": MAY,
    "tom.xlsx": books.register(),
    "bara fel.xlsx": books.register({"Beslutstyp": "bestämmer"}),
}


@pytest.fixture
def run(database_url, tmp_path, monkeypatch, capsys):
    """Runs a command on a store, with file names in a folder; gives status, stdout and stderr."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", database_url.render_as_string(False))
    monkeypatch.delenv("FOLLOWUP_ROLE", raising=False)
    monkeypatch.setenv("FOLLOWUP_NAME", "Eva Åström")

    def command(*arguments):
        full = [str(tmp_path / one) if one.endswith(".xlsx") else one for one in arguments]
        status = cli.main(full)
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def store(run, database_url):
    one = Store(combine, database_url)
    yield one
    one.close()


def on_a_day(monkeypatch, year, month, day):
    """Have what is done be done that day."""
    noon = dt.datetime(year, month, day, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(stores.Store.__init__, "__defaults__", (None, lambda: noon))


def told_of(store):
    return [(one.underlag, one.number, one.file, one.is_current) for one in store.versions()]


# --- accepting ------------------------------------------------------------------------------


def test_an_imported_file_is_what_everyone_sees(run, store):
    status, out, err = run("import", "april.xlsx", "--underlag", "Beslut 2024")
    assert (status, err) == (0, "")
    assert out == (
        "april.xlsx: version 1 av Beslut 2024 är godkänd och gäller.\n"
        "  Beslut: 2 nya, 0 ändrade, 0 borta, 0 oförändrade\n"
        "  utanför: 0\u00a0rader\n"
    )
    (version,) = store.versions()
    assert store.original(version) == APRIL
    assert store.current().loaded.dataset["decisions"]["title"].to_list() == ["Bidrag", "Lån"]


def test_an_import_tells_what_changed_against_the_version_before(run, store):
    run("import", "maj.xlsx", "--underlag", "Beslut")
    status, out, _ = run("import", "april.xlsx", "--underlag", "beslut")
    assert status == 0
    assert "april.xlsx: version 2 av Beslut är godkänd och gäller.\n" in out
    assert "  Beslut: 0 nya, 1 ändrade, 1 borta, 1 oförändrade\n" in out
    assert told_of(store) == [
        ("Beslut", 2, "april.xlsx", True), ("Beslut", 1, "maj.xlsx", False),
    ]  # fmt: skip


def test_several_files_with_one_name_are_versions_in_the_order_given(run, store):
    status, out, _ = run("import", "maj.xlsx", "april.xlsx", "bra.xlsx", "--underlag", "Beslut")
    assert status == 0
    assert [line[: line.index(" av")] for line in out.splitlines() if "godkänd" in line] == [
        "maj.xlsx: version 1", "april.xlsx: version 2", "bra.xlsx: version 3",
    ]  # fmt: skip
    assert told_of(store)[0] == ("Beslut", 3, "bra.xlsx", True)


def test_without_a_name_each_file_is_an_underlag_of_its_own(run, store):
    assert run("import", "maj.xlsx", "bra.xlsx")[0] == 0
    assert [(one.name, one.versions) for one in store.underlag()] == [("bra", 1), ("maj", 1)]


def test_the_same_bytes_are_recognised_and_add_nothing(run, store):
    run("import", "april.xlsx", "maj.xlsx", "--underlag", "Beslut")
    before = store.log()
    assert run("import", "maj.xlsx", "--underlag", "Något annat") == (
        0, "maj.xlsx: finns redan som version 2 av Beslut, som gäller. Inget har lagts till.\n", "",
    )  # fmt: skip
    assert run("import", "april.xlsx", "--underlag", "Beslut")[1] == (
        "april.xlsx: finns redan som version 1 av Beslut, som gäller inte. Inget har lagts till.\n"
    )
    assert store.log() == before


def test_a_file_with_fel_is_refused_and_says_how_many_rows_would_be_left_out(run, store):
    status, out, err = run("import", "fel.xlsx")
    assert (status, out) == (1, "")
    assert err == (
        "fel.xlsx: 3 fel, som followup check visar. Rätta filen. 3\u00a0rader lämnas utanför med"
        " --without-faulty. Inget har godkänts.\n"
    )
    assert store.versions() == []


def test_a_file_with_fel_is_accepted_without_the_faulty_rows_when_told_so(run, store):
    status, out, err = run("import", "fel.xlsx", "--without-faulty")
    assert (status, err) == (0, "")
    assert "  Beslut: 1 nya" in out
    assert "  utanför: 3\u00a0rader\n" in out
    (version,) = store.versions()
    assert (version.errors, version.left_out, dict(version.rows)) == (3, 3, {"decisions": 1})


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("april.xlsx", "trasig.xlsx"), 2),
        (("april.xlsx", "fel.xlsx"), 1),
        (("april.xlsx", "tom.xlsx"), 1),
        (("april.xlsx", "bara fel.xlsx", "--without-faulty"), 1),
        (("april.xlsx", "finns inte.xlsx"), 2),
    ],
)
def test_when_one_file_cannot_be_accepted_none_is(run, store, arguments, status):
    ended, out, err = run("import", *arguments)
    assert (ended, out) == (status, "")
    assert err.startswith(f"{arguments[1]}: ")
    assert err.count("\n") == 1
    assert store.versions() == []


def test_a_file_without_rows_is_told_as_such(run, store):
    assert run("import", "tom.xlsx")[2].startswith("tom.xlsx: Inga rader att godkänna.")


def test_a_file_whose_name_is_empty_needs_a_name_for_its_underlag(run, store, tmp_path):
    (tmp_path / " .xlsx").write_bytes(APRIL)
    told = " .xlsx: Ange underlagets namn med --underlag. Inget har godkänts.\n"
    assert run("import", " .xlsx") == (1, "", told)
    assert run("import", " .xlsx", "--underlag", "Beslut")[0] == 0
    assert told_of(store) == [("Beslut", 1, " .xlsx", True)]


def test_a_fixed_value_fills_a_column_that_the_sheet_lacks(run, store, tmp_path):
    headers = tuple(one for one in books.HEADERS if one != "Organisation")
    (tmp_path / "utan.xlsx").write_bytes(books.register({}, headers=headers))
    assert run("import", "utan.xlsx")[0] == 1
    assert run("import", "utan.xlsx", "--set", "organisation=Region Tre")[0] == 0
    assert store.current().loaded.dataset["decisions"]["organisation"].to_list() == ["Region Tre"]


def test_who_is_overtaken_is_told_and_nothing_is_accepted(run, store, monkeypatch):
    run("import", "april.xlsx", "--underlag", "Beslut")
    found = store.find("Beslut")
    monkeypatch.setattr(Store, "accept", lambda *_: Overtaken(found))
    status, out, err = run("import", "maj.xlsx", "bra.xlsx", "--underlag", "Beslut")
    assert (status, out) == (1, "")
    assert err.startswith("maj.xlsx: någon annan ändrade Beslut samtidigt. Den har inte godkänts.")
    assert err.count("\n") == 1


def test_an_import_that_somebody_comes_before_is_overtaken(run, store, monkeypatch):
    accept = Store.accept

    def after_another(own, proposal, author):
        monkeypatch.setattr(Store, "accept", accept)
        assert run("import", "april.xlsx", "--underlag", "Beslut")[0] == 0
        return accept(own, proposal, author)

    monkeypatch.setattr(Store, "accept", after_another)
    assert run("import", "maj.xlsx", "--underlag", "Beslut")[0] == 1
    assert told_of(store) == [("Beslut", 1, "april.xlsx", True)]


# --- who ------------------------------------------------------------------------------------


def test_the_author_is_who_the_command_says(run, store):
    run("import", "april.xlsx", "--role", "controller", "--name", "Bo Öberg")
    assert store.versions()[0].author == Author("controller", "Bo Öberg", "uppgivet")


def test_else_the_author_is_who_the_environment_says(run, store, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_ROLE", "ekonom")
    run("import", "april.xlsx")
    assert store.versions()[0].author == Author("ekonom", "Eva Åström", "uppgivet")


def test_else_the_author_is_the_account_that_runs_the_command(run, store, monkeypatch):
    monkeypatch.delenv("FOLLOWUP_NAME")
    monkeypatch.setattr(opening.getpass, "getuser", lambda: "svc-budget")
    run("import", "april.xlsx")
    assert store.versions()[0].author == Author("kommandorad", "svc-budget", "systemkonto")


def test_who_has_no_name_is_asked_for_one(run, store, monkeypatch):
    monkeypatch.delenv("FOLLOWUP_NAME")

    def nobody():
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(opening.getpass, "getuser", nobody)
    told = (2, "", "Ange vem du är med --name eller FOLLOWUP_NAME.\n")
    assert run("import", "april.xlsx") == told
    assert store.versions() == []


@pytest.mark.parametrize("option", ["--underlag", "--role", "--name"])
def test_an_empty_name_is_refused(option, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["import", "a.xlsx", option, "  "])
    assert ended.value.code == 2
    assert "is empty" in capsys.readouterr().err


# --- listing --------------------------------------------------------------------------------


def test_versions_are_listed_the_last_accepted_first(run, monkeypatch):
    on_a_day(monkeypatch, 2024, 7, 1)
    run("import", "april.xlsx", "fel.xlsx", "--underlag", "Beslut", "--without-faulty")
    status, out, err = run("versions")
    assert (status, err) == (0, "")
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "Beslut, version 2, gäller", "Beslut, version 1, gäller inte",
    ]  # fmt: skip
    assert "  godkänd 2024-07-01 14:00 av Eva Åström, kommandorad (uppgivet)\n" in out
    assert "  rader: decisions 1; utanför: 3\n  fel: 3, varningar: 0\n" in out


def test_versions_as_json_have_every_field(run, store, monkeypatch):
    on_a_day(monkeypatch, 2024, 12, 31)
    run("import", "april.xlsx", "--underlag", "Beslut")
    (found,) = json.loads(run("versions", "--json")[1])
    (version,) = store.versions()
    assert found == {
        "underlag": "Beslut", "number": 1, "current": True, "file": "april.xlsx",
        "sha256": version.sha256, "size_bytes": len(APRIL),
        "accepted_at": "2024-12-31T13:00:00+01:00", "role": "kommandorad", "name": "Eva Åström",
        "known_by": "uppgivet", "rows": {"decisions": 2}, "left_out": 0, "errors": 0,
        "warnings": version.warnings,
    }  # fmt: skip


def test_the_log_tells_who_did_what_the_latest_first(run, store, monkeypatch):
    on_a_day(monkeypatch, 2024, 7, 1)
    run("import", "april.xlsx", "--underlag", "Beslut")
    run("rebuild", "--role", "drift", "--name", "Bo")
    assert run("log") == (
        0,
        "2024-07-01 14:00 Bo, drift (uppgivet): tabeller byggda om\n"
        "2024-07-01 14:00 Eva Åström, kommandorad (uppgivet): godkänd, Beslut, version 1\n",
        "",
    )
    entries = json.loads(run("log", "--json")[1])
    assert entries[1] == {
        "at": "2024-07-01T14:00:00+02:00", "role": "kommandorad", "name": "Eva Åström",
        "known_by": "uppgivet", "action": Action.ACCEPTED.value, "underlag": "Beslut",
        "version": 1, "detail": "",
    }  # fmt: skip
    assert (entries[0]["underlag"], entries[0]["version"]) == (None, None)


def test_an_empty_store_lists_nothing(run):
    assert run("versions") == run("log") == (0, "", "")
    assert json.loads(run("versions", "--json")[1]) == json.loads(run("log", "--json")[1]) == []


# --- figures --------------------------------------------------------------------------------


def rows_of(answer):
    status, out, _ = answer
    assert status == 0
    found = [one for one in json.loads(out) if one["figure"] == "dataset.rows"]
    return {one["organisation"]: one["value"] for one in found}


def test_figures_without_files_are_those_of_what_is_accepted(run):
    run("import", "bra.xlsx")
    assert run("figures", "--json") == run("figures", "bra.xlsx", "--json")
    assert run("figures") == run("figures", "bra.xlsx")


def test_figures_on_a_day_are_of_what_was_known_then_and_decided_by_then(run, monkeypatch):
    on_a_day(monkeypatch, 2025, 1, 10)
    run("import", "april.xlsx", "--underlag", "Beslut")
    on_a_day(monkeypatch, 2025, 2, 10)
    run("import", "maj.xlsx", "--underlag", "Beslut")
    for day, rows in [("2025-01-10", "2"), ("2025-02-09", "2"), ("2025-02-10", "3")]:
        answer = run("figures", "--json", "--as-of", day)
        assert (rows_of(answer), answer[2]) == ({"Region Ett": rows}, "")


def test_a_day_before_the_first_version_uses_what_is_current_and_says_so(run):
    run("import", "bra.xlsx")
    answer = run("figures", "--json", "--as-of", "2023-12-31")
    assert rows_of(answer) == {"Region Ett": "1"}
    assert answer[2].startswith("Inget underlag hade lästs in 2023-12-31. Dagens underlag visas")


def test_figures_of_files_are_not_of_the_store(run):
    run("import", "bra.xlsx")
    assert rows_of(run("figures", "april.xlsx", "--json")) == {"Region Ett": "2"}


@pytest.mark.parametrize("more", [(), ("--as-of", "2024-01-01")])
def test_an_empty_store_has_no_figures_and_says_so(run, more):
    assert run("figures", "--json", *more) == (0, "[]\n", "Inget underlag är inläst.\n")


def test_a_fixed_value_without_files_is_refused(run):
    status, out, err = run("figures", "--set", "organisation=Region Ett")
    assert (status, out) == (2, "")
    assert err.startswith("--set gäller filer.")


# --- a store that cannot be used ------------------------------------------------------------


@pytest.mark.parametrize("command", ["versions", "log", "figures", "verify", "rebuild"])
def test_a_store_that_cannot_be_used_is_told_in_a_sentence(command, monkeypatch, capsys):
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", "mysql://server/databas")
    assert cli.main([command]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("FOLLOWUP_DATABASE_URL är inte en adress")
    assert err.count("\n") == 1


def test_the_password_is_never_shown(run, monkeypatch, capsys):
    address = "postgresql://eva:hemligt@127.0.0.1:1/followup"
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", address)
    status, out, err = run("versions")
    assert (status, out) == (2, "")
    assert "eva:***@127.0.0.1" in err
    assert "hemligt" not in err


# --- as a program ---------------------------------------------------------------------------


def program(folder, *arguments):
    environment = {**os.environ, "FOLLOWUP_DATA": str(folder), "FOLLOWUP_NAME": "Eva"}
    environment.pop("FOLLOWUP_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "followup.cli", *arguments],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip


def test_commands_work_where_no_app_is_served(tmp_path):
    (tmp_path / "maj.xlsx").write_bytes(MAY)
    taken = program(tmp_path / "data", "import", str(tmp_path / "maj.xlsx"))
    assert (taken.returncode, taken.stderr) == (0, b"")
    listed = program(tmp_path / "data", "versions", "--json")
    assert [one["underlag"] for one in json.loads(listed.stdout)] == ["maj"]
    assert (tmp_path / "data" / "followup.db").is_file()

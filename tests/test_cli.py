import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from followup import cli
from tests import books, workbooks

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bra.xlsx").write_bytes(books.GOOD)
    (tmp_path / "fel.xlsx").write_bytes(books.FAULTY)
    (tmp_path / "trasig.xlsx").write_bytes(books.BROKEN)
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """Runs a command with file names in the folder; gives status, stdout and stderr."""

    def command(*arguments):
        full = [
            str(folder / one) if one.endswith((".xlsx", ".pdf", "undermapp")) else one
            for one in arguments
        ]
        status = cli.main(full)
        out, err = capsys.readouterr()
        return status, out, err

    return command


def test_a_file_without_errors_has_status_0(run):
    status, out, err = run("check", "bra.xlsx", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["files"][0]["rows"] == {"decisions": 3}


def test_a_file_with_errors_has_status_1(run):
    status, out, err = run("check", "fel.xlsx", "--json")
    assert (status, err) == (1, "")
    severities = [one["severity"] for one in json.loads(out)["files"][0]["findings"]]
    assert severities.count("fel") == 3


def test_an_unreadable_file_has_status_2_and_a_sentence_on_standard_error(run):
    status, out, err = run("check", "trasig.xlsx", "--json")
    (entry,) = json.loads(out)["files"]
    assert status == 2
    assert err == f"trasig.xlsx: {entry['message']}\n"
    assert entry["message"].startswith("Filen är avbruten")
    assert (entry["readable"], entry["sheets"], entry["findings"], entry["rows"]) == (
        False, [], [], {},
    )  # fmt: skip


def test_every_file_given_has_its_entry_in_order_though_one_cannot_be_read(run):
    status, out, err = run("check", "fel.xlsx", "trasig.xlsx", "bra.xlsx", "--json")
    entries = json.loads(out)["files"]
    assert status == 2
    assert [(one["file"], one["readable"]) for one in entries] == [
        ("fel.xlsx", True),
        ("trasig.xlsx", False),
        ("bra.xlsx", True),
    ]
    assert err.count("\n") == 1


def test_the_json_has_exactly_the_keys_of_the_contract(run):
    _, out, _ = run("check", "fel.xlsx", "--json")
    whole = json.loads(out)
    (entry,) = whole["files"]
    (sheet,) = entry["sheets"]
    assert set(whole) == {"files"}
    assert set(entry) == {
        "file", "sha256", "readable", "message", "sheets", "findings", "rows",
    }  # fmt: skip
    assert set(sheet) == {
        "sheet", "kind", "header_row", "unit", "rows_read", "rows_loaded", "rows_excluded",
        "columns",
    }  # fmt: skip
    assert {frozenset(one) for one in sheet["columns"]} == {frozenset(("header", "cell", "field"))}
    assert {frozenset(one) for one in entry["findings"]} == {
        frozenset(("rule", "severity", "sheet", "cell", "field", "value", "message"))
    }


def test_an_entry_tells_what_was_read_from_which_bytes(run):
    _, out, _ = run("check", "fel.xlsx", "--json")
    (entry,) = json.loads(out)["files"]
    (sheet,) = entry["sheets"]
    assert entry["sha256"] == hashlib.sha256(books.FAULTY).hexdigest()
    assert (entry["readable"], entry["message"]) == (True, "")
    assert (sheet["sheet"], sheet["kind"], sheet["header_row"], sheet["unit"]) == (
        "Beslut", "decisions", 1, "kr",
    )  # fmt: skip
    assert (sheet["rows_read"], sheet["rows_loaded"], sheet["rows_excluded"]) == (4, 1, 3)
    assert sheet["columns"][5] == {"header": "Ärende", "cell": "F1", "field": "title"}
    unreadable = [one for one in entry["findings"] if one["cell"] == "J2"]
    assert [(one["rule"], one["field"], one["value"]) for one in unreadable] == [
        ("unreadable_number", "amount", "många kronor")
    ]


def test_without_json_the_findings_are_lines_to_read(run):
    status, out, _ = run("check", "fel.xlsx")
    assert status == 1
    assert "Beslut: decisions, 1 av 4 rader inlästa" in out
    assert "fel: Beslut!J2 [unreadable_number]" in out


def test_a_missing_file_is_told_as_one(run):
    status, out, err = run("check", "finns-inte.xlsx", "bra.xlsx", "--json")
    missing, good = json.loads(out)["files"]
    assert status == 2
    assert missing["message"] == "Filen finns inte. Kontrollera sökvägen."
    assert good["readable"]
    assert "finns-inte.xlsx: Filen finns inte" in err


def test_a_folder_is_no_file(run, folder):
    (folder / "undermapp").mkdir()
    status, out, _ = run("check", "undermapp", "--json")
    assert status == 2
    assert json.loads(out)["files"][0]["message"] == (
        "Filen kan inte öppnas. Kontrollera sökvägen."
    )


def test_two_files_of_one_name_are_told_apart_by_their_paths(run, folder):
    (folder / "undermapp").mkdir()
    (folder / "undermapp" / "bra.xlsx").write_bytes(books.FAULTY)
    status = cli.main(["check", str(folder / "bra.xlsx"), str(folder / "undermapp" / "bra.xlsx")])
    assert status == 1


def test_two_files_of_one_name_both_count_in_figures(folder, capsys):
    other = books.register({"Organisation": "Region Två"})
    (folder / "undermapp").mkdir()
    (folder / "undermapp" / "bra.xlsx").write_bytes(other)
    paths = [str(folder / "bra.xlsx"), str(folder / "undermapp" / "bra.xlsx")]
    assert cli.main(["figures", *paths, "--json"]) == 0
    rows = [one for one in json.loads(capsys.readouterr().out) if one["figure"] == "dataset.rows"]
    assert {one["organisation"]: one["value"] for one in rows} == {
        "Region Ett": "3", "Region Två": "1",
    }  # fmt: skip


def test_the_same_file_given_twice_counts_once(run):
    once = run("figures", "bra.xlsx", "--json")
    assert run("figures", "bra.xlsx", "bra.xlsx", "--json") == once


def test_a_fixed_value_fills_a_column_that_the_sheet_lacks(run, folder):
    headers = tuple(one for one in books.HEADERS if one != "Organisation")
    (folder / "utan.xlsx").write_bytes(books.register({"Belopp": 5}, headers=headers))
    status, _, _ = run("check", "utan.xlsx", "--json")
    assert status == 1
    status, out, _ = run("check", "utan.xlsx", "--json", "--set", "organisation=Region Tre")
    assert status == 0
    assert json.loads(out)["files"][0]["rows"] == {"decisions": 1}
    _, out, _ = run("figures", "utan.xlsx", "--json", "--set", "organisation=Region Tre")
    counted = [one for one in json.loads(out) if one["value"] != "0"]
    assert {one["organisation"] for one in counted} == {"Region Tre"}


@pytest.mark.parametrize("given", ["organisation", "=x", "organisation=", " = "])
def test_a_fixed_value_without_field_or_value_is_refused(given, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", "a.xlsx", "--set", given])
    assert ended.value.code == 2
    assert "is not FIELD=VALUE" in capsys.readouterr().err


def test_figures_are_a_list_with_exactly_five_keys(run):
    status, out, err = run("figures", "bra.xlsx", "--json", "--as-of", "2024-12-31")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {frozenset(one) for one in found} == {
        frozenset(("figure", "organisation", "dimensions", "value", "unit"))
    }
    assert {
        "figure": "decisions.amount",
        "organisation": "Region Ett",
        "dimensions": {"amount_kind": "tilläggsanslag", "year": 2025},
        "value": "1213000.00",
        "unit": "kr",
    } in found


def test_figures_are_as_of_the_day_given(run):
    _, out, _ = run("figures", "bra.xlsx", "--json", "--as-of", "2023-12-31")
    rows = [one for one in json.loads(out) if one["figure"] == "dataset.rows"]
    assert [one["value"] for one in rows] == ["1"]


def test_figures_are_as_of_today_when_no_day_is_given(run):
    today = dt.date.today().isoformat()
    assert run("figures", "bra.xlsx", "--json") == run(
        "figures", "bra.xlsx", "--json", "--as-of", today
    )


def test_a_day_that_is_none_is_refused():
    with pytest.raises(SystemExit) as ended:
        cli.main(["figures", "a.xlsx", "--as-of", "igår"])
    assert ended.value.code == 2


def test_figures_of_what_can_be_read_come_though_a_file_cannot(run):
    status, out, err = run("figures", "trasig.xlsx", "bra.xlsx", "--json")
    assert status == 2
    assert len(json.loads(out)) > 0
    assert err.startswith("trasig.xlsx: Filen är avbruten")


def test_errors_in_rows_do_not_change_the_status_of_figures(run):
    assert run("figures", "fel.xlsx", "--json")[0] == 0


def test_figures_without_json_are_lines_to_read(run):
    _, out, _ = run("figures", "bra.xlsx")
    assert "dataset.rows Region Ett kind=decisions: 3 antal" in out


def test_the_template_is_a_workbook_that_opens(run, folder):
    assert run("template", "mall.xlsx") == (0, "", "")
    assert "Beslut" in openpyxl.load_workbook(folder / "mall.xlsx").sheetnames


def test_the_template_loads_without_errors_and_without_rows(run):
    run("template", "mall.xlsx")
    status, out, _ = run("check", "mall.xlsx", "--json")
    assert status == 0
    assert set(json.loads(out)["files"][0]["rows"].values()) == {0}


def test_a_template_that_cannot_be_written_is_told_in_a_sentence(run):
    status, out, err = run("template", "finns/inte/mall.xlsx")
    assert (status, out) == (2, "")
    assert err.endswith("Mallen kunde inte skrivas dit. Kontrollera sökvägen och rättigheterna.\n")


# --- as a program -------------------------------------------------------------------------------


def _program(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "followup.cli", *arguments],
        cwd=ROOT, env=os.environ | environment, capture_output=True, check=False,
    )  # fmt: skip


def test_the_program_ends_with_the_status_and_writes_utf_8_whatever_the_locale(folder):
    odd = folder / os.fsdecode("f\xe9l å.xlsx".encode("latin-1"))
    odd.write_bytes(books.FAULTY)
    ended = _program(
        "check", str(odd), str(folder / "trasig.xlsx"), "--json",
        LC_ALL="C", PYTHONIOENCODING="ascii",
    )  # fmt: skip
    first, second = json.loads(ended.stdout.decode("utf-8"))["files"]
    assert ended.returncode == 2
    assert first["rows"] == {"decisions": 1}
    assert second["message"] in ended.stderr.decode("utf-8")
    assert b"Traceback" not in ended.stderr


def test_a_killer_file_is_refused_by_a_sentence(folder):
    forged = workbooks.xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": workbooks.strings("a", count=4_000_000_000)},
    )
    (folder / "mördare.xlsx").write_bytes(forged)
    ended = _program("check", str(folder / "mördare.xlsx"), str(folder / "bra.xlsx"), "--json")
    killer, good = json.loads(ended.stdout)["files"]
    assert (ended.returncode, killer["readable"], good["readable"]) == (2, False, True)
    assert killer["message"].startswith("Filen")
    assert b"Traceback" not in ended.stderr

import csv
import datetime as dt
import json
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.exports import json_tables
from followup.exports.tables_archive import as_csv, as_json
from tests.exports import reported

REPORT = reported.report()


def read(content):
    return json.loads(content, parse_float=Decimal)


def rows_of(part):
    return list(csv.reader(StringIO(part.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_archive_has_a_file_per_cell_and_one_that_says_what_they_are():
    with ZipFile(BytesIO(as_csv(REPORT))) as archive:
        names = archive.namelist()
        assert names[:2] == ["om.csv", "01-oforutsett.csv"]
        assert len(names) == 13
        assert rows_of(archive.read("01-oforutsett.csv"))[:3] == [
            ["Reserv", "Kvar (kr)", "Föreslaget (kr)"],
            ["Oförutsett 2024", "12400000", "1213000"],
            ["Oförutsett 2025", "8250000,5", ""],
        ]
        about = rows_of(archive.read("om.csv"))
    assert ["Läge per", "2024-12-17"] in about
    assert ["Organisation", "Region Exempel"] in about
    assert ["Fil: register.xlsx", f"sha-256 {reported.REGISTER.sha256}"] in about
    assert ["01-oforutsett.csv", REPORT.cells[0].headline] in about


def test_no_field_of_the_archive_is_read_as_a_formula():
    with ZipFile(BytesIO(as_csv(REPORT))) as archive:
        fields = [
            field
            for name in archive.namelist()
            for row in rows_of(archive.read(name))
            for field in row
            if not field.replace(",", "").lstrip("-").isdigit()
        ]
    assert not [field for field in fields if field.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_same_report_gives_the_same_bytes():
    assert as_csv(REPORT) == as_csv(REPORT)
    assert as_json(REPORT) == as_json(REPORT)


def test_one_object_tells_all_of_a_report():
    whole = read(as_json(REPORT))
    assert whole["läge per"] == "2024-12-17"
    assert whole["urval"]["År"] == "=1+1"
    assert whole["filer"][0] == {"fil": "register.xlsx", "sha-256": reported.REGISTER.sha256}
    first = whole["frågor"][0]
    assert first["rubrik"] == REPORT.cells[0].headline
    assert first["rader"][1] == {
        "Reserv": "Oförutsett 2025", "Kvar (kr)": Decimal("8250000.5"), "Föreslaget (kr)": None,
    }  # fmt: skip
    assert first["källor"][0] == {
        "Fil": "register.xlsx", "Blad": "Beslut", "Rad": 5, "§": "212", "Källa": None,
    }  # fmt: skip
    assert first["anteckningar"][0]["rubrik då"] == "Kvar att fördela är 12,4 mnkr"


def test_a_tables_values_keep_their_digits_days_and_gaps():
    table = pl.DataFrame(
        {
            "Belopp": [Decimal("12345678901234567.10"), None],
            "Dag": [dt.date(2024, 12, 17), None],
            "När": [dt.datetime(2024, 12, 17, 14, 5), None],
            "Andel": [0.25, float("nan")],
            "Solidarisk": [True, False],
            "Text": ['"=1+1"\\\n', None],
        },
        schema_overrides={"Belopp": pl.Decimal(20, 2)},
    )
    assert read(json_tables.as_json(table, {"Läge per": "2024-12-17"})) == {
        "om": {"Läge per": "2024-12-17"},
        "rader": [
            {"Belopp": Decimal("12345678901234567.1"), "Dag": "2024-12-17",
             "När": "2024-12-17T14:05:00", "Andel": Decimal("0.25"), "Solidarisk": True,
             "Text": '"=1+1"\\\n'},
            {"Belopp": None, "Dag": None, "När": None, "Andel": None, "Solidarisk": False,
             "Text": None},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("table", [pl.DataFrame(), pl.DataFrame(schema={"a": pl.String})])
def test_a_table_without_rows_is_an_empty_list(table):
    assert read(json_tables.as_json(table, {})) == {"om": {}, "rader": []}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text(), min_size=1), st.text(), st.lists(st.decimals(-(10**15), 10**15, places=2))
)
def test_whatever_stands_in_a_table_is_read_again(texts, header, amounts):
    numbers = (amounts + [None] * len(texts))[: len(texts)]
    table = pl.DataFrame(
        {f"T{header}": texts, "Belopp": numbers}, schema_overrides={"Belopp": pl.Decimal(20, 2)}
    )
    rows = read(json_tables.as_json(table, {}))["rader"]
    assert [row["Belopp"] for row in rows] == numbers
    assert len(rows) == len(texts)

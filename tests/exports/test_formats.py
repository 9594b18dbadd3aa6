import dataclasses
import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.exports.formats import FORMATS, file_name
from followup.exports.report import Report, Section
from tests.exports import reported

DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
BEGINNINGS = {
    "pptx": b"PK",
    "xlsx": b"PK",
    "pdf": b"%PDF-",
    "csv": b"PK",
    "json": b'{"titel": "Finansutskottet',
    "png": b"\x89PNG",
    "svg": b"<?xml",
}


def one_cell():
    whole = reported.report()
    return dataclasses.replace(whole, sections=(Section("Budget", (reported.reserves(),)),))


def titled(title):
    return Report(title, (), dt.date(2024, 12, 17), dt.date(2025, 1, 9))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_file_its_name_promises(name):
    told = []
    content = FORMATS[name].write(one_cell(), lambda done, of: told.append((done, of)))
    assert content.startswith(BEGINNINGS[name])
    assert told[-1] == (1, 1)


@pytest.mark.parametrize("name", FORMATS)
def test_whoever_is_told_may_cancel(name):
    def cancel(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FORMATS[name].write(one_cell(), cancel)


def test_listing_the_formats_loads_none_of_their_writers():
    heavy = "{'pptx', 'matplotlib', 'typst', 'xlsxwriter', 'kaleido'}"
    script = f"import sys, followup.exports.formats; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "set()"


def test_a_file_is_named_by_title_and_day():
    named = file_name(titled("Lån och räntor"), FORMATS["pptx"])
    assert named == "Lån och räntor läge per 2024-12-17.pptx"


def test_several_pictures_are_named_as_an_archive():
    assert file_name(reported.report(), FORMATS["png"]).endswith(".zip")
    assert file_name(one_cell(), FORMATS["png"]).endswith(".png")


@given(st.text())
def test_every_title_gives_a_file_name_that_windows_takes(title):
    name = file_name(titled(title), FORMATS["xlsx"])
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)[ .]", name, re.IGNORECASE)
    assert name == name.strip(" .")
    assert len(name.encode()) <= 255


def test_the_docs_tell_of_every_format_and_no_other():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| `\.(\w+)` \|", DOCS.read_text(), re.MULTILINE)
    assert rows == [(one.name, one.title, one.ending) for one in FORMATS.values()]

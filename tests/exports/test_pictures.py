"""Pictures are made by a real browser where there is one; without one, a sentence says so."""

import os
import struct
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import plotly.graph_objects as go
import pytest
from lxml import etree

from followup.charts.template import LIGHT
from followup.exports import chromium
from followup.exports.chromium import NoPicture, Sheet, drawn
from followup.exports.pictures import INDEX_FILE, pictures, sheet_of
from followup.exports.report import Section
from tests.exports import reported

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def browser():
    if chromium.chromium() is None:
        if os.environ.get("FOLLOWUP_REQUIRE_BROWSER") == "1":
            pytest.fail("FOLLOWUP_REQUIRE_BROWSER=1, but no Chromium is installed")
        pytest.skip("no Chromium is installed")


def alone(cell):
    return replace(reported.report(), sections=(Section("Allt", (cell,)),))


def program(folder, script):
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


def annotations(cell):
    return [one.text for one in sheet_of(reported.report(), cell).figure.layout.annotations]


def test_several_pictures_are_in_an_archive_with_a_list_of_them(browser):
    told = []
    content = pictures(reported.report(), "png", lambda *one: told.append(one))
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        index = archive.read(INDEX_FILE).decode("utf-8-sig")
        sizes = [struct.unpack(">II", archive.read(name)[16:24]) for name in names[:2]]
    assert names == ["01-oforutsett.png", "02-fordelning-floden.png", INDEX_FILE]
    assert [width for width, _ in sizes] == [2400, 2400]
    assert told == [(1, 2), (2, 2)]
    assert "02-fordelning-floden.png\n5 mnkr har flyttats från drift till investering" in index
    assert "Ett flöde från drift till investering på 5 mnkr." in index
    assert f"register.xlsx, sha-256 {'ab12' * 16}" in index


def test_a_single_svg_tells_its_conclusion_and_speaks_swedish(browser):
    def by_month(palette):
        days = ["2024-05-01", "2024-10-01"]
        axis = {"tickformat": "%B", "tickvals": days, "type": "date"}
        return go.Figure(go.Scatter(x=days, y=[1, 2]), {"xaxis": axis})

    root = etree.fromstring(pictures(alone(replace(reported.flow(), draw=by_month)), "svg"))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert root.find(f"{SVG}desc").text == reported.flow().alt
    assert root.find(f"{SVG}title").text == reported.flow().headline
    assert {"maj", "oktober"} <= set(texts)
    assert any(reported.flow().headline in one for one in texts)


def test_hostile_texts_are_drawn_as_they_stand(browser):
    cell = replace(reported.hostile(), draw=reported.flow().draw)
    root = etree.fromstring(pictures(alone(cell), "svg"))
    drawn_texts = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    assert "=1+1 <b>fet</b> & <script>alert(1)</script> abc" in drawn_texts
    assert "$x^2$ *fet* _kursiv_" in drawn_texts
    assert not list(root.iter(f"{SVG}a", f"{SVG}script"))


def test_the_chart_is_as_high_as_on_the_screen_and_the_texts_stand_outside_it():
    screen = reported.reserves().draw(LIGHT).layout
    sheet = sheet_of(reported.report(), reported.reserves())
    margin = sheet.figure.layout.margin
    assert sheet.width == 1200
    assert sheet.height - margin.t - margin.b == screen.height - screen.margin.t - screen.margin.b
    headline, measure, source = annotations(reported.reserves())
    assert headline == (
        "<b>Kvar att fördela är 12,4 mnkr av 20 mnkr, och 1,2 mnkr är föreslaget</b>"
    )
    assert measure == "Kvar av varje reserv, kr, läge per 2024-12-17"
    assert "Källa: register.xlsx" in source
    assert "<br>Läge per 2024-12-17" in source


def test_a_long_headline_takes_several_lines():
    cell = replace(reported.long_headline(), draw=reported.flow().draw)
    assert annotations(cell)[0].count("<br>") == 3


def test_a_report_of_tables_says_that_there_is_nothing_to_draw():
    with pytest.raises(NoPicture, match="Det finns ingen bild att ta ut här"):
        pictures(alone(reported.overdue()), "png")


def test_without_a_browser_the_editable_charts_are_offered(monkeypatch, tmp_path):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "finns-inte"))
    assert chromium.chromium() is None
    with pytest.raises(NoPicture, match="PowerPoint- och Excelfilerna har samma diagram"):
        pictures(alone(reported.flow()), "png")


def test_the_named_browser_is_the_one_that_is_used(monkeypatch, tmp_path):
    own = program(tmp_path, "exit 0")
    monkeypatch.setenv("BROWSER_PATH", str(own))
    assert chromium.chromium() == own


def test_a_browser_that_hangs_is_ended_with_its_children(monkeypatch, tmp_path):
    noted = tmp_path / "pid"
    monkeypatch.setenv("BROWSER_PATH", str(program(tmp_path, f"echo $$ > {noted}; sleep 600")))
    begun = time.monotonic()
    with pytest.raises(NoPicture, match="svarade inte i tid"):
        drawn([Sheet(go.Figure(), 100, 100)], "png", lambda at: None, start_seconds=3)
    assert time.monotonic() - begun < 20
    assert not is_running(int(noted.read_text()))


def test_a_browser_that_ends_at_once_is_told_in_swedish(monkeypatch, tmp_path):
    monkeypatch.setenv("BROWSER_PATH", str(program(tmp_path, "exit 1")))
    with pytest.raises(NoPicture, match=r"kunde inte göra dem|svarade inte i tid"):
        drawn([Sheet(go.Figure(), 100, 100)], "png", lambda at: None, start_seconds=3)


def test_the_one_who_waits_may_end_the_drawing(browser):
    def stop(done, of):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        pictures(reported.report(), "svg", stop)


def is_running(number):
    """Whether a process still works: one that has ended may wait to be noticed."""
    for _ in range(50):
        try:
            if Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except (FileNotFoundError, ProcessLookupError):
            return False
        time.sleep(0.1)
    return True

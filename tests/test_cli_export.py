"""`followup export --page …`: what a command writes is what the pages show."""

import datetime as dt
import json
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from followup import cli
from followup.contents import pages
from followup.exports.formats import FORMATS
from followup.loading import combine
from followup.store.noted import Noted
from followup.store.records import Author, SavedKind
from followup.store.store import Store
from pages.parts import frame
from sample_data.make import FOLDER
from tests.viewed import view_of

NORTH = FOLDER / "vasternorrland_finansutskottet_2021-12-01.xlsx"
DAY = "2021-12-01"
WITHOUT_CHROMIUM = [name for name in FORMATS if name not in ("png", "svg")]


@pytest.fixture
def export(tmp_path, capsys):
    """Runs the command on a sample; gives status, the file's bytes, stdout and stderr."""

    def run(page, form, *more, read=(NORTH,)):
        out = tmp_path / f"ut.{form}"
        files = [word for path in read for word in ("--read", str(path))]
        asked = ["--page", page, "--format", form, "--as-of", DAY]
        status = cli.main(["export", *asked, *files, *more, str(out)])
        printed = capsys.readouterr()
        return status, out.read_bytes() if out.exists() else b"", printed.out, printed.err

    return run


@pytest.mark.parametrize("form", WITHOUT_CHROMIUM)
def test_a_page_is_written_in_each_format_without_a_browser(export, form):
    status, content, told, _ = export("oforutsett", form)
    assert status == 0
    assert content
    assert "Oförutsett, 4\xa0celler, läge per 2021-12-01" in told


def test_every_page_of_the_menu_that_has_cells_can_be_written(export):
    own = {"las-in", "frysta"}  # a place to drop files, and a list of names
    assert {one.address for one in frame.PAGES} - own == set(pages.PAGES)
    assert {one.address: one.title for one in frame.PAGES if one.address not in own} == {
        address: page.title for address, page in pages.PAGES.items()
    }


@pytest.mark.parametrize("page", [*pages.PAGES, *pages.GROUPS])
def test_each_page_is_written_or_says_that_it_has_nothing(export, page):
    every = sorted(FOLDER.glob("v*.xlsx"))
    status, content, _, told = export(page, "json", "--as-of", "2024-12-31", read=every)
    if status == 0:
        assert all(cell["rubrik"] for cell in json.loads(content)["frågor"])
    else:
        assert "inget att visa" in told
        assert page in ("underlag", "logg")


def test_the_figures_of_a_slide_are_those_of_the_console(export, capsys):
    _, content, _, _ = export("oforutsett", "pptx")
    charts = [
        shape.chart
        for slide in Presentation(BytesIO(content)).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    left = next(one for one in charts if "Egentligt" in str(list(one.plots[0].categories)))
    drawn = {
        series.name: [Decimal(str(value or 0)) for value in series.values]
        for series in left.plots[0].series
    }
    cli.main(["figures", str(NORTH), "--as-of", DAY, "--json"])
    figures = json.loads(capsys.readouterr().out)
    remaining = {
        one["dimensions"]["appropriation"]: Decimal(one["value"])
        for one in figures
        if one["figure"] == "reserve.remaining" and one["dimensions"]["year"] == 2022
    }
    kept = [sum(both) for both in zip(drawn["Kvar"], drawn["Föreslaget"], strict=True)]
    assert dict(zip((name.split(" (")[0] for name in left.plots[0].categories), kept,
                    strict=True)) == remaining  # fmt: skip


def test_several_pages_are_one_report(export):
    _, content, told, _ = export("budget", "pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "Budget, " in told
    for title in ("Fördelning", "Omdisponeringar", "Oförutsett", "Avstämning"):
        assert title in text


def test_a_meeting_is_a_pack_with_a_part_per_item(export):
    _, content, _, _ = export("mote", "json", "--body", "Finansutskottet")
    agenda, *items = json.loads(content)["frågor"]
    assert agenda["avsnitt"].startswith("2021-12-01 Finansutskottet")
    assert len(items) == len({one["avsnitt"] for one in items}) > 5


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--page", "hem", "--format", "pdf"], "Sidan hem finns inte. Välj en av oversikt"),
        (["--page", "lan", "--format", "doc"], "Formatet doc finns inte. Välj ett av pptx"),
        (["--page", "lan"], "Ange både --page och --format"),
        (["--format", "pdf"], "Ange både --page och --format"),
        (["--page", "lan", "--format", "pdf", "--read", "saknas.xlsx"], "Filen finns inte"),
        (["--page", "lan", "--format", "pdf", "--read", str(NORTH)], "inget att visa"),
        (["--page", "mote", "--format", "pdf", "--as-of", "2020-12-02", "--read", str(NORTH)],
         "inget att visa"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told(capsys, tmp_path, asked, told):
    assert cli.main(["export", *asked, str(tmp_path / "ut.pdf")]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(capsys):
    asked = ["--page", "oforutsett", "--format", "csv", "--as-of", DAY, "--read", str(NORTH)]
    assert cli.main(["export", *asked, "/saknas/ut.zip"]) == 2
    assert "Filen kunde inte skrivas dit" in capsys.readouterr().err


# --- of the store -------------------------------------------------------------------------------


@pytest.fixture
def accepted(database_url, monkeypatch, capsys):
    """The sample accepted in a store; gives the store."""
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", database_url.render_as_string(hide_password=False))
    assert cli.main(["import", str(NORTH), "--name", "Eva Ek", "--role", "ekonom"]) in (0, 1)
    capsys.readouterr()
    store = Store(combine, database_url)
    yield store
    store.close()


def test_what_is_accepted_is_written_with_its_versions_and_the_notes_that_are_chosen(
    accepted, tmp_path
):
    cell = pages.PAGES["oforutsett"].contents(view_of(NORTH, as_of=_day()))[0]
    noted = Noted(
        "oforutsett", cell.id, None, "Frågas vidare", cell.headline, cell.measure, _day(),
        about=cell.about,
    )  # fmt: skip
    name = "Oförutsett, anteckning"
    accepted.save(SavedKind.NOTE, "", name, noted.as_json(), Author("ekonom", "Eva Ek"))
    out = tmp_path / "ut.xlsx"
    asked = ["export", "--page", "oforutsett", "--format", "xlsx", str(out)]
    assert cli.main(asked) == 0
    assert "Frågas vidare" not in words_of(out)
    assert cli.main([*asked, "--with-notes"]) == 0
    assert "Frågas vidare" in words_of(out)
    assert "Eva Ek" not in words_of(out)
    assert cli.main([*asked, "--with-notes", "--with-names"]) == 0
    assert "Eva Ek" in words_of(out)
    (version,) = accepted.versions()
    assert version.sha256 in words_of(out)


def _day():

    return dt.date.today()


def words_of(path):
    book = load_workbook(path)
    return " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_an_empty_store_is_told(database_url, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", database_url.render_as_string(hide_password=False))
    out = str(tmp_path / "ut.pdf")
    assert cli.main(["export", "--page", "lan", "--format", "pdf", out]) == 2
    assert "Inget underlag är inläst" in capsys.readouterr().err


def test_the_tables_in_an_archive_are_those_of_the_page(export):
    _, content, _, _ = export("oforutsett", "csv")
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
    cells = pages.PAGES["oforutsett"].contents(view_of(NORTH, as_of=_as_of()))
    assert len(names) == len(cells) + 1


def _as_of():

    return dt.date.fromisoformat(DAY)

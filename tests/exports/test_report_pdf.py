import datetime as dt
import tomllib
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import polars as pl
import pypdf
import pytest

from followup.exports.report import Basis, Note, Report, Section
from followup.exports.report_pdf import as_pdf, paper_files
from followup.exports.typeface import FOLDER, width
from followup.exports.typesetting import set_pages
from tests.exports import reported

ROOT = Path(__file__).parents[2]
REPORT = reported.report()
MAY_BREAK = "\u200b"
NO_SPACES = "W" * 30_000
RIGHT_EDGE = 543
"""Of what is set, in points, and some for kerning that is not counted."""


def in_process(report):
    """The document without a program of its own, which takes a second to start."""
    return set_pages(paper_files(report), report.made_on, str(FOLDER))


@pytest.fixture(scope="module")
def content():
    return in_process(REPORT)


@pytest.fixture(scope="module")
def book(content):
    return opened(content)


def opened(content):
    return pypdf.PdfReader(BytesIO(content))


def of_cells(*cells, **parts):
    return Report("Rapport", (Section("Del", cells),), reported.AS_OF, reported.MADE_ON, **parts)


def page_texts(book):
    """The text of each page on one line, without the places where a word may be broken."""
    pages = (page.extract_text().replace(MAY_BREAK, "") for page in book.pages)
    return [" ".join(text.replace("\u00a0", "~").split()).replace("~", "\u00a0") for text in pages]


def text_of(book):
    return " ".join(page_texts(book))


def page_with(book, words):
    return next(at for at, text in enumerate(page_texts(book)) if at and words in text)


def elements(book):
    """Every element of the structure tree: what it is, and its alternative text."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                yield from walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node["/S"], node.get("/Alt")
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(book.trailer["/Root"]["/StructTreeRoot"]))


def bookmarks(outline):
    """Titles of the bookmarks, the lower ones as lists behind theirs."""
    return [bookmarks(one) if isinstance(one, list) else one.title for one in outline]


def test_it_says_that_it_is_tagged_swedish_and_made_for_all_readers(book):
    root = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv-SE"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_title_author_and_time_are_those_of_the_report(book):
    assert book.metadata.title == "Finansutskottet 2024-12-17"
    assert book.metadata.author == "Budget- och beslutsuppföljning"
    assert book.metadata.creation_date.date() == reported.MADE_ON
    assert book.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_same_report_gives_the_same_bytes(content):
    assert as_pdf(reported.report()) == content


def test_each_picture_has_its_own_alternative_text(book):
    drawn = [cell.alt for cell in REPORT.cells if cell.native]
    assert [alt for kind, alt in elements(book) if kind == "/Figure"] == drawn


def test_a_picture_without_alternative_text_has_the_headline():
    cell = reported.cell(
        "a", "Svaret", "mått", pl.DataFrame({"x": [1]}), native=reported.reserves().native
    )
    assert ("/Figure", "Svaret") in elements(opened(in_process(of_cells(cell))))


def test_tables_have_header_cells_and_headings_follow_on_each_other(book):
    kinds = [kind for kind, _ in elements(book)]
    assert {"/Table", "/THead", "/TH", "/TR", "/TD", "/TOC"} <= set(kinds)
    levels = [int(kind[2:]) for kind in kinds if kind in {"/H1", "/H2", "/H3"}]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_and_headlines_are_bookmarks_and_stand_in_the_contents(book):
    told = bookmarks(book.outline)
    assert told[0] == "Budget"
    assert told[1][:2] == [cell.headline for cell in REPORT.cells[:2]]
    assert told[-1] == "Underlag"
    assert "Innehåll Budget" in page_texts(book)[0]
    for cell in REPORT.cells[:6]:
        assert cell.headline in page_texts(book)[0]


def test_the_contents_tell_the_page_where_the_answer_stands(book):
    headline = "Nio av arton områden ligger under sin budget"
    line = page_texts(book)[0].split(headline)[1].split("Beslut och uppdrag")[0]
    assert line.strip(" .") == str(page_with(book, headline) + 1)


def test_a_single_cell_has_no_contents():
    book = opened(in_process(of_cells(reported.reserves())))
    assert len(book.pages) == 1
    assert "Innehåll" not in text_of(book)


def test_each_page_says_which_it_is_and_all_but_the_first_what_it_is_of(book):
    pages = page_texts(book)
    for at, text in enumerate(pages, 1):
        assert text.endswith(f"Sida {at} av {len(pages)}")
    for text in pages[1:]:
        assert text.startswith("Finansutskottet 2024-12-17 Läge per 2024-12-17")


def test_the_first_page_tells_day_and_choices(book):
    first = page_texts(book)[0]
    assert "Läge per 17\u00a0december 2024, framtaget 2025-01-09" in first
    assert "Organisation Region Exempel Organ Alla År =1+1" in first


def test_every_row_stands_there_with_swedish_numbers_and_what_is_missing(book):
    page = page_texts(book)[page_with(book, "Kvar att fördela")]
    assert "Oförutsett 2024 12\u00a0400\u00a0000,00 1\u00a0213\u00a0000" in page
    assert "Oförutsett 2025 8\u00a0250\u00a0000,50 saknas" in page
    assert "Utvecklingsmedel <b> saknas saknas" in page
    assert "Projektmedel 0,00 2\u00a0500\u00a0000" in page
    assert "RS 2024-03-05 § 41 4\u00a0000\u00a0000 −1\u00a0500\u00a0000 2024-03-05" in text_of(book)


def test_a_long_table_has_all_its_rows_and_its_header_on_each_page():
    amounts = [Decimal(1_000_003) * row for row in range(1, 151)]
    table = pl.DataFrame({"Nämnd": [f"N{row}" for row in range(150)], "Belopp (kr)": amounts})
    book = opened(in_process(of_cells(reported.cell("a", "Svar", "kr", table))))
    pages = page_texts(book)
    told = [f"{amount:,}".replace(",", "\u00a0") for amount in amounts]
    assert all(amount in text_of(book) for amount in told)
    assert [text.count("Nämnd Belopp (kr)") for text in pages[:3]] == [1, 1, 1]


def test_a_very_long_table_is_cut_and_says_so(book):
    text = text_of(book)
    assert "Visar 200 av 5\u00a0000 rader; alla finns i Excelexporten." in text
    assert "Beslut 199 2020-07-18 199\u00a0000 nej" in text
    assert "Beslut 200 " not in text


def test_sources_are_a_line_per_sheet_with_rows_as_ranges(book):
    page = page_texts(book)[page_with(book, "Kvar att fördela")]
    assert (
        "Fil Blad Rader § register.xlsx Beslut 5–13 212–220"
        " Budget 2024 <slutlig>.xlsx Beslut 5–6 212–213"
    ) in page
    assert "register.xlsx Beslut 5–5004 212–5211" in text_of(book)


def test_notes_stand_below_their_cell_with_author_time_and_what_was_told_then(book):
    page = page_texts(book)[page_with(book, "Kvar att fördela")]
    assert (
        "Anteckningar Utskottet vill se en plan till mars. Ekonom, 2024-12-17 14:05"
        " Då stod det: Kvar att fördela är 12,4 mnkr"
    ) in page


def test_the_end_names_the_files_with_their_whole_hashes_and_tells_of_persons(book):
    end = page_texts(book)[-1]
    assert "Underlag Personers namn är dolda." in end
    for one in REPORT.basis:
        assert f"{one.title} {one.sha256}" in end
    shown = in_process(of_cells(reported.reserves(), is_masked=False))
    assert "Underlag Personers namn visas." in text_of(opened(shown))


def test_text_from_files_is_never_code(book):
    page = page_texts(book)[page_with(book, "=HYPERLINK")]
    for text in (
        "#set page(width: 1pt) \\ @ref <etikett>",
        "$x^2$ *fet* _kursiv_ #rubrik [länk](http://x) `kod`",
        "<b>fet</b> & <script>alert(1)</script>",
        "omvänd text",
        "två rader och tab",
    ):
        assert page.count(text) >= 2
    assert not any("/URI" in link.get("/A", {}) for link in links(book))


def links(book):
    return [one.get_object() for page in book.pages for one in page.get("/Annots", ())]


def test_signs_that_the_typeface_lacks_are_replaced_and_that_is_told():
    table = pl.DataFrame({"日本": ["a😀b", "ا", "\ue000", "e\u0301"]})
    text = text_of(opened(in_process(of_cells(reported.cell("a", "日", "mått", table)))))
    assert "◊◊ a◊b ◊ ◊ é" in text
    assert "◊ står för tecken som typsnittet saknar." in text
    assert "typsnittet" not in text_of(opened(in_process(of_cells(reported.reserves()))))


def test_thirty_thousand_signs_without_a_space_stay_within_the_page():
    table = pl.DataFrame({NO_SPACES: [NO_SPACES], "Belopp": [1]})
    cell = reported.cell(
        "a", NO_SPACES, NO_SPACES, table, definition=NO_SPACES,
        sources=reported.sources(1, NO_SPACES), native=reported.reserves().native,
    )  # fmt: skip
    note = Note(NO_SPACES, NO_SPACES, NO_SPACES, dt.datetime(2024, 12, 17), NO_SPACES)
    report = Report(
        NO_SPACES, (Section(NO_SPACES, (cell,), NO_SPACES),), reported.AS_OF, reported.MADE_ON,
        ((NO_SPACES, NO_SPACES),), (Basis(NO_SPACES, "ab" * 32),), {"a": (note,)},
    )  # fmt: skip
    for page in opened(in_process(report)).pages:
        assert furthest(page) < RIGHT_EDGE


def furthest(page):
    """How far to the right a text reaches, in points."""
    found = []

    def see(text, outer, inner, font, size):
        line = text.replace(MAY_BREAK, "").strip("\n")
        if line:
            found.append(outer[4] + inner[4] + width(line, size * abs(inner[0])))

    page.extract_text(visitor_text=see)
    return max(found)


def test_a_wide_table_lies_on_its_side_with_every_column():
    columns = {"Nämnd": ["Hälso- och sjukvårdsnämnden"]}
    columns |= {f"Kolumn {at} (kr)": [Decimal(10_000_000 + at)] for at in range(1, 20)}
    book = opened(in_process(of_cells(reported.cell("a", "Tjugo", "kr", pl.DataFrame(columns)))))
    page = book.pages[page_with(book, "Tjugo")]
    assert page.mediabox.width > page.mediabox.height
    for at in range(1, 20):
        assert f"10\u00a0000\u00a0{at:03}" in page.extract_text()


def test_what_is_wider_than_a_lying_page_is_parted_behind_the_first_column():
    columns = {"Nämnd": ["Regionstyrelsen"]}
    columns |= {f"K{at}": [Decimal(10_000_000_000 + at)] for at in range(1, 41)}
    text = text_of(
        opened(in_process(of_cells(reported.cell("a", "Fyrtio", "kr", pl.DataFrame(columns)))))
    )
    assert text.count("Regionstyrelsen") == 4
    for at in range(1, 41):
        assert text.count(f"10\u00a0000\u00a0000\u00a0{at:03}") == 1


def test_a_cell_without_rows_says_so_and_a_picture_without_numbers_leaves_its_table(book):
    text = text_of(book)
    assert (
        "Inga delegationsbeslut är inlästa Delegationsbeslut, antal, läge per 2024-12-17 Inga"
        in text
    )
    assert "Från Till mnkr Drift Investering 5" in text


def test_each_cell_is_told_and_telling_can_cancel():
    told = []
    as_pdf(REPORT, lambda done, of: told.append((done, of)))
    # While pages are set the last one is told again and again, to let it be cancelled.
    assert told[:12] == [(at, 12) for at in range(1, 13)]
    assert set(told[12:]) <= {(12, 12)}

    def cancel(done, of):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        as_pdf(REPORT, cancel)


def test_an_empty_report_is_a_report():
    text = text_of(opened(in_process(Report("Tom", (), reported.AS_OF, reported.MADE_ON))))
    assert text.startswith("Tom Läge per 17\u00a0december 2024")


def test_the_template_lies_in_a_package_that_is_installed_whole():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = told["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel) == {"packages"}
    template = files("followup.exports").joinpath("report.typ")
    assert template.is_file()
    assert any(ROOT / package in Path(str(template)).parents for package in wheel["packages"])

"""Ways through the app, as somebody at a desk goes them."""

import io
import re
import urllib.request

import openpyxl
from playwright.sync_api import expect

from tests import books, workbooks
from tests.browser.conftest import serving
from tests.hostile import HOSTILE

ROUND = ("Beslut", "Granskning", "Översikt")


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_from_an_empty_page_to_an_overview_in_one_click(visit, shoot):
    visitor = visit()
    visitor.sees("Inget underlag är inläst.")
    shoot(visitor, "tom")
    visitor.sample().sees("4 filer är inlästa")
    expect(visitor.page.get_by_test_id("stMetric")).to_have_count(6)
    expect(visitor.page.locator(".js-plotly-plot")).to_have_count(2)
    shoot(visitor, "oversikt")


def test_the_template_opens_in_a_spreadsheet_program(visit):
    content, name = visit().download("Ladda ner mall")
    assert name == "mall.xlsx"
    assert {"Beslut", "Uppdrag", "Lån"} <= set(opened(content).sheetnames)


def test_a_faulty_workbook_goes_back_marked_up(visit, shoot):
    visitor = visit("las-in").upload("beslut.xlsx", books.FAULTY)
    visitor.sees("1 rad ur 1 av 1 blad. 3 fel och 0 varningar.")
    shoot(visitor, "las-in")
    visitor.go("Granskning").sees("3 fel, 0 varningar och 0 upplysningar")
    shoot(visitor, "granskning")
    visitor.click("Gör granskad kopia")
    content, name = visitor.download("Ladda ner granskad kopia")
    copy = opened(content)
    assert name == "beslut granskad.xlsx"
    assert copy.sheetnames[0] == "Granskning"
    assert "många kronor" in copy["Beslut"]["J2"].comment.text
    listed, name = visitor.download("Fyndlista, Excel")
    assert name == "beslut fynd.xlsx"
    assert opened(listed)["Fynd"].max_row == 4
    text, _ = visitor.download("Fyndlista, CSV")
    assert text.decode("utf-8-sig").count("\r\n") == 4
    visitor.go("Läs in").upload("beslut.xlsx", books.CORRECTED)
    visitor.sees("2 fynd borta, 1 kvar, 1 nya.")


def test_a_decision_is_found_in_the_register_and_read_whole_with_its_cells(visit, shoot):
    visitor = visit("beslut").sample()
    search = visitor.page.get_by_role("textbox", name="Sök", exact=True)
    search.fill("motion")
    search.press("Enter")
    visitor.sees("2 att-satser av 74 i registret").mark_row(0)
    visitor.sees("§ 209 Motion (C) om fortsatta avtal").sees("bladet Beslut, rad")
    expect(visitor.page.get_by_test_id("stDataFrame")).to_have_count(2)
    shoot(visitor, "beslut-helt")
    assert "sok=motion" in visitor.page.url
    search.fill("borgen")
    search.press("Enter")
    visitor.sees("Markera rutan längst till vänster")


def test_a_marked_row_is_the_one_that_is_shown(visit):
    rows = [{"Ärende": f"Ärende {at}"} for at in range(1, 8)]
    visitor = visit("las-in").upload("sju.xlsx", books.register(*rows)).go("Beslut")
    visitor.mark_row(4)
    expect(visitor.headline("§ 205 Ärende 5")).to_be_visible()
    visitor.sees("sju.xlsx, bladet Beslut, rad 6")


def test_a_click_on_a_bar_shows_only_that_body(visit):
    visitor = visit("beslut").sample()
    chart = visitor.page.locator(".js-plotly-plot").first.bounding_box()
    visitor.page.mouse.click(chart["x"] + 60, chart["y"] + 36)
    visitor.sees("25 att-satser i 1 organ")
    expect(visitor.page).to_have_url(re.compile("organ=Finansutskottet"))


def test_filters_live_in_the_address_and_a_copied_link_keeps_them(visit, shoot):
    sender = visit("beslut").sample()
    sender.choose("Organisation", "Region Västernorrland")
    sender.sees("25 att-satser i registret")
    expect(sender.page).to_have_url(re.compile("organisation="))
    link = sender.page.url.removeprefix(f"{sender.address}/")
    sender.go("Översikt").sees("om Region Västernorrland")
    assert "organisation=" in sender.page.url
    receiver = visit(link).sample()
    receiver.sees("25 att-satser i registret")
    box = receiver.page.get_by_role("combobox", name="Organisation", exact=True)
    expect(box).to_have_value("Region Västernorrland")
    shoot(receiver, "beslut-urval")


def test_a_deep_link_right_after_start_shows_the_app_in_its_frame(browser, visit, tmp_path):
    with serving(tmp_path) as fresh:
        visitor = visit("beslut", at=fresh)
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Beslut")
        visitor.sees_menu()
        expect(visitor.page.get_by_role("dialog")).to_have_count(0)
        visitor.leave()


def test_streamlit_run_shows_no_page_without_its_frame(browser, visit, tmp_path):
    with serving(tmp_path, "streamlit", "run", "app.py") as plain:
        visitor = visit("decisions", at=plain)
        visitor.sees_menu().sees("Inget underlag är inläst.").leave()


def test_the_page_says_in_itself_that_it_is_swedish(address):
    with urllib.request.urlopen(f"{address}/beslut") as answer:
        page = answer.read().decode()
    assert '<html lang="sv">' in page
    assert "<title>Budget- och beslutsuppföljning</title>" in page
    assert not re.search(r"(src|href)=.https?://", page)


def test_hostile_cells_are_shown_as_they_stand_and_fetch_nothing(visit, shoot):
    headers = [*books.HEADERS, HOSTILE[0]]
    line = {**books.USUAL, "Sammanträdesdatum": "2024-12-17", "Beslutstyp": "beslutar"}
    rows = [
        {**line, "Organisation": text, "Organ": text, "Ärende": text, "Paragraf": str(at)}
        for at, text in enumerate(HOSTILE, 1)
    ]
    table = [headers, *([row.get(one) for one in headers] for row in rows)]
    content = workbooks.xlsx({"Beslut": workbooks.rows(table)})
    visitor = visit("las-in").upload("![x](https:\u2215\u2215evil.example).xlsx", content)
    visitor.page.get_by_text("Ändra hur ett blad läses").click()
    visitor.settle().go("Beslut").mark_row(0)
    shoot(visitor, "fientligt")
    for title in ("Granskning", "Översikt"):
        visitor.go(title)
    links = visitor.page.locator("[data-testid=stMain] a[href*='//evil'], a[href^=mailto]")
    expect(links).to_have_count(0)
    visitor.go("Beslut")
    expect(links).to_have_count(0)
    expect(visitor.page.locator("svg a")).to_have_count(0)


def test_an_upload_that_kills_its_reader_keeps_nobody_else_waiting(visit):
    killer = workbooks.xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": workbooks.strings("a", count=4_000_000_000)},
    )
    clicker, uploader = visit().sample(), visit("las-in")

    def click():
        return max(clicker.timed(lambda title=one: clicker.go(title)) for one in ROUND)

    click()
    before = [click() for _ in range(3)]
    uploader.page.locator("input[type=file]").set_input_files(
        [{"name": f"{at}.xlsx", "mimeType": "", "buffer": killer + bytes(at)} for at in range(6)]
    )
    refused = uploader.page.get_by_test_id("stAlert")
    during = []
    while refused.count() < 6 and len(during) < 12:
        during.append(click())
    expect(refused).to_have_count(6, timeout=60_000)
    assert during, "the upload was over before anybody clicked"
    assert max(during) < max(before) * 2 + 0.5
    expect(refused.first).to_contain_text("Filen")

"""Chains, assignments and reporting back, in browsers beside each other."""

import contextlib
import io
import re

import openpyxl
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from followup.loading import load
from tests.browser.conftest import serving
from tests.browser.test_browser_look import english, looked_at
from tests.making import book, row, sheet
from tests.test_docs_auditor import ROWS as QUESTIONS

WORDED = {
    "decision_kind": "beslutar", "body": "Regionstyrelsen", "next_body": None, "final_body": None,
}  # fmt: skip
REGISTER = book(
    {
        "Uppdrag": sheet(
            "assignments",
            row("assignments", task="utreda busskorten", board="Kulturnämnden"),
            row("assignments", assignment_id="U-2", task="se över hyrorna", board=None,
                registry_no="RS 7-2024"),
        ),
        "Beslut": sheet(
            "decisions",
            row("decisions", paragraph="55", registry_no="RS 8-2024", title="Lokaler",
                clause="ge regiondirektören i uppdrag att återkomma om lokalerna", **WORDED),
            row("decisions", paragraph="56", registry_no="RS 9-2024", title="Fordon",
                clause="ge regiondirektören i uppdrag att senast juni 2025 se över fordonen",
                **WORDED),
        ),
    }
)  # fmt: skip
"""Two assignments, and two more that only the register's words give."""

PAGES = ("Beslutskedja", "Uppdrag", "Ärendebalans", "Indikatorer")


def field(visitor, label):
    return visitor.page.get_by_role("textbox", name=label, exact=True)


def click_bar(visitor, chart, name):
    """Click the first bar of a chart until the filter of that name stands in the address.

    A click that comes before the chart has noticed the pointer means nothing to it.
    """
    visitor.page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
            .every(one => one.querySelector('.main-svg'))"""
    )
    bar = visitor.page.locator(".js-plotly-plot").nth(chart).locator(".barlayer .point path").first
    for _ in range(4):
        box = visitor.still(bar).bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        visitor.page.mouse.move(*middle)
        visitor.page.wait_for_timeout(300)
        visitor.page.mouse.click(*middle)
        with contextlib.suppress(PlaywrightTimeoutError):
            visitor.page.wait_for_url(re.compile(f"{name}="), timeout=6_000)
            return
    pytest.fail(f"no click on the bar set {name}")


def test_a_report_in_one_browser_shows_in_another(visit, shoot, tmp_path):
    with serving(tmp_path) as at:
        writer, reader = visit("las-in", at=at), visit("uppdrag", at=at)
        writer.accept("uppdrag.xlsx", REGISTER, "Uppdragslistan")
        reader.go("Ärendebalans").go("Uppdrag").sees("2 öppna uppdrag")
        writer.go("Uppdrag").mark_row(0, 0).sees("Återrapportera").settle()
        expect(writer.page).to_have_url(re.compile("uppdrag=Region"))
        writer.choose("Status", "avslutat")
        field(writer, "Ny frist").fill("mars 2026")
        field(writer, "Ny frist").press("Enter")
        writer.sees("Fristen läses som senast 2026-03-31.").settle()
        writer.page.get_by_role("textbox", name="Kommentar").fill("Klart")
        shoot(writer, "aterrapport")
        writer.settle().click("Spara återrapporten").sees("Återrapporten är sparad: avslutat")
        reader.go("Ärendebalans").go("Uppdrag").sees("1 öppet uppdrag")
        link = writer.page.url.removeprefix(f"{at}/")
        other = visit(link, at=at).sees("Uppdraget har följts upp 2 gånger: avslutat")
        other.go("Logg").sees("senast Anna Ek godkände version 1 av Fört i appen")
        for one in (writer, reader, other):
            one.settle().leave()


def test_a_suggestion_is_taken_and_another_one_left(visit, tmp_path):
    with serving(tmp_path) as at:
        visitor = visit("las-in", at=at).accept("uppdrag.xlsx", REGISTER, "Uppdragslistan")
        visitor.go("Uppdrag").sees("2 att-satser ger uppdrag som saknas i Uppdrag")
        visitor.mark_row(0).sees("Ta som uppdrag").settle()
        visitor.click("Ta som uppdrag").sees("Förslaget är nu ett uppdrag").settle()
        visitor.sees("3 öppna uppdrag").sees("1 att-sats ger uppdrag som saknas i Uppdrag")
        visitor.mark_row(0).sees("Lämna förslaget").settle()
        visitor.click("Lämna förslaget").sees("Förslaget är lämnat.").settle()
        visitor.sees("Ingen att-sats ger med ord ett uppdrag som saknas i Uppdrag")
        visitor.go("Logg").sees("3 händelser")
        visit("uppdrag", at=at).sees("Ingen att-sats ger med ord ett uppdrag").leave()
        visitor.settle().leave()


def test_each_question_of_an_auditor_is_two_clicks_from_its_sources(visit):
    visitor = visit("?per=2024-12-31").sample()
    for _, question, page, name, _ in QUESTIONS:
        visitor.go("Översikt").go(page)
        toggles = visitor.page.locator(f".st-key-{name.strip('`')}-visa")
        toggles.get_by_role("button", name=re.compile("^Källor: [1-9]")).click()
        sources = visitor.page.get_by_role("region", name=re.compile("^Källor: "))
        expect(sources, question).to_be_visible()


def test_the_filters_live_in_the_address_and_a_copied_link_keeps_them(visit):
    sender = visit("uppdrag").sample()
    sender.choose("Ansvarig nämnd", "Regionstyrelsen").choose("Läge", "försenad")
    near = sender.page.get_by_role("spinbutton", name="Nära frist, dagar")
    near.fill("60")
    near.press("Enter")
    expect(sender.page).to_have_url(re.compile("nara=60"))
    headline = sender.settle().page.get_by_role("heading", level=3).first.inner_text()
    link = sender.page.url.removeprefix(f"{sender.address}/")
    assert "namnd=Regionstyrelsen" in link
    assert "lage=" in link
    receiver = visit(link).sample()
    expect(receiver.page.get_by_role("heading", level=3).first).to_have_text(headline)
    expect(receiver.page.get_by_role("spinbutton", name="Nära frist, dagar")).to_have_value("60")


def test_a_click_on_a_bar_shows_only_that_board(visit):
    visitor = visit("uppdrag").sample()
    before = visitor.page.get_by_role("heading", level=3).first.inner_text()
    click_bar(visitor, 0, "namnd")
    expect(visitor.page.get_by_role("heading", level=3).first).not_to_have_text(before)
    visitor.settle()


def test_a_click_on_a_bar_shows_only_what_that_body_has(visit):
    visitor = visit("beslutskedja").sample()
    click_bar(visitor, 1, "boll")
    visitor.settle()


def test_a_chosen_decision_shows_its_matters_way_through_the_bodies(visit, shoot):
    visitor = visit("beslut?sok=212").sample().mark_row(0)
    visitor.sees("Ärendets väg genom organen").settle()
    shoot(visitor, "beslut-kedja")


def test_uppdrag_is_taken_along_and_loads_again(visit):
    visitor = visit("uppdrag").sample()
    visitor.page.get_by_role("button", name=re.compile("^Ladda ner bladet Uppdrag")).wait_for()
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("button", name=re.compile("^Ladda ner bladet Uppdrag")).click()
    content = coming.value.path().read_bytes()
    again = load(content, "Uppdrag.xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(content))["Uppdrag"].max_row - 1
    assert again.dataset.row_counts == {"assignments": rows}


def test_the_pages_fit_their_windows_and_are_swedish(visit, shoot, scheme):
    visitor = visit("?per=2024-12-31", scheme=scheme).sample()
    for title in PAGES:
        visitor.go(title)
        if title == "Uppdrag":
            visitor.mark_row(0, 0).sees("Återrapportera").settle()
        looked_at(visitor, shoot, f"{title.lower()}-{scheme}")
        visitor.open_cells()
        assert english(visitor) == [], title

"""Notes, snapshots and exports in a real browser, with two people at once."""

import io
import zipfile

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from tests import books
from tests.browser.conftest import serving
from tests.browser.visitor import Visitor

AMOUNT = {"Beloppstyp": "tilläggsanslag", "Budgetår": 2025, "Finansieringskälla": "Reserven"}
OCTOBER = books.register({"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT})
NOVEMBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_500_000, **AMOUNT}, {"Ärende": "Bidrag"}
)
SIZES = {"wide": (1280, 720), "narrow": (390, 844)}


@pytest.fixture
def come(browser, tmp_path):
    """Opens an app with a store of its own, for as many visitors as are wanted."""
    visitors = []
    with serving(tmp_path) as address:

        def visit(path="", size="wide"):
            width, height = SIZES[size]
            context = browser.new_context(
                locale="sv-SE", viewport={"width": width, "height": height}
            )
            visitors.append(Visitor(context, address))
            return visitors[-1].open(path)

        yield visit
        for visitor in visitors:
            visitor.leave()


def _toggle(visitor, name):
    pills = visitor.page.get_by_test_id("stButtonGroup").first
    pills.get_by_role("button", name=name).click()
    return visitor.settle()


def _headlines(visitor):
    told = visitor.settle().page.get_by_role("heading", level=3).all_inner_texts()
    return [one.replace("\u00a0", " ") for one in told]


def test_what_two_people_write_is_seen_by_both_and_taken_out(come, shoot):
    anna = come("las-in").accept("beslut.xlsx", OCTOBER, "Register")
    bo = come("beslut", "narrow")
    for visitor, text in ((anna.go("Beslut"), "Annas ord"), (bo, "Bos ord\nandra <b>raden</b>")):
        _toggle(visitor, "Anteckning")
        if visitor is bo:
            visitor.say("controller", "Bo By")
        visitor.page.get_by_role("textbox", name="Anteckning", exact=True).fill(text)
        visitor.click("Spara anteckningen").sees("Anteckningen är sparad för alla")
    bo.sees("Annas ord").sees("andra <b>raden</b>")
    assert bo.overflow() == 0
    shoot(bo, "note-narrow")
    anna.open("beslut").sees("Anteckning (2)")
    anna.click("Gör filen").sees("Ladda ner Beslut")
    with anna.page.expect_download() as coming:
        anna.page.get_by_role("button", name="Ladda ner Beslut").click()
    deck = Presentation(io.BytesIO(coming.value.path().read_bytes()))
    notes = "\n".join(one.notes_slide.notes_text_frame.text for one in deck.slides)
    assert "Annas ord" in notes
    assert "Anna Ek" not in notes
    shoot(anna, "export-wide")


def test_a_cell_and_its_picture_are_taken_out_from_the_cell(come):
    anna = come("las-in").accept("beslut.xlsx", OCTOBER, "Register")
    _toggle(anna.go("Beslut"), "Exportera")
    content, name = anna.download("CSV")
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert name.startswith("beslut-organ ")
    for form in ("SVG", "PNG"):
        anna.page.get_by_role("radio", name=form).or_(
            anna.page.get_by_role("button", name=form, exact=True)
        ).first.click()
        anna.settle().page.get_by_test_id("stPlotlyChart").first.hover()
        button = anna.page.locator(".modebar-btn").first
        expect(button).to_have_attribute("data-title", f"Ladda ner som {form}")
        with anna.page.expect_download() as coming:
            button.click()
        assert coming.value.suggested_filename.startswith("beslut-organ ")
        assert coming.value.suggested_filename.endswith(f".{form.lower()}")


def test_what_was_frozen_is_opened_by_a_link_as_it_was_and_left_again(come, shoot):
    anna = come("las-in").accept("beslut.xlsx", OCTOBER, "Register").go("Beslut")
    then = _headlines(anna)
    anna.click("Frys läget")
    anna.page.get_by_role("textbox", name="Vad det frysta läget ska heta").fill("Inför mars")
    anna.page.keyboard.press("Enter")
    anna.settle().click("Frys").sees("Inför mars är fryst.").settle()
    bo = come("las-in").upload("beslut.xlsx", NOVEMBER).toggle("Godkänn som underlag")
    bo.say("controller", "Bo By").click("Godkänn").sees("och alla ser den.").settle()
    now = _headlines(bo.go("Beslut"))
    assert now != then
    shoot(bo.go("Frysta lägen").sees("3 av 3 rutor på Beslut säger något annat nu"), "frozen-wide")
    bo.page.get_by_role("link", name="Öppna som det var").click()
    bo.sees("Inför mars, fryst av Anna Ek, ekonom (uppgivet)")
    assert _headlines(bo) == then
    assert "fryst=" in bo.page.url
    bo.go("Uppdrag").go("Beslut")
    assert _headlines(bo) == then
    eva = come("beslut?fryst=Inf%C3%B6r%20mars", "narrow").sees("Inför mars, fryst av Anna Ek")
    assert _headlines(eva) == then
    assert eva.overflow() == 0
    shoot(eva, "frozen-narrow")
    eva.click("Lämna")
    expect(eva.page.get_by_text("Allt visas som det var")).to_have_count(0)
    assert _headlines(eva) == now
    assert "fryst=" not in eva.page.url

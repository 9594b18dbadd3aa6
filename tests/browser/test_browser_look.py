"""What it looks like and how it is reached: narrow and dark screens, keyboard, words."""

import re

import pytest
from playwright.sync_api import expect

from data_models.findings import Severity
from followup.charts.template import PALETTES
from followup.exports.tables_archive import HIDDEN
from followup.loading import load
from pages.parts import frame
from sample_data.make import FOLDER
from tests import books
from tests.exports.build import opened
from tests.test_charts import contrast

PAGES = {one.title: one.address for one in frame.PAGES}
ENGLISH = re.compile(
    r"\b(the|and|upload|browse|files?|drop|here|search|fullscreen|press|enter|apply|choose|select"
    r"|clear|open|close|collapse|expand|sidebar|sort|column|results?|loading|running|decrement"
    r"|increment|show|hide|download|error|heading|page|app|previous|next)\b",
    re.IGNORECASE,
)
SAMPLES = sorted(FOLDER.glob("v*.xlsx"))
OURS = {"Excel", "CSV", "App"}


WIDE, TELEPHONE, NARROWEST = (1280, 720), (390, 844), (320, 640)
WINDOWS = (WIDE, TELEPHONE, NARROWEST)


def looked_at(visitor, shoot, name):
    """The page is Swedish and no wider than its window, and pictures are taken when asked for."""
    assert english(visitor) == [], name
    for window in WINDOWS:
        assert visitor.resize(*window).overflow() <= 0, (name, window)
        if window != NARROWEST:
            shoot(visitor, f"{name}-{window[0]}")
    visitor.resize(*WIDE)


def test_every_page_fits_its_window(visit, shoot, scheme):
    visitor = visit(scheme=scheme)
    for window in WINDOWS:
        assert visitor.resize(*window).overflow() <= 0, window
    visitor.resize(*WIDE).sample()
    for window in WINDOWS:
        visitor.resize(*window)
        for title, name in PAGES.items():
            assert visitor.go(title).stands_still().overflow() <= 0, (title, window)
            if window != NARROWEST:
                shoot(visitor, f"{name}-{window[0]}-{scheme}")


def test_the_menu_of_a_narrow_screen_is_folded_away_and_opens(visit):
    visitor = visit(width=390, height=844).sample()
    expect(visitor.page.get_by_test_id("stSidebarNav")).not_to_be_in_viewport()
    visitor.go("Beslut").sees("att-satser i registret")
    assert visitor.overflow() <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit, scheme):
    visitor = visit("beslut", scheme=scheme).sample()
    palette = PALETTES[scheme]
    ground = _color(visitor.page.locator("[data-testid=stApp]"), "background-color")
    assert ground == palette.ground
    for place in (
        "[data-testid=stCaptionContainer] p", "[data-testid=stMarkdownContainer] h3",
        "[data-testid=stWidgetLabel] p", "[data-testid=stTopNav] a p",
    ):  # fmt: skip
        shown = visitor.page.locator(place).last
        below = _ground_of(shown)
        assert contrast(_color(shown, "color"), below) >= 4.5, place
    button = visitor.go("Läs in").page.get_by_role("button", name="Öppna exempeldata")
    assert contrast(_color(button.locator("p"), "color"), _ground_of(button)) >= 4.5


def _hex(css):
    red, green, blue = (int(float(one)) for one in re.findall(r"[\d.]+", css)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def _color(place, name):
    css, opacity = place.evaluate(
        """(element, name) => {
            let opacity = 1;
            for (let one = element; one; one = one.parentElement)
                opacity *= Number(getComputedStyle(one).opacity);
            return [getComputedStyle(element).getPropertyValue(name), opacity];
        }""",
        name,
    )
    assert opacity == 1, "what is seen through is paler than its colour"
    return _hex(css)


def _ground_of(place):
    return _hex(
        place.evaluate(
            """element => {
                for (let one = element; one; one = one.parentElement) {
                    const color = getComputedStyle(one).backgroundColor;
                    if (!color.startsWith('rgba(') ) return color;
                }
            }"""
        )
    )


def test_the_toggles_of_a_cell_work_by_keyboard(visit):
    visitor = visit("beslut").sample()
    visitor.table()
    pills = visitor.page.get_by_test_id("stButtonGroup").first
    for name, shown in (
        ("Så räknas det", "Varje rad i beslutsregistret är en att-sats."),
        ("Anteckning", "Anteckning"),
        ("Exportera", "Excel"),
    ):
        pills.get_by_role("button", name=name).focus()
        visitor.page.keyboard.press("Enter")
        visitor.settle().sees(shown)
    before = visitor.page.get_by_test_id("stDataFrame").count()
    for name in ("Tabell", "Källor"):
        pills.get_by_role("button", name=name).focus()
        visitor.page.keyboard.press("Space")
        visitor.settle()
    expect(visitor.page.get_by_test_id("stDataFrame")).to_have_count(before + 2)
    content, name = visitor.download("Excel")
    assert content[:2] == b"PK"
    assert re.fullmatch(r"beslut-organ läge per [\d-]{10}\.xlsx", name)


def test_the_menu_and_the_way_on_are_reached_by_the_tab_key(visit):
    visitor = visit()
    way_on = visitor.page.get_by_role("button", name="Öppna exempeldata")
    expect(way_on).to_be_visible()
    reached = []
    for _ in range(15):
        visitor.page.keyboard.press("Tab")
        reached.append(visitor.page.evaluate("document.activeElement.innerText.trim()"))
        if way_on.evaluate("one => one === document.activeElement"):
            break
    expect(way_on).to_be_focused()
    assert "Beslut" in reached
    visitor.page.keyboard.press("Enter")
    visitor.sees("4 filer är inlästa")


def test_every_picture_and_table_is_told_in_words(visit):
    visitor = visit().sample()
    for title in PAGES:
        visitor.go(title)
        for chart in visitor.page.get_by_test_id("stPlotlyChart").all():
            label = chart.evaluate(
                "one => (one.closest('[aria-label]') || one.querySelector('[aria-label]'))"
                "?.getAttribute('aria-label')"
            )
            assert label, title
            assert len(label) > 15, title


def test_no_english_is_left_on_the_screen(visit, shoot):
    visitor = visit("las-in").upload("beslut.xlsx", books.FAULTY)
    visitor.page.get_by_text("Ändra hur ett blad läses").click()
    visitor.settle()
    assert english(visitor) == []
    for title in ("Översikt", "Granskning", "Beslut"):
        visitor.go(title)
        visitor.open_cells()
        assert english(visitor) == [], title
    visitor.page.get_by_role("textbox", name="Sök", exact=True).type("x")
    visitor.sees("Tryck på Retur")
    assert english(visitor) == []
    visitor.page.keyboard.press("Enter")
    visitor.settle().page.get_by_role("combobox", name="Beslutstyp").type("zzz")
    visitor.sees("Ingen träff")
    shoot(visitor, "ord")
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="Välj datum").click()
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    assert english(visitor) == []


def test_no_english_is_in_the_tools_of_a_table(visit):
    visitor = visit("las-in").upload("beslut.xlsx", books.FAULTY)
    table = visitor.table()
    for name in ("Visa eller dölj kolumner", "Sök", "Helskärm"):
        table.hover()
        visitor.page.get_by_role("button", name=re.compile(f"^{name}")).first.hover()
        visitor.page.wait_for_timeout(700)
        assert english(visitor) == []
    visitor.page.get_by_role("button", name=re.compile("^Visa eller dölj")).first.click()
    assert english(visitor) == []


def english(visitor):
    """The words and labels of the page that read as English."""
    said = visitor.page.evaluate(
        """() => {
            const said = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode())
                if (!walk.currentNode.parentElement.closest('[data-testid=stIconMaterial], style'
                    + ', script, noscript, canvas')) said.push(walk.currentNode.data.trim());
            for (const one of document.querySelectorAll('*'))
                for (const name of ['aria-label', 'title', 'placeholder', 'aria-description'])
                    if (one.getAttribute(name)) said.push(one.getAttribute(name));
            return said;
        }"""
    )
    return sorted({one for one in said if ENGLISH.search(one) and one not in OURS})


def test_the_register_is_taken_out_in_the_contracts_own_form_and_loads_again(visit):
    visitor = visit().sample().go("Beslut").settle()
    label = visitor.page.get_by_role("button", name=re.compile("^Ladda ner bladet Beslut"))
    with visitor.page.expect_download() as coming:
        label.click()
    content = coming.value.path().read_bytes()
    told = {one.name: one.value for one in opened(content).custom_doc_props.props}
    assert (told["Titel"], told["Personers namn"]) == ("Beslut", HIDDEN)
    assert sum(name.startswith("Fil: ") for name in told) == len(SAMPLES)
    again = load(content, coming.value.suggested_filename)
    found = re.search(r"\((\d+)\srader\)", label.inner_text())
    assert again.dataset["decisions"].height == int(found[1])
    assert not again.count(Severity.ERROR)

import ast
import datetime as dt
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from data_models.columns import FieldType
from data_models.kinds import KINDS
from pages.parts import frame
from tests import books, workbooks
from tests.hostile import HOSTILE
from tests.screen import (
    ASSIGNMENTS,
    CASE_BALANCE,
    CHAINS,
    CHANGES,
    DECISIONS,
    INDICATORS,
    LIVE,
    LOG,
    OVERVIEW,
    PAGES,
    REVIEW,
    ROOT,
    UPLOAD,
    VERSIONS,
    Screen,
)

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE_FILES = sorted((ROOT / "pages").glob("*.py"))
every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def samples(screen):
    return screen.click("Öppna exempeldata")


# --- how pages are built ------------------------------------------------------------------------


def test_every_page_file_is_in_the_menu_and_no_other():
    assert {Path(one.file).name for one in frame.PAGES} == {path.name for path in PAGE_FILES}


def test_no_address_is_a_file_name_so_that_streamlit_never_shows_a_page_bare():
    stems = {path.stem for path in PAGE_FILES}
    addresses = [one.address for one in frame.PAGES]
    assert not stems & set(addresses)
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z-]+", one) for one in addresses)


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.stem)
def test_a_page_first_of_all_requires_its_frame(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    acting = [one for one in body if not isinstance(one, ast.Import | ast.ImportFrom)]
    first = acting[1] if ast.get_docstring(ast.Module(acting[:1], [])) else acting[0]
    assert ast.unparse(first) == "frame.require_frame()"


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.stem)
def test_a_page_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


def test_the_frame_is_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize(("state", "sent_to"), [({}, ["app.py"]), ({"framed": True}, [])])
def test_a_page_outside_its_frame_goes_to_the_app(monkeypatch, state, sent_to):
    places = []
    streamlit = SimpleNamespace(session_state=state, switch_page=places.append)
    monkeypatch.setattr(frame, "st", streamlit)
    frame.require_frame()
    assert places == sent_to


# --- empty and with the sample data -------------------------------------------------------------


@every_page
def test_an_empty_page_says_what_is_missing_and_offers_two_ways_on(screen, page):
    screen.go(page)
    assert not screen.test.exception
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]
    assert "Ladda ner mall" in [one.label for one in screen.test.download_button]
    if page != UPLOAD:
        assert screen.headlines == ["Inget underlag är inläst."]


@every_page
def test_the_sample_data_is_one_click_away_from_every_page(screen, page):
    screen.go(page).click("Öppna exempeldata")
    assert not screen.test.exception
    assert "Inget underlag" not in screen.text


def test_the_overview_says_what_is_loaded_and_how_sound_it_is(samples):
    loaded, sound = samples.headlines
    assert re.fullmatch(r"4 filer är inlästa: \d+ rader om Region Västerbotten och .*", loaded)
    assert sound.startswith("Underlaget har inga fel")
    assert 1 <= len(samples.test.metric) <= 6
    debt = next(one for one in samples.test.metric if one.label == "Låneskuld")
    assert debt.value == "2\u00a0220\u00a0mnkr"


def test_the_pages_of_the_sample_data_state_their_answers(samples):
    clauses, amounts, register = samples.go(DECISIONS).headlines
    assert re.fullmatch(r"\d+ att-satser i 4 organ, flest i .*", clauses)
    assert "mnkr som ändrar budgeten är beslutat" in amounts
    assert re.fullmatch(r"\d+ att-satser i registret, \d+ har belopp", register)
    sound, review = samples.go(REVIEW).headlines
    assert sound.startswith("Underlaget har inga fel")
    assert re.fullmatch(r"0 fel, \d+ varningar och \d+ upplysningar", review)
    assert len(samples.go(UPLOAD).headlines) == 4


def test_every_cell_has_its_toggles_in_the_same_order(samples):
    for page in (OVERVIEW, REVIEW, DECISIONS):
        for pills in samples.go(page).test.button_group:
            *table, second, third, fourth, fifth = pills.options
            is_register = pills.key == "beslut-register-visa"  # its rows stand there already
            assert table == ([] if is_register else ["Tabell"])
            assert (second, fourth, fifth) == ("Så räknas det", "Anteckning", "Exportera")
            assert third.startswith("Källor: ")


def test_behind_the_toggles_are_table_definition_sources_note_and_export(samples):
    samples.go(DECISIONS)
    pills = samples.test.button_group("beslut-organ-visa")
    pills.set_value(list(pills.options)).run()
    assert not samples.test.exception
    assert "Varje rad i beslutsregistret är en att-sats." in samples.text
    assert ["Organisation", "Organ", "Att-satser"] in [list(one.columns) for one in samples.tables]
    assert ["Fil", "Blad", "Rad", "§", "Källa"] in [list(one.columns) for one in samples.tables]
    assert samples.test.text_area("beslut-organ-anteckning").label == "Anteckning"
    assert {"Excel", "CSV"} <= {one.label for one in samples.test.download_button}


def test_a_note_is_still_there_after_a_look_at_another_page(samples):
    samples.go(DECISIONS).test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    samples.test.text_area("beslut-organ-anteckning").set_value("Frågan återkommer i mars").run()
    samples.go(OVERVIEW).go(DECISIONS)
    samples.test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    assert samples.test.text_area("beslut-organ-anteckning").value == "Frågan återkommer i mars"


# --- reading files in ---------------------------------------------------------------------------


def test_a_good_workbook_is_read_and_told_sheet_by_sheet(screen):
    screen.upload("beslut.xlsx", books.GOOD)
    assert "3 rader ur 1 av 1 blad. 0 fel och 0 varningar." in screen.text
    (sheets,) = screen.tables
    assert sheets.loc[0, ["Blad", "Läst som", "Lästa", "Inlästa", "Utelämnade"]].to_list() == [
        "Beslut", "Beslut", 3, 3, 0,
    ]  # fmt: skip
    assert screen.go(OVERVIEW).headlines == [
        "1 fil är inläst: 3 rader om Region Ett",
        "Underlaget har inga fel och inga varningar, så alla rader är med",
    ]


def test_a_faulty_workbook_tells_each_cell_that_is_wrong(screen):
    screen.upload("beslut.xlsx", books.FAULTY).go(REVIEW)
    assert screen.headlines == [
        "Underlaget har 3 fel och inga varningar; 3 rader är utelämnade tills felen är rättade",
        "3 fel, 0 varningar och 0 upplysningar",
    ]
    found = {row["Cell"]: row["Fynd"] for _, row in screen.tables[-1].iterrows()}
    assert found == {
        "J2": "Oläsligt tal",
        "I3": "Ordet finns inte i listan",
        "F4": "Obligatorisk uppgift saknas",
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("beslut.xlsx", books.BROKEN, "Filen är avbruten"),
        ("tom.xlsx", b"", "Filen är tom."),
        ("brev.xlsx", b"%PDF-1.7 ...", "Filen är en pdf."),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "Filen"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_swedish_and_the_app_goes_on(
    screen, name, content, said
):
    screen.upload(name, content)
    (error,) = screen.test.error
    assert error.value.startswith(said.replace(".", r"\."))
    assert not screen.test.exception
    screen.upload("bra.xlsx", books.GOOD)
    assert "3 rader ur 1 av 1 blad" in screen.text
    assert screen.go(OVERVIEW).headlines[0] == (
        "1 fil är inläst: 3 rader om Region Ett; 1 fil kunde inte läsas"
    )


@every_page
def test_every_page_stands_when_no_file_could_be_read(screen, page):
    screen.upload("beslut.xlsx", books.BROKEN).go(page)
    assert not screen.test.exception


@every_page
def test_every_page_stands_when_no_sheet_was_recognised(screen, page):
    screen.upload("dikter.xlsx", books.book({"Dikter": [["Rim", "Meter"], ["ja", "nej"]]})).go(page)
    assert not screen.test.exception


def test_a_corrected_file_says_how_many_findings_are_gone_left_and_new(screen):
    screen.upload("beslut.xlsx", books.FAULTY)
    assert "Sedan förra filen" not in screen.text
    screen.upload("beslut.xlsx", books.CORRECTED)
    assert "**Sedan förra filen:** 2 fynd borta, 1 kvar, 1 nya." in screen.text
    assert len(screen.headlines) == 1


def test_a_corrected_file_is_compared_with_the_last_one_that_could_be_read(screen):
    screen.upload("beslut.xlsx", books.FAULTY).upload("beslut.xlsx", books.BROKEN)
    assert "Sedan förra filen" not in screen.text
    screen.upload("beslut.xlsx", books.CORRECTED)
    assert "2 fynd borta, 1 kvar, 1 nya." in screen.text


def test_the_same_file_again_changes_nothing(screen):
    screen.upload("beslut.xlsx", books.FAULTY).upload("beslut.xlsx", books.CORRECTED)
    screen.upload("beslut.xlsx", books.CORRECTED)
    assert "2 fynd borta, 1 kvar, 1 nya." in screen.text


def test_a_file_that_is_removed_is_gone_from_every_page(screen):
    screen.upload("beslut.xlsx", books.GOOD).click("Ta bort")
    assert screen.headlines == []
    assert screen.go(OVERVIEW).headlines == ["Inget underlag är inläst."]


def test_the_copy_is_made_on_demand_and_only_for_these_findings(screen):
    screen.upload("beslut.xlsx", books.FAULTY).go(REVIEW).click("Gör granskad kopia")
    labels = [one.label for one in screen.test.download_button]
    assert labels == ["Ladda ner granskad kopia", "Fyndlista, Excel", "Fyndlista, CSV"]
    screen.upload("beslut.xlsx", books.CORRECTED).go(REVIEW)
    assert "Gör granskad kopia" in [one.label for one in screen.test.button]


def test_a_format_that_cannot_be_marked_says_so(screen):
    rows = [";".join(books.HEADERS), "Region Ett;RS;2024-12-17;1;;Ärende;1;bevilja;bestämmer;;;;"]
    screen.upload("beslut.csv", "\n".join(rows).encode()).go(REVIEW).click("Gör granskad kopia")
    assert "Filformatet kan inte skrivas, så ingen granskad kopia görs." in screen.text


# --- choices by hand ----------------------------------------------------------------------------

UNKNOWN = books.book(
    {
        "Blad1": [
            ["Vad", "Vem", "När", "Hur", "Ord"],
            ["Ny cykelbana", "Kulturnämnden", "2024-03-01", "beslutar", "bevilja"],
            ["Gammal bro", "Kulturnämnden", "2024-03-01", "föreslår", "bevilja"],
        ]
    }
)
"""A register whose headers nobody has thought of."""
BY_HAND = {"A": "title", "B": "body", "C": "meeting_date", "D": "decision_kind", "E": "clause"}


def _read_by_hand(screen, name):
    screen.open_form(name).choose("Läs bladet som", "decisions")
    screen.test.number_input[0].set_value(1)
    for letter, field in BY_HAND.items():
        screen.field(letter).set_value(field)
    organisation = next(one for one in screen.test.text_input if one.label == "Organisation")
    organisation.set_value("Region Tre")
    return screen.click("Läs bladet så här")


def test_a_sheet_that_is_not_recognised_says_what_it_is_like(screen):
    screen.upload("lista.xlsx", UNKNOWN)
    (sheets,) = screen.tables
    assert sheets.loc[0, "Läst som"] == "inte igenkänt"
    assert "0 rader ur 0 av 1 blad" in screen.text


def test_kind_header_row_columns_and_fixed_values_by_hand_load_the_sheet(screen):
    screen.upload("lista.xlsx", UNKNOWN)
    _read_by_hand(screen, "lista.xlsx")
    assert not screen.test.exception
    assert screen.tables[0].loc[0, ["Läst som", "Enhet"]].to_list()[0] == "Beslut"
    register = screen.go(DECISIONS).register()
    assert set(register["Ärende"]) == {"Ny cykelbana", "Gammal bro"}
    assert set(register["Organisation"]) == {"Region Tre"}


def test_the_choice_holds_for_the_next_file_with_the_same_headers(screen):
    _read_by_hand(screen.upload("lista.xlsx", UNKNOWN), "lista.xlsx")
    other = books.book(
        {
            "Blad1": [
                ["Vad", "Vem", "När", "Hur", "Ord"],
                ["Ny cykelväg", "RS", "2024-05-02", "beslutar", "bygga"],
            ]
        }
    )
    fresh = Screen().upload("nästa.xlsx", other).go(DECISIONS)
    assert fresh.register()["Ärende"].to_list() == ["Ny cykelväg"]


def test_the_choice_holds_for_the_same_file_in_another_session(screen):
    before = Screen().upload("lista.xlsx", UNKNOWN)
    assert "0 rader ur 0 av 1 blad" in before.text
    _read_by_hand(screen.upload("lista.xlsx", UNKNOWN), "lista.xlsx")
    assert "1 av 1 blad" in Screen().upload("lista.xlsx", UNKNOWN).text


def test_a_sheet_can_be_read_as_it_was_found_again(screen):
    _read_by_hand(screen.upload("lista.xlsx", UNKNOWN), "lista.xlsx")
    screen.click("Läs som det hittades")
    assert "0 rader ur 0 av 1 blad" in screen.text
    assert "0 rader ur 0 av 1 blad" in Screen().upload("lista.xlsx", UNKNOWN).text


def test_a_sheet_can_be_left_out(screen):
    screen.upload("beslut.xlsx", books.GOOD).open_form("beslut.xlsx")
    screen.choose("Läs bladet som", "").click("Läs bladet så här")
    assert "0 rader ur 0 av 1 blad" in screen.text
    assert not screen.test.exception


def test_another_header_row_is_matched_anew_when_nobody_chose_columns(screen):
    headed = books.book(
        {
            "Beslut": [
                books.HEADERS,
                ["Region Noll", "RS", "2020-01-01", "1", "", "Gammalt", 1, "avslå", "beslutar"],
                ["Organisation", "Nämnd", "Datum", "§", "Dnr", "Rubrik", "Att nr", "Beslut", "Typ"],
                ["Region Ett", "RS", "2024-01-01", "2", "", "Nytt", 1, "bevilja", "beslutar"],
            ]
        }
    )
    screen.upload("beslut.xlsx", headed).open_form("beslut.xlsx")
    screen.test.number_input[0].set_value(3)
    screen.click("Läs bladet så här")
    assert not screen.test.exception
    assert screen.go(DECISIONS).register()["Ärende"].to_list() == ["Nytt"]


def test_another_unit_counts_the_amounts_anew(screen):
    content = books.register({"Belopp": 5, "Beloppstyp": "investering", "Budgetår": 2025})
    screen.upload("beslut.xlsx", content).open_form("beslut.xlsx")
    next(one for one in screen.test.selectbox if one.label == "Enhet för belopp").set_value("mnkr")
    screen.click("Läs bladet så här")
    assert "Alla 5,0 mnkr som ändrar budgeten är beslutade" in screen.go(DECISIONS).headlines


def test_the_first_rows_of_a_sheet_are_shown_only_when_asked_for(screen):
    screen.upload("beslut.xlsx", books.GOOD)
    assert len(screen.tables) == 1
    screen.open_form("beslut.xlsx")
    assert screen.tables[1].iloc[0, 1] == "Organisation"


# --- filters ------------------------------------------------------------------------------------

TWO = books.register(
    {"Organisation": "Region Ett", "Organ": "RS", "Ärende": "Ett"},
    {"Organisation": "Region Två", "Organ": "FU", "Ärende": "Två"},
    {"Organisation": "Region Två", "Organ": "RS", "Ärende": "Tidigt",
     "Sammanträdesdatum": dt.date(2022, 2, 2)},
)  # fmt: skip


def _matters(screen):
    return set(screen.go(DECISIONS).register()["Ärende"])


def test_the_filters_hold_on_every_page(screen):
    screen.upload("två.xlsx", TWO)
    screen.choose("Organisation", "Region Två")
    assert _matters(screen) == {"Två", "Tidigt"}
    screen.choose("Organ", "RS")
    assert _matters(screen) == {"Tidigt"}
    assert "1 rad om Region Två" in screen.go(OVERVIEW).text
    screen.choose("Organ", None).choose("Organisation", None)
    assert _matters(screen) == {"Ett", "Två", "Tidigt"}


def test_the_day_it_is_seen_from_leaves_later_decisions_out(screen):
    screen.upload("två.xlsx", TWO).test.date_input[0].set_value(dt.date(2023, 1, 1)).run()
    assert _matters(screen) == {"Tidigt"}
    assert "läge per 2023-01-01" in screen.text


def test_a_page_that_shows_today_goes_on_to_the_new_day_at_midnight(screen):
    yesterday = dt.date.today() - dt.timedelta(days=1)
    screen.upload("två.xlsx", TWO).test.session_state["per-i-dag"] = yesterday
    screen.test.date_input("per").set_value(yesterday).run()
    assert screen.test.date_input("per").value == yesterday + dt.timedelta(days=1)


def test_a_day_that_was_chosen_stays_at_midnight(screen):
    screen.upload("två.xlsx", TWO).test.session_state["per-i-dag"] = dt.date(2024, 12, 16)
    screen.test.date_input("per").set_value(dt.date(2023, 1, 1)).run()
    assert screen.test.date_input("per").value == dt.date(2023, 1, 1)


def test_the_day_of_a_chosen_meeting_stays_at_midnight(screen):
    screen.upload("bra.xlsx", books.GOOD).choose("Sammanträde", "2024-12-17 Finansutskottet")
    screen.test.session_state["per-i-dag"] = dt.date(2024, 12, 17)
    screen.test.run()
    assert screen.test.date_input("per").value == dt.date(2024, 12, 17)


def test_a_day_before_everything_says_so_and_offers_a_way_on(screen):
    screen.upload("två.xlsx", TWO).test.date_input[0].set_value(dt.date(2001, 1, 1)).run()
    screen.go(DECISIONS)
    assert "Inga beslut i det valda." in screen.text
    assert not screen.go(OVERVIEW).test.exception


def test_a_filter_whose_file_is_removed_lets_go(screen):
    screen.upload("två.xlsx", TWO).upload("bra.xlsx", books.GOOD)
    screen.choose("Organisation", "Region Två").go(UPLOAD)
    screen.test.button("remove-två.xlsx").click().run()
    assert not screen.test.exception
    assert len(_matters(screen)) == 3


def test_an_address_brings_its_filters_along():
    screen = Screen()
    screen.test.query_params["organisation"] = "Region Två"
    screen.test.query_params["per"] = "2023-01-01"
    assert _matters(screen.upload("två.xlsx", TWO)) == {"Tidigt"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("organisation", "Region Finns Inte"), ("per", "igår"), ("ar", "nittio"), ("belopp", "-x")],
)
@every_page
def test_an_address_with_nonsense_shows_the_page_all_the_same(page, name, value):
    screen = Screen()
    screen.test.query_params[name] = value
    screen.upload("två.xlsx", TWO).go(page)
    assert not screen.test.exception


def test_the_findings_are_filtered_by_severity_and_sheet(screen):
    screen.upload("beslut.xlsx", books.FAULTY).go(REVIEW).choose("Allvar", "varning")
    assert "Inga fynd i det valda" in screen.headlines
    screen.choose("Allvar", "fel").choose("Blad", "Beslut").choose("Fil", "beslut.xlsx")
    assert "3 fel, 0 varningar och 0 upplysningar" in screen.headlines


# --- the register -------------------------------------------------------------------------------


def test_the_register_is_searched_and_filtered(screen):
    screen.upload("bra.xlsx", books.GOOD).go(DECISIONS)
    screen.test.text_input("sok").set_value("delårsrapport").run()
    assert screen.register()["Ärende"].to_list() == ["Delårsrapport"]
    screen.test.text_input("sok").set_value("").run()
    screen.choose("År", 2023)
    assert screen.register()["Ärende"].to_list() == ["Bidrag"]
    screen.choose("År", None)
    screen.test.number_input("belopp").set_value(1_000_000).run()
    assert screen.register()["Ärende"].to_list() == ["Tilläggsbudget"]
    assert "1 att-sats av 3 i registret, 1 har belopp" in screen.headlines


def test_a_search_without_a_match_says_so(screen):
    screen.upload("bra.xlsx", books.GOOD).go(DECISIONS)
    screen.test.text_input("sok").set_value("[finns inte]").run()
    assert "0 att-satser av 3 i registret" in screen.headlines
    assert not screen.test.exception


def test_a_long_register_is_paged_and_a_narrower_search_starts_over(screen):
    rows = [{"Ärende": f"Ärende {at}"} for at in range(1, 121)]
    screen.upload("lång.xlsx", books.register(*rows)).go(DECISIONS)
    assert len(screen.register()) == 50
    (page,) = [one for one in screen.test.number_input if one.label == "Sida av 3"]
    page.set_value(3).run()
    assert len(screen.register()) == 20
    screen.test.text_input("sok").set_value("Ärende 1").run()
    assert not screen.test.exception
    assert screen.register()["Ärende"].to_list()[0] == "Ärende 1"


# --- hostile text -------------------------------------------------------------------------------

NAME = "![x](https://evil.example/namn.png) <b>.xlsx"
SHEET = "![x](https://evil.example/blad.png)"
"""No spreadsheet program gives a sheet such a name; a file made to harm has it."""


def _hostile_register():
    headers = [*books.HEADERS, "Mottagare", "Källa", *HOSTILE]
    lines = [
        {
            **books.USUAL, "Sammanträdesdatum": "2024-12-17", "Organisation": text, "Organ": text,
            "Ärende": text, "Att-sats": text, "Diarienummer": text, "Paragraf": text,
            "Belopp": at, "Beloppstyp": "investering", "Budgetår": "2025", "Mottagare": text,
            "Finansieringskälla": text, "Källa": text,
        }
        for at, text in enumerate(HOSTILE, 1)
    ]  # fmt: skip
    lines.append({**lines[0], "Att-sats nr": 2})
    wrong = {**lines[0], "Beslutstyp": HOSTILE[0], "Belopp": HOSTILE[1], "Budgetår": HOSTILE[2]}
    rows = [headers, *([line.get(one) for one in headers] for line in (*lines, wrong))]
    others = {KINDS[kind].sheet: workbooks.rows(_hostile_sheet(kind)) for kind in OTHER_KINDS}
    return workbooks.xlsx({SHEET: workbooks.rows(rows), **others, "<b>Tomt</b>": ""})


OTHER_KINDS = [kind for kind in KINDS if kind != "decisions"]


def _hostile_sheet(kind):
    """A row per hostile text, which stands wherever the kind takes any text."""
    columns = KINDS[kind].columns
    free = [one.field for one in columns if one.kind is FieldType.TEXT and not one.allowed]
    of_reserves = {"kind": "reserv"} if kind == "budget_lines" else {}
    lines = [KINDS[kind].example | of_reserves | dict.fromkeys(free, text) for text in HOSTILE]
    return [
        [one.header for one in columns],
        *([line.get(one.field) for one in columns] for line in lines),
    ]


NO_TEXT = {OVERVIEW, CHAINS, ASSIGNMENTS, CASE_BALANCE, INDICATORS, CHANGES, VERSIONS, LOG,
           "pages/snapshots.py"}  # fmt: skip
"""Pages that say nothing of decided matters outside their tables; others test what they say."""


@every_page
def test_no_text_from_a_file_is_live_on_any_page(screen, page):
    screen.upload(NAME, _hostile_register()).go(page)
    screen.open_everything()
    assert not screen.test.exception
    seen = 0
    for kind, field, text in screen.read_as_markdown():
        seen += "evil" in text
        assert not LIVE.search(text), (kind, field, text)
    assert seen or page in NO_TEXT


@pytest.mark.parametrize("page", [OVERVIEW, REVIEW, DECISIONS])
def test_no_picture_holds_a_tag_from_a_file(screen, page):
    screen.upload(NAME, _hostile_register()).go(page)
    charts = screen.test.get("plotly_chart")
    assert charts
    for chart in charts:
        drawn = json.loads(chart.proto.spec)
        assert "annotations" not in drawn["layout"]
        for trace in drawn["data"]:
            for text in (*trace.get("text", ()), *trace.get("customdata", ())):
                assert not re.search(r"<(?!/?b>)", text), text


def test_the_hostile_register_is_loaded_and_shown_as_it_stands(screen):
    screen.upload(NAME, _hostile_register()).go(DECISIONS)
    assert HOSTILE[0] in set(screen.register()["Ärende"])


def test_our_own_pages_hold_no_html_but_the_style(samples):
    for page in PAGES:
        for element in samples.go(page).test.get("html"):
            assert element.proto.body.startswith("<style>")

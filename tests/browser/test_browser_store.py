"""What everybody shares, between browsers and over a server that is killed."""

import datetime as dt
import re
import signal
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import expect

from tests import books
from tests.browser.conftest import serving
from tests.browser.test_browser_look import looked_at

AMOUNT = {"Beloppstyp": "tilläggsanslag", "Budgetår": 2025, "Finansieringskälla": "Reserven"}
OCTOBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT},
    {"Ärende": "Bidrag", "Sammanträdesdatum": dt.date(2023, 5, 3)},
)
NOVEMBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_500_000, **AMOUNT},
    {"Ärende": "Bidrag", "Sammanträdesdatum": dt.date(2023, 5, 3)},
    {"Ärende": "Nytt sjukhus"},
)
"""`OCTOBER` with another amount and one decision more."""


def test_an_upload_shows_in_another_browser_survives_a_kill_and_is_undone(visit, tmp_path):
    with serving(tmp_path, ends_with=signal.SIGKILL) as first:
        writer, reader = visit("las-in", at=first), visit("beslut", at=first)
        reader.sees("Inget underlag är inläst.")
        writer.accept("oktober.xlsx", OCTOBER, "Beslutsregister")
        reader.go("Översikt").sees("1 fil är inläst: 2 rader om Region Ett")
        writer.accept("november.xlsx", NOVEMBER)
        reader.go("Beslut").sees("3 att-satser i registret")
        writer.leave()
        reader.leave()
    with serving(tmp_path) as second:
        visitor = visit("beslut", at=second).sees("3 att-satser i registret")
        visitor.go("Underlag").sees("Version 2 av 2 gäller, med 3 rader")
        visitor.page.get_by_role("link", name="Jämför med version 1").click()
        visitor.sees("1 rad är ny och 1 ändrad")
        visitor.sees("1 belopp är ändrat från 1 213 000 kr till 1 500 000 kr").settle()
        visitor.go("Underlag").click("Ångra senaste").say("ekonom", "Bo By")
        visitor.click("Ja, ångra").sees("Nu gäller version 1 av Beslutsregister")
        visit("beslut", at=second).sees("2 att-satser i registret").leave()
        visitor.settle().go("Logg").sees("Bo By gjorde version 1 av Beslutsregister gällande")
        visitor.leave()


def test_the_preview_tells_each_field_that_will_change(visit, tmp_path):
    with serving(tmp_path) as at:
        visitor = visit("las-in", at=at).accept("oktober.xlsx", OCTOBER, "Beslutsregister")
        visitor.upload("november.xlsx", NOVEMBER).toggle("Godkänn som underlag")
        visitor.sees("Filen blir version 2 av Beslutsregister.")
        visitor.sees("1 rad är ny och 1 ändrad; ändrat är Belopp").settle()
        visitor.page.get_by_role("button", name="Exportera").last.click()
        content, _ = visitor.settle().download("CSV")
        with ZipFile(BytesIO(content)) as archive:
            (table,) = (name for name in archive.namelist() if name != "om.csv")
            header, new, changed = archive.read(table).decode("utf-8-sig").splitlines()
        assert '"Före (version 1)";"Efter (den nya filen)"' in header
        assert new.startswith('"Ny";"Beslut";"Finansutskottet 2024-12-17 § 203, att-sats 1"')
        assert '"Belopp";"1\u00a0213\u00a0000\u00a0kr";"1\u00a0500\u00a0000\u00a0kr"' in changed
        visitor.leave()


def test_the_original_comes_back_byte_for_byte(visit, tmp_path):
    with serving(tmp_path) as at:
        visitor = visit("las-in", at=at).accept("oktober.xlsx", OCTOBER, "Beslutsregister")
        visitor.accept("november.xlsx", NOVEMBER).go("Underlag").choose("Version", "1")
        assert visitor.download("Ladda ner originalet") == (OCTOBER, "oktober.xlsx")
        visitor.leave()


def test_a_meeting_in_the_address_shows_what_was_decided_by_then(visit, tmp_path):
    with serving(tmp_path) as at:
        sender = visit("las-in", at=at).accept("oktober.xlsx", OCTOBER, "Beslutsregister")
        sender.go("Beslut").choose("Sammanträde", "2023-05-03 Finansutskottet")
        sender.sees("1 att-sats i registret").sees("Inget underlag hade lästs in 2023-05-03.")
        expect(sender.page).to_have_url(re.compile(r"sammantrade=2023-05-03\+Finansutskottet"))
        link = sender.page.url.removeprefix(f"{at}/")
        visit(link, at=at).sees("1 att-sats i registret").leave()
        sender.leave()


def test_the_pages_of_the_store_fit_their_windows_and_are_swedish(visit, shoot, tmp_path, scheme):
    with serving(tmp_path) as at:
        visitor = visit("las-in", at=at, scheme=scheme)
        visitor.accept("oktober.xlsx", OCTOBER, "Beslutsregister")
        visitor.upload("november.xlsx", NOVEMBER).toggle("Godkänn som underlag")
        visitor.sees("1 rad är ny och 1 ändrad; ändrat är Belopp").settle()
        looked_at(visitor, shoot, f"godkann-{scheme}")
        visitor.click("Godkänn").sees("Nu gäller version 2")
        for title in ("Jämförelse", "Logg", "Underlag"):
            visitor.go(title)
            looked_at(visitor, shoot, f"{title.lower()}-delat-{scheme}")
        visitor.click("Ångra senaste").sees("Alla ser den genast.").settle().toggle("Öppna")
        visitor.sees("Inga fynd i det valda").settle()
        looked_at(visitor, shoot, f"ångra-{scheme}")
        visitor.page.get_by_role("link", name="Jämför med version 1").click()
        visitor.sees("version 1 mot version 2").settle()
        looked_at(visitor, shoot, f"versioner-{scheme}")
        visitor.leave()

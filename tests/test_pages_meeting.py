"""The pages Sammanträde and Nytt sedan sist, and the screens of the room."""

import re
from html.parser import HTMLParser

import pytest

from followup.charts.template import DARK, LIGHT
from pages.parts import meeting_screen
from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen
from tests.test_cells_meeting import DAY, PROPOSED, drawing, items

pytestmark = pytest.mark.usefixtures("app_folder")

MEETING, SINCE = "pages/meeting.py", "pages/since_last.py"
CHOICE = "Sammanträde som visas"
OURS = {"section", "div", "p", "b", "span", "h1", "i", "dl", "dt", "dd"}


def decision(**fields):
    return row("decisions", **fields)


def loaded(*rows, page=MEETING, **address):
    name, content = "beslut.xlsx", book({"Beslut": sheet("decisions", *rows)})
    return Screen(**address).upload(name, content).go(page)


def shown(screen):
    """The text of the room's screen; nothing when it is not shown."""
    told = [one.proto.body for one in screen.test.get("html") if 'class="mote"' in one.proto.body]
    return re.sub(r"<[^>]+>", " ", told[0]).replace("\u00a0", " ") if told else ""


TWO = (decision(paragraph="1", title="Först"), decision(paragraph="2", title="Sedan"))


def test_nothing_loaded_offers_the_sample_data_on_both_pages():
    for page in (MEETING, SINCE):
        assert "Inget underlag är inläst." in Screen().go(page).text


def test_the_page_has_the_agenda_and_the_item_that_is_asked_for():
    screen = loaded(*TWO, punkt="2")
    assert screen.headlines[0].startswith("2 punkter för Finansutskottet 2024-12-01")
    assert "Punkt 2 av 2" in screen.text
    assert "§ 2 Sedan" in screen.text


def test_the_latest_meeting_is_shown_until_another_one_is_chosen():
    earlier = decision(paragraph="1", title="Förr", meeting_date="2024-10-01")
    screen = loaded(*TWO, earlier)
    screen.choose(CHOICE, "2024-10-01 Finansutskottet")
    assert screen.headlines[0].startswith("1 punkt för Finansutskottet 2024-10-01")


def test_the_sidebars_meeting_is_shown_and_goes_before_an_earlier_choice():
    earlier = decision(paragraph="1", title="Förr", meeting_date="2024-10-01")
    screen = loaded(*TWO, earlier).choose(CHOICE, "2024-12-01 Finansutskottet")
    screen.choose("Sammanträde", "2024-10-01 Finansutskottet")
    assert screen.headlines[0].startswith("1 punkt för Finansutskottet 2024-10-01")


def test_the_room_goes_forward_back_and_to_the_ends_and_is_left():
    screen = loaded(*TWO).click("Visa i sammanträdet")
    assert "Punkt 1 av 2" in shown(screen)
    assert "Sedan" in shown(screen.click("Nästa"))
    assert "Först" in shown(screen.click("Föregående"))
    assert "Punkt 2 av 2" in shown(screen.click("Sista"))
    assert "Punkt 1 av 2" in shown(screen.click("Första"))
    assert not shown(screen.click("Avsluta"))


def test_a_link_to_an_item_beyond_the_agenda_opens_the_first():
    assert "Punkt 1 av 2" in shown(loaded(*TWO, visning="true", punkt="9"))


def test_an_item_that_the_sidebars_meeting_lacks_becomes_its_last():
    earlier = decision(paragraph="1", title="Förr", meeting_date="2024-10-01")
    screen = loaded(*TWO, earlier, punkt="2").choose("Sammanträde", "2024-10-01 Finansutskottet")
    assert "Punkt 1 av 1" in screen.text


def test_nothing_moves_a_meeting_that_has_no_decisions():
    screen = Screen(visning="true").go(MEETING)
    assert not shown(screen)
    assert not screen.test.exception


def test_since_last_names_the_former_meeting():
    earlier = decision(paragraph="1", title="Förr", meeting_date="2024-10-01")
    screen = loaded(*TWO, earlier, page=SINCE)
    assert screen.headlines[0] == "Sedan Finansutskottet sammanträdde 2024-10-01: 2 nya att-satser"


class _Tags(HTMLParser):
    """The tags and the attributes of some HTML, and its text."""

    def __init__(self):
        super().__init__()
        self.found, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        assert {name for name, _ in attrs} <= {"class", "style", "aria-live"}

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_the_rooms_screen_shows_hostile_texts_as_they_are(text):
    fields = {"title": text, "clause": text, "recipient": text, "condition": text, "amount": 7}
    (item,) = items(fields)
    read = _Tags()
    read.feed(meeting_screen.screen(item))
    assert read.found <= OURS
    assert not {"\u202e", "\u200b", "\ufeff"} & set(read.text)


def test_the_pages_show_hostile_texts_as_they_are():
    screen = loaded(*(
        decision(paragraph=str(at), title=text, clause=text, registry_no=f"RS {at}")
        for at, text in enumerate(HOSTILE, 1)
    ))  # fmt: skip
    screen.open_everything()
    assert any("evil" in text for _, _, text in screen.read_as_markdown())
    wrong = [text for _, _, text in screen.read_as_markdown() if LIVE.search(text)]
    assert not wrong


def test_a_screen_has_room_for_its_lists_and_tells_what_is_cut():
    clauses = [PROPOSED | {"clause_no": at, "clause": f"punkt {at}"} for at in range(1, 30)]
    (item,) = items(*clauses)
    told = meeting_screen.screen(item)
    assert told.count('<dd class="rad">') == 9
    assert "Att-satser (9 av 29)" in told


def test_a_screen_tells_what_is_left_of_the_reserve_in_figures_and_bars():
    told = meeting_screen.screen(drawing()).replace("\u00a0", " ")
    assert "100 kr →" in told
    assert "<b>70 kr</b>" in told
    assert 'class="forslag" style="width:70.0%"' in told
    assert "reserven räcker inte" in meeting_screen.screen(drawing(amount=130))
    assert DAY.isoformat() in told


def test_a_screen_tells_the_day_it_is_seen_from_and_the_snapshot_that_is_shown():
    (item,) = items(PROPOSED)
    assert f">Läge per {item.as_of}<" in meeting_screen.screen(item)
    assert f">Fryst läge &lt;b&gt; nov, läge per {item.as_of}<" in meeting_screen.screen(
        item, "<b> nov"
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda one: one.name)
def test_the_style_has_the_colours_of_the_ground(palette):
    style = meeting_screen.style(palette)
    assert palette.accent in style
    assert not re.search(r"\b(GROUND|PREVIOUS|TEXT|MUTED|ACCENT|WARNING)\b", style)

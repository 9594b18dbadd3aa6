"""The page Oförutsett: what is left, the alias table, and what would be if."""

import json
from decimal import Decimal

import pytest

from followup import cli
from followup.loading import load
from followup.measures.budget_changes import changes
from followup.measures.what_if import FreeLine, Scenario, proposals
from followup.store.database import StoreRefused
from followup.store.records import Accepted, Proposal, SavedKind
from followup.texts import words
from followup.texts.store_words import StoreRefusal
from pages.parts import saved, scenarios
from tests.budgeted import TODAY, rows
from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen
from tests.store.files import BO, EVA

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/reserves.py"
ALIAS, SCENARIO = SavedKind.RESERVE_ALIAS, SavedKind.SCENARIO
ONE = "Region Exempel"
DAY = "2025-03-01"
TOGGLE = {"names": "reservnamn", "if": "tank-om", "save": "tank-om-spara"}


def line(name, original, **fields):
    return row("budget_lines", appropriation=name, kind="reserv", original=str(original),
               actual=None, forecast=None, actual_to=None, **fields)  # fmt: skip


def change(giver, amount, registry_no="RS 1", **fields):
    usual = {"change_kind": "ianspråktagande", "decided_on": None, "registry_no": registry_no}
    return row("budget_changes", from_unit=giver, amount=str(amount), **(usual | fields))


def decision(registry_no, **fields):
    usual = {"meeting_date": DAY, "registry_no": registry_no, "amount": None, "amount_kind": None,
             "budget_year": None, "funding_source": None, "decision_kind": "föreslår",
             "final_body": "Regionfullmäktige", "outcome": None}  # fmt: skip
    return row("decisions", **(usual | fields))


LINES = (line("Oförutsett", 1000), line("Oförutsedda medel", 400),
         line("Primärvård", 5000) | {"kind": "drift"})  # fmt: skip
CHANGES = (change("Oförutsett", 300, number="1"), change("Oförutsedda medel", 100, number="2"))


DECISIONS = (decision("RS 1"),)


def content(*, lines=LINES, changes=CHANGES, decisions=DECISIONS):
    return book(
        {
            "Budget": sheet("budget_lines", *lines),
            "Budgetändringar": sheet("budget_changes", *changes),
            "Beslut": sheet("decisions", *decisions),
        }
    )


BOOK = content()
FROM_CARE = change("Primärvård", 1, change_kind="omdisponering")


def seen(given=BOOK, **address):
    screen = Screen(per=DAY, **address).upload("en.xlsx", given).go(PAGE)
    assert not screen.test.exception
    return screen


def press(screen, *names):
    for name in names:
        screen.test.toggle(TOGGLE[name]).set_value(True).run()
    assert not screen.test.exception
    return screen


def names(store):
    return {one.name: json.loads(one.content) for one in store.saved(ALIAS)}


# --- what is left -------------------------------------------------------------------------------


def test_what_is_left_and_what_the_days_proposals_would_take_stand_first():
    assert seen().headlines[:3] == [
        "1 400 av 1 400 kr är kvar i 2 reserver 2025; om allt föreslaget beslutas blir 1 000 kr"
        " kvar",
        "2 förslag på mötet 2025-03-01 tar 400 kr ur reserverna 2025: § 101 400 kr",
        "2 reserver 2025: från 1 400 kr med 1 föreslagen § ned till 1 000 kr",
    ]


def test_one_reserve_is_chosen_in_the_address():
    screen = seen(reserv="Oförutsedda medel")
    assert screen.headlines[2].startswith("Oförutsedda medel 2025: från 400")
    assert screen.headlines[1].startswith("1 förslag")


def test_a_reserve_that_there_is_not_chooses_all_of_them():
    assert seen(reserv="Finns inte").headlines == seen().headlines


def test_a_chosen_reserve_that_is_merged_into_another_is_chosen_no_more():
    screen = press(seen(reserv="Oförutsedda medel"), "names").say("ekonom", "Anna Ek")
    screen.click("Räkna som samma")
    assert not screen.test.exception
    assert screen.headlines[2].startswith("Oförutsett 2025: från 1 400 kr")


def test_a_filter_on_body_leaves_every_draw_as_it_stands():
    assert seen(organ="Regionfullmäktige").headlines == seen().headlines


def test_a_budget_without_reserves_says_what_is_missing():
    screen = seen(content(lines=LINES[2:], changes=(FROM_CARE,)))
    assert "Läs in ett blad Budget med rader vars Slag är reserv" in screen.text
    assert screen.headlines == []


def test_draws_that_reach_no_reserve_are_told_also_where_there_is_none():
    screen = seen(content(lines=LINES[2:], changes=(change("Oförutsett", 70),)))
    assert "Budgeten 2025 har ingen reserv" in screen.headlines
    assert any("1 uttag som inte når någon reserv" in one
               for one in screen.headlines)  # fmt: skip


def test_a_proposal_that_names_a_reserve_and_has_no_row_is_told_with_a_link():
    lacking = decision("RS 2", paragraph="300", amount="50", amount_kind="tilläggsanslag",
                       funding_source="oförutsett", budget_year="2025")  # fmt: skip
    screen = seen(content(decisions=(decision("RS 1"), lacking)))
    told = screen.headlines
    assert "1 föreslagen att-sats med en reserv som källa saknar rad i budgeten, 50 kr" in told
    assert "Se båda sidor på Avstämning" in [one.label for one in screen.test.get("page_link")]


def test_several_organisations_are_never_added_together():
    other = [one | {"organisation": "Region Ö"} for one in LINES]
    screen = seen(content(lines=(*LINES, *other)))
    assert "Här visas Region Exempel, en av 2 organisationer med budget." in screen.text
    assert screen.headlines == seen().headlines


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_file_is_rendered(text):
    given = content(lines=(line(text, 100), *LINES), changes=(change(text, 500), *CHANGES))
    screen = press(seen(given), "names", "if")
    screen.open_everything()
    assert not screen.test.exception
    live = [(kind, field, shown) for kind, field, shown in screen.read_as_markdown()
            if LIVE.search(shown)]  # fmt: skip
    assert live == []


# --- the alias table ----------------------------------------------------------------------------


def test_a_name_that_is_offered_is_merged_for_everyone_and_the_log_tells(store):
    screen = press(seen(), "names").say("ekonom", "Anna Ek")
    screen.click("Räkna som samma")
    assert not screen.test.exception
    assert names(store) == {"Oförutsedda medel": {"reserve": "Oförutsett"}}
    assert screen.headlines[0].startswith("1 400 av 1 400 kr är kvar i Oförutsett 2025")
    assert "Räkna som samma" not in [one.label for one in screen.test.button]
    assert "och det står i loggen" in screen.text
    assert store.log()[0].author.name == "Anna Ek"


def test_a_name_that_is_left_is_kept_apart_and_offered_no_more(store):
    screen = press(seen(), "names").say("ekonom", "Anna Ek").click("Håll isär")
    ((name, content),) = names(store).items()
    assert content == {"reserve": name}
    assert "är kvar i 2 reserver 2025" in screen.headlines[0]
    assert "Håll isär" not in [one.label for one in screen.test.button]


def test_a_name_is_merged_by_hand_and_taken_away_again(store):
    screen = press(seen(), "names").say("ekonom", "Anna Ek")
    screen.typed("Namn som det står")[0].set_value("  Potten ")
    next(one for one in screen.test.selectbox if one.label == "Räknas som").set_value("Oförutsett")
    screen.click("Spara namnet")
    assert names(store) == {"Potten": {"reserve": "Oförutsett"}}
    screen.choose("Namn i tabellen", "Potten").click("Ta bort")
    assert names(store) == {}
    assert "Potten är borttaget för alla" in screen.text


def test_nothing_is_saved_without_a_name_or_by_nobody(store):
    screen = press(seen(), "names")
    disabled = {one.label: one.disabled for one in screen.test.button}
    assert disabled["Räkna som samma"]
    screen.say("ekonom", "Anna Ek").click("Spara namnet")
    assert "Skriv ett namn och välj vilken reserv" in screen.text
    assert names(store) == {}


def test_who_saves_over_what_they_had_not_seen_is_told_whose_it_was(store, monkeypatch):
    screen = press(seen(), "names").say("ekonom", "Anna Ek")
    screen.typed("Namn som det står")[0].set_value("Potten")
    next(one for one in screen.test.selectbox if one.label == "Räknas som").set_value("Oförutsett")
    real = saved.save

    def late(kind, organisation, name, content, author, *, seen=0):
        store.save(kind, organisation, name, '{"reserve": "Oförutsedda medel"}', BO)
        return real(kind, organisation, name, content, author, seen=seen)

    monkeypatch.setattr(saved, "save", late)
    screen.click("Spara namnet")
    assert f"Det ersätter vad {BO.name} gjorde medan du tittade" in screen.text


def test_what_the_store_refuses_is_told(monkeypatch):
    screen = press(seen(), "names").say("ekonom", "Anna Ek")

    def refuse(*args, **named):
        raise StoreRefused(StoreRefusal.NAME_MISSING)

    monkeypatch.setattr(saved, "save", refuse)
    screen.click("Räkna som samma")
    assert not screen.test.exception
    assert str(StoreRefused(StoreRefusal.NAME_MISSING)) in screen.text


def test_the_figures_of_the_store_follow_the_alias_table_of_the_day(store, capsys):
    proposal = Proposal("Budget", BOOK, load(BOOK, "en.xlsx"))
    assert isinstance(store.accept(proposal, EVA), Accepted)
    store.save(ALIAS, ONE, "Oförutsedda medel", '{"reserve": "Oförutsett"}', EVA)
    assert cli.main(["figures", "--json"]) == 0
    told = {
        one["dimensions"]["appropriation"]: one["value"]
        for one in json.loads(capsys.readouterr().out)
        if one["figure"] == "reserve.opening"
    }
    assert told == {"Oförutsett": "1400.00"}


# --- what if ------------------------------------------------------------------------------------


def supposed(screen):
    told = [one for one in screen.headlines if one.startswith("I det tänkta")]
    return told[0].split(" kr kvar")[0].removeprefix("I det tänkta är ") if told else None


def test_nothing_is_supposed_until_somebody_asks():
    assert supposed(seen()) is None
    assert supposed(press(seen(), "if")) == "1 000"


def ticks(screen):
    """Of the supposing, not of the exports."""
    return [one for one in screen.test.checkbox if str(one.key).startswith("tank-om")]


def test_proposals_are_ticked_off_and_on_one_by_one_and_all_at_once():
    screen = press(seen(), "if")
    ticks(screen)[0].set_value(False).run()
    assert supposed(screen) == "1 300"
    screen.click("Inga")
    assert supposed(screen) == "1 400"
    assert [one.value for one in ticks(screen)] == [False, False]
    screen.click("Alla")
    assert supposed(screen) == "1 000"
    assert [one.value for one in ticks(screen)] == [True, True]


def add(screen, giver, amount):
    next(one for one in screen.test.selectbox if one.label == "Från").set_value(giver)
    next(one for one in screen.test.number_input if one.label == "Belopp, kr").set_value(amount)
    return screen.click("Lägg till raden")


def test_a_line_of_ones_own_is_added_and_taken_away():
    screen = add(press(seen(), "if"), "Oförutsett", 250)
    assert supposed(screen) == "750"
    assert "250 kr, Oförutsett till utan angiven mottagare, 2025" in screen.text
    screen.click("Ta bort")
    assert supposed(screen) == "1 000"


@pytest.mark.parametrize(("giver", "amount"), [("Oförutsett", None), (None, 5)])
def test_a_line_without_amount_or_parties_is_not_added(giver, amount):
    screen = add(press(seen(), "if"), giver, amount)
    assert "Skriv ett belopp, och välj från eller till" in screen.text
    assert supposed(screen) == "1 000"


def test_what_is_supposed_moves_nothing_else_and_is_stored_nowhere(store):
    screen = press(seen(), "if").click("Inga")
    assert screen.headlines[:3] == seen().headlines[:3]
    assert store.saved(SCENARIO) == []


def save(screen, name):
    press(screen, "save").say("ekonom", "Anna Ek")
    screen.typed("Scenariots namn")[0].set_value(name).run()
    return screen.click("Spara scenariot")


def test_a_scenario_is_saved_opened_by_another_saved_over_and_taken_away(store):
    screen = add(press(seen(), "if"), "Oförutsett", 250)
    ticks(screen)[0].set_value(False).run()
    save(screen, "Försiktigt")
    assert "Försiktigt är sparat för alla" in screen.text
    other = press(seen(), "if").choose("Sparade scenarier", "Försiktigt").click("Öppna")
    assert supposed(other) == supposed(screen) == "1 050"
    assert [one.value for one in ticks(other)] == [False, True]
    other.click("Alla")
    press(other, "save").say("revisor", "Bo By").click("Spara över")
    (kept,) = store.saved(SCENARIO)
    assert (kept.name, kept.author.name) == ("Försiktigt", "Bo By")
    assert json.loads(kept.content)["off"] == {}
    other.test.button("scenario-remove").click().run()
    assert store.saved(SCENARIO) == []


def test_a_scenario_of_other_data_says_what_is_gone_and_what_has_come():
    save(press(seen(), "if"), "Försiktigt")
    new = (CHANGES[1], change("Oförutsett", 40, number="9"))
    other = press(seen(content(changes=new)), "if")
    other.choose("Sparade scenarier", "Försiktigt").click("Öppna")
    text = other.text
    assert "Scenariot känner 1 förslag som inte längre finns som förslag: § 101, 300 kr" in text
    assert "1 förslag har kommit till sedan det sparades" in text


def test_many_proposals_are_shown_a_page_at_a_time():
    many = [change("Oförutsett", 1, number=str(at)) for at in range(40)]
    screen = press(seen(content(changes=many)), "if")
    assert len(ticks(screen)) == 15
    screen.click("Inga")
    assert supposed(screen) == "1 400"


def test_a_scenario_comes_back_as_it_was_saved():
    register = rows("decisions", {"decision_kind": "föreslår"})
    proposed = proposals(changes(rows("budget_changes", {"number": "1"}), register, TODAY))
    (identity,) = proposed["identity"]
    lines = (FreeLine(2025, None, "Primärvård", Decimal("12.50")),)
    scenario = Scenario(frozenset({identity}), lines)
    back, known = scenarios.from_json(scenarios.as_json(scenario, proposed))
    assert back == scenario
    assert list(known) == [identity]


def test_a_meetings_proposals_of_another_year_are_one_click_away():
    screen = Screen(per="2021-12-01").click(words.SAMPLE).go(PAGE)
    told = "mötets förslag tar också 11,7 mnkr ur reserverna 2021"
    assert told in screen.headlines[1].replace("\u00a0", " ")
    screen.click("Visa mötets förslag 2021")
    headline = screen.headlines[1].replace("\u00a0", " ")
    assert "tar 11,7 mnkr ur reserverna 2021: § 221 7,3 mnkr och § 217 4,4 mnkr" in headline
    assert "ur reserverna 2022" in headline

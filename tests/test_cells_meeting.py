"""What Sammanträde and Nytt sedan sist say: sentences, money, wording and figures."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Dataset, Loaded
from followup.cells import meeting as cells
from followup.cells import meeting_item
from followup.cells import meeting_words as made
from followup.charts.template import LIGHT
from followup.contents import meeting, meeting_choice, since_last
from followup.contents.view import View
from followup.measures.meeting_items import Meeting
from followup.measures.selection import Selection
from tests.budgeted import rows
from tests.frames import frame
from tests.hostile import HOSTILE

DAY, FORMER = dt.date(2024, 12, 17), dt.date(2024, 10, 15)
COMMITTEE, BOARD, ONE = "Finansutskottet", "Regionstyrelsen", "Region Ett"
RESERVE = {"appropriation": "Oförutsett", "kind": "reserv", "original": 100}
PROPOSED = {"registry_no": "RS 1", "decision_kind": "föreslår", "next_body": BOARD,
            "final_body": BOARD}  # fmt: skip
DRAW = {"change_kind": "ianspråktagande", "from_unit": "Oförutsett", "to_unit": "Primärvård",
        "amount": 30, "decided_on": DAY}  # fmt: skip


class _Files:
    """A source whose rows are the same on every day."""

    def __init__(self, dataset):
        self._dataset = dataset

    def on_day(self, day):
        return self._dataset

    def reserve_names(self, day):
        return []


def view(as_of=DAY, body=None, **frames):
    dataset = Dataset(frames)
    return View(Loaded("a.xlsx", "0", dataset), Selection(as_of, None, body), _Files(dataset))


def items(*decisions, **others):
    seen = view(decisions=frame("decisions", *decisions), **others)
    return meeting.items(seen, Meeting(ONE, COMMITTEE, DAY))


def drawing(**change):
    return items(
        PROPOSED,
        budget_lines=rows("budget_lines", *({"budget_year": 2025} | one for one in (RESERVE, {}))),
        budget_changes=rows("budget_changes", DRAW | change),
    )[0]


def said(text):
    return text.replace("\u00a0", " ")


# --- one sentence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Finansutskottet beslutar att bevilja medel"),
        ({"clause": "Att bevilja medel."}, "Finansutskottet beslutar att bevilja medel"),
        (PROPOSED, "Finansutskottet föreslår Regionstyrelsen att bevilja medel"),
        ({"decision_kind": "överlämnar", "next_body": BOARD},
         "Finansutskottet överlämnar ärendet till Regionstyrelsen utan eget förslag"),
        ({"decision_kind": "återremitterar"}, "Finansutskottet återremitterar ärendet"),
        ({"decision_kind": "bordlägger"}, "Finansutskottet bordlägger ärendet"),
        ({"decision_kind": "utgår", "clause": None}, "Ärendet utgår"),
        ({"decision_kind": "delegerar"}, "Finansutskottet delegerar ärendet: bevilja medel"),
        ({"amount": 5000, "recipient": "Vårdnämnden", "funding_source": "Oförutsett"},
         "Finansutskottet beslutar att bevilja medel, 5 000 kr till Vårdnämnden ur Oförutsett"),
        ({"amount": 5000, "clause": "bevilja 5 000 kronor"},
         "Finansutskottet beslutar att bevilja 5 000 kronor"),
        ({"amount": 63_000_000, "clause": "bevilja 63 miljoner kronor"},
         "Finansutskottet beslutar att bevilja 63 miljoner kronor"),
        ({"outcome": "avslag"}, "Finansutskottet beslutar att bevilja medel (avslag)"),
    ],
)  # fmt: skip
def test_an_item_is_one_sentence_of_its_fields(fields, sentence):
    (item,) = items(fields)
    assert said(made.sentence(item)) == sentence


def test_the_sentence_is_of_the_first_att_sats_with_an_amount_and_tells_how_many_more():
    (item,) = items({"clause_no": 1}, {"clause_no": 2, "clause": "anvisa", "amount": 7})
    assert (
        said(made.sentence(item)) == "Finansutskottet beslutar att anvisa, 7 kr (1 att-sats till)"
    )


def test_a_long_att_sats_is_cut_between_words_and_the_cut_is_seen():
    (item,) = items({"clause": "bevilja " + "medel " * 6_000})
    assert made.sentence(item).endswith("medel …")
    assert len(made.sentence(item)) < 220


# --- money --------------------------------------------------------------------------------------


def test_money_is_told_before_and_after_and_on_what_it_rests():
    assert said(made.told_money(drawing())) == (
        "Reserven Oförutsett 2025 100 kr → 70 kr om det beslutas. "
        "Vårdnämnden, budget 2025 100 kr → 130 kr om det beslutas"
    )


def test_an_amount_without_a_change_is_told_as_such_and_no_amount_as_none():
    with_amount, without = items({"amount": 7}, {"paragraph": "213"})
    assert said(made.beside(with_amount)) == (
        "7 kr står i beslutet, men ingen rad i Budgetändringar hör till punkten"
    )
    assert made.beside(without) == "Inga pengar i budgeten hör till punkten"


def test_the_cells_picture_figures_and_table_have_the_same_amounts():
    cell = meeting_item.cell(drawing())
    numbers = cell.native(LIGHT)
    assert [one.values for one in numbers.series] == [(Decimal(100), None), (None, Decimal(70))]
    assert [one.is_hatched for one in numbers.series] == [False, True]
    assert [(one.name, one.value) for one in cell.figures] == [
        ("meeting.reserve_before", 100), ("meeting.reserve_after", 70),
        ("meeting.revised_before", 100), ("meeting.revised_after", 130),
    ]  # fmt: skip
    money = cell.table.drop_nulls("Efter, kr").select("Före, kr", "Ändring, kr", "Efter, kr")
    assert money.rows() == [(100, -30, 70), (100, 30, 130)]
    assert sorted(cell.sources["Blad"]) == ["Beslut", "Budgetändringar"]


def test_a_reserve_that_does_not_suffice_is_drawn_as_lacking():
    numbers = meeting_item.cell(drawing(amount=130)).native(LIGHT)
    assert [one.name for one in numbers.series] == ["Före", "Underskott, om det beslutas"]
    assert numbers.series[1].values == (None, Decimal(-30))


# --- wording ------------------------------------------------------------------------------------


def test_the_wording_is_the_registers_own_with_who_proposes_to_whom():
    (item,) = items(
        PROPOSED | {"clause_no": 1, "clause": "att bevilja medel"},
        PROPOSED | {"clause_no": 2, "clause": "uppdra åt direktören"},
        {"registry_no": "RS 1", "clause_no": 3, "clause": "förklara punkten justerad."},
    )
    assert made.wording(item) == (
        "Finansutskottet föreslår Regionstyrelsen\n\natt bevilja medel,\natt uppdra åt direktören."
        "\n\nFinansutskottet beslutar\n\natt förklara punkten justerad."
    )


def test_a_change_without_words_is_worded_out_of_its_fields():
    item = drawing(purpose="lokaler")
    wordless = replace(item, rows=item.rows.with_columns(pl.lit(None, pl.String).alias("clause")))
    assert said(made.wording(wordless)) == (
        "Finansutskottet föreslår Regionstyrelsen\n\n"
        "att omdisponera 30 kr från Oförutsett till Primärvård för lokaler i 2025 års budget."
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_on_one_line_without_marks_of_direction(text):
    (item,) = items({"clause": text, "title": text})
    told = made.wording(item)
    assert not {"\u202e", "\u200b", "\ufeff", "\t", "\r"} & set(told)
    assert told.count("\n") == 2


# --- the agenda ---------------------------------------------------------------------------------


def test_the_agenda_tells_what_reserves_are_left_with():
    item = drawing()
    cell = cells.agenda(item.meeting, [item])
    assert said(cell.headline) == (
        "1 punkt för Finansutskottet 2024-12-17; Oförutsett 2025 −30 kr till 70 kr om det beslutas"
    )
    assert [(one.name, one.value) for one in cell.figures] == [("meeting.items", 1)]


def test_the_chain_tells_each_body_and_who_comes_next():
    (item,) = items(PROPOSED | {"final_body": "Regionfullmäktige"})
    assert made.chain(item) == [
        "Finansutskottet 2024-12-17 föreslår", "väntar på Regionstyrelsen",
        "därefter Regionfullmäktige",
    ]  # fmt: skip


def test_open_assignments_are_told_with_their_state_first():
    (item,) = items(
        PROPOSED,
        assignments=frame(
            "assignments", {"registry_no": "RS 1", "due_date": FORMER, "deadline": "2024-10-15"},
            {"assignment_id": "U2", "registry_no": "RS 1", "status": "avslutat"},
        ),
    )  # fmt: skip
    assert [made.task(row) for row in item.tasks.iter_rows(named=True)] == [
        "försenad sedan 2024-10-15, utan nämnd: Utreda"
    ]


def test_what_moved_in_an_items_matter_leaves_out_what_the_meeting_itself_does():
    (item,) = items(
        PROPOSED,
        {"meeting_date": FORMER, "paragraph": "1", "title": "Förra mötet"},
        PROPOSED | {"meeting_date": dt.date(2024, 11, 1), "body": "Beredningen", "row": 9},
        {"registry_no": "RS 2", "meeting_date": dt.date(2024, 11, 1), "body": "Beredningen"},
    )
    assert item.since == FORMER
    assert item.moves["row"].to_list() == [9]


def test_the_pack_has_the_agenda_and_a_part_for_each_item():
    seen = view(decisions=frame("decisions", {}, {"paragraph": "213", "title": "Annat"}))
    (usual,) = meeting_choice.meetings(seen)
    parts = meeting.sections(seen, usual)
    assert [said(one.heading) for one in parts] == [
        "2024-12-17 Finansutskottet, Region Ett", "§ 212 Tilläggsbudget", "§ 213 Annat",
    ]  # fmt: skip
    assert [cell.id for cell in meeting.contents(seen)] == [
        "motet-dagordning", "punkt-finansutskottet-2024-12-17-p212",
        "punkt-finansutskottet-2024-12-17-p213",
    ]  # fmt: skip


def test_a_body_that_is_chosen_has_its_own_meetings_and_nothing_loaded_has_none():
    decisions = frame("decisions", {}, {"body": BOARD, "meeting_date": FORMER})
    assert meeting_choice.usual(view(body=BOARD, decisions=decisions)) == Meeting(
        ONE, BOARD, FORMER
    )
    assert meeting.contents(view()) == ()
    assert since_last.contents(view()) == ()


# --- since last ---------------------------------------------------------------------------------


def test_items_of_a_body_with_a_very_long_name_have_ids_of_their_own():
    body = "Nämnden för " + "samverkan " * 20
    register = frame("decisions", *({"body": body, "paragraph": at} for at in ("1", "2")))
    found = meeting.items(view(decisions=register), Meeting(ONE, body, DAY))
    assert len({meeting_item.cell(one).id for one in found}) == 2


def test_since_last_counts_each_way_and_has_a_cell_for_it():
    seen = view(
        decisions=frame("decisions", {}, {"meeting_date": FORMER, "paragraph": "1"}),
        assignments=frame("assignments", {"decided_on": DAY}),
    )
    found = since_last.contents(seen)
    assert said(found[0].headline) == (
        "Sedan Finansutskottet sammanträdde 2024-10-15: 1 ny att-sats och 1 nytt uppdrag"
    )
    assert [one.id for one in found] == ["nytt", "nytt-att-satser", "nytt-uppdrag"]
    assert [one.value for one in found[0].figures] == [1, 1]


def test_without_a_former_meeting_all_counts_and_it_is_said():
    found = since_last.contents(view(decisions=frame("decisions", {})))
    assert said(found[0].headline) == (
        "Till och med 2024-12-17: 1 ny att-sats; något tidigare sammanträde är inte känt"
    )

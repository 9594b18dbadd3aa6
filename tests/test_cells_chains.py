import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.kinds import KINDS
from followup.cells import balls, chain_matter, chains, gaps
from followup.cells.balls import Ball
from followup.charts.template import LIGHT
from followup.measures import chains as measures
from followup.measures import gaps as gap_measures
from followup.measures.chain_differences import differences
from followup.measures.chain_lanes import lanes, matter_steps
from followup.measures.chain_steps import steps
from followup.texts.literal import plain
from tests.frames import frame

FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
DAY, AS_OF = dt.date(2024, 1, 10), dt.date(2024, 4, 10)
NO_MEETINGS = KINDS["meetings"].empty()
NO_DELEGATED = KINDS["delegated_decisions"].empty()


def proposed(matter=1, **fields):
    usual = {
        "body": FU, "meeting_date": DAY, "decision_kind": "föreslår", "next_body": RS,
        "final_body": RF, "registry_no": f"RS {matter}", "paragraph": str(matter),
    }  # fmt: skip
    return usual | fields


def decided(matter=1, **fields):
    later = {"body": RF, "meeting_date": DAY + dt.timedelta(days=30), "decision_kind": "beslutar"}
    return proposed(matter) | {"next_body": None} | later | fields


def cost(amount=5_000_000):
    return {"amount": Decimal(amount), "amount_kind": "kostnad"}


def met(body, *days):
    schema = KINDS["meetings"].frame_schema
    rows = [
        dict.fromkeys(schema)
        | {"organisation": "Region Ett", "body": body, "date": DAY + dt.timedelta(days=day)}
        for day in days
    ]
    return pl.DataFrame(rows, schema=schema)


def all_chains(*rows):
    return measures.chains(frame("decisions", *rows), AS_OF)


def gaps_of(*rows, meetings=NO_MEETINGS):
    register = frame("decisions", *rows)
    return gaps.gaps(gap_measures.gaps(register, meetings, NO_DELEGATED, AS_OF), AS_OF)


def differences_of(*rows):
    register = frame("decisions", *rows)
    return gaps.differences(differences(register, steps(register, AS_OF)), AS_OF)


def matter_of(*rows, meetings=NO_MEETINGS):
    register = frame("decisions", *rows)
    links = steps(register, AS_OF)
    found = measures.states(register, links, AS_OF)
    kept = (
        matter_steps(register, links, links["matter"][0])
        if rows
        else matter_steps(register, links, 0)
    )
    return chain_matter.matter(kept, found, lanes(kept, found, meetings, AS_OF), AS_OF)


def spaced(text):
    return text.replace("\u00a0", " ")


def headline(cell):
    return spaced(cell.headline)


def figures(cell):
    return [(one.name, one.organisation, dict(one.dimensions), one.value, one.unit)
            for one in cell.figures]  # fmt: skip


SOME = (
    proposed(1, condition="om staten betalar"),
    proposed(1, clause_no=2, **cost()),
    decided(1, clause_no=2, **cost(4_000_000)),
    decided(2, **cost()),
    proposed(3, decision_kind="överlämnar"),
)


def everything():
    """Every cell, with something to show and with nothing."""
    return [
        cell
        for rows in (SOME, ())
        for cell in (
            *(make(all_chains(*rows), AS_OF) for make in (
                chains.states, chains.waiting, chains.conditional, chains.unfunded,
            )),
            chains.open_matters(all_chains(*rows), NO_MEETINGS, AS_OF),
            gaps_of(*rows),
            differences_of(*rows),
            matter_of(*rows),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_cell_has_all_its_parts_in_words(cell):
    assert cell.headline
    assert not cell.headline.endswith(".")
    assert "läge per 2024-04-10" in cell.measure
    assert cell.definition.endswith(".")
    assert plain(cell.definition) == cell.definition, "the screen would cut it"
    assert all(name[0].isupper() or name == "§" for name in cell.table.columns)
    assert cell.sources.columns[:3] == ["Fil", "Blad", "Rad"]
    assert cell.id.isascii()
    assert cell.id.replace("-", "").isalpha()


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_picture_has_its_conclusion_in_words(cell):
    if cell.draw is not None:
        assert cell.draw(LIGHT).data
        assert cell.headline in cell.alt


def test_no_cell_has_the_id_of_another():
    ids = [cell.id for cell in everything()]
    assert sorted(ids) == sorted(2 * list(dict.fromkeys(ids)))


# --- states and waiting -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "Det finns inga att-satser att följa"),
        ((decided(),), "1 av 1 att-sats är slutligt beslutad, 0 är öppna"),
        ((proposed(), decided(2)), "1 av 2 att-satser är slutligt beslutad, 1 är öppen"),
        ((proposed(), proposed(2)), "0 av 2 att-satser är slutligt beslutade, 2 är öppna"),
    ],
)
def test_the_states_are_told_with_how_many_are_decided_and_open(rows, said):
    assert headline(chains.states(all_chains(*rows), AS_OF)) == said


def test_there_is_a_figure_per_state():
    cell = chains.states(all_chains(proposed(), proposed(2), decided(3)), AS_OF)
    assert figures(cell) == [
        ("chain.clauses", "Region Ett", {"state": "slutligt beslutat"}, 1, "antal"),
        ("chain.clauses", "Region Ett", {"state": "väntar"}, 2, "antal"),
    ]
    assert cell.table.rows() == [
        ("Region Ett", "slutligt beslutat", 1), ("Region Ett", "väntar", 2),
    ]  # fmt: skip


def test_no_rows_are_a_figure_of_nothing():
    none = all_chains()
    assert figures(chains.states(none, AS_OF)) == [
        ("chain.clauses", None, {"state": None}, 0, "antal")
    ]
    assert figures(chains.waiting(none, AS_OF)) == [
        ("chain.waiting", None, {"body": None}, 0, "antal")
    ]
    assert figures(chains.conditional(none, AS_OF)) == [("chain.conditional", None, {}, 0, "antal")]
    assert figures(chains.unfunded(none, AS_OF)) == [("chain.unfunded", None, {}, 0, "antal")]


def test_the_figures_need_the_register_and_a_date_only():
    cells = chains.figure_cells(frame("decisions", *SOME), AS_OF)
    names = [figure.name for cell in cells for figure in cell.figures]
    assert list(dict.fromkeys(names)) == [
        "chain.clauses", "chain.waiting", "chain.conditional", "chain.unfunded",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "Ingen att-sats väntar på något organ"),
        ((decided(),), "Ingen att-sats väntar på något organ"),
        ((proposed(),), "1 att-sats väntar, på Regionstyrelsen"),
        ((proposed(), proposed(2)), "2 att-satser väntar, alla på Regionstyrelsen"),
        (
            (proposed(), proposed(2), proposed(3, next_body=RF)),
            "3 att-satser väntar, flest på Regionstyrelsen (2)",
        ),
        ((proposed(), proposed(2, next_body=RF)), "2 att-satser väntar på 2 organ"),
        ((proposed(next_body=None, final_body=None),), "1 att-sats väntar, på okänt organ"),
    ],
)
def test_who_is_waited_for_is_told(rows, said):
    assert headline(chains.waiting(all_chains(*rows), AS_OF)) == said


def test_there_is_a_figure_and_a_bar_to_click_per_body_with_the_ball():
    rows = (proposed(), proposed(2), proposed(3, next_body=None, final_body=None))
    cell = chains.waiting(all_chains(*rows), AS_OF)
    assert figures(cell) == [
        ("chain.waiting", "Region Ett", {"body": RS}, 2, "antal"),
        ("chain.waiting", "Region Ett", {"body": None}, 1, "antal"),
    ]
    assert (cell.picks.filter, cell.picks.values) == ("boll", (RS, "okänt organ"))


def test_bodies_of_one_name_are_told_apart_by_their_organisation():
    rows = (proposed(), proposed(2), proposed(3, organisation="Region Två"))
    cell = chains.waiting(all_chains(*rows), AS_OF)
    assert headline(cell) == ("3 att-satser väntar, flest på Regionstyrelsen i Region Ett (2)")
    assert cell.picks.values == (
        "Regionstyrelsen i Region Ett", "Regionstyrelsen i Region Två",
    )  # fmt: skip


def test_one_bar_alone_is_nothing_to_choose():
    assert chains.waiting(all_chains(proposed()), AS_OF).picks is None
    assert chains.states(all_chains(proposed()), AS_OF).picks is None
    assert gaps_of(proposed()).picks is None


def test_a_click_on_a_state_chooses_it():
    cell = chains.states(all_chains(decided(), proposed(2), proposed(3)), AS_OF)
    assert (cell.picks.filter, cell.picks.values) == ("kedjelage", ("väntar", "slutligt beslutat"))


def holding(*pairs):
    schema = {"organisation": pl.String, "waiting_on": pl.String}
    return pl.DataFrame(pairs, schema=schema, orient="row")


def test_every_body_can_be_chosen_and_one_that_several_have_for_each_and_for_all():
    rows = holding(("Ett", RS), ("Två", RS), ("Ett", RS), ("Två", "Kulturnämnden"), ("Två", None))
    found = balls.choices(rows)
    assert list(found.items()) == [
        ("Kulturnämnden", Ball("Kulturnämnden", None)),
        ("Regionstyrelsen", Ball(RS, None)),
        ("Regionstyrelsen i Ett", Ball(RS, "Ett")),
        ("Regionstyrelsen i Två", Ball(RS, "Två")),
        ("okänt organ", Ball(None, None)),
    ]


PAIRS = st.lists(st.tuples(st.sampled_from(["Ett", "Två"]), st.sampled_from([RS, RF, None])))


@given(PAIRS, st.integers(0, 9))
def test_every_bar_of_any_part_can_be_chosen_among_the_whole(pairs, some):
    named = balls.balls(holding(*pairs[:some]))
    assert set(named["ball"]) <= set(balls.choices(holding(*pairs)))


def test_the_picture_shows_the_bodies_with_the_most():
    rows = [proposed(at, next_body=f"Nämnd {at}") for at in range(20)]
    cell = chains.waiting(all_chains(*rows), AS_OF)
    assert cell.measure.endswith("; bilden visar de 15 största av 20")
    assert len(cell.draw(LIGHT).data[-1].text) == 15
    assert cell.table.height == 20


# --- open matters -------------------------------------------------------------------------------


def test_open_matters_tell_how_many_wait_and_the_oldest_with_its_age():
    rows = (
        proposed(7),
        proposed(7, clause_no=2),
        proposed(8, meeting_date=AS_OF),
        decided(9),
    )
    cell = chains.open_matters(all_chains(*rows), met(RS, 5, 40, 400), AS_OF)
    assert headline(cell) == (
        "3 att-satser i 2 ärenden väntar; äldst är § 7 (Finansutskottet 10 januari 2024), som"
        " Regionstyrelsen har haft i 91 dagar, minst 2 sammanträden"
    )
    shown = cell.table.select("Sedan", "Dagar", "Sammanträden", "Väntar på", "Därefter", "§")
    assert shown.rows() == [
        (DAY, 91, 2, RS, RF, "7"), (DAY, 91, 2, RS, RF, "7"), (AS_OF, 0, 0, RS, RF, "8"),
    ]  # fmt: skip


def test_an_oldest_matter_without_a_paragraph_is_called_by_its_title():
    cell = chains.open_matters(all_chains(proposed(paragraph=None)), NO_MEETINGS, AS_OF)
    assert headline(cell) == (
        "1 att-sats i 1 ärende väntar; äldst är Tilläggsbudget (Finansutskottet 10 januari"
        " 2024), som Regionstyrelsen har haft i 91 dagar"
    )


def test_no_open_matter_is_told():
    assert headline(chains.open_matters(all_chains(decided()), NO_MEETINGS, AS_OF)) == (
        "Inget ärende är öppet"
    )


def test_the_sources_are_the_latest_rows():
    cell = chains.open_matters(all_chains(proposed(row=4), proposed(2, row=8)), NO_MEETINGS, AS_OF)
    assert cell.sources.select("Fil", "Blad", "Rad", "§").rows() == [
        ("a.xlsx", "Beslut", 4, "1"), ("a.xlsx", "Beslut", 8, "2"),
    ]  # fmt: skip


# --- marks --------------------------------------------------------------------------------------

UNDER = {"condition": "om staten betalar"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((proposed(),), "Ingen att-sats har ett villkor som inte är uppfyllt"),
        (
            (proposed(**UNDER),),
            "1 att-sats har ett villkor som inte är uppfyllt, och den är inte beslutad",
        ),
        (
            (decided(**UNDER),),
            "1 att-sats har ett villkor som inte är uppfyllt, och den är beslutad",
        ),
        (
            (proposed(**UNDER), proposed(2, **UNDER)),
            "2 att-satser har ett villkor som inte är uppfyllt, ingen av dem är beslutad",
        ),
        (
            (proposed(**UNDER), decided(2, **UNDER), decided(3, **UNDER)),
            "3 att-satser har ett villkor som inte är uppfyllt, 2 av dem beslutade",
        ),
    ],
)
def test_conditions_are_told_with_how_many_are_decided(rows, said):
    assert headline(chains.conditional(all_chains(*rows), AS_OF)) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((proposed(),), "Alla utgifter har en finansieringskälla"),
        ((proposed(**cost()),), "1 föreslagen utgift på 5,0 mnkr saknar finansieringskälla"),
        (
            (decided(**cost()), decided(2, **cost()), proposed(3, **cost(158_000_000))),
            "2 beslutade utgifter på 10,0 mnkr och 1 föreslagen utgift på 158,0 mnkr saknar"
            " finansieringskälla",
        ),
    ],
)
def test_unfunded_amounts_are_never_summed_over_decided_and_proposed(rows, said):
    assert headline(chains.unfunded(all_chains(*rows), AS_OF)) == said


def test_marks_are_figures_per_organisation_also_when_there_are_none():
    found = all_chains(proposed(**UNDER, **cost()), proposed(2, organisation="Region Två"))
    assert figures(chains.conditional(found, AS_OF)) == [
        ("chain.conditional", "Region Ett", {}, 1, "antal"),
        ("chain.conditional", "Region Två", {}, 0, "antal"),
    ]
    assert figures(chains.unfunded(found, AS_OF)) == [
        ("chain.unfunded", "Region Ett", {}, 1, "antal"),
        ("chain.unfunded", "Region Två", {}, 0, "antal"),
    ]


# --- gaps ---------------------------------------------------------------------------------------


def returned(matter, **fields):
    return proposed(matter, meeting_date=AS_OF, decision_kind="återremitterar") | fields


def test_gaps_are_told_with_breaches_the_commonest_kind_and_the_oldest():
    cell = gaps_of(returned(3), proposed(1), proposed(2, meeting_date=AS_OF), decided(4, **cost()))
    assert headline(cell) == (
        "4 luckor varav 1 lagbrott: flest föreslagna men aldrig upptagna (2); den äldsta hos"
        " Regionstyrelsen sedan 10 januari 2024"
    )
    assert spaced(cell.alt).endswith(
        ". 2 föreslagna men aldrig upptagna, 1 återremitterad och inte tillbaka och 1 beslutad utan"
        " finansiering"
    )
    assert (cell.picks.filter, cell.picks.values) == (
        "lucka",
        (
            "föreslaget men aldrig upptaget", "återremitterat och inte tillbaka",
            "beslutad utgift utan finansiering",
        ),
    )  # fmt: skip
    assert cell.table.select("Lucka", "Väntar på", "Lagbrott").rows() == [
        ("föreslaget men aldrig upptaget", RS, "nej"),
        ("föreslaget men aldrig upptaget", RS, "nej"),
        ("återremitterat och inte tillbaka", RS, "nej"),
        ("beslutad utgift utan finansiering", RF, "ja"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (proposed(1, decision_kind="överlämnar"),),
            "1 lucka: överlämnad utan förslag, hos Regionstyrelsen sedan 10 januari 2024",
        ),
        (
            (decided(1, **cost()),),
            "1 lucka, ett lagbrott: beslutad utan finansiering, hos Regionfullmäktige sedan"
            " 9 februari 2024",
        ),
        (
            (proposed(1), proposed(2)),
            "2 luckor: alla föreslagna men aldrig upptagna; den äldsta hos Regionstyrelsen sedan"
            " 10 januari 2024",
        ),
        (
            (proposed(1), returned(2)),
            "2 luckor av 2 slag; den äldsta hos Regionstyrelsen sedan 10 januari 2024",
        ),
        (
            (proposed(1), proposed(2, organisation="Region Två", meeting_date=AS_OF)),
            "2 luckor: alla föreslagna men aldrig upptagna; den äldsta hos Regionstyrelsen i"
            " Region Ett sedan 10 januari 2024",
        ),
        (
            (proposed(1, next_body=None, final_body=None),),
            "1 lucka: föreslagen men aldrig upptagen, hos okänt organ sedan 10 januari 2024",
        ),
    ],
)
def test_gaps_are_told_in_a_sentence_to_read_aloud(rows, said):
    assert headline(gaps_of(*rows)) == said


def test_a_chain_without_gaps_has_no_picture():
    cell = gaps_of(decided())
    assert (headline(cell), cell.draw) == ("Beslutskedjan har inga luckor", None)


# --- differences --------------------------------------------------------------------------------


def test_what_was_decided_otherwise_is_told_with_the_largest_change():
    cell = differences_of(
        proposed(1, **cost(5_000_000)),
        decided(1, **cost(3_500_000), outcome="bifall"),
        proposed(2),
        decided(2, outcome="avslag"),
    )
    assert headline(cell) == (
        "2 att-satser har beslutats annorlunda än föreslaget (belopp och utfall), mest"
        " −1 500 000 kr av Regionfullmäktige"
    )
    shown = cell.table.select("Vad", "Föreslaget", "Beslutat", "Skillnad, kr", "Genom", "Av")
    assert [tuple(map(str, map(_plain, row))) for row in shown.rows()] == [
        ("Belopp", "5 000 000 kr", "3 500 000 kr", "-1500000.00", "beslut", RF),
        ("Utfall", "bifall", "avslag", "None", "beslut", RF),
    ]
    assert cell.sources.select("Rad", "Del").rows() == [
        (3, "beslut"), (5, "beslut"), (2, "förslag"), (4, "förslag"),
    ]  # fmt: skip


def _plain(value):
    return spaced(value) if isinstance(value, str) else value


def test_a_new_proposal_is_told_apart_from_a_decision():
    between = proposed(1, body=RS, next_body=RF, meeting_date=DAY + dt.timedelta(days=5))
    cell = differences_of(proposed(1, recipient="Nämnd A"), between | {"recipient": "Nämnd B"})
    assert headline(cell) == ("1 att-sats har föreslagits annorlunda av nästa organ (mottagare)")
    assert cell.table["Genom"].to_list() == ["nytt förslag"]


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234567.50", "1 234 567,50 kr"), ("999", "999 kr"), ("-1000", "−1 000 kr"),
        ("0", "0 kr"), ("100000", "100 000 kr"),
    ],
)  # fmt: skip
def test_amounts_are_written_the_swedish_way(amount, shown):
    cell = differences_of(proposed(amount=Decimal("77")), decided(amount=Decimal(amount)))
    assert spaced(cell.table["Beslutat"].item()) == shown


# --- one matter ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (proposed(),),
            "Ärendet har väntat på Regionstyrelsen i 91 dagar; därefter beslutar Regionfullmäktige",
        ),
        ((proposed(), decided()), "Ärendet är slutligt beslutat"),
        (
            (proposed(decision_kind="överlämnar", final_body=RS),),
            "Ärendet är överlämnat utan förslag, hos Regionstyrelsen i 91 dagar",
        ),
        (
            (proposed(), proposed(clause_no=2), decided(), decided(clause_no=2)),
            "2 att-satser är slutligt beslutade",
        ),
        (
            (proposed(), proposed(clause_no=2)),
            "2 att-satser har väntat på Regionstyrelsen i 91 dagar; därefter beslutar"
            " Regionfullmäktige",
        ),
        (
            (proposed(), proposed(clause_no=2), decided(clause="bevilja medel")),
            "2 att-satser: 1 slutligt beslutad och 1 väntar, hos Regionstyrelsen i 91 dagar;"
            " därefter beslutar Regionfullmäktige",
        ),
        ((), "Ärendet har inga att-satser att följa"),
    ],
)
def test_a_matter_is_told_with_its_state_and_who_has_the_ball(rows, said):
    numbered = [{"clause": f"lydelse {one.get('clause_no', 1)}"} | one for one in rows]
    changed = [one | {"clause": "lydelse 1"} if one["clause"] == "bevilja medel" else one
               for one in numbered]  # fmt: skip
    assert headline(matter_of(*changed)) == said


@pytest.mark.parametrize(
    ("row", "about"),
    [
        (proposed(registry_no="RS 1"), "Region Ett, RS 1"),
        (proposed(registry_no=None, title="Bidrag"), "Region Ett, Bidrag"),
    ],
)
def test_a_matter_is_known_by_its_registry_number_else_by_its_title(row, about):
    assert matter_of(row).about == about


def test_the_matters_picture_is_told_lane_by_lane():
    cell = matter_of(proposed(12), meetings=met(RS, 9, 20))
    assert spaced(cell.alt) == (
        f"{headline(cell)}. Finansutskottet: föreslog 2024-01-10 § 12."
        " Regionstyrelsen: saknas: 91 dagar, minst 2 sammanträden."
        " Regionfullmäktige: beslutar sedan"
    )


def test_the_matters_table_has_its_rows_in_order_of_time():
    beside = proposed(
        body="Kulturnämnden", decision_kind="informeras", next_body=None, final_body=None,
        meeting_date=AS_OF,
    )  # fmt: skip
    cell = matter_of(beside, decided(), proposed())
    assert cell.table.select("Organ", "Beslutstyp", "Att-satsens läge").rows() == [
        (FU, "föreslår", "slutligt beslutat"),
        (RF, "beslutar", "slutligt beslutat"),
        ("Kulturnämnden", "informeras", "vid sidan av kedjan"),
    ]


def test_a_matter_of_200_rows_says_what_the_picture_leaves_out():
    rows = [proposed(meeting_date=DAY - dt.timedelta(days=at), clause_no=1) for at in range(200)]
    cell = matter_of(*rows)
    assert cell.measure.endswith("; bilden visar 40 av 202 steg")
    assert cell.table.height == 200
    assert cell.draw(LIGHT).layout.height < 400

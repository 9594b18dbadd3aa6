import dataclasses

import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.cells.cell import Cell, Figure
from followup.charts.native import Native, Series, Shape
from followup.charts.template import LIGHT
from followup.exports.persons import HIDDEN, PERSON_HEADERS, masked, masked_rows, masked_table
from followup.exports.roles import is_role
from tests.exports import reported
from tests.frames import frame

NAME = "Anna Lindqvist"
ROLES = [
    "regiondirektör", "HR-chef", "två ledamöter (C, SJVP)", "regionstyrelsens ordförande",
    "förvaltningen", "Regionstyrelsens arbetsutskott", "tre handläggare", "controller",
    "personaldirektör, ekonomidirektör", "hälso- och sjukvårdsdirektör", "områdeschef",
    "Regionala utvecklingsnämnden", "Region Västernorrland", "t.f. finanschef",
    "1:e vice ordförande", "två ärendeansvariga",
]  # fmt: skip
NAMES = [
    NAME, "anna lindqvist", "A. Lindqvist", "AL", "Lindqvist", "ekonomidirektör Anna Lindqvist",
    "Lars Ekonom", "Lindqvist, controller", "Anna Lindqvist (S)", "Åsa Öberg-Ek", "李明",
]  # fmt: skip


def cell():
    table = pl.DataFrame(
        {
            "Uppdrag": [f"följa upp med {NAME}s hjälp", "Lindqvist återkommer", None],
            "Ansvarig": [NAME, "regiondirektör", None],
            "Dagar": [3, 2, 1],
        }
    )
    bars = Series(NAME, (3,), LIGHT.accent, (f"{NAME}: 3",))
    return Cell(
        id="uppdrag-aldst",
        headline=f"Det äldsta uppdraget hör till {NAME}",
        measure="Öppna uppdrag, antal",
        table=table,
        definition="Så räknas det.",
        sources=reported.sources(2),
        draw=lambda palette: go.Figure(go.Bar(x=[3], y=[NAME], text=[f"<b>{NAME}</b>"])),
        alt=f"Staplar, längst för {NAME}",
        figures=(Figure("assignments.open", None, {"responsible": NAME}, 3, "antal"),),
        native=lambda palette: Native(Shape.BARS, (NAME,), (bars,), "antal"),
    )


@pytest.mark.parametrize("text", ROLES)
def test_a_role_is_a_role(text):
    assert is_role(text)


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_no_role_and_what_is_unsure_is_a_name(text):
    assert not is_role(text)


def test_a_name_is_hidden_in_the_table_and_a_role_stays():
    assert_frame_equal(
        masked(cell()).table,
        pl.DataFrame(
            {
                "Uppdrag": [f"följa upp med {HIDDEN} hjälp", f"{HIDDEN} återkommer", None],
                "Ansvarig": [HIDDEN, "regiondirektör", None],
                "Dagar": [3, 2, 1],
            }
        ),
    )


def test_a_name_is_hidden_in_every_text_and_picture_of_the_cell():
    hidden = masked(cell())
    told = [hidden.headline, hidden.measure, hidden.definition, hidden.alt]
    shown = [*told, hidden.figures, hidden.native(LIGHT), hidden.draw(LIGHT).to_json()]
    assert "Lindqvist" not in repr(shown)
    assert hidden.headline == f"Det äldsta uppdraget hör till {HIDDEN}"
    assert hidden.native(LIGHT).categories == (HIDDEN,)
    assert hidden.draw(LIGHT).data[0].text == (f"<b>{HIDDEN}</b>",)


def test_a_cell_that_names_nobody_is_the_same():
    same = reported.steps()
    assert masked(same) is same


def test_a_changed_field_of_persons_is_hidden_row_by_row():
    table = pl.DataFrame(
        {
            "Fält": ["Handläggare", "Ärende"],
            "Före (version 1)": [NAME, "Budget"],
            "Efter (version 2)": ["controller", "Tilläggsbudget"],
        }
    )
    assert masked_table(table).rows() == [
        ("Handläggare", HIDDEN, "controller"),
        ("Ärende", "Budget", "Tilläggsbudget"),
    ]


def test_each_of_several_persons_is_hidden_where_one_of_them_stands():
    table = pl.DataFrame({"Handläggare": [f"{NAME} och Bo Ek"], "Kommentar": ["Bo Ek svarar"]})
    assert masked_table(table).row(0) == (HIDDEN, f"{HIDDEN} svarar")


def test_every_field_of_the_contract_that_is_personal_is_hidden():
    personal = {
        column.header for kind in KINDS.values() for column in kind.columns if column.personal
    }
    assert personal
    assert personal <= PERSON_HEADERS


def test_typed_rows_keep_their_columns_types_and_order():
    rows = frame("assignments", {"responsible": NAME, "comment": f"{NAME} svarar"}, {})
    hidden = masked_rows("assignments", rows)
    assert hidden.schema == rows.schema
    assert hidden["responsible"].to_list() == [HIDDEN, None]
    assert hidden["comment"].to_list() == [f"{HIDDEN} svarar", None]
    others = pl.all().exclude("responsible", "comment")
    assert_frame_equal(hidden.select(others), rows.select(others))


@given(st.text(min_size=1), st.text())
def test_no_column_of_persons_holds_anything_but_roles_and_what_is_hidden(name, before):
    one = dataclasses.replace(cell(), table=pl.DataFrame({"Handläggare": [name], "Text": [before]}))
    (shown,) = masked(one).table["Handläggare"]
    assert shown == HIDDEN or is_role(shown)

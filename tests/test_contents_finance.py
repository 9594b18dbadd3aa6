"""The finance pages' cells without Streamlit: those that the page draws, and charts as numbers."""

import datetime as dt
import functools
from decimal import Decimal

import polars as pl
import pytest

from followup.charts.liquidity import Form, Panel, ahead_numbers, guarantees_numbers
from followup.charts.liquidity import course_numbers as liquidity_numbers
from followup.charts.loans import UNNAMED, Steps, ladder_numbers, parts_numbers
from followup.charts.native import Shape
from followup.charts.portfolio import indexed_numbers, monthly_excess_numbers
from followup.charts.portfolio_weights import bands_numbers
from followup.charts.template import DARK, LIGHT, PALETTES
from followup.contents import finance_frames, limits, liquidity, loans, portfolio
from followup.contents.portfolio import Closer
from followup.texts.units import Unit
from tests.screen import Screen
from tests.viewed import SAMPLES, view_of

pytestmark = pytest.mark.usefixtures("app_folder")

AS_OF = dt.date(2024, 12, 17)
PAGES = {"portfolio": portfolio, "loans": loans, "liquidity": liquidity, "limits": limits}
REGION = "Region Västerbotten"


def sample(**chosen):
    return view_of(*SAMPLES, **{"as_of": AS_OF} | chosen)


def cells_of(view=None):
    view = view or sample()
    return [cell for page in PAGES.values() for cell in page.contents(view)]


def spaced(lines):
    return [one.replace("\u00a0", " ") for one in lines]


def frame(**columns):
    """What a picture is drawn from; amounts are whole kronor here."""
    return pl.DataFrame(columns)


# --- what the pages draw ------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [{}, {"organisation": REGION}, {"per": "2022-01-31"}])
def test_contents_are_the_cells_that_each_page_draws_when_it_opens(chosen):
    screen = Screen(**{"per": AS_OF.isoformat()} | chosen).click("Öppna exempeldata")
    view = sample(
        as_of=dt.date.fromisoformat(chosen.get("per", AS_OF.isoformat())),
        organisation=chosen.get("organisation"),
    )
    for name, page in PAGES.items():
        screen.go(f"pages/{name}.py")
        told = spaced(cell.headline for cell in page.contents(view))
        thought = [one for one in screen.headlines if one != "Tänk om"]
        assert thought == told, name
        assert told, name


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_view_without_the_sheets_has_nothing(page):
    assert page.contents(sample(organisation="Region Ingen")) == ()


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ("portfolio", ["portfolj-avkastning", "portfolj-index", "portfolj-overavkastning",
                       "portfolj-risk", "portfolj-vikter", "portfolj-angiven"]),
        ("loans", ["lan-matt", "lan-kapitalforfall", "lan-ranteforfall", "lan-langivare",
                   "lan-rantetyp", "lan-rantekanslighet", "lan-utveckling"]),
        ("liquidity", ["likviditet", "borgen", "finanskalender"]),
        ("limits", ["limit-laget", "limit-avvikelser", "limit-band", "limit-angivet"]),
    ],
)  # fmt: skip
def test_cells_stand_in_the_order_of_the_page(page, ids):
    assert [cell.id for cell in PAGES[page].contents(sample())] == ids


def test_what_is_made_once_is_there_the_next_time():
    view = sample()
    assert all(one is two for one, two in zip(cells_of(view), cells_of(view), strict=True))


def test_chosen_months_narrow_the_cells_below():
    view = sample()
    about = finance_frames.scope(view, portfolio.KIND, REGION, Unit.MNKR)
    closer = Closer("Totalt", (dt.date(2023, 1, 31), dt.date(2023, 12, 31)))
    monthly, risk, weights, _ = portfolio.below(view, about, closer)
    assert monthly.table["Månad"].to_list() == sorted(monthly.table["Månad"], reverse=True)
    assert monthly.table.height == 12
    assert risk.measure.startswith("Avkastning och risk januari 2023 – december 2023")
    assert "per 2023-12-31" in weights.measure


# --- charts as numbers --------------------------------------------------------------------------

WITHOUT_NUMBERS = "limit-band"
"""Each measure has a unit and a scale of its own."""
NUMBERED = (
    "portfolj-index", "portfolj-overavkastning", "portfolj-vikter", "lan-kapitalforfall",
    "lan-ranteforfall", "lan-langivare", "lan-rantetyp", "lan-rantekanslighet", "lan-utveckling",
    "likviditet", "borgen", "finanskalender",
)  # fmt: skip
LEFT_OUT = {"portfolj-index": "y2", "lan-utveckling": "y2"}
"""The panel of another unit, by its axis."""


@functools.cache
def drawn():
    """The cells of the sample data that have a picture, by id."""
    return {cell.id: cell for cell in cells_of() if cell.draw is not None}


def of_picture(cell):
    """Every value that is not 0 or missing, of each bar and line that the numbers stand for."""
    traces = [one for one in cell.draw(LIGHT).data if one.type == "bar" or one.mode != "text"]
    kept = [one for one in traces if one.yaxis is None or one.yaxis != LEFT_OUT.get(cell.id)]
    along = [one.x if one.type == "bar" and one.orientation == "h" else one.y for one in kept]
    return sorted(float(value) for values in along for value in values if value)


def of_numbers(native):
    return sorted(float(value) for one in native.series for value in one.values if value)


def test_every_picture_but_the_bands_has_numbers():
    numbered = {name: cell.native is not None for name, cell in drawn().items()}
    assert numbered == dict.fromkeys(NUMBERED, True) | {WITHOUT_NUMBERS: False}


@pytest.mark.parametrize("name", sorted({*NUMBERED} - {"portfolj-vikter"}))
def test_the_numbers_are_those_of_the_picture(name):
    cell = drawn()[name]
    assert of_numbers(cell.native(LIGHT)) == pytest.approx(of_picture(cell), rel=1e-12)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
@pytest.mark.parametrize("name", NUMBERED)
def test_each_category_has_a_place_in_every_series(name, palette):
    native = drawn()[name].native(palette)
    assert len(set(native.categories)) == len(native.categories) > 0
    assert {len(one.values) for one in native.series} == {len(native.categories)}
    assert {len(one.labels) for one in native.series} <= {0, len(native.categories)}
    colors = {*palette.categories, palette.accent, palette.previous, palette.warning,
              palette.good, palette.muted, palette.text}  # fmt: skip
    assert {one.color for one in native.series} <= colors


@pytest.mark.parametrize("name", NUMBERED)
def test_money_is_exact_and_what_is_missing_has_no_words(name):
    native = drawn()[name].native(LIGHT)
    for one in native.series:
        known = [value for value in one.values if value is not None]
        assert native.unit != "kr" or all(isinstance(value, Decimal) for value in known)
        told = zip(one.values, one.labels, strict=False)
        assert name == "portfolj-vikter" or not [word for value, word in told
                                                 if value is None and word]  # fmt: skip


def test_the_debts_of_each_ladder_are_the_debt_of_the_report():
    found = {one.name: one.value for cell in loans.contents(sample()) for one in cell.figures}
    for name in ("lan-kapitalforfall", "lan-ranteforfall", "lan-langivare", "lan-rantetyp"):
        debts = [
            value for one in drawn()[name].native(LIGHT).series for value in one.values if value
        ]
        assert sum(debts) == found["loans.debt"], name


def test_the_weights_of_the_classes_are_in_percent_beside_their_limits():
    native = drawn()["portfolj-vikter"].native(LIGHT)
    share, least, normal, most = native.series
    assert native.categories == ("Aktier", "Alternativa", "Räntor")
    assert [None if one is None else round(one, 1) for one in share.values] == [48.0, None, 52.0]
    assert (least.values, normal.values, most.values) == (
        (30.0, 0.0, 40.0), (45.0, 0.0, 55.0), (60.0, 10.0, 70.0)
    )  # fmt: skip
    assert [one.is_outlined for one in native.series] == [False, True, True, True]


def test_a_year_that_the_limit_parts_has_two_names():
    steps = Steps(("2025", "2025", "2026"), 0.5, "12 månader, 2025-10-31", 300.0)
    rows = frame(step=[0, 1, 1], lender=["A", "A", UNNAMED], debt=[100, 50, 250],
                 told=["100 kr", "50 kr", "250 kr"])  # fmt: skip
    native = ladder_numbers(rows, steps, ["A"], LIGHT)
    assert native.categories == ("2025 inom 12 månader", "2025 därefter", "2026")
    own, unnamed = native.series
    assert (own.values, own.labels) == ((100, 50, None), ("100 kr", "50 kr", ""))
    assert (unnamed.name, unnamed.values, unnamed.is_hatched) == (UNNAMED, (None, 250, None), True)


def test_lenders_without_a_colour_of_their_own_share_a_series():
    rows = frame(label=["A", "B", "C", UNNAMED], lender=["A", "B", "C", UNNAMED],
                 amount=[4, 3, 2, 1], told=["4 kr", "3 kr", "2 kr", "1 kr"])  # fmt: skip
    native = parts_numbers(rows, ["A"], "Skuld", LIGHT)
    assert [(one.name, one.values, one.is_hatched) for one in native.series] == [
        ("A", (4, None, None, None), False),
        ("Övriga", (None, 3, 2, None), False),
        (UNNAMED, (None, None, None, 1), True),
    ]
    assert [one.color for one in native.series[:2]] == [LIGHT.categories[0], LIGHT.previous]


def test_a_lender_that_is_called_as_the_measure_keeps_its_colour():
    rows = frame(label=["Skuld"], lender=["Skuld"], amount=[4], told=["4 kr"])
    (series,) = parts_numbers(rows, ["A", "Skuld"], "Skuld", DARK).series
    assert series.color == DARK.categories[1]


def test_words_stay_plain_and_as_short_as_on_the_screen():
    name = "<b>" + "å" * 30_000
    rows = frame(label=[name], lender=[name], amount=[1], told=["1 kr"])
    native = parts_numbers(rows, [name], "Skuld", LIGHT)
    assert native.categories == (f"<b>{'å' * 20}…",)
    assert native.series[0].name == native.categories[0]


def test_a_gap_in_the_cash_is_a_gap_and_says_nothing():
    panel = Panel("Likvida medel", pl.Series([1, None, 3]), ["1 kr", "saknas", "3 kr"], "held")
    days = pl.Series([dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31)])
    native = liquidity_numbers(days, [panel], LIGHT)
    assert (native.shape, native.categories) == (Shape.LINES, tuple(days))
    assert native.series[0].values == (1, None, 3)
    assert native.series[0].labels == ("1 kr", "", "3 kr")


def test_what_is_used_beyond_its_ceiling_warns_and_what_is_not_told_is_no_zero():
    rows = frame(label=["A", "B", "C"], told=["x", "y", "z"], granted=[10, 10, 10],
                 used=[10, 11, None])  # fmt: skip
    native = guarantees_numbers(rows, LIGHT)
    assert native.shape is Shape.GROUPED_BARS
    assert [(one.name, one.values, one.color) for one in native.series] == [
        ("Beviljat tak", (10, 10, 10), LIGHT.text),
        ("Utnyttjat", (10, None, None), LIGHT.accent),
        ("Utnyttjat, mer än taket", (None, 11, None), LIGHT.warning),
    ]
    assert [one.is_outlined for one in native.series] == [True, False, False]


def test_days_ahead_are_hatched_when_they_are_assumed():
    rows = frame(label=["a", "b"], told=["1 kr", "2 kr"], amount=[1, 2],
                 form=[Form.ASSUMED.value, Form.DUE.value])  # fmt: skip
    native = ahead_numbers(rows, LIGHT)
    assert [(one.name, one.values, one.is_hatched) for one in native.series] == [
        ("kapitalförfall", (None, 2), False),
        ("antagen räntebetalning", (1, None), True),
    ]


def test_stretches_are_series_of_their_own():
    months = [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 5, 31)]
    rows = frame(stretch=[0, 0, 1], month=months, portfolio_index=[100.0, 101.0, 100.0],
                 benchmark_index=[100.0, None, 100.0])  # fmt: skip
    native = indexed_numbers(rows, LIGHT)
    assert native.categories == tuple(months)
    assert [(one.name, one.values) for one in native.series] == [
        ("Portfölj", (100.0, 101.0, None)),
        ("Index", (100.0, None, None)),
        ("Portfölj", (None, None, 100.0)),
        ("Index", (None, None, 100.0)),
    ]


def test_better_and_worse_months_are_apart_and_a_month_like_the_index_is_not_worse():
    months = [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31)]
    excess = [Decimal("0.5"), Decimal("-0.2"), Decimal(0)]
    native = monthly_excess_numbers(frame(month=months, excess=excess), LIGHT)
    better, worse = native.series
    assert better.values == (Decimal("0.5"), None, 0)
    assert worse.values == (None, Decimal("-0.2"), None)
    assert (better.color, worse.color) == (LIGHT.good, LIGHT.warning)


def test_a_limit_that_no_class_has_is_not_drawn():
    nothing = pl.Series([None], dtype=pl.Float64)
    rows = frame(asset_class=["Aktier"], share=[0.57], minimum=nothing, normal=nothing,
                 maximum=[0.6], told=["57,0 %"])  # fmt: skip
    native = bands_numbers(rows, LIGHT)
    assert [(one.name, one.values) for one in native.series] == [
        ("Andel", (57.0,)), ("Max", (60.0,)),
    ]  # fmt: skip

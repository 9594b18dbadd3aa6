import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from followup.cells import (
    portfolio,
    portfolio_excess,
    portfolio_index,
    portfolio_risk,
    portfolio_weights,
)
from followup.cells.finance_scope import Scope
from followup.charts.template import PALETTES
from followup.texts.units import Unit
from tests.frames import frame
from tests.hostile import HOSTILE

KIND, LATER = "portfolio_returns", dt.date(2030, 1, 1)
MAY, JUNE, JULY = dt.date(2024, 5, 31), dt.date(2024, 6, 30), dt.date(2024, 7, 31)
SCOPE = Scope("Region Ett", LATER, Unit.MNKR, JUNE, MAY)


def row(month=JUNE, own="1", index="0.5", **fields):
    given = {"portfolio_return": own, "benchmark_return": index}
    amounts = {name: None if one is None else Decimal(one) for name, one in given.items()}
    return {"month": month, "asset_class": "Totalt"} | amounts | fields


def plain(text):
    return text.replace("\u00a0", " ")


TWO = frame(KIND, row(MAY, "10", "5"), row(JUNE, "-2", "1"))


def test_the_month_is_told_beside_its_index_and_since_start():
    assert plain(portfolio.summary(TWO, SCOPE).headline) == (
        "I juni 2024 gav portföljen −2,0 % mot 1,0 % för index, −3,0 procentenheter; sedan start"
        " 7,8 % mot 6,1 % för index"
    )


def test_the_whole_is_never_made_of_its_classes():
    rows = frame(KIND, row(asset_class="Aktier"))
    cell = portfolio.summary(rows, SCOPE)
    assert cell.headline == "Hela portföljens avkastning saknas för juni 2024"
    assert set(cell.table["Tillgångsslag"]) == {"Aktier"}
    told = [plain(value) for _, value, _ in portfolio.headlines(rows, SCOPE)]
    assert told == ["saknas"] * 6


def test_a_class_without_holdings_says_so_once():
    rows = frame(KIND, row(), row(asset_class="Alternativa", own=None, index=None))
    table = portfolio.summary(rows, SCOPE).table.filter(pl.col("Tillgångsslag") == "Alternativa")
    assert table.select("Period", "Portfölj, %", "Anmärkning").rows() == [
        ("Alla", None, "inga innehav")
    ]


def test_missing_months_are_named():
    rows = frame(KIND, row(MAY), row(JULY))
    cell = portfolio.summary(rows, SCOPE)
    assert plain(cell.measure).endswith("; månader saknas i 1 serie, se tabellen")
    assert set(cell.table["Anmärkning"]) == {"månader saknas: juni 2024"}


def test_many_missing_months_are_counted():
    rows = frame(KIND, row(dt.date(2023, 10, 31)), row(JULY))
    told = portfolio.summary(rows, SCOPE).table["Anmärkning"][0]
    assert plain(told) == (
        "månader saknas: november 2023, december 2023, januari 2024, februari 2024, mars 2024,"
        " april 2024 och 2 till"
    )


def test_the_six_figures_at_the_top_are_seen_against_something():
    rows = frame(
        KIND, row(MAY, "-5", "5", market_value=Decimal(90_000_000)),
        row(JUNE, "2", "1", market_value=Decimal(95_500_000)),
    )  # fmt: skip
    told = [tuple(plain(text) for text in one) for one in portfolio.headlines(rows, SCOPE)]
    assert told == [
        ("Månaden", "2,0 %", "index 1,0 %"),
        ("I år", "saknas", "index saknas"),
        ("12 månader", "saknas", "index saknas"),
        ("Sedan start", "−3,1 %", "index 6,1 %"),
        ("Största nedgång", "−5,0 %", "maj 2024"),
        ("Marknadsvärde", "95,5 mnkr", "90,0 mnkr per 2024-05-31"),
    ]


def test_the_figures_are_those_of_the_contract():
    found = portfolio.figures(TWO, LATER)
    values = {
        (one.name, one.dimensions.get("period")): (one.value, one.unit)
        for one in found
        if one.dimensions.get("period") in {"month", None}
    }
    assert values == {
        ("portfolio.return", "month"): (Decimal("-2.0"), "procent"),
        ("portfolio.benchmark", "month"): (Decimal("1.0"), "procent"),
        ("portfolio.excess", "month"): (Decimal("-3.0"), "procentenheter"),
        ("portfolio.max_drawdown", None): (found[-2].value, "andel"),
        ("portfolio.tracking_error", None): (None, "procent"),
    }
    assert float(found[-2].value) == pytest.approx(-0.02)
    assert found[0].dimensions == {"asset_class": "Totalt", "period": "month"}
    assert found[-2].dimensions == {}
    assert found[-1].dimensions == {"asset_class": "Totalt"}


def test_the_index_tells_from_where_to_where_and_how_deep():
    cell = portfolio_index.grown(TWO, SCOPE, "Totalt", None)
    assert plain(cell.headline) == (
        "Sedan april 2024 har portföljen gått från 100 till 107,8 och index till 106,1; som djupast"
        " 2,0 % under sin högsta nivå, i juni 2024"
    )
    assert cell.table["Månad"].to_list() == [JUNE, MAY, dt.date(2024, 4, 30)]


def test_after_a_gap_the_index_is_that_of_the_last_stretch():
    rows = frame(KIND, row(MAY, "50"), row(JULY, "1", "2"))
    cell = portfolio_index.grown(rows, SCOPE, "Totalt", None)
    assert plain(cell.headline) == (
        "Sedan juni 2024 har portföljen gått från 100 till 101,0 och index till 102,0; aldrig under"
        " sin högsta nivå"
    )
    assert "månader saknas: juni 2024" in cell.measure


def test_a_class_without_returns_has_no_picture():
    rows = frame(KIND, row(), row(asset_class="Guld", own=None))
    cell = portfolio_index.grown(rows, SCOPE, "Guld", None)
    assert cell.headline == "Guld har ingen avkastning att visa"
    assert cell.draw is None
    excess = portfolio_excess.monthly(rows, SCOPE, "Guld")
    assert excess.headline == "Ingen månad har både avkastning och index för Guld"
    assert excess.draw is None


def test_better_months_are_counted_and_the_best_and_worst_named():
    rows = frame(KIND, row(MAY, "1", "1"), row(JUNE, "2", "1"), row(JULY, "1", "3"))
    cell = portfolio_excess.monthly(rows, SCOPE, "Totalt")
    assert plain(cell.headline) == (
        "Portföljen gav mer än index i 1 av 3 månader; bäst i juni 2024, +1,0 procentenheter, sämst"
        " i juli 2024, −2,0 procentenheter"
    )


def test_a_stated_difference_that_disagrees_is_told_before_rounding():
    rows = frame(
        KIND, row(MAY, "1", "0", stated_excess=Decimal("1.1")),
        row(JUNE, "1", "0", stated_excess=Decimal(1)),
        row(MAY, "1", "0", stated_excess=Decimal(-1), asset_class="Aktier"),
    )  # fmt: skip
    cell = portfolio_excess.stated_against_computed(rows, SCOPE)
    assert plain(cell.headline) == (
        "1 angiven skillnad avviker mer än 0,1 procentenheter från avkastning minus index; 1 av 3"
        " ligger inom avrundningen"
    )
    assert cell.table.select("Tillgångsslag", "Läge").rows() == [
        ("Aktier", "avviker"), ("Totalt", "inom avrundning"),
    ]  # fmt: skip
    assert cell.sources["Rad"].sort().to_list() == [2, 4]


def test_no_stated_difference_says_so():
    cell = portfolio_excess.stated_against_computed(TWO, SCOPE)
    assert cell.headline == "Ingen angiven skillnad kan prövas mot avkastning minus index"


def test_too_few_months_have_no_volatility():
    cell = portfolio_risk.risk(TWO, SCOPE)
    assert plain(cell.headline) == (
        "Volatiliteten saknas: det krävs 12 månader och här finns 2 månader; sämsta månaden var"
        " juni 2024 (−2,0 %), och som längst låg portföljen 1 månad under en tidigare nivå"
    )
    assert cell.measure == "Avkastning och risk maj 2024 – juni 2024, procent, Region Ett"


def test_a_years_volatility_and_tracking_error_are_told():
    rows = frame(KIND, *(row(month, str(at % 3), "1") for at, month in enumerate(year())))
    assert plain(portfolio_risk.risk(rows, SCOPE).headline).startswith(
        "Volatiliteten är 2,95 % per år och tracking error 2,95 %; sämsta månaden var januari 2024"
    )


def year():
    firsts = [dt.date(2024, month, 1) for month in range(2, 13)] + [dt.date(2025, 1, 1)]
    return [one - dt.timedelta(days=1) for one in firsts]


def test_a_portfolio_without_a_whole_has_no_risk_in_its_headline():
    rows = frame(KIND, row(asset_class="Aktier"))
    assert portfolio_risk.risk(rows, SCOPE).headline == (
        "Hela portföljens avkastning saknas i intervallet"
    )


def limit(name, low, high):
    return {"measure": "Andel av portföljen", "applies_to": name, "minimum": Decimal(low),
            "maximum": Decimal(high), "normal": Decimal(45)}  # fmt: skip


VALUED = frame(
    KIND,
    row(market_value=Decimal(100_000_000)),
    row(asset_class="Aktier", market_value=Decimal(65_000_000)),
    row(asset_class="Räntor", market_value=Decimal(35_000_000)),
)


def spread(*limits):
    return portfolio_weights.spread(
        VALUED, frame("policy_limits", *limits), SCOPE, ["Aktier", "Räntor"]
    )


def test_a_weight_outside_its_band_is_the_headline():
    cell = spread(limit("Aktier", 30, 60), limit("Räntor", 40, 70))
    assert plain(cell.headline) == (
        "Portföljen är värd 100,0 mnkr; Aktier är 65,0 %, över högst 60,0 % och Räntor är 35,0 %,"
        " under lägst 40,0 %"
    )
    assert cell.table["Mot normal, procentenheter"].to_list() == [20, -10]
    assert cell.sources.height == 5


def test_weights_within_their_bands_are_told_together():
    assert plain(spread(limit("Aktier", 30, 70), limit("Räntor", 30, 70)).headline).endswith(
        "; båda tillgångsslagen med limit och innehav ligger inom den"
    )
    assert plain(spread(limit("Aktier", 30, 70)).headline).endswith(
        "; det enda tillgångsslaget med limit och innehav ligger inom den, 1 saknar limit"
    )
    assert spread().headline.endswith(
        "inget tillgångsslag har ett innehav och en limit att jämföra med"
    )


def test_a_portfolio_of_unknown_value_says_so():
    cell = portfolio_weights.spread(TWO, frame("policy_limits"), SCOPE, [])
    assert cell.headline.startswith("Hela portföljens marknadsvärde saknas; ")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_literally_in_every_picture(name, palette):
    rows = frame(
        KIND, row(asset_class=name, market_value=Decimal(5)),
        row(MAY, asset_class=name, market_value=Decimal(5)),
    )  # fmt: skip
    cells = (
        portfolio_index.grown(rows, SCOPE, name, (MAY, JUNE)),
        portfolio_excess.monthly(rows, SCOPE, name),
        portfolio_weights.spread(rows, frame("policy_limits", limit(name, 0, 9)), SCOPE, [name]),
    )
    for cell in cells:
        drawn = cell.draw(palette).to_json()
        assert "<script" not in drawn and "<a " not in drawn and "<img" not in drawn


def test_an_index_that_is_missing_is_named_and_not_compared_with():
    rows = frame(KIND, row(MAY, "10", None), row(JUNE, "-2", "1"))
    assert plain(portfolio.summary(rows, SCOPE).headline) == (
        "I juni 2024 gav portföljen −2,0 % mot 1,0 % för index, −3,0 procentenheter; sedan start"
        " 7,8 % (index saknas)"
    )
    assert set(portfolio.summary(rows, SCOPE).table["Anmärkning"]) == {"index saknas: maj 2024"}
    assert (
        "till 107,8, index saknas;" in portfolio_index.grown(rows, SCOPE, "Totalt", None).headline
    )

import datetime as dt
from decimal import Decimal
from math import prod

import empyrical
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.loading import load
from followup.measures.portfolio_index import indexed, max_drawdown, under_water
from followup.measures.portfolio_returns import Period, missing_months, returns
from followup.measures.portfolio_risk import tracking_error, volatility, worst_month
from followup.measures.portfolio_stated import stated
from followup.measures.portfolio_weights import against_policy, weights
from tests.frames import frame
from tests.screen import ROOT

LATER = dt.date(2030, 1, 1)
KIND = "portfolio_returns"
SAMPLE = ROOT / "sample_data" / "vasterbotten_finansrapport_2024-10-31.xlsx"


def month_end(first, at):
    number = first.year * 12 + first.month - 1 + at
    following = dt.date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def series(*pairs, first=dt.date(2024, 1, 31), **fields):
    """Rows of months that follow each other; a pair of null is an empty row, null is no row."""
    return [
        {
            "month": month_end(first, at),
            "portfolio_return": None if pair[0] is None else Decimal(str(pair[0])),
            "benchmark_return": None if pair[1] is None else Decimal(str(pair[1])),
        }
        | fields
        for at, pair in enumerate(pairs)
        if pair is not None
    ]


def of(*pairs, **fields):
    return frame(KIND, *series(*pairs, **fields))


def periods(found, column, asset_class="Totalt"):
    rows = found.filter(pl.col("asset_class") == asset_class)
    return dict(rows.select("period", column).iter_rows())


@pytest.fixture(scope="module")
def sample():
    return load(SAMPLE.read_bytes(), SAMPLE.name).dataset


# --- periods ------------------------------------------------------------------------------------


def test_months_are_chained_and_never_added():
    found = returns(of((10, 5), (-10, 5), (20, 0)), LATER)
    assert periods(found, "portfolio_percent") == pytest.approx(
        {"month": 20, "ytd": 18.8, "12m": None, "start": 18.8}
    )
    assert periods(found, "benchmark_percent") == pytest.approx(
        {"month": 0, "ytd": 10.25, "12m": None, "start": 10.25}
    )
    assert periods(found, "excess_points") == pytest.approx(
        {"month": 20, "ytd": 8.55, "12m": None, "start": 8.55}
    )


def test_the_year_begins_in_january_and_twelve_months_a_year_before():
    found = returns(of(*[(1, 0)] * 14, first=dt.date(2023, 3, 31)), LATER)
    assert dict(found.select("period", "first_month").iter_rows()) == {
        "month": dt.date(2024, 4, 30),
        "ytd": dt.date(2024, 1, 31),
        "12m": dt.date(2023, 5, 31),
        "start": dt.date(2023, 3, 31),
    }
    assert periods(found, "portfolio_percent") == pytest.approx(
        {name: (1.01**months - 1) * 100
         for name, months in (("month", 1), ("ytd", 4), ("12m", 12), ("start", 14))}
    )  # fmt: skip


def test_a_single_month_is_exactly_as_reported():
    found = returns(of((0, 0), ("0.1", "-0.3")), LATER).filter(pl.col("period") == "month")
    assert_frame_equal(
        found,
        pl.DataFrame(
            {
                "organisation": ["Region Ett"],
                "report_date": [dt.date(2024, 2, 29)],
                "asset_class": ["Totalt"],
                "period": ["month"],
                "first_month": [dt.date(2024, 2, 29)],
                "portfolio_percent": [0.1],
                "benchmark_percent": [-0.3],
                "excess_points": [0.4],
                "is_held": [True],
            }
        ),
        check_exact=True,
    )


@pytest.mark.parametrize("gap", [None, (None, None)])
def test_a_missing_month_breaks_the_chain_of_the_periods_that_hold_it(gap):
    rows = of((1, 1), gap, (2, 1), (3, 1), first=dt.date(2023, 11, 30))
    found = returns(rows, LATER)
    assert periods(found, "portfolio_percent") == pytest.approx(
        {"month": 3, "ytd": 5.06, "12m": None, "start": None}
    )
    assert missing_months(rows, LATER).rows() == [
        ("Region Ett", "Totalt", "portfolio", dt.date(2023, 12, 31)),
        ("Region Ett", "Totalt", "benchmark", dt.date(2023, 12, 31)),
    ]


def test_a_missing_benchmark_leaves_the_portfolios_own_return():
    rows = of((1, 1), (1, None), (1, 1))
    found = returns(rows, LATER)
    assert periods(found, "portfolio_percent")["start"] == pytest.approx(3.0301)
    assert periods(found, "benchmark_percent")["start"] is None
    assert periods(found, "excess_points")["start"] is None
    assert missing_months(rows, LATER)["series"].to_list() == ["benchmark"]


def test_a_series_without_gaps_misses_no_month():
    assert missing_months(of((1, 1), (1, 1)), LATER).is_empty()


def test_a_class_begins_with_its_first_own_return():
    whole = series((1, 1), (1, 1), (1, 1))
    late = series((None, 5), (2, 5), (2, 5), asset_class="Aktier")
    rows = frame(KIND, *whole, *late)
    found = returns(rows, LATER)
    assert periods(found, "portfolio_percent", "Aktier")["start"] == pytest.approx(4.04)
    assert periods(found, "benchmark_percent", "Aktier")["start"] == pytest.approx(10.25)
    assert missing_months(rows, LATER).is_empty()


def test_an_empty_row_means_no_holdings_and_no_row_at_all_is_not_known():
    whole = series((1, 1), (1, 1))
    rows = frame(
        KIND,
        *whole,
        *series((1, 1), (None, None), asset_class="Aktier"),
        *series((1, 1), asset_class="Räntor"),
        *series((None, None), asset_class="Alternativa"),
    )
    found = returns(rows, LATER).filter(pl.col("period") == "month")
    assert dict(found.select("asset_class", "is_held").iter_rows()) == {
        "Totalt": True, "Aktier": False, "Räntor": None, "Alternativa": False,
    }  # fmt: skip
    assert periods(found, "portfolio_percent", "Aktier") == {"month": None}


def test_a_class_with_a_value_and_no_return_is_held():
    rows = of((1, 1), (None, None), market_value=Decimal(5))
    assert returns(rows, LATER)["is_held"].all()


def test_later_months_do_not_count():
    rows = of((1, 1), (5, 1))
    found = returns(rows, dt.date(2024, 2, 28))
    assert set(found["report_date"]) == {dt.date(2024, 1, 31)}
    assert periods(found, "portfolio_percent")["start"] == 1


def test_each_organisation_has_its_own_latest_month():
    rows = frame(KIND, *series((1, 1), (2, 1)), *series((3, 1), organisation="Region Två"))
    month = returns(rows, LATER).filter(pl.col("period") == "month")
    assert month.select("organisation", "report_date", "portfolio_percent").rows() == [
        ("Region Ett", dt.date(2024, 2, 29), 2), ("Region Två", dt.date(2024, 1, 31), 3),
    ]  # fmt: skip


def test_nothing_gives_nothing():
    for measure in (returns, missing_months, indexed, max_drawdown, under_water, tracking_error,
                    volatility, worst_month, stated):  # fmt: skip
        assert measure(frame(KIND), LATER).is_empty()
    assert weights(frame(KIND)).is_empty()


def test_the_whole_is_known_in_any_letter_case():
    rows = of((1, 1), asset_class="TOTALT", market_value=Decimal(4))
    assert weights(rows).is_empty()


# --- index, drawdown, time below ----------------------------------------------------------------


def test_both_series_begin_at_100_the_month_before():
    found = indexed(of((10, 5), (-20, 5)), LATER)
    assert_frame_equal(
        found.drop("stretch"),
        pl.DataFrame(
            {
                "organisation": ["Region Ett"] * 3,
                "asset_class": ["Totalt"] * 3,
                "month": [dt.date(2023, 12, 31), dt.date(2024, 1, 31), dt.date(2024, 2, 29)],
                "portfolio_index": [100.0, 110.0, 88.0],
                "benchmark_index": [100.0, 105.0, 110.25],
                "drawdown_share": [0.0, 0.0, -0.2],
            }
        ),
    )


def test_the_index_begins_anew_after_a_gap():
    found = indexed(of((10, 5), None, (20, 5)), LATER)
    assert found.select("stretch", "month", "portfolio_index").rows() == [
        (0, dt.date(2023, 12, 31), 100), (0, dt.date(2024, 1, 31), pytest.approx(110)),
        (1, dt.date(2024, 2, 29), 100), (1, dt.date(2024, 3, 31), 120),
    ]  # fmt: skip


def test_the_benchmark_ends_where_a_month_of_it_is_missing():
    found = indexed(of((1, 1), (1, None), (1, 1)), LATER)
    assert found["benchmark_index"].to_list() == [100, 101, None, None]
    assert found["portfolio_index"].null_count() == 0


def test_a_loss_in_the_first_month_is_a_drawdown():
    assert max_drawdown(of((-5, 0), (1, 0)), LATER).rows() == [
        ("Region Ett", dt.date(2024, 2, 29), "Totalt", pytest.approx(-0.05),
         dt.date(2024, 1, 31))
    ]  # fmt: skip


def test_a_drawdown_and_a_time_below_over_a_gap_are_missing():
    rows = of((-5, 0), None, (1, 0))
    assert max_drawdown(rows, LATER).rows() == [
        ("Region Ett", dt.date(2024, 3, 31), "Totalt", None, None)
    ]
    assert under_water(rows, LATER).rows() == [
        ("Region Ett", dt.date(2024, 3, 31), "Totalt", None, None, None)
    ]


def test_the_longest_time_below_may_still_go_on():
    rows = of((1, 0), (-1, 0), (5, 0), (-9, 0), (1, 0), (1, 0))
    assert under_water(rows, LATER).rows() == [
        ("Region Ett", dt.date(2024, 6, 30), "Totalt", 3, dt.date(2024, 4, 30),
         dt.date(2024, 6, 30))
    ]  # fmt: skip


def test_a_portfolio_that_never_fell_has_no_time_below():
    assert under_water(of((1, 0), (0, 0)), LATER).rows() == [
        ("Region Ett", dt.date(2024, 2, 29), "Totalt", 0, None, None)
    ]


def test_a_portfolio_that_lost_everything_is_below_for_ever():
    rows = of((-100, 0), (50, 0))
    assert max_drawdown(rows, LATER)["drawdown_share"].to_list() == [-1]
    assert under_water(rows, LATER)["months"].to_list() == [2]


# --- risk ---------------------------------------------------------------------------------------

YEAR = [(1, 0), (-2, 1), (3, 1), (0, 0), (1, 2), (-1, -1), (2, 2), (1, 1), (0, 1), (4, 2), (1, 1)]


def test_there_is_no_yearly_figure_of_eleven_months():
    rows = of(*YEAR)
    assert tracking_error(rows, LATER).row(0)[3:] == (None, 11)
    assert volatility(rows, LATER).row(0)[3:] == (None, 11)


def test_tracking_error_counts_the_months_that_have_both():
    rows = of(*YEAR, (2, None), None, (2, 1))
    found = [float(a - b) / 100 for a, b in [*YEAR, (2, 1)]]
    expected = empyrical.annual_volatility(pl.Series(found).to_numpy(), period="monthly") * 100
    assert tracking_error(rows, LATER).row(0)[3:] == (pytest.approx(expected), 12)
    assert volatility(rows, LATER)["months"].to_list() == [13]


def test_of_equally_bad_months_the_first_is_the_worst():
    rows = of((1, 0), (-2, 0), (-2, 0))
    assert worst_month(rows, LATER).row(0)[3:] == (-2, dt.date(2024, 2, 29))


# --- against a library of the field -------------------------------------------------------------


@pytest.mark.parametrize("name", ["Totalt", "Aktier", "Räntor"])
def test_the_sample_agrees_with_empyrical(sample, name):
    rows = sample[KIND].filter(pl.col("asset_class") == name).sort("month")
    own, index = (
        rows[column].cast(pl.Float64).to_numpy() / 100
        for column in ("portfolio_return", "benchmark_return")
    )
    found = returns(rows, LATER)
    lengths = {"month": 1, "ytd": 10, "12m": 12, "start": 231}
    for column, series_of in (("portfolio_percent", own), ("benchmark_percent", index)):
        assert periods(found, column, name) == pytest.approx(
            {period: empyrical.cum_returns_final(series_of[-months:]) * 100
             for period, months in lengths.items()}
        )  # fmt: skip
    index_of = indexed(rows, LATER)["portfolio_index"][1:].to_list()
    assert index_of == pytest.approx(list(empyrical.cum_returns(own, 100)))
    assert max_drawdown(rows, LATER)["drawdown_share"][0] == pytest.approx(
        empyrical.max_drawdown(own)
    )
    assert volatility(rows, LATER)["volatility_percent"][0] == pytest.approx(
        empyrical.annual_volatility(own, period="monthly") * 100
    )
    assert tracking_error(rows, LATER)["tracking_error_percent"][0] == pytest.approx(
        empyrical.annual_volatility(own - index, period="monthly") * 100
    )


def test_the_sample_says_what_the_report_of_october_2024_says(sample):
    month = returns(sample[KIND], LATER).filter(pl.col("period") == Period.MONTH)
    columns = ("asset_class", "portfolio_percent", "benchmark_percent", "excess_points", "is_held")
    assert month.select(columns).rows() == [
        ("Aktier", -0.3, -0.8, 0.5, True),
        ("Alternativa", None, None, None, False),
        ("Räntor", 0.1, -0.3, 0.4, True),
        ("Totalt", -0.2, -0.4, 0.2, True),
    ]
    october = stated(sample[KIND], LATER).filter(pl.col("month") == dt.date(2024, 10, 31))
    assert october.select("asset_class", "stated_excess", "agreement").rows() == [
        ("Aktier", Decimal("0.5"), "stämmer"),
        ("Räntor", Decimal("0.3"), "inom avrundning"),
        ("Totalt", Decimal("0.2"), "stämmer"),
    ]


def test_a_stated_difference_is_judged_as_the_rules_judge_it(sample):
    judged = load(SAMPLE.read_bytes(), SAMPLE.name).findings
    rounding = judged.filter(pl.col("rule") == "stated_excess_rounding").height
    found = dict(stated(sample[KIND], LATER)["agreement"].value_counts().iter_rows())
    assert found == {"stämmer": 693 - rounding, "inom avrundning": rounding}


@pytest.mark.parametrize(
    ("excess", "agreement"),
    [("0.2", "stämmer"), ("0.21", "stämmer"), ("0.22", "inom avrundning"),
     ("0.3", "inom avrundning"), ("0.301", "avviker"), ("-0.2", "avviker")],
)  # fmt: skip
def test_more_than_a_tenth_of_a_point_disagrees(excess, agreement):
    rows = of(("-0.2", "-0.4"), stated_excess=Decimal(excess))
    assert stated(rows, LATER)["agreement"].to_list() == [agreement]


def test_what_cannot_be_computed_is_not_judged():
    assert stated(of((1, None), (None, 1), stated_excess=Decimal(1)), LATER).is_empty()
    assert stated(of((1, 1)), LATER).is_empty()


# --- weights ------------------------------------------------------------------------------------


def valued(**amounts):
    month = {"month": dt.date(2024, 1, 31)}
    return [
        month
        | {"asset_class": name, "market_value": None if one is None else Decimal(one),
           "portfolio_return": None if one is None else Decimal(1)}
        for name, one in amounts.items()
    ]  # fmt: skip


def shares(rows):
    return dict(weights(frame(KIND, *rows)).select("asset_class", "share").iter_rows())


def test_weights_are_of_the_whole_as_it_is_stated():
    assert shares(valued(Totalt=200, Aktier=90, Räntor=100)) == {"Aktier": 0.45, "Räntor": 0.5}


def test_without_a_whole_the_classes_are_summed():
    assert shares(valued(Aktier=30, Räntor=70, Alternativa=None)) == {
        "Aktier": 0.3, "Räntor": 0.7, "Alternativa": None,
    }  # fmt: skip


def test_without_a_whole_a_class_of_unknown_value_leaves_every_weight_unknown():
    unvalued = {"asset_class": "Alternativa", "month": dt.date(2024, 1, 31), "market_value": None}
    assert set(shares([*valued(Aktier=30), unvalued]).values()) == {None}


def test_a_whole_of_nothing_has_no_weights():
    assert shares(valued(Totalt=0, Aktier=0)) == {"Aktier": None}


def limit(name, low, normal, high, since=None, **fields):
    given = {"minimum": low, "normal": normal, "maximum": high}
    return {
        "measure": "Andel av portföljen", "applies_to": name, "valid_from": since,
        **{key: None if one is None else Decimal(one) for key, one in given.items()},
    } | fields  # fmt: skip


def test_a_weight_is_placed_against_the_limits_that_hold_that_month():
    rows = frame(KIND, *valued(Totalt=100, Aktier=30, Räntor=60, Guld=10))
    limits = frame(
        "policy_limits",
        limit("AKTIER", 20, 25, 30),
        limit("Räntor", 0, 10, 100, dt.date(2020, 1, 1)),
        limit("Räntor", 70, 75, 80, dt.date(2024, 1, 31)),
        limit("Räntor", 0, 10, 100, dt.date(2024, 2, 1)),
        limit("Alternativa", 0, 0, 10),
        limit("Guld", None, None, 5, measure="ANDEL AV PORTFÖLJEN"),
        limit("Aktier", 0, 0, 0, organisation="Region Två"),
        limit("Aktier", 0, 0, 0, measure="Största långivare"),
    )
    found = against_policy(weights(rows), limits)
    assert found.select("asset_class", "share", "minimum", "normal", "maximum", "place").rows() == [
        ("Aktier", 0.3, 0.2, 0.25, 0.3, "inom"),
        ("Alternativa", None, 0.0, 0.0, 0.1, "inga innehav"),
        ("Guld", 0.1, None, None, 0.05, "över max"),
        ("Räntor", 0.6, 0.7, 0.75, 0.8, "under min"),
    ]
    assert found["limit_row"].to_list() == [2, 6, 7, 4]


def test_no_limit_is_built_in():
    found = against_policy(
        weights(frame(KIND, *valued(Totalt=100, Aktier=100))), frame("policy_limits")
    )
    assert found["place"].to_list() == ["utan limit"]


# --- what always holds --------------------------------------------------------------------------

percents = st.decimals(-50, 50, places=2)
some_months = st.lists(st.tuples(percents, percents), min_size=1, max_size=30)


@settings(deadline=None)
@given(some_months, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(pairs, random):
    rows = [*series(*pairs), *series(*pairs[:-1], asset_class="Aktier")]
    mixed = list(rows)
    random.shuffle(mixed)
    for measure in (returns, indexed, max_drawdown, under_water, tracking_error, volatility,
                    worst_month, missing_months):  # fmt: skip
        one, other = measure(frame(KIND, *rows), LATER), measure(frame(KIND, *mixed), LATER)
        assert_frame_equal(one, other, check_exact=True)


@settings(deadline=None)
@given(some_months)
def test_since_start_is_the_last_index_and_a_plain_product(pairs):
    rows = of(*pairs)
    start = periods(returns(rows, LATER), "portfolio_percent")["start"]
    assert start == pytest.approx((prod(1 + float(own) / 100 for own, _ in pairs) - 1) * 100)
    assert indexed(rows, LATER)["portfolio_index"][-1] == pytest.approx(100 + start)


@settings(deadline=None)
@given(some_months)
def test_a_drawdown_lies_between_all_and_nothing(pairs):
    rows = of(*pairs)
    assert indexed(rows, LATER)["drawdown_share"].is_between(-1, 0).all()
    assert max_drawdown(rows, LATER)["drawdown_share"][0] == pytest.approx(
        empyrical.max_drawdown(pl.Series([float(own) / 100 for own, _ in pairs]).to_numpy())
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_weights_of_summed_classes_add_up_to_one(amounts):
    found = list(shares(valued(**{f"T{at}": one for at, one in enumerate(amounts)})).values())
    if sum(amounts):
        assert sum(found) == pytest.approx(1)
        assert all(0 <= one <= 1 for one in found)
    else:
        assert set(found) == {None}

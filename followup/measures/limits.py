"""Whether each measure is inside what the finance policy allows, and how much room is left."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.vocabulary import Measure
from followup.measures.policy_values import (
    KEY,
    VALUE,
    Reports,
    dates,
    is_other_unit,
    lender_names,
    lowered,
    own_kind,
    own_unit,
    portfolio_names,
    values,
)

NEAR_PERCENT = 90
"""A limit is near from so many percent of it, unless another number is chosen."""

_LIMITS = ("minimum", "normal", "maximum")
_PLACED = ("file", "sheet", "row")
_NAMED = (Measure.LARGEST_LENDER.lower(), Measure.PORTFOLIO_SHARE.lower())
_BELOW_ZERO = (Measure.AVERAGE_RATE, Measure.CASH)
"""What can be below zero, so that a minimum of 0 is a bound."""

_FORMER = ("report_date", "value", "is_empty", "status", *_LIMITS)


class Status(StrEnum):
    """Where a measure is against its limit."""

    WITHIN = "inom"
    NEAR = "nära"
    BREACH = "brott"
    NO_LIMIT = "utan limit"
    UNKNOWN = "saknas"


class Reason(StrEnum):
    """Why a limit cannot be judged."""

    UNKNOWN_MEASURE = "okänt mått"
    OTHER_UNIT = "annan enhet"
    NO_NAME = "avser saknas"
    NOT_PER_NAME = "räknas inte per avser"
    UNKNOWN_NAME = "avser finns inte"
    NO_VALUE = "värde saknas"


def judged(
    reports: Reports, limits: pl.DataFrame, as_of: dt.date, near_percent: int = NEAR_PERCENT
) -> pl.DataFrame:
    """Every limit and every measure without one, in the organisation's latest report and before.

    Each measure is of the latest report of its own kind of row. The limit that counts is the one
    with the latest Gäller från that is not later than the report (without any report: than
    `as_of`); one without a date has always held. Bounds are inside. A limit other than 0 is near
    when no more than 100 − `near_percent` percent of it is left, from either side. An asset class
    without holdings and a lender without loans are judged as 0.

    Args:
        reports: the rows known on the day.
        limits: of Limiter; percent typed as percent.
        as_of: the day that everything is seen from.
        near_percent: from how many percent of a limit it is near.

    Returns:
        organisation, measure (as in the vocabulary, else as typed), applies_to, kind (of row; null
        for an unknown measure), report_date (null without a report), value and unit (kr, % or år;
        null where there is none), is_empty (judged as 0),
        minimum, normal, maximum, limit_unit (as typed), valid_from, status (`Status`), reason
        (`Reason`, null unless the status is saknas), room_up, room_down (to the bounds, below 0
        beyond them, in the measure's unit; none to a minimum of 0 that cannot be passed),
        headroom (the least of the two), headroom_kr (of an amount or a part of the debt), debt,
        former_report_date, former_value, former_is_empty, former_status, former_minimum,
        former_normal, former_maximum, and file, sheet, row of the limit; in the vocabulary's
        order.
    """
    recent = _recent(reports)
    found = values(recent)
    slots = _with_limits(_slots(_items(found, limits), dates(recent)), limits, as_of)
    return _side_by_side(
        _measured(_with_values(slots, found, _known_names(reports, limits)), near_percent)
    )


def _measured(slots: pl.DataFrame, near_percent: int) -> pl.DataFrame:
    """The slots with reason, room, status and headroom."""
    staged = slots.with_columns(_reason().alias("reason")).with_columns(_judged().alias("counts"))
    room = staged.with_columns(
        (pl.col("maximum").cast(VALUE) - pl.col("counts")).alias("room_up"),
        pl.when(~_is_no_floor()).then(pl.col("counts") - pl.col("minimum").cast(VALUE))
        .alias("room_down"),
    )  # fmt: skip
    return room.with_columns(
        _status(near_percent).alias("status"),
        pl.min_horizontal("room_up", "room_down").alias("headroom"),
    ).with_columns(
        _in_kronor().alias("headroom_kr"),
        pl.when(pl.col("status") == Status.UNKNOWN.value).then("reason").alias("reason"),
    )


def _is_no_floor() -> pl.Expr:
    """Whether the minimum is one that the measure can never be below: 0 of a part or an amount."""
    can_be_below = pl.col("measure_key").is_in([one.lower() for one in _BELOW_ZERO])
    return (pl.col("minimum") <= 0) & ~can_be_below


def _recent(reports: Reports) -> Reports:
    """The rows of each organisation's latest two reports of each kind."""
    return Reports(
        _latest_two(reports.loans, "report_date"),
        _latest_two(reports.liquidity, "date"),
        _latest_two(reports.guarantees, "report_date"),
        _latest_two(reports.portfolio, "month"),
    )


def _latest_two(rows: pl.DataFrame, date: str) -> pl.DataFrame:
    days = rows.select("organisation", date).unique()
    rank = pl.col(date).rank("dense", descending=True).over("organisation")
    return rows.join(days.filter(rank <= 2), on=["organisation", date], how="semi")


def _items(found: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """What has a row of its own: `KEY`, measure, applies_to; a limit's words before our own."""
    typed = limits.sort("valid_from", nulls_last=False).select(
        "organisation", "measure", "applies_to",
        lowered("measure").alias("measure_key"), lowered("applies_to").alias("applies_key"),
        pl.lit(value=True).alias("is_limited"),
    )  # fmt: skip
    is_shown = (pl.col("applies_key") == "") | (
        (pl.col("measure_key") == Measure.PORTFOLIO_SHARE.lower()) & ~pl.col("is_empty")
    )
    measured = found.filter(is_shown).select(
        "organisation",
        pl.lit(None, pl.String).alias("measure"),
        pl.when(pl.col("applies_key") != "").then("name").alias("applies_to"),
        "measure_key",
        "applies_key",
        pl.lit(value=False).alias("is_limited"),
    )
    ours = [str(measure) for measure in Measure]
    keys = [measure.lower() for measure in ours]
    return (
        pl.concat([measured, typed])
        .unique(KEY, keep="last", maintain_order=True)
        .with_columns(
            pl.col("measure_key")
            .replace_strict(keys, ours, default=pl.col("measure"))
            .alias("measure"),
            own_kind().alias("kind"),
            own_unit().alias("unit"),
        )
    )


def _slots(items: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """The items once per report of their kind; place 0 is the latest, also without any report."""
    rank = pl.col("report_date").rank("dense", descending=True).over("organisation", "kind")
    placed = dates.with_columns((rank - 1).cast(pl.Int64).alias("place"))
    return items.join(placed, on=["organisation", "kind"], how="left").with_columns(
        pl.col("place").fill_null(0)
    )


def _with_limits(slots: pl.DataFrame, limits: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The limit that counts in each slot; null where none does."""
    typed = limits.select(
        "organisation",
        lowered("measure").alias("measure_key"),
        lowered("applies_to").alias("applies_key"),
        *_LIMITS, pl.col("unit").alias("limit_unit"), "valid_from", *_PLACED,
    )  # fmt: skip
    day = pl.col("report_date").fill_null(as_of)
    valid = (
        slots.select(*KEY, "place", "report_date")
        .join(typed, on=KEY)
        .filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
        .sort("valid_from", nulls_last=False, maintain_order=True)
        .unique([*KEY, "place"], keep="last", maintain_order=True)
        .drop("report_date")
    )
    return slots.join(valid, on=[*KEY, "place"], how="left")


def _with_values(slots: pl.DataFrame, found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """What each slot's report gives, and whether its Avser is a name that the rows know."""
    known = names.with_columns(pl.lit(value=True).alias("is_known"))
    measured = slots.join(found.drop("name"), on=[*KEY, "report_date"], how="left")
    joined = measured.join(known, on=KEY, how="left").with_columns(
        pl.col("is_known").fill_null(value=False)
    )
    is_absent = pl.col("is_known") & pl.col("report_date").is_not_null()
    return joined.with_columns(pl.coalesce("is_empty", is_absent).alias("is_empty"))


def _known_names(reports: Reports, limits: pl.DataFrame) -> pl.DataFrame:
    """Every asset class, and every lender of the organisations that limit one by name."""
    is_lender = lowered("measure") == Measure.LARGEST_LENDER.lower()
    limited = limits.filter(is_lender & (lowered("applies_to") != ""))
    loans = reports.loans.join(limited, on="organisation", how="semi")
    return pl.concat([portfolio_names(reports.portfolio), lender_names(loans)])


def _reason() -> pl.Expr:
    """Why a slot's limit cannot be judged; null when it can."""
    has_name, is_named = pl.col("applies_key") != "", pl.col("measure_key").is_in(_NAMED)
    is_whole = pl.col("measure_key") == Measure.PORTFOLIO_SHARE.lower()
    return (
        pl.when(pl.col("unit").is_null()).then(pl.lit(Reason.UNKNOWN_MEASURE.value))
        .when(is_other_unit("limit_unit")).then(pl.lit(Reason.OTHER_UNIT.value))
        .when(is_whole & ~has_name).then(pl.lit(Reason.NO_NAME.value))
        .when(has_name & ~is_named).then(pl.lit(Reason.NOT_PER_NAME.value))
        .when(has_name & ~pl.col("is_known")).then(pl.lit(Reason.UNKNOWN_NAME.value))
        .when(pl.col("value").is_null() & ~pl.col("is_empty")).then(pl.lit(Reason.NO_VALUE.value))
    )  # fmt: skip


def _judged() -> pl.Expr:
    """The number that is held against the limit."""
    number = pl.when("is_empty").then(pl.lit(0).cast(VALUE)).otherwise("value")
    return pl.when(pl.col("reason").is_null()).then(number)


def _status(near_percent: int) -> pl.Expr:
    beyond = pl.min_horizontal("room_up", "room_down") < 0
    near = pl.any_horizontal(
        _is_near(room, limit, near_percent)
        for room, limit in (("room_up", "maximum"), ("room_down", "minimum"))
    )
    return (
        pl.when(pl.col("maximum").is_null() & pl.col("minimum").is_null())
        .then(pl.lit(Status.NO_LIMIT.value))
        .when(pl.col("counts").is_null()).then(pl.lit(Status.UNKNOWN.value))
        .when(beyond).then(pl.lit(Status.BREACH.value))
        .when(near).then(pl.lit(Status.NEAR.value))
        .otherwise(pl.lit(Status.WITHIN.value))
    )  # fmt: skip


def _is_near(room: str, limit: str, near_percent: int) -> pl.Expr:
    bound = pl.col(limit).cast(VALUE)
    left = pl.col(room) * 100 <= bound.abs() * (100 - near_percent)
    return ((bound != 0) & left).fill_null(value=False)


def _in_kronor() -> pl.Expr:
    """The headroom in kr: of an amount itself, of a part of the debt at today's debt."""
    part = pl.col("headroom").cast(pl.Float64) / 100 * pl.col("debt").cast(pl.Float64)
    return pl.when(pl.col("unit") == "kr").then("headroom").otherwise(part.round(2).cast(VALUE))


def _side_by_side(slots: pl.DataFrame) -> pl.DataFrame:
    """Latest reports as rows, the former one's value, status and limits beside."""
    former = slots.filter(pl.col("place") == 1).select(
        *KEY, *(pl.col(name).alias(f"former_{name}") for name in _FORMER)
    )
    order = pl.col("measure_key").replace_strict(
        {measure.lower(): at for at, measure in enumerate(Measure)}, default=len(Measure)
    )
    return (
        slots.filter(pl.col("place") == 0)
        .join(former, on=KEY, how="left")
        .sort("organisation", order, "measure", "applies_key")
        .select(
            "organisation", "measure", "applies_to", "kind", "report_date", "value", "unit",
            "is_empty", *_LIMITS, "limit_unit", "valid_from", "status", "reason", "room_up",
            "room_down", "headroom", "headroom_kr", "debt",
            *(f"former_{name}" for name in _FORMER), *_PLACED,
        )
    )  # fmt: skip

"""Total rows inside the data: found by label and by arithmetic, checked against what they sum."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from data_models.columns import FieldType
from data_models.kind import Kind
from followup import values
from followup.tables import Table

_WORDS = (
    "summa|totalt|total|totalsumma|delsumma|slutsumma|totaler|subtotal|subsubtotal|grand total|"
    "summa summarum|sammanlagt|tot|s:a|sum|summering"
)
_LABEL = (
    rf"(?i)^(?:{_WORDS})(?:[\s.:,(].{{0,80}})?$|^.{{1,80}}[\s,–-](?:summa|totalt|delsumma)[.:]?$"
)
_BEGINNINGS = ["sum", "tot", "s:a", "sammanlagt"]
_PURE_LABEL = rf"(?i)^(?:{_WORDS})[\s.:]*$"
_LABELLED = {FieldType.TEXT, FieldType.PARAGRAPH, FieldType.ENUM}
_SCHEMA = {
    "rule": pl.String(),
    "row": pl.Int64(),
    "letter": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
_EXACT = pl.Decimal(38, 10)
_ZERO = pl.lit(0).cast(_EXACT)
_HALF_ORE = pl.lit("0.005").cast(_EXACT)
_MOST_DECIMALS = 2
_LEAST_ROWS = 3
_STRETCHES = ("above", "before", "below", "after", "in_section")
_ARITHMETIC_KINDS = {"budget_lines", "grants", "loans", "guarantees"}
_IS_DATA = pl.col("reason").is_null()
_IS_TOTAL = (pl.col("reason") == "total").fill_null(value=False)


def total_rows(cells: pl.DataFrame, table: Table, kind: Kind, letters: Sequence[str]) -> pl.Series:
    """The rows labelled as totals, short of whole rows that happen to begin with such a word."""
    if not kind.has_totals:
        return cells["row"].clear()
    columns = {letter: kind.by_field[name] for letter, name in table.fields.items()}
    texts = [letter for letter, one in columns.items() if one.kind in _LABELLED]
    required = [letter for letter, one in columns.items() if one.required]
    numeric = {letter for letter, one in columns.items() if one.kind.is_numeric}
    looks = (
        pl.col(one).str.contains_any(_BEGINNINGS, ascii_case_insensitive=True)
        for one in letters
        if one not in numeric
    )
    is_worth_a_look = pl.any_horizontal(pl.lit(value=False), *looks)
    pure = _any_matches(texts, _PURE_LABEL)
    label = pl.coalesce(letters).str.contains(_LABEL) | _any_matches(texts, _LABEL)
    is_partial = pl.any_horizontal(
        pl.lit(value=not required), *(pl.col(one).is_null() for one in required)
    )
    is_total = (label & (is_partial | pl.lit(value=kind.name == "budget_lines"))) | pure
    return cells.filter(is_worth_a_look).filter(is_total)["row"]


def _any_matches(letters: list[str], pattern: str) -> pl.Expr:
    found = (pl.col(one).str.contains(pattern).fill_null(value=False) for one in letters)
    return pl.any_horizontal(pl.lit(value=False), *found)


def total_findings(judged: pl.DataFrame, table: Table, kind: Kind) -> pl.DataFrame:
    """What is wrong with totals: rule, row, letter, value (as written) and detail.

    `judged` holds the trimmed cells by letter with row and reason (null for data, "total" for a
    total row, "heading" where a new block begins).
    """
    if not kind.has_totals:
        return pl.DataFrame(schema=_SCHEMA)
    letters = [
        letter
        for letter, field in table.fields.items()
        if kind.by_field[field].kind is FieldType.AMOUNT
    ]
    has_totals = (judged["reason"] == "total").any()
    labelled = [_disagreeing(judged, letter, table) for letter in letters] if has_totals else []
    looked = letters[:1] if kind.name in _ARITHMETIC_KINDS else []
    unlabelled = [_unlabelled(judged, letter) for letter in looked]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *labelled, *unlabelled])


def _disagreeing(judged: pl.DataFrame, letter: str, table: Table) -> pl.DataFrame:
    """Total rows of one column that equal no sum of the rows they could stand for.

    A total may sum its block (the rows since the total before it, or until the next), the rows
    since any heading or total before it, every row before it, or every row after it.
    """
    rows = _sums(judged, letter)
    gap = pl.min_horizontal((pl.col("stated") - pl.col(one)).abs() for one in _STRETCHES)
    is_boundary = _IS_TOTAL | (pl.col("reason") == "heading").fill_null(value=False)
    starts = rows.filter(is_boundary)["upto"].implode()
    is_stretch = (pl.col("upto") - pl.col("stated")).is_in(starts) & (pl.col("stated") != _ZERO)
    is_off = (pl.col("gap") > _HALF_ORE) & ~is_stretch
    is_error = pl.col("stated").is_null() & pl.col("value").str.starts_with("#")
    wrong = rows.with_columns(gap.alias("gap")).filter(_IS_TOTAL & (is_off | is_error))
    is_rounded = pl.lit(table.units.get(letter, "kr") != "kr") & (pl.col("gap") <= _step(rows))
    from_above, from_before = (
        (pl.col("stated") - pl.col(one)).abs() for one in ("above", "before")
    )
    nearest = pl.when(from_above <= from_before).then("above").otherwise("before")
    rule = pl.when(is_rounded.fill_null(value=False)).then(pl.lit("total_rounding"))
    return wrong.select(
        rule.otherwise(pl.lit("total_disagrees")).alias("rule"),
        "row",
        pl.lit(letter).alias("letter"),
        "value",
        _shown(nearest).fill_null("inget").alias("detail"),
    )


def _sums(judged: pl.DataFrame, letter: str) -> pl.DataFrame:
    """Each row with what it states and the sums of the rows that it could stand for.

    A sum of no rows is null. `upto` is what all rows so far give.
    """
    amount = _amounts(judged[letter])
    rows = judged.select(
        "row",
        "reason",
        pl.col(letter).alias("value"),
        amount.alias("stated"),
        pl.when(_IS_DATA).then(amount).alias("part"),
        _IS_TOTAL.cum_sum().alias("block"),
        (pl.col("reason") == "heading").fill_null(value=False).cum_sum().alias("section"),
        pl.col(letter).str.extract(r"[.,](\d+)\D*$").str.len_chars().alias("decimals"),
    ).with_columns(
        pl.col("part").fill_null(_ZERO).cum_sum().alias("upto"),
        pl.col("part").is_not_null().cum_sum().cast(pl.Int64).alias("seen"),
    )
    since, seen_since = (
        pl.when(_IS_TOTAL).then(one).forward_fill().shift(1).fill_null(0)
        for one in ("upto", "seen")
    )
    upto, seen = pl.col("upto"), pl.col("seen")
    return rows.with_columns(
        pl.when(seen > 0).then(upto).alias("before"),
        pl.when(seen > seen_since).then(upto - since).alias("above"),
        pl.when(seen.max() > seen).then(upto.last() - upto).alias("after"),
        _sum_over("block").alias("below"),
        _sum_over("section").alias("in_section"),
    )


def _sum_over(group: str) -> pl.Expr:
    part = pl.col("part")
    return pl.when(part.count().over(group) > 0).then(part.sum().over(group))


def _step(rows: pl.DataFrame) -> pl.Expr:
    """One step of the last decimal that the column shows, two decimals at most."""
    most: object = rows["decimals"].max()
    decimals = min(most if isinstance(most, int) else 0, _MOST_DECIMALS)
    return pl.lit(f"{10.0**-decimals:.{_MOST_DECIMALS}f}").cast(_EXACT)


def _amounts(texts: pl.Series) -> pl.Series:
    return values.numbers(texts, comma_is_thousands=values.commas_group_thousands(texts))


def _shown(amount: pl.Expr) -> pl.Expr:
    return amount.cast(pl.String).str.replace(r"\.?0+$", "").str.replace(".", ",", literal=True)


def _unlabelled(judged: pl.DataFrame, letter: str) -> pl.DataFrame:
    """Data rows that equal the sum of at least three rows right above or right below.

    With running sums S, row i is the sum of the rows above it when S[i-1] − v[i] is an earlier
    running sum. In a register amounts may add up by chance, so the stretch must also end where
    a block ends: at the table's edge, beside a total or heading, after a blank row, or beside
    another such row.
    """
    rows = judged.select("row", "reason", pl.col(letter).alias("value"))
    rows = rows.with_columns(_amounts(rows["value"]).alias("amount"))
    is_part = _IS_DATA & pl.col("amount").is_not_null() & (pl.col("amount") != _ZERO)
    is_edge = ~_IS_DATA | (pl.col("row").diff().fill_null(1) > 1)
    data = (
        rows.with_columns(is_edge.cum_sum().cast(pl.Int64).alias("block"))
        .filter(is_part)
        .with_columns(
            pl.col("amount").cum_sum().alias("sum"),
            (pl.col("block").diff().fill_null(1) > 0).alias("begins"),
        )
        .with_row_index("at")
        .with_columns(pl.col("at").cast(pl.Int64))
    )
    before = pl.col("sum") - pl.col("amount")
    above = _stretches(data, (before - pl.col("amount")).alias("sum"), is_above=True)
    below = _stretches(data, (pl.col("sum") + pl.col("amount")).alias("sum"), is_above=False)
    found = pl.concat([above, below])
    hits = _bounded(found, data).unique("row", maintain_order=True).sort("row")
    return hits.select(
        pl.lit("possible_total").alias("rule"),
        pl.col("row").cast(pl.Int64),
        pl.lit(letter).alias("letter"),
        "value",
        pl.concat_str(pl.lit("de "), "length", pl.lit(" raderna "), "place").alias("detail"),
    )


def _stretches(data: pl.DataFrame, wanted: pl.Expr, *, is_above: bool) -> pl.DataFrame:
    """Rows that equal a stretch of at least three rows beside them, on the given side.

    Returns:
        row, value, at, length, place, first and last (places of the stretch among the data).
    """
    sums = pl.concat([
        pl.DataFrame({"sum": [0], "other": [-1]}).cast({"sum": _EXACT}),
        data.select("sum", pl.col("at").alias("other")),
    ]).unique("sum", keep="last")  # fmt: skip
    found = data.select("row", "value", "at", wanted).join(sums, on="sum")
    first = pl.col("other") + 1 if is_above else pl.col("at") + 1
    last = pl.col("at") - 1 if is_above else pl.col("other")
    return (
        found.with_columns(first.alias("first"), last.alias("last"))
        .with_columns((pl.col("last") - pl.col("first") + 1).alias("length"))
        .filter(pl.col("length") >= _LEAST_ROWS)
        .with_columns(
            pl.lit("ovanför" if is_above else "under").alias("place"),
            pl.col("first" if is_above else "last").alias("far"),
        )
    )


def _bounded(found: pl.DataFrame, data: pl.DataFrame) -> pl.DataFrame:
    """The stretches whose far end is where a block begins or ends."""
    starts = data.filter("begins")["at"]
    ends = pl.concat([starts - 1, pl.Series([data.height - 1], dtype=pl.Int64)])
    totals = found["at"]
    above = (pl.col("place") == "ovanför") & pl.col("far").is_in(
        pl.concat([starts, totals + 1]).implode()
    )
    below = (pl.col("place") == "under") & pl.col("far").is_in(
        pl.concat([ends, totals - 1]).implode()
    )
    return found.filter(above | below)

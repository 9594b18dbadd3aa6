"""What differs between two datasets: rows that are new, changed or gone, and amounts."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.dataset import Dataset
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.measures.assignment_history import known_rows
from followup.measures.selection import Selection, selected


class Change(StrEnum):
    """What has become of a row."""

    NEW = "ny"
    CHANGED = "ändrad"
    GONE = "borta"


CHANGES = {
    "kind": pl.String(),
    "entry": pl.UInt32(),
    "change": pl.String(),
    "organisation": pl.String(),
    "label": pl.String(),
    "title": pl.String(),
    "field": pl.String(),
    "header": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "before_file": pl.String(),
    "before_sheet": pl.String(),
    "before_row": pl.Int64(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
}
"""One line per new row, per gone row and per changed field of a row that stands in both.

`entry` numbers the rows of a kind, so that the fields of one row can be counted once. New and
gone rows have no field.
"""

AMOUNT_KINDS = ("decisions", "budget_changes")
_PLACE = ("file", "sheet", "row")
_TITLES = ("title", "task", "purpose")
_SHORT = 60


def known_on(dataset: Dataset, selection: Selection) -> Dataset:
    """The rows known on a date, an assignment's later history left out: one side of a diff."""
    known = selected(dataset, selection)
    if "assignments" not in known:
        return known
    told = known_rows(known["assignments"], selection.as_of)
    return Dataset({**known.frames, "assignments": told})


def changes(before: Dataset, after: Dataset) -> pl.DataFrame:
    """What is new, changed or gone, rows matched per kind by the kind's identity.

    All columns of the sheets are compared, Källa too; where a row stands and what loading
    worked out from other columns are not. Amounts are exact decimals, dates are ISO.

    Returns:
        `CHANGES`: kinds in template order; new rows, then changed, then gone, as they stand.
    """
    loaded = [kind for name, kind in KINDS.items() if name in before or name in after]
    parts = [_of_kind(before[kind.name], after[kind.name], kind) for kind in loaded]
    return pl.concat([pl.DataFrame(schema=CHANGES), *parts], rechunk=True)


def _of_kind(before: pl.DataFrame, after: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    pairs = _pairs(before, after, kind)
    matched = pairs.drop_nulls()
    was, now = _fields(before, matched["before"], kind), _fields(after, matched["after"], kind)
    differs = _differs(was, now)
    found = {
        Change.CHANGED: matched.filter(differs),
        Change.NEW: pairs.filter(pl.col("before").is_null()),
        Change.GONE: pairs.filter(pl.col("after").is_null()),
    }
    marked = [part.with_columns(pl.lit(word.value).alias("change")) for word, part in found.items()]
    rows = _rows(before, after, pl.concat(marked), kind)
    fields = _changed_fields(was.filter(differs), now.filter(differs), kind)
    return (
        rows.join(fields, on="at", how="left", maintain_order="left_right")
        .with_columns(pl.lit(kind.name).alias("kind"))
        .select(pl.col(name).cast(dtype) for name, dtype in CHANGES.items())
    )


def _pairs(before: pl.DataFrame, after: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Positions of the same row in both frames as before, after; null where it is lacking."""
    was, now = _keys(before, kind), _keys(after, kind)
    return (
        was.with_row_index("before")
        .join(now.with_row_index("after"), on=was.columns, how="full", nulls_equal=True)
        .select("before", "after")
    )


def _keys(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """What makes each row itself; should a row stand twice, its turn tells the two apart."""
    keys = frame.select(part.alias(f"key_{at}") for at, part in enumerate(kind.identity))
    return keys.with_columns(pl.int_range(pl.len()).over(keys.columns).alias("turn"))


def _fields(frame: pl.DataFrame, positions: pl.Series, kind: Kind) -> pl.DataFrame:
    return frame.select(*kind.by_field)[positions]


def _differs(was: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Which rows of two frames side by side differ anywhere; null is equal to null."""
    both = pl.concat([was, now.select(pl.all().name.prefix("now "))], how="horizontal")
    unequal = [pl.col(name).ne_missing(pl.col(f"now {name}")) for name in was.columns]
    return both.select(pl.any_horizontal(unequal).alias("differs")).to_series()


def _changed_fields(was: pl.DataFrame, now: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The fields that differ: at (which row), field, header, before, after; in sheet order."""
    headers = {name: column.header for name, column in kind.by_field.items()}
    return (
        _texts(was, "before")
        .with_columns(_texts(now, "after")["after"])
        .filter(pl.col("before").ne_missing(pl.col("after")))
        .with_columns(pl.col("field").replace_strict(headers).alias("header"))
        .sort("at", maintain_order=True)
    )


def _texts(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Every value as text, a line each, field by field."""
    plain = frame.select(_text(field, dtype) for field, dtype in frame.schema.items())
    return plain.with_row_index("at").unpivot(index="at", variable_name="field", value_name=name)


def _text(field: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(field).cast(pl.String)
    if dtype.is_decimal():
        return text.str.replace(r"(\.\d*?)0+$", "$1").str.strip_suffix(".")
    if dtype == pl.Boolean:
        return text.replace({"true": "ja", "false": "nej"})
    return text


def _rows(
    before: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame, kind: Kind
) -> pl.DataFrame:
    """The rows at `pairs`, those that are gone last, named, placed and numbered."""
    gone = pairs.filter(pl.col("after").is_null())["before"]
    standing = pl.concat([after[pairs["after"].drop_nulls()], before[gone]])
    titles = [pl.col(name) for name in _TITLES if name in standing.columns]
    named = standing.select(
        "organisation",
        _label(kind).alias("label"),
        pl.coalesce(*titles, pl.lit(None, pl.String)).alias("title"),
        pl.struct(*_PLACE, "value_column").alias("stands"),
    )
    was = before.select(_PLACE)[pairs["before"]].select(pl.all().name.prefix("before_"))
    parts = [named, pairs.select("change"), was, after.select(_PLACE)[pairs["after"]]]
    return (
        pl.concat(parts, how="horizontal")
        .with_row_index("at")
        .sort(pl.col("change").cast(pl.Enum(Change)), "stands", "label")
        .with_row_index("entry")
    )


def _label(kind: Kind) -> pl.Expr:
    """A row's name for people: what its identity is made of, the organisation left out."""
    if kind.name in _LABELS:
        return _LABELS[kind.name]
    names = [name for part in kind.identity for name in part.meta.root_names()]
    parts = [pl.col(name).cast(pl.String) for name in names if name != "organisation"]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True)


def _short(name: str) -> pl.Expr:
    is_short = pl.col(name).str.len_chars() <= _SHORT
    cut = pl.concat_str(pl.col(name).str.head(_SHORT), pl.lit("…"))
    return pl.when(is_short).then(pl.col(name)).otherwise(cut)


def _after(word: str, name: str) -> pl.Expr:
    """A word and the value it introduces; null when there is no value."""
    return pl.concat_str(pl.lit(word), pl.col(name).cast(pl.String))


_LABELS = {
    "decisions": pl.concat_str(
        pl.concat_str(
            pl.col("body"),
            pl.col("meeting_date").cast(pl.String),
            pl.coalesce(_after("§ ", "paragraph"), _short("title")),
            separator=" ",
            ignore_nulls=True,
        ),
        pl.coalesce(_after("att-sats ", "clause_no"), _short("clause")),
        separator=", ",
        ignore_nulls=True,
    ),
    "assignments": pl.concat_str(
        "assignment_id", _after("status ", "status_date"), separator=", ", ignore_nulls=True
    ),
    "budget_changes": pl.concat_str(
        pl.col("budget_year").cast(pl.String),
        pl.coalesce(_after("nr ", "number"), "change_kind"),
        pl.when(pl.col("number").is_null()).then("from_unit"),
        pl.when(pl.col("number").is_null()).then("to_unit"),
        separator=", ",
        ignore_nulls=True,
    ),
}


def counts(before: Dataset, found: pl.DataFrame) -> pl.DataFrame:
    """How many rows are new, changed, gone and unchanged.

    Args:
        before: the earlier dataset.
        found: what `changes` gave for it and a later one.

    Returns:
        kind, organisation, new, changed, gone, unchanged; changed + gone + unchanged are the
        rows of `before`. What has no rows on either side is left out.
    """
    sizes = [
        before[kind]
        .group_by("organisation")
        .agg(pl.len().cast(pl.Int64).alias("rows"))
        .select(pl.lit(kind).alias("kind"), "organisation", "rows")
        for kind in before
    ]
    key = {"kind": pl.String(), "organisation": pl.String()}
    names = {Change.NEW: "new", Change.CHANGED: "changed", Change.GONE: "gone"}
    counted = (
        found.unique(["kind", "entry"])
        .group_by(*key)
        .agg((pl.col("change") == one.value).sum().alias(name) for one, name in names.items())
    )
    left = pl.col("rows") - pl.col("changed") - pl.col("gone")
    return (
        pl.concat([pl.DataFrame(schema=key | {"rows": pl.Int64()}), *sizes])
        .join(counted, on=list(key), how="full", coalesce=True, nulls_equal=True)
        .with_columns(pl.col("rows", *names.values()).fill_null(0).cast(pl.Int64))
        .select(*key, *names.values(), left.alias("unchanged"))
        .sort(pl.col("kind").cast(pl.Enum([*KINDS])), "organisation")
    )


def amount_changes(found: pl.DataFrame) -> pl.DataFrame:
    """Amounts of decisions and budget changes that differ, out of what `changes` gave.

    Returns:
        The columns of `CHANGES`, before, after and difference in exact kronor; the difference
        is null where there was no amount before or is none after.
    """
    is_amount = (pl.col("field") == "amount") & pl.col("kind").is_in(AMOUNT_KINDS)
    return (
        found.filter(is_amount)
        .with_columns(pl.col("before", "after").cast(pl.Decimal(38, 2)))
        .with_columns((pl.col("after") - pl.col("before")).alias("difference"))
    )

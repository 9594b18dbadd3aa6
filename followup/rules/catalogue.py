"""Every rule there is, by id, and findings worded by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from data_models.findings import FINDING_SCHEMA, no_findings
from followup.rules.errors import ERRORS
from followup.rules.notes import NOTES
from followup.rules.rule import Rule
from followup.rules.warnings import WARNINGS

_SLOT = re.compile(r"(\{\w+\})")
_SHOWN_IN_SENTENCE = 200
_DECIMALS = r"^(-?\d+)\.(\d+)$"

RULES: Mapping[str, Rule] = {rule.id: rule for rule in (*ERRORS, *WARNINGS, *NOTES)}
"""The catalogue by rule id."""

CELL_COLUMNS = {
    "file": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
    "field": pl.String(),
    "header": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}


def found(rule_id: str, cells: pl.DataFrame) -> pl.DataFrame:
    """A findings frame with one row per row of `cells`, worded by the rule.

    `cells` has the columns of `CELL_COLUMNS`; those it lacks are null.
    """
    rule = RULES[rule_id]
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in CELL_COLUMNS.items()
        if name not in cells.columns
    ]
    pieces = [_piece(text) for text in _SLOT.split(rule.sentence) if text]
    return (
        cells.with_columns(missing)
        .with_columns(
            pl.lit(rule.id).alias("rule"),
            pl.lit(rule.severity.value).alias("severity"),
            pl.concat_str(pieces).str.strip_chars().alias("message"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in FINDING_SCHEMA.items())
    )


def _piece(text: str) -> pl.Expr:
    if not _SLOT.fullmatch(text):
        return pl.lit(text)
    said = pl.col(text[1:-1]).fill_null("").str.replace(_DECIMALS, "$1,$2")
    cut = pl.concat_str(said.str.slice(0, _SHOWN_IN_SENTENCE - 1), pl.lit("…"))
    is_long = (said.str.len_chars() > _SHOWN_IN_SENTENCE) & (text != "{detail}")
    return pl.when(is_long).then(cut).otherwise(said)


def told(notes: Iterable[tuple[str, Mapping[str, str | None]]]) -> pl.DataFrame:
    """A findings frame with one row per note: a rule's id and what its cell holds."""
    by_rule: dict[str, list[Mapping[str, str | None]]] = {}
    for rule_id, cell in notes:
        by_rule.setdefault(rule_id, []).append(cell)
    parts = [
        found(rule_id, pl.DataFrame(cells, schema=CELL_COLUMNS, infer_schema_length=None))
        for rule_id, cells in by_rule.items()
    ]
    return pl.concat([no_findings(), *parts])

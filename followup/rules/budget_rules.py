"""Rules of the budget: names that are unclear, and amounts that agree with nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.budget_changes import sums_that_differ
from followup.measures.budget_lines import originals_that_differ
from followup.rules.hits import as_hits
from followup.texts.formats import NBSP


def budget_hits(frames: Mapping[str, pl.DataFrame]) -> list[pl.DataFrame]:
    """Hits of the rules of the budget, for the kinds of rows that there are."""
    found = []
    if "budget_lines" in frames:
        found.append(_originals(frames["budget_lines"]))
    if "budget_changes" in frames and "decisions" in frames:
        found.append(_decided_amounts(frames["budget_changes"], frames["decisions"]))
    if "budget_changes" in frames and "budget_lines" in frames:
        found += [_boards_for_appropriations(frames, field) for field in ("from_unit", "to_unit")]
    return found


def _boards_for_appropriations(frames: Mapping[str, pl.DataFrame], field: str) -> pl.DataFrame:
    """Changes that name a board which has several lines for running costs that year, or none.

    A board stands for its only such line; otherwise the change has to name an appropriation.
    """
    year = ["organisation", "budget_year"]
    lines = frames["budget_lines"].select(
        *year, "kind", _plain("board").alias("board"), _plain("appropriation").alias("line")
    )
    running = pl.col("line").filter(pl.col("kind") == BudgetKind.OPERATING.value)
    boards = lines.group_by(*year, "board").agg(running.n_unique().alias("lines"))
    named = frames["budget_changes"].with_columns(_plain(field).alias("board"))
    hits = (
        named.join(lines, left_on=[*year, "board"], right_on=[*year, "line"], how="anti")
        .join(boards.filter(pl.col("lines") != 1), on=[*year, "board"], maintain_order="left")
        .sort("file", "sheet", "row", maintain_order=True)
    )
    count = pl.when(pl.col("lines") == 0).then(pl.lit("inget")).otherwise(pl.col("lines"))
    return as_hits(
        hits,
        "appropriation_needed",
        kind=pl.lit("budget_changes"),
        field=pl.lit(field),
        value=pl.col(field),
        detail=pl.concat_str(count.cast(pl.String), pl.lit(" driftsanslag")),
    )


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase().str.strip_chars()


def _originals(budget_lines: pl.DataFrame) -> pl.DataFrame:
    """Rows that state another original budget than the earliest row of their line."""
    where_it_stands = _place("counted_row", "counted_sheet", "counted_file")
    return as_hits(
        originals_that_differ(budget_lines),
        "original_differs",
        kind=pl.lit("budget_lines"),
        field=pl.lit("original"),
        value=pl.col("original"),
        detail=pl.concat_str(
            _kronor("original"), pl.lit(", men samma budgetrad har tidigast "),
            _kronor("counted"), pl.lit(" på "), where_it_stands,
        ),
    )  # fmt: skip


def _decided_amounts(budget_changes: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Changes that together have another amount than the att-sats that decided them.

    The first of them is told, for the whole register: no date is chosen when files are read.
    """
    differing = sums_that_differ(budget_changes, decisions, dt.date.max)
    decision = ["decision_file", "decision_sheet", "decision_row"]
    first = differing.unique(decision, keep="first", maintain_order=True)
    together = pl.concat_str(
        pl.lit("De "), "changes", pl.lit(" ändringarna under samma beslut är tillsammans på ")
    )
    is_alone = pl.col("changes") == 1
    return as_hits(
        first,
        "decision_amount_differs",
        kind=pl.lit("budget_changes"),
        field=pl.lit("amount"),
        value=pl.col("stated_amount"),
        detail=pl.concat_str(
            pl.when(is_alone).then(pl.lit("Ändringen är på ")).otherwise(together),
            _kronor("together"), pl.lit(", men beslutet är på "), _kronor("decision_amount"),
            pl.lit(": "), "decision_body", pl.lit(" "), "decision_meeting_date", _paragraph(),
            pl.lit(", "), _place(*reversed(decision)),
        ),
    )  # fmt: skip


def _paragraph() -> pl.Expr:
    number = pl.concat_str(pl.lit(" § "), "decision_paragraph")
    return number.fill_null("")


def _place(row: str, sheet: str, file: str) -> pl.Expr:
    return pl.concat_str(pl.lit("rad "), row, pl.lit(" i bladet "), sheet, pl.lit(" ("), file,
                         pl.lit(")"))  # fmt: skip


def _kronor(name: str) -> pl.Expr:
    """An amount with its öre, if it has any: 1 213 000 kr, 5,50 kr."""
    text = pl.col(name).cast(pl.String)
    whole = text.str.extract(r"^-?(\d+)")
    grouped = whole.str.reverse().str.replace_all(r"(\d{3})", f"$1{NBSP}").str.reverse()
    sign = pl.when(pl.col(name) < 0).then(pl.lit("−")).otherwise(pl.lit(""))
    ore = text.str.extract(r"\.(\d\d)$")
    decimals = pl.when(ore != "00").then(pl.concat_str(pl.lit(","), ore)).otherwise(pl.lit(""))
    return pl.concat_str(sign, grouped.str.strip_chars(NBSP), decimals, pl.lit(f"{NBSP}kr"))

"""The tables of a reconciliation: both sides with their cells."""

from __future__ import annotations

import polars as pl

from followup.measures.reconciliation import Bucket
from followup.measures.reconciliation_words import other_amounts
from followup.texts.formats import MINUS, NBSP

_MOST_ROWS = 5
_MOST_AMOUNTS = 4
_PLACES = {"file": "Fil", "sheet": "Blad", "row": "Rad", "paragraph": "§", "source": "Källa"}


def places(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The cells behind: Fil, Blad, Rad, §, Källa, Del; the decisions first."""
    decided = rows.filter(~pl.col("is_line"))
    sides = {"beslut": decided, "budget": lines}
    return pl.concat(
        [
            side.select(
                *(pl.col(name).alias(header) for name, header in _PLACES.items()),
                pl.lit(word).alias("Del"),
            )
            for word, side in sides.items()
        ]
    )


def listed_rows(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every row of a reconciliation with both its sides, under Swedish headers.

    `lines` are those that `measures.reconciliation.of_rows` gave for `rows`.
    """
    told = rows.hstack(_line_places(rows, lines)).hstack(_other_amounts(rows, lines))
    of_decision = ~pl.col("is_line")
    place = pl.concat_str("sheet", pl.lit(" rad "), pl.col("row").cast(pl.String))
    return told.select(
        pl.col("bucket").alias("Utfall"),
        pl.col("paragraph").alias("§"),
        pl.when(of_decision).then("amount").alias("Belopp i beslut, kr"),
        pl.col("lines_amount").alias("Belopp i rader, kr"),
        (pl.col("lines_amount") - pl.col("decided_amount")).alias("Skillnad, kr"),
        _differing().alias("Skiljer"),
        pl.col("state").alias("Läge"),
        pl.col("budget_year").alias("Budgetår"),
        pl.col("title").alias("Ärende"),
        pl.col("clause_no").alias("Att"),
        pl.col("clause").alias("Att-sats"),
        pl.col("recipient").alias("Mottagare"),
        _of_lines("line_recipient").alias("Radernas mottagare"),
        pl.col("funding_source").alias("Finansieringskälla"),
        _of_lines("line_giver").alias("Radernas från"),
        _years().alias("Radernas år"),
        pl.col("lines").alias("Antal rader"),
        pl.when(pl.col("clauses") > 1).then("decided_amount").alias("Delar rader: summa, kr"),
        pl.col("stated").alias("Andra belopp i texten"),
        pl.col("condition").alias("Villkor"),
        pl.col("amount_kind").alias("Beloppstyp"),
        pl.col("matter_no").alias("Diarienr"),
        pl.col("body").alias("Organ"),
        pl.col("decided_on").alias("Datum"),
        pl.when(of_decision).then(place).alias("Beslutets cell"),
        pl.col("line_places").alias("Radernas celler"),
        pl.col("organisation").alias("Organisation"),
    )  # fmt: skip


def _differing() -> pl.Expr:
    """What differs, in words where there is no pair to compare too."""
    is_paired = pl.col("lines").is_not_null() & ~pl.col("is_line")
    return (
        pl.when(pl.col("is_line") & pl.col("matter").is_null()).then(pl.lit("ärende saknas"))
        .when("is_line").then(pl.lit("belopp saknas i ärendet"))
        .when(pl.col("bucket") == Bucket.COMMITMENT.value).then(pl.lit("jämförs inte"))
        .when(~is_paired).then(pl.lit("rad saknas"))
        .when(pl.col("differs").is_not_null()).then("differs")
        .when("is_rounded").then(pl.lit("inget, inom avrundningen"))
        .otherwise(pl.lit("inget"))
    )  # fmt: skip


def _of_lines(name: str) -> pl.Expr:
    """A name that all lines have; of several lines without one, that they have several."""
    has_several = pl.col(name).is_null() & (pl.col("lines") > 1)
    return pl.when(has_several).then(pl.lit("flera")).otherwise(name)


def _years() -> pl.Expr:
    first, last = (pl.col(name).cast(pl.String) for name in ("first_year", "last_year"))
    span = pl.concat_str(first, pl.lit("–"), last)
    return pl.when(pl.col("first_year") == pl.col("last_year")).then(first).otherwise(span)


def _line_places(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Row by row `line_places`: the sheets and rows of the lines, the first few of each sheet."""
    keyed = lines.with_columns(_key())
    per_sheet = keyed.group_by("key", "sheet", maintain_order=True).agg(
        pl.col("row").sort().head(_MOST_ROWS).cast(pl.String).str.join(", ").alias("told"),
        (pl.len() > _MOST_ROWS).alias("is_cut"),
    )
    more = pl.when("is_cut").then(pl.lit(" …")).otherwise(pl.lit(""))
    told = pl.concat_str("sheet", pl.lit(" rad "), "told", more)
    per_key = per_sheet.group_by("key", maintain_order=True).agg(
        told.str.join("; ").alias("line_places")
    )
    return (
        rows.select(_key()).join(per_key, on="key", how="left", maintain_order="left").drop("key")
    )


def _key() -> pl.Expr:
    """What ties lines to their row: the pair, or for a row without a decision its own number."""
    alone = pl.concat_str(pl.lit("rad"), pl.col("line_at").cast(pl.String))
    paired = pl.concat_str(pl.lit("par"), pl.col("pair").cast(pl.String))
    return pl.coalesce(paired, alone).alias("key")


def _other_amounts(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Row by row `stated`: the amounts in words that are not the rows' own."""
    told = other_amounts(rows, lines).group_by("at", maintain_order=True).agg(
        pl.col("stated").head(_MOST_AMOUNTS)
    )  # fmt: skip
    shown = told.explode("stated", empty_as_null=False).group_by("at", maintain_order=True).agg(
        _kr(pl.col("stated")).str.join("; ").alias("stated")
    )  # fmt: skip
    at = pl.int_range(rows.height, dtype=pl.UInt32, eager=True).alias("at").to_frame()
    return at.join(shown, on="at", how="left", maintain_order="left").select("stated")


def _kr(amount: pl.Expr) -> pl.Expr:
    """Amounts with thousands apart and öre when there are any."""
    text = amount.cast(pl.String)
    whole = text.str.extract(r"^-?(\d+)").str.reverse()
    grouped = whole.str.replace_all(r"(\d{3})", f"${{1}}{NBSP}").str.reverse()
    ore = text.str.extract(r"\.(\d+)$")
    cents = pl.when(ore.str.contains("[1-9]")).then(pl.concat_str(pl.lit(","), ore))
    sign = pl.when(text.str.starts_with("-")).then(pl.lit(MINUS)).otherwise(pl.lit(""))
    return pl.concat_str(
        sign, grouped.str.strip_chars(NBSP), cents.fill_null(""), pl.lit(f"{NBSP}kr")
    )


def both_sides(clauses: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The att-satser and the lines of one pair, one under the other."""
    decided = clauses.filter(~pl.col("is_line")).select(
        pl.lit("Beslut").alias("Sida"), "budget_year", "amount", "state",
        pl.col("funding_source").alias("giver"), "recipient", pl.col("clause").alias("text"),
        "condition", "body", "decided_on", "paragraph", "sheet", "row", "file",
    )  # fmt: skip
    rows = lines.select(
        pl.col("sheet").alias("Sida"), "budget_year", "amount", "state", "giver", "recipient",
        pl.coalesce("purpose", "comment").alias("text"), "condition", "body", "decided_on",
        "paragraph", "sheet", "row", "file",
    )  # fmt: skip
    headers = {
        "budget_year": "Budgetår", "amount": "Belopp, kr", "state": "Läge", "giver": "Från",
        "recipient": "Till", "text": "Text", "condition": "Villkor", "body": "Organ",
        "decided_on": "Datum", "paragraph": "§", "sheet": "Blad", "row": "Rad", "file": "Fil",
    }  # fmt: skip
    return pl.concat([decided, rows], how="vertical_relaxed").rename(headers)

"""What the bodies with the ball are called, also where organisations have one of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

NO_BODY = "okänt organ"


@dataclass(frozen=True, slots=True)
class Ball:
    """Who has the ball: a body (null when no row tells), of one organisation or of all (null)."""

    body: str | None
    organisation: str | None


def balls(rows: pl.DataFrame) -> pl.DataFrame:
    """What each body is called: alone, or with its organisation when several have one so named.

    Args:
        rows: organisation, waiting_on.

    Returns:
        One row per pair, in the order in which they stand: organisation, waiting_on, ball.
    """
    pairs = rows.select("organisation", "waiting_on").unique(maintain_order=True)
    body = pl.col("waiting_on").fill_null(NO_BODY)
    whole = pl.concat_str(body, pl.lit(" i "), "organisation")
    is_shared = pl.len().over("waiting_on") > 1
    return pairs.with_columns(pl.when(is_shared).then(whole).otherwise(body).alias("ball"))


def ball_of(row: Mapping[str, object], rows: pl.DataFrame) -> str:
    """What the body with the ball of one of the rows is called among them."""
    is_it = pl.col("organisation").eq(row["organisation"]) & pl.col("waiting_on").eq_missing(
        pl.lit(row["waiting_on"], pl.String)
    )
    return str(balls(rows).filter(is_it)["ball"].item())


def choices(rows: pl.DataFrame) -> dict[str, Ball]:
    """Every name that a body with the ball has in `rows` or in a part of them, by the alphabet.

    A name that several organisations share stands for all of them; each is there by itself too.
    """
    found: dict[str, Ball] = {}
    ordered = balls(rows).sort("waiting_on", "organisation", nulls_last=True)
    for organisation, body, name in ordered.iter_rows():
        found.setdefault(body or NO_BODY, Ball(body, None))
        found.setdefault(name, Ball(body, organisation))
    return found

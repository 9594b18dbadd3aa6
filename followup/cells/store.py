"""What has been accepted, in which versions, and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from followup.cells.cell import Cell
from followup.texts.formats import counted, number

_ZONE = "Europe/Stockholm"
_MOMENT = "%Y-%m-%d %H:%M"
_NO_FILES = pl.DataFrame(schema={"Fil": pl.String})
_TOLD = {
    "godkänd": "{name} godkände version {version} av {underlag}",
    "gjord gällande": "{name} gjorde version {version} av {underlag} gällande",
    "lyft ur": "{name} lyfte ur {underlag}",
    "tabeller byggda om": "{name} byggde om tabellerna",
    "återställd ur säkerhetskopia": "{name} återställde en säkerhetskopia",
    "förslag till uppdrag lämnat": "{name} lämnade ett förslag till uppdrag",
    "sparad": "{name} sparade {detail}",
    "borttagen": "{name} tog bort {detail}",
}
"""A sentence for each thing that the log tells of."""


def all_underlag(frame: pl.DataFrame) -> Cell:
    """Every underlag with the version of it that counts.

    Args:
        frame: name, versions (how many), and of the current version number, file, sha256,
            accepted_at (UTC), role, person, known_by, rows, errors, warnings; null when the
            underlag has been withdrawn.
    """
    current = frame.filter(pl.col("number").is_not_null())
    withdrawn = frame.height - current.height
    rows = counted(int(current["rows"].sum()), "rad", "rader")
    apart = f"; {number(withdrawn)} är {'lyft' if withdrawn == 1 else 'lyfta'} ur"
    told = counted(current.height, "underlag gäller", "underlag gäller")
    return Cell(
        id="underlag-alla",
        headline=f"{told}, med {rows}{apart if withdrawn else ''}",
        measure="Underlag med den version som gäller; rader, fel och varningar i antal",
        table=frame.select(
            pl.col("name").alias("Underlag"),
            pl.col("number").alias("Version"),
            pl.when(pl.col("number").is_null())
            .then(pl.lit("lyft ur"))
            .otherwise("file")
            .alias("Fil"),
            _moment("accepted_at").alias("Godkänd"),
            *_who(),
            *_counts(),
            pl.col("versions").alias("Versioner"),
        ),
        definition=(
            "Det gällande underlaget är alla gällande versioner tillsammans. Finns samma rad i två"
            " underlag räknas den i det som godkändes senast, och ett fynd nämner båda. Tider är"
            " svensk tid."
        ),
        sources=_files(current),
    )


def versions(frame: pl.DataFrame, name: str) -> Cell:
    """The versions of one underlag, the newest first.

    Args:
        frame: as for `all_underlag`, with left_out, size_bytes and is_current; no nulls.
        name: what the underlag is called.
    """
    table = frame.select(
        pl.col("number").alias("Version"),
        pl.when("is_current").then(pl.lit("gäller")).otherwise(pl.lit("")).alias("Gäller"),
        pl.col("file").alias("Fil"),
        _moment("accepted_at").alias("Godkänd"),
        *_who(),
        *_counts(),
        pl.col("left_out").alias("Utelämnade"),
        pl.col("size_bytes").alias("Byte"),
    )
    return Cell(
        id="underlag-versioner",
        about=name,
        headline=_versions_headline(table, frame["is_current"], name),
        measure="Underlagets versioner, den senaste först; rader, fel och varningar i antal",
        table=table,
        definition=(
            "En version är en godkänd fil, precis som den var. Versioner ändras aldrig och tas"
            " aldrig bort. Utelämnade är rader som lästes men inte räknas, för att de har fel"
            " eller redan finns."
        ),
        sources=_files(frame),
    )


def _versions_headline(table: pl.DataFrame, is_current: pl.Series, name: str) -> str:
    now = table.filter(is_current)
    if not now.height:
        told = counted(table.height, "version finns", "versioner finns")
        return f"Ingen version av {name} gäller; {told} kvar"
    row = now.row(0, named=True)
    rows = counted(row["Rader"], "rad", "rader")
    return (
        f"Version {row['Version']} av {table.height} gäller, med {rows}, godkänd {row['Godkänd']}"
        f" av {row['Av']}"
    )


def log(frame: pl.DataFrame, name: str | None = None) -> Cell:
    """Who did what, the latest first.

    Args:
        frame: at (UTC), person, role, known_by, action, underlag, version, detail.
        name: the underlag that it is about; null for all.
    """
    about = f" om {name}" if name else ""
    latest = frame.row(0, named=True) if frame.height else None
    last = f"; senast {_sentence(latest)}" if latest else ""
    return Cell(
        id="logg",
        about=name or "",
        headline=f"{counted(frame.height, 'händelse', 'händelser')}{about}{last}",
        measure="Allt som har gjorts med underlag och sparats i appen, det senaste först",
        table=frame.select(
            _moment("at").alias("När"),
            pl.col("person").alias("Vem"),
            pl.col("role").alias("Roll"),
            _stated().alias("Uppgivet"),
            _capital("action").alias("Vad"),
            pl.col("underlag").fill_null("").alias("Underlag"),
            pl.col("version").alias("Version"),
            *([pl.col("detail").alias("Anmärkning")] if (frame["detail"] != "").any() else []),
        ),
        definition=(
            "Varje godkännande, ändring av vilken version som gäller och urlyftning står här,"
            " liksom allt som sparas eller tas bort under ett namn i appen; raderna i loggen tas"
            " aldrig bort. Uppgivet betyder att personen själv har sagt vem det är. Tider är"
            " svensk tid."
        ),
        sources=_NO_FILES,
    )


def _sentence(row: Mapping[str, Any]) -> str:
    template = _TOLD.get(row["action"], "{name}: {action}")
    return template.format(name=row["person"], **row)


def _moment(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(_ZONE).dt.strftime(_MOMENT)


def _capital(name: str) -> pl.Expr:
    first = pl.col(name).str.slice(0, 1).str.to_uppercase()
    return pl.concat_str(first, pl.col(name).str.slice(1))


def _stated() -> pl.Expr:
    return pl.when(pl.col("known_by") == "uppgivet").then(pl.lit("ja")).otherwise(pl.lit("nej"))


def _who() -> list[pl.Expr]:
    """Who accepted, and how that is known."""
    stated = pl.concat_str(pl.col("role"), pl.lit(" ("), pl.col("known_by"), pl.lit(")"))
    return [pl.col("person").alias("Av"), stated.alias("Roll")]


def _counts() -> list[pl.Expr]:
    headers = {"rows": "Rader", "errors": "Fel", "warnings": "Varningar"}
    return [pl.col(name).alias(header) for name, header in headers.items()]


def _files(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col("file").alias("Fil"), pl.col("sha256").alias("SHA-256"))

"""Motions, initiatives, medborgarförslag and audit reports: their age and what came of them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import CaseKind
from followup.cells.cell import Cell, Figure, Picks, sources_of
from followup.charts import motions as charts
from followup.measures import motions as measures
from followup.measures.motions import Standing
from followup.texts.formats import counted, day, listed, number

_NAMES = {
    CaseKind.MOTION.value: ("motion", "motioner"),
    CaseKind.INITIATIVE.value: ("initiativärende", "initiativärenden"),
    CaseKind.CITIZEN_PROPOSAL.value: ("medborgarförslag", "medborgarförslag"),
    CaseKind.AUDIT_REPORT.value: ("revisionsrapport", "revisionsrapporter"),
}
_NEUTER = (CaseKind.INITIATIVE.value, CaseKind.CITIZEN_PROPOSAL.value)


def raised(
    decisions: pl.DataFrame, states: pl.DataFrame, as_of: dt.date, case_kind: str | None = None
) -> Cell:
    """The matters that motions, initiatives, proposals and audit reports raised.

    Args:
        decisions: rows of Beslut.
        states: what `measures.assignments.assignments` gave for `as_of`.
        as_of: the day it is seen from.
        case_kind: the Ärendetyp to show; null means all.
    """
    matters = measures.raised(decisions, states, as_of)
    if case_kind is not None:
        matters = matters.filter(pl.col("case_kind") == case_kind)
    kinds = measures.per_case_kind(matters)
    bars = _labelled(kinds.filter(pl.col("settled") < pl.col("matters")))
    headline = _headline(matters)
    return Cell(
        id="arendebalans-motioner",
        headline=headline,
        measure=f"Väckta ärenden som inte är avslutade, antal, läge per {day(as_of)}",
        draw=(lambda palette: charts.per_case_kind(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.per_case_kind_numbers(bars, palette))
        if bars.height
        else None,
        picks=Picks("arendetyp", tuple(bars["case_kind"])),
        alt=f"Liggande staplar per ärendetyp: {headline}" if bars.height else "",
        table=_table(matters),
        definition=(
            "Väckt: första dagen i Beslut eller Uppdrag. Avgjort: när det slutliga organet"
            " beslutar; en återremiss avgör inget. Motion och medborgarförslag bör beslutas inom"
            " ett år (kommunallagen 5 kap. 35 §), initiativärende inom sex månader. Bifallet är"
            " öppet tills de uppdrag som gavs då eller senare är avslutade, och så länge inga"
            " finns; då föreslås det på sidan Uppdrag."
        ),
        sources=sources_of(measures.rows_behind(decisions, states, as_of)),
        figures=_figures(kinds),
    )


def _labelled(kinds: pl.DataFrame) -> pl.DataFrame:
    names = {kind: many.capitalize() for kind, (_, many) in _NAMES.items()}
    name = pl.col("case_kind").replace_strict(names, return_dtype=pl.String)
    is_shared = pl.len().over("case_kind") > 1
    full = pl.concat_str(name, pl.lit(", "), "organisation")
    return kinds.with_columns(pl.when(is_shared).then(full).otherwise(name).alias("label"))


def _headline(matters: pl.DataFrame) -> str:
    still = matters.filter("is_open")
    if not matters.height:
        return "Ingen motion, inget initiativ och ingen revisionsrapport är registrerad"
    if not still.height:
        return f"Alla väckta ärenden är avslutade: {number(matters.height)}"
    counts = dict(still["case_kind"].value_counts().iter_rows())
    told = listed(
        [counted(counts[kind], *words) for kind, words in _NAMES.items() if kind in counts]
    )
    one = "avslutat" if still["case_kind"][0] in _NEUTER else "avslutad"
    return f"{told} är inte {one if still.height == 1 else 'avslutade'}{_late(still)}"


def _late(still: pl.DataFrame) -> str:
    over = still.filter(pl.col("standing") == Standing.OVER_LIMIT.value)
    granted = still.filter(pl.col("standing") == Standing.TO_CARRY_OUT.value).height
    longest = over["days_over_limit"].to_list()
    late = (
        f"; {number(over.height)} över tiden, längst {counted(max(longest), 'dag', 'dagar')}"
        if longest
        else ""
    )
    return late + (f"; {number(granted)} har bifallits men inte verkställts" if granted else "")


def _table(matters: pl.DataFrame) -> pl.DataFrame:
    return matters.select(
        pl.col("standing").alias("Läge"),
        pl.col("case_kind").alias("Ärendetyp"),
        pl.col("title").alias("Ärende"),
        pl.col("matter").alias("Diarienr"),
        pl.col("opened_on").alias("Väckt"),
        pl.col("limit_on").alias("Bör beslutas senast"),
        pl.col("decided_on").alias("Beslutat"),
        pl.col("outcome").alias("Utfall"),
        pl.col("age_days").alias("Ålder, dagar"),
        pl.col("days_over_limit").alias("Dagar över tiden"),
        pl.col("days_unexecuted").alias("Dagar sedan bifall"),
        pl.col("assignments").alias("Uppdrag"),
        pl.col("open_assignments").alias("Öppna uppdrag"),
        pl.col("organisation").alias("Organisation"),
    )


def _figures(kinds: pl.DataFrame) -> tuple[Figure, ...]:
    rows = kinds.select("organisation", "case_kind", "prepared", "over_limit", "to_carry_out")
    return tuple(
        one
        for organisation, kind, prepared, over, granted in rows.iter_rows()
        for one in (
            Figure(
                "motions.undecided", organisation, {"case_kind": kind}, prepared + over, "antal"
            ),
            Figure("motions.over_limit", organisation, {"case_kind": kind}, over, "antal"),
            Figure("motions.not_carried_out", organisation, {"case_kind": kind}, granted, "antal"),
        )
    )

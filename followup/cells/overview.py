"""The overview: what is loaded, how sound it is, and each subject's headline figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data_models.dataset import Dataset
from data_models.findings import Severity
from data_models.kinds import KINDS
from data_models.portfolio_returns import WHOLE_PORTFOLIO
from followup.cells.cell import Cell, Figure
from followup.charts import findings as finding_charts
from followup.charts import overview as charts
from followup.measures import findings as finding_measures
from followup.measures import overview as measures
from followup.measures.assignment_ageing import no_board
from followup.measures.assignments import assignments
from followup.measures.scalars import last_day, total
from followup.measures.selection import latest
from followup.texts.formats import counted, day, kr, listed, mnkr, number, percent

_NAME_START, _NAME_END = 8, 17
_WHOLE_SHEET = ("required_column_missing", "sheet_not_recognised")
"""Rules about a sheet of which no row is read."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure at the top of a page with what it should be seen against."""

    label: str
    value: str
    comparison: str


def loaded(dataset: Dataset, files: Sequence[str], refused: Sequence[str] = ()) -> Cell:
    """What is loaded, for whom and for which period; `refused` are files that were not read."""
    rows = measures.loaded_rows(dataset)
    per_kind = rows.group_by("kind", maintain_order=True).agg(pl.col("rows").sum())
    per_kind = per_kind.sort("rows", descending=True, maintain_order=True)
    organisations = rows["organisation"].drop_nulls().unique().sort().to_list()
    named = (
        listed(organisations) if len(organisations) <= 3 else f"{len(organisations)} organisationer"
    )
    read = counted(int(rows["rows"].sum()), "rad", "rader")
    told = counted(len(files), "fil är inläst", "filer är inlästa")
    unread = f"; {counted(len(refused), 'fil', 'filer')} kunde inte läsas" if refused else ""
    return Cell(
        id="oversikt-inlast",
        headline=f"{told}: {read} om {named or 'ingen organisation'}{unread}",
        measure=f"Inlästa rader per slag, antal, {_period(rows)}",
        draw=lambda palette: charts.rows_per_kind(per_kind, palette),
        native=lambda palette: charts.rows_per_kind_numbers(per_kind, palette),
        alt=f"Liggande staplar: {read}, flest {KINDS[per_kind['kind'][0]].title.lower()}"
        if per_kind.height
        else "",
        table=rows.select(
            pl.col("kind").replace_strict({k: v.title for k, v in KINDS.items()}).alias("Slag"),
            pl.col("organisation").alias("Organisation"),
            pl.col("rows").alias("Rader"),
            pl.col("first").alias("Från"),
            pl.col("last").alias("Till"),
            pl.col("files").alias("Filer"),
        ),
        definition=(
            "Varje rad i ett igenkänt blad som har lästs in utan fel räknas en gång. Rubriker,"
            " summarader, exempelrader och rader med fel räknas inte. Perioden är den första och"
            " sista dagen i radernas egna datum."
        ),
        sources=_sheets(dataset),
        figures=tuple(
            Figure("dataset.rows", row["organisation"], {"kind": row["kind"]}, row["rows"], "antal")
            for row in rows.iter_rows(named=True)
        ),
    )


def _period(rows: pl.DataFrame) -> str:
    first, last = rows["first"].min(), rows["last"].max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return "utan datum"
    return f"{day(first)} – {day(last)}"


def _sheets(dataset: Dataset) -> pl.DataFrame:
    parts = [
        dataset[kind].group_by("file", "sheet", maintain_order=True).agg(pl.len().alias("Rader"))
        for kind in dataset
    ]
    empty = pl.DataFrame(schema={"file": pl.String, "sheet": pl.String, "Rader": pl.UInt32})
    return pl.concat([empty, *parts]).rename({"file": "Fil", "sheet": "Blad"})


def _told(counts: dict[str, int]) -> str:
    errors, warnings = counts[Severity.ERROR.value], counts[Severity.WARNING.value]
    told = [
        counted(errors, "fel", "fel") if errors else "inga fel",
        counted(warnings, "varning", "varningar") if warnings else "inga varningar",
    ]
    return listed(told)


def _left_out(findings: pl.DataFrame) -> str:
    """What the findings keep outside: rows with errors, and whole sheets."""
    is_sheet = pl.col("rule").is_in(_WHOLE_SHEET)
    errors = findings.filter((pl.col("severity") == Severity.ERROR.value) & ~is_sheet)
    rows = errors.select("file", "sheet", pl.col("cell").str.extract(r"(\d+)$")).n_unique()
    sheets = findings.filter(is_sheet).select("file", "sheet").n_unique()
    parts = [
        f"{counted(rows, 'rad är utelämnad', 'rader är utelämnade')} tills felen är rättade"
        if rows
        else "",
        f"{counted(sheets, 'blad är inte inläst', 'blad är inte inlästa')}" if sheets else "",
    ]
    left_out = listed([part for part in parts if part])
    return f"; {left_out}" if left_out else ", så alla rader är med"


def soundness(findings: pl.DataFrame) -> Cell:
    """How many errors and warnings the loaded files have, per sheet."""
    counts = finding_measures.counts(findings)
    told = _told(counts)
    per_sheet = _by_severity(finding_measures.per_sheet(findings))
    return Cell(
        id="oversikt-kvalitet",
        headline=f"Underlaget har {told}{_left_out(findings)}",
        measure="Fynd vid granskningen per blad, antal",
        draw=(lambda palette: finding_charts.per_sheet(per_sheet, palette))
        if per_sheet.height
        else None,
        native=(lambda palette: finding_charts.per_sheet_numbers(per_sheet, palette))
        if per_sheet.height
        else None,
        alt=f"Staplar per blad: {told}, {counted(counts['info'], 'upplysning', 'upplysningar')}",
        table=per_sheet.rename(
            {"label": "Blad", "fel": "Fel", "varning": "Varningar", "info": "Upplysningar"}
        ),
        definition=(
            "En rad med fel lämnas utanför tills felet är rättat. En varning pekar på det som kan"
            " vara rätt men sällan är det; raden räknas. En upplysning säger vad som gjordes vid"
            " inläsningen."
        ),
        sources=findings.select(
            pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("cell").alias("Cell")
        ).unique(maintain_order=True),
    )


def _by_severity(per_sheet: pl.DataFrame) -> pl.DataFrame:
    """One row per sheet with a column per severity, the gravest first."""
    columns = [
        pl.col("findings").filter(pl.col("severity") == severity).sum().alias(severity)
        for severity in finding_measures.SEVERITIES
    ]
    is_shared = pl.col("file").n_unique().over("sheet") > 1
    is_long = pl.col("file").str.len_chars() > _NAME_START + _NAME_END
    start, end = pl.col("file").str.head(_NAME_START), pl.col("file").str.tail(_NAME_END)
    cut = pl.concat_str(start, pl.lit("…"), end)  # names of one series differ at their ends
    short = pl.when(is_long).then(cut).otherwise("file")
    label = pl.when(is_shared).then(pl.concat_str("sheet", pl.lit(" · "), short)).otherwise("sheet")
    return (
        per_sheet.group_by("file", "sheet", maintain_order=True)
        .agg(columns)
        .sort("fel", "varning", "info", descending=True)
        .select(label.alias("label"), *finding_measures.SEVERITIES)
    )


def headlines(dataset: Dataset, as_of: dt.date) -> tuple[Headline, ...]:
    """At most six figures, one per subject that has data, as it is seen on a day."""
    makers = {
        "decisions": _decisions,
        "assignments": lambda frame: _assignments(frame, as_of),
        "budget_changes": _changes,
        "loans": _loans,
        "portfolio_returns": _portfolio,
        "liquidity": _liquidity,
        "grants": _grants,
    }
    found = [make(dataset[kind]) for kind, make in makers.items() if dataset[kind].height]
    return tuple(found[:6])


def _decisions(frame: pl.DataFrame) -> Headline:
    last = last_day(frame["meeting_date"])
    with_amount = frame["amount"].is_not_null().sum()
    return Headline(
        "Att-satser", number(frame.height),
        f"{with_amount} med belopp, senast {day(last)}",
    )  # fmt: skip


def _assignments(frame: pl.DataFrame, as_of: dt.date) -> Headline:
    states = assignments(frame, as_of)
    without = int(no_board(states)["no_board"].sum())
    told = counted(without, "öppet utan nämnd", "öppna utan nämnd")
    return Headline("Uppdrag", number(states.height), told)


def _changes(frame: pl.DataFrame) -> Headline:
    told = f"{mnkr(total(frame['amount']))} enligt förteckningen"
    return Headline("Budgetändringar", number(frame.height), told)


def _loans(frame: pl.DataFrame) -> Headline:
    rows = latest(frame, "loans")
    told = counted(rows.height, "lån", "lån")
    return Headline(
        "Låneskuld", mnkr(total(rows["debt"]), 0), f"{told}, {day(last_day(rows['report_date']))}"
    )


def _portfolio(frame: pl.DataFrame) -> Headline:
    whole = latest(frame.filter(pl.col("asset_class") == WHOLE_PORTFOLIO), "portfolio_returns")
    row = (whole if whole.height else latest(frame, "portfolio_returns")).row(0, named=True)
    told = f"index {percent(row['benchmark_return'])}, {row['month']:%Y-%m}"
    return Headline("Portföljens månad", percent(row["portfolio_return"]), told)


def _liquidity(frame: pl.DataFrame) -> Headline:
    rows = latest(frame, "liquidity")
    return Headline("Likvida medel", mnkr(total(rows["cash"]), 0), day(last_day(rows["date"])))


def _grants(frame: pl.DataFrame) -> Headline:
    told = counted(frame.height, "mottagare", "mottagare")
    return Headline("Fördelade bidrag", kr(total(frame["amount"])), told)

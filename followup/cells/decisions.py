"""The register of decisions: how much of it there is, its money, its rows and one decision."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from data_models.columns import FieldType
from data_models.dataset import SheetReport
from data_models.kinds import KINDS
from data_models.vocabulary import BUDGET_KINDS
from followup.cells.cell import Cell, Figure, Picks, sources_of
from followup.charts import decisions as charts
from followup.measures import decisions as measures
from followup.measures.scalars import total
from followup.texts.formats import MISSING, counted, day, kr, mnkr, number

MOST_BARS = 15
_KIND = KINDS["decisions"]
_NO_KIND = "utan beloppstyp"


def clauses(decisions: pl.DataFrame, as_of: str) -> Cell:
    """How many att-satser each body has."""
    per_body = measures.clauses_per_body(decisions)
    is_shared = pl.col("organisation").n_unique().over("body") > 1
    full = pl.concat_str("body", pl.lit(", "), "organisation")
    label = pl.when(is_shared).then(full).otherwise("body")
    drawn = per_body.with_columns(label.alias("label")).head(MOST_BARS)
    told = counted(decisions.height, "att-sats", "att-satser")
    bodies = counted(per_body.height, "organ", "organ")
    counts = per_body["clauses"].head(2).to_list()
    leads = len(counts) == 2 and counts[0] > counts[1]
    most = f", flest i {per_body['body'][0]}" if leads else ""
    return Cell(
        id="beslut-organ",
        headline=f"{told} i {bodies}{most}",
        measure=f"Att-satser per organ, antal, läge per {as_of}{_cut(per_body.height)}",
        draw=lambda palette: charts.clauses_per_body(drawn, palette),
        native=lambda palette: charts.clauses_per_body_numbers(drawn, palette),
        picks=Picks("organ", tuple(drawn["body"])),
        alt=f"Liggande staplar: {told} i {bodies}{most}",
        table=per_body.select(
            pl.col("organisation").alias("Organisation"),
            pl.col("body").alias("Organ"),
            pl.col("clauses").alias("Att-satser"),
        ),
        definition=(
            "Varje rad i beslutsregistret är en att-sats. Ett ärende som flera organ har"
            " behandlat har en rad för varje organ och räknas i vart och ett."
        ),
        sources=sources_of(decisions),
        figures=_clause_figures(per_body),
    )


def _clause_figures(per_body: pl.DataFrame) -> tuple[Figure, ...]:
    if not per_body.height:
        return (Figure("decisions.clauses", None, {"body": None}, 0, "antal"),)
    return tuple(
        Figure(
            "decisions.clauses", row["organisation"], {"body": row["body"]}, row["clauses"], "antal"
        )
        for row in per_body.iter_rows(named=True)
    )


def _cut(rows: int) -> str:
    """What the picture leaves to the table."""
    return f"; bilden visar de {MOST_BARS} största av {number(rows)}" if rows > MOST_BARS else ""


def amounts(decisions: pl.DataFrame, as_of: str) -> Cell:
    """What the att-satser's amounts are, and how much of them is decided."""
    per_kind = measures.amounts(decisions)
    labelled = _by_label(per_kind)
    drawn = labelled.head(MOST_BARS)
    count = int(per_kind["clauses"].sum())
    headline = _amount_headline(per_kind)
    return Cell(
        id="beslut-belopp",
        headline=headline,
        measure=f"Registrerade belopp per beloppstyp och budgetår, mnkr, läge per {as_of}"
        f"{_cut(labelled.height)}",
        draw=(lambda palette: charts.amounts(drawn, palette, mnkr)) if count else None,
        native=(lambda palette: charts.amounts_numbers(drawn, palette, mnkr)) if count else None,
        alt=headline,
        table=per_kind.select(
            pl.col("organisation").alias("Organisation"),
            pl.col("amount_kind").fill_null(_NO_KIND).alias("Beloppstyp"),
            pl.col("budget_year").alias("Budgetår"),
            pl.col("is_decided").alias("Beslutat"),
            pl.col("clauses").alias("Att-satser"),
            pl.col("amount").alias("Belopp, kr"),
        ),
        definition=(
            "Summan av beloppen så som de står i att-satserna. Beslutat är att-satser med"
            " beslutstypen beslutar; allt annat är ännu inte beslutat. Ett ärende som flera organ"
            " har behandlat har ett belopp i vart och ett, så staplarna är inte budgeten. Borgen"
            " och upphandlingsvärde är åtaganden och inga anslag; statsbidrag och kostnad ändrar"
            " inte budgeten. Rubriken räknar bara det som ändrar den."
        ),
        sources=sources_of(decisions.filter(pl.col("amount").is_not_null())),
        figures=_amount_figures(per_kind),
    )


def _amount_headline(per_kind: pl.DataFrame) -> str:
    """The money that changes or uses the budget, decided and not; commitments are never added."""
    touches = per_kind.filter(pl.col("amount_kind").is_in(BUDGET_KINDS))
    decided = total(touches.filter("is_decided")["amount"])
    rest = total(touches.filter(~pl.col("is_decided"))["amount"])
    others = int(per_kind["clauses"].sum()) - int(touches["clauses"].sum())
    if not per_kind.height:
        return "Ingen att-sats har något belopp"
    apart = f"; {counted(others, 'belopp rör', 'belopp rör')} inte budgeten" if others else ""
    if not touches.height:
        return f"Inget belopp ändrar budgeten{apart}"
    if not decided:
        return f"Inget av de {mnkr(rest)} som ändrar budgeten är beslutat{apart}"
    if not rest:
        return f"Alla {mnkr(decided)} som ändrar budgeten är beslutade{apart}"
    told = f"{mnkr(decided)} som ändrar budgeten är beslutat, {mnkr(rest)} är inte beslutat"
    return f"{told}{apart}"


def _by_label(per_kind: pl.DataFrame) -> pl.DataFrame:
    zero = pl.lit(Decimal(0)).cast(pl.Decimal(38, 2))
    amount = pl.col("amount").cast(pl.Decimal(38, 2))
    year = pl.col("budget_year").cast(pl.String).fill_null("utan budgetår")
    label = pl.concat_str(pl.col("amount_kind").fill_null(_NO_KIND), pl.lit(" "), year)
    return (
        per_kind.group_by(label.alias("label"))
        .agg(
            pl.when("is_decided").then(amount).otherwise(zero).sum().alias("decided"),
            pl.when("is_decided").then(zero).otherwise(amount).sum().alias("other"),
        )
        .sort((pl.col("decided") + pl.col("other")), descending=True)
    )


def _amount_figures(per_kind: pl.DataFrame) -> tuple[Figure, ...]:
    dimensions = ("amount_kind", "budget_year")
    summed = per_kind.group_by("organisation", *dimensions, maintain_order=True).agg(
        pl.col("amount").sum()
    )
    if not summed.height:
        nothing = {"amount_kind": None, "year": None}
        return (Figure("decisions.amount", None, nothing, Decimal(0), "kr"),)
    return tuple(
        Figure(
            "decisions.amount",
            row["organisation"],
            {"amount_kind": row["amount_kind"], "year": row["budget_year"]},
            row["amount"],
            "kr",
        )
        for row in summed.iter_rows(named=True)
    )


def register_table(rows: pl.DataFrame) -> pl.DataFrame:
    """The register's rows with Swedish headers, one per att-sats, in the order given."""
    return rows.select(
        pl.col("meeting_date").alias("Datum"),
        pl.col("paragraph").alias("§"),
        pl.col("title").alias("Ärende"),
        pl.col("clause_no").alias("Att"),
        pl.col("clause").alias("Att-sats"),
        pl.col("decision_kind").alias("Beslutstyp"),
        pl.col("amount").alias("Belopp, kr"),
        pl.col("body").alias("Organ"),
        pl.col("registry_no").alias("Diarienr"),
        pl.col("organisation").alias("Organisation"),
    )


def register(rows: pl.DataFrame, of_all: int, as_of: str) -> Cell:
    """The rows of the register that were asked for, out of so many, latest meeting first."""
    told = counted(rows.height, "att-sats", "att-satser")
    out_of = "" if rows.height == of_all else f" av {number(of_all)}"
    amounts = int(rows["amount"].is_not_null().sum())
    with_amount = f", {counted(amounts, 'har belopp', 'har belopp')}" if amounts else ""
    return Cell(
        id="beslut-register",
        headline=f"{told}{out_of} i registret{with_amount}",
        measure=f"Beslutsregistret, en rad per att-sats, kr, läge per {as_of}",
        table=register_table(rows),
        definition=(
            "Raderna står som i arbetsboken, senaste sammanträdet först. Sökningen letar i"
            " ärende, att-sats, paragraf, diarienummer, mottagare och finansieringskälla; alla"
            " ord måste finnas."
        ),
        sources=sources_of(rows),
    )


def decision(row: dict[str, object], reports: Sequence[SheetReport]) -> pl.DataFrame:
    """A whole decision, one line per column, with the cell that each value stands in.

    Args:
        row: a row of the decisions frame.
        reports: the sheets as they were read, for the letters of the columns.

    Returns:
        Uppgift, Värde, Cell ("" for what the contract filled in).
    """
    letters = {
        column.field: column.letter
        for report in reports
        if report.file == row["file"] and report.sheet == row["sheet"]
        for column in report.columns
        if column.field
    }
    lines = [
        (
            column.header,
            _shown(row[column.field], column.kind),
            f"{letters[column.field]}{row['row']}" if column.field in letters else "",
        )
        for column in _KIND.columns
    ]
    return pl.DataFrame(lines, schema=["Uppgift", "Värde", "Cell"], orient="row")


def _shown(value: object, kind: FieldType) -> str:
    if value is None:
        return MISSING
    if kind is FieldType.AMOUNT:
        return kr(value)  # type: ignore[arg-type]
    if kind is FieldType.DATE:
        return day(value)  # type: ignore[arg-type]
    return str(value)

"""The comparison of two datasets: rows, decisions and amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from data_models.columns import FieldType
from data_models.dataset import Dataset
from data_models.kinds import KINDS
from data_models.vocabulary import AssignmentStatus
from followup.cells.cell import Cell, Figure
from followup.charts import changes as charts
from followup.measures import changes as measures
from followup.measures.changes import Change
from followup.texts.formats import MINUS, NBSP, counted, kr, listed

PERSONAL = "personuppgift"
_MOST_FIELDS = 3
_ROWS = ("rad", "rader")
_PARTS = {"new": Change.NEW, "changed": Change.CHANGED, "gone": Change.GONE}
_FORMS = {
    Change.NEW.value: ("ny", "nya"),
    Change.CHANGED.value: ("ändrad", "ändrade"),
    Change.GONE.value: ("borta", "borta"),
    AssignmentStatus.CLOSED.value: ("avslutat", "avslutade"),
    AssignmentStatus.WRITTEN_OFF.value: ("avskrivet", "avskrivna"),
}
"""Words in the order in which they are told, for one and for many."""

_PLACE = {"file": "Fil", "sheet": "Blad", "row": "Rad"}
_UNITS = {FieldType.AMOUNT: f"{NBSP}kr", FieldType.PERCENT: f"{NBSP}%", FieldType.NUMBER: ""}
_COLUMNS = pl.DataFrame(
    [
        (kind.name, column.field, _UNITS.get(column.kind), column.personal)
        for kind in KINDS.values()
        for column in kind.columns
    ],
    schema={"kind": pl.String, "field": pl.String, "unit": pl.String, "is_personal": pl.Boolean},
    orient="row",
)
_HOW_MATCHED = (
    "En rad är densamma på båda sidor när det som skiljer den från andra rader är lika: för ett"
    " beslut organisation, organ, datum, paragraf och att-sats, för ett uppdrag organisation,"
    " uppdrag-id och statusdatum. Ändras något av det räknas den gamla raden som borta och den"
    " nya som ny."
)


def summary(before: Dataset, changed: pl.DataFrame, before_label: str, after_label: str) -> Cell:
    """How many rows of each kind are new, changed and gone.

    Args:
        before: the earlier dataset.
        changed: what `measures.changes.changes` gave for it and the later one.
        before_label: what the earlier one is called, as "version 1, 2026-10-01".
        after_label: what the later one is called.
    """
    rows = measures.counts(before, changed)
    per_kind = _per_kind(rows)
    told = told_of(
        {change.value: int(per_kind[name].sum()) for name, change in _PARTS.items()}, _ROWS
    )
    nothing = _nothing(before_label, after_label, int(rows["unchanged"].sum()))
    return Cell(
        id="jamforelse-rader",
        headline=told or nothing,
        measure=f"Rader per slag, antal, {before_label} mot {after_label}",
        draw=(lambda palette: charts.rows_per_kind(per_kind, palette)) if told else None,
        native=(lambda palette: charts.rows_per_kind_numbers(per_kind, palette)) if told else None,
        alt=f"Liggande staplar per slag: {told}" if told else "",
        table=rows.select(
            _kind_title(),
            *headed(organisation="Organisation", new="Nya", changed="Ändrade", gone="Borta"),
            *headed(unchanged="Oförändrade"),
        ),
        definition=(
            f"{_HOW_MATCHED} En rad är ändrad när någon av bladets kolumner har ett annat värde;"
            " att raden har flyttats i filen är ingen ändring. Oförändrade, ändrade och borta är"
            f" tillsammans raderna i {before_label}."
        ),
        sources=sources_of_both(changed, before_label, after_label),
        figures=_row_figures(rows),
    )


def told_of(counts: Mapping[str, int], nouns: tuple[str, str]) -> str:
    """3 rader är nya, 2 ändrade och 1 borta; what there is none of is left out."""
    some = [(counts[word], *forms) for word, forms in _FORMS.items() if counts.get(word)]
    one, many = (f"{noun} är " for noun in nouns)
    first = [counted(count, one + form, many + forms) for count, form, forms in some[:1]]
    return listed(first + [counted(*rest) for rest in some[1:]])


def counted_words(words: pl.Series) -> dict[str, int]:
    """How many times each word stands in a column."""
    return dict(words.value_counts().iter_rows())


def _nothing(before_label: str, after_label: str, unchanged: int) -> str:
    if not unchanged:
        return "Det finns inga rader att jämföra"
    same = counted(unchanged, "rad är oförändrad", "rader är oförändrade")
    return f"Ingenting skiljer {before_label} från {after_label}: {same}"


def _per_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """The kinds with a difference, the most first."""
    differing = pl.sum_horizontal(*_PARTS)
    summed = rows.group_by("kind", maintain_order=True).agg(pl.col(*_PARTS).sum())
    return summed.filter(differing > 0).sort(differing, descending=True, maintain_order=True)


def _row_figures(rows: pl.DataFrame) -> tuple[Figure, ...]:
    words = {**_PARTS, "unchanged": "oförändrad"}
    lines = rows.rename(words).unpivot(
        index=["kind", "organisation"], variable_name="change", value_name="rows"
    )
    groups = tally(lines, "kind", "change", value=pl.col("rows").sum())
    return tuple(Figure("changes.rows", *group, "antal") for group in groups)


def tally(
    rows: pl.DataFrame, *dimensions: str, value: pl.Expr | None = None
) -> list[tuple[str | None, dict[str, str | int | None], Decimal | int]]:
    """(organisation, dimensions, value) per group, counting rows; zero when there is none."""
    aggregated = (pl.len() if value is None else value).alias("value")
    groups = rows.group_by("organisation", *dimensions, maintain_order=True).agg(aggregated)
    if not groups.height:
        return [(None, dict.fromkeys(dimensions), 0)]
    named = groups.iter_rows(named=True)
    return [(row["organisation"], {one: row[one] for one in dimensions}, row["value"])
            for row in named]  # fmt: skip


def rows_changed(
    changed: pl.DataFrame, before_label: str, after_label: str, *, show_personal: bool = False
) -> Cell:
    """Every row that differs, whatever its kind, with what stood and stands in each field."""
    labels = (before_label, after_label)
    return _fields("jamforelse-falt", changed, _ROWS, labels, show_personal=show_personal)


def decisions_changed(
    changed: pl.DataFrame, before_label: str, after_label: str, *, show_personal: bool = False
) -> Cell:
    """The att-satser that differ, with what stood and stands in each field."""
    rows, labels = changed.filter(pl.col("kind") == "decisions"), (before_label, after_label)
    nouns = ("att-sats", "att-satser")
    return _fields("jamforelse-beslut", rows, nouns, labels, show_personal=show_personal)


def _fields(
    name: str,
    changed: pl.DataFrame,
    nouns: tuple[str, str],
    labels: tuple[str, str],
    *,
    show_personal: bool,
) -> Cell:
    groups = tally(changed.drop_nulls("field"), "kind", "field")
    masked = "" if show_personal else f" Namn på personer visas som {PERSONAL}."
    return Cell(
        id=name,
        headline=_fields_headline(changed, nouns),
        measure=f"Ändrade fält i {nouns[1]}, en rad per fält, {labels[0]} mot {labels[1]}",
        table=_fields_table(changed, labels, show_personal=show_personal),
        definition=(
            f"{_HOW_MATCHED} Varje fält som har ett annat värde är en rad i tabellen. Fil, blad"
            " och Excelrad är där raden står nu, eller där den stod om den är borta; källorna"
            f" visar båda ställena.{masked}"
        ),
        sources=sources_of_both(changed, *labels),
        figures=tuple(Figure("changes.fields", *group, "antal") for group in groups),
    )


def _fields_headline(changed: pl.DataFrame, nouns: tuple[str, str]) -> str:
    """How many rows differ, and in which fields most of the changed ones do."""
    told = told_of(counted_words(changed.unique(["kind", "entry"])["change"]), nouns)
    headers = changed["header"].drop_nulls().value_counts()
    fields = headers.sort(-pl.col("count").cast(pl.Int64), "header")["header"].to_list()
    shown = fields[:_MOST_FIELDS] + ["annat"] * (len(fields) > _MOST_FIELDS)
    told += f"; ändrat är {listed(shown)}" if fields else ""
    return told or f"Ingen {nouns[0]} är ny, ändrad eller borta"


def _fields_table(
    changed: pl.DataFrame, labels: tuple[str, str], *, show_personal: bool
) -> pl.DataFrame:
    typed = changed.join(_COLUMNS, on=["kind", "field"], how="left", maintain_order="left")
    is_hidden = pl.col("is_personal").fill_null(value=False) & (not show_personal)
    return typed.select(
        pl.col("change").str.to_titlecase().alias("Vad hände"),
        _kind_title(),
        *headed(label="Rad", title="Ärende"),
        pl.col("header").fill_null("hela raden").alias("Fält"),
        _value("before", is_hidden, Change.GONE).alias(f"Före ({labels[0]})"),
        _value("after", is_hidden, Change.NEW).alias(f"Efter ({labels[1]})"),
        *headed(organisation="Organisation"),
        *place(),
    )


def _value(name: str, is_hidden: pl.Expr, stands_when: Change) -> pl.Expr:
    """A field's value on one side; for a whole row, whether it stands there."""
    stands = pl.when(pl.col("change") == stands_when.value).then(pl.lit("finns"))
    return (
        pl.when(pl.col("field").is_null()).then(stands.otherwise(pl.lit("finns inte")))
        .when(pl.col(name).is_null()).then(None)
        .when(is_hidden).then(pl.lit(PERSONAL))
        .otherwise(_shown(name))
    )  # fmt: skip


def _shown(name: str) -> pl.Expr:
    """A plain value as Swedish readers write it: digits in groups, comma, true minus, unit."""
    text, unit = pl.col(name), pl.col("unit")
    digits = text.str.extract(r"(\d+)").str.reverse()
    grouped = digits.str.replace_all(r"(\d{3})", f"${{1}}{NBSP}").str.reverse()
    decimals = text.str.extract(r"\.(\d+)$")
    is_amount = unit == _UNITS[FieldType.AMOUNT]
    ore = pl.when(is_amount).then(decimals.str.pad_end(2, "0")).otherwise(decimals)
    shown = pl.concat_str(
        text.str.extract(r"^(-?)").str.replace("-", MINUS),
        grouped.str.strip_chars_start(NBSP),
        pl.concat_str(pl.lit(","), ore).fill_null(""),
        unit,
    )
    return pl.when(unit.is_null()).then(text).otherwise(shown)


def headed(**headers: str) -> list[pl.Expr]:
    """Columns under their Swedish headers."""
    return [pl.col(name).alias(header) for name, header in headers.items()]


def _kind_title() -> pl.Expr:
    titles = {name: kind.title for name, kind in KINDS.items()}
    return pl.col("kind").replace_strict(titles).alias("Slag")


def place() -> list[pl.Expr]:
    """Where a row stands now, or stood when it is gone."""
    headers = {**_PLACE, "row": "Excelrad"}
    return [pl.coalesce(name, f"before_{name}").alias(said) for name, said in headers.items()]


def sources_of_both(rows: pl.DataFrame, before_label: str, after_label: str) -> pl.DataFrame:
    """Where the rows stand on either side: Fil, Blad, Rad, Läge."""
    sides = [
        rows.select(
            *headed(**{prefix + name: header for name, header in _PLACE.items()}),
            pl.lit(label).alias("Läge"),
        )
        for prefix, label in (("", after_label), ("before_", before_label))
    ]
    return pl.concat(sides).drop_nulls("Fil").unique(maintain_order=True)


def amounts_changed(changed: pl.DataFrame, before_label: str, after_label: str) -> Cell:
    """The amounts of decisions and budget changes that are others than they were."""
    rows = measures.amount_changes(changed)
    sums = tally(rows.drop_nulls("difference"), "kind", value=pl.col("difference").sum())
    return Cell(
        id="jamforelse-belopp",
        headline=_amounts_headline(rows),
        measure=f"Belopp i beslut och budgetändringar, kr, {before_label} mot {after_label}",
        table=rows.select(
            _kind_title(),
            *headed(label="Rad", title="Ärende", before=f"Före, kr ({before_label})"),
            *headed(after=f"Efter, kr ({after_label})", difference="Skillnad, kr"),
            *headed(organisation="Organisation"),
            *place(),
        ),
        definition=(
            f"{_HOW_MATCHED} Skillnaden är beloppet efter minus beloppet före. Ett belopp som har"
            " tillkommit i eller tagits bort ur en rad har ingen skillnad. Belopp i nya rader"
            " och i rader som är borta räknas inte här. Rubriken lägger inte ihop belopp: samma"
            " ändring kan stå både i flera organs beslut och bland budgetändringarna."
        ),
        sources=sources_of_both(rows, before_label, after_label),
        figures=tuple(Figure("changes.amount_difference", *group, "kr") for group in sums),
    )


def _amounts_headline(rows: pl.DataFrame) -> str:
    moved = rows.drop_nulls("difference").sort(pl.col("difference").abs(), descending=True)
    largest = _largest(moved.row(0, named=True)) if moved.height else ""
    phrases = (
        (moved.height, f"är ändrat {largest}", f"är ändrade, mest {largest}"),
        (rows["before"].null_count(), "har tillkommit", "har tillkommit"),
        (rows["after"].null_count(), "har tagits bort", "har tagits bort"),
    )
    return sentence("belopp", phrases) or "Inget belopp är ändrat"


def _largest(row: Mapping[str, Decimal]) -> str:
    sign = "+" if row["difference"] > 0 else ""
    change = f"från {kr(row['before'])} till {kr(row['after'])}"
    return f"{change} ({sign}{kr(row['difference'])}) i {row['label']}"


def sentence(noun: str, phrases: Sequence[tuple[int, str, str]]) -> str:
    """2 uppdrag har … ; 1 har …: what there is none of is left out."""
    some = [phrase for phrase in phrases if phrase[0]]
    first = [counted(count, f"{noun} {one}", f"{noun} {many}") for count, one, many in some[:1]]
    return "; ".join(first + [counted(*rest) for rest in some[1:]])

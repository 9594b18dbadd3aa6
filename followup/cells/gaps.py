"""What is missing in the decision chains, and what was decided otherwise than proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from followup.cells.balls import ball_of
from followup.cells.cell import Cell, sources_of
from followup.cells.chains import headed, picks
from followup.charts import chains as charts
from followup.measures import gaps as measures
from followup.measures.chain_differences import Differing
from followup.measures.gaps import Gap
from followup.texts.formats import MINUS, NBSP, counted, day, kr, listed, long_day, number

_TOLD = {
    Gap.NOT_TAKEN_UP: ("föreslagen men aldrig upptagen", "föreslagna men aldrig upptagna"),
    Gap.NOT_BACK: ("återremitterad och inte tillbaka", "återremitterade och inte tillbaka"),
    Gap.NO_PROPOSAL: ("överlämnad utan förslag", "överlämnade utan förslag"),
    Gap.CONDITION: ("med villkor som inte är uppfyllt", "med villkor som inte är uppfyllda"),
    Gap.NOT_REPORTED: (
        "delegerad och inte återrapporterad",
        "delegerade och inte återrapporterade",
    ),
    Gap.UNFUNDED: ("beslutad utan finansiering", "beslutade utan finansiering"),
}
_PLURALS = {Differing.AMOUNT: ("belopp", "belopp"), Differing.RECIPIENT: ("mottagare", "mottagare"),
            Differing.OUTCOME: ("utfall", "utfall")}  # fmt: skip


def gaps(found: pl.DataFrame, as_of: dt.date) -> Cell:
    """What is missing in the chains, per kind of gap; `found` is from `measures.gaps`."""
    per_gap = measures.per_gap(found)
    bars = per_gap.filter(pl.col("gaps") > 0).rename({"gap": "label"})
    bars = bars.sort("gaps", descending=True, maintain_order=True)
    headline = _gaps_headline(found, per_gap)
    return Cell(
        id="kedja-luckor",
        headline=headline,
        measure=f"Luckor i beslutskedjan per slag, antal, läge per {day(as_of)}",
        draw=(lambda palette: charts.gaps(bars, palette)) if found.height else None,
        native=(lambda palette: charts.gaps_numbers(bars, palette)) if found.height else None,
        picks=picks("lucka", bars["label"]),
        alt=f"Liggande staplar per slag av lucka: {headline}. {_every_kind(per_gap)}",
        table=found.select(pl.col("gap").alias("Lucka")).hstack(
            headed(
                found, "waiting_on", "since", "age_days", "age_meetings", "paragraph", "title",
                "matter_no", "clause_no", "clause", "amount", "condition", "is_guess", "body",
                "organisation",
            )
        ).hstack(found.select(
            pl.when("is_breach").then(pl.lit("ja")).otherwise(pl.lit("nej")).alias("Lagbrott")
        )),
        definition=(
            "Aldrig upptaget: organet med bollen har sammanträtt sedan dess, eller dess möten är"
            " okända. Återremitterat: ingen senare rad. Villkor: inget organ som det nämner har"
            " beslutat i ärendet. Inte återrapporterat: delegerat utan anmält delegationsbeslut."
            " Utan finansiering: beslutad utgift utan källa, lagbrott när fullmäktige beslutar"
            " (kommunallagen 11 kap. 15 §), annars en varning."
        ),
        sources=sources_of(found),
    )  # fmt: skip


def _gaps_headline(found: pl.DataFrame, per_gap: pl.DataFrame) -> str:
    if not found.height:
        return "Beslutskedjan har inga luckor"
    oldest = found.sort("since", maintain_order=True).row(0, named=True)
    since = f"hos {ball_of(oldest, found)} sedan {long_day(oldest['since'])}"
    breaches = int(per_gap["breaches"].sum())
    if found.height == 1:
        law = ", ett lagbrott" if breaches else ""
        return f"1{NBSP}lucka{law}: {_TOLD[Gap(oldest['gap'])][0]}, {since}"
    law = f" varav {number(breaches)} lagbrott" if breaches else ""
    told = f"{counted(found.height, 'lucka', 'luckor')}{law}{_mostly(per_gap)}"
    return f"{told}; den äldsta {since}"


def _mostly(per_gap: pl.DataFrame) -> str:
    """Which kind of gap there is most of, if one is ahead of the others."""
    counts = sorted(_counts(per_gap), reverse=True, key=lambda one: one[1])
    (gap, most), others = counts[0], counts[1:]
    if not others:
        return f": alla {_TOLD[gap][1]}"
    if others[0][1] == most:
        return f" av {number(len(counts))} slag"
    return f": flest {_TOLD[gap][1]} ({number(most)})"


def _every_kind(per_gap: pl.DataFrame) -> str:
    """How many there are of each kind, in words."""
    return listed([f"{number(count)} {_TOLD[gap][count > 1]}" for gap, count in _counts(per_gap)])


def _counts(per_gap: pl.DataFrame) -> list[tuple[Gap, int]]:
    rows = per_gap.filter(pl.col("gaps") > 0).select("gap", "gaps").iter_rows()
    return [(Gap(gap), count) for gap, count in rows]


def differences(found: pl.DataFrame, as_of: dt.date) -> Cell:
    """Where a body did otherwise than was proposed; `found` is from `chain_differences`."""
    return Cell(
        id="kedja-skillnader",
        headline=_differences_headline(found),
        measure=f"Att-satser som ett senare organ ändrat, läge per {day(as_of)}",
        table=_differences_table(found),
        definition=(
            "Varje att-sats jämförs med det närmast föregående organets förslag: belopp och"
            " mottagare när båda är ifyllda, utfall när det senare är ifyllt. Ett förslag utan"
            " utfall är ett förslag om bifall; bifall, godkänd och fastställd är samma svar. Har"
            " organen olika många att-satser med belopp jämförs summorna. Även ett nytt förslag"
            " som skiljer sig från det förra är med, märkt som inte beslutat."
        ),
        sources=_both_places(found),
    )


def _differences_headline(found: pl.DataFrame) -> str:
    if not found.height:
        return "Inget organ har ändrat det som föreslogs"
    parts = [
        _changed(found.filter(pl.col("is_decided")), "beslutats annorlunda än föreslaget"),
        _changed(found.filter(~pl.col("is_decided")), "föreslagits annorlunda av nästa organ"),
    ]
    return " och ".join(part for part in parts if part) + _largest(found)


def _changed(rows: pl.DataFrame, how: str) -> str:
    clauses = rows["chain"].n_unique()
    if not clauses:
        return ""
    kinds = [word for what, (word, _) in _PLURALS.items() if what.value in rows["what"].to_list()]
    return f"{counted(clauses, 'att-sats', 'att-satser')} har {how} ({listed(kinds)})"


def _largest(found: pl.DataFrame) -> str:
    moved = found.drop_nulls("difference").sort(pl.col("difference").abs(), descending=True)
    if not moved.height:
        return ""
    row: Mapping[str, Decimal] = moved.row(0, named=True)
    sign = "+" if row["difference"] > 0 else ""
    return f", mest {sign}{kr(row['difference'])} av {row['decided_by']}"


def _differences_table(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        pl.col("what").str.to_titlecase().alias("Vad"),
        _shown("proposed").alias("Föreslaget"),
        _shown("decided").alias("Beslutat"),
        pl.col("difference").alias("Skillnad, kr"),
        pl.when("is_decided").then(pl.lit("beslut")).otherwise(pl.lit("nytt förslag"))
        .alias("Genom"),
        pl.col("decided_by").alias("Av"),
        pl.col("decided_on").alias("Datum"),
        pl.col("paragraph").alias("§"),
        pl.col("proposed_by").alias("Föreslaget av"),
        pl.col("proposed_on").alias("Förslagets datum"),
        pl.col("proposed_paragraph").alias("Förslagets §"),
        pl.col("title").alias("Ärende"),
        pl.col("matter_no").alias("Diarienr"),
        pl.col("clause_no").alias("Att"),
        pl.col("organisation").alias("Organisation"),
    )  # fmt: skip


def _shown(name: str) -> pl.Expr:
    """A value of a difference; an amount with its sign, thousands and unit."""
    whole = pl.col(name).str.extract(r"^-?(\d+)")
    grouped = whole.str.reverse().str.replace_all(r"(\d{3})", "${1}\u00a0").str.reverse()
    ore = pl.col(name).str.extract(r"\.(\d+)$")
    cents = pl.when(ore.str.contains("[1-9]")).then(pl.concat_str(pl.lit(","), ore))
    sign = pl.when(pl.col(name).str.starts_with("-")).then(pl.lit(MINUS)).otherwise(pl.lit(""))
    amount = pl.concat_str(
        sign, grouped.str.strip_chars("\u00a0"), cents.fill_null(""), pl.lit("\u00a0kr")
    )
    return pl.when(pl.col("what") == Differing.AMOUNT.value).then(amount).otherwise(name)


def _both_places(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of the decisions in the order of `found`, and under them those of the proposals."""
    names = {"file": "Fil", "sheet": "Blad", "row": "Rad", "paragraph": "§", "source": "Källa"}
    sides = {"": "beslut", "proposed_": "förslag"}
    parts = [
        found.select(
            *(pl.col(f"{prefix}{name}").alias(header) for name, header in names.items()),
            pl.lit(side).alias("Del"),
        )
        for prefix, side in sides.items()
    ]
    return pl.concat(parts)

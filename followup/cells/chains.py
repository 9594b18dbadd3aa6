"""Decision chains: where every att-sats is, who has the ball, and what is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from followup.cells.balls import ball_of, balls
from followup.cells.cell import Cell, Figure, Picks, sources_of
from followup.charts import chains as charts
from followup.measures import chains as measures
from followup.measures.gaps import with_ages
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, day, long_day, mnkr, number

MOST_BARS = 15
ATT = ("att-sats", "att-satser")
_HEADERS = {
    "since": "Sedan", "age_days": "Dagar", "age_meetings": "Sammanträden", "state": "Läge",
    "waiting_on": "Väntar på", "then_on": "Därefter", "title": "Ärende", "matter_no": "Diarienr",
    "paragraph": "§", "clause_no": "Att", "clause": "Att-sats", "amount": "Belopp, kr",
    "amount_kind": "Beloppstyp", "recipient": "Mottagare", "condition": "Villkor",
    "body": "Organ", "is_guess": "Gissat ärende", "is_conditional": "Villkorat",
    "is_unfunded": "Ofinansierat", "is_decided": "Beslutat", "organisation": "Organisation",
}  # fmt: skip


def figure_cells(decisions: pl.DataFrame, as_of: dt.date) -> tuple[Cell, ...]:
    """The cells whose figures need the register and a date only."""
    found = measures.chains(decisions, as_of)
    return tuple(make(found, as_of) for make in (states, waiting, conditional, unfunded))


def headed(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The named columns with their Swedish headers; true and false as ja and nej."""
    return frame.select(
        pl.when(name).then(pl.lit("ja")).otherwise(pl.lit("nej")).alias(_HEADERS[name])
        if frame.schema[name] == pl.Boolean
        else pl.col(name).alias(_HEADERS[name])
        for name in names
    )


def states(all_chains: pl.DataFrame, as_of: dt.date) -> Cell:
    """How many att-satser are in each state."""
    per_state = measures.per_state(all_chains)
    summed = per_state.group_by("state", maintain_order=True).agg(pl.col("clauses").sum())
    bars = summed.sort("clauses", descending=True, maintain_order=True).select(
        pl.col("state").alias("label"), "clauses"
    )
    headline = _states_headline(dict(summed.iter_rows()))
    return Cell(
        id="kedja-lage",
        headline=headline,
        measure=f"Att-satser per läge, antal, läge per {day(as_of)}",
        draw=(lambda palette: charts.clauses(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.clauses_numbers(bars, palette)) if bars.height else None,
        alt=f"Liggande staplar per läge: {headline}",
        picks=picks("kedjelage", bars["label"]),
        table=per_state.rename(
            {"organisation": "Organisation", "state": "Läge", "clauses": "Att-satser"}
        ),
        definition=(
            "Ett ärende följs genom organen på diarienumret, en att-sats på lydelse eller nummer;"
            " den räknas en gång, i läget som senaste raden ger. Slutligt beslutat: av det"
            " slutliga organet. Väntar: föreslaget, eller beslutat av ett annat organ. Övriga lägen"
            " följer beslutstypen; utfallet återremiss är återremitterat. Rader utan diarienummer"
            " hör efter rubrik och belopp till ett ärende: en gissning."
        ),
        sources=sources_of(all_chains),
        figures=tuple(
            Figure("chain.clauses", *group, "antal")
            for group in _groups(per_state, "clauses", state="state")
        ),
    )


def _states_headline(counts: dict[str, int]) -> str:
    in_all = sum(counts.values())
    if not in_all:
        return "Det finns inga att-satser att följa"
    decided = counts.get(measures.State.DECIDED.value, 0)
    still_open = sum(counts.get(state, 0) for state in measures.OPEN)
    what = counted(in_all, *ATT)
    is_or_are = "är slutligt beslutad" if decided == 1 else "är slutligt beslutade"
    told = f"{number(decided)} av {what} {is_or_are}"
    return f"{told}, {number(still_open)} är öppna" if still_open != 1 else f"{told}, 1 är öppen"


def _groups(
    rows: pl.DataFrame, value: str, **dimension: str
) -> list[tuple[str | None, dict[str, str | int | None], int]]:
    """(organisation, dimensions, count) per row; 0 when there is none."""
    if not rows.height:
        return [(None, dict.fromkeys(dimension), 0)]
    columns = ("organisation", value, *dimension.values())
    return [
        (organisation, dict(zip(dimension, groups, strict=True)), count)
        for organisation, count, *groups in rows.select(columns).iter_rows()
    ]


def waiting(all_chains: pl.DataFrame, as_of: dt.date) -> Cell:
    """Which bodies have the ball, for how many att-satser."""
    per_body = measures.per_body(all_chains)
    bars = per_body.select("clauses", balls(per_body)["ball"].alias("label")).head(MOST_BARS)
    headline = _waiting_headline(per_body)
    return Cell(
        id="kedja-organ",
        headline=headline,
        measure=f"Öppna att-satser per organ som har bollen, antal, läge per {day(as_of)}"
        f"{cut(per_body.height)}",
        draw=(lambda palette: charts.clauses(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.clauses_numbers(bars, palette)) if bars.height else None,
        picks=picks("boll", bars["label"]),
        alt=f"Liggande staplar per organ: {headline}",
        table=per_body.select(
            pl.col("organisation").alias("Organisation"),
            pl.col("waiting_on").alias("Väntar på"),
            pl.col("clauses").alias("Att-satser"),
            pl.col("matters").alias("Ärenden"),
            pl.col("oldest_since").alias("Äldst sedan"),
            pl.col("oldest_days").alias("Dagar"),
        ),
        definition=(
            "Bollen har nästa organ på att-satsens senaste rad. Saknas det: det slutliga organet"
            " när ärendet väntar eller är överlämnat, organet det kom från när det återremitteras"
            " och organet självt när det bordläggs. Beslutat, utgått och information är inte öppna."
            " Förkortningarna RF, RS, KF och KS läses utskrivna; andra är egna organ."
        ),
        sources=sources_of(measures.open_chains(all_chains)),
        figures=tuple(
            Figure("chain.waiting", *group, "antal")
            for group in _groups(per_body, "clauses", body="waiting_on")
        ),
    )


def _waiting_headline(per_body: pl.DataFrame) -> str:
    if not per_body.height:
        return "Ingen att-sats väntar på något organ"
    named, clauses = balls(per_body)["ball"][0], per_body["clauses"]
    in_all = int(clauses.sum())
    told = f"{counted(in_all, *ATT)} väntar"
    if per_body.height == 1:
        return f"{told}, {'alla ' if in_all > 1 else ''}på {named}"
    if clauses[0] == clauses[1]:
        return f"{told} på {number(per_body.height)} organ"
    return f"{told}, flest på {named} ({number(clauses[0])})"


def picks(filter_name: str, values: pl.Series) -> Picks | None:
    """What a click on a bar chooses; null when there is one bar, and so nothing to choose."""
    return Picks(filter_name, tuple(values.to_list())) if values.len() > 1 else None


def cut(rows: int) -> str:
    """What a picture leaves to the table."""
    return f"; bilden visar de {MOST_BARS} största av {number(rows)}" if rows > MOST_BARS else ""


def open_matters(all_chains: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> Cell:
    """Every open att-sats, those at rest the longest first."""
    rows = with_ages(measures.open_chains(all_chains), meetings, as_of)
    return Cell(
        id="kedja-oppna",
        headline=_open_headline(rows),
        measure=f"Öppna att-satser, äldst först, dagar och sammanträden, läge per {day(as_of)}",
        table=headed(
            rows, "since", "age_days", "age_meetings", "state", "waiting_on", "then_on",
            "paragraph", "title", "matter_no", "clause_no", "clause", "amount", "is_conditional",
            "is_unfunded", "is_guess", "body", "organisation",
        ),
        definition=(
            "Alla lägen utom slutligt beslutat, utgått och information. Åldern räknas från dagen då"
            " det senaste organet behandlade att-satsen. Sammanträden är de möten som organet med"
            " bollen sedan dess har i bladet Sammanträden; saknas när bladet inte har något möte"
            " efter den dagen. Gissat ärende: raden saknar diarienummer, och hör hit efter rubrik"
            " och belopp."
        ),
        sources=sources_of(rows),
    )  # fmt: skip


def _open_headline(rows: pl.DataFrame) -> str:
    if not rows.height:
        return "Inget ärende är öppet"
    oldest = rows.row(0, named=True)
    matters = counted(rows["matter"].n_unique(), "ärende", "ärenden")
    told = f"{counted(rows.height, *ATT)} i {matters} väntar; äldst är {name_of(oldest)}"
    return f"{told}, som {ball_of(oldest, rows)} har haft i {charts.age(oldest)}"


def name_of(row: Mapping[str, Any]) -> str:
    """What a row is called in a sentence: its § or else its title, its body and day."""
    what = f"§{NBSP}{row['paragraph']}" if row["paragraph"] is not None else f"{row['title']}"
    return f"{what} ({row['body']} {long_day(row['since'])})"


def conditional(all_chains: pl.DataFrame, as_of: dt.date) -> Cell:
    """The att-satser under a condition that is not met."""
    rows = all_chains.filter("is_conditional").sort("since", maintain_order=True)
    decided = rows.filter("is_decided").height
    return Cell(
        id="kedja-villkor",
        headline=_conditional_headline(rows.height, decided),
        measure=f"Att-satser med villkor som inte är uppfyllt, antal, läge per {day(as_of)}",
        table=headed(
            rows, "since", "age_days", "condition", "paragraph", "title", "matter_no", "clause_no",
            "clause", "state", "waiting_on", "amount", "body", "organisation",
        ),
        definition=(
            "Att-satsens senaste rad har ett villkor. Det är uppfyllt när ett organ som villkoret"
            " nämner senare har fattat slutligt beslut i samma ärende, annat än avslag eller"
            " återremiss. Beslut i andra ärenden, som budgeten, kan registret inte knyta till det:"
            " då står villkoret kvar tills en senare rad saknar det. Avslaget, besvarat och"
            " utgånget räknas inte."
        ),
        sources=sources_of(rows),
        figures=tuple(
            Figure("chain.conditional", *group, "antal")
            for group in _groups(measures.marks(all_chains), "conditional")
        ),
    )  # fmt: skip


def _conditional_headline(rows: int, decided: int) -> str:
    if not rows:
        return "Ingen att-sats har ett villkor som inte är uppfyllt"
    told = counted(rows, "att-sats har", "att-satser har")
    rest = f", {number(decided)} av dem beslutade" if decided else ", ingen av dem är beslutad"
    if rows == 1:
        rest = ", och den är beslutad" if decided else ", och den är inte beslutad"
    return f"{told} ett villkor som inte är uppfyllt{rest}"


def unfunded(all_chains: pl.DataFrame, as_of: dt.date) -> Cell:
    """Expenditure without a source of funding, decided and proposed apart."""
    rows = all_chains.filter("is_unfunded").sort(
        "is_decided", "amount", descending=True, maintain_order=True
    )
    return Cell(
        id="kedja-ofinansierat",
        headline=_unfunded_headline(rows),
        measure=f"Utgifter utan finansieringskälla, kr, läge per {day(as_of)}",
        table=headed(
            rows, "is_decided", "amount", "amount_kind", "paragraph", "title", "matter_no",
            "clause_no", "clause", "state", "waiting_on", "since", "recipient", "body",
            "organisation",
        ),
        definition=(
            "Utgifter är belopp över noll av slagen tilläggsanslag, omdisponering, fördelning,"
            " investering och kostnad, med tom finansieringskälla på att-satsens senaste egna rad."
            " Borgen och upphandlingsvärde är åtaganden och statsbidrag är inkomst: de räknas"
            " inte, och inte heller det som är avslaget, besvarat, utgått eller information."
            " Föreslaget läggs aldrig ihop med beslutat."
        ),
        sources=sources_of(rows),
        figures=tuple(
            Figure("chain.unfunded", *group, "antal")
            for group in _groups(measures.marks(all_chains), "unfunded")
        ),
    )  # fmt: skip


def _unfunded_headline(rows: pl.DataFrame) -> str:
    parts = [
        _sum_told(rows.filter("is_decided"), ("beslutad utgift", "beslutade utgifter")),
        _sum_told(rows.filter(~pl.col("is_decided")), ("föreslagen utgift", "föreslagna utgifter")),
    ]
    some = [part for part in parts if part]
    if not some:
        return "Alla utgifter har en finansieringskälla"
    return f"{' och '.join(some)} saknar finansieringskälla"


def _sum_told(rows: pl.DataFrame, noun: tuple[str, str]) -> str:
    amount: Decimal = total(rows["amount"])
    return f"{counted(rows.height, *noun)} på {mnkr(amount)}" if rows.height else ""

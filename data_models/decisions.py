"""Beslut: one row per att-sats."""

from __future__ import annotations

from typing import Annotated

import pandera.polars as pa
import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow
from data_models.vocabulary import AmountKind, CaseKind, DecisionKind, Outcome

WITHOUT_CLAUSE = (DecisionKind.WITHDRAWN.value, DecisionKind.INFORMS.value)


class Decisions(SheetRow):
    """An att-sats as a body worded it, with what it does to money and who should act."""

    organisation: str = column(
        "Organisation",
        "Region, kommun eller förbund",
        "Region",
        "Kommun",
        "Myndighet",
        "Huvudman",
        "Org",
        required=True,
        fixable=True,
    )
    body: str = column(
        "Organ",
        "Det organ som behandlade ärendet",
        "Nämnd",
        "Nämnd/styrelse",
        "Beslutsorgan",
        "Beslutande organ",
        "Instans",
        "Utskott",
        "Styrelse",
        "Beslutat av",
        "Beslutsinstans",
        required=True,
        fixable=True,
    )
    meeting_date: pl.Date = column(
        "Sammanträdesdatum",
        "Dagen för sammanträdet",
        "Datum",
        "Beslutsdatum",
        "Mötesdatum",
        "Sammanträde",
        "Sammanträdesdag",
        "Möte",
        "Beslutat datum",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    paragraph: str = column(
        "Paragraf",
        "Paragrafens nummer, eller punktens nummer i en kallelse",
        "§",
        "Par",
        "§ nr",
        "Paragrafnr",
        "Punkt",
        "Ärendenr",
        "Ärende nr",
        "Nr",
        "Ärendenummer",
        kind=FieldType.PARAGRAPH,
    )
    registry_no: str = column(
        "Diarienummer",
        "Ärendets nummer i diariet",
        "Dnr",
        "Diarienr",
        "Diarie",
        "Beteckning",
        "Ärendebeteckning",
        "Ärendenummer",
        "D-nr",
        "Diarie nr",
    )
    title: str = column(
        "Ärende",
        "Ärendets rubrik",
        "Rubrik",
        "Ärenderubrik",
        "Ärendemening",
        "Titel",
        "Ärendet",
        "Ärendenamn",
        "Benämning",
        required=True,
    )
    clause_no: int = column(
        "Att-sats nr",
        "Att-satsens nummer inom paragrafen",
        "Att-sats nummer",
        "Satsnr",
        "Att nr",
        "Punkt nr",
        "Beslutspunkt nr",
        "Attsats nr",
        kind=FieldType.INTEGER,
        negative={"least": 0},
    )
    clause: str = column(
        "Att-sats",
        "Att-satsens lydelse; får vara tom när ärendet utgår eller är information",
        "Beslut",
        "Beslutstext",
        "Förslag",
        "Förslag till beslut",
        "Beslutspunkt",
        "Attsats",
        "Beslutsmening",
        "Beslutsformulering",
    )
    decision_kind: str = column(
        "Beslutstyp",
        "Vad organet gör med ärendet",
        "Typ av beslut",
        "Typ",
        "Åtgärd",
        "Beslutsform",
        "Ställningstagande",
        required=True,
        fixable=True,
        allowed=DecisionKind,
    )
    next_body: str = column(
        "Nästa organ",
        "Det organ som ska ta ställning härnäst",
        "Nästa instans",
        "Går vidare till",
        "Till organ",
        "Vidare till",
        "Nästa steg",
    )
    final_body: str = column(
        "Slutligt organ",
        "Det organ som fattar det slutliga beslutet",
        "Slutlig instans",
        "Beslutas av",
        "Slutligt beslut av",
        "Beslutande instans",
        "Avgörs av",
    )
    outcome: str = column(
        "Utfall",
        "Hur ärendet slutade",
        "Resultat",
        "Beslutsutfall",
        "Avgörande",
        "Utgång",
        "Ärendets utfall",
        allowed=Outcome,
    )
    condition: str = column(
        "Villkor",
        "Förutsättning som beslutet vilar på",
        "Förutsättning",
        "Förbehåll",
        "Under förutsättning",
        "Reserverat för",
        "Villkorat av",
    )
    amount: Annotated[pl.Decimal, 20, 2] = column(
        "Belopp",
        "Belopp i kronor",
        "Summa",
        "Kronor",
        "Beslutat belopp",
        "Belopp kr",
        "Beslutad summa",
        "Kostnad",
        kind=FieldType.AMOUNT,
    )
    amount_kind: str = column(
        "Beloppstyp",
        "Vad beloppet är",
        "Typ av belopp",
        "Anslagstyp",
        "Beloppsslag",
        "Slag av belopp",
        "Medelstyp",
        allowed=AmountKind,
    )
    budget_year: int = column(
        "Budgetår",
        "Året som beloppet hör till",
        "År",
        "Avser år",
        "Budget år",
        "Verksamhetsår",
        "Räkenskapsår",
        kind=FieldType.YEAR,
    )
    funding_source: str = column(
        "Finansieringskälla",
        "Anslaget eller reserven som betalar",
        "Finansiering",
        "Finansieras ur",
        "Källa till finansiering",
        "Finansieras av",
        "Anslag",
        "Finansieringssätt",
    )
    recipient: str = column(
        "Mottagare",
        "Nämnd, förvaltning eller organisation som får beloppet",
        "Till",
        "Mottagande nämnd",
        "Mottagare av medel",
        "Tillförs",
        "Avser nämnd",
    )
    case_owner: str = column(
        "Ärendeansvarig",
        "Ansvarig för ärendet",
        "Ärendansvarig",
        "Ansvarig",
        "Ansvarig chef",
        "Föredragande",
        "Ansvarig tjänsteperson",
        personal=True,
    )
    case_officer: str = column(
        "Handläggare",
        "Den som handlagt ärendet",
        "Handläggs av",
        "Handl",
        "Utredare",
        "Ansvarig handläggare",
        "Tjänsteman",
        personal=True,
    )
    dissent: str = column(
        "Reservation",
        "Vem eller vilka som reserverat sig",
        "Reservationer",
        "Reserverar sig",
        "Avvikande mening",
        "Reservanter",
        "Reservation från",
    )
    case_kind: str = column(
        "Ärendetyp",
        "Var ärendet kommer ifrån",
        "Typ av ärende",
        "Ärendeslag",
        "Ärendekategori",
        "Kategori",
        "Slag av ärende",
        allowed=CaseKind,
    )
    notified_to: str = column(
        "Delges",
        "Vem som ska få del av beslutet",
        "Delgivning",
        "Expedieras",
        "Expedieras till",
        "Delges till",
        "Sändlista",
        "Beslutet skickas till",
    )
    from_year: int = column(
        "Från år",
        "Första året beloppet löper",
        "Startår",
        "Fr.o.m. år",
        "Första år",
        "År från",
        "Från och med år",
        kind=FieldType.YEAR,
    )
    to_year: int = column(
        "Till år",
        "Sista året beloppet löper",
        "Slutår",
        "T.o.m. år",
        "Sista år",
        "År till",
        "Till och med år",
        kind=FieldType.YEAR,
    )

    @pa.check("clause", error="clause_empty", ignore_na=False)
    def clause_is_worded(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805 - pandera's form
        """An att-sats has words unless the matter is withdrawn or only informed about."""
        without = pl.col("decision_kind").is_in(WITHOUT_CLAUSE).fill_null(value=False)
        return data.lazyframe.select(pl.col("clause").is_not_null() | without)

    @pa.check("to_year", error="years_reversed")
    def years_run_forward(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """The last year is not before the first."""
        return data.lazyframe.select(pl.col("to_year") >= pl.col("from_year"))


_MATTER = pl.coalesce("paragraph", "title")
_SAME_PARAGRAPH = (pl.col("organisation"), pl.col("body"), pl.col("meeting_date"), _MATTER)

KIND = Kind(
    name="decisions",
    sheet="Beslut",
    title="Beslut",
    position=1,
    schema=Decisions,
    identity=(*_SAME_PARAGRAPH, pl.coalesce(pl.col("clause_no").cast(pl.String), "clause")),
    sheet_aliases=("Beslutsregister", "Ärendelista", "Ärenden", "Register", "Beslutslista"),
    defaults=(
        pl.when(pl.col("clause_no").is_null() & (pl.len().over(_SAME_PARAGRAPH) == 1))
        .then(1)
        .otherwise(pl.col("clause_no"))
        .alias("clause_no"),
        pl.when(
            pl.col("final_body").is_null() & (pl.col("decision_kind") == DecisionKind.DECIDES.value)
        )
        .then(pl.col("body"))
        .otherwise(pl.col("final_body"))
        .alias("final_body"),
        pl.col("case_kind").fill_null(CaseKind.CASE.value),
    ),
    dating=Dating.UNTIL,
    dated_by="meeting_date",
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "body": "Finansutskottet",
        "meeting_date": "2024-12-01",
        "paragraph": "§ 101",
        "registry_no": "RS 100-2024",
        "title": "Tilläggsbudget 2025",
        "clause_no": "1",
        "clause": "tillföra hälso- och sjukvårdsnämnden 1 500 000 kronor",
        "decision_kind": "föreslår",
        "next_body": "Regionstyrelsen",
        "final_body": "Regionfullmäktige",
        "amount": "1500000",
        "amount_kind": "tilläggsanslag",
        "budget_year": "2025",
        "funding_source": "Oförutsedda kostnadsökningar",
        "recipient": "Hälso- och sjukvårdsnämnden",
        "case_owner": "ekonomidirektör",
        "case_officer": "controller",
        "case_kind": "ärende",
    },
)

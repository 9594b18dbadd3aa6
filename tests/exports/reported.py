"""A report that has everything that an export may meet: made by hand, the same for every format."""

import datetime as dt
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.cells.cell import Cell
from followup.charts.native import Native, Series, Shape, Span, floating, stacked
from followup.charts.template import Bars, figure, horizontal_bars
from followup.exports.report import Basis, Note, Report, Section
from followup.texts.literal import plotly

AS_OF = dt.date(2024, 12, 17)
MADE_ON = dt.date(2025, 1, 9)
HOSTILE = (
    "=1+1",
    "+1",
    "@x",
    '=HYPERLINK("http://x","klicka")',
    "<b>fet</b> & <script>alert(1)</script>",
    "$x^2$ *fet* _kursiv_ #rubrik [länk](http://x) `kod`",
    "a\x00b\x0bc\x1f\ufffe",
    "\u202eomvänd\u202c text\u200b",
    "#set page(width: 1pt) \\ @ref <etikett>",
    "två\nrader\toch tab",
)
"""Texts that some program reads as more than text."""
LONG = "mycket lång text " * 1_800
"""About 30 000 characters."""
LONG_HEADLINE = (
    "Hälso- och sjukvårdsnämnden, regionala utvecklingsnämnden, kollektivtrafiknämnden och"
    " fastighets- och servicenämnden har tillsammans överskridit sina driftbudgetar med"
    " 112,4 mnkr, varav Hälso- och sjukvårdsnämnden svarar för 96,2 mnkr, och tre av fyra saknar"
    " en beslutad åtgärdsplan fastän finansutskottet begärde en senast den 30 september 2024"
)
REGISTER = Basis("register.xlsx", "ab12" * 16)
BUDGET = Basis("Budget 2024 <slutlig>.xlsx", "0f" * 32)

_FUNDS = ("Oförutsett 2024", "Oförutsett 2025", "Utvecklingsmedel <b>", "Projektmedel")
_BOARDS = (
    "Hälso- och sjukvårdsnämnden", "Regionala utvecklingsnämnden", "Kollektivtrafiknämnden",
    "Fastighets- och servicenämnden",
)  # fmt: skip


def report() -> Report:
    """Two sections with twelve cells, and notes on two of them."""
    money = Section("Budget", (reserves(), steps(), boards(), ladder(), yields(), rates()), LEAD)
    return Report(
        title="Finansutskottet 2024-12-17",
        sections=(money, Section("Beslut och uppdrag", others())),
        as_of=AS_OF,
        made_on=MADE_ON,
        chosen=(("Organisation", "Region Exempel"), ("Organ", "Alla"), ("År", "=1+1")),
        basis=(REGISTER, BUDGET),
        notes={
            "oforutsett": (
                _note("Utskottet vill se en plan till mars.", "Kvar att fördela är 12,4 mnkr"),
                _note(HOSTILE[4], HOSTILE[0]),
            ),
            "fientligt": (_note(LONG, LONG),),
        },
    )


LEAD = "Läget för reserver, budget och lån inför utskottets sammanträde."


def others() -> tuple[Cell, ...]:
    """The cells of the second section."""
    return (flow(), overdue(), register(), hostile(), long_headline(), nothing())


def cell(name: str, headline: str, measure: str, table: pl.DataFrame, **parts: object) -> Cell:
    """A cell with a definition and sources unless others are given."""
    usual: dict[str, object] = {
        "definition": f"Så räknas det: {measure.lower()}. Saknade värden räknas inte.",
        "sources": sources(9),
    }
    return Cell(name, headline, measure, table, **{**usual, **parts})


def sources(rows: int, file: str = "register.xlsx") -> pl.DataFrame:
    """Rows of the register's sheet Beslut, from § 212 on."""
    return pl.DataFrame(
        {
            "Fil": [file] * rows,
            "Blad": ["Beslut"] * rows,
            "Rad": pl.Series(range(5, 5 + rows), dtype=pl.Int64),
            "§": [str(212 + number) for number in range(rows)],
            "Källa": pl.Series([None] * rows, dtype=pl.String),
        }
    )


def reserves() -> Cell:
    """Stacked bars, the second series hatched, one value missing; amounts in kr."""
    left = (Decimal("12400000"), Decimal("8250000.50"), None, Decimal("0"))
    proposed = (Decimal("1213000"), None, None, Decimal("2500000"))
    told = (("12,4 mnkr", "8,3 mnkr", "saknas", "0,0 mnkr"), ("1,2 mnkr föreslaget", "", "", "2,5"))
    drawn = [
        ("kvar", left, told[0], False),
        ("föreslaget", proposed, told[1], True),
    ]

    def bars(palette: object) -> list[Bars]:
        return [
            Bars(name, [float(value or 0) for value in values], labels, palette.accent, hatched)
            for name, values, labels, hatched in drawn
        ]

    def native(palette: object) -> Native:
        series = tuple(
            Series(name, values, palette.accent, labels, hatched)
            for name, values, labels, hatched in drawn
        )
        return Native(Shape.BARS, _FUNDS, series, "kr")

    return cell(
        "oforutsett",
        "Kvar att fördela är 12,4 mnkr av 20 mnkr, och 1,2 mnkr är föreslaget",
        "Kvar av varje reserv, kr, läge per 2024-12-17",
        pl.DataFrame({"Reserv": _FUNDS, "Kvar (kr)": left, "Föreslaget (kr)": proposed}),
        draw=lambda palette: horizontal_bars(palette, [plotly(one) for one in _FUNDS],
                                             bars(palette)),
        native=native,
        alt="Staplar per reserv. Mest är kvar av Oförutsett 2024, 12,4 mnkr.",
        sources=pl.concat([sources(9), sources(2, "Budget 2024 <slutlig>.xlsx")]),
    )  # fmt: skip


def steps() -> Cell:
    """A waterfall from above zero to below it and back, with all three forms."""
    spans = [
        Span("nivå", Decimal(0), Decimal(4_000_000), "4,0 mnkr"),
        Span("beslutat", Decimal(4_000_000), Decimal(-1_500_000), "−5,5 mnkr"),
        Span("föreslaget", Decimal(-1_500_000), Decimal(-2_500_000), "−1,0 mnkr föreslaget"),
        Span("beslutat", Decimal(-2_500_000), Decimal(1_000_000), "+3,5 mnkr"),
        Span("nivå", Decimal(0), Decimal(1_000_000), "1,0 mnkr"),
        Span("antaget", Decimal(0), Decimal(4_000_000), "4,0 mnkr antaget"),
    ]
    labels = ["Ursprunglig", "RS 2024-03-05 § 41", "FU 2024-05-14 § 12", "RF 2024-06-18 § 88",
              "Reviderad", "Antagen i fjol"]  # fmt: skip

    def native(palette: object) -> Native:
        series = (
            Series("nivå", (), palette.previous),
            Series("beslutat", (), palette.accent),
            Series("föreslaget", (), palette.accent, is_hatched=True),
            Series("antaget", (), palette.muted, is_outlined=True),
        )
        return floating(labels, spans, series, "kr")

    table = pl.DataFrame(
        {
            "Steg": labels,
            "Före (kr)": [span.start for span in spans],
            "Efter (kr)": [span.end for span in spans],
            "Datum": [None, dt.date(2024, 3, 5), dt.date(2024, 5, 14), dt.date(2024, 6, 18),
                      None, None],
        }
    )  # fmt: skip
    return cell(
        "omdisponering-vattenfall",
        "Driftbudgeten 2024 har minskat med 3,0 mnkr till 1,0 mnkr",
        "Driftbudgetens steg, kr, år 2024, läge per 2024-12-17",
        table,
        native=native,
        alt="Vattenfall från 4,0 mnkr till 1,0 mnkr, som lägst −2,5 mnkr.",
    )


def boards() -> Cell:
    """Grouped bars: budget outlined, outcome solid; one outcome missing."""
    budget = (Decimal("5210.4"), Decimal("402.1"), Decimal("1210.0"), Decimal("88.7"))
    outcome = (Decimal("5306.6"), Decimal("398.0"), None, Decimal("91.2"))

    def native(palette: object) -> Native:
        series = (
            Series("Budget", budget, palette.muted, is_outlined=True),
            Series("Utfall", outcome, palette.accent, ("5 306,6", "398,0", "", "91,2")),
        )
        return Native(Shape.GROUPED_BARS, _BOARDS, series, "mnkr", 1)

    return cell(
        "avvikelse",
        "Hälso- och sjukvårdsnämnden överskrider sin budget med 96,2 mnkr",
        "Budget och utfall per nämnd, mnkr, januari–november 2024",
        pl.DataFrame({"Nämnd": _BOARDS, "Budget (mnkr)": budget, "Utfall (mnkr)": outcome}),
        native=native,
        alt="Grupperade staplar per nämnd. Störst är överskridandet för hälso- och sjukvården.",
    )


def ladder() -> Cell:
    """Standing bars along years, stacked by three lenders."""
    years = tuple(str(year) for year in range(2025, 2033))
    lenders = {
        "Kommuninvest": (400, 250, 0, 300, 150, 0, 0, 500),
        "Nordiska investeringsbanken": (0, 100, 200, None, 0, 120, 0, 0),
        "Obligation": (0, 0, 500, 0, 0, 0, 700, 0),
    }

    def native(palette: object) -> Native:
        series = tuple(
            Series(name, values, color)
            for (name, values), color in zip(lenders.items(), palette.categories, strict=False)
        )
        return Native(Shape.COLUMNS, years, series, "mnkr")

    return cell(
        "laneforfall",
        "27 procent av lånen förfaller inom 12 månader",
        "Lån efter förfalloår och långivare, mnkr, läge per 2024-12-17",
        pl.DataFrame({"År": years, **{name: list(one) for name, one in lenders.items()}}),
        native=native,
        alt="Staplar per år. Mest förfaller 2031, 700 mnkr.",
    )


def yields() -> Cell:
    """Lines along 24 month ends, indexed to 100; the index has a gap."""
    first = dt.date(2023, 1, 31)
    days = tuple(pl.date_range(first, dt.date(2024, 12, 31), "1mo", eager=True).to_list())
    own = tuple(100 + 0.61 * at + (at % 5) * 0.4 for at in range(24))
    index = tuple(None if at == 10 else 100 + 0.55 * at + (at % 4) * 0.3 for at in range(24))

    def native(palette: object) -> Native:
        series = (
            Series("Portföljen", own, palette.accent),
            Series("Jämförelseindex", index, palette.previous),
        )
        return Native(Shape.LINES, days, series, "index", 2)

    return cell(
        "portfolj-index",
        "Portföljen har gett 1,4 procentenheter mer än sitt index sedan start",
        "Portföljens värde mot index, start = 100, månadsslut",
        pl.DataFrame({"Datum": days, "Portföljen": own, "Jämförelseindex": index}),
        native=native,
        alt="Två linjer från 100; portföljen ligger över index sedan mars 2023.",
    )


def rates() -> Cell:
    """Eighteen bars in percent, some below zero, through `stacked`."""
    names = [f"Budgetområde {number} med ett ganska långt namn" for number in range(1, 19)]
    shares = [Decimal(9 - number) + Decimal("0.25") for number in range(18)]

    def native(palette: object) -> Native:
        told = [f"{share} %".replace(".", ",").replace("-", "−") for share in shares]
        one = Bars("Avvikelse", [float(share) for share in shares], told, palette.accent)
        return stacked(names, [one], "%", digits=2)

    return cell(
        "avvikelse-andel",
        "Nio av arton områden ligger under sin budget",
        "Avvikelse mot budget, %, januari–november 2024",
        pl.DataFrame({"Område": names, "Avvikelse (%)": shares}),
        native=native,
        alt="Arton staplar från 9,25 % till −7,75 %.",
    )


def flow() -> Cell:
    """A picture that has no numbers of its own."""

    def drawn(palette: object) -> go.Figure:
        chart = figure(palette, 320)
        chart.add_trace(
            go.Sankey(
                node={"label": ["Från drift", "Till investering"], "color": palette.categories[:2]},
                link={"source": [0], "target": [1], "value": [5]},
            )
        )
        return chart

    return cell(
        "fordelning-floden",
        "5 mnkr har flyttats från drift till investering",
        "Omdisponeringar, mnkr, år 2024",
        pl.DataFrame({"Från": ["Drift"], "Till": ["Investering"], "mnkr": [Decimal("5.0")]}),
        draw=drawn,
        alt="Ett flöde från drift till investering på 5 mnkr.",
    )


def overdue() -> Cell:
    """A table of 40 rows without a picture, with dates, missing values and long texts."""
    rows = range(1, 41)
    return cell(
        "uppdrag-lista",
        "40 uppdrag är försenade, äldst sedan 30 juni 2022",
        "Försenade uppdrag, antal dagar, läge per 2024-12-17",
        pl.DataFrame(
            {
                "§": [str(100 + row) for row in rows],
                "Uppdrag": [
                    f"Uppdrag {row}: återkomma med en redovisning av åtgärder som minskar beroendet"
                    " av hyrpersonal i hela regionen"
                    for row in rows
                ],
                "Ansvarig": [None if row % 3 == 0 else _BOARDS[row % 4] for row in rows],
                "Frist": [
                    None if row % 4 == 0 else dt.date(2022, 6, 30) + dt.timedelta(days=20 * row)
                    for row in rows
                ],
                "Dagar sen": [None if row % 4 == 0 else 900 - 20 * row for row in rows],
                "Belopp (kr)": [None if row % 5 else Decimal(row * 12_500) for row in rows],
            }
        ),
    )


def register() -> Cell:
    """A table of 5 000 rows, whose sources are as many."""
    rows = range(5_000)
    return cell(
        "beslut-alla",
        "5 000 beslut är inlästa",
        "Beslut, antal, läge per 2024-12-17",
        pl.DataFrame(
            {
                "Beslut": [f"Beslut {row}" for row in rows],
                "Datum": [dt.date(2020, 1, 1) + dt.timedelta(days=row % 1_800) for row in rows],
                "Belopp (kr)": [Decimal(row) * 1_000 for row in rows],
                "Verkställt": [row % 2 == 0 for row in rows],
            }
        ),
        sources=sources(5_000),
    )


def hostile() -> Cell:
    """Texts that some program reads as more than text, in every place where a text stands."""

    def native(palette: object) -> Native:
        labels = tuple(reversed(HOSTILE))
        one = Series(HOSTILE[4], tuple(range(1, 11)), palette.accent, labels)
        two = Series(HOSTILE[0], (1,) * 10, palette.warning, ("",) * 10)
        return Native(Shape.BARS, HOSTILE, (one, two), "st")

    return cell(
        "fientligt",
        f"{HOSTILE[0]} {HOSTILE[4]} {HOSTILE[6]}",
        f"{HOSTILE[5]} {HOSTILE[7]}",
        pl.DataFrame({HOSTILE[0]: [*HOSTILE, LONG], HOSTILE[4]: [*range(10), None]}),
        definition=LONG,
        native=native,
        alt=HOSTILE[4],
        sources=sources(3, HOSTILE[3]),
    )


def long_headline() -> Cell:
    """A headline of about 300 characters over one bar."""

    def native(palette: object) -> Native:
        one = Series("Överskridande", (Decimal("112.4"),), palette.warning, ("112,4 mnkr",))
        return Native(Shape.BARS, ("Alla nämnder",), (one,), "mnkr", 1)

    return cell(
        "lang-rubrik",
        LONG_HEADLINE,
        "Överskridanden av driftbudgeten efter beslutade tillskott och omdisponeringar, mnkr, per"
        " nämnd och för regionen som helhet, januari–november 2024, läge per 2024-12-17",
        pl.DataFrame({"Nämnd": ["Alla nämnder"], "Överskridande (mnkr)": [Decimal("112.4")]}),
        native=native,
        alt="En stapel på 112,4 mnkr.",
    )


def nothing() -> Cell:
    """A cell that has no rows, no picture and no sources."""
    return cell(
        "tomt",
        "Inga delegationsbeslut är inlästa",
        "Delegationsbeslut, antal, läge per 2024-12-17",
        pl.DataFrame(schema={"Beslut": pl.String, "Antal": pl.Int64}),
        sources=sources(0),
    )


def _note(text: str, headline: str) -> Note:
    return Note(text, "Ekonom", "Ekonom", dt.datetime(2024, 12, 17, 14, 5), headline)

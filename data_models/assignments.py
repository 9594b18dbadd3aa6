"""Uppdrag: one row per assignment and status date."""

from __future__ import annotations

import polars as pl

from data_models.columns import FieldType, column, derived
from data_models.kind import Dating, Kind, SheetRow
from data_models.vocabulary import AssignmentStatus, CaseKind

LONGEST_TASK = 60
"""How much of an assignment's text goes into the id that is made of it."""


class Assignments(SheetRow):
    """What somebody was told to do, by when, and how far it has come on the status date."""

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
    assignment_id: str = column(
        "Uppdrag-id",
        "Uppdragets eget nummer; görs av beslutet och uppdraget när det saknas",
        "Uppdragsid",
        "Id",
        "Uppdragsnr",
        "Uppdragsnummer",
        "Nr",
        "Löpnr",
    )
    body: str = column(
        "Beslutat av",
        "Organet som gav uppdraget",
        "Uppdragsgivare",
        "Organ",
        "Beslutsorgan",
        "Beslutsinstans",
        "Givet av",
        "Beslutande nämnd",
        required=True,
        fixable=True,
    )
    decided_on: pl.Date = column(
        "Beslutsdatum",
        "Dagen uppdraget gavs",
        "Datum",
        "Uppdragsdatum",
        "Sammanträdesdatum",
        "Beslutat",
        "Mötesdatum",
        "Beslutat datum",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    paragraph: str = column(
        "Paragraf",
        "Paragrafen som gav uppdraget",
        "§",
        "Par",
        "§ nr",
        "Paragrafnr",
        "Punkt",
        kind=FieldType.PARAGRAPH,
    )
    registry_no: str = column(
        "Diarienummer",
        "Ärendets nummer i diariet",
        "Dnr",
        "Diarienr",
        "Diarie",
        "Beteckning",
        "Ärendenummer",
    )
    task: str = column(
        "Uppdrag",
        "Vad som ska göras",
        "Uppdragsbeskrivning",
        "Beskrivning",
        "Uppdragstext",
        "Åtgärd",
        "Ärende",
        required=True,
    )
    board: str = column(
        "Ansvarig nämnd",
        "Nämnden som ska utföra uppdraget",
        "Nämnd",
        "Nämnd/styrelse",
        "Utförare",
        "Mottagande nämnd",
        "Ansvarig styrelse",
        "Till nämnd",
    )
    responsible: str = column(
        "Ansvarig",
        "Rollen som svarar för uppdraget",
        "Ansvarig roll",
        "Ansvarig tjänsteperson",
        "Uppdragstagare",
        "Ansvarig chef",
        "Till",
    )
    deadline: str = column(
        "Frist",
        "När uppdraget ska vara klart, så som det skrevs",
        "Senast",
        "Slutdatum",
        "Deadline",
        "Klart senast",
        "Tidsfrist",
        "Återrapportering senast",
        "Förfallodatum",
    )
    new_deadline: str = column(
        "Ny frist",
        "Senare frist, när den flyttats",
        "Framflyttad till",
        "Omfristad till",
        "Ny tidsfrist",
        "Reviderad frist",
        "Förlängd till",
    )
    status: str = column(
        "Status",
        "Hur långt uppdraget har kommit",
        "Läge",
        "Statusläge",
        "Uppdragsstatus",
        "Genomförande",
        "Nuläge",
        allowed=AssignmentStatus,
    )
    status_date: pl.Date = column(
        "Statusdatum",
        "Dagen som statusen gäller",
        "Status per",
        "Uppföljt",
        "Uppföljningsdatum",
        "Senast uppdaterad",
        "Statusdag",
        kind=FieldType.DATE,
    )
    report_to: str = column(
        "Återrapporteras till",
        "Organet som ska få återrapporten",
        "Återrapport till",
        "Rapporteras till",
        "Återredovisas till",
        "Redovisas till",
        "Återkoppling till",
    )
    comment: str = column(
        "Kommentar",
        "Fri text om läget",
        "Kommentarer",
        "Anmärkning",
        "Notering",
        "Lägesbeskrivning",
        "Anteckning",
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
    due_date: pl.Date = derived("Fristens sista dag, läst ur texten")
    due_precision: str = derived("Hur exakt fristen angavs")
    new_due_date: pl.Date = derived("Den nya fristens sista dag")
    new_due_precision: str = derived("Hur exakt den nya fristen angavs")


_DECISION = pl.concat_str(
    pl.col("body"),
    pl.col("decided_on").dt.to_string("%Y-%m-%d"),
    pl.concat_str(pl.lit("§ "), "paragraph"),
    separator=" ",
    ignore_nulls=True,
)

_TASK_LENGTH = pl.col("task").str.len_chars()
_SHORT_TASK = (
    pl.when(_TASK_LENGTH <= LONGEST_TASK)
    .then("task")
    .otherwise(
        pl.concat_str(
            pl.col("task").str.slice(0, LONGEST_TASK),
            pl.lit("… ("),
            _TASK_LENGTH,
            pl.lit(" tecken)"),
        )
    )
)

KIND = Kind(
    name="assignments",
    sheet="Uppdrag",
    title="Uppdrag",
    position=2,
    schema=Assignments,
    identity=(pl.col("organisation"), pl.col("assignment_id"), pl.col("status_date")),
    sheet_aliases=("Uppdragslista", "Ärendebalans", "Uppföljning av uppdrag", "Politiska uppdrag"),
    defaults=(
        pl.coalesce(
            "assignment_id",
            pl.concat_str(_DECISION, _SHORT_TASK, separator=": "),
        ).alias("assignment_id"),
        pl.col("case_kind").fill_null(CaseKind.CASE.value),
    ),
    deadlines={
        "deadline": ("due_date", "due_precision", "decided_on"),
        "new_deadline": ("new_due_date", "new_due_precision", "status_date"),
    },
    dating=Dating.UNTIL,
    dated_by="decided_on",
    example={
        "organisation": "Region Exempel",
        "assignment_id": "U-1",
        "body": "Regionstyrelsen",
        "decided_on": "2024-12-01",
        "paragraph": "§ 101",
        "registry_no": "RS 100-2024",
        "task": "återkomma med förslag till organisation",
        "board": "Regionstyrelsen",
        "responsible": "regiondirektör",
        "deadline": "april 2025",
        "status": "pågående",
        "status_date": "2025-01-31",
        "report_to": "Regionstyrelsen",
        "case_kind": "ärende",
    },
)

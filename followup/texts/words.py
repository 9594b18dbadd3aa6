"""The words of the screen that belong to no cell, and the style that hides English ones."""

from __future__ import annotations

APP = "Budget- och beslutsuppföljning"
OVERVIEW = "Översikt"
UPLOAD = "Läs in"
REVIEW = "Granskning"
DECISIONS = "Beslut"

ALL = "Alla"
FILTERS = "Urval"
ORGANISATION = "Organisation"
BODY = "Organ"
AS_OF = "Läge per"

PICK = "Klicka på en stapel för att bara se den. Urvalet till vänster visar allt igen."

TABLE = "Tabell"
DEFINITION = "Så räknas det"
NOTE = "Anteckning"
EXPORT = "Exportera"

NOTHING_LOADED = "Inget underlag är inläst."
NOTHING_LOADED_HELP = (
    "Läs in en arbetsbok med beslut, uppdrag, budget eller finansrapport, hämta mallen, eller"
    " pröva med exempeldata ur två regioners protokoll."
)
SAMPLE = "Öppna exempeldata"
TEMPLATE = "Ladda ner mall"
TO_UPLOAD = "Till Läs in"
UPLOAD_LABEL = "Arbetsböcker (.xlsx, .xlsm, .xls, .xlsb, .ods eller .csv), högst 50 MB var"
NO_ROWS = "Inga rader."
BY_HAND = "Ändra hur ett blad läses"
REMOVE = "Ta bort"
WRONG = "Något gick fel. Felet är noterat med nummer {reference}. Ladda om sidan och försök igen."

STYLE = """
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {
  display: none; }
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"]::after {
  content: "Välj filer"; }
[data-testid="stFileUploaderDropzoneInstructions"] * { display: none; }
[data-testid="stFileUploaderDropzoneInstructions"]::after { content: "eller släpp dem här"; }
[data-testid="stSidebarHeader"]::before {
  content: "Budget- och beslutsuppföljning"; font-weight: 600; font-size: 0.95rem; }
[data-testid="stMainBlockContainer"] { padding: 2.5rem 3rem 3rem; }
[data-testid="stMetricValue"] { font-size: 1.65rem; }
[data-testid="stMetricValue"] * { overflow: visible; text-overflow: clip; }
[data-testid="stMetric"] { margin-bottom: -0.9rem; }
[data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stCaptionContainer"] p { color: MUTED; }
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"]:hover {
  color: GROUND; }
[data-testid="stHeaderActionElements"] { display: none; }
h1 { font-size: 2rem !important; }
h3 { font-size: 1.35rem !important; text-wrap: balance; padding-bottom: 0.25rem !important; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 0.75rem; padding-right: 0.75rem; }
  h1 { font-size: 1.6rem !important; }
  h3 { font-size: 1.15rem !important; }
}
"""

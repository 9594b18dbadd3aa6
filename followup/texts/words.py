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
WRONG = "Något gick fel. Felet är noterat med nummer {reference}. Ladda om sidan och försök igen."

STYLE = """
[data-testid="stFileUploaderDropzone"] button { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button::after { content: "Välj filer"; font-size: 1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] * { display: none; }
[data-testid="stFileUploaderDropzoneInstructions"]::after {
  content: "eller släpp dem här"; font-size: 0.95rem; }
h3 { text-wrap: balance; }
@media (max-width: 640px) { h3 { font-size: 1.15rem !important; } }
"""

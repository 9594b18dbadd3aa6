"""The words of the screen that belong to no cell, and the style that hides English ones."""

from __future__ import annotations

APP = "Budget- och beslutsuppföljning"
OVERVIEW = "Översikt"
UPLOAD = "Läs in"
REVIEW = "Granskning"
DECISIONS = "Beslut"
CHAINS = "Beslutskedja"
ASSIGNMENTS = "Uppdrag"
CASE_BALANCE = "Ärendebalans"
INDICATORS = "Indikatorer"
ALLOCATIONS = "Fördelning"
REALLOCATIONS = "Omdisponeringar"
RESERVES = "Oförutsett"
RECONCILIATION = "Avstämning"
COMMITMENTS = "Åtaganden"
PROGRAMS = "Program"
PORTFOLIO = "Portfölj"
LOANS = "Lån"
LIQUIDITY = "Likviditet och borgen"
LIMITS = "Limiter"
BUDGET = "Budget"
FINANCE = "Finans"
CHANGES = "Jämförelse"
VERSIONS = "Underlag"
LOG = "Logg"
SNAPSHOTS = "Frysta lägen"

ALL = "Alla"
FILTERS = "Urval"
ORGANISATION = "Organisation"
BODY = "Organ"
AS_OF = "Läge per"
SHOWN = "Visar"
OWN_FILES = "Mina filer"
CURRENT = "Gällande underlag"
MEETING = "Sammanträde"
TWO_DAYS = "Två dagar"
TWO_VERSIONS = "Två versioner"
NO_MEETING = "Välj för att gå dit"
SINCE_LAST = "Nytt sedan sist"
SHOW_IN_MEETING = "Visa i sammanträdet"
NO_DECISIONS = "Inga beslut i det valda. Läs in ett blad Beslut, eller ändra urvalet."

PICK = "Klicka på en stapel för att bara se den. Töm fältet i urvalet för att se allt igen."
CHOOSE_ROW = "Markera rutan längst till vänster på en rad för att {what}."

TABLE = "Tabell"
DEFINITION = "Så räknas det"
NOTE = "Anteckning"
EXPORT = "Exportera"

SAVE_NOTE = "Spara anteckningen"
NOTE_SEEN_BY_ALL = (
    "Anteckningen sparas för alla, också för dem som inte ser filen som du har läst in."
)
NOTES_NEED_STORE = "Anteckningar kan inte sparas nu: det gällande underlaget kan inte användas."
NOTE_EMPTY = "Skriv något i fältet först."
NOTE_SAVED = "Anteckningen är sparad för alla, och det står i loggen."
NOTE_GONE = "Anteckningen är borttagen, och det står i loggen."
NO_NOTES = "Ingen anteckning var skriven."

EXPORT_PAGE = "Exportera sidan"
MAKE_FILE = "Gör filen"
FETCH_FILE = "Ladda ner {name}"
WITH_NOTES = "Ta med anteckningar"
WHAT_TO_EXPORT = "Vad som tas med"
WHOLE_MEETING = "Hela sammanträdet"
WHAT_IS_SHOWN = "Det som visas"
WITH_NAMES = "Visa personers namn"
NAMES_HELP = "Personers namn döljs om inte rutan för dem är ikryssad; roller står kvar."
PICTURE_FORM = "Kameran vid ett diagram sparar bilden som"
CANCELLED = "Avbrutet. Ingen fil är gjord."
NO_PICTURES = (
    "Bilder kan inte göras på den här servern: ingen Chromium hittades. Diagrammens egen knapp"
    " sparar en bild i taget, och PowerPoint och Excel har diagram som går att ändra."
)

FREEZE = "Frys läget"
FROZEN = "Fryst läge"
LEAVE_FROZEN = "Lämna"
NO_SNAPSHOT = "Inget, dagens läge visas"
FREEZE_HELP = (
    "Sidan, urvalet, underlagets versioner, anteckningarna och reservernas namn sparas som de är"
    " nu, och kan öppnas igen av alla."
)
FROZEN_BANNER = (
    "{name}, fryst av {author} {at}. Läge per {day}. Allt visas som det var och inget kan ändras."
)
CANNOT_FREEZE_OWN = (
    "Egna filer kan inte frysas, för ingen annan ser dem. Godkänn dem som underlag under Läs in"
    " först, och välj Gällande underlag under Visar."
)
CANNOT_FREEZE_NOW = "Läget kan inte frysas nu: det gällande underlaget kan inte användas."
SNAPSHOT_TAKEN = "Det finns redan ett fryst läge som heter {name}. Välj ett annat namn."
SNAPSHOT_MISSING = "Det finns inget fryst läge som heter {name}. Det kan ha tagits bort."
SNAPSHOT_LACKS = (
    "{name} kan inte visas som det var: {versions} finns inte i databasen. Den kan ha återställts"
    " ur en äldre säkerhetskopia."
)
NOT_IN_FROZEN = (
    "Här ändras underlaget, så sidan visas inte i ett fryst läge. Lämna det för att gå hit."
)
NOTHING_SAVED_IN_FROZEN = "I ett fryst läge sparas inget. Lämna det för att spara."
SHOW_TODAY = "Visa dagens läge"
NO_SNAPSHOTS = "Inget läge är fryst ännu."
NO_SNAPSHOTS_HELP = (
    "Välj Frys läget under urvalet på vilken sida som helst. Då går det att öppna sidan igen"
    " precis som den var, och att jämföra med nu."
)

BEFORE_START = (
    "Inget underlag hade lästs in {day}. Dagens underlag visas, med bara det som var beslutat då."
)
KNOWN_ON = "Underlaget som det var {day}: {how}."
CANNOT_SHOW = "Det gällande underlaget kan inte visas just nu."
CANNOT_SHOW_HELP = (
    "Felet står överst på sidan. Under tiden går det att läsa in egna filer, som bara du ser."
)

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
ACCEPT_AS = "Godkänn som underlag"
ACCEPT = "Godkänn"
DRAFT = "Ett utkast som bara du ser, tills det godkänns som underlag."
STATED = "uppgivet"
NO_UNDERLAG = "Ingen fil är godkänd ännu."
NO_UNDERLAG_HELP = (
    "Läs in en fil och välj Godkänn som underlag under den. Då ser alla den, varje version"
    " sparas, och den som godkände den står i loggen."
)
IN_APP = "Fört i appen"
IN_APP_FILE = "Fört i appen.xlsx"
REPORT_NEEDS_SHARED = (
    "Återrapportering och förslag sparas i det gällande underlaget. Godkänn filen som underlag,"
    " eller välj Gällande underlag under Visar, för att återrapportera."
)
REPORT_NEEDS_TODAY = (
    "Återrapportering bygger på dagens underlag, och här visas ett äldre. Välj en senare dag för"
    " att återrapportera."
)
IN_APP_HAS_OTHERS = (
    "Underlaget Fört i appen innehåller annat än Uppdrag, så inget har sparats. Lyft ur det under"
    " Underlag och godkänn innehållet under ett annat namn."
)
NO_LONGER_THERE = (
    "Uppdraget finns inte i det gällande underlaget på den dagen, så inget har sparats. Välj"
    " uppdraget igen."
)
NOT_READ_BACK = "Raden kunde inte läsas tillbaka, så inget har sparats: {reason}"
SAVE_REPORT = "Spara återrapporten"
EDIT_NAMES = "Ändra namntabellen"
MERGE = "Räkna som samma"
KEEP_APART = "Håll isär"
ADD_NAME = "Spara namnet"
NAMES_NEED_STORE = "Namntabellen kan inte ändras nu: det gällande underlaget kan inte användas."
NAMES_COUNT_FROM_NOW = (
    "Det som sparas gäller från och med i dag. Nu visas tabellen för en äldre dag."
)
WHAT_IF = "Tänk om: pröva förslag och egna rader"
WHAT_IF_HELP = "Inget av detta ändrar underlaget. Det sparas bara om du sparar det som scenario."
KEEP_SCENARIO = "Spara som scenario"
SCENARIOS_NEED_STORE = "Scenarier kan inte sparas nu: det gällande underlaget kan inte användas."
TAKE = "Ta som uppdrag"
LEAVE = "Lämna förslaget"
CANCEL = "Avbryt"
UNDO = "Ångra senaste"
WITHDRAW = "Lyft ur"
MAKE_CURRENT = "Gör gällande"
YES = {UNDO: "Ja, ångra", WITHDRAW: "Ja, lyft ur", MAKE_CURRENT: "Ja, gör gällande"}
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
[data-testid="stApp"]:not(:has([data-testid="stSidebar"])) [data-testid="stToolbar"]::before {
  content: "Budget- och beslutsuppföljning"; font-weight: 600; white-space: nowrap;
  margin: 0 1.5rem 0 3rem; }
[data-testid="stMainBlockContainer"] { padding: 4.5rem 3rem 3rem; }
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

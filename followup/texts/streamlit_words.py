"""Streamlit's own words in Swedish, and the script that puts them on the screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

WORDS: Mapping[str, str] = {
    "Add files": "Lägg till filer",
    "App pages": "Sidor",
    "Autosize": "Anpassa bredden",
    "Choose an option": "Välj",
    "Choose date": "Välj datum",
    "Clear date": "Töm datumet",
    "Clear entry": "Töm fältet",
    "Clear selection": "Avmarkera",
    "Clear value": "Töm fältet",
    "Close": "Stäng",
    "Close fullscreen": "Stäng helskärm",
    "Close Search": "Stäng sökningen",
    "CONNECTING": "ANSLUTER",
    "Connecting": "Ansluter",
    "Connection error": "Anslutningsfel",
    "Copied": "Kopierat",
    "Copy column name": "Kopiera kolumnens namn",
    "Copy to clipboard": "Kopiera",
    "Dataframe column menu": "Kolumnens meny",
    "Decrement": "Minska",
    "Dismiss": "Stäng",
    "Download failed": "Nedladdningen misslyckades",
    "Drag and drop files here": "Släpp filer här",
    "Error": "Fel",
    "Expand sidebar": "Öppna sidofältet",
    "Collapse sidebar": "Stäng sidofältet",
    "Format": "Format",
    "Fullscreen": "Helskärm",
    "Hide column": "Dölj kolumnen",
    "Increment": "Öka",
    "Link to heading": "Länk till rubriken",
    "Loading...": "Hämtar …",
    "Main menu": "Meny",
    "Next month": "Nästa månad",
    "Next page": "Nästa sida",
    "Next Result": "Nästa träff",
    "No data": "Inga uppgifter",
    "No options to select": "Inget att välja",
    "No results": "Ingen träff",
    "Notifications": "Meddelanden",
    "Number is above the allowed range.": "Talet är för stort.",
    "Number is below the allowed range.": "Talet är för litet.",
    "Open": "Öppna",
    "Page not found": "Sidan finns inte",
    "Pin column": "Fäst kolumnen",
    "Please wait...": "Vänta …",
    "Press Ctrl+Enter to apply": "Ctrl+Retur sparar",
    "Press ⌘+Enter to apply": "⌘+Retur sparar",
    "Press Enter to apply": "Tryck på Retur",
    "Press Enter to submit form": "Tryck på Retur",
    "Press Ctrl+Enter to submit form": "Tryck på Ctrl+Retur",
    "Previous month": "Föregående månad",
    "Previous page": "Föregående sida",
    "Previous Result": "Föregående träff",
    "Print": "Skriv ut",
    "Rerun": "Kör om",
    "Retry": "Försök igen",
    "Running...": "Arbetar …",
    "Script execution error": "Fel på sidan",
    "Search": "Sök",
    "Select all": "Markera alla",
    "Select...": "Välj …",
    "Selectbox options": "Val",
    "Selected date unavailable.": "Datumet kan inte väljas.",
    "Settings": "Inställningar",
    "Show/hide columns": "Visa eller dölj kolumner",
    "Sidebar": "Sidofält",
    "Skip to main content": "Till innehållet",
    "Sort ascending": "Sortera stigande",
    "Sort descending": "Sortera fallande",
    "Statistics": "Statistik",
    "Stop": "Avbryt",
    "Stopping...": "Avbryter …",
    "Theme": "Tema",
    "Try again": "Försök igen",
    "Unexpected error. Please try again.": "Något gick fel. Försök igen.",
    "Unpin column": "Lossa kolumnen",
    "Upload": "Välj filer",
    "day": "dag",
    "file upload": "ladda upp filer",
    "month": "månad",
    "year": "år",
    "The page that you have requested does not seem to exist. Running the app's main page.":
        "Sidan finns inte. Här är översikten.",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
        "Gå mellan dagarna med piltangenterna. Retur väljer och Escape stänger.",
    "Connection lost. Please wait for the app to reconnect, then try again.":
        "Anslutningen bröts. Vänta tills den är tillbaka och försök igen.",
    "Streamlit server is not responding. Are you connected to the internet?":
        "Servern svarar inte. Är du ansluten till nätverket?",
}  # fmt: skip

PATTERNS: Mapping[str, str] = {
    r"Search: (.*)": "Sök: $1",
    r"Fullscreen: (.*)": "Helskärm: $1",
    r"Close fullscreen: (.*)": "Stäng helskärm: $1",
    r"Show/hide columns: (.*)": "Visa eller dölj kolumner: $1",
    r"Clear selection: (.*)": "Avmarkera: $1",
    r"Choose date, (.*)": "Välj datum, $1",
    r"year, (.*)": "år, $1",
    r"month, (.*)": "månad, $1",
    r"day, (.*)": "dag, $1",
    r"Remove (.*)": "Ta bort $1",
    r"(.*)B per file.*": "Högst $1B per fil",
    r"File must be (.*) or smaller\.": "Filen får vara högst $1.",
    r".* files are not allowed\.": "Filtypen läses inte.",
}
"""Forms with something in them that stays, as regular expressions."""


def script() -> str:
    """The script with its words; it holds nothing from outside this package."""
    text = (Path(__file__).parent / "swedish.js").read_text(encoding="utf-8")
    patterns = json.dumps(list(PATTERNS.items()), ensure_ascii=False)
    words = json.dumps(WORDS, ensure_ascii=False)
    return text.replace("WORDS;", f"{words};", 1).replace("PATTERNS.", f"{patterns}.", 1)

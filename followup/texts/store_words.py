"""Why the store refuses, each a Swedish sentence for the one who runs or uses it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from followup.texts.literal import plain


class StoreRefusal(StrEnum):
    """What is wrong with the database and what to do. {place} is its address."""

    NEWER = (
        "Databasen {place} är gjord av en nyare version av appen och har lämnats orörd. Uppdatera"
        " appen till samma version som gjorde den."
    )
    FOREIGN = (
        "Databasen {place} innehåller något annat än appens tabeller och har lämnats orörd. Ange"
        " en egen, tom databas."
    )
    DAMAGED = (
        "Databasen {place} är skadad och kan inte läsas säkert. Flytta undan den, starta med en"
        " tom datamapp och återställ den senaste säkerhetskopian med followup import KOPIA.zip."
    )
    FRAME_DAMAGED = (
        "Raderna i {part} stämmer inte med det som lagrades i databasen {place}. Återställ den"
        " senaste säkerhetskopian i en tom databas med followup import KOPIA.zip."
    )
    FULL = (
        "Disken där databasen {place} ligger är full, eller så får databasen inte bli större."
        " Inget har ändrats. Frigör utrymme och försök igen."
    )
    READ_ONLY = (
        "Databasen {place} kan inte skrivas. Ge appen rätt att skriva i mappen, eller ange en"
        " annan mapp med FOLLOWUP_DATA."
    )
    BUSY = (
        "Databasen {place} är upptagen av någon annan just nu. Inget har ändrats. Försök igen om"
        " en stund."
    )
    UNREACHABLE = (
        "Databasen {place} går inte att nå. Kontrollera att servern är igång och att"
        " FOLLOWUP_DATABASE_URL stämmer."
    )
    BAD_ADDRESS = (
        "FOLLOWUP_DATABASE_URL är inte en adress till en databas som appen kan använda. Skriv"
        " till exempel postgresql://användare:lösenord@server/databas."
    )
    AMOUNT_TOO_LARGE = (
        "Ett belopp i {part} är för stort för att lagras exakt. Rätta beloppet i filen och läs in"
        " den igen."
    )
    NUL_SIGN = (
        "En text i bladet {part} innehåller ett osynligt tecken (NUL) som inte kan lagras. Skriv om"
        " cellens text för hand och läs in filen igen."
    )
    NOT_EMPTY = (
        "Databasen {place} innehåller redan underlag. En säkerhetskopia återställs bara i en tom"
        " databas."
    )
    NOT_A_BACKUP = (
        "{part} är ingen hel säkerhetskopia från appen. Kontrollera att rätt fil valdes och att"
        " den är hel. Inget har ändrats."
    )
    BACKUP_NEWER = (
        "{part} är gjord av en nyare version av appen. Uppdatera appen och försök igen. Inget har"
        " ändrats."
    )
    NAME_TOO_LONG = (
        "{part} är {length} tecken långt, men högst {most} kan sparas. Skriv ett kortare och spara"
        " igen."
    )
    NAME_MISSING = "Ett namn saknas. Skriv ett namn och spara igen."
    NAME_SIGN = (
        "{part} innehåller ett osynligt tecken som inte kan lagras. Skriv om det för hand och"
        " spara igen."
    )
    CONTENT_TOO_LARGE = (
        "{part} är för stort för att sparas, {size} byte av högst {most}. Ta bort något ur det"
        " eller dela det i flera, och spara igen."
    )
    FROZEN = (
        "{part} har inte sparats: ett fryst läge ändras inte. Lämna det frysta läget och försök"
        " igen."
    )


_SAVED: Mapping[str, str] = {
    "reserve_alias": "reservnamnet",
    "scenario": "scenariot",
    "note": "anteckningen",
    "snapshot": "det frysta läget",
}
"""What each kind of saved thing is called."""


def saved_thing(kind: str, organisation: str, name: str) -> str:
    """A saved thing as the log tells of it: what it is, its name, and whose it is."""
    whose = f" ({plain(organisation)})" if organisation else ""
    return f"{_SAVED[kind]} {plain(name)}{whose}"

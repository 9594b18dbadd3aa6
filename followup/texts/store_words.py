"""Why the store refuses, each a Swedish sentence for the one who runs or uses it."""

from __future__ import annotations

from enum import StrEnum


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

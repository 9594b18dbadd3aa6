"""What may be wrong in a store, each a Swedish sentence with its remedy."""

from __future__ import annotations

from enum import StrEnum

_RESTORE = " Återställ den senaste säkerhetskopian i en tom databas med followup import KOPIA.zip."
_REBUILD = " Räkna fram det på nytt med followup rebuild."


class StoreFault(StrEnum):
    """What does not agree and what to do. {place} is the database's address."""

    DATABASE_DAMAGED = "Databasen {place} är skadad ({detail})." + _RESTORE
    ORIGINAL_DAMAGED = (
        "Originalfilen {file}, version {number} av {underlag}, är inte den som lagrades i"
        " databasen {place}." + _RESTORE
    )
    ROWS_DIFFER = (
        "Version {number} av {underlag} har {found} rader i {frame}, men {kept} lagrades i"
        " databasen {place}." + _RESTORE
    )
    LOG_DIFFERS = (
        "Loggen säger att {told} gäller, men databasen {place} har {found} som gällande." + _RESTORE
    )
    CURRENT_DIFFERS = (
        "Det gällande underlaget i databasen {place} är inte vad versionerna ger ({part})."
        + _REBUILD
    )
    TABLE_MISSING = "Tabellen {table} saknas i databasen {place}." + _REBUILD
    TABLE_DIFFERS = (
        "Tabellen {table} i databasen {place} stämmer inte med det gällande underlaget ({part})."
        + _REBUILD
    )
    SAVED_DAMAGED = "Det som sparats som {name} är skadat i databasen {place}." + _RESTORE
    SAVED_UNKNOWN = (
        "Det som sparats som {name} i databasen {place} är av ett slag som appen inte känner"
        " ({kind}). Uppdatera appen till samma version som sparade det."
    )

"""The closed list of reasons for not reading a file. Each says what to do."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file is refused, as a Swedish sentence for the one who uploaded it."""

    EMPTY = "Filen är tom. Kontrollera att rätt fil valdes och läs in den igen."
    CUT_SHORT = (
        "Filen är avbruten: slutet saknas, troligen för att uppladdningen eller kopieringen"
        " bröts. Hämta filen på nytt och läs in den igen."
    )
    PASSWORD = "Filen är lösenordsskyddad. Ta bort lösenordet i Excel och läs in den igen."
    TEXT = (
        "Filen är en textfil med fel filändelse. Spara den som .csv eller .xlsx och läs in"
        " den igen."
    )
    PDF = "Filen är en pdf. Läs in arbetsboken (.xlsx) som pdf-filen gjordes av."
    WEB_PAGE = (
        "Filen är en webbsida som sparats med Excels filändelse. Öppna den i Excel, spara som"
        " .xlsx och läs in den igen."
    )
    WORD = "Filen är ett Word-dokument. Flytta tabellen till en Excelarbetsbok och läs in den."
    OTHER_OFFICE = (
        "Filen är ett Officedokument men ingen arbetsbok. Läs in en Excelarbetsbok i stället."
    )
    UNKNOWN = (
        "Filen är inte en arbetsbok som kan läsas. Läs in .xlsx, .xlsm, .xls, .xlsb, .ods eller"
        " .csv."
    )
    WRONG_EXTENSION = (
        "Filens innehåll stämmer inte med filändelsen. Öppna den i Excel, spara som .xlsx och"
        " läs in den igen."
    )
    TOO_LARGE = "Filen är för stor. Dela upp den i flera arbetsböcker och läs in dem var för sig."
    TOO_LARGE_UNPACKED = (
        "Filen blir för stor när den packas upp. Ta bort oanvända blad, bilder och formaterade"
        " tomma rader och läs in den igen."
    )
    TOO_MANY_CELLS = (
        "Ett blad har för många rader eller kolumner. Ta bort tomma formaterade rader och"
        " kolumner, eller dela upp bladet, och läs in filen igen."
    )
    TOO_SLOW = (
        "Filen tog för lång tid eller för mycket minne att läsa. Dela upp den i mindre"
        " arbetsböcker och läs in dem var för sig."
    )
    DAMAGED = (
        "Filen är skadad och kan inte läsas säkert. Öppna den i Excel, låt Excel reparera den,"
        " spara som .xlsx och läs in den igen."
    )
    UNSAFE = (
        "Filen innehåller delar som en arbetsbok inte ska ha och läses därför inte. Kopiera"
        " bladen till en ny arbetsbok och läs in den."
    )
    NO_SHEETS = "Filen har inga blad med celler. Kontrollera att rätt fil valdes."

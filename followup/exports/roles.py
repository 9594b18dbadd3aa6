"""Whether a text names a role or an organisation, and so no person."""

from __future__ import annotations

import re

_ENDINGS = (
    "direktör", "chef", "controller", "strateg", "handläggare", "sekreterare", "ordförande",
    "ledamot", "ledamöter", "ersättare", "utredare", "jurist", "ekonom", "samordnare",
    "koordinator", "assistent", "specialist", "ansvarig", "ansvariga", "inspektör", "ingenjör",
    "arkitekt", "läkare", "revisor", "revisorer", "upphandlare", "planerare", "administratör",
    "analytiker", "rådgivare", "förvaltning", "förvaltningar", "nämnd", "nämnder", "styrelse",
    "utskott", "beredning", "fullmäktige", "presidium", "avdelning", "enhet", "kansli", "stab",
    "kontor", "bolag", "kommitté", "delegat", "delegation", "projektledare", "ledare",
    "regionråd", "kommunalråd", "ombudsman", "tjänsteperson", "tjänstepersoner", "tjänsteman",
    "tjänstemän", "partiet", "partierna", "gruppen", "majoriteten", "oppositionen", "kommandorad",
    "vård", "omsorg", "utveckling", "service", "trafik", "ekonomi", "verksamhet", "område",
)  # fmt: skip
"""How words for offices and bodies end; a compound may stand before."""
_FORMS = ("", "s", "n", "en", "er", "ern", "ens", "na", "ns", "arna", "erna", "et", "ets", "t")
_SMALL = {
    "och", "samt", "av", "för", "i", "på", "med", "vid", "till", "en", "ett", "två", "tre", "fyra",
    "fem", "sex", "sju", "åtta", "nio", "tio", "flera", "alla", "samtliga", "vice", "förste",
    "första", "andre", "andra", "biträdande", "bitr", "tillförordnad", "tf", "ställföreträdande",
    "stf", "vikarierande", "den", "det", "hela", "hälso", "sjukvårdens", "region", "regionen",
    "regionens", "kommunen", "kommunens", "förbundet", "ej", "utsedd", "saknas", "vakant", "ingen",
    "personuppgift", "namn", "dolt", "t.f", "regional", "regionala", "medicinsk", "medicinska",
    "tekniska", "administrativ", "administrativa", "verkställande", "operativ", "strategisk", "hr",
    "it",
}  # fmt: skip
_PARTIES = {"S", "M", "SD", "C", "V", "KD", "L", "MP", "SJVP", "FI", "HEL"}
_ORGANISATION = re.compile(r"^(?:Region|Regionen) [A-ZÅÄÖ][\w -]*$|^[A-ZÅÄÖ][\w-]* kommun$")
_WORD = re.compile(r"[^\W_]+(?:[-–:.][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?::[ea])?")
_OFFICE = re.compile(rf"(?:{'|'.join(_ENDINGS)})(?:{'|'.join(_FORMS)})$")


def is_role(text: str) -> bool:
    """Whether every word of `text` is of a role, a body or an organisation.

    Where that is unsure it is not: a name must never pass for a role.
    """
    if _ORGANISATION.match(text.strip()):
        return True
    outside = re.sub(r"\(([^()]*)\)", _parenthesis, text)
    words = _WORD.findall(outside)
    return all(_is_of_a_role(word) for word in words)


def _parenthesis(found: re.Match[str]) -> str:
    """What stands in brackets, but for parties."""
    named = _WORD.findall(found[1])
    return " " if all(word in _PARTIES for word in named) else found[0]


def _is_of_a_role(word: str) -> bool:
    small = word.lower().rstrip(".")
    if small in _SMALL or _NUMBER.fullmatch(small):
        return True
    return bool(_OFFICE.search(small))

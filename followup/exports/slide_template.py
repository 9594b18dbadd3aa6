"""The form of our slides: a master, five layouts, colours and fonts, all made here.

Places are in points on a slide of 960 × 540. Text stands in placeholders of the layouts, so that
outline view, screen readers and a change of the master reach it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from followup.charts.template import Palette

WIDTH, HEIGHT = 960, 540
LANGUAGE = "sv-SE"
FONT = "Source Sans Pro"
_PANOSE = "020B0503030403020204"
"""Tells a program without the font what it looks like: a humanist sans serif, as Calibri is."""
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'
_EMU = 12_700


class Layout(IntEnum):
    """The layouts, in the order of the list that a person chooses from."""

    TITLE = 0
    SECTION = 1
    CHART = 2
    TABLE = 3
    TEXT = 4


class Slot(IntEnum):
    """The number of a placeholder, the same in every layout that has it."""

    TITLE = 0
    UNDER = 1
    """What stands under a title: of the whole, or of a section."""
    NUMBER = 12
    MEASURE = 13
    CONTENT = 14
    SOURCE = 15


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


TITLE = Box(40, 20, 880, 72)
MEASURE = Box(40, 97, 880, 36)
CONTENT = Box(40, 138, 880, 340)
SOURCE = Box(40, 484, 800, 42)
UNDER = Box(40, 312, 880, 180)
FRONT_TITLE = Box(40, 130, 880, 150)
_NUMBER = Box(860, 504, 60, 22)
_RULE = Box(40, 292, 96, 5)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A placeholder of a layout: its kind in the file, its name, place, size and colour."""

    number: Slot
    kind: str
    name: str
    box: Box
    size: int
    color: str = "tx1"
    anchor: str = "t"


_HEAD = _Slot(Slot.TITLE, "title", "Rubrik", TITLE, 28, anchor="b")
_FRONT = _Slot(Slot.TITLE, "ctrTitle", "Rubrik", FRONT_TITLE, 40, anchor="b")
_DIVIDER = _Slot(Slot.TITLE, "title", "Rubrik", FRONT_TITLE, 36, anchor="b")
_UNDER = _Slot(Slot.UNDER, "subTitle", "Underrubrik", UNDER, 18, "tx2")
_LEAD = _Slot(Slot.UNDER, "body", "Ingress", UNDER, 18, "tx2")
_MEASURED = _Slot(Slot.MEASURE, "body", "Mått", MEASURE, 14, "tx2")
_SOURCED = _Slot(Slot.SOURCE, "body", "Källa", SOURCE, 10, "tx2", "b")
_NUMBERED = _Slot(Slot.NUMBER, "sldNum", "Bildnummer", _NUMBER, 10, "tx2", "b")
_CHART = _Slot(Slot.CONTENT, "chart", "Diagram", CONTENT, 14)
_TABLE = _Slot(Slot.CONTENT, "tbl", "Tabell", CONTENT, 12)
_TEXT = _Slot(Slot.CONTENT, "body", "Text", CONTENT, 18)
_LAYOUTS: dict[Layout, tuple[str, str, tuple[_Slot, ...]]] = {
    Layout.TITLE: ("Titel", "title", (_FRONT, _UNDER)),
    Layout.SECTION: ("Avsnitt", "secHead", (_DIVIDER, _LEAD, _NUMBERED)),
    Layout.CHART: ("Diagram", "chart", (_HEAD, _MEASURED, _CHART, _SOURCED, _NUMBERED)),
    Layout.TABLE: ("Tabell", "tbl", (_HEAD, _MEASURED, _TABLE, _SOURCED, _NUMBERED)),
    Layout.TEXT: ("Text", "tx", (_HEAD, _MEASURED, _TEXT, _SOURCED, _NUMBERED)),
}


def blank(palette: Palette) -> Any:
    """A presentation without slides, in our form."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = deck.slide_layouts
    for extra in list(layouts)[len(_LAYOUTS) :]:
        layouts.remove(extra)
    master = deck.slide_master
    _set_shapes(master, (_HEAD, _TEXT, _NUMBERED), is_master=True)
    _replace(master, "txStyles", _text_styles())
    for layout, (name, kind, slots) in _LAYOUTS.items():
        is_front = layout in (Layout.TITLE, Layout.SECTION)
        _set_shapes(layouts[layout], slots, name=name, has_rule=is_front)
        layouts[layout]._element.set("type", kind)
    _set_theme(master.part.part_related_by(RELATIONSHIP_TYPE.THEME), palette)
    return deck


def add_number(slide: Any) -> None:
    """The slide's own number: python-pptx takes over every placeholder but that one."""
    tree = slide.shapes._spTree
    tree.append(parse_xml(_placeholder(_NUMBERED, len(tree) + 1, is_used=True)))


def _set_shapes(
    sheet: Any, slots: Sequence[_Slot], *, name: str = "", is_master: bool = False,
    has_rule: bool = False,
) -> None:  # fmt: skip
    """Puts the placeholders, and the rule over a title, where the default ones were."""
    tree = sheet._element.cSld.spTree
    for old in list(tree)[2:]:
        tree.remove(old)
    for number, slot in enumerate(slots, 2):
        tree.append(parse_xml(_placeholder(slot, number, is_master=is_master)))
    if has_rule:
        tree.append(parse_xml(_rule(len(slots) + 2)))
    if name:
        sheet._element.cSld.set("name", name)


def _placeholder(
    slot: _Slot, number: int, *, is_master: bool = False, is_used: bool = False
) -> str:
    """A placeholder as XML. One in use takes place and form from its layout."""
    kind = "body" if is_master and slot.kind == "chart" else slot.kind
    index = "" if slot.number is Slot.TITLE else f' idx="{int(slot.number)}"'
    return (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="{slot.name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{'' if is_used else _place(slot.box)}</p:spPr>"
        f"<p:txBody>{'<a:bodyPr/><a:lstStyle/>' if is_used else _form(slot)}"
        f"<a:p>{_content(slot)}</a:p></p:txBody></p:sp>"
    )


def _place(box: Box) -> str:
    return (
        f'<a:xfrm><a:off x="{box.left * _EMU}" y="{box.top * _EMU}"/>'
        f'<a:ext cx="{box.width * _EMU}" cy="{box.height * _EMU}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _form(slot: _Slot) -> str:
    align = "r" if slot.number is Slot.NUMBER else "l"
    weight = ' b="1"' if slot.number is Slot.TITLE else ""
    return (
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{slot.anchor}">'
        f'<a:normAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}">'
        f'<a:buNone/><a:defRPr sz="{slot.size * 100}"{weight} lang="{LANGUAGE}">'
        f'<a:solidFill><a:schemeClr val="{slot.color}"/></a:solidFill>'
        "</a:defRPr></a:lvl1pPr></a:lstStyle>"
    )


def _content(slot: _Slot) -> str:
    if slot.number is Slot.NUMBER:
        return (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            f'<a:rPr lang="{LANGUAGE}"/><a:t>‹nr›</a:t></a:fld>'
        )
    return f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{slot.name}</a:t></a:r>'


def _rule(number: int) -> str:
    return (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="Linje"/><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{_place(_RULE)}"
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr/><a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p></p:txBody></p:sp>'
    )


def _text_styles() -> str:
    return (
        f"<p:txStyles {_NAMES}><p:titleStyle>{_level('1', 28, 'mj', 90)}</p:titleStyle>"
        f"<p:bodyStyle>{_level('1', 18, 'mn', 100)}{_level('2', 16, 'mn', 100)}</p:bodyStyle>"
        f"<p:otherStyle>{_level('1', 14, 'mn', 100)}</p:otherStyle></p:txStyles>"
    )


def _level(level: str, size: int, face: str, spacing: int) -> str:
    left = 228_600 * (int(level) - 1)
    return (
        f'<a:lvl{level}pPr marL="{left}" indent="0" algn="l">'
        f'<a:lnSpc><a:spcPct val="{spacing}000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" lang="{LANGUAGE}">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/>'
        f'<a:cs typeface="+{face}-cs"/></a:defRPr></a:lvl{level}pPr>'
    )


def _replace(sheet: Any, tag: str, xml: str) -> None:
    old = sheet._element.find(f"{{{_P}}}{tag}")
    old.getparent().replace(old, parse_xml(xml))


def _set_theme(part: Any, palette: Palette) -> None:
    """Our colours and fonts, in the same order as on the screen, in place of the usual ones."""
    theme = etree.fromstring(part.blob)
    theme.set("name", "Uppföljning")
    for tag, xml in (("clrScheme", _colors(palette)), ("fontScheme", _fonts())):
        old = theme.find(f".//{{{_A}}}{tag}")
        old.getparent().replace(old, etree.fromstring(xml))
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _colors(palette: Palette) -> str:
    accents = {f"accent{at}": color for at, color in enumerate(palette.categories[:6], 1)}
    colors = {
        "dk1": palette.text, "lt1": palette.ground, "dk2": palette.muted, "lt2": palette.ground,
        **accents, "hlink": palette.accent, "folHlink": palette.categories[2],
    }  # fmt: skip
    inside = "".join(
        f'<a:{name}><a:srgbClr val="{color[1:]}"/></a:{name}>' for name, color in colors.items()
    )
    return f'<a:clrScheme xmlns:a="{_A}" name="Uppföljning">{inside}</a:clrScheme>'


def _fonts() -> str:
    face = (
        f'<a:latin typeface="{FONT}" panose="{_PANOSE}" pitchFamily="34" charset="0"/>'
        '<a:ea typeface=""/><a:cs typeface=""/>'
    )
    return (
        f'<a:fontScheme xmlns:a="{_A}" name="Uppföljning"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>"
    )

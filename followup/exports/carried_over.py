"""What a workbook lost on its way through openpyxl, found by looking in both files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

MACROS = "Makron följer inte med: kopian är en vanlig .xlsx-fil."
CHARTS_REDRAWN = "Diagrammen är omritade och kan se annorlunda ut än i originalet."
SIGNATURES = "Den digitala signaturen följer inte med, eftersom filen har ändrats."
THREADS = "Kommentarstrådar följer med som vanliga anteckningar, utan svarsfunktion."
DYNAMIC_ARRAYS = "Dynamiska matrisformler följer med som vanliga matrisformler av fast storlek."
FORMULAS = (
    "Formlernas senast beräknade värden följer inte med. Öppna kopian i Excel och spara den"
    " innan du läser in den igen."
)


@dataclass(frozen=True, slots=True)
class Feature:
    """Something a workbook may hold: what it is called and where in the file it is seen.

    It is counted as parts whose name fits `part`, or, when there are `marks`, as how often
    they stand in those parts. `loss` is a sentence of its own in place of the usual one.
    """

    plural: str
    part: str
    marks: tuple[bytes, ...] = ()
    loss: str = ""

    def count(self, name: str, content: bytes) -> int:
        """How many there are in the part `name`."""
        if not re.search(self.part, name):
            return 0
        return sum(content.count(mark) for mark in self.marks) if self.marks else 1

    def sentence(self, left: int) -> str:
        """What to say when some are lost and `left` of them are in the copy."""
        if self.loss:
            return self.loss
        if left:
            return f"Alla {self.plural} följer inte med i kopian."
        return f"{self.plural[0].upper()}{self.plural[1:]} följer inte med i kopian."


_SHEET = r"^xl/(work|chart)sheets/[^/]+\.xml$"
_DRAWING = r"^xl/drawings/[^/]+\.xml$"
_CONTROLS = tuple(
    f'ObjectType="{name}"'.encode()
    for name in ("Button", "Checkbox", "Drop", "Edit", "GBox", "List", "Radio", "Scroll", "Spin")
)

FEATURES = (
    Feature("makron", r"vbaproject.*\.bin$|^xl/(intl)?macrosheets/.*\.xml$", loss=MACROS),
    Feature("makron", r"^\[content_types\]\.xml$", (b"macroEnabled",), MACROS),
    Feature("bilder", _DRAWING, (b"blip ",)),
    Feature("diagram", r"^xl/charts/chart(ex)?\d*\.xml$"),
    Feature("former och textrutor", _DRAWING, (b":sp>", b":cxnSp>")),
    Feature("pivottabeller", r"^xl/pivottables/[^/]+\.xml$"),
    Feature("utsnitt och tidslinjer", r"^xl/(slicers|timelines)/[^/]+\.xml$"),
    Feature("länkar till andra arbetsböcker", r"^xl/externallinks/[^/]+\.xml$"),
    Feature("datakopplingar och frågor", r"^xl/(connections|querytables/[^/]+)\.xml$"),
    Feature("datamodeller", r"^xl/model/"),
    Feature("formulärkontroller", r"^xl/(ctrlprops|activex)/[^/]+\.xml$"),
    Feature("formulärkontroller", r"^xl/drawings/[^/]+\.vml$", _CONTROLS),
    Feature("inbäddade objekt", r"^xl/embeddings/"),
    Feature("dialogblad", r"^xl/dialogsheets/[^/]+\.xml$"),
    Feature("miniatyrdiagram", _SHEET, (b":sparkline>",)),
    Feature("regler för villkorsstyrd formatering", _SHEET, (b"cfRule ",)),
    Feature("listrutor och andra dataverifieringar", _SHEET, (b"dataValidation ",)),
    Feature("dynamiska matrisformler", _SHEET, (b' cm="',), DYNAMIC_ARRAYS),
    Feature("bakgrundsbilder", _SHEET, (b"<picture ",)),
    Feature("bilder i sidhuvud och sidfot", _SHEET, (b"<legacyDrawingHF ",)),
    Feature("anpassade vyer", _SHEET, (b"<customSheetView ",)),
    Feature("skyddade områden med egna lösenord", _SHEET, (b"<protectedRange ",)),
    Feature("länkade datatyper och bilder i celler", r"^xl/richdata/[^/]+\.xml$"),
    Feature("känslighetsetiketter", r"^docmetadata/labelinfo\.xml$"),
    Feature("kommentarstrådar", r"^xl/threadedcomments/[^/]+\.xml$", loss=THREADS),
    Feature("signaturer", r"^_xmlsignatures/[^/]+\.xml$", loss=SIGNATURES),
)
_CHARTS = Feature("diagram", r"^xl/charts/chart\d*\.xml$")
_FORMULAS = Feature("formler", _SHEET, (b"<f>", b"<f ", b"<f/"))


def losses(original: bytes, copy: bytes) -> tuple[str, ...]:
    """One Swedish sentence for each thing that `original` holds more of than `copy`."""
    watched = (*FEATURES, _CHARTS, _FORMULAS)
    before, after = _counted(original, watched), _counted(copy, watched)
    told = [
        feature.sentence(after[feature]) for feature in FEATURES if after[feature] < before[feature]
    ]
    if after[_CHARTS]:
        told.append(CHARTS_REDRAWN)
    if after[_FORMULAS]:
        told.append(FORMULAS)
    return tuple(dict.fromkeys(told))


def _counted(content: bytes, features: tuple[Feature, ...]) -> dict[Feature, int]:
    found = dict.fromkeys(features, 0)
    for name, part in _parts(content):
        for feature in features:
            found[feature] += feature.count(name, part)
    return found


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name.lower().lstrip("/"), archive.read(name)

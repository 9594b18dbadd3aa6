"""Files made by hand, part by part and byte by byte: good ones, odd ones and hostile ones."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from followup.addresses import column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."


# --- zip ---------------------------------------------------------------------------------------


def zipped(parts: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """A zip archive of `parts`."""
    target = io.BytesIO()
    packing = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, packing)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def replaced(content: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """The archive with parts replaced or added; None takes one away."""
    kept = {**unzipped(content), **parts}
    return zipped({name: data for name, data in kept.items() if data is not None})


def with_directory(content: bytes, name: str, offset: int, layout: str, value: int) -> bytes:
    """The archive with one field of a member's entry in the directory overwritten."""
    out, at = bytearray(content), 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        size = struct.unpack_from("<H", content, at + 28)[0]
        if content[at + 46 : at + 46 + size] == name.encode():
            struct.pack_into(layout, out, at + offset, value)
        at += 46
    return bytes(out)


def with_flipped(content: bytes, bit: int) -> bytes:
    """The content with one bit turned over."""
    out = bytearray(content)
    out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


def marked_encrypted(content: bytes) -> bytes:
    """The archive with every member said to be encrypted."""
    out = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := content.find(signature, at)) >= 0:
            out[at + offset] |= 1
            at += 4
    return bytes(out)


# --- xlsx --------------------------------------------------------------------------------------


def rows(table: Sequence[Sequence[object]], first: int = 1) -> str:
    """The rows of a worksheet: numbers as they are, texts inline, None left out."""
    return "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{column_letter(at)}{number}", one) for at, one in enumerate(row))
        + "</row>"
        for number, row in enumerate(table, first)
    )


def cell(address: str, value: object, style: int | None = None) -> str:
    """One cell of a worksheet."""
    where = f'r="{address}"' + (f' s="{style}"' if style is not None else "")
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c {where} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c {where}><v>{value}</v></c>"


def worksheet(data: str, before: str = "", after: str = "") -> str:
    """A worksheet part with `data` as its rows."""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{before}'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def styles(*formats: int | str) -> str:
    """A stylesheet whose cell formats have these number formats, after a general one at 0.

    A number is a built-in format, a text a format code as it stands in the attribute.
    """
    custom = {one: 170 + at for at, one in enumerate(formats) if isinstance(one, str)}
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="{c}"/>' for c, n in custom.items())
    cells = "".join(
        f'<xf numFmtId="{custom.get(one, one)}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        for one in (0, *formats)
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(custom)}">{codes}</numFmts>'
        "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
    )


def strings(*texts: str, count: int | None = None) -> str:
    """The shared strings, with a `uniqueCount` that may lie."""
    total = len(texts) if count is None else count
    items = "".join(f"<si><t>{escape(one)}</t></si>" for one in texts)
    return f'{_HEAD}<sst xmlns="{_MAIN}" count="{total}" uniqueCount="{total}">{items}</sst>'


def workbook_part(names: Sequence[str], before: str = "", after: str = "") -> str:
    """The workbook part, whose sheets are related as rId1, rId2, …"""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{before}'
        f"<sheets>{sheets}</sheets>{after}</workbook>"
    )


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relations part: ids to a type and a target."""
    items = "".join(
        f'<Relationship Id="{one}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for one, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def xlsx(
    data: str | Mapping[str, str] = "",
    parts: Mapping[str, bytes | str | None] | None = None,
    *,
    before: str = "",
    after: str = "",
) -> bytes:
    """A workbook: the rows of its one sheet, or of several by name; `parts` replaces parts."""
    sheets = data if isinstance(data, Mapping) else {"Blad1": data}
    targets = {
        f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)
    }
    own = {"rIdStyles": ("styles", "styles.xml"), "rIdText": ("sharedStrings", "sharedStrings.xml")}
    overrides = "".join(
        f'<Override PartName="/xl/{target}" ContentType="{_TYPES}{kind}+xml"/>'
        for kind, target in (*targets.values(), *own.values(), ("sheet.main", "workbook.xml"))
    )
    made: dict[str, bytes | str | None] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": workbook_part(list(sheets)),
        "xl/_rels/workbook.xml.rels": relations({**targets, **own}),
        "xl/styles.xml": styles(),
        "xl/sharedStrings.xml": strings("noll", "ett", "två"),
    }
    for at, one in enumerate(sheets.values(), 1):
        made[f"xl/worksheets/sheet{at}.xml"] = worksheet(one, before, after)
    made.update(parts or {})
    return zipped({name: part for name, part in made.items() if part is not None})


def prefixed(part: str) -> str:
    """A part whose elements all carry the prefix x."""
    named = re.sub(r"<(/?)(?=\w)", r"<\1x:", part)
    return named.replace(f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"')


def strict(content: bytes) -> bytes:
    """The workbook with the names of the strict variant of the standard."""
    names = {_MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
             _RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
    parts = unzipped(content)
    for old, new in names.items():
        parts = {name: part.replace(old.encode(), new.encode()) for name, part in parts.items()}
    return zipped(parts)


# --- xlsb --------------------------------------------------------------------------------------


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    length = bytearray()
    while size >= 128:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    return head + bytes([*length, size]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(cells: Mapping[tuple[int, int], object], *, from_1904: bool = False) -> bytes:
    """A binary workbook: cells by row and column, both from 0; texts inline."""
    book = (
        _record(131)
        + _record(153, struct.pack("<II", 1 if from_1904 else 0, 0) + _wide(""))
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Blad1"))
        + _record(144)
        + _record(132)
    )
    last = (max(row for row, _ in cells), max(column for _, column in cells))
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, last[0], 0, last[1]))
    sheet += _record(145)
    for row in sorted({row for row, _ in cells}):
        sheet += _record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        for column in sorted(at for line, at in cells if line == row):
            sheet += _binary_cell(column, cells[row, column])
    sheet += _record(146) + _record(130)
    return zipped(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.'
            'macroEnabled.main"/></Types>',
            "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations(
                {"rId1": ("worksheet", "worksheets/sheet1.bin")}
            ),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _binary_cell(column: int, value: object) -> bytes:
    where = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(6, where + _wide(value))
    return _record(5, where + struct.pack("<d", float(str(value))))


# --- ods ---------------------------------------------------------------------------------------


def ods(table: Sequence[Sequence[object]], *, manifest: str = "", data: str = "") -> bytes:
    """An OpenDocument sheet; `data` replaces its rows, `manifest` its manifest's entries."""
    lines = "".join(
        "<table:table-row>" + "".join(map(_open_cell, row)) + "</table:table-row>" for row in table
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{office}:office:1.0"'
        f' xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{data or lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{office}'
            f':manifest:1.0">{manifest}</manifest:manifest>',
            "content.xml": content,
        },
        stored=True,
    )


def _open_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


# --- xls and the compound file around it -------------------------------------------------------

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(
    cells: Mapping[tuple[int, int], object],
    *,
    before: bytes = b"",
    below: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook of Excel 97: cells by row and column, both from 0.

    `before` are records at the start of the workbook, `below` streams of embedded objects.
    """
    return compound({"Workbook": xls_stream(cells, before=before)}, below=below)


def xls_stream(cells: Mapping[tuple[int, int], object], *, before: bytes = b"") -> bytes:
    """The stream of records in a workbook of Excel 97."""
    name = b"Blad1"
    begin = biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)) + before
    begin += biff(0x0042, struct.pack("<H", 1200))
    end = biff(0x000A)
    sheet_at = len(begin) + 4 + 8 + len(name) + len(end)
    book = begin + biff(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name) + end
    sheet = biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for (row, column), value in sorted(cells.items()):
        sheet += _old_cell(row, column, value)
    return book + sheet + end


def biff(kind: int, data: bytes = b"") -> bytes:
    """One record of an .xls workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def _old_cell(row: int, column: int, value: object) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return biff(0x0204, where + struct.pack("<HB", len(value), 1) + text)
    return biff(0x0203, where + struct.pack("<d", float(str(value))))


def compound(streams: Mapping[str, bytes], *, below: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file (OLE) with `streams` at its top, each at least 4096 bytes long.

    The streams `below` are in the directory, but not at the top.
    """
    sectors: list[bytes] = []
    table: list[int] = []
    starts: dict[str, tuple[int, int]] = {}
    for name, data in {**streams, **(below or {})}.items():
        padded = data.ljust(4096, b"\0")
        starts[name] = (len(sectors), len(padded))
        _append(sectors, table, padded)
    directory_at = len(sectors)
    _append(sectors, table, _directory(starts, len(streams)))
    table_at = len(sectors)
    count = -(-(len(table) + 1) // 127)
    table += [_FAT] * count
    packed = struct.pack(f"<{len(table)}I", *table).ljust(512 * count, b"\xff")
    sectors += [packed[at : at + 512] for at in range(0, len(packed), 512)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory_at, 0, 4096, _END, 0, _END, 0)
    places = [table_at + at for at in range(count)] + [_FREE] * (109 - count)
    return head + struct.pack("<109I", *places) + b"".join(sectors)


def _append(sectors: list[bytes], table: list[int], data: bytes) -> None:
    pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
    table += [len(table) + at + 1 for at in range(len(pieces) - 1)] + [_END]
    sectors += pieces


def _directory(starts: Mapping[str, tuple[int, int]], top: int) -> bytes:
    """A root whose child is the first stream, each of the `top` having the next on its right."""
    entries = [_entry("Root Entry", 5, child=1, right=_FREE, start=_END, size=0)]
    for at, (name, (start, size)) in enumerate(starts.items(), 1):
        right = at + 1 if at < top else _FREE
        entries.append(_entry(name, 2, child=_FREE, right=right, start=start, size=size))
    return b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")


def _entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )

import pytest

from followup.archive import Refused
from followup.formats import Format, extension_of, format_of
from followup.limits import Limits
from followup.texts.refusals import Refusal
from tests.workbooks import (
    biff,
    compound,
    marked_encrypted,
    ods,
    replaced,
    rows,
    unzipped,
    xls,
    xls_stream,
    xlsb,
    xlsx,
    zipped,
)

TABLE = [["Rubrik", "Tal"], ["a", 1]]
CELLS = {(0, 0): "Rubrik", (1, 0): 1.5}
BOOKS = {
    Format.XLSX: xlsx(rows(TABLE)),
    Format.XLSB: xlsb(CELLS),
    Format.XLS: xls(CELLS),
    Format.ODS: ods(TABLE),
    Format.CSV: "Rubrik;Tal\nå;1\n".encode(),
}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(range(200))
ENTRIES = '<manifest:file-entry manifest:full-path="content.xml">{}</manifest:file-entry>'


def refusal_of(content, name, **limits):
    try:
        format_of(content, name, Limits(**limits))
    except Refused as refused:
        return refused.refusal
    return None


@pytest.mark.parametrize("found", BOOKS)
def test_each_format_is_known_by_its_bytes_under_its_own_extension(found):
    assert format_of(BOOKS[found], f"Budget 2024.{found.upper()}", Limits()) is found


@pytest.mark.parametrize("found", BOOKS)
@pytest.mark.parametrize("other", ["xlsx", "xls", "xlsb", "ods", "csv", "txt", "dat", ""])
def test_a_wrong_extension_is_refused(found, other):
    if found.value == other:
        return
    usual = Refusal.TEXT if found is Format.CSV else Refusal.WRONG_EXTENSION
    assert refusal_of(BOOKS[found], f"fil.{other}") is usual


def test_a_workbook_with_macros_is_read_under_either_extension():
    with_macros = replaced(BOOKS[Format.XLSX], {"xl/vbaProject.bin": b"x"})
    assert format_of(with_macros, "fil.xlsm", Limits()) is Format.XLSM
    assert format_of(with_macros, "fil.xlsx", Limits()) is Format.XLSX


@pytest.mark.parametrize(
    "content",
    [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\r\x00\n\x00", bytes(5000), b"\x1a"],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a.ods"])
def test_a_file_of_nothing_is_empty(content, name):
    assert refusal_of(content, name) is Refusal.EMPTY


def test_a_file_above_the_limit_is_too_large_whatever_it_is():
    assert refusal_of(b"x" * (1024 * 1024 + 1), "a.csv", file_mib=1) is Refusal.TOO_LARGE
    assert refusal_of(bytes(1024 * 1024 + 1), "a.xlsx", file_mib=1) is Refusal.TOO_LARGE


HTML = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1</td></tr></table>"
TEXTS = [
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Refusal.PDF),
    (b"\r\n%PDF-1.4\n", Refusal.PDF),
    (HTML.encode(), Refusal.WEB_PAGE),
    (f"\ufeff  <!-- export -->\n<!DOCTYPE HTML PUBLIC>{HTML}".encode(), Refusal.WEB_PAGE),
    (f'<?xml version="1.0"?>\n<!DOCTYPE html>{HTML}'.encode(), Refusal.WEB_PAGE),
    (HTML.encode("utf-16"), Refusal.WEB_PAGE),
    (b"<table border=1><tr><td>1", Refusal.WEB_PAGE),
    (b"<META http-equiv=content-type><STYLE>", Refusal.WEB_PAGE),
    (b"From: <Saved by Excel>\r\nMIME-Version: 1.0\r\nX-Document-Type: Workbook", Refusal.WEB_PAGE),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
     Refusal.WRONG_EXTENSION),
    (b'<?xml version="1.0"?><office:document/>', Refusal.WRONG_EXTENSION),
    (rb"{\rtf1\ansi\deff0 Protokoll}", Refusal.WORD),
    (PNG, Refusal.UNKNOWN),
    (JPEG, Refusal.UNKNOWN),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100), Refusal.UNKNOWN),
    ("Protokoll från nämndens möte".encode(), Refusal.TEXT),
    ("Protokoll från nämndens möte".encode("cp1252"), Refusal.TEXT),
    ("Protokoll från nämndens möte".encode("utf-16"), Refusal.TEXT),
    (b'{"a": 1}', Refusal.TEXT),
]  # fmt: skip


@pytest.mark.parametrize(("content", "refusal"), TEXTS)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsm"])
def test_what_is_no_workbook_is_called_what_it_is(content, refusal, name):
    assert refusal_of(content, name) is refusal


@pytest.mark.parametrize(("content", "refusal"), TEXTS)
def test_it_is_called_so_under_the_extension_of_a_text_file_too(content, refusal):
    expected = None if refusal is Refusal.TEXT else refusal
    assert refusal_of(content, "a.csv") is expected


@pytest.mark.parametrize(
    "text",
    ["PK;Namn\n1;a\n", "Ärende;Text\n1;<table>\n2;<html>\n", "a;b\n%PDF;1\n", "Rubrik\n<?xml\n"],
)
def test_a_text_file_is_not_judged_by_a_word_in_a_cell(text):
    assert format_of(text.encode(), "a.csv", Limits()) is Format.CSV


def test_a_text_file_with_nulls_in_it_is_damaged():
    assert refusal_of(b"Rubrik;Tal\n" + b"a;1\n" * 2000 + b"b\x00;2\n", "a.csv") is Refusal.DAMAGED
    assert refusal_of(b"Rubrik;Tal\na;1\n" + bytes(9000), "a.csv") is Refusal.UNKNOWN


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        (["word/document.xml", "[Content_Types].xml"], Refusal.WORD),
        (["ppt/presentation.xml", "[Content_Types].xml"], Refusal.OTHER_OFFICE),
        (["visio/document.xml"], Refusal.OTHER_OFFICE),
        (["bilder/karta.png"], Refusal.UNKNOWN),
        (["Index/Document.iwa"], Refusal.UNKNOWN),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.zip"])
def test_other_archives_are_called_what_they_are(parts, refusal, name):
    assert refusal_of(zipped(dict.fromkeys(parts, b"<x/>")), name) is refusal


@pytest.mark.parametrize(
    ("streams", "refusal"),
    [
        (["WordDocument", "1Table"], Refusal.WORD),
        (["PowerPoint Document", "Current User"], Refusal.OTHER_OFFICE),
        (["VisioDocument"], Refusal.OTHER_OFFICE),
        (["EncryptedPackage", "EncryptionInfo"], Refusal.PASSWORD),
        (["__properties_version1.0"], Refusal.UNKNOWN),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.doc"])
def test_other_compound_files_are_called_what_they_are(streams, refusal, name):
    assert refusal_of(compound(dict.fromkeys(streams, b"x" * 5000)), name) is refusal


def test_an_old_workbook_is_not_judged_by_a_word_in_a_cell():
    book = xls({(0, 0): "WordDocument", (1, 0): "EncryptedPackage"})
    assert format_of(book, "a.xls", Limits()) is Format.XLS


def test_an_old_workbook_may_have_a_document_of_another_kind_embedded():
    book = xls(CELLS, below={"WordDocument": b"x", "PowerPoint Document": b"x"})
    assert format_of(book, "a.xls", Limits()) is Format.XLS


@pytest.mark.parametrize(
    "locked",
    [
        ("a.xls", xls(CELLS, before=biff(0x002F, bytes(54)))),
        ("a.xls", compound({"Book": xls_stream(CELLS, before=biff(0x002F, bytes(4)))})),
        ("a.xlsx", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 9000})),
        ("a.xlsx", marked_encrypted(BOOKS[Format.XLSX])),
        ("a.ods", ods(TABLE, manifest=ENTRIES.format("<manifest:encryption-data/>"))),
        ("a.ods", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                          "META-INF/manifest.xml": b"<x/>", "encrypted-package": b"xyz"})),
    ],
)  # fmt: skip
def test_a_password_is_recognised(locked):
    name, content = locked
    assert refusal_of(content, name) is Refusal.PASSWORD


def test_an_open_document_of_another_kind_is_no_workbook():
    parts = unzipped(BOOKS[Format.ODS])
    parts["mimetype"] = b"application/vnd.oasis.opendocument.text"
    assert refusal_of(zipped(parts), "a.ods") is Refusal.OTHER_OFFICE


@pytest.mark.parametrize("found", [Format.XLSX, Format.XLSB, Format.XLS, Format.ODS])
def test_a_file_cut_at_any_length_is_cut_short(found):
    book = BOOKS[found]
    for length in [1, 2, 3, 5, 7, *range(8, len(book) - 512, 97)]:
        refusal = refusal_of(book[:length], f"a.{found}")
        alike = {Refusal.CUT_SHORT, Refusal.TEXT} if length < 3 else {Refusal.CUT_SHORT}
        assert refusal in alike, length


@pytest.mark.parametrize(
    ("name", "extension"),
    [("C:\\mapp.2\\Budget.XLSX", "xlsx"), ("a.b.csv", "csv"), ("budget", ""), (".xlsx", ""),
     ("mapp.xlsx/fil", "")],
)  # fmt: skip
def test_the_extension_is_that_of_the_last_step(name, extension):
    assert extension_of(name) == extension

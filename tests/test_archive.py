import io
import random
import re
import zipfile
import zlib

import pytest

from followup.archive import CHUNK, Refused, chunks, open_archive, part, rewritten
from followup.limits import Limits
from followup.texts.refusals import Refusal
from tests.workbooks import (
    marked_encrypted,
    replaced,
    rows,
    unzipped,
    with_directory,
    with_flipped,
    worksheet,
    xlsx,
    zipped,
)

GOOD = xlsx(rows([["Rubrik", "Tal"], *([f"rad {at}", at] for at in range(200))]))
SHEET = "xl/worksheets/sheet1.xml"
SIZE, PACKED_SIZE, CHECKSUM, PLACE = 24, 20, 16, 42


def refusal_of(content, **limits):
    """Why the archive is refused, looking at all of it; None when it is not."""
    try:
        archive = open_archive(content, Limits(**limits))
        for name in archive.members:
            for _ in chunks(archive, name):
                pass
    except Refused as refused:
        return refused.refusal
    return None


def one_part(data, *, name="xl/worksheets/sheet1.xml"):
    return replaced(GOOD, {name: data})


def test_a_sound_archive_is_opened_and_unpacked_to_its_parts():
    archive = open_archive(GOOD, Limits())
    assert {name: part(archive, name) for name in archive.members} == unzipped(GOOD)


def test_a_part_is_found_in_any_case_and_a_missing_one_is_empty():
    archive = open_archive(GOOD, Limits())
    assert part(archive, "XL/Workbook.xml") == unzipped(GOOD)["xl/workbook.xml"]
    assert part(archive, "xl/saknas.xml") == b""


@pytest.mark.parametrize("stored", [False, True])
def test_a_large_part_comes_in_pieces_that_make_up_the_whole(stored):
    data = random.Random(1).randbytes(CHUNK) * 3 + b"slut"
    archive = open_archive(zipped({"stor.bin": data}, stored=stored), Limits())
    pieces = list(chunks(archive, "stor.bin"))
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= CHUNK


def unpacked_or_none(content):
    try:
        archive = open_archive(content, Limits())
        return {name: part(archive, name) for name in archive.members}
    except Refused:
        return None


def test_no_flipped_bit_of_the_packed_data_gives_other_data():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(SHEET)
    seen = 0
    for bit in range(start * 8, (start + info.compress_size) * 8, 3):
        found = unpacked_or_none(with_flipped(GOOD, bit))
        seen += found is None
        assert found is None or found[SHEET] == unzipped(GOOD)[SHEET], bit
    assert seen > info.compress_size * 8 / 3 * 0.99


def test_no_flipped_bit_anywhere_gives_other_data():
    whole = unzipped(GOOD)
    for bit in range(0, len(GOOD) * 8, 11):
        found = unpacked_or_none(with_flipped(GOOD, bit))
        assert found is None or found == whole, bit


@pytest.mark.parametrize(
    ("field", "layout", "value"),
    [(SIZE, "<I", 100), (SIZE, "<I", 10**6), (PACKED_SIZE, "<I", 40), (PACKED_SIZE, "<I", 10**8),
     (CHECKSUM, "<I", 0), (PLACE, "<I", 3), (PLACE, "<I", 10**9), (10, "<H", 12)],
)  # fmt: skip
def test_a_directory_that_lies_is_seen(field, layout, value):
    assert refusal_of(with_directory(GOOD, SHEET, field, layout, value)) is Refusal.DAMAGED


def test_a_directory_that_tells_the_truth_about_the_start_only_is_seen():
    sheet = unzipped(GOOD)[SHEET]
    start = sheet[:300]
    lying = with_directory(GOOD, SHEET, SIZE, "<I", len(start))
    lying = with_directory(lying, SHEET, CHECKSUM, "<I", zlib.crc32(start))
    assert refusal_of(lying) is Refusal.DAMAGED


def test_a_bomb_is_refused_by_what_its_directory_says():
    bomb = one_part(bytes(64 * 1024 * 1024))
    assert refusal_of(bomb) is Refusal.TOO_LARGE_UNPACKED
    assert refusal_of(bomb, packing_ratio=10_000, unpacked_mib=60) is Refusal.TOO_LARGE_UNPACKED
    assert refusal_of(bomb, packing_ratio=10_000) is None


def test_a_bomb_that_lies_about_its_size_is_never_unpacked():
    bomb = with_directory(one_part(bytes(256 * 1024 * 1024)), SHEET, SIZE, "<I", 1000)
    archive = open_archive(bomb, Limits())
    unpacked = 0
    with pytest.raises(Refused, match=re.escape(Refusal.DAMAGED)):
        for piece in chunks(archive, SHEET):
            unpacked += len(piece)
    assert unpacked <= CHUNK


def test_too_many_parts_are_refused_before_the_directory_is_read():
    many = zipped({f"xl/{at}.xml": b"" for at in range(6000)})
    assert refusal_of(many) is Refusal.UNSAFE
    assert refusal_of(many, parts=10_000) is None


def test_two_parts_of_the_same_name_are_refused():
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, worksheet(""))
    assert refusal_of(target.getvalue()) is Refusal.UNSAFE


def test_two_names_that_differ_in_case_alone_are_refused():
    assert refusal_of(replaced(GOOD, {SHEET.upper(): b""})) is Refusal.UNSAFE


@pytest.mark.parametrize(
    "name", ["../x.xml", "xl/../../x.xml", "/x.xml", "C:/x.xml", "c:x.xml", "xl\\x.xml",
             "..\\x.xml", "xl/a\nb.xml"]
)  # fmt: skip
def test_names_that_are_paths_are_refused(name):
    assert refusal_of(replaced(GOOD, {name: b"x"})) is Refusal.UNSAFE


def test_a_name_with_a_null_in_it_is_refused():
    hidden = replaced(GOOD, {"xl/workbook.xmlX.bin": b"x"})
    hidden = hidden.replace(b"xl/workbook.xmlX.bin", b"xl/workbook.xml\x00.bin")
    assert refusal_of(hidden) is Refusal.UNSAFE


@pytest.mark.parametrize("name", ["xl/blad..1.xml", "xl/åäö.xml", "xl/worksheets/"])
def test_odd_names_that_are_no_paths_are_let_through(name):
    assert refusal_of(replaced(GOOD, {name: b""})) is None


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "name",
    [
        SHEET,
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "docProps/core.xml",
        "xl/drawings/vmlDrawing1.vml",
        "odd.data",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_any_part_and_encoding(name, encoding):
    text = f'<?xml version="1.0"?>\n<!-- <a> -->{BOMB}<a>&b;</a>'
    assert refusal_of(one_part(text.encode(encoding), name=name)) is Refusal.UNSAFE


def test_a_document_type_after_a_long_comment_is_refused():
    text = "<!--" + "x" * 200_000 + "-->" + BOMB + "<a/>"
    assert refusal_of(one_part(text)) is Refusal.UNSAFE


def test_a_picture_may_declare_its_type():
    svg = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" ""><svg/>'
    assert refusal_of(one_part(svg, name="xl/media/image1.svg")) is None


def test_a_text_that_mentions_a_document_type_is_no_declaration():
    sheet = worksheet(rows([["<!DOCTYPE a>"]])).replace(
        "&lt;!DOCTYPE a&gt;", "<![CDATA[<!DOCTYPE]]>"
    )
    assert refusal_of(one_part(sheet)) is None


def test_encrypted_members_mean_a_password():
    assert refusal_of(marked_encrypted(GOOD)) is Refusal.PASSWORD


def test_cut_at_any_length_it_is_cut_short():
    for length in [*range(4, len(GOOD), 211), len(GOOD) - 21, len(GOOD) - 1]:
        assert refusal_of(GOOD[:length]) is Refusal.CUT_SHORT, length


def test_rubbish_after_the_end_is_never_a_part():
    assert refusal_of(GOOD + b"skrap" * 10) is None
    assert refusal_of(GOOD + bytes(100_000)) is Refusal.DAMAGED


def test_a_directory_of_rubbish_is_damage():
    at = GOOD.index(b"PK\x01\x02")
    assert refusal_of(GOOD[:at] + b"\xff" * 40 + GOOD[at + 40 :]) is Refusal.DAMAGED


def test_a_rewritten_archive_differs_in_the_replaced_part_alone():
    archive = open_archive(GOOD, Limits())
    assert unzipped(rewritten(archive, {SHEET: b"<ny/>"})) == {**unzipped(GOOD), SHEET: b"<ny/>"}

import csv
import io
import random

import pytest

from followup.archive import Refused
from followup.delimited import decoded, delimiter_of, read_delimited
from followup.limits import Limits
from followup.texts.refusals import Refusal

SWEDISH = "Ärende;Belopp\nÅtgärd på bron över ån;12,5\nFörråd – “nytt”;–3\n"


def cells_of(text, encoding="utf-8", **limits):
    return read_delimited(text.encode(encoding), Limits(**limits)).rows()


def refusal_of(text, **limits):
    with pytest.raises(Refused) as refused:
        read_delimited(text if isinstance(text, bytes) else text.encode(), Limits(**limits))
    return refused.value.refusal


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_usual_encodings_give_the_same_text(encoding):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decoded(mark + SWEDISH.encode(encoding)) == SWEDISH


def test_one_broken_byte_does_not_change_the_reading_of_all_the_others():
    broken = SWEDISH.encode().replace("Å".encode(), "Å".encode()[:1])
    assert decoded(broken).startswith("Ärende;Belopp")
    assert decoded(SWEDISH.encode()[:-20] + b"\xc3").startswith("Ärende;Belopp")
    assert decoded(b"\xc5r;1\nB\xe5t;2\n") == "År;1\nBåt;2\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_lines_hold_equally_often(delimiter):
    text = f'Namn{delimiter}Tal{delimiter}Text\na{delimiter}1{delimiter}"b; c, d\t| e"\n' * 3
    assert delimiter_of(text) == delimiter
    assert cells_of(text)[1] == ("a", "1", "b; c, d\t| e")


def test_decimal_commas_do_not_hide_the_semicolons():
    assert delimiter_of("a;b\n1,5;2,5\n3,5;4,5\n5;6,5\n") == ";"


def test_a_first_line_that_names_the_delimiter_is_believed_and_is_no_record():
    assert cells_of("sep=,\na,b;c\n1,2\n") == [("a", "b;c"), ("1", "2")]


def test_columns_are_lettered_and_empty_ones_left_out():
    frame = read_delimited(b";Rubrik;;Tal\n;a;;1\n", Limits())
    assert frame.columns == ["B", "D"]
    assert frame.rows() == [("Rubrik", "Tal"), ("a", "1")]


def test_empty_lines_keep_their_places():
    assert cells_of("a;b\n\n1;2\n\n\n3;4\n") == [
        ("a", "b"), (None, None), ("1", "2"), (None, None), (None, None), ("3", "4"),
    ]  # fmt: skip


def test_a_short_line_is_filled_with_nothing():
    assert cells_of("a;b;c\n1\n1;2;3\n") == [("a", "b", "c"), ("1", None, None), ("1", "2", "3")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_the_three_ways(end):
    assert cells_of(f"a;b{end}1;2{end}3;4") == [("a", "b"), ("1", "2"), ("3", "4")]


def test_a_quoted_cell_may_hold_lines_quotes_and_delimiters():
    text = 'a;b\n"rad 1\nrad ""2""; slut";2\n3;4\n'
    assert cells_of(text) == [("a", "b"), ('rad 1\nrad "2"; slut', "2"), ("3", "4")]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a;b\n5" rör;1\n7" rör;2\n"citat; här";3\n',
         [("a", "b"), ('5" rör', "1"), ('7" rör', "2"), ("citat; här", "3")]),
        ('a;b\n"öppet;1\ny;2\n"citat; här";3\n',
         [("a", "b"), ('"öppet', "1"), ("y", "2"), ("citat; här", "3")]),
        ('a;b\ny;2\n"öppet;1\n', [("a", "b"), ("y", "2"), ('"öppet', "1")]),
        ('a;b\n"ett"två;1\n"x";2\n', [("a", "b"), ('"ett"två', "1"), ("x", "2")]),
        ('a;b\r\n"öppet;1\r\ny;2\r\n', [("a", "b"), ('"öppet', "1"), ("y", "2")]),
    ],
)  # fmt: skip
def test_a_stray_quote_is_a_character_and_swallows_no_lines(text, cells):
    assert cells_of(text) == cells


def test_a_stray_quote_among_many_lines_swallows_none_of_them():
    lines = [f'"rad {at}";{at}' for at in range(20_000)]
    lines[7000] = '"öppet;7000'
    found = cells_of("\n".join(lines))
    assert len(found) == 20_000
    assert found[6999:7002] == [("rad 6999", "6999"), ('"öppet', "7000"), ("rad 7001", "7001")]


def test_sound_texts_are_read_as_the_standard_library_reads_them():
    chance = random.Random(4)
    for _ in range(200):
        table = [
            [chance.choice(["", "a", "b;c", 'd"e', "f\ng", "h,i", " j "]) for _ in range(4)]
            for _ in range(chance.randrange(1, 30))
        ]
        table[0] = ["k", "l", "m", "n"]
        target = io.StringIO()
        csv.writer(target, delimiter=";").writerows(table)
        found = [[cell or "" for cell in row] for row in cells_of(target.getvalue())]
        assert found == table


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n" + ";" * 1_000_000 + "\n1;2\n",
        'a;b\n"öppet\n' + ";" * 1_000_000 + '"x\n1;2\n',
        ";" * 1_000_000,
    ],
)
def test_a_line_of_a_million_delimiters_has_too_many_cells(text):
    assert refusal_of(text) is Refusal.TOO_MANY_CELLS


def test_delimiters_inside_quotes_are_no_cells():
    assert cells_of('a;b\n"' + ";" * 5000 + '";1\n')[1] == (";" * 5000, "1")


def test_too_many_rows_or_cells_are_refused():
    assert refusal_of("a;b\n" * 101, rows=100) is Refusal.TOO_MANY_CELLS
    assert refusal_of("a;b\n" * 101, cells=200) is Refusal.TOO_MANY_CELLS
    assert len(cells_of("a;b\n" * 100, rows=101, cells=202)) == 100


def test_a_cell_longer_than_any_in_excel_is_kept():
    long = "x" * 200_000
    assert cells_of(f'a;b\n{long};1\n"{long}\n{long}";2\n')[1:] == [
        (long, "1"),
        (f"{long}\n{long}", "2"),
    ]


@pytest.mark.parametrize("text", [";;;\n;;\n", "\n\n\n", '"";""\n', b"\xff\xfe\n\x00"])
def test_a_file_without_any_cell_has_no_sheet(text):
    assert refusal_of(text) is Refusal.NO_SHEETS


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(5)
    for _ in range(300):
        text = bytes(chance.choices(b';,"\n\r\t|ab1 \xc3\xa5\xff', k=chance.randrange(1, 400)))
        try:
            read_delimited(text, Limits())
        except Refused:
            continue

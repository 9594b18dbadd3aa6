import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup import values
from followup.days import read_days

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]


def number(text, **options):
    (value,) = values.read_numbers(pl.Series([text]), **options)["number"]
    return value


def unit(text):
    (value,) = values.read_numbers(pl.Series([text]))["unit"]
    return value


def day(text):
    (value,) = read_days(pl.Series([text]))["day"]
    return value


def read(reader, text):
    return (
        pl.DataFrame({"text": [text]}, schema={"text": pl.String})
        .select(reader(pl.col("text")))
        .item()
    )


# Numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1213000", "1213000"),
        ("1 213 000", "1213000"),
        ("1 213 000 kr", "1213000"),
        (f"1{NBSP}213{NBSP}000", "1213000"),
        (f"1{THIN}213{NARROW}000 kronor", "1213000"),
        ("1'213'000", "1213000"),
        ("2,8 mnkr", "2.8"),
        ("2,8 Mkr.", "2.8"),
        ("2,8 miljoner kronor", "2.8"),
        ("SEK 500", "500"),
        ("500:-", "500"),
        ("500,-", "500"),
        ("−0,2 %", "-0.2"),
        ("0,5 procentenheter", "0.5"),
        ("–614", "-614"),
        ("- 54 627", "-54627"),
        ("614-", "-614"),
        ("(614)", "-614"),
        ("(614) tkr", "-614"),
        ("(614 tkr)", "-614"),
        ("minus 614", "-614"),
        ("+0,3", "0.3"),
        (",5", "0.5"),
        ("1.891.919,92", "1891919.92"),
        ("1,891,919.92", "1891919.92"),
        ("1 213 000,50", "1213000.50"),
        ("1.5e7", "15000000"),
        ("0.30000000000000004", "0.3"),
        ("412,5", "412.5"),
        ("5" + " " * 700 + "000", "5000"),
    ],
)
def test_a_number_is_read_however_it_is_written(text, expected):
    assert number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "5 10",
        "10 0000",
        "12-13",
        "--5",
        "-5,9 (-1,3)",
        "2021-12-01",
        "1,2,3",
        "1" * 16,
        "9" * 400,
        "1e99",
        "nan",
        "inf",
        "#REF!",
        "=1+1",
        "5 kr per år",
        "1 213 00",
    ],
)
def test_what_is_no_number_is_null_and_never_a_guess(text):
    assert number(text) is None


def test_a_lone_group_of_three_after_a_comma_is_decimals_unless_the_column_says_otherwise():
    assert number("412,500") == Decimal("412.5")
    assert number("(412,500)", comma_is_thousands=True) == Decimal(-412500)


@pytest.mark.parametrize(
    ("texts", "grouped"),
    [
        (["412,500", "1,200"], True),
        (["412,500", "1,2"], False),
        (["412"], False),
        ([], False),
        (["(412,500) kr", None], True),
    ],
)
def test_commas_group_thousands_when_every_one_stands_before_three_digits(texts, grouped):
    assert values.commas_group_thousands(pl.Series(texts, dtype=pl.String)) is grouped


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("2,8 mnkr", 10**6),
        ("2,8 MSEK", 10**6),
        ("1,5 Mkr.", 10**6),
        ("MSEK 2,8", 10**6),
        ("614 tkr", 10**3),
        ("(614 tkr)", 10**3),
        ("(614) tkr", 10**3),
        ("1 mdkr", 10**9),
        ("2 miljarder", 10**9),
        ("5 kr", 1),
        ("500:-", 1),
        ("5", None),
        ("5 %", None),
    ],
)
def test_a_unit_in_the_cell_is_told(text, factor):
    assert unit(text) == factor


def test_numbers_keep_their_places_and_blanks():
    texts = pl.Series(["1", None, "2,5", "x", "1"])
    read = values.numbers(texts)
    assert read.to_list() == [Decimal(1), None, Decimal("2.5"), None, Decimal(1)]


def test_a_number_too_large_to_be_true_is_unreadable_even_when_plain():
    assert values.numbers(pl.Series([str(10**15), str(10**16), "9" * 30])).to_list() == [
        Decimal(10**15),
        None,
        None,
    ]


amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=2)


@given(amounts, st.sampled_from([" ", NBSP, THIN, NARROW, ""]), st.sampled_from("-−–"))
@settings(max_examples=100, deadline=None)
def test_every_amount_in_swedish_form_reads_back_exactly(amount, space, minus):
    digits = f"{abs(amount):,.2f}".replace(",", space).replace(".", ",")
    assert number(f"{minus if amount < 0 else ''}{digits}") == amount


@given(amounts)
@settings(max_examples=100, deadline=None)
def test_every_amount_in_machine_form_reads_back_exactly(amount):
    assert values.numbers(pl.Series([str(amount)])).item() == amount


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022", 2022),
        ("Budget 2022", 2022),
        ("2022-01-01 00:00:00", 2022),
        ("2022.0", 2022),
        ("2 022", 2022),
        ("år 2022", 2022),
        ("2022–2024", None),
        ("22", None),
        ("12345", None),
        ("", None),
        ("1850", 1850),
    ],
)
def test_a_year_is_the_only_four_digits_there_are(text, expected):
    assert read(values.year, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("1.0", 1),
        ("2,00", 2),
        ("1.", 1),
        ("1)", 1),
        ("1 000", 1000),
        ("-3", -3),
        ("1,5", None),
        ("a", None),
        ("", None),
        ("9" * 20, None),
    ],
)
def test_a_whole_number_has_no_decimals(text, expected):
    assert read(values.integer, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 212", "212"),
        ("§212", "212"),
        ("212", "212"),
        ("212.", "212"),
        ("12.0", "12"),
        ("§ 12 a", "12 a"),
        ("§ 12A", "12 a"),
        ("12a", "12 a"),
        ("§§ 12–14", "12–14"),
        ("Punkt 3", "3"),
        ("Nr 4", "4"),
        ("nr. 4", "4"),
        ("par 5", "5"),
        ("Paragraf 6", "6"),
        ("Parken", "Parken"),
        ("12.10", "12.10"),
        ("§", None),
        ("Information", "Information"),
    ],
)
def test_a_paragraph_is_kept_without_its_sign(text, expected):
    assert read(values.paragraph, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Klart - väntar  beslut",
        "KLART – VÄNTAR BESLUT",
        "klart—väntar beslut",
        "Klart –\nväntar beslut.",
    ],
)
def test_a_word_of_a_list_is_one_word_however_it_is_typed(text):
    assert read(values.word, text) == "klart – väntar beslut"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja", True),
        ("x", True),
        ("TRUE", True),
        ("1", True),
        ("nej", False),
        ("0", False),
        ("false", False),
        ("kanske", None),
        ("", None),
    ],
)
def test_a_flag_is_yes_or_no(text, expected):
    assert read(values.flag, text) is expected


@pytest.mark.parametrize("text", ["-", "–", "—", "−", "*", "..", "...", "…", "n/a", "saknas"])
def test_marks_for_missing_are_blank_in_numbers_and_dates(text):
    assert values.read_numbers(pl.Series([text]))["is_blank"].item()
    assert read(values.is_missing_mark, text)


def test_in_texts_only_dashes_stars_and_dots_are_missing():
    assert [read(values.is_dash, text) for text in ("-", "–", "*", "..", "saknas", "NA", "a")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_white_space_of_every_kind_is_trimmed_and_nothing_left_is_null():
    assert read(values.trimmed, f" \t{NBSP}a b\u200b\ufeff\r\n") == "a b"
    assert read(values.trimmed, f" {NBSP}\n") is None
    assert len(read(values.trimmed, "x" * 40_000)) == values.CELL_CAP + 1


def test_line_breaks_become_spaces():
    assert read(values.one_line, f"a\r\nb{NBSP} c") == "a b c"


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-01", "2021-12-01"),
        ("2021-12-01 00:00:00", "2021-12-01"),
        ("2021-12-01T10:15", "2021-12-01"),
        ("20211201", "2021-12-01"),
        ("2021/12/01", "2021-12-01"),
        ("1 december 2021", "2021-12-01"),
        ("den 1 december 2021", "2021-12-01"),
        ("onsdag den 1 december 2021", "2021-12-01"),
        ("1:a december 2021", "2021-12-01"),
        ("22 okt 2024", "2024-10-22"),
        ("22 OKT. 2024", "2024-10-22"),
        ("22–23 oktober 2024", "2024-10-23"),
        ("1/12 2021", "2021-12-01"),
        ("1/12-2021", "2021-12-01"),
        ("1.12.2021", "2021-12-01"),
        ("1-12-2021", "2021-12-01"),
        ("t.o.m. 2024-08-31", "2024-08-31"),
        ("44531", "2021-12-01"),
        ("2021-12", "2021-12-31"),
        ("202112", "2021-12-31"),
        ("december 2021", "2021-12-31"),
        ("dec-21", "2021-12-31"),
        ("per augusti 2024", "2024-08-31"),
        ("jan–aug 2024", "2024-08-31"),
        ("januari - augusti 2024", "2024-08-31"),
    ],
)
def test_a_date_is_read_however_it_is_written(text, expected):
    assert day(text) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "2021-13-01",
        "31 februari 2022",
        "2021-12-01 – 2021-12-03",
        "imorgon",
        "99999",
        "12",
        "2021",
        "1 december",
        "0000-00-00",
        "2021-12-01 och senare",
        "December",
        "1/2/3",
        "9" * 300,
    ],
)
def test_what_is_no_date_is_null(text):
    assert day(text) is None


def test_how_a_date_was_written_is_told():
    read = read_days(pl.Series(["2021-12-01", "2021-12", "44531", "x", None])).sort("text")
    assert read.select("text", "is_month", "is_serial").rows() == [
        ("2021-12", True, False),
        ("2021-12-01", False, False),
        ("44531", False, True),
        ("x", False, False),
    ]


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(
        [
            "{0.day} {1} {0.year}",
            "den {0.day} {2} {0.year}",
            "{0.day}/{0.month} {0.year}",
            "{0}",
            "{0} 00:00:00",
            "{0.day}.{0.month}.{0.year}",
        ]
    ),
)
@settings(max_examples=100, deadline=None)
def test_every_day_in_every_form_reads_back(date, form):
    name = MONTHS[date.month - 1]
    assert day(form.format(date, name, name[:3])) == date


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_a_reader_raise(text):
    number(text), day(text)
    for reader in (values.year, values.integer, values.paragraph, values.word, values.flag):
        read(reader, text)

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.texts import formats, literal, words
from followup.texts.refusals import Refusal
from tests.hostile import HOSTILE

JOINER = "\u2060"
amounts = st.decimals(
    min_value=-(10**14), max_value=10**14, places=2, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1213000"), "1\u00a0213\u00a0000\u00a0kr"),
        (Decimal("1213000.00"), "1\u00a0213\u00a0000\u00a0kr"),
        (Decimal("2476000.5"), "2\u00a0476\u00a0000,50\u00a0kr"),
        (Decimal("-614"), "\u2212614\u00a0kr"),
        (0, "0\u00a0kr"),
        (None, "saknas"),
    ],
)
def test_kronor_stand_with_no_break_spaces_and_a_true_minus(amount, shown):
    assert formats.kr(amount) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("2789000"), "2,8\u00a0mnkr"),
        (Decimal("2220000000"), "2\u00a0220,0\u00a0mnkr"),
        (Decimal("-150000"), "\u22120,2\u00a0mnkr"),
        (Decimal("-1"), "0,0\u00a0mnkr"),
        (None, "saknas"),
    ],
)
def test_millions_have_one_decimal_and_no_minus_on_nothing(amount, shown):
    assert formats.mnkr(amount) == shown


def test_decimals_are_chosen_and_halves_go_away_from_zero():
    assert formats.mnkr(Decimal("2220000000"), 0) == "2\u00a0220\u00a0mnkr"
    assert formats.number(Decimal("2.345"), 2) == "2,35"
    assert formats.number(Decimal("-2.345"), 2) == "\u22122,35"
    assert formats.number(Decimal("0.5")) == "1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("-0.2"), "\u22120,2\u00a0%"),
        (Decimal("2.347"), "2,3\u00a0%"),
        (Decimal("-0.04"), "0,0\u00a0%"),
        (None, "saknas"),
    ],
)
def test_percent_stands_after_a_no_break_space(value, shown):
    assert formats.percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0.4"), "+0,4\u00a0procentenheter"),
        (Decimal("-0.4"), "\u22120,4\u00a0procentenheter"),
        (Decimal("0.04"), "0,0\u00a0procentenheter"),
        (Decimal("-0.04"), "0,0\u00a0procentenheter"),
        (Decimal("10"), "+10,0\u00a0procentenheter"),
        (None, "saknas"),
    ],
)
def test_points_are_signed_unless_they_round_to_nothing(value, shown):
    assert formats.points(value) == shown


def test_dates_are_iso_or_in_words():
    day = dt.date(2024, 10, 31)
    assert (formats.day(day), formats.day(None)) == ("2024-10-31", "saknas")
    assert (formats.long_day(day), formats.long_day(None)) == ("31\u00a0oktober 2024", "saknas")
    assert formats.long_day(dt.date(2022, 6, 1)) == "1\u00a0juni 2022"


def test_a_count_has_its_noun_in_the_right_number():
    assert formats.counted(1, "rad", "rader") == "1\u00a0rad"
    assert formats.counted(0, "rad", "rader") == "0\u00a0rader"
    assert formats.counted(23_000, "rad", "rader") == "23\u00a0000\u00a0rader"


def test_an_enumeration_ends_with_och():
    assert formats.listed([]) == ""
    assert formats.listed(["a"]) == "a"
    assert formats.listed(["a", "b"]) == "a och b"
    assert formats.listed(["a", "b", "c"], "eller") == "a, b eller c"


@given(amounts)
def test_every_amount_can_be_read_back(amount):
    shown = formats.kr(amount)
    digits = shown.removesuffix("\u00a0kr").replace("\u00a0", "").replace("\u2212", "-")
    assert Decimal(digits.replace(",", ".")) == amount
    assert " " not in shown
    assert "-" not in shown


@given(amounts, st.integers(min_value=0, max_value=4))
def test_no_number_shows_minus_zero(amount, decimals):
    shown = formats.number(amount, decimals)
    assert not re.fullmatch("\u2212[0,\u00a0]+", shown)


# --- text from a file ---------------------------------------------------------------------------


def _read_as_markdown(escaped):
    """What a reader of `escaped` sees: a backslash gives the next sign as it is."""
    return re.sub(r"\\(.)", r"\1", escaped).replace(JOINER, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_sign_by_sign_in_markdown(text):
    assert _read_as_markdown(literal.markdown(text)) == literal.plain(text)


@given(st.text())
def test_any_text_is_shown_sign_by_sign_in_markdown(text):
    assert _read_as_markdown(literal.markdown(text)) == literal.plain(text)


@given(st.text(alphabet="\\`*_{}[]()#+-.!|<>~$:&^=@/ab1 ", max_size=30))
def test_no_sign_that_markdown_acts_on_is_left_bare(text):
    bare = re.sub(r"\\.", "", literal.markdown(text))
    assert not set(bare) & set("\\`*_{}[]()#+-.!|<>~$:&^=@/")


@pytest.mark.parametrize(
    "live",
    [
        "https://evil.example", "HTTP://EVIL.example", "www.evil.example", "WWW.evil.example",
        "a.b+c@evil.example", "mailto:a@b.se", ":streamlit:", "a -> b", "a <- b", "--", "<=",
        ">=", "~=", "<->",
    ],
)  # fmt: skip
def test_what_streamlit_rewrites_after_the_escapes_are_gone_is_parted(live):
    seen = re.sub(r"\\(.)", r"\1", literal.markdown(live))
    assert live not in seen
    assert not re.search(r"https?://|www\.|@[-\w]+\.|:streamlit:|[-<>~][-=>]", seen, re.IGNORECASE)


def test_ordinary_words_are_left_as_they_are():
    text = "Regionstyrelsen 2024–12–17 åäö ÅÄÖ § 212 ”citat”"
    assert literal.markdown(text) == text
    assert literal.plotly(text) == text
    assert literal.spreadsheet(text) == text


@given(st.text())
def test_plotly_text_holds_no_tag_and_reads_back(text):
    shown = literal.plotly(text)
    assert not set(shown) & set("<>")
    assert html.unescape(shown) == literal.plain(text)


@given(st.text())
def test_plain_text_is_one_short_line_without_signs_that_steer(text):
    shown = literal.plain(text)
    assert len(shown) <= literal.MAX_SHOWN
    assert shown == shown.strip()
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", shown
    )


def test_a_long_text_is_cut_with_an_ellipsis():
    assert literal.plain("a" * 401) == "a" * 399 + "…"
    assert literal.plain("a" * 400) == "a" * 400
    assert len(literal.plain("a" * 10_000_000)) == 400


@pytest.mark.parametrize("trigger", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\ufeff="])
def test_spreadsheet_text_never_starts_as_a_formula(trigger):
    shown = literal.spreadsheet(f"{trigger}1+1")
    assert shown.startswith("'") or not shown.lstrip().startswith(("=", "+", "-", "@"))


@given(st.text())
def test_no_text_is_a_formula_in_a_spreadsheet(text):
    assert not literal.spreadsheet(text).lstrip().startswith(("=", "+", "-", "@"))


# --- the words of the screen --------------------------------------------------------------------


def test_every_refusal_says_what_to_do():
    for refusal in Refusal:
        assert refusal.value.startswith(("Filen", "Ett blad")), refusal
        assert refusal.value.endswith("."), refusal
        assert re.search(r"\b(Kontrollera|läs|Läs|Ta bort|Hämta|Dela|Kopiera)\b", refusal), refusal


def test_refusals_are_told_apart():
    assert len({refusal.value for refusal in Refusal}) == len(Refusal)


def test_the_words_of_the_screen_are_not_english():
    english = re.compile(r"\b(the|and|file|files|upload|drop|here|table|export|note|search)\b")
    ours = [value for name, value in vars(words).items() if name.isupper() and name != "STYLE"]
    own = [text for one in ours for text in (one.values() if isinstance(one, dict) else [one])]
    shown = own + re.findall(r'content: "([^"]*)"', words.STYLE)
    assert len(own) > 15
    assert [text for text in shown if english.search(text.lower())] == []


def test_a_wrong_says_its_number():
    assert "a1b2c3d4" in words.WRONG.format(reference="a1b2c3d4")


def test_a_number_of_more_digits_than_decimals_usual_28_is_written_whole():
    written = formats.number(Decimal("1234567890123456789012345678901.55"), 2)
    assert written.replace("\u00a0", "") == "1234567890123456789012345678901,55"

import pytest

from followup.percent_formats import percent_formats
from tests.workbooks import prefixed, styles

GENERAL, TWO_DECIMALS, WHOLE_PERCENT, PERCENT, DAY = 0, 2, 9, 10, 14


def test_the_built_in_percent_formats_are_found_by_their_places():
    assert percent_formats(styles(TWO_DECIMALS, WHOLE_PERCENT, DAY, PERCENT).encode()) == [2, 4]


@pytest.mark.parametrize(
    "code",
    ["0%", "0.00 %", "0,0%", "0.0%;[Red]-0.0%", "0.0%_);\\(0.0%\\)", "#,##0.0%;-#,##0.0%;&quot;-&quot;",  # noqa: E501 - XML as it is written
     "[&gt;1]0%;0.0%", "0.0&quot; &quot;%", "_-* 0.0%_-"],
)  # fmt: skip
def test_a_custom_format_that_shows_percent_is_found(code):
    assert percent_formats(styles(code).encode()) == [1]


@pytest.mark.parametrize(
    "code",
    ["0.00", "0&quot;%&quot;", "0.0&quot; % av budget&quot;", "0\\%", "#,##0_%_)", "0*%", "[$%-41D]0",  # noqa: E501 - XML as it is written
     "yyyy-mm-dd"],
)  # fmt: skip
def test_a_percent_sign_that_is_only_a_word_or_a_width_is_not(code):
    assert percent_formats(styles(code).encode()) == []


def test_a_larger_than_sign_in_a_format_does_not_end_its_tag():
    sheet = styles("[>1]0%").encode()
    assert percent_formats(sheet) == [1]


def test_prefixes_single_quotes_and_the_order_of_attributes_make_no_difference():
    plain = styles(PERCENT, "0.0%", TWO_DECIMALS)
    assert percent_formats(prefixed(plain).encode()) == [1, 2]
    assert percent_formats(plain.replace('"', "'").encode()) == [1, 2]
    turned = plain.replace('numFmtId="171"', "").replace(
        'formatCode="0.0%"', 'formatCode = "0.0%" numFmtId = "171"'
    )
    assert percent_formats(turned.replace("<xf  ", '<xf numFmtId="171" ').encode()) == [1, 2]


@pytest.mark.parametrize("broken", [b"", b"<styleSheet>", b"<cellXfs><xf numFmtId='x'/></cellXfs>"])
def test_a_stylesheet_that_makes_no_sense_has_no_percent(broken):
    assert percent_formats(broken) == []


def test_only_the_formats_of_cells_are_counted():
    sheet = styles(PERCENT).replace(
        "<cellStyleXfs><xf/>", '<cellStyleXfs><xf numFmtId="9"/><xf numFmtId="9"/>'
    )
    assert percent_formats(sheet.encode()) == [1]

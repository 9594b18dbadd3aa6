import pytest

from followup.exports import carried_over
from followup.exports.carried_over import losses
from tests.exports.build import with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook()


def inside(markup):
    """The plain workbook with `markup` at the end of its sheet."""
    end = b"</worksheet>"
    return with_parts(PLAIN, changed={SHEET: lambda part: part.replace(end, markup + end)})


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("xl/vbaProject.bin", carried_over.MACROS),
        ("xl/macrosheets/sheet1.xml", carried_over.MACROS),
        ("xl/charts/chart1.xml", "Diagram följer inte med i kopian."),
        ("xl/charts/chartEx1.xml", "Diagram följer inte med i kopian."),
        ("xl/pivotTables/pivotTable1.xml", "Pivottabeller följer inte med i kopian."),
        ("xl/slicers/slicer1.xml", "Utsnitt och tidslinjer följer inte med i kopian."),
        (
            "xl/externalLinks/externalLink1.xml",
            "Länkar till andra arbetsböcker följer inte med i kopian.",
        ),
        ("xl/connections.xml", "Datakopplingar och frågor följer inte med i kopian."),
        ("xl/ctrlProps/ctrlProp1.xml", "Formulärkontroller följer inte med i kopian."),
        ("xl/embeddings/oleObject1.bin", "Inbäddade objekt följer inte med i kopian."),
        ("docMetadata/LabelInfo.xml", "Känslighetsetiketter följer inte med i kopian."),
        ("xl/threadedComments/threadedComment1.xml", carried_over.THREADS),
        ("_xmlsignatures/sig1.xml", carried_over.SIGNATURES),
    ],
)
def test_a_lost_part_is_told(part, sentence):
    assert losses(with_parts(PLAIN, {part: b""}), PLAIN) == (sentence,)


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        (b"<x14:sparkline></x14:sparkline>", "Miniatyrdiagram följer inte med i kopian."),
        (
            b'<x14:cfRule type="dataBar"/>',
            "Regler för villkorsstyrd formatering följer inte med i kopian.",
        ),
        (
            b"<x14:dataValidation />",
            "Listrutor och andra dataverifieringar följer inte med i kopian.",
        ),
        (b'<picture r:id="rId1"/>', "Bakgrundsbilder följer inte med i kopian."),
        (b'<c r="A9" cm="1"/>', carried_over.DYNAMIC_ARRAYS),
    ],
)
def test_lost_markup_in_a_sheet_is_told(markup, sentence):
    assert losses(inside(markup), PLAIN) == (sentence,)


def test_what_is_carried_over_in_part_is_told_so():
    blip = b'<a:blip r:embed="rId1"/>'
    two = with_parts(PLAIN, {"xl/drawings/drawing1.xml": blip + blip})
    one = with_parts(PLAIN, {"xl/drawings/drawing1.xml": blip})
    assert losses(two, one) == ("Alla bilder följer inte med i kopian.",)


def test_a_copy_that_lost_nothing_needs_no_words():
    assert losses(PLAIN, PLAIN) == ()


def test_charts_that_are_carried_over_are_said_to_be_redrawn():
    chart = with_parts(PLAIN, {"xl/charts/chart1.xml": b""})
    assert losses(chart, chart) == (carried_over.CHARTS_REDRAWN,)


def test_formulas_are_said_to_lack_their_values():
    formula = workbook({"A1": "=1+1"})
    assert losses(formula, formula) == (carried_over.FORMULAS,)


def test_a_sentence_is_said_once():
    original = with_parts(PLAIN, {"xl/vbaProject.bin": b"", "xl/macrosheets/sheet1.xml": b""})
    assert losses(original, PLAIN) == (carried_over.MACROS,)

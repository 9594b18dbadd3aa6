"""Deadlines as they are written in minutes, read into a last day and how exact it is."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import DuePrecision
from followup.days import MONTH_WORDS, read_days
from followup.values import NUMBER_CAP, one_line

_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTS = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
    "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
}  # fmt: skip
_RUNNING = r"löpande|kontinuerlig|tills vidare|fortlöpande"
_RECURRING = (
    r"(?:samtliga|varje|alla|per) (?:ordinarie )?"
    r"(?:sammanträden?|möten?|månad|kvartal|tertial|år)\b"
    r"|årligen|årsvis|månadsvis|månatlig|kvartalsvis|tertialvis|regelbundet"
)
_NUMBER = r"(\d{1,3}|" + "|".join(_COUNTS) + r")"
_ORDINAL = r"(\d|" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")(?::?[ae])?"
_YEAR = r"((?:19|20)\d{2})"


def read_deadlines(deadlines: pl.DataFrame) -> pl.DataFrame:
    """Deadlines with their last day and precision; both null when the text cannot be read.

    Löpande and recurring deadlines have a precision and no day: they are never overdue by
    themselves. The annual report is due on 15 April the year after (Kommunallagen 11 kap.
    20 §), an interim report on 31 October.

    Args:
        deadlines: distinct text and base, the day that "inom 6 månader" counts from.

    Returns:
        text, base, date, precision.
    """
    plain = pl.col("plain")
    frame = deadlines.with_columns(_plain(pl.col("text")).alias("plain"))
    frame = frame.with_columns(
        _bare(plain).alias("bare"),
        _last_written_day(plain).alias("written"),
        plain.str.extract(r"^.*(\d{4}-\d{2}-\d{2})").alias("iso"),
        plain.str.extract(rf"\b((?:{MONTH_WORDS}) {_YEAR})").alias("inside"),
    )
    days = read_days(pl.concat(frame[name] for name in ("bare", "written", "iso", "inside")))
    frame = frame.with_columns(
        _event(plain).alias("event"),
        _relative(plain, pl.col("base")).alias("relative"),
        _day_of("bare", days.filter("is_month")).alias("month"),
        pl.coalesce(
            _day_of("bare", days.filter(~pl.col("is_month"))),
            pl.max_horizontal(_day_of("written", days), _day_of("iso", days)),
            _week(plain),
        ).alias("exact"),
        _quarter(plain).alias("quarter"),
        _half_year(plain).alias("half_year"),
        _day_of("inside", days).alias("month_inside"),
        _year(plain).alias("year"),
        plain.str.contains(_RUNNING).alias("is_running"),
        plain.str.contains(_RECURRING).alias("is_recurring"),
    )
    is_endless = pl.col("is_running") | pl.col("is_recurring")
    precision = pl.coalesce(
        pl.when("is_running").then(pl.lit(DuePrecision.RUNNING.value)),
        pl.when("is_recurring").then(pl.lit(DuePrecision.RECURRING.value)),
        *(
            pl.when(pl.col(name).is_not_null()).then(pl.lit(one.value))
            for name, one in _NAMES.items()
        ),
    )
    date = pl.when(~is_endless).then(pl.coalesce(*_NAMES))
    return frame.select("text", "base", date.alias("date"), precision.alias("precision"))


def _day_of(name: str, days: pl.DataFrame) -> pl.Expr:
    """The day that was read from the texts of a column."""
    days = days.drop_nulls("day")
    if not days.height:
        return pl.lit(None, pl.Date)
    return pl.col(name).replace_strict(
        days["text"], days["day"], default=None, return_dtype=pl.Date
    )


_NAMES = {
    "event": DuePrecision.EVENT,
    "relative": DuePrecision.RELATIVE,
    "month": DuePrecision.MONTH,
    "exact": DuePrecision.DAY,
    "quarter": DuePrecision.QUARTER,
    "half_year": DuePrecision.HALF_YEAR,
    "month_inside": DuePrecision.MONTH,
    "year": DuePrecision.YEAR,
}


def _plain(text: pl.Expr) -> pl.Expr:
    lower = one_line(text.str.slice(0, NUMBER_CAP * 2)).str.to_lowercase()
    return lower.str.replace_all(r"[.,;]+$", "")


def _bare(plain: pl.Expr) -> pl.Expr:
    first = r"^(?:senast|före|innan|i|under|till|klart|per|den|dag)\s+"
    return plain.str.replace(first, "").str.replace(r"^(?:den|utgången av|slutet av|under)\s+", "")


def _on(year: pl.Expr, month_day: str) -> pl.Expr:
    return (year + pl.lit(month_day)).str.to_date("%Y-%m-%d", strict=False)


def _event(text: pl.Expr) -> pl.Expr:
    annual = text.str.extract(rf"(?:årsredovisning|årsbokslut|bokslut)\D*?{_YEAR}")
    following = (annual.cast(pl.Int32, strict=False) + 1).cast(pl.String)
    interim = text.str.extract(rf"delår(?:srapport|sbokslut|et)?\D*?{_YEAR}")
    coded = text.str.extract_groups(rf"\b(?:tertial|t)\s?([123])\D+{_YEAR}")
    named = text.str.extract_groups(rf"{_ORDINAL}\s?(?:tertialet|tertial)\D*?{_YEAR}")
    third = pl.coalesce(_period_end(coded, 4, 3), _period_end(named, 4, 3))
    return pl.coalesce(_on(following, "-04-15"), _on(interim, "-10-31"), third)


def _relative(text: pl.Expr, base: pl.Expr) -> pl.Expr:
    found = text.str.extract_groups(rf"inom {_NUMBER} (dag|veck|månad|år)")
    written = found.struct.field("1")
    count = pl.coalesce(
        written.cast(pl.Int64, strict=False),
        written.replace_strict(_COUNTS, default=None, return_dtype=pl.Int64),
    )
    unit = found.struct.field("2").replace_strict(
        {"dag": "d", "veck": "w", "månad": "mo", "år": "y"}, default=None, return_dtype=pl.String
    )
    return base.dt.offset_by(pl.coalesce(count.cast(pl.String) + unit, pl.lit("0d"))).pipe(
        lambda date: pl.when(unit.is_not_null() & count.is_not_null()).then(date)
    )


def _last_written_day(text: pl.Expr) -> pl.Expr:
    """The last day written with its month's name, such as "22–23 oktober 2024"."""
    return text.str.extract(
        rf"^(?:.*[^\d–-])?((?:\d{{1,2}}[–-])?\d{{1,2}}(?::?[ae])? (?:{MONTH_WORDS}) \d{{4}})"
    )


def _week(text: pl.Expr) -> pl.Expr:
    found = text.str.extract_groups(rf"\bv(?:ecka|\.)?\s?(\d{{1,2}})\D+{_YEAR}")
    week = found.struct.field("1").str.zfill(2)
    return (found.struct.field("2") + "-W" + week + "-7").str.to_date("%G-W%V-%u", strict=False)


def _quarter(text: pl.Expr) -> pl.Expr:
    named = text.str.extract_groups(rf"{_ORDINAL}\s?(?:kvartalet|kvartal)\D*?{_YEAR}")
    coded = text.str.extract_groups(rf"\b(?:q|kv|kvartal)\s?([1-4])\D+{_YEAR}")
    return pl.coalesce(_period_end(named, 3, 4), _period_end(coded, 3, 4))


def _half_year(text: pl.Expr) -> pl.Expr:
    named = text.str.extract_groups(rf"{_ORDINAL}\s?(?:halvåret|halvår)\D*?{_YEAR}")
    coded = text.str.extract_groups(rf"\b(?:h|halvår)\s?([12])\D+{_YEAR}")
    season = text.str.extract_groups(rf"(vår(?:en)?|höst(?:en)?)\D*?{_YEAR}")
    spring = pl.when(season.struct.field("1").str.starts_with("vår")).then(pl.lit("-06-30"))
    autumn = pl.when(season.struct.field("1").str.starts_with("höst")).then(pl.lit("-12-31"))
    ends = (season.struct.field("2") + pl.coalesce(spring, autumn)).str.to_date(
        "%Y-%m-%d", strict=False
    )
    return pl.coalesce(_period_end(named, 6, 2), _period_end(coded, 6, 2), ends)


def _period_end(groups: pl.Expr, months: int, most: int) -> pl.Expr:
    """The last day of the n-th period of `months` months; groups 1 and 2 are n and the year."""
    written = groups.struct.field("1")
    at = pl.coalesce(
        written.cast(pl.Int64, strict=False),
        written.replace_strict(_ORDINALS, default=None, return_dtype=pl.Int64),
    )
    month = (pl.when(at.is_between(1, most)).then(at) * months).cast(pl.String).str.zfill(2)
    first = groups.struct.field("2") + "-" + month + "-01"
    return first.str.to_date("%Y-%m-%d", strict=False).dt.month_end()


def _year(text: pl.Expr) -> pl.Expr:
    turn = text.str.extract(rf"årsskiftet {_YEAR}")
    lead = (
        r"under |år |senast |budgetåret |hela |i |slutet av |före |innan |utgången av |till |vid "
    )
    last = text.str.extract(rf"^(?:{lead}|årets slut )*{_YEAR}$")
    return pl.coalesce(_on(turn, "-12-31"), _on(last, "-12-31"))

"""Budgets of 21 regions over 20 years as typed frames, made by arithmetic on row numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from data_models.kinds import KINDS

REGIONS, YEARS, FIRST_YEAR = 21, 20, 2006
_BOARDS = 12
_KINDS = pl.Series(["drift", "drift", "drift", "investering", "reserv"])
_CHANGES = pl.Series(["tilläggsbudget", "omdisponering", "ianspråktagande", "ombudgetering"])
_OUTCOMES = pl.Series(["bifall", "bifall", "bifall", "avslag", "återremiss"])
_AT = pl.col("at")


@dataclass(frozen=True, slots=True)
class Budgets:
    """The frames of one size: a change for two lines, a decision for each, a grant for ten."""

    lines: pl.DataFrame
    changes: pl.DataFrame
    decisions: pl.DataFrame
    grants: pl.DataFrame


def budgets(lines: int) -> Budgets:
    """So many budget lines, half as many changes and decisions of them, and a tenth in grants."""
    return Budgets(
        _lines(lines),
        _changes(lines, lines // 2),
        _decisions(lines // 2),
        _grants(lines, lines // 10),
    )


def _word(stem: str, number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{stem} "), number.cast(pl.String))


def _pick(words: pl.Series, number: pl.Expr) -> pl.Expr:
    return pl.lit(words).gather((number % len(words)).cast(pl.UInt32))


def _typed(name_of_kind: str, rows: int, /, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of a kind, numbered `at`, with the given columns and null in the others."""
    schema = KINDS[name_of_kind].frame_schema
    placed = {"file": pl.lit("b.xlsx"), "sheet": pl.lit(KINDS[name_of_kind].sheet), "row": _AT + 2}
    given = placed | columns
    return pl.select(pl.int_range(rows).alias("at")).select(
        given.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
    )


def _organisation(number: pl.Expr) -> pl.Expr:
    return _word("Region", number % REGIONS + 1)


def _year(number: pl.Expr) -> pl.Expr:
    return number // REGIONS % YEARS + FIRST_YEAR


def _lines(rows: int) -> pl.DataFrame:
    """Every tenth line stands twice, with a later outcome."""
    number = pl.when(_AT % 10 == 9).then(_AT - 1).otherwise(_AT) // 2 * 2 + (_AT % 10 < 8) * (
        _AT % 2
    )
    of_year = number // (REGIONS * YEARS)
    return _typed(
        "budget_lines",
        rows,
        organisation=_organisation(number),
        budget_year=_year(number),
        board=_word("Nämnd", of_year % _BOARDS),
        appropriation=_word("Anslag", of_year),
        kind=_pick(_KINDS, of_year),
        original=number % 9_973 * 1_000 + 50_000,
        actual=number % 9_001 * 500,
        forecast=number % 9_973 * 1_010 + 50_000,
        actual_to=pl.date(_year(number), pl.when(_AT % 10 == 9).then(8).otherwise(4), 30),
    )


def _changes(lines: int, rows: int) -> pl.DataFrame:
    units = max(lines // (REGIONS * YEARS), 1)
    of_year = _AT // (REGIONS * YEARS)
    return _typed(
        "budget_changes",
        rows,
        organisation=_organisation(_AT),
        number=_AT,
        budget_year=_year(_AT),
        change_kind=_pick(_CHANGES, of_year),
        from_unit=_word("Anslag", of_year % units),
        to_unit=pl.when(of_year % 7 == 0).then(_word("Nämnd", of_year % _BOARDS))
        .otherwise(_word("Anslag", (of_year + 3) % units)),
        purpose=_word("ändamål", _AT % 977),
        amount=_amount(_AT),
        duration=pl.when(_AT % 3 == 0).then(pl.lit("ramhöjande")).otherwise(pl.lit("engång")),
        body=pl.lit("Regionfullmäktige"),
        decided_on=_day(_AT),
        paragraph=_AT % 300,
        registry_no=_registry_no(_AT),
    )  # fmt: skip


def _decisions(rows: int) -> pl.DataFrame:
    """One in eight is only proposed, one in 20 has another amount than its change."""
    is_final = _AT % 8 > 0
    return _typed(
        "decisions",
        rows,
        organisation=_organisation(_AT),
        body=pl.when(is_final)
        .then(pl.lit("Regionfullmäktige"))
        .otherwise(pl.lit("Regionstyrelsen")),
        meeting_date=_day(_AT),
        paragraph=_AT % 300,
        registry_no=_registry_no(_AT),
        title=_word("Tilläggsbudget", _AT),
        clause_no=pl.lit(1),
        clause=_word("tillföra medel för ändamål", _AT),
        decision_kind=pl.when(is_final).then(pl.lit("beslutar")).otherwise(pl.lit("föreslår")),
        final_body=pl.lit("Regionfullmäktige"),
        outcome=pl.when(is_final).then(_pick(_OUTCOMES, _AT // 8)),
        amount=_amount(_AT) + (_AT % 20 == 0).cast(pl.Int64) * 1_000,
        amount_kind=pl.lit("tilläggsanslag"),
        budget_year=_year(_AT),
        funding_source=_word("Anslag", _AT // (REGIONS * YEARS)),
        recipient=_word("Anslag", _AT // (REGIONS * YEARS) + 3),
        case_kind=pl.lit("ärende"),
    )


def _grants(lines: int, rows: int) -> pl.DataFrame:
    """Ten recipients of each appropriation that gives any, without a decision."""
    units = max(lines // (REGIONS * YEARS), 1)
    return _typed(
        "grants",
        rows,
        organisation=_organisation(_AT),
        budget_year=_year(_AT),
        appropriation=_word("Anslag", _AT // (REGIONS * YEARS) // 10 % units),
        recipient=_word("Förening", _AT),
        amount=_amount(_AT),
        previous=_amount(_AT + 1),
    )


def _amount(number: pl.Expr) -> pl.Expr:
    return number % 4_999 * 1_000 + 1_000


def _day(number: pl.Expr) -> pl.Expr:
    return pl.date(_year(number) - 1, number % 12 + 1, number % 28 + 1)


def _registry_no(number: pl.Expr) -> pl.Expr:
    return pl.concat_str(
        pl.lit("RS "), (number // 2).cast(pl.String), pl.lit("-"), _year(number).cast(pl.String)
    )


AS_OF = dt.date(FIRST_YEAR + YEARS, 6, 30)

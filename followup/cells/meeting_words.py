"""One item of a meeting's agenda in words: what is decided or proposed, and what it does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from data_models.vocabulary import BudgetKind, DecisionKind, Outcome
from followup.measures.assignments import NO_BOARD
from followup.measures.assignments import State as TaskState
from followup.measures.budget_changes import State
from followup.measures.chain_lanes import Form
from followup.measures.meeting_items import Meeting
from followup.measures.meeting_money import RESERVE
from followup.texts.formats import NBSP, counted, day, kr, listed
from followup.texts.literal import plain

NO_MONEY = "Inga pengar i budgeten hör till punkten"
IF_DECIDED = "om det beslutas"
_LONGEST_CLAUSE = 170
_LONGEST_COPIED = 8_000
_TO = {
    DecisionKind.REFERS_ON.value: "överlämnar ärendet till {next} utan eget förslag",
    DecisionKind.REFERS_BACK.value: "återremitterar ärendet",
    DecisionKind.TABLES.value: "bordlägger ärendet",
    DecisionKind.INFORMS.value: "informeras om ärendet",
}
_MILLIONS = re.compile(r"(\d+(?:,\d+)?)\s*(?:miljon|mnkr|mkr)")
_ANSWERS = {
    Outcome.REJECTED.value: "avslag",
    Outcome.ANSWERED.value: "besvarad",
    Outcome.REFERRED_BACK.value: "återremiss",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An item with all that is told of it.

    `rows` are its att-satser as `meeting_items.agenda` gave them, `money` its part of
    `meeting_money.course`, `changes` the rows of Budgetändringar behind it, `lanes` what
    `chain_lanes.lanes` gave for its matter, `tasks` its open assignments and `moves` what moved
    in it since the body's former meeting, on `since` (null when that is not known).
    `number` is its place among `of` items.
    """

    meeting: Meeting
    as_of: dt.date
    number: int
    of: int
    rows: pl.DataFrame
    money: pl.DataFrame
    changes: pl.DataFrame
    lanes: pl.DataFrame
    tasks: pl.DataFrame
    moves: pl.DataFrame
    since: dt.date | None

    @property
    def title(self) -> str:
        """The item's heading in the register."""
        return str(self.rows["title"][0])

    @property
    def paragraph(self) -> str | None:
        """Its §, null when the register has none."""
        found: str | None = self.rows["paragraph"][0]
        return found

    @property
    def place(self) -> str:
        """§ 212, else the item's number."""
        return f"§{NBSP}{self.paragraph}" if self.paragraph else f"Punkt{NBSP}{self.number}"


# --- in words -----------------------------------------------------------------------------------


def sentence(item: Item) -> str:
    """What is proposed or decided, in one sentence made of the fields of its main att-sats.

    That is the first with an amount, else the first.
    """
    rows = item.rows.rows(named=True)
    main = next((row for row in rows if row["amount"] is not None), rows[0])
    more = len(rows) - 1
    others = f" ({counted(more, 'att-sats', 'att-satser')} till)" if more else ""
    return f"{_done(main)}{_condition(main)}{others}"


def _done(row: Mapping[str, Any]) -> str:
    body, kind, to = row["body"], row["decision_kind"], row["next_body"] or row["final_body"]
    if kind == DecisionKind.WITHDRAWN.value:
        return "Ärendet utgår"
    if kind in _TO:
        told = _TO[kind].format(next=to or "nästa organ")
        return f"{body} {told}"
    what = f"{_clause(row)}{_amount(row)}"
    if kind == DecisionKind.DELEGATES.value:
        return f"{body} delegerar ärendet: {what.removeprefix('att ')}"
    if kind == DecisionKind.PROPOSES.value:
        addressed = f" {to}" if to and to != body else ""
        return f"{body} föreslår{addressed} {what}{_answer(row)}"
    return f"{body} {kind} {what}{_answer(row)}"


def _clause(row: Mapping[str, Any]) -> str:
    clause = row["clause"]
    if clause is None:
        return "i ärendet"
    return f"att {shortened(without_att(clause))}"


def without_att(clause: str) -> str:
    """An att-sats without the word that it begins with and the mark that it ends with."""
    return re.sub(r"^\s*att\s+", "", clause, flags=re.IGNORECASE).rstrip(" .;,")


def shortened(text: str, longest: int = _LONGEST_CLAUSE) -> str:
    """The text, cut between two words when it is longer; the cut is seen."""
    line = plain(text, len(text) + 1)
    if len(line) <= longest:
        return line
    return f"{line[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;')} …"


def _amount(row: Mapping[str, Any]) -> str:
    """The amount, who gets it and what pays, as far as the words don't say so themselves."""
    if row["amount"] is None:
        return ""
    words = (row["clause"] or "").casefold()
    parts = [] if _tells(words, row["amount"]) else [kr(row["amount"])]
    for word, name in (("till", row["recipient"]), ("ur", row["funding_source"])):
        if name and name.casefold() not in words:
            parts.append(f"{word} {name}")
    return f", {' '.join(parts)}" if parts else ""


def _tells(words: str, amount: Decimal) -> bool:
    """Whether words hold an amount, written out or in millions."""
    in_millions = [Decimal(one.replace(",", ".")) * 1_000_000 for one in _MILLIONS.findall(words)]
    written = re.findall(r"\d[\d\s]*\d", words)
    return amount in in_millions or f"{amount:.0f}" in (re.sub(r"\D", "", one) for one in written)


def _answer(row: Mapping[str, Any]) -> str:
    answer = _ANSWERS.get(row["outcome"] or "")
    clause = (row["clause"] or "").casefold()
    return f" ({answer})" if answer and answer[:5] not in clause else ""


def _condition(row: Mapping[str, Any]) -> str:
    return f", {shortened(row['condition'], 90)}" if row["condition"] else ""


def wording(item: Item) -> str:
    """The item's att-satser in the register's own words, ready to be copied.

    Changes of the budget in an item whose att-satser have no words are worded out of their fields.
    """
    told: dict[str, list[str]] = {}
    for row in item.rows.iter_rows(named=True):
        if row["clause"] is not None:
            clause = plain(without_att(row["clause"]), _LONGEST_COPIED)
            told.setdefault(_opening(row), []).append(f"att {clause}")
    first = item.rows.row(0, named=True)
    changes = [_worded(row) for row in item.changes.iter_rows(named=True)]
    if not told and not changes:
        return f"{plain(_done(first))}."
    blocks = told or {_opening(first): changes}
    return "\n\n".join(
        f"{opening}\n\n" + ",\n".join(lines) + "." for opening, lines in blocks.items()
    )


def _opening(row: Mapping[str, Any]) -> str:
    """Who decides, or proposes to whom."""
    body, to = plain(row["body"]), plain(row["next_body"] or row["final_body"] or "")
    if row["decision_kind"] != DecisionKind.PROPOSES.value:
        return f"{body} beslutar"
    return f"{body} föreslår {to}" if to and to != body else f"{body} föreslår"


def _worded(change: Mapping[str, Any]) -> str:
    verb = "omdisponera" if change["from_unit"] and change["to_unit"] else "anvisa"
    sides = [
        f" {word} {plain(change[name])}"
        for word, name in (("från", "from_unit"), ("till", "to_unit"), ("för", "purpose"))
        if change[name]
    ]
    return f"att {verb} {kr(change['stated_amount'])}{''.join(sides)} i {change['budget_year']}" + (
        " års budget"
    )


def chain(item: Item) -> list[str]:
    """The matter's way through the bodies, a few words per step, those to come last."""
    order = pl.col("form").is_in([Form.MISSING.value, Form.LATER.value])
    steps = item.lanes.sort(order, "on", "lane", maintain_order=True)
    return [_step(row) for row in steps.iter_rows(named=True)]


def _step(row: Mapping[str, Any]) -> str:
    if row["form"] == Form.MISSING.value:
        return f"väntar på {row['body']}"
    if row["form"] == Form.LATER.value:
        return f"därefter {row['body']}"
    return f"{row['body']} {day(row['on'])} {row['kinds']}"


def named(row: Mapping[str, Any]) -> str:
    """What a row of money is of: the reserve or the board, and the year."""
    if row["side"] == RESERVE:
        return f"Reserven {row['name']} {row['budget_year']}"
    is_usual = row["kind"] == BudgetKind.OPERATING.value
    kind = "" if is_usual else f", {row['kind']}"
    return f"{row['name']}{kind}, budget {row['budget_year']}"


def course_of(row: Mapping[str, Any]) -> str:
    """20 000 000 kr → 18 843 000 kr, with what it rests on."""
    proposed = f" {IF_DECIDED}" if row["state"] == State.PROPOSED.value else ""
    if row["before"] is None:
        return f"{signed(row['amount'])}{proposed}; saknas i budgeten"
    return f"{kr(row['before'])} → {kr(row['after'])}{proposed}"


def signed(amount: Decimal) -> str:
    """An amount of kronor with its sign."""
    return f"+{kr(amount)}" if amount > 0 else kr(amount)


def beside(item: Item) -> str:
    """What is said of the money beside the rows of Budgetändringar; empty when that is all."""
    if item.money.height:
        ahead = item.money.filter((pl.col("ahead") != 0) & pl.col("before").is_not_null())
        told = [
            f"{named(row)} {kr(row['after'] + row['ahead'])}" for row in ahead.iter_rows(named=True)
        ]
        return f"Med dagens tidigare förslag: {listed(told)}" if told else ""
    amounts = item.rows.drop_nulls("amount")
    if not amounts.height:
        return NO_MONEY
    told = [
        f"{kr(amount)}{f' ({kind})' if kind else ''}"
        for amount, kind in amounts.select("amount", "amount_kind").iter_rows()
    ]
    return f"{listed(told)} står i beslutet, men ingen rad i Budgetändringar hör till punkten"


def told_money(item: Item) -> str:
    """Every row of money in words, and what stands beside them."""
    told = [f"{named(row)} {course_of(row)}" for row in item.money.iter_rows(named=True)]
    return ". ".join([*told, *filter(None, [beside(item)])])


def task(row: Mapping[str, Any]) -> str:
    """An open assignment on one line: its state and last day, who has it, and what it is."""
    until = f" sedan {day(row['due'])}" if row["state"] == TaskState.OVERDUE.value else ""
    due = f", senast {day(row['due'])}" if row["due"] and not until else ""
    board = row["board"] or NO_BOARD
    return f"{row['state']}{until}{due}, {board}: {shortened(row['task'], 110)}"


def since(item: Item) -> str:
    """From when what has moved is told."""
    return f"Sedan {day(item.since)}" if item.since else "Hittills"

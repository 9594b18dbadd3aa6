"""Sammanträde: a meeting's agenda, and each of its items with its money, chain and assignments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from followup.cells import meeting as meeting_cells
from followup.cells import meeting_item, meeting_words, reserves
from followup.cells.cell import Cell
from followup.cells.meeting_words import Item
from followup.contents import budget_frames, chained, meeting_choice, since_last
from followup.contents.view import View
from followup.measures import assignments, chain_lanes, meeting_items, meeting_money
from followup.measures import since_last as since_measures
from followup.measures.meeting_items import Meeting
from followup.measures.positions import rows_at


class Part(NamedTuple):
    """Cells under a heading, for what prints a meeting item by item; an empty lead is none."""

    heading: str
    lead: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Frames:
    """What belongs to a meeting's items, each frame with `item`; `changes` are all there are."""

    agenda: pl.DataFrame
    money: pl.DataFrame
    ties: pl.DataFrame
    changes: pl.DataFrame
    matters: pl.DataFrame
    tasks: pl.DataFrame
    moves: pl.DataFrame
    since: dt.date | None


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the latest meeting: its agenda, then every item; none without a meeting."""
    meeting = meeting_choice.usual(view)
    return () if meeting is None else cells(view, meeting)


def cells(view: View, meeting: Meeting) -> tuple[Cell, ...]:
    """The agenda of a meeting of the view, then every item."""
    return tuple(cell for part in sections(view, meeting) for cell in part.cells)


def sections(view: View, meeting: Meeting) -> tuple[Part, ...]:
    """A meeting of the view as a pack: its agenda, then a part for each item."""
    found = items(view, meeting)
    agenda = Part(
        meeting_cells.label(meeting, is_shared=True), "", (meeting_cells.agenda(meeting, found),)
    )
    parts = [
        Part(f"{one.place} {one.title}", meeting_words.sentence(one), (meeting_item.cell(one),))
        for one in found
    ]
    return (agenda, *parts)


def agenda(view: View, meeting: Meeting) -> Cell:
    """The agenda alone."""
    return view.latest(
        lambda: meeting_cells.agenda(meeting, items(view, meeting)), "meeting agenda", meeting
    )


def items(view: View, meeting: Meeting) -> tuple[Item, ...]:
    """Every item of a meeting of the view, in the order of its agenda."""
    return view.latest(lambda: _items(view, meeting), "meeting items", meeting)


# --- the frames ---------------------------------------------------------------------------------


def _items(view: View, meeting: Meeting) -> tuple[Item, ...]:
    frames = _frames(view, meeting)
    count = frames.agenda["item"].n_unique()
    return tuple(_item(view, meeting, frames, at, count) for at in range(count))


def _frames(view: View, meeting: Meeting) -> _Frames:
    decisions, followed = chained.decisions(view), chained.steps(view)
    agenda = meeting_items.agenda(decisions, meeting)
    matters = meeting_items.matters(agenda, followed)
    changes = budget_frames.changes(view)
    ties = meeting_money.tied(changes, agenda)
    tasks = meeting_items.tasks(matters, decisions, _open(view))
    found = since_last.found(view, meeting)
    moved = since_measures.of_matters(found.moves, matters, decisions, tasks)
    return _Frames(
        agenda, _course(view, ties, changes), ties, changes, matters, tasks,
        _beside(moved, meeting), found.since,
    )  # fmt: skip


def _open(view: View) -> pl.DataFrame:
    rows = view.all_bodies["assignments"]
    states = view.remembered(
        lambda: assignments.assignments(rows, view.as_of), "assignments of all bodies"
    )
    return assignments.open_ones(states)


def _course(view: View, ties: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    lines, legs = budget_frames.lines(view), budget_frames.legs(view)
    names = budget_frames.aliases(view)
    held = view.remembered(
        lambda: reserves.reserves_of(lines, changes, legs, names, view.as_of),
        "reserves of all", *names.rows(),
    )  # fmt: skip
    return meeting_money.course(
        ties, meeting_money.Budget(changes, legs, lines, held.draws, held.ledger)
    )


def _beside(moved: pl.DataFrame, meeting: Meeting) -> pl.DataFrame:
    """What moved, without what the meeting itself does: that is the item."""
    is_own = (pl.col("on") == meeting.date) & (pl.col("body") == meeting.body)
    return moved.filter(~is_own.fill_null(value=False))


def _item(view: View, meeting: Meeting, frames: _Frames, at: int, count: int) -> Item:
    rows, money, ties, tasks, moves = (
        frame.filter(pl.col("item") == at)
        for frame in (frames.agenda, frames.money, frames.ties, frames.tasks, frames.moves)
    )
    return Item(
        meeting, view.as_of, at + 1, count, rows, money, rows_at(frames.changes, ties["change"]),
        _lanes(view, frames.matters.filter(pl.col("item") == at)), tasks, moves, frames.since,
    )  # fmt: skip


def _lanes(view: View, matter: pl.DataFrame) -> pl.DataFrame:
    """The lanes of an item's matter; of its first row's, should its rows be of several."""
    key = matter["matter"][0]
    followed, states = chained.steps(view), chained.states(view)
    rows = chain_lanes.matter_steps(chained.decisions(view), followed, key)
    of_matter = states.filter(pl.col("matter") == key)
    return chain_lanes.lanes(rows, of_matter, view.whole.dataset["meetings"], view.as_of)

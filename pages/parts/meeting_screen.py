"""An item of a meeting as one screen: large letters, as much as is read across a room."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from followup.cells.meeting_words import (
    IF_DECIDED,
    Item,
    beside,
    chain,
    named,
    sentence,
    shortened,
    signed,
    since,
    task,
    without_att,
)
from followup.cells.since_last import said
from followup.charts.template import Palette
from followup.measures.budget_changes import State
from followup.measures.meeting_money import RESERVE
from followup.texts.formats import day, kr
from followup.texts.literal import plain

_MOST_CARDS = 4
_CARDS_IN_ROW = 2
_LINES, _LINES_OF_CARDS = 9, 4
"""How many lines of lists there is room for, and how many a row of cards takes of them."""
_LONGEST_TITLE, _LONGEST_SENTENCE = 130, 300

STYLE = """
header[data-testid="stHeader"], section[data-testid="stSidebar"], [data-testid="stToolbar"],
[data-testid="stExpandSidebarButton"], [data-testid="stStatusWidget"] { display: none !important; }
.st-key-visad-punkt { position: fixed; inset: 0; z-index: 9; box-sizing: border-box; gap: 0;
  width: auto !important; overflow-y: auto; padding: 0.75rem 2rem 4.75rem; background: GROUND; }
.st-key-visning-knappar { position: fixed; left: 0; right: 0; bottom: 0; z-index: 10; gap: 0.75rem;
  padding: 0.5rem 2rem; background: GROUND; border-top: 1px solid PREVIOUS; }
.mote { font-size: clamp(1.15rem, min(2.2vw, 3.9vh), 3rem); line-height: 1.22; color: TEXT; }
.mote p, .mote h1, .mote dl, .mote dd, .mote dt { margin: 0; padding: 0; font-size: 1em; }
.mote .plats { color: MUTED; display: flex; gap: 0 1.2em; flex-wrap: wrap; }
.mote .plats b { color: TEXT; }
.mote .plats .lage { margin-left: auto; }
.mote h1 { font-size: 1.45em !important; line-height: 1.12; font-weight: 700;
  margin: 0.1em 0 0.25em; letter-spacing: 0; color: TEXT; text-wrap: balance; }
.mote .mening { margin-bottom: 0.5em; }
.mote h1, .mote .mening, .mote .kort p { overflow-wrap: anywhere; }
.mote .kort { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.45em 1.6em;
  margin-bottom: 0.55em; }
.mote .kort > div { border-left: 0.18em solid ACCENT; padding-left: 0.5em; }
.mote .kort .brist { border-color: WARNING; }
.mote .kort .belopp { font-size: 1.32em; font-weight: 700; line-height: 1.15;
  font-variant-numeric: tabular-nums; }
.mote .kort .belopp span { white-space: nowrap; }
.mote .kort .fore { font-weight: 400; color: MUTED; }
.mote .kort .om { color: MUTED; font-size: 0.9em; }
.mote .kort .brist b, .mote .brist .om { color: WARNING; }
.mote .stapel { height: 0.34em; margin-top: 0.16em; max-width: 18em; background: none; }
.mote .stapel i { display: block; height: 100%; box-sizing: border-box; }
.mote .stapel .fore { background: PREVIOUS; }
.mote .stapel .efter { background: ACCENT; border: 1px solid ACCENT; }
.mote .stapel .forslag { background: repeating-linear-gradient(135deg, ACCENT 0 0.14em,
  GROUND 0.14em 0.3em); border: 1px solid ACCENT; }
.mote dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.12em 0.9em; }
.mote dt { color: MUTED; font-weight: 400; }
.mote dd.rad { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.mote dd { overflow-wrap: anywhere; }
@media (max-width: 640px) {
  .st-key-visad-punkt { padding: 0.75rem 0.75rem 7rem; }
  .st-key-visning-home, .st-key-visning-end { display: none; }
  .st-key-visning-knappar { padding: 0.5rem 0.75rem; gap: 0.5rem; }
  .mote .plats .lage { margin-left: 0; }
  .mote .kort { grid-template-columns: minmax(0, 1fr); }
  .mote dl { grid-template-columns: minmax(0, 1fr); }
  .mote dd { margin-bottom: 0.4em !important; }
  .mote dd.rad { white-space: normal; }
}
"""
"""Words in capitals stand for colours of the palette."""


def style(palette: Palette) -> str:
    """The style in the colours of a palette."""
    colors = {
        "GROUND": palette.ground, "PREVIOUS": palette.previous, "TEXT": palette.text,
        "MUTED": palette.muted, "ACCENT": palette.accent, "WARNING": palette.warning,
    }  # fmt: skip
    told = STYLE
    for word, color in colors.items():
        told = told.replace(word, color)
    return f"<style>{told}</style>"


def screen(item: Item, frozen: str = "") -> str:
    """The item as HTML; all that comes from files is literal.

    `frozen` is the name of the snapshot that is shown, if one is.
    """
    cards = [_card(row) for row in _shown_money(item)]
    shown = f'<div class="kort">{"".join(cards)}</div>' if cards else ""
    return (
        '<section class="mote"><div aria-live="polite">'
        f'<p class="plats"><b>Punkt {item.number} av {item.of}</b><span>{_place(item)}</span>'
        f'<span class="lage">{_seen_from(item, frozen)}</span></p>'
        f"<h1>{_literal(shortened(item.title, _LONGEST_TITLE))}</h1></div>"
        f'<p class="mening">{_literal(shortened(sentence(item), _LONGEST_SENTENCE))}.</p>'
        f"{shown}<dl>{_lists(item, len(cards))}</dl></section>"
    )


def _literal(text: str, longest: int = 400) -> str:
    return html.escape(plain(text, longest))


def _place(item: Item) -> str:
    paragraph = f", §&nbsp;{_literal(item.paragraph)}" if item.paragraph else ""
    return f"{_literal(item.meeting.body)} {day(item.meeting.date)}{paragraph}"


def _seen_from(item: Item, frozen: str) -> str:
    told = f"Fryst läge {_literal(frozen, 40)}, läge" if frozen else "Läge"
    return f"{told} per {day(item.as_of)}"


# --- money --------------------------------------------------------------------------------------


def _shown_money(item: Item) -> Sequence[Mapping[str, Any]]:
    return item.money.head(_MOST_CARDS).rows(named=True)


def _card(row: Mapping[str, Any]) -> str:
    """A reserve or a board: before and after, what it rests on, and for a reserve two bars."""
    is_proposed, after = row["state"] == State.PROPOSED.value, row["after"]
    is_short = row["side"] == RESERVE and after is not None and after < 0
    rests = f"{signed(row['amount'])} {IF_DECIDED if is_proposed else 'enligt beslut'}"
    short = "; reserven räcker inte" if is_short else ""
    amounts = (
        f"<b>{signed(row['amount'])}</b>"
        if after is None
        else f'<span class="fore">{kr(row["before"])} →</span> <span><b>{kr(after)}</b></span>'
    )
    unknown = "; saknas i budgeten" if after is None else ""
    return (
        f'<div class="{"brist" if is_short else "led"}"><p>{_literal(named(row), 90)}</p>'
        f'<p class="belopp">{amounts}</p>{_bars(row, is_proposed)}'
        f'<p class="om">{rests}{short}{unknown}</p></div>'
    )


def _bars(row: Mapping[str, Any], is_proposed: bool) -> str:
    before, after = row["before"], row["after"]
    if row["side"] != RESERVE or before is None:
        return ""
    most = max(before, after, Decimal(1))
    form = "forslag" if is_proposed else "efter"
    return "".join(
        f'<div class="stapel"><i class="{name}" style="width:{_percent(amount, most)}%"></i></div>'
        for name, amount in (("fore", before), (form, after))
    )


def _percent(amount: Decimal, most: Decimal) -> str:
    return f"{max(amount, Decimal(0)) / most * 100:.1f}"


# --- lists --------------------------------------------------------------------------------------


def _lists(item: Item, cards: int) -> str:
    """The chain, and as many att-satser, assignments and movements as there is room for."""
    found = {
        "Att-satser": _clauses(item),
        "Öppna uppdrag": [task(row) for row in item.tasks.iter_rows(named=True)],
        since(item): [said(row) for row in item.moves.iter_rows(named=True)],
    }
    some = {label: lines for label, lines in found.items() if lines}
    room = _LINES - _LINES_OF_CARDS * -(-cards // _CARDS_IN_ROW)
    most = max(1, room // max(1, len(some)))
    whole = [
        ("Pengar", beside(item)),
        *_money_left(item),
        ("Beslutskedja", " → ".join(chain(item))),
    ]
    told = "".join(f"<dt>{label}</dt><dd>{_literal(text)}</dd>" for label, text in whole if text)
    return told + "".join(_list(label, lines, most) for label, lines in some.items())


def _money_left(item: Item) -> list[tuple[str, str]]:
    left = item.money.height - _MOST_CARDS
    return [("", f"och {left} till")] if left > 0 else []


def _clauses(item: Item) -> list[str]:
    """The att-satser when there are several: the sentence tells an only one."""
    clauses = item.rows["clause"].drop_nulls().to_list()
    return [f"att {without_att(one)}" for one in clauses] if len(clauses) > 1 else []


def _list(label: str, lines: Sequence[str], most: int) -> str:
    shown = lines[:most]
    cut = f" ({len(shown)} av {len(lines)})" if len(shown) < len(lines) else ""
    return "".join(
        f'<dt>{_literal(label) + cut if at == 0 else ""}</dt><dd class="rad">{_literal(one)}</dd>'
        for at, one in enumerate(shown)
    )

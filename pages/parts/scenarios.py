"""Scenarios of a what-if: the one that is worked on, and those that are saved under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import polars as pl
import streamlit as st

from followup.cells.what_if import called
from followup.measures.what_if import FreeLine, Scenario, gone
from followup.store.queries import name_key
from followup.store.records import Author, Saved, SavedKind
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown, plain
from pages.parts import author, saved, shared, storing

_KIND = SavedKind.SCENARIO
_LONGEST = 200
_MOST_TOLD = 5


@dataclass(frozen=True)
class Draft:
    """What somebody supposes in a session, under the name of the scenario that they opened.

    `known` is what that scenario calls the proposals that it knew, by identity. `turn` is another
    one whenever the ticks have to be drawn anew.
    """

    scenario: Scenario = field(default_factory=Scenario)
    name: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    turn: int = 0


def draft(organisation: str) -> Draft:
    """What the session supposes of an organisation; everything proposed until it is changed."""
    found: Draft = st.session_state.get(_key(organisation), Draft())
    return found


def keep(organisation: str, now: Draft) -> None:
    """Go on with that one."""
    st.session_state[_key(organisation)] = now


def redraw(organisation: str) -> None:
    """Have the ticks show what is supposed, whatever was clicked before."""
    now = draft(organisation)
    keep(organisation, replace(now, turn=now.turn + 1))


def _key(organisation: str) -> str:
    return f"tank-om-{organisation}"


# --- as text ------------------------------------------------------------------------------------


def as_json(scenario: Scenario, proposed: pl.DataFrame) -> str:
    """A scenario to be saved, with every proposal that there is, ticked or not.

    `proposed` is what `what_if.proposals` gave.
    """
    told = {row["identity"]: called(row) for row in proposed.iter_rows(named=True)}
    content = {
        "on": {one: name for one, name in told.items() if one not in scenario.off},
        "off": {one: name for one, name in told.items() if one in scenario.off},
        "lines": [
            {"year": line.year, "from": line.giver, "to": line.receiver,
             "amount": str(line.amount)}
            for line in scenario.lines
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False)


def from_json(content: str) -> tuple[Scenario, Mapping[str, str]]:
    """A scenario that was saved, and what it calls the proposals that it knew, by identity.

    Raises:
        KeyError, TypeError or ArithmeticError: when the content is not one of `as_json`.
    """
    told = json.loads(content)
    lines = tuple(
        FreeLine(line["year"], line["from"], line["to"], Decimal(line["amount"]))
        for line in told["lines"]
    )
    return Scenario(frozenset(told["off"]), lines), {**told["on"], **told["off"]}


# --- opening and saving -------------------------------------------------------------------------


def draw(organisation: str, proposed: pl.DataFrame) -> None:
    """The saved scenarios to open, and the current one to save or to take away."""
    storing.tell(_KIND)
    if shared.seen().refused:
        st.caption(words.SCENARIOS_NEED_STORE)
        return
    there = {one.name: one for one in saved.current(_KIND) if one.organisation == organisation}
    _open(organisation, there)
    _tell_other_data(draft(organisation), proposed)
    if st.toggle(words.KEEP_SCENARIO, key="tank-om-spara"):
        _saving(organisation, there, proposed)


def _open(organisation: str, there: Mapping[str, Saved]) -> None:
    if not there:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Sparade scenarier", list(there), index=None, key="scenario",
                            placeholder="Välj scenario")  # fmt: skip
        st.button("Öppna", key="scenario-open", disabled=name is None, on_click=_opened,
                  args=(organisation, there.get(name or "")))  # fmt: skip


def _opened(organisation: str, one: Saved) -> None:
    scenario, known = from_json(str(one.content))
    keep(organisation, Draft(scenario, one.name, known, draft(organisation).turn + 1))


def _tell_other_data(now: Draft, proposed: pl.DataFrame) -> None:
    """What has come and gone among the proposals since the opened scenario was saved."""
    if not now.name:
        return
    st.markdown(f"Öppnat: {markdown(now.name)}")
    missing = gone(now.known, proposed)
    if missing:
        more = [f"{len(missing) - _MOST_TOLD} till"] if len(missing) > _MOST_TOLD else []
        told = "; ".join([*missing[:_MOST_TOLD], *more])
        some = counted(len(missing), "förslag", "förslag")
        st.warning(markdown(f"Scenariot känner {some} som inte längre finns som förslag: {told}"))
    new = proposed.filter(~pl.col("identity").is_in([*now.known])).height
    if new:
        some = counted(new, "förslag har", "förslag har")
        st.info(markdown(f"{some} kommit till sedan det sparades och räknas tills du kryssar ur."))


def _saving(organisation: str, there: Mapping[str, Saved], proposed: pl.DataFrame) -> None:
    who = author.ask("scenario")
    now = draft(organisation)
    name = st.text_input("Scenariots namn", value=now.name, max_chars=_LONGEST,
                         key=f"scenario-name-{now.name}")  # fmt: skip
    taken = next((one for one in there.values() if name_key(one.name) == name_key(name)), None)
    can = who is not None and bool(plain(name))
    with st.container(horizontal=True):
        st.button(
            "Spara över" if taken else "Spara scenariot", key="scenario-save", type="primary",
            disabled=not can, on_click=_save, args=(organisation, name, taken, proposed, who),
        )  # fmt: skip
        if taken:
            st.button(words.REMOVE, key="scenario-remove", disabled=not can, on_click=_remove,
                      args=(organisation, taken, who))  # fmt: skip


def _save(
    organisation: str, name: str, taken: Saved | None, proposed: pl.DataFrame, who: Author
) -> None:
    now = draft(organisation)
    content = as_json(now.scenario, proposed)
    seen = taken.revision if taken else 0
    if storing.save(_KIND, organisation, name, content, who, seen=seen):
        known = from_json(content)[1]
        keep(organisation, replace(now, name=" ".join(name.split()), known=known))


def _remove(organisation: str, taken: Saved, who: Author) -> None:
    if storing.take_away(_KIND, organisation, taken.name, who, seen=taken.revision):
        keep(organisation, replace(draft(organisation), name="", known={}))

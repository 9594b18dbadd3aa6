"""Accepting an own file as an underlag: what will change, who says so, and then done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from data_models.dataset import Loaded
from data_models.findings import Severity
from data_models.kinds import KINDS
from followup.cells import changes as cells
from followup.cells.cell import Cell
from followup.measures.changes import changes
from followup.store.queries import name_key
from followup.store.records import Underlag, Version
from followup.texts import words
from followup.texts.formats import counted, listed
from followup.texts.literal import markdown, plain
from pages.parts import author, cell, own, shared, steps
from pages.parts.own import Upload

_NEW = ""
_LONGEST = 120
_THE_FILE = "den nya filen"


def can_be(upload: Upload) -> bool:
    """Whether a file has rows that can be accepted, and there is a store to accept them."""
    return bool(sum(upload.loaded.dataset.row_counts.values())) and not shared.seen().refused


def draw(name: str, upload: Upload) -> None:
    """What becomes of an underlag when the file is accepted, and the button that does it."""
    key = f"{name}-{own.reading(upload)}"
    with st.container(border=True):
        st.markdown(f"**{words.ACCEPT_AS}**")
        wanted = _name(key, upload.loaded)
        if not wanted:
            st.caption("Skriv vad underlaget ska heta.")
            return
        now = next(
            (one for one in shared.underlag() if name_key(one.name) == name_key(wanted)), None
        )
        _what_changes(upload, wanted, now)
        agreed = _agreed(key, upload.loaded)
        who = author.ask(name)
        asked = steps.Accept(name, wanted, now.revision if now else 0, who) if who else None
        st.button(
            words.ACCEPT, key=f"accept-{key}", type="primary", icon=":material/check:",
            disabled=asked is None or not agreed, on_click=steps.ask, args=(asked,),
        )  # fmt: skip


# --- which underlag -------------------------------------------------------------------------


def _name(key: str, loaded: Loaded) -> str:
    """The name of an underlag that there is, or a new one."""
    names = [one.name for one in shared.underlag()]
    proposal = proposed(loaded, shared.underlag(), shared.organisations())
    if names:
        options = [*names, _NEW]
        chosen = st.selectbox(
            "Underlag", options, index=options.index(proposal if proposal in names else _NEW),
            format_func=lambda one: one or "Nytt underlag", key=f"underlag-{key}",
        )  # fmt: skip
        if chosen:
            return chosen
    typed = st.text_input(
        "Vad det nya underlaget ska heta", value="" if proposal in names else proposal,
        max_chars=_LONGEST, key=f"new-{key}",
    )  # fmt: skip
    return plain(typed or "")


def proposed(
    loaded: Loaded, underlag: Sequence[Underlag], organisations: Mapping[int, frozenset[str]]
) -> str:
    """The underlag that a file is most likely the next version of, else a name for a new one.

    It is the one whose current version has the same file name; else the same kinds of rows about
    the same organisations. `organisations` holds those of each current version by its id.
    """
    current = [one.current for one in underlag if one.current is not None]
    latest_first = sorted(current, key=lambda one: one.accepted_at, reverse=True)
    about = frozenset(
        name
        for kind in loaded.dataset
        for name in loaded.dataset[kind]["organisation"].drop_nulls().unique()
    )
    kinds = loaded.dataset.row_counts.keys()

    def is_alike(version: Version) -> bool:
        return version.rows.keys() == kinds and organisations.get(version.id) == about

    named = [one for one in latest_first if one.file.casefold() == loaded.file.casefold()]
    alike = [one for one in latest_first if is_alike(one)]
    found = next(iter([*named, *alike]), None)
    return found.underlag if found else plain(loaded.file.rsplit(".", 1)[0])[:_LONGEST]


# --- what will change -----------------------------------------------------------------------


def _what_changes(upload: Upload, wanted: str, now: Underlag | None) -> None:
    if now is None or now.current is None:
        st.markdown(markdown(_first(upload.loaded, wanted, now)))
        return
    reading = own.reading(upload)
    with st.spinner("Jämför med det som gäller …"):
        found = _compared(
            shared.seen().place, now.current.id, upload.loaded.file, reading,
            now.current, upload.loaded,
        )  # fmt: skip
    st.markdown(
        markdown(
            f"Filen blir version {now.versions + 1} av {now.name}. Så skiljer den sig från"
            f" version {now.current.number}, som gäller nu:"
        )
    )
    for one in found:
        cell.draw(one, now.current.id, reading)


def _first(loaded: Loaded, wanted: str, now: Underlag | None) -> str:
    rows = [
        f"{counted(count, 'rad', 'rader')} i {KINDS[kind].title}"
        for kind, count in loaded.dataset.row_counts.items()
        if count
    ]
    if now is None:
        return f"Filen blir första versionen av {wanted}, med {listed(rows)}."
    return (
        f"Filen blir version {now.versions + 1} av {now.name}, som är lyft ur och då gäller igen,"
        f" med {listed(rows)}."
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _compared(
    place: str, version_id: int, file: str, reading: str, _before: Version, _after: Loaded
) -> tuple[Cell, ...]:
    """The cells of a comparison, made once per process for a file and a version."""
    del place, file
    before, after = shared.load(_before).dataset, _after.dataset
    changed, label = changes(before, after), f"version {_before.number}"
    summary = cells.summary(before, changed, label, _THE_FILE)
    found = (
        [summary, cells.rows_changed(changed, label, _THE_FILE)] if changed.height else [summary]
    )
    apart = f"{version_id}-{reading[:8]}"
    return tuple(replace(one, id=f"{one.id}-{apart}") for one in found)


def _agreed(key: str, loaded: Loaded) -> bool:
    """Whether the errors of the file, if any, are agreed to."""
    errors = loaded.count(Severity.ERROR)
    left_out = loaded.rows_left_out
    if not errors:
        return True
    st.markdown(_left_out(errors, left_out))
    rows = counted(left_out, "raden", "raderna")
    tick = f"Godkänn utan de {rows} med fel" if left_out != 1 else "Godkänn utan raden med fel"
    return st.checkbox(tick if left_out else "Godkänn trots felen", key=f"agreed-{key}")


def _left_out(errors: int, left_out: int) -> str:
    told = f"Filen har {counted(errors, 'fel', 'fel')}."
    if not left_out:
        return f"{told} De står under Granskning."
    rows = counted(left_out, "rad lämnas", "rader lämnas")
    return f"{told} {rows} utanför tills felen är rättade; de står under Granskning."

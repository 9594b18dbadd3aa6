"""What a session has loaded, shared with other sessions where it can be, and its filters."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import polars as pl
import streamlit as st

from data_models.choices import Choices
from data_models.columns import EARLIEST_YEAR, YEARS_AHEAD
from data_models.dataset import Dataset, Loaded
from followup.loading import combine, load
from followup.measures.selection import Selection, bodies, organisations, selected
from followup.preview import first_rows
from followup.store.choices import ChoiceStore, data_folder
from followup.texts import words
from pages.parts.shelf import Shelf

_UPLOADS = "uploads"
_SAMPLES = Path(__file__).parents[2] / "sample_data"
_Made = TypeVar("_Made")
_EARLIEST = dt.date(EARLIEST_YEAR, 1, 1)
_AHEAD = dt.timedelta(days=366 * YEARS_AHEAD)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of this session: its bytes, what became of it, and of the last one read before it.

    `stamp` tells which choices by hand were kept when it was read.
    """

    content: bytes
    loaded: Loaded
    choices: Mapping[str, Choices]
    before: Loaded | None = None
    stamp: int = 0


def uploads() -> dict[str, Upload]:
    """The session's files by name, in the order they were read."""
    return st.session_state.setdefault(_UPLOADS, {})  # type: ignore[no-any-return]


def add(name: str, content: bytes, choices: Mapping[str, Choices] | None = None) -> Loaded:
    """Read a file into the session; a file of the same name is replaced and compared with."""
    former = uploads().get(name)
    made_by_hand = dict(choices or {})
    stamp = choice_store().stamp()
    digest = hashlib.sha256(content).hexdigest()
    asked = (name, digest, f"{stamp} {_key(made_by_hand)}", content, made_by_hand)
    loaded = _load(*asked)
    if not loaded.readable:
        _load.clear(*asked)  # the next try may have more time or memory
    uploads()[name] = Upload(content, loaded, made_by_hand, _before(former, content), stamp)
    return loaded


def _before(former: Upload | None, content: bytes) -> Loaded | None:
    """What a new file is compared with; not with itself, nor with one that could not be read."""
    if former is None:
        return None
    is_same = former.content == content
    return former.before if is_same or not former.loaded.readable else former.loaded


def remove(name: str) -> None:
    """Take a file out of the session."""
    uploads().pop(name, None)


def add_samples() -> None:
    """Read the sample workbooks that come with the app."""
    for path in sorted(_SAMPLES.glob("*_*.xlsx")):
        if not path.name.startswith("alla_regler"):
            add(path.name, path.read_bytes())


@st.cache_resource(max_entries=1)
def choice_store() -> ChoiceStore:
    """The choices by hand that all sessions share."""
    return ChoiceStore(data_folder())


def _key(choices: Mapping[str, Choices]) -> str:
    return repr(sorted(choices.items()))


@st.cache_resource(max_entries=32, show_spinner=False)
def _load(
    name: str, sha256: str, choices_key: str, _content: bytes, _choices: Mapping[str, Choices]
) -> Loaded:
    """The file loaded once per process; choices for a sheet go before those for its headers."""
    del sha256, choices_key

    def choices_for(sheet: str, signature: str) -> Choices | None:
        return _choices.get(sheet) or choice_store().find(signature)

    return load(_content, name, choices=choices_for)


@st.cache_resource(max_entries=16, show_spinner=False)
def preview(name: str, sha256: str, _content: bytes) -> Mapping[str, pl.DataFrame]:
    """The first rows of each sheet of a file."""
    del sha256
    return first_rows(_content, name)


def _dataset_key() -> tuple[str, ...]:
    return tuple(
        f"{name}:{one.loaded.sha256}:{one.stamp}:{_key(one.choices)}"
        for name, one in uploads().items()
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _combine(key: tuple[str, ...], _files: tuple[Loaded, ...]) -> Loaded:
    del key
    return combine(_files)


def combined() -> Loaded:
    """All files of the session as one dataset."""
    return _combine(_dataset_key(), tuple(one.loaded for one in uploads().values()))


@st.cache_resource(max_entries=8, show_spinner=False)
def _shelf_of_files(key: tuple[str, ...]) -> Shelf:
    del key
    return Shelf()


@st.cache_resource(max_entries=8, show_spinner=False)
def _shelf_of_view(key: tuple[str, ...], chosen: str) -> Shelf:
    del key, chosen
    return Shelf()


def of_files(make: Callable[[], _Made], *parts: Hashable) -> _Made:
    """What `make` gives for these files whatever the filters, made once per process.

    `parts` must tell apart whatever else `make` depends on.
    """
    return _shelf_of_files(_dataset_key()).get(parts, make)


def remembered(make: Callable[[], _Made], *parts: Hashable) -> _Made:
    """What `make` gives for these files and filters, made once per process; see `of_files`."""
    return _shelf_of_view(_dataset_key(), repr(selection())).get(parts, make)


def latest(make: Callable[[], _Made], slot: str, *parts: Hashable) -> _Made:
    """As `remembered`, for large things: only the last one asked for is kept in its slot."""
    return _shelf_of_view(_dataset_key(), repr(selection())).latest(slot, parts, make)


def filters() -> None:
    """The filters of every page, in the sidebar and in the address."""
    dataset = combined().dataset
    with st.sidebar:
        st.markdown(f"**{words.FILTERS}**")
        named = of_files(lambda: organisations(dataset), "organisations")
        _choice(words.ORGANISATION, named, "organisation")
        _choice(words.BODY, of_files(lambda: bodies(dataset), "bodies"), "organ")
        st.date_input(
            words.AS_OF, value=dt.date.today(), key="per", format="YYYY-MM-DD", bind="query-params",
            min_value=_EARLIEST, max_value=dt.date.today() + _AHEAD,
        )  # fmt: skip


def _choice(label: str, options: list[str], key: str) -> None:
    st.selectbox(label, options, index=None, key=key, placeholder=words.ALL, bind="query-params")


def selection() -> Selection:
    """The filters as chosen."""
    state = st.session_state
    return Selection(
        as_of=state.get("per") or dt.date.today(),
        organisation=state.get("organisation"),
        body=state.get("organ"),
    )


def view() -> Dataset:
    """The dataset through the filters."""
    whole, chosen = combined().dataset, selection()
    return remembered(lambda: selected(whole, chosen), "view")


def at_any_date() -> Dataset:
    """The dataset through the filters but for the date."""
    whole, chosen = combined().dataset, replace(selection(), as_of=dt.date.max)
    return of_files(lambda: selected(whole, chosen), "any date", chosen)

"""The files of one session, seen by nobody else until somebody accepts them as underlag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import streamlit as st

from data_models.choices import Choices
from data_models.dataset import Loaded
from followup.loading import combine, load
from followup.preview import first_rows
from followup.store.choices import ChoiceStore, data_folder

_UPLOADS = "uploads"
_FRESH = "uploads-fresh"
_SAMPLES = Path(__file__).parents[2] / "sample_data"


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
    st.session_state[_FRESH] = True
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


def is_fresh() -> bool:
    """Whether a file has been read since this was last asked."""
    return bool(st.session_state.pop(_FRESH, False))


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


def key() -> tuple[str, ...]:
    """What tells the session's files apart from those of another, or as read otherwise."""
    return tuple(f"{name}:{reading(one)}" for name, one in uploads().items())


def reading(upload: Upload) -> str:
    """What tells a file, read with these choices, from another one."""
    return f"{upload.loaded.sha256}:{upload.stamp}:{_key(upload.choices)}"


@st.cache_resource(max_entries=16, show_spinner=False)
def _combine(files_key: tuple[str, ...], _files: tuple[Loaded, ...]) -> Loaded:
    del files_key
    return combine(_files)


def combined() -> Loaded:
    """All files of the session as one dataset."""
    return _combine(key(), tuple(one.loaded for one in uploads().values()))

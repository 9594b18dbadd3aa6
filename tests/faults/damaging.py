"""A SQLite file that is cut short or overwritten: it opens whole, or refuses in Swedish."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.engine import URL

from data_models.dataset import Loaded
from followup.loading import combine
from followup.store.database import FILE, StoreRefused, sqlite_url
from followup.store.records import LogEntry, Proposal, Version
from followup.store.store import Store
from tests.faults.others import opened
from tests.faults.work import Job, do, proposal_of
from tests.store.files import EVA, assert_same_rows, seen
from tests.store.whole import assert_whole

REFUSED, AS_IT_WAS, OTHER_ACCOUNTS = (
    "refused when read",
    "as it was",
    "other names, days or accounts",
)
Damage = Callable[[Path, random.Random], str]


@dataclass(frozen=True)
class Sound:
    """A store as it was: its folder, and everything in it by what it is."""

    folder: Path
    current: Loaded
    versions: list[Version]
    log: list[LogEntry]
    loaded: Mapping[int, Loaded]
    originals: Mapping[str, bytes]


@dataclass
class Damages:
    """How many rounds were done, and what was seen of the damage."""

    seed: int
    rounds: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        seen = ", ".join(f"{what} {count}" for what, count in sorted(self.seen.items()))
        return f"damaged SQLite file: {self.rounds} rounds, seed {self.seed}: {seen}"


def sound_store(folder: Path) -> Sound:
    """Two underlag with three versions, closed again."""
    url = sqlite_url(folder / "data")
    with opened(url) as store:
        for at, name in enumerate(("Ett", "Två", "Ett"), 1):
            do(store, Job(name, seen(store, name), at, rows=300, size=30_000))
        _, versions, log = assert_whole(store, url)
        return Sound(
            folder / "data",
            store.current().loaded,
            versions,
            log,
            {one.id: store.load(one) for one in versions},
            {one.sha256: store.original(one) for one in versions},
        )


def damage_rounds(sound: Sound, work: Path, rounds: int, seed: int) -> Damages:
    """Damage a copy of the store in every way, `rounds` times, and look at each."""
    damages, chance = Damages(seed), random.Random(seed)
    for at in range(rounds):
        way = WAYS[at % len(WAYS)]
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(sound.folder, work)
        told = way(work / FILE, chance)
        try:
            damages.seen[look(sqlite_url(work), sound)] += 1
        except Exception as error:
            error.add_note(f"round {at} of seed {seed}: {told}")
            raise
        damages.rounds += 1
    return damages


def with_a_wal(sound: Sound, folder: Path) -> Path:
    """The same store as it lies on the disk when its process was killed: much in the -wal alone."""
    url = sqlite_url(folder / "live")
    with opened(url) as store, closing(sqlite3.connect(str(url.database))) as reader:
        reader.execute("BEGIN").execute("SELECT * FROM log").fetchall()  # nothing is moved past it
        for one in reversed(sound.versions):
            content = sound.originals[one.sha256]
            asked = Proposal(one.underlag, content, sound.loaded[one.id], seen(store, one.underlag))
            store.accept(asked, EVA)
        shutil.copytree(folder / "live", folder / "killed", ignore=shutil.ignore_patterns("*-shm"))
    return folder / "killed"


def wal_rounds(killed: Path, sound: Sound, work: Path, rounds: int, seed: int) -> Damages:
    """Damage or take away the -wal: what is left is whole, and is the first versions."""
    damages, chance = Damages(seed), random.Random(seed)
    shas = [one.sha256 for one in sound.versions]
    for at in range(rounds):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(killed, work)
        wal = work / f"{FILE}-wal"
        told = WAYS[at % len(WAYS)](wal, chance) if at else str(wal.unlink() or "taken away")
        try:
            with opened(sqlite_url(work)) as store:
                _, versions, _ = assert_whole(store, sqlite_url(work), sound.originals)
            left = [one.sha256 for one in versions]
            assert left == shas[len(shas) - len(left) :], told
            damages.seen[f"with {len(left)} versions"] += 1
        except StoreRefused:
            damages.seen["refused"] += 1
        damages.rounds += 1
    return damages


def look(url: URL, sound: Sound) -> str:
    """Look at everything in a store: each thing is as it was, or is refused."""
    try:
        store = Store(combine, url)
    except StoreRefused:
        return "refused when opened"
    try:
        found = {_found(read, store, sound) for read in (_accounts, _current, _files, _goes_on)}
    finally:
        store.close()
    return next(one for one in (REFUSED, OTHER_ACCOUNTS, AS_IT_WAS) if one in found)


def _found(read: Callable[[Store, Sound], str], store: Store, sound: Sound) -> str:
    try:
        return read(store, sound)
    except StoreRefused:
        return REFUSED


def _current(store: Store, sound: Sound) -> str:
    return _compared(store.current().loaded, sound.current)


def _compared(found: Loaded, expected: Loaded) -> str:
    """Rows and findings are as they were. Accounts have no hash: `verify` tells of them."""
    assert_same_rows(found, expected)
    return AS_IT_WAS if list(found.sheets) == list(expected.sheets) else OTHER_ACCOUNTS


def _accounts(store: Store, sound: Sound) -> str:
    same = (store.versions(), store.log()) == (sound.versions, sound.log)
    return AS_IT_WAS if same else OTHER_ACCOUNTS


def _files(store: Store, sound: Sound) -> str:
    found = set()
    for one in sound.versions:
        found.add(_compared(store.load(one), sound.loaded[one.id]))
        assert store.original(one) == sound.originals[one.sha256]
    return OTHER_ACCOUNTS if OTHER_ACCOUNTS in found else AS_IT_WAS


def _goes_on(store: Store, sound: Sound) -> str:
    """One more version is taken and everyone sees it beside the others."""
    job = Job("Tre", 0, seed=9, rows=20, size=2_000)
    do(store, job)
    files = [sound.loaded[one.id] for one in sound.versions if one.is_current]
    new = replace(proposal_of(job).loaded, underlag="Tre")
    return _compared(store.current().loaded, combine([new, *files]))


def _cut(file: Path, chance: random.Random) -> str:
    size = file.stat().st_size
    length = chance.choice([chance.randrange(1, size), chance.randrange(1, 40) * size // 40])
    with file.open("r+b") as into:
        into.truncate(length)
    return f"cut at {length} of {size}"


def _overwritten(make: Callable[[random.Random, int], bytes]) -> Damage:
    def overwrite(file: Path, chance: random.Random) -> str:
        size = file.stat().st_size
        at = chance.randrange(size)
        length = chance.choice([1, 2, 16, 100, 4_096, 16_384, 50_000])
        put = make(chance, length)
        with file.open("r+b") as into:
            into.seek(at)
            into.write(put[: size - at])
        return f"{length} bytes overwritten at {at} of {size}"

    return overwrite


def _bit(file: Path, chance: random.Random) -> str:
    content = bytearray(file.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    return f"a bit turned at {at}"


WAYS: tuple[Damage, ...] = (
    _cut,
    _overwritten(lambda _chance, length: bytes(length)),
    _overwritten(lambda chance, length: chance.randbytes(length)),
    _overwritten(lambda _chance, length: b"\xff" * length),
    _bit,
)

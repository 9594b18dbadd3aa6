"""Snapshots: what was frozen is shown exactly as it was, told when it cannot be, and compared."""

import contextlib
import datetime as dt
import json
import sqlite3
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.cells.cell import Cell
from followup.cells.snapshots import said
from followup.loading import combine
from followup.store import frozen as kept
from followup.store.database import sqlite_url
from followup.store.frozen import Frozen, FrozenVersion
from followup.store.records import Author, SavedKind
from followup.store.store import Store
from pages.parts import shared
from tests import books
from tests.screen import LIVE, PAGES, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

DECISIONS, LOG, RESERVES, UPLOAD, SNAPSHOTS, VERSIONS = (
    next(one for one in PAGES if one.endswith(f"/{name}.py"))
    for name in ("decisions", "log", "reserves", "upload", "snapshots", "versions")
)
ANNA = Author("ekonom", "Anna Ek")
SNAPSHOT = SavedKind.SNAPSHOT
AMOUNT = {"Beloppstyp": "tilläggsanslag", "Budgetår": 2025, "Finansieringskälla": "Reserven"}
OCTOBER = books.register({"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT})
NOVEMBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_500_000, **AMOUNT}, {"Ärende": "Bidrag"}
)
NAME = "Inför <b>mars</b> [x](http://y)"


def _accept(content, underlag="Register"):
    return Screen().upload("beslut.xlsx", content).accept("beslut.xlsx", underlag)


def _form(screen):
    """The form behind Frys läget, as somebody opens it."""
    screen.test.session_state["freeze"] = True
    screen.test.run()
    return screen


def _freeze(screen, name=NAME):
    _form(screen).say("ekonom", "Anna Ek")
    screen.typed("Vad det frysta läget ska heta")[0].set_value(name)
    screen.test.run()
    screen.click("Frys")
    assert not screen.test.exception
    return screen


def _frozen_in_october():
    _accept(OCTOBER)
    return _freeze(Screen().go(DECISIONS))


def _matters(screen):
    return screen.go(DECISIONS).register()["Ärende"].to_list()


# --- freezing -----------------------------------------------------------------------------------


def test_a_snapshot_keeps_page_filters_day_versions_and_the_stores_revision(store):
    _accept(OCTOBER)
    before = store.revision()
    _freeze(Screen(organisation="Region Ett").go(DECISIONS))
    (one,) = store.saved(SNAPSHOT)
    state = kept.from_json(one.content)
    (version,) = store.versions()
    assert (one.name, one.author) == (NAME, ANNA)
    assert state == Frozen(
        page="beslut",
        filters={"organisation": "Region Ett", "per": dt.date.today()},
        as_of=dt.date.today(),
        revision=before,
        log=store.log()[1].id,
        shown=(FrozenVersion.of(version),),
        current=(FrozenVersion.of(version),),
    )


def test_a_name_that_is_taken_freezes_nothing(store):
    _frozen_in_october()
    screen = _form(Screen().go(DECISIONS)).say("ekonom", "Bo By")
    screen.typed("Vad det frysta läget ska heta")[0].set_value(f"  {NAME.upper()} ")
    screen.test.run()
    assert "Det finns redan ett fryst läge som heter" in screen.text
    assert screen.test.button("freeze-save").disabled
    assert len(store.saved_history(SNAPSHOT, "", NAME)) == 1


def test_own_files_cannot_be_frozen_and_it_is_told_how_they_can():
    screen = _form(Screen().upload("beslut.xlsx", OCTOBER).go(DECISIONS))
    assert "Egna filer kan inte frysas" in screen.text
    assert "Godkänn dem som underlag" in screen.text
    assert not screen.typed("Vad det frysta läget ska heta")


# --- opened -------------------------------------------------------------------------------------


def test_a_link_shows_everything_as_it_was_though_the_underlag_has_changed():
    frozen = _frozen_in_october()
    said_then = frozen.headlines
    _accept(NOVEMBER)
    assert _matters(Screen()) == ["Tilläggsbudget", "Bidrag"]
    opened = Screen(fryst=NAME).go(DECISIONS)
    assert opened.headlines == said_then
    assert _matters(opened) == ["Tilläggsbudget"]
    assert f"Fryst läge** {NAME}, fryst av Anna Ek, ekonom (uppgivet)" in opened.text
    for kind, field, text in opened.read_as_markdown():
        if "ac_unit" not in text:
            assert not LIVE.search(text), (kind, field, text)


def test_leaving_goes_back_to_what_is_shared_today():
    _frozen_in_october()
    _accept(NOVEMBER)
    screen = Screen(fryst=NAME).go(DECISIONS).click("Lämna")
    assert _matters(screen) == ["Tilläggsbudget", "Bidrag"]
    assert "Fryst läge**" not in screen.text


def test_filters_are_as_they_were_and_those_of_a_link_go_before_them(store):
    other = books.register({"Ärende": "Annat"}, {"Organisation": "Region Två", "Ärende": "Två"})
    _accept(other)
    _freeze(Screen(organisation="Region Två").go(DECISIONS))
    assert _matters(Screen(fryst=NAME)) == ["Två"]
    assert _matters(Screen(fryst=NAME, organisation="Region Ett")) == ["Annat"]


def test_the_day_is_as_it_was():
    _accept(OCTOBER)
    _freeze(Screen(per="2024-11-01").go(DECISIONS))
    opened = Screen(fryst=NAME, per="2025-06-01")
    assert "Läge per 2024-11-01. Allt visas som det var" in opened.text
    assert len(opened.test.date_input) == 0


def test_the_log_and_the_notes_are_those_of_the_day():
    _accept(OCTOBER)
    screen = Screen().go(DECISIONS)
    _note(screen, "Skrivet före")
    _freeze(screen)
    _note(screen, "Skrivet efter")
    opened = Screen(fryst=NAME)
    log = opened.go(LOG).tables[0]
    assert log["Vad"].to_list() == ["Sparad", "Godkänd"]
    opened.go(DECISIONS).test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    assert "Skrivet före" in opened.text
    assert "Skrivet efter" not in opened.text


def _note(screen, text):
    screen.test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    screen.say("ekonom", "Anna Ek")
    screen.test.text_area("beslut-organ-anteckning").set_value(text)
    screen.click("Spara anteckningen")


def test_what_was_saved_by_name_is_as_of_the_snapshots_revision(store):
    alias = SavedKind.RESERVE_ALIAS
    first = store.save(alias, "Region Ett", "a", '{"reserve": "x"}', ANNA)
    store.save(alias, "Region Ett", "a", '{"reserve": "y"}', ANNA)
    store.take_away(alias, "Region Ett", "a", ANNA)
    assert store.saved(alias, revision=first.revision) == [first]
    assert store.saved(alias, revision=first.revision - 1) == []
    assert store.saved(alias) == []


def test_nothing_can_be_changed_while_a_snapshot_is_shown(store):
    _frozen_in_october()
    opened = Screen(fryst=NAME)
    for page in (UPLOAD, VERSIONS):
        opened.go(page)
        assert "sidan visas inte i ett fryst läge" in opened.text
        assert [one.label for one in opened.test.button] == ["Lämna"]
    opened.go(DECISIONS).test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    assert len(opened.test.text_area) == 0
    assert "Spara anteckningen" not in [one.label for one in opened.test.button]
    assert not any(one.key == "freeze-save" for one in opened.test.button)


# --- that cannot be shown -----------------------------------------------------------------------


def test_a_snapshot_that_is_not_there_is_told_and_not_replaced_by_today():
    _accept(OCTOBER)
    screen = Screen(fryst="Inför **april**")
    assert "Det finns inget fryst läge som heter Inför **april**." in screen.text
    assert screen.headlines == []
    assert screen.click("Visa dagens läge").headlines


def test_a_version_that_is_not_the_one_that_was_seen_is_told_and_not_replaced(store):
    _frozen_in_october()
    (one,) = store.saved(SNAPSHOT)
    state = kept.from_json(one.content)
    other = replace(state.shown[0], sha256="0" * 64)
    wrong = replace(state, shown=(other,)).as_json()
    store.save(SNAPSHOT, "", "Ur en annan databas", wrong, ANNA)
    screen = Screen(fryst="Ur en annan databas").go(DECISIONS)
    assert "kan inte visas som det var: version 1 av Register finns inte" in screen.text
    assert screen.headlines == []


def test_damaged_rows_of_a_version_that_was_seen_are_told_and_not_replaced(store, app_folder):
    _frozen_in_october()
    _accept(NOVEMBER)
    first = store.versions()[-1]
    with contextlib.closing(sqlite3.connect(app_folder / "followup.db")) as database:
        (frame, parquet), *_ = database.execute(
            "SELECT frame, parquet FROM version_frames WHERE version_id = ?", (first.id,)
        ).fetchall()
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'version_frames'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        flipped = parquet[:100] + bytes([parquet[100] ^ 1]) + parquet[101:]
        database.execute(
            "UPDATE version_frames SET parquet = ? WHERE version_id = ? AND frame = ?",
            (flipped, first.id, frame),
        )
        database.commit()
    shared.st.cache_resource.clear()
    screen = Screen(fryst=NAME).go(DECISIONS)
    assert "stämmer inte med det som lagrades" in screen.text
    assert screen.headlines == []
    assert _matters(Screen()) == ["Tilläggsbudget", "Bidrag"]


def test_what_was_taken_away_is_gone_and_stays_in_the_history(store):
    _frozen_in_october()
    screen = Screen().go(SNAPSHOTS)
    screen.test.toggle("remove-frozen").set_value(True).run()
    screen.say("ekonom", "Anna Ek")
    screen.click(next(one.label for one in screen.test.button if one.key == "removes-frozen"))
    assert "är borttaget, och det står i loggen" in screen.text
    assert "Inget läge är fryst ännu." in screen.headlines
    assert [one.content is None for one in store.saved_history(SNAPSHOT, "", NAME)] == [True, False]


def test_a_restored_backup_opens_snapshots_as_they_were(store, tmp_path, monkeypatch):
    said_then = _frozen_in_october().headlines
    _accept(NOVEMBER)
    store.export(tmp_path / "kopia.zip")
    elsewhere = tmp_path / "annan"
    elsewhere.mkdir()
    other = Store(combine, sqlite_url(elsewhere))
    other.restore(tmp_path / "kopia.zip", ANNA)
    other.close()
    monkeypatch.setenv("FOLLOWUP_DATA", str(elsewhere))
    assert Screen(fryst=NAME).go(DECISIONS).headlines == said_then


# --- compared with now --------------------------------------------------------------------------


def test_a_snapshot_is_compared_with_now():
    _frozen_in_october()
    _accept(NOVEMBER)
    screen = Screen().go(SNAPSHOTS)
    assert not screen.test.exception
    assert "Beslut, läge per" in screen.text
    assert screen.headlines[0] == "3 av 3 rutor på Beslut säger något annat nu"
    assert "1 rad är ny och 1 ändrad" in screen.headlines
    table = screen.tables[0]
    assert list(table.columns) == ["Då", "Nu", "Mått"]
    assert table.loc[0, ["Då", "Nu"]].str.replace("\u00a0", " ").to_list() == [
        "1 att-sats i 1 organ",
        "2 att-satser i 1 organ",
    ]


def test_a_snapshot_that_nothing_has_changed_since_says_so():
    _frozen_in_october()
    screen = Screen().go(SNAPSHOTS)
    assert screen.headlines[0] == "Ingen av 3 rutor på Beslut säger något annat nu"


def test_before_anything_is_frozen_the_page_says_how_it_is_done():
    _accept(OCTOBER)
    assert Screen().go(SNAPSHOTS).headlines == ["Inget läge är fryst ännu."]


def _cell(name, headline):
    nothing = pl.DataFrame()
    return Cell(name, headline, f"mått {name}", nothing, "", nothing)


def test_headlines_are_told_side_by_side_where_they_differ():
    then = [_cell("a", "samma"), _cell("b", "ett"), _cell("c", "borta")]
    now = [_cell("a", "samma"), _cell("b", "två"), _cell("d", "ny")]
    cell = said(then, now, "Lån", ("2024-12-17", "2025-03-01"), [("lån.xlsx", "ab")] * 2)
    assert cell.headline == "3 av 4\u00a0rutor på Lån säger något annat nu"
    assert set(cell.table.rows()) == {
        ("ett", "två", "mått b"), ("borta", None, "mått c"), (None, "ny", "mått d"),
    }  # fmt: skip
    assert cell.sources.rows() == [("lån.xlsx", "ab")]


# --- as it is kept ------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(0, 10**9)
VERSIONS_SEEN = st.lists(
    st.builds(FrozenVersion, NUMBERS, WORDS, NUMBERS, WORDS), max_size=3
).map(tuple)  # fmt: skip


@given(
    st.builds(
        Frozen, WORDS, st.dictionaries(WORDS, WORDS | NUMBERS | st.dates()), st.dates(), NUMBERS,
        NUMBERS, VERSIONS_SEEN, VERSIONS_SEEN,
    )
)  # fmt: skip
def test_a_snapshot_is_read_back_as_it_was_kept(state):
    assert kept.from_json(state.as_json()) == state
    json.loads(state.as_json())

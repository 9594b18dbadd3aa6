"""Small named things: what was saved last under a name counts, and nothing of it is lost."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from followup.store.database import StoreRefused
from followup.store.queries import name_key
from followup.store.records import Action, SavedKind
from followup.store.saving import LARGEST_CONTENT, LONGEST_NAME
from followup.texts.store_words import StoreRefusal, saved_thing
from tests.store.engines import execute, is_sqlite
from tests.store.files import BO, EVA, accept
from tests.store.whole import assert_whole

ALIAS, SCENARIO = SavedKind.RESERVE_ALIAS, SavedKind.SCENARIO
ONE, TWO = "Region Ett", "Region Två"
FREE = '"egentligt oförutsett"'
DAY = dt.date


def contents(store, kind=ALIAS, day=None):
    return {(one.organisation, one.name): one.content for one in store.saved(kind, day)}


def told(store):
    return [(one.action, one.author, one.detail) for one in store.log()]


# --- saving and taking away -------------------------------------------------------------------


def test_nothing_is_saved_in_an_empty_store(store):
    assert store.saved(ALIAS) == store.saved(SCENARIO) == []
    assert store.saved_history(ALIAS, ONE, "oförutsedda medel") == []


def test_what_is_saved_is_there_for_everyone_with_who_and_when(open_store, clock, database_url):
    store = open_store(clock)
    saved = store.save(ALIAS, ONE, "oförutsedda medel", FREE, EVA)
    assert open_store().saved(ALIAS) == [saved]
    assert (saved.kind, saved.organisation, saved.name) == (ALIAS, ONE, "oförutsedda medel")
    assert (saved.content, saved.author, saved.at) == (FREE, EVA, clock.now)
    assert (saved.revision, saved.over) == (store.revision(), None)
    assert store.saved(SCENARIO) == []
    assert_whole(store, database_url)


def test_every_save_is_an_entry_of_the_log(store):
    store.save(ALIAS, ONE, "oförutsedda medel", FREE, EVA)
    store.save(SCENARIO, "", "Höjd  skatt", "{}", BO)
    store.take_away(ALIAS, ONE, "oförutsedda medel", BO)
    assert told(store) == [
        (Action.TAKEN_AWAY, BO, "reservnamnet oförutsedda medel (Region Ett)"),
        (Action.SAVED, BO, "scenariot Höjd skatt"),
        (Action.SAVED, EVA, "reservnamnet oförutsedda medel (Region Ett)"),
    ]
    assert store.revision() == 3


@pytest.mark.parametrize("kind", SavedKind)
def test_every_kind_has_a_word_in_the_log(kind):
    assert saved_thing(kind.value, ONE, "a\x1b[2J\nb").endswith(" a[2J b (Region Ett)")


def test_the_same_name_however_spaced_and_cased_is_one_thing(store):
    store.save(ALIAS, ONE, " Oförutsedda  MEDEL ", FREE, EVA)
    store.save(ALIAS, ONE, "oförutsedda medel", '"annat"', BO)
    assert contents(store) == {(ONE, "oförutsedda medel"): '"annat"'}
    assert len(store.saved_history(ALIAS, ONE, "OFÖRUTSEDDA medel")) == 2


def test_names_are_apart_by_kind_and_organisation_and_come_in_order(store):
    for kind, organisation, name in [
        (ALIAS, TWO, "b"), (ALIAS, ONE, "B"), (ALIAS, ONE, "a"), (SCENARIO, ONE, "c"),
    ]:  # fmt: skip
        store.save(kind, organisation, name, json.dumps([organisation, name]), EVA)
    assert list(contents(store)) == [(ONE, "a"), (ONE, "B"), (TWO, "b")]
    assert list(contents(store, SCENARIO)) == [(ONE, "c")]


def test_saving_what_is_already_so_adds_nothing(store):
    first = store.save(ALIAS, ONE, "a", "1", EVA)
    before = store.revision(), store.log()
    assert store.save(ALIAS, ONE, " a", "1", BO) == first
    assert (store.revision(), store.log()) == before
    assert store.saved_history(ALIAS, ONE, "a") == [first]


def test_the_same_content_under_a_name_written_otherwise_is_saved(store):
    store.save(ALIAS, ONE, "medel", "1", EVA)
    store.save(ALIAS, ONE, "Medel", "1", EVA)
    assert contents(store) == {(ONE, "Medel"): "1"}


def test_what_is_taken_away_counts_no_more_and_can_be_saved_again(store):
    first = store.save(ALIAS, ONE, "a", "1", EVA)
    gone = store.take_away(ALIAS, ONE, "A", BO, seen=first.revision)
    assert (gone.content, gone.author, gone.over) == (None, BO, None)
    assert store.saved(ALIAS) == []
    again = store.save(ALIAS, ONE, "a", "1", EVA)
    assert store.saved(ALIAS) == [again]
    assert store.saved_history(ALIAS, ONE, "a") == [again, gone, first]


def test_taking_away_what_is_gone_adds_nothing(store):
    store.save(ALIAS, ONE, "a", "1", EVA)
    gone = store.take_away(ALIAS, ONE, "a", EVA)
    before = store.revision(), store.log()
    assert store.take_away(ALIAS, ONE, "a", BO) == gone
    assert (store.revision(), store.log()) == before


def test_what_was_never_saved_cannot_be_taken_away(store):
    with pytest.raises(ValueError, match="has been saved"):
        store.take_away(ALIAS, ONE, "a", EVA)
    assert store.log() == []


def test_what_is_saved_does_not_touch_what_is_accepted(store, database_url):
    version = accept(store, "Bidrag", "ett")
    before = store.current()
    store.save(ALIAS, ONE, "a", "1", EVA)
    after = store.current()
    assert (after.revision, after.versions) == (before.revision + 1, before.versions)
    assert store.find("Bidrag").current == version
    assert store.verify() == []
    assert_whole(store, database_url)


# --- several who save ---------------------------------------------------------------------------


def test_who_saves_over_what_somebody_else_did_meanwhile_is_told_and_wins(store):
    seen = store.save(ALIAS, ONE, "a", "1", EVA)
    theirs = store.save(ALIAS, ONE, "a", "2", BO, seen=seen.revision)
    mine = store.save(ALIAS, ONE, "a", "3", EVA, seen=seen.revision)
    assert (theirs.over, mine.over) == (None, theirs)
    assert contents(store) == {(ONE, "a"): "3"}
    assert store.saved_history(ALIAS, ONE, "a") == [mine, theirs, seen]


def test_who_makes_a_name_that_somebody_else_made_meanwhile_is_told(store):
    theirs = store.save(ALIAS, ONE, "a", "1", BO)
    assert store.save(ALIAS, ONE, "a", "2", EVA).over == theirs


def test_who_saves_what_somebody_else_took_away_meanwhile_is_told(store):
    seen = store.save(ALIAS, ONE, "a", "1", EVA)
    gone = store.take_away(ALIAS, ONE, "a", BO, seen=seen.revision)
    assert store.save(ALIAS, ONE, "a", "2", EVA, seen=seen.revision).over == gone


def test_who_takes_away_what_somebody_else_changed_meanwhile_is_told(store):
    seen = store.save(ALIAS, ONE, "a", "1", EVA)
    theirs = store.save(ALIAS, ONE, "a", "2", BO, seen=seen.revision)
    gone = store.take_away(ALIAS, ONE, "a", EVA, seen=seen.revision)
    assert (gone.over, gone.content) == (theirs, None)


@pytest.mark.parametrize("by_history", [True, False])
def test_who_has_seen_that_it_was_taken_away_is_told_nothing(store, by_history):
    store.save(ALIAS, ONE, "a", "1", EVA)
    gone = store.take_away(ALIAS, ONE, "a", BO)
    seen = gone.revision if by_history else 0
    assert store.save(ALIAS, ONE, "a", "2", EVA, seen=seen).over is None


def test_what_one_is_told_when_saving_is_not_part_of_what_is_read(store):
    theirs = store.save(ALIAS, ONE, "a", "1", BO)
    mine = store.save(ALIAS, ONE, "a", "2", EVA)
    (read,) = store.saved(ALIAS)
    assert (mine.over, read.over) == (theirs, None)
    assert read == mine


def test_of_several_who_save_at_once_the_last_counts_and_all_are_kept(store, database_url):
    barrier, many = Barrier(6), 6

    def save(at):
        barrier.wait()
        return store.save(SCENARIO, ONE, "a", str(at), EVA)

    with ThreadPoolExecutor(many) as threads:
        saved = list(threads.map(save, range(many)))
    last, *earlier = store.saved_history(SCENARIO, ONE, "a")
    assert {one.content for one in (last, *earlier)} == {str(at) for at in range(many)}
    assert sorted((last, *earlier), key=lambda one: one.id) == sorted(saved, key=lambda one: one.id)
    assert store.saved(SCENARIO) == [last]
    in_turn = sorted(saved, key=lambda one: one.id)
    assert [one.over for one in in_turn] == [None, *in_turn[:-1]]
    assert_whole(store, database_url)


# --- as it was on a day -------------------------------------------------------------------------


def test_what_is_saved_is_as_it_was_at_the_end_of_a_day(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 5, 1)
    accept(store, "Bidrag", "ett")
    for day, content in [(2, "1"), (3, "2")]:
        clock.set(2024, 5, day)
        store.save(ALIAS, ONE, "a", content, EVA)
    clock.set(2024, 5, 4)
    store.take_away(ALIAS, ONE, "a", EVA)
    clock.set(2024, 5, 5)
    store.save(ALIAS, ONE, "b", "3", EVA)
    days = [list(contents(store, day=DAY(2024, 5, day)).values()) for day in range(1, 7)]
    assert days == [[], ["1"], ["2"], [], ["3"], ["3"]]


@pytest.mark.parametrize(("hour", "known"), [(21, ["1"]), (22, [])])
def test_a_day_of_what_is_saved_ends_at_midnight_in_sweden(open_store, clock, hour, known):
    store = open_store(clock)
    clock.set(2024, 6, 1)
    accept(store, "Bidrag", "ett")
    clock.set(2024, 6, 30, hour, 30)
    store.save(ALIAS, ONE, "a", "1", EVA)
    assert list(contents(store, day=DAY(2024, 6, 30)).values()) == known


def test_before_the_first_version_what_is_saved_now_stands_in(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 5, 1)
    store.save(ALIAS, ONE, "a", "1", EVA)
    assert contents(store, day=DAY(2024, 4, 1)) == {(ONE, "a"): "1"}
    clock.set(2024, 5, 3)
    accept(store, "Bidrag", "ett")
    clock.set(2024, 5, 5)
    store.save(ALIAS, ONE, "a", "2", EVA)
    assert store.known_on(DAY(2024, 5, 2)).is_before_start
    assert contents(store, day=DAY(2024, 5, 2)) == {(ONE, "a"): "2"}
    assert contents(store, day=DAY(2024, 5, 3)) == {(ONE, "a"): "1"}


def test_a_clock_that_goes_back_does_not_turn_the_order_of_saves(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 5, 2)
    first = store.save(ALIAS, ONE, "a", "1", EVA)
    clock.set(2024, 5, 1)
    second = store.save(ALIAS, ONE, "a", "2", EVA)
    assert second.at == first.at + dt.timedelta(microseconds=1)
    assert [one.at for one in store.log()] == [second.at, first.at]


# --- limits -------------------------------------------------------------------------------------


def refused(store, organisation=ONE, name="a", content="1"):
    with pytest.raises(StoreRefused) as refusal:
        store.save(ALIAS, organisation, name, content, EVA)
    assert (store.log(), store.revision()) == ([], 0)
    return refusal.value


def text_of(refusal):
    return str(refusal).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["", " \t\n"])
def test_a_name_is_asked_for(store, name):
    assert refused(store, name=name).refusal is StoreRefusal.NAME_MISSING


def test_a_name_has_a_longest_length(store):
    assert text_of(refused(store, name="å" * (LONGEST_NAME + 1))) == (
        "Namnet är 201 tecken långt, men högst 200 kan sparas. Skriv ett kortare och spara igen."
    )
    assert text_of(refused(store, organisation="å" * 1_000)).startswith(
        "Organisationens namn är 1 000 tecken långt"
    )
    assert store.save(ALIAS, "å" * LONGEST_NAME, "å" * LONGEST_NAME, "1", EVA).content == "1"


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_sign_that_cannot_be_kept_is_refused(store, name):
    assert refused(store, name=name).refusal is StoreRefusal.NAME_SIGN
    assert refused(store, organisation=name).refusal is StoreRefusal.NAME_SIGN


def test_a_content_has_a_largest_size_in_bytes(store):
    content = json.dumps("å" * (LARGEST_CONTENT // 2), ensure_ascii=False)
    assert text_of(refused(store, content=content)) == (
        "a är för stort för att sparas, 250 002 byte av högst 250 000. Ta bort något ur det eller"
        " dela det i flera, och spara igen."
    )
    content = json.dumps("å" * (LARGEST_CONTENT // 2 - 1), ensure_ascii=False)
    assert store.save(ALIAS, ONE, "a", content, EVA).content == content


@pytest.mark.parametrize(
    "content", ["", "{", "NaN", "[-Infinity]", "{'a': 1}", '"\ud800"', '"\0"', "[" * 100_000]
)
def test_what_is_no_json_is_a_fault_of_ours(store, content):
    with pytest.raises(ValueError, match="JSON"):
        store.save(ALIAS, ONE, "a", content, EVA)
    assert store.log() == []


# --- whatever is saved --------------------------------------------------------------------------

SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
NAMES = TEXTS.filter(lambda name: name.strip())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
).map(lambda value: json.dumps(value, ensure_ascii=True))


@SETTINGS
@given(organisation=TEXTS, name=NAMES, content=JSON)
@example(organisation="'; DROP TABLE saved; --", name="%s {name} :a \\N\t", content='"\\u0000"')
@example(organisation="ß", name="ẞ İ ﬁ", content="null")
def test_every_name_and_content_comes_back_as_it_was(store, organisation, name, content):
    saved = store.save(SCENARIO, organisation, name, content, EVA)
    assert (saved.organisation, saved.name, saved.content) == (
        organisation, " ".join(name.split()), content,
    )  # fmt: skip
    assert saved in store.saved(SCENARIO)
    assert store.saved_history(SCENARIO, organisation, name)[0] == saved
    assert store.log()[0].detail.startswith("scenariot ")


STEPS = st.lists(
    st.tuples(
        st.sampled_from([ALIAS, SCENARIO]), st.sampled_from([ONE, TWO]),
        st.sampled_from(["a", "A", "b"]), st.sampled_from(["1", "2", None]),
        st.sampled_from([EVA, BO]),
    ), max_size=12,
)  # fmt: skip


@SETTINGS
@given(steps=STEPS)
def test_whatever_is_saved_in_whatever_order_the_last_counts(store, steps):
    for kind in SavedKind:
        for one in store.saved(kind):
            store.take_away(kind, one.organisation, one.name, EVA)
    expected = {}
    for kind, organisation, name, content, author in steps:
        key = kind, organisation, name_key(name)
        before, history = store.log(), store.saved_history(kind, organisation, name)
        if content is None and not history:
            continue
        if content is None:
            saved = store.take_away(kind, organisation, name, author)
            expected.pop(key, None)
        else:
            saved = store.save(kind, organisation, name, content, author)
            expected[key] = name, content
        after = store.saved_history(kind, organisation, name)
        grown = len(after) - len(history)
        assert after[grown:] == history
        assert after[0] == saved
        assert store.log()[grown:] == before
        assert store.revision() == len(store.log())
        found = {
            (one.kind, one.organisation, name_key(one.name)): (one.name, one.content)
            for every in SavedKind
            for one in store.saved(every)
        }
        assert found == expected


# --- damage -------------------------------------------------------------------------------------


def damage(url, column, value):
    """Change what is append-only, as one who may do anything can."""
    if is_sqlite(url):
        execute(url, "DROP TRIGGER saved_no_update")
    else:
        execute(url, "ALTER TABLE saved DISABLE TRIGGER saved_append_only")
    execute(url, f"UPDATE saved SET {column} = %s", values=[value])


def test_a_content_that_was_damaged_is_told_and_not_handed_out(store, database_url):
    store.save(ALIAS, ONE, "a\x1b[2J", '{"to": 1}', EVA)
    damage(database_url, "content", '{"to": ')
    with pytest.raises(StoreRefused) as refusal:
        store.saved(ALIAS)
    assert refusal.value.refusal is StoreRefusal.DAMAGED
    (fault,) = store.verify()
    assert fault.startswith("Det som sparats som a[2J är skadat i databasen")


def test_a_damaged_content_can_be_saved_anew(store, database_url):
    store.save(ALIAS, ONE, "a", "1", EVA)
    damage(database_url, "content", "{")
    saved = store.save(ALIAS, ONE, "a", "2", EVA)
    assert store.saved(ALIAS) == [replace(saved, over=None)]


def test_a_kind_that_the_app_does_not_know_is_told_by_verify_and_not_in_the_way(
    store, database_url
):
    store.save(SCENARIO, ONE, "a", "1", EVA)
    damage(database_url, "kind", "novelty")
    store.save(ALIAS, ONE, "a", "1", EVA)
    assert list(contents(store)) == [(ONE, "a")]
    (fault,) = store.verify()
    assert "är av ett slag som appen inte känner (novelty)" in fault
